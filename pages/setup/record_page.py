"""The page of one record of the set-up: shown, changed, disabled, followed."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from components.record_form import RecordFields, RecordForm
from components.section import Section
from pages import allowing
from pages.setup.listing import Listing
from pages.setup.saving import Told, Way, added_back, carry_out
from pages.visit import Visit
from store.clinic import Clinic
from store.errors import NotFound, RegimenError, Stale
from store.views import Actor

NEW = "new"


class Record(Protocol):
    """What every record of the set-up has."""

    @property
    def id(self) -> int:
        """Its key."""

    @property
    def version(self) -> int:
        """Grows with every change."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def disabled(self) -> bool:
        """Whether it is offered no longer."""


C = TypeVar("C")
V = TypeVar("V", bound=Record)
F = TypeVar("F")
C_contra = TypeVar("C_contra", contravariant=True)
V_contra = TypeVar("V_contra", contravariant=True)


class Part(Protocol[C_contra, V_contra]):
    """A part below the form that saves by itself."""

    def show(self, around: C_contra, record: V_contra) -> None:
        """Bring it up to date."""

    def show_right(self) -> None:
        """Say on its buttons what whoever works here may not do."""


Parts = Callable[["Visit", C, V], Part[C, V]]


@dataclass(frozen=True)
class Kind(Generic[C, V, F]):
    """One kind of record: where it is listed, how it is asked for, its form and its commands."""

    listing: Listing
    word: str
    """Its commands are add_…, edit_…, disable_… and enable_… of this."""
    ask: Callable[[Clinic, Actor], C]
    records: Callable[[C], Sequence[V]]
    fields: Callable[[C], RecordFields[C, V, F]]
    """Draws the fields."""
    stays: bool = False
    """Whether a new one is shown once it is added, since there is more to do about it."""
    part: Parts[C, V] | None = None


