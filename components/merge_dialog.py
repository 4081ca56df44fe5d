"""The dialog that makes one record of two: find the other, compare, choose, see what moves."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any

from nicegui import events, ui

from components.buttons import Button
from components.dialog import Dialog
from components.drafts import Draft
from components.fields import Field
from components.icons import Icon
from components.merge_found import MergeFound
from components.text import words
from store.views import MERGED_FIELDS, MergeComparison, MergeRequest, PatientHit, RecordView

LABELS = {
    "given_name": "Given name",
    "family_name": "Family name",
    "preferred_name": "Preferred name",
    "birth_date": "Birth date",
    "phone": "Phone",
    "email": "E-mail",
    "record_number": "Record number",
}
NOTHING = "not known"
WAIT_MS = 150


class MergeDialog:
    """Open until merged or dismissed; each step tells the page, which answers with what it shows."""

    def __init__(
        self,
        name: str,
        *,
        draft: str,
        on_search: Callable[[str], Awaitable[Any]],
        on_pick: Callable[[int], Awaitable[Any]],
        on_merge: Callable[[MergeRequest], Awaitable[Any]],
    ) -> None:
        """``name`` is that of the patient whose record is kept, ``draft`` that of what is chosen."""
        self._on_pick, self._on_merge = on_pick, on_merge
        self._draft, self._kept_as = Draft(), draft
        self._again: tuple[int, frozenset[str]] | None = None
        self._seen: MergeComparison | None = None
        self._take: set[str] = set()
        self._dialog = Dialog("Merge with another record", wide=True, on_dismiss=self.give_up)
        with self._dialog:
            self._draft.line()
            self._first = ui.element("div").classes("stack")
            with self._first:
                words(f"Which other record is {name}'s too?", tag="p", classes="any-text")
                self._search = Field(
                    "Search patients", kind="search", wait_ms=WAIT_MS, on_change=on_search
                )
                self._search.props.update(
                    {"placeholder": "Name, phone or record number", "first": True}
                )
                self._found = MergeFound(on_pick=on_pick)
            self._second = ui.element("div").classes("stack merge")
            with self._second:
                self._build()
        self._second.set_visibility(False)

    def open(self) -> None:
        """Ask for the other record; what was looked for and chosen before is there again."""
        self._draft.begin(self._kept_as, {"search": self._search, "choice": self._table})
        self._dialog.open()

    @property
    def key(self) -> str:
        """Of this form, whatever happens to its page."""
        return self._draft.key

    def close(self) -> None:
        """Take it away; the focus goes back to where it was."""
        if not self._dialog.is_deleted:
            self._dialog.delete()
            self._draft.end()

    def give_up(self) -> None:
        """The same, and what was chosen is kept no longer."""
        if not self._dialog.is_deleted:
            self._draft.finish()
            self._dialog.delete()

    def offer(self, hits: Sequence[PatientHit], *, nobody: str) -> None:
        """List who may be the other record; ``nobody`` is said when there is none."""
        self._found.show(hits, nobody=nobody)

    def compare(self, seen: MergeComparison) -> None:
        """Show both side by side; what one of them lacks is taken from the other."""
        self._seen = seen
        keep, other = seen.keep, seen.other
        self._take = {
            name for name in MERGED_FIELDS if not getattr(keep, name) and getattr(other, name)
        }
        if self._again and self._again[0] == other.id:
            self._take = {*self._again[1]}
        self._again = None
        self._table.show(seen, self._take)
        self._tell_moves(other)
        self._tell_clashes(seen.clashes)
        self._first.set_visibility(False)
        self._second.set_visibility(True)
        self._dialog.to_top()
        self._merge.focus()

    def refuse(self, message: str) -> None:
        """Say why they were not merged."""
        self._refusal.set_text(message)

    def _build(self) -> None:
        self._clashes = ui.element("div").classes("merge-clash")
        self._clashes.props["role"] = "alert"
        self._table = _Table(on_choose=self._choose, on_again=self._go_on)
        self._moves = ui.element("div").classes("merge-moves")
        self._refusal = words("", tag="p", classes="field-error")
        self._refusal.props["role"] = "alert"
        with ui.element("div").classes("dialog-actions"):
            Button("Another record", kind="quiet", icon="arrow-left", on_press=self._back)
            Button("Cancel", on_press=self.give_up)
            self._merge = Button("Merge records", kind="primary", on_press=self._press)

    def _back(self) -> None:
        self.refuse("")
        self._table.props["other"] = 0
        self._second.set_visibility(False)
        self._first.set_visibility(True)

    async def _go_on(self, other_id: int, take: frozenset[str]) -> None:
        self._again = (other_id, take)
        await self._on_pick(other_id)

    def _choose(self, name: str, *, from_other: bool) -> None:
        if from_other:
            self._take.add(name)
        else:
            self._take.discard(name)

    def _tell_moves(self, other: RecordView) -> None:
        self._moves.clear()
        with self._moves:
            words(f"What moves from {other.record_number}", tag="h3")
            with ui.element("ul"):
                for line in (*other.plans, _counts(other)):
                    words(line, tag="li", classes="any-text")
            words(
                "What is not chosen above is kept as a former record, and its number, phone and"
                " names still find the patient. It can be undone for a day.",
                tag="p",
                classes="muted small",
            )

    def _tell_clashes(self, clashes: Sequence[str]) -> None:
        self._clashes.clear()
        self._clashes.set_visibility(bool(clashes))
        with self._clashes:
            if clashes:
                Icon("alert")
                with ui.element("div"):
                    words("Both have bookings at the same time. Move or cancel one first:", tag="p")
                    with ui.element("ul"):
                        for line in clashes:
                            words(line, tag="li", classes="any-text")
        self._merge.refuse("Both have bookings at the same time." if clashes else "")

    async def _press(self) -> None:
        if self._seen is None:
            return
        self._merge.work(is_busy=True)
        self.refuse("")
        await self._on_merge(
            MergeRequest(
                keep_id=self._seen.keep.id,
                other_id=self._seen.other.id,
                keep_version=self._seen.keep.version,
                other_version=self._seen.other.version,
                take=frozenset(self._take),
            )
        )
        if not self._dialog.is_deleted:
            self._merge.work(is_busy=False)


class _Table(ui.element, component="scripts/merge_table.js"):
    def __init__(
        self,
        *,
        on_choose: Callable[..., None],
        on_again: Callable[[int, frozenset[str]], Awaitable[None]],
    ) -> None:
        super().__init__()
        self._on_choose, self._on_again = on_choose, on_again
        self.props.update({"heads": (), "fields": (), "other": 0})
        self.on("choose", self._chosen)
        self.on("again", self._chosen_before)

    def show(self, seen: MergeComparison, take: set[str]) -> None:
        keep, other = seen.keep, seen.other
        heads = (("This record", "is kept"), ("The other", f"{other.record_number} leads here"))
        alerts = dict.fromkeys((*keep.alerts, *other.alerts))
        fields = [
            (name, label, pair, None if pair[0] == pair[1] else int(name in take))
            for name, label in LABELS.items()
            for pair in [(_shown(getattr(keep, name)), _shown(getattr(other, name)))]
        ]
        both = ", ".join(alerts) or "no alerts"
        self.props.update(
            {
                "heads": heads,
                "fields": (*fields, ("alerts", "Alerts of both", (both,), None)),
                "other": other.id,
            }
        )

    async def _chosen_before(self, event: events.GenericEventArguments) -> None:
        told = event.args if isinstance(event.args, dict) else {}
        other, chosen = told.get("other"), told.get("chosen")
        if isinstance(other, int) and isinstance(chosen, dict):
            take = frozenset(name for name in MERGED_FIELDS if chosen.get(name) == 1)
            await self._on_again(other, take)

    def _chosen(self, event: events.GenericEventArguments) -> None:
        told = event.args if isinstance(event.args, dict) else {}
        if told.get("name") in LABELS:
            self._on_choose(told["name"], from_other=told.get("at") == 1)


def _shown(value: object) -> str:
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    return str(value or NOTHING)


def _counts(record: RecordView) -> str:
    kinds = (
        (record.sessions, "session"),
        (record.bookings, "booking"),
        (record.payments, "payment"),
    )
    return ", ".join(f"{count or 'no'} {kind}{'' if count == 1 else 's'}" for count, kind in kinds)
