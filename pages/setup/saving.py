"""Every change of the set-up is rehearsed first: what it displaces is told before it is saved."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar
from zlib import crc32

from components.displaced import DisplacedDialog
from components.form_dialog import FormDialog
from pages.off_loop import off_loop
from pages.visit import Visit
from store.errors import RegimenError, Stale
from store.views import DayHours

D = TypeVar("D", bound=DayHours)


class Told(Protocol):
    """What a command says of itself."""

    @property
    def id(self) -> int:
        """Of what it is about."""

    @property
    def message(self) -> str:
        """One sentence."""

    @property
    def displaced(self) -> tuple[str, ...]:
        """A line a booking that needs moving."""


@dataclass(frozen=True)
class Way:
    """A command with what it is given: how a change is taken back, under the same checks."""

    command: str
    args: tuple[object, ...]
    values: Mapping[str, Any] = field(default_factory=dict)


Back = Callable[[Told], Way | None]
"""How to take a change back, from what it said of itself; None when it cannot be."""


def added_back(word: str, told: Told, key: str) -> Way:
    """How adding one of these under this key is taken back."""
    return Way("take_record_back", (word, (told.id,)), {"key": key})


def tell_added(visit: Visit, word: str, added: Mapping[str, Told]) -> None:
    """Say how many of these were added, each under its key, with one Undo for all."""
    if not added:
        return
    ways = [added_back(word, told, key) for key, told in reversed(list(added.items()))]
    said = f"1 {word} was added." if len(ways) == 1 else f"{len(ways)} {word}s were added."

    async def undo() -> None:
        try:
            for way in ways:
                command = getattr(visit.clinic, way.command)
                await visit.carry(command, *way.args, **way.values)
        except RegimenError as refusal:
            visit.notices.refused(refusal.message)
        else:
            visit.notices.saved(f"Undone: {said}")

    visit.notices.saved(said, on_undo=undo)


async def carry_out(
    visit: Visit, command: str, *args: object, back: Back | None = None, **values: object
) -> Told | None:
    """Give the command, unless the person steps back from what it displaces: then None.

    Its notice offers Undo where ``back`` knows a way. Raises RegimenError when it is refused, with
    nothing changed.
    """
    by = visit.actor

    def rehearse() -> Told:
        done: Told = getattr(visit.clinic.rehearsal(), command)(*args, by=by, **values)
        return done

    def give() -> Told:
        done: Told = getattr(visit.clinic, command)(*args, by=by, **values)
        return done

    try:
        rehearsed = await off_loop(rehearse)
    except RegimenError:
        return await off_loop(give)  # refused once more, and that on record
    if rehearsed.displaced and not await _is_agreed(visit, rehearsed.displaced):
        return None
    outcome = await off_loop(give)
    way = back(outcome) if back else None
    undo = None if way is None else lambda: take_back(visit, way)
    show = ("Show them", "/clinic") if outcome.displaced and visit.path != "/clinic" else None
    visit.notices.saved(outcome.message, on_undo=undo, way=show)
    return outcome


async def take_back(visit: Visit, way: Way) -> None:
    """Undo: rehearsed like any change; why it cannot be is said over the page."""
    try:
        await carry_out(visit, way.command, *way.args, **way.values)
    except RegimenError as refusal:
        visit.notices.refused(refusal.message)


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
    *,
    draft: str,
    version: int | None = None,
) -> None:
    """A form in a dialog; it goes once ``save`` has done something, and else says why not.

    What is typed is kept under the name ``draft``, with the ``version`` of what it is about.
    """
    with visit.frame.main:
        form = build()
    visit.on_leave(form.close)

    async def saved() -> bool:
        try:
            return await save(form) is not None
        except RegimenError as refusal:
            form.refuse(refusal.message, refusal.field)
            return False

    form.open(saved, draft=draft, version=version)


class Seen(Generic[D]):
    """The days that differ as they were when a form about one more of them was opened."""

    def __init__(self, days: tuple[D, ...]) -> None:
        """None of them has a version of its own, so all together have one."""
        self.days = days

    @property
    def version(self) -> int:
        """Another one for other days."""
        return crc32(repr(self.days).encode())

    async def save(
        self,
        form: FormDialog,
        give: Callable[[tuple[D, ...]], Awaitable[Told | None]],
        *,
        now: Callable[[], tuple[D, ...]],
    ) -> Told | None:
        """``give`` gets the days that were seen; after a refusal as stale, saving is a decision.

        A form that came back after a reload has seen none of those that are others by ``now``.
        """
        try:
            return await give(self.days if form.draft.version == self.version else ())
        except Stale as refusal:
            self.days = now()
            form.draft.see(self.version)
            again = f"{refusal.message} Save again to write yours over it."
            raise Stale(again, field=refusal.field) from refusal
