"""The audit trail as managers read it, and what pages tell it."""

from datetime import date, datetime
from typing import Literal

from store.views.frozen import Choice, Frozen
from store.words import Deed, Result

What = Literal["", "change", "seen", "opened", "server", "refused"]


class Seen(Frozen):
    """Something a person opened, or printed: a session, a patient, a booking, a list, the calendar."""

    kind: str
    key: int = 0
    patient_id: int | None = None
    is_print: bool = False


class RecordQuery(Frozen):
    """Which entries, newest first; days are those of the clinic's zone, both included."""

    staff_id: int | None = None
    """0 for the server itself."""
    what: What = ""
    """Empty for everything; "seen" is what was opened, taken out or printed."""
    date_from: date | None = None
    date_to: date | None = None
    patient_id: int | None = None
    """Entries about the records merged into this one are among them."""
    before: int | None = None
    """Entries older than this one."""
    page_size: int = 50


class Difference(Frozen):
    """One value before and after, in words; empty where there was or is none."""

    name: str
    before: str
    after: str


class RecordChange(Frozen):
    """One of the things an entry changed."""

    what: str
    said: str
    differences: tuple[Difference, ...]


class RecordRow(Frozen):
    """One entry of the trail, whole; ``at`` is aware UTC."""

    id: int
    at: datetime
    kind: Deed
    command: str
    result: Result
    who: str
    role: str
    origin: str
    said: str
    patients: tuple[Choice, ...]
    changes: tuple[RecordChange, ...]


class RecordPage(Frozen):
    """Entries, newest first; ``older`` goes to ``RecordQuery.before`` for the next page."""

    rows: tuple[RecordRow, ...]
    older: int | None
    zone: str
    staff: tuple[Choice, ...]
    patient: Choice | None
    """Whom the entries are narrowed to."""
