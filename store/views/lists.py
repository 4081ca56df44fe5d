"""The session list: what is asked, a row of it, a page of it."""

from datetime import date, datetime

from store.views.frozen import EVERYTHING, Choice, Frozen, Sight
from store.words import BillingStatus, BookingStatus, Category, Scope, SessionStatus, SortKey

CAP = 10_000
"""Counts above it are not counted further and read "10,000+"."""


class SessionQuery(Frozen):
    """What a list shows: its scope, filters, order and page, and what the route fixes.

    ``date_from`` and ``date_to`` are inclusive days in each part's own location's zone. With
    ``sort`` None the scope's own order holds. ``page`` is the opaque key a page was given by.
    """

    scope: Scope = Scope.UPCOMING
    q: str = ""
    status: SessionStatus | None = None
    provider_id: int | None = None
    location_id: int | None = None
    category: Category | None = None
    date_from: date | None = None
    date_to: date | None = None
    sort: SortKey | None = None
    descending: bool = False
    page: str = ""
    page_size: int = 25

    patient_id: int | None = None
    """Fixed by the patient route."""
    plan_id: int | None = None
    """Fixed by a plan's card."""
    provider_ids: tuple[int, ...] = ()
    """Fixed by the calendar's visible columns; empty means any."""
    room_id: int | None = None
    """Fixed by the calendar."""

    sight: Sight = EVERYTHING
    """Set by the clinic alone: what whoever asks may see."""


class SessionRow(Frozen):
    """One session in a list; instants are aware UTC, ``zone`` is where to show them."""

    id: int
    patient_id: int
    patient_name: str
    """Given name, then family name."""
    plan_id: int
    plan_goal: str
    treatment: str
    position: int
    total: int
    status: SessionStatus
    starts_at: datetime | None
    """Of the part the Scheduled column shows."""
    ends_at: datetime | None
    zone: str
    due_on: date | None
    """The target date."""
    is_overdue: bool
    """Waits to be booked and its target date has gone by."""
    in_progress: bool
    provider_name: str
    """Empty when nobody is booked."""
    location_name: str
    booking_status: BookingStatus | None
    """Of the next booking, else of the latest; None when there never was one."""
    more_bookings: int
    """How many further bookings there are besides that one."""
    billing_status: BillingStatus | None
    """None when money is out of sight."""
    needs_moving: bool
    plan_cancelled: bool
    booking_refusal: str
    """Why Create Booking is not offered; empty when it is."""
    reschedule_id: int | None
    """The booking that Reschedule would move."""


class SessionPage(Frozen):
    """One page of a list with the keys of its neighbours; ``now`` is when it was judged."""

    rows: tuple[SessionRow, ...]
    previous_page: str | None
    """Key of the page before; an empty string is the first page, None means there is none."""
    next_page: str | None
    now: datetime
    problem: str = ""
    """Said when the page key was not usable and the first page is shown instead."""


class ScopeCounts(Frozen):
    """How many sessions each scope would list under the filters in force, up to ``CAP`` + 1."""

    counts: dict[Scope, int]


class FilterChoices(Frozen):
    """What the filters of the list offer."""

    providers: tuple[Choice, ...]
    locations: tuple[Choice, ...]
    categories: tuple[Category, ...]
    """Those that occur among services and sessions."""
    rooms: tuple[Choice, ...] = ()
    """Those of the locations in sight; a calendar holds its list to one."""
    money: bool = True
    """Whether the list can go by what is billed."""


class SavedViewForm(Frozen):
    """A view of the list to keep; ``params`` is the query of its address, without a page."""

    name: str = ""
    params: str = ""
    is_shared: bool = False
    version: int | None = None


class SavedViewRow(Frozen):
    """A view that somebody kept; ``may_change`` by whoever asked."""

    id: int
    name: str
    params: str
    is_shared: bool
    is_mine: bool
    may_change: bool
    version: int
