"""What is to be booked: a session with some of its items, its plan and its neighbours."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from store.errors import NotBookable, NotFound
from store.queries.moment import storable
from store.tables import BOOKING, ITEM, LOCATION, PATIENT, PLAN, SERVICE, SESSION, SESSION_PART
from store.words import BookingStatus, PlanState, SessionStatus

GRID = 5
"""Minutes; every booking starts and ends on it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An item of the session with what its service asks for; times in minutes."""

    id: int
    service_id: int
    service_name: str
    minutes: int
    buffer_minutes: int
    needs_room: bool
    price: int
    """Units times unit price, in minor units."""
    currency: str
    booking_id: int | None
    booked_for: datetime | None
    booked_zone: str
    is_performed: bool


@dataclass(frozen=True, slots=True)
class Spacing:
    """Days between sessions as the plan wants them; None where it does not say."""

    least: int | None
    ideal: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class NeighbourDays:
    """The local days from first to last on which a neighbouring session takes place."""

    position: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Visit:
    """One session and those of its items that are to be booked together."""

    session_id: int
    patient_id: int
    patient_name: str
    plan_id: int
    plan_state: PlanState
    status: SessionStatus
    treatment: str
    position: int
    total: int
    target_date: date | None
    spacing: Spacing
    items: tuple[Wanted, ...]
    neighbours: tuple[NeighbourDays, ...]

    @property
    def minutes(self) -> int:
        """The sum of its items' durations."""
        return sum(item.minutes for item in self.items)

    @property
    def length(self) -> timedelta:
        """How long a booking of it lasts unless asked otherwise: its minutes, on the grid."""
        return timedelta(minutes=-(-self.minutes // GRID) * GRID)

    @property
    def buffer(self) -> timedelta:
        """The longest clean-up of its services."""
        return timedelta(minutes=max((item.buffer_minutes for item in self.items), default=0))

    @property
    def needs_room(self) -> bool:
        """Whether any service in it needs a room."""
        return any(item.needs_room for item in self.items)

    @property
    def service_ids(self) -> frozenset[int]:
        """Its services."""
        return frozenset(item.service_id for item in self.items)

    def only(self, item_ids: Iterable[int]) -> "Visit":
        """The same with these of its items; raises NotBookable for one of another session."""
        known = {item.id: item for item in self.items}
        wanted = dict.fromkeys(item_ids)
        if not wanted.keys() <= known.keys():
            raise NotBookable("That item does not belong to this session.", field="items")
        return replace(self, items=tuple(known[key] for key in known if key in wanted))


def session_of(connection: Connection, booking_id: int) -> int:
    """Whose booking it is; raises NotFound when there is none."""
    query = select(BOOKING.c.session_id).where(BOOKING.c.id == storable(booking_id))
    found = connection.execute(query).scalar()
    if found is None:
        raise NotFound("There is no such booking.")
    return int(found)


def load_visit(connection: Connection, session_id: int) -> Visit:
    """A session with all its items, in three queries; raises NotFound when there is none."""
    found = connection.execute(_session(session_id)).first()
    if found is None:
        raise NotFound("There is no such session.")
    items = tuple(
        Wanted(**row)
        for row in connection.execute(wanted(ITEM.c.session_id == session_id)).mappings()
    )
    around = connection.execute(_neighbours(found.plan_id, found.position))
    return Visit(
        session_id=session_id,
        patient_id=found.patient_id,
        patient_name=f"{found.given_name} {found.family_name}".strip(),
        plan_id=found.plan_id,
        plan_state=found.state,
        status=found.status,
        treatment=found.treatment,
        position=found.position,
        total=found.total,
        target_date=found.target_date,
        spacing=Spacing(found.spacing_min, found.spacing_ideal, found.spacing_max),
        items=items,
        neighbours=tuple(NeighbourDays(*row) for row in around),
    )


def _session(session_id: int) -> Select[Any]:
    return (
        select(
            SESSION.c.patient_id,
            SESSION.c.plan_id,
            SESSION.c.status,
            SESSION.c.treatment,
            SESSION.c.position,
            SESSION.c.target_date,
            PATIENT.c.given_name,
            PATIENT.c.family_name,
            PLAN.c.state,
            PLAN.c.total,
            PLAN.c.spacing_min,
            PLAN.c.spacing_ideal,
            PLAN.c.spacing_max,
        )
        .join(PLAN, PLAN.c.id == SESSION.c.plan_id)
        .join(PATIENT, PATIENT.c.id == SESSION.c.patient_id)
        .where(SESSION.c.id == session_id)
    )


def wanted(*which: ColumnElement[bool]) -> Select[Any]:
    """The columns of ``Wanted`` for these items, in their order; booking columns may be asked for."""
    return (
        select(
            ITEM.c.id,
            ITEM.c.service_id,
            SERVICE.c.name.label("service_name"),
            SERVICE.c.minutes,
            SERVICE.c.buffer_minutes,
            SERVICE.c.needs_room,
            (ITEM.c.units * ITEM.c.unit_price).label("price"),
            ITEM.c.currency,
            ITEM.c.booking_id,
            BOOKING.c.starts_at.label("booked_for"),
            func.coalesce(LOCATION.c.zone, "UTC").label("booked_zone"),
            ITEM.c.performed_at.is_not(None).label("is_performed"),
        )
        .join(SERVICE, SERVICE.c.id == ITEM.c.service_id)
        .outerjoin(BOOKING, BOOKING.c.id == ITEM.c.booking_id)
        .outerjoin(LOCATION, LOCATION.c.id == BOOKING.c.location_id)
        .where(*which)
        .order_by(ITEM.c.position, ITEM.c.id)
    )


def _neighbours(plan_id: int, position: int) -> Select[Any]:
    """A visit that was missed keeps nobody at a distance, so No Show parts are left out."""
    came = or_(BOOKING.c.id.is_(None), BOOKING.c.status != BookingStatus.NO_SHOW)
    return (
        select(
            SESSION.c.position,
            func.min(SESSION_PART.c.first_day),
            func.max(SESSION_PART.c.last_day),
        )
        .join(SESSION_PART, SESSION_PART.c.session_id == SESSION.c.id)
        .outerjoin(BOOKING, BOOKING.c.id == SESSION_PART.c.booking_id)
        .where(SESSION.c.plan_id == plan_id, SESSION.c.position.in_((position - 1, position + 1)))
        .where(came)
        .group_by(SESSION.c.position)
        .order_by(SESSION.c.position)
    )
