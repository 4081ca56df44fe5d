"""`/clinic/record`: who did what, for managers; narrowed to a patient it tells who saw them."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args

from nicegui import ui

from components.buttons import Button
from components.export_dialog import UTC
from components.notices import state
from components.record_filters import RecordFilters
from components.record_trail import RecordTrail
from components.section import Section
from components.text import heading, words
from pages import allowing
from pages.exporting import Export, Taking
from pages.visit import Visit
from store.views import RecordPage, RecordQuery
from store.views.record import What
from store.words import ExportKind

ADDRESS = "/clinic/record"
TITLE = "Who did what"
WRONG = "Something in this address is unknown and was left out."
SEVERAL = "Several patients are called so: type the record number."
NOBODY = "Nobody is called so."


class TrailPage:
    """What it shows is in the address; newer entries come in by themselves at the top."""

    def __init__(self, visit: Visit, query: RecordQuery) -> None:
        """Builds everything; ``refresh`` fills it."""
        self._visit = visit
        self._query = query
        self._page: RecordPage | None = None
        self._ticket = 0
        with Section(ADDRESS):
            with ui.element("div").classes("page-head"):
                self._title = heading(TITLE)
                with ui.element("div").classes("page-head-act"):
                    self._export = Button("Export", icon="download", on_press=self._take_out)
            self._filters = RecordFilters(on_change=self._change, on_patient=self._to_patient)
            self._trail = RecordTrail()
            self._none = state("list", "Nothing on record", "No entry is like this.")
            with ui.element("div").classes("trail-foot"):
                self._told = words("", classes="muted small")
                self._told.props["role"] = "status"
                self._newest = Button("Newest", on_press=lambda: self._change({"before": None}))
                self._older = Button("Older", on_press=self._turn)

    async def open(self) -> None:
        """Show what the address asks for, and from then on what is added."""
        await self.refresh()
        self._visit.on_address(self._arrive)
        self._visit.follow(self.refresh, concerns=lambda _news: self._query.before is None)

    async def refresh(self) -> None:
        """Ask again; an answer that another question has overtaken is dropped."""
        self._ticket += 1
        ticket, clinic, query = self._ticket, self._visit.clinic, self._query
        by = self._visit.actor
        alone = RecordQuery(what="seen", patient_id=query.patient_id, before=query.before)
        if query.patient_id is not None and query == alone:
            page = await self._visit.ask(
                clinic.who_saw, query.patient_id, by=by, before=query.before
            )
        else:
            page = await self._visit.ask(clinic.read_record, query, by=by)
        if ticket == self._ticket:
            self._show(page)

    def _show(self, page: RecordPage) -> None:
        self._page = page
        saw = page.patient is not None and self._query.what == "seen"
        title = f"Who saw {page.patient.name}" if saw and page.patient else TITLE
        self._title.set_text(title)
        ui.page_title(f"{title} · Regimen")
        self._filters.show(self._query, page)
        self._trail.show(page)
        self._none.set_visibility(not page.rows)
        count = len(page.rows)
        noun = "entry" if count == 1 else "entries"
        more = "; there are older ones" if page.older else ""
        self._told.set_text(f"{count} {noun}{more}")
        self._older.refuse("" if page.older else "There are no older entries.")
        self._newest.refuse("" if self._query.before else "These are the newest.")

    async def _arrive(self, params: dict[str, str]) -> None:
        self._query, _ = read(params)
        await self.refresh()

    async def _change(self, values: dict[str, Any]) -> None:
        self._query = self._query.model_copy(update={"before": None, **values})
        self._visit.put_params(write(self._query))
        await self.refresh()

    async def _turn(self) -> None:
        if self._page and self._page.older:
            await self._change({"before": self._page.older})

    async def _to_patient(self, text: str) -> None:
        """Narrow it to whom the text finds, if that is one person."""
        if not text:
            await self._change({"patient_id": None})
            return
        hits = await self._visit.look(self._visit.clinic.find_patients, text, limit=3)
        same = [hit for hit in hits if hit.record_number.casefold() == text.casefold()]
        found = same or hits
        if len(found) == 1:
            await self._change({"patient_id": found[0].id})
        else:
            self._filters.refuse_patient(SEVERAL if found else NOBODY)

    def _take_out(self) -> None:
        query, clinic = self._query.model_copy(update={"before": None}), self._visit.clinic

        def write(_kind: ExportKind, target: Path, **told: Any) -> int:
            return clinic.export_record(query, target, **told)

        taking = Taking(
            title="Export the record",
            file="record",
            one="entry",
            many="entries",
            write=write,
            kinds=(ExportKind.CSV,),
            clocks=UTC,
        )
        whole = query == RecordQuery()
        held = "every entry" if whole else "the entries under the filters in force"
        Export(self._visit, taking, facts=(("Holds", held),))


def read(params: Mapping[str, str]) -> tuple[RecordQuery, bool]:
    """What an address asks for, and whether something in it was left out."""
    found: dict[str, Any] = {}
    for name, (field, value_of) in READ.items():
        if text := params.get(name, ""):
            try:
                found[field] = value_of(text)
            except ValueError:
                continue
    asked = [name for name in READ if params.get(name)]
    return RecordQuery(**found), len(found) < len(asked)


def write(query: RecordQuery) -> dict[str, str]:
    """The same query as an address has it."""
    values = {name: getattr(query, field) for name, (field, _) in READ.items()}
    return {
        name: value.isoformat() if isinstance(value, date) else str(value)
        for name, value in values.items()
        if value not in (None, "")
    }


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise ValueError(text)
    return int(text)


def _what(text: str) -> str:
    if text not in get_args(What):
        raise ValueError(text)
    return text


READ: dict[str, tuple[str, Callable[[str], Any]]] = {
    "who": ("staff_id", _number),
    "what": ("what", _what),
    "from": ("date_from", date.fromisoformat),
    "to": ("date_to", date.fromisoformat),
    "patient": ("patient_id", _number),
    "before": ("before", _number),
}
"""By the address's parameter: the field of the query, and how it is read."""


async def show(visit: Visit) -> None:
    """The trail, for whoever may read it."""
    ui.page_title(f"{TITLE} · Regimen")
    if refusal := allowing.refusal(visit.actor, "read_record"):
        with Section(ADDRESS):
            heading(TITLE)
            state("alert", allowing.for_whom(visit.actor), refusal)
        return
    query, is_wrong = read(visit.params)
    await TrailPage(visit, query).open()
    if is_wrong:
        visit.notices.refused(WRONG)
