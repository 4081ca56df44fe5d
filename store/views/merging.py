"""Two records of one person, and what making them one would move."""

from datetime import date, datetime

from pydantic import Field

from store.views.frozen import Frozen
from store.views.records import PatientRecord

MERGED_FIELDS = (
    "given_name",
    "family_name",
    "preferred_name",
    "birth_date",
    "phone",
    "email",
    "record_number",
)
"""What is chosen of one record or the other; alerts of both are kept."""


class MergeRequest(Frozen):
    """Keep one record and let the other lead to it; both versions are those that were compared."""

    keep_id: int
    other_id: int
    keep_version: int
    other_version: int
    take: frozenset[str] = Field(default=frozenset())
    """Fields, of ``MERGED_FIELDS``, whose value is taken from the other record."""


class RecordView(PatientRecord):
    """One of the two records as they are compared."""

    plans: tuple[str, ...]
    """Each by its treatment and how many sessions it has."""
    sessions: int
    bookings: int
    payments: int | None
    """None when money is out of sight."""


class MergeComparison(Frozen):
    """Both records, and the pairs of bookings that stand in the way of a merge, a line each."""

    keep: RecordView
    other: RecordView
    clashes: tuple[str, ...]


class MergeOutcome(Frozen):
    """The record kept, the sentence to say, and what to part them again by."""

    patient_id: int
    message: str
    merge_id: int


class FormerRecord(Frozen):
    """A record that was merged into this one, with what was not chosen for it."""

    merge_id: int
    id: int
    name: str
    record_number: str
    birth_date: date | None
    phone: str
    email: str
    merged_at: datetime
    merged_by: str
    part_refusal: str
    """Why it cannot be made a record of its own again; empty when it can."""
