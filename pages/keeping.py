"""What the clinic does by itself while the server runs: backups, noting what was seen, locking, imports."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from nicegui import background_tasks

from pages import logs
from pages.failures import reference_for
from pages.off_loop import off_loop
from store.clinic import Clinic
from store.errors import RegimenError
from store.importing import csv

log = logs.get("regimen.backups")
imports = logs.get("regimen.imports")
EVERY_SECONDS = 60.0
NOTED_SECONDS = 0.5
LOCKED_SECONDS = 1.0
AGAIN_SECONDS = 900.0
"""After a failure."""


def watch(clinic: Clinic) -> None:
    """Look once a minute whether a backup is due, until the server stops; note views at once.

    Devices that nobody touched are locked within a second, and an import that was cut off is gone
    on with within a minute.
    """
    background_tasks.create(_watch(clinic), name="backups")
    background_tasks.create(_append(clinic), name="views")
    background_tasks.create(_lock(clinic), name="idle locks")
    background_tasks.create(_resume(clinic), name="imports")


async def _append(clinic: Clinic) -> None:
    """Add views to the audit trail, many in one transaction, without any page waiting for it."""
    while True:
        await asyncio.sleep(NOTED_SECONDS)
        if clinic.waiting:
            await _tried(clinic.append_noted)


async def _lock(clinic: Clinic) -> None:
    """What cannot be written just now is locked all the same: every question looks at the clock."""
    while True:
        await asyncio.sleep(LOCKED_SECONDS)
        await _tried(clinic.lock_idle)


async def _tried(act: Callable[[], object]) -> None:
    """Do it, if it can be done just now; what nobody expected is in the log, and the next time comes."""
    try:
        with suppress(RegimenError):
            await off_loop(act)
    except Exception as failure:  # noqa: BLE001 - a loop that ends would end unseen
        reference_for(failure)


async def _resume(clinic: Clinic) -> None:
    while True:
        await resume(clinic)
        await asyncio.sleep(EVERY_SECONDS)


async def resume(clinic: Clinic) -> None:
    """Go on with an import that was cut off; what stands in its way is said in the log."""
    try:
        if await off_loop(csv.resume, clinic):
            imports.info("an import that was cut off was brought to its end")
    except RegimenError as problem:
        imports.error("an import is cut off", reason=problem.message)
    except Exception as failure:  # noqa: BLE001 - the next try must come whatever befell this one
        reference_for(failure)


async def _watch(clinic: Clinic) -> None:
    """A look that fails for whatever reason is in the log; the next one comes all the same."""
    while True:
        is_well = await look(clinic)
        await asyncio.sleep(EVERY_SECONDS if is_well else AGAIN_SECONDS)


async def look(clinic: Clinic) -> bool:
    """Make the backup that is due; what stands in its way is said in the log, and False."""
    try:
        made = await off_loop(clinic.back_up_when_due)
    except RegimenError as problem:
        log.error("no backup", reason=problem.message)
        return False
    except Exception as failure:  # noqa: BLE001 - the next backup must be tried whatever befell this one
        reference_for(failure)
        return False
    if made is not None:
        log.info("backup made", file=made.name)
    return True
