"""Every change of the set-up is rehearsed first: what it displaces is told before it is saved."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from components.displaced import DisplacedDialog
from components.form_dialog import FormDialog
from pages.off_loop import off_loop
from pages.visit import Visit
from store.errors import RegimenError


class Told(Protocol):
    """What a command says of itself."""

    @property
    def id(self) -> int:
        """What it was done to."""

    @property
    def message(self) -> str:
        """One sentence."""

    @property
    def displaced(self) -> tuple[str, ...]:
        """A line a booking that needs moving."""


async def carry_out(visit: Visit, command: str, *args: object, **values: object) -> Told | None:
    """Give the command, unless the person steps back from what it displaces: then None.

    Raises RegimenError when it is refused, with nothing changed.
    """
    by = visit.actor

    def rehearse() -> Told:
        done: Told = getattr(visit.clinic.rehearsal(), command)(*args, by=by, **values)
        return done

    def give() -> Told:
        done: Told = getattr(visit.clinic, command)(*args, by=by, **values)
        return done

    rehearsed = await off_loop(rehearse)
    if rehearsed.displaced and not await _is_agreed(visit, rehearsed.displaced):
        return None
    outcome = await off_loop(give)
    visit.notices.saved(outcome.message)
    return outcome


async def _is_agreed(visit: Visit, lines: Sequence[str]) -> bool:
    answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def settle(*, is_agreed: bool) -> None:
        if not answer.done():
            answer.set_result(is_agreed)

    with visit.frame.main:
        dialog = DisplacedDialog(lines, on_answer=lambda yes: settle(is_agreed=yes))
    visit.on_leave(lambda: settle(is_agreed=False))
    try:
        return await answer
    finally:
        dialog.close()


def open_form(
    visit: Visit,
    build: Callable[[], FormDialog],
    save: Callable[[FormDialog], Awaitable[object]],
) -> None:
    """A form in a dialog; it goes once ``save`` has done something, and else says why not."""
    with visit.frame.main:
        form = build()
    visit.on_leave(form.close)

    async def saved() -> bool:
        try:
            return await save(form) is not None
        except RegimenError as refusal:
            form.refuse(refusal.message, refusal.field)
            return False

    form.open(saved)
