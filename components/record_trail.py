"""The audit trail as a list by days; each entry opens to show what was before and after."""

from nicegui import ui

from components.times import clock, day_text, local_day
from store.views import RecordPage, RecordRow
from store.words import Deed, Result

WORDS = {
    "who_saw": "Ask who saw a patient",
    "read_record": "Look at who did what",
    "export_record": "Export who did what",
    "miss_entries": "Entries missing",
    "open_record": "Open somebody else’s patient",
    "close_record": "Close somebody else’s patient",
    "begin": "Begin the clinic",
    "demo": "Make the demo",
    "import": "Import",
}
"""Where the command's own name does not say enough."""
Row = tuple[object, ...]


class RecordTrail(ui.element, component="scripts/record_trail.js"):
    """What is opened stays open while entries come in above it."""

    def __init__(self) -> None:
        """Empty until shown."""
        super().__init__()
        self.props["rows"] = ()

    def show(self, page: RecordPage) -> None:
        """List these entries, in the page's order and on its zone's clocks."""
        rows = tuple(_row(row, page.zone) for row in page.rows)
        if self.props["rows"] != rows:
            self.props["rows"] = rows


def command_words(command: str) -> str:
    """What a command is called, such as "Check in"."""
    return WORDS.get(command) or command.replace("_", " ").capitalize()


def _outcome(row: RecordRow) -> str:
    """What marks an entry: that it was refused, or that a record was opened for a reason."""
    if row.result is not Result.DONE:
        return row.result.label
    return row.kind.label if row.kind is Deed.OPENED else ""


def _row(row: RecordRow, zone: str) -> Row:
    changes = tuple(
        (
            change.what.capitalize(),
            change.said,
            tuple((one.name.capitalize(), one.before, one.after) for one in change.differences),
        )
        for change in row.changes
    )
    return (
        row.id,
        day_text(local_day(row.at, zone)),
        clock(row.at, zone),
        row.who,
        row.role,
        command_words(row.command),
        row.said,
        _outcome(row),
        tuple((f"/patients/{one.id}", one.name) for one in row.patients),
        row.origin,
        changes,
    )
