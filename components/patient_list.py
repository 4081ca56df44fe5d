"""Patients that were found, each a link to their own page."""

from collections.abc import Sequence
from typing import Any

from nicegui import ui

from store.views import PatientHit


class PatientList(ui.element, component="scripts/patient_list.js"):
    """A list of links with what tells people of one name apart."""

    def __init__(self) -> None:
        """Empty at first."""
        super().__init__()
        self.props["patients"] = ()

    def show(self, hits: Sequence[PatientHit]) -> None:
        """List these, in their order."""
        self.props["patients"] = tuple(_row(hit) for hit in hits)


def _row(hit: PatientHit) -> dict[str, Any]:
    count = len(hit.alerts)
    preferred = f" “{hit.preferred_name}”" if hit.preferred_name else ""
    return {
        "id": hit.id,
        "name": f"{hit.name}{preferred}",
        "facts": facts(hit),
        "alerts": f"{count} alert{'' if count == 1 else 's'}" if count else "",
    }


def facts(hit: PatientHit) -> tuple[str, ...]:
    """What tells a patient from others of that name: birth date, phone, record number."""
    born = hit.birth_date
    return (
        f"born {born.day} {born:%b %Y}" if born else "no birth date",
        hit.phone or "no phone",
        hit.record_number,
    )
