"""The filters above the audit trail: who, what, from, to and whom it is about."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from nicegui import ui

from components.buttons import Button
from components.fields import Field, Option, select
from store.views import RecordPage, RecordQuery

SERVER = "0"
KINDS: tuple[Option, ...] = (
    ("", "Everything"),
    ("change", "Changes"),
    ("seen", "Views and exports"),
    ("opened", "Opened for a reason"),
    ("server", "The server’s own work"),
    ("refused", "What was refused"),
)
OnChange = Callable[[dict[str, Any]], Awaitable[Any] | Any]


class RecordFilters(ui.element):
    """Tells what was changed as fields of a ``RecordQuery``; a patient is typed as text."""

    def __init__(
        self,
        *,
        on_change: OnChange,
        on_patient: Callable[[str], Awaitable[Any] | Any],
    ) -> None:
        """``on_patient`` is given a name or record number; empty takes the patient away."""
        super().__init__("div")
        self.classes("trail-filters")
        self._on_change = on_change
        with self:
            self._who = select("Who", (("", "Anybody"),), on_change=self._who_picked)
            self._what = select("What", KINDS, on_change=lambda text: on_change({"what": text}))
            self._since = Field("From", kind="date", on_change=self._day("date_from"))
            self._until = Field("To", kind="date", on_change=self._day("date_to"))
            self._patient = Field("Patient", on_change=lambda text: on_patient(str(text).strip()))
            self._patient.props["placeholder"] = "Name or record number"
            self._patient.classes("trail-patient")
            self._clear = Button("Clear", kind="quiet", on_press=self._cleared)

    def show(self, query: RecordQuery, page: RecordPage) -> None:
        """Put what is in force into the fields."""
        staff: list[Option] = [
            (str(one.id), f"{one.name} (no longer active)" if one.disabled else one.name)
            for one in page.staff
        ]
        self._who.offer([("", "Anybody"), *staff, (SERVER, "Regimen itself")])
        _put(self._who, "" if query.staff_id is None else str(query.staff_id))
        _put(self._what, query.what)
        _put(self._since, query.date_from.isoformat() if query.date_from else "")
        _put(self._until, query.date_to.isoformat() if query.date_to else "")
        _put(self._patient, page.patient.name if page.patient else "")
        self._patient.refuse("")
        is_idle = query.model_copy(update={"before": None}) == RecordQuery()
        self._clear.set_visibility(not is_idle)

    def refuse_patient(self, message: str) -> None:
        """Say why that patient cannot be filtered by."""
        self._patient.refuse(message)

    def _who_picked(self, text: str) -> Any:
        return self._on_change({"staff_id": int(text) if text else None})

    def _day(self, name: str) -> Callable[[str], Any]:
        def picked(text: str) -> Any:
            return self._on_change({name: date.fromisoformat(text) if text else None})

        return picked

    def _cleared(self) -> Any:
        return self._on_change(RecordQuery().model_dump())


def _put(field: Field, value: str) -> None:
    if field.value != value:
        field.show(value)
