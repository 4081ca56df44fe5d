"""A list of records that is searched as one types; each row is a link to its record."""

from collections.abc import Sequence
from dataclasses import dataclass

from nicegui import ui


@dataclass(frozen=True, slots=True)
class Row:
    """One record at a glance; rows of one ``group`` stand together under its name."""

    address: str
    name: str
    facts: tuple[str, ...] = ()
    warning: str = ""
    """What is missing, in a few words."""
    disabled: bool = False
    group: str = ""


class RecordList(ui.element, component="scripts/record_list.js"):
    """Rows stay in the order given; those disabled say so in words."""

    def __init__(self, label: str) -> None:
        """``label`` names the list, such as "Rooms"."""
        super().__init__()
        self.props.update({"label": label, "rows": ()})

    def show(self, rows: Sequence[Row]) -> None:
        """List these; what is typed into the search stays."""
        given = tuple(
            (row.address, row.name, row.facts, row.warning, row.disabled, row.group) for row in rows
        )
        if self.props["rows"] != given:
            self.props["rows"] = given