class RecordPage(Generic[C, V, F]):
    """Nothing typed is lost: the form is drawn anew only while nobody has touched it."""

    def __init__(self, visit: Visit, kind: Kind[C, V, F], around: C, record: V | None) -> None:
        """``record`` is None for a new one."""
        self._visit, self._kind = visit, kind
        self._around, self._record = around, record
        self._part: Part[C, V] | None = None
        self._is_busy = False
        listing = kind.listing
        with Section(f"{listing.address}/{record.id if record else NEW}"):
            self._form = RecordForm(
                (listing.address, listing.title),
                on_save=self._save,
                on_turn=self._turn,
                on_over=lambda: self._show(is_fresh=True),
            )
        with self._form.body:
            self._fields = kind.fields(around)
        for entry in self._fields.by_name.values():
            if entry.props.get("kind") == "text":
                entry.on("enter", self._save, args=[])
        if kind.part and record:
            with self._form.more:
                self._part = kind.part(visit, around, record)
        self._fields.offer(around)
        self._show()
        self._show_right()
        visit.follow(self._refresh, concerns=lambda news: news.is_set_up)

    def _show(self, *, is_fresh: bool = False) -> None:
        """Put the record into the form, in place of what is there."""
        record = self._record
        self._fields.show(record)
        self._untouched = self._typed()
        self._before = self._read_before()
        self._form.draft.begin(
            self._visit.draft(f"{self._kind.word}_record", record.id if record else 0),
            self._fields.by_name,
            version=record.version if record else None,
            is_fresh=is_fresh,
        )
        self._show_head()

    def _show_head(self) -> None:
        record, one = self._record, self._kind.listing.one
        title = record.name if record else f"New {one}"
        self._visit.entitle(title)
        self._form.head(title, is_new=record is None, is_disabled=bool(record and record.disabled))
        if self._part and record:
            self._part.show(self._around, record)

    def _show_right(self) -> None:
        by, word = self._visit.actor, self._kind.word
        save = allowing.refusal(by, f"edit_{word}" if self._record else f"add_{word}")
        turn = allowing.refusal(by, f"disable_{word}")
        self._form.lock(self._fields, save=save, turn=turn)
        if self._part:
            self._part.show_right()

    def _typed(self) -> tuple[Any, ...]:
        return tuple(entry.value for entry in self._fields.by_name.values())

    async def _refresh(self) -> None:
        """After a change: choices always, the form only while nobody has typed into it."""
        await self._ask()
        is_touched = self._typed() != self._untouched
        self._fields.offer(self._around)
        self._show_right()
        if is_touched or self._record is None:
            self._show_head()
        else:
            self._show()

    async def _ask(self) -> None:
        self._around = await self._visit.ask(self._kind.ask, self._visit.clinic, self._visit.actor)
        if self._record:
            self._record = find(self._kind, self._around, str(self._record.id))

    async def _save(self) -> None:
        """Once, however often it is pressed."""
        if self._is_busy:
            return
        self._is_busy = True
        self._form.work(is_busy=True)
        self._form.clear_refusals(self._fields.by_name)
        try:
            outcome = await self._carry_out()
        except RegimenError as refusal:
            await self._refused(refusal)
        else:
            if outcome:
                await self._form.draft.dropped()
                is_shown = self._kind.stays and self._record is None
                self._visit.go(
                    f"{self._kind.listing.address}/{outcome.id}"
                    if is_shown
                    else self._kind.listing.address
                )
        finally:
            self._is_busy = False
            self._form.work(is_busy=False)

    async def _carry_out(self) -> Told | None:
        draft, word, record = self._form.draft, self._kind.word, self._record
        form = self._fields.read(draft.version)
        if record:
            edit, way = f"edit_{word}", self._way_back(draft.version)
            return await carry_out(self._visit, edit, record.id, form, back=lambda _: way)
        key = draft.key
        back = None if word == "staff" else lambda told: added_back(word, told, key)
        return await carry_out(self._visit, f"add_{word}", form, key=key, back=back)

    def _read_before(self) -> F | None:
        """The record as its form says it, to be put back by an undo; None for what cannot be."""
        if self._record is None:
            return None
        with suppress(RegimenError):
            return self._fields.read(self._record.version + 1)
        return None

    def _way_back(self, seen: int | None) -> Way | None:
        """Only over what this form saw and wrote itself, by the version that saving it gives."""
        record, before = self._record, self._before
        if record is None or before is None or seen is None:
            return None
        is_same = getattr(before, "version", None) == seen + 1
        return Way(f"edit_{self._kind.word}", (record.id, before)) if is_same else None

    async def _refused(self, refusal: RegimenError) -> None:
        """Say it at its field; somebody else's change is shown, and saving again is a decision."""
        message = refusal.message
        if isinstance(refusal, Stale) and self._record:
            await self._ask()
            self._form.draft.see(self._record.version)
            message = f"{message} Save again to write yours over it."
        self._form.refuse(self._fields.by_name, message, field=refusal.field)

    async def _turn(self) -> None:
        """Disable, or enable again; once, however often it is pressed."""
        if self._is_busy or not self._record:
            return
        self._is_busy = True
        self._form.turn(is_busy=True)
        verbs = ("enable", "disable") if self._record.disabled else ("disable", "enable")
        command, opposite = (f"{verb}_{self._kind.word}" for verb in verbs)
        back = Way(opposite, (self._record.id,))
        try:
            await carry_out(self._visit, command, self._record.id, back=lambda _: back)
        except RegimenError as refusal:
            self._visit.notices.refused(refusal.message)
        finally:
            self._is_busy = False
            self._form.turn(is_busy=False)


def find(kind: Kind[C, V, F], around: C, key: str) -> V:
    """The record of an id in an address; NotFound when there is none."""
    found = [one for one in kind.records(around) if str(one.id) == key]
    if not found:
        raise NotFound(f"There is no such {kind.listing.one}, or it is gone.")
    return found[0]


async def show(visit: Visit, kind: Kind[C, V, F], key: str) -> None:
    """One record, or the form of a new one."""
    around = await visit.ask(kind.ask, visit.clinic, visit.actor)
    RecordPage(visit, kind, around, None if key == NEW else find(kind, around, key))
