"""Who a patient is, above their plans."""

from collections.abc import Callable
from datetime import date
from typing import Any

from nicegui import ui

from components.buttons import Button
from components.icons import Icon
from components.text import heading, words
from components.times import birth_text
from store.views import FormerRecord, PatientView


class PatientHead(ui.element):
    """Names, how to reach the patient, and alerts; what is not known is said in words."""

    def __init__(self, *, on_part: Callable[[int], Any]) -> None:
        """Empty until shown; ``on_part`` gets the merge to take back."""
        super().__init__("div")
        self._on_part = on_part
        self._shown: PatientView | None = None

    def show(self, patient: PatientView, *, today: date) -> None:
        """Draw it anew when anything in it changed."""
        who = patient.model_copy(update={"plans": (), "version": 0})
        if who == self._shown:
            return
        self._shown = who
        self.clear()
        with self:
            with ui.element("div").classes("patient-names"):
                heading(patient.name).classes("any-text")
                if patient.preferred_name:
                    words(f"“{patient.preferred_name}”", tag="span", classes="muted any-text")
            _facts(patient, today)
            _alerts(patient.alerts)
            for record in patient.former:
                self._former(record)

    def _former(self, record: FormerRecord) -> None:
        with ui.element("p").classes("patient-former"):
            words(former_text(record), tag="span", classes="muted small any-text")
            if not record.part_refusal:
                Button(
                    "Part again",
                    kind="quiet",
                    icon="undo",
                    name=f"Part {record.record_number} again",
                    on_press=lambda: self._on_part(record.merge_id),
                )


def former_text(record: FormerRecord) -> str:
    """What was merged, with what was not chosen of it, by whom and when."""
    born = record.birth_date
    known = (
        record.name,
        f"born {born.day} {born:%b %Y}" if born else "",
        record.phone,
        record.email,
    )
    facts = ", ".join(filter(None, known))
    when = f"{record.merged_at.day} {record.merged_at:%b %Y}"
    return f"Former record {record.record_number}: {facts}. Merged by {record.merged_by}, {when}."


def _facts(patient: PatientView, today: date) -> None:
    with ui.element("dl").classes("patient-facts"):
        _fact("Record number", patient.record_number or "no record number")
        _fact("Birth date", birth_text(patient.birth_date, today=today))
        _fact("Phone", patient.phone or "no phone", leads_to="tel" if patient.phone else "")
        _fact("E-mail", patient.email or "no e-mail", leads_to="mailto" if patient.email else "")


def _fact(name: str, value: str, *, leads_to: str = "") -> None:
    with ui.element("div"):
        words(name, tag="dt")
        with ui.element("dd"):
            shown = words(value, tag="a" if leads_to else "span", classes="any-text")
            if leads_to:
                shown.props["href"] = f"{leads_to}:{value}"


def _alerts(alerts: tuple[str, ...]) -> None:
    with ui.element("ul").classes("patient-alerts") as shown:
        shown.props["aria-label"] = "Alerts"
        for alert in alerts:
            with ui.element("li"):
                Icon("alert")
                words(alert, tag="span", classes="any-text")
        if not alerts:
            with ui.element("li").classes("is-none"):
                words("no alerts", tag="span")
