"""Whether the server and its database answer; for those who look after it."""

import asyncio

from fastapi.responses import JSONResponse, Response
from nicegui import app

from pages import logs
from pages.failures import reference_for
from pages.off_loop import off_loop
from store.clinic import Clinic
from store.errors import RegimenError
from store.settings import VERSION

PATIENCE_SECONDS = 1.5
"""A monitor is told that the database is slow rather than left waiting."""
OK, BUSY, FAILED = "ok", "does not answer in time", "failed"
log = logs.get("regimen.health")


def register(clinic: Clinic) -> None:
    """Answer 200 at /healthz while the database answers, 503 when it does not."""
    asked: set[asyncio.Task[str]] = set()

    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> Response:
        if not asked:  # one question at a time, however many ask while it takes long
            question = asyncio.create_task(_database(clinic))
            asked.add(question)
            question.add_done_callback(asked.discard)
        answered, _waiting = await asyncio.wait(asked, timeout=PATIENCE_SECONDS)
        database = next((question.result() for question in answered), BUSY)
        is_well = database == OK
        if not is_well:
            log.warning("not well", database=database)
        told = {"status": "ok" if is_well else "unavailable", "version": VERSION}
        return JSONResponse({**told, "database": database}, 200 if is_well else 503)


async def _database(clinic: Clinic) -> str:
    try:
        await off_loop(clinic.profile)
    except RegimenError as problem:
        return problem.message
    except Exception as failure:  # noqa: BLE001 - a monitor is told, whatever it is
        reference_for(failure)
        return FAILED
    return OK
