"""Patients with their plans, and the clinic around them."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator, ValidationInfo

from store.text import clean
from store.views.frozen import Frozen, Money
from store.views.merging import FormerRecord
from store.views.records import PatientRecord
from store.words import PaymentOption, PlanState

ONE_OF = {"alerts": "An alert", "phrases": "A phrase"}
"""What one line among several is called."""


def _line(text: object, info: ValidationInfo) -> object:
    name = info.field_name or "text"
    what = ONE_OF.get(name, f"The {name.replace('_', ' ')}")
    return clean(text, what, field=name) if isinstance(text, str) else text


Line = Annotated[str, BeforeValidator(_line)]
"""A line as typed, see ``store.text``: Invalid is raised before anything else looks at it."""


class PatientHit(Frozen):
    """A patient as a search shows them."""

    id: int
    name: str
    preferred_name: str
    birth_date: date | None
    phone: str
    record_number: str
    alerts: tuple[str, ...]
    alike: str = ""
    """What makes them likely to be one typed in, such as "same phone"; else empty."""


class PlanCard(Frozen):
    """A plan on its card; ``next_on`` is the local day of what comes next. No money out of sight."""

    id: int
    goal: str
    treatment: str
    state: PlanState
    completed: int
    """Sessions completed, of ``total``."""
    total: int
    next_session_id: int | None
    next_on: date | None
    next_is_scheduled: bool
    """Whether ``next_on`` is a booked day; otherwise it is a target date."""
    is_overdue: bool
    payment_option: PaymentOption
    deposit: Money | None
    spacing_text: str


class PatientView(PatientRecord):
    """One patient whole with their plans."""

    plans: tuple[PlanCard, ...]
    former: tuple[FormerRecord, ...] = ()
    """Records that were merged into this one."""
    today: date
    """The day it is at the clinic's first location; ages go by it."""


class PatientForm(Frozen):
    """A patient as typed in; ``version`` is that of the record edited, None for a new one.

    Making one raises errors.Invalid, with the field, for text that cannot be kept.
    """

    given_name: Line = ""
    family_name: Line = ""
    preferred_name: Line = ""
    birth_date: date | None = None
    phone: Line = ""
    email: Line = ""
    record_number: Line = ""
    """Empty: the next free one is given."""
    alerts: tuple[Line, ...] = ()
    version: int | None = None


class OpenedView(Frozen):
    """A record that somebody opened for a reason; ``until`` is aware UTC."""

    patient_id: int
    reason: str
    until: datetime


class RecordSearch(Frozen):
    """Whose record is to be opened: by its number, else by full name and birth date."""

    record_number: str = ""
    name: str = ""
    birth_date: date | None = None


class ClinicView(Frozen):
    """The clinic as the page frame shows it."""

    name: str
    is_demo: bool
    zone: str
    """Of its first location; what belongs to no location is shown in it."""
    has_location: bool = False
    """Without one there is nowhere to book anything yet."""
