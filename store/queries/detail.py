"""One session whole: a fixed number of queries, whatever the number of items and bookings."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, or_, select

from store.actions import (
    BookingMoment,
    ItemMoment,
    add_item_refusal,
    booking_actions,
    booking_refusal,
    item_actions,
)
from store.errors import NotFound
from store.queries.history import history_views, last_steps
from store.queries.moment import Moment, load_moment, storable
from store.queries.money import billing_view
from store.queries.rows import full_name, in_progress, is_overdue
from store.queries.sight import NO_NOTES, sees_session
from store.status import ItemFact, status_reason
from store.tables import (
    BOOKING,
    HISTORY_ENTRY,
    ITEM,
    PATIENT,
    PLAN,
    PROVIDER,
    ROOM,
    SERVICE,
    SESSION,
)
from store.views import (
    EVERYTHING,
    Action,
    BookingView,
    ItemView,
    Money,
    Neighbour,
    SessionDetail,
    Sight,
)
from store.words import ACTIVE, PlanState


def session_detail(
    connection: Connection, session_id: int, now: datetime, sight: Sight = EVERYTHING
) -> SessionDetail:
    """All of one session that is in sight at ``now``; NotFound for an unknown id and out of it."""
    known = _session(storable(session_id)).where(*sees_session(sight))
    row = connection.execute(known).first()
    if row is None:
        raise NotFound("There is no such session, or it is gone.")
    moment = load_moment(connection, now, sight)
    items = connection.execute(_items(row.id)).all()
    bookings = connection.execute(_bookings(row.id)).all()
    entries = connection.execute(_history(row.id)).all()
    previous, following = _neighbours(connection, row, sight)
    return SessionDetail(
        **_about_patient(row),
        **_about_plan(row),
        id=row.id,
        version=row.version,
        treatment=row.treatment,
        position=row.position,
        total=row.total,
        previous=previous,
        following=following,
        status=row.status,
        status_reason=status_reason([_fact(item) for item in items]),
        starts_at=row.shown_starts_at,
        ends_at=row.shown_ends_at,
        in_progress=in_progress(row, now),
        is_overdue=is_overdue(row, moment),
        zone=moment.zone(row.location_id),
        target_date=row.target_date,
        items=_item_views(row.state, items, bookings, moment),
        bookings=_booking_views(bookings, items, entries, moment),
        billing=billing_view(connection, row, items) if sight.money else None,
        history=history_views(entries, now, sight),
        create_booking=Action(refusal=booking_refusal(row.status, row.state)),
        add_item=Action(refusal=add_item_refusal(row.state)),
        now=now,
    )


def _session(session_id: int) -> Select[Any]:
    patient = ("given_name", "family_name", "preferred_name", "birth_date", "phone", "email")
    return (
        select(
            SESSION,
            *(PATIENT.c[name] for name in (*patient, "record_number", "alerts")),
            PLAN.c.goal,
            PLAN.c.treatment.label("plan_treatment"),
            PLAN.c.state,
            PLAN.c.total,
            PLAN.c.currency,
        )
        .join(PATIENT, PATIENT.c.id == SESSION.c.patient_id)
        .join(PLAN, PLAN.c.id == SESSION.c.plan_id)
        .where(SESSION.c.id == session_id)
    )


def _items(session_id: int) -> Select[Any]:
    performer = PROVIDER.c.name.label("performed_by")
    service = (
        SERVICE.c.name.label("service_name"),
        SERVICE.c.category,
        SERVICE.c.minutes,
        SERVICE.c.phrases,
    )
    return (
        select(ITEM, *service, performer)
        .join(SERVICE, SERVICE.c.id == ITEM.c.service_id)
        .outerjoin(PROVIDER, PROVIDER.c.id == ITEM.c.performed_by_id)
        .where(ITEM.c.session_id == session_id)
        .order_by(ITEM.c.position, ITEM.c.id)
    )


def _bookings(session_id: int) -> Select[Any]:
    return (
        select(BOOKING, PROVIDER.c.name.label("provider_name"), ROOM.c.name.label("room_name"))
        .join(PROVIDER, PROVIDER.c.id == BOOKING.c.provider_id)
        .outerjoin(ROOM, ROOM.c.id == BOOKING.c.room_id)
        .where(BOOKING.c.session_id == session_id)
        .order_by(BOOKING.c.starts_at, BOOKING.c.id)
    )


def _history(session_id: int) -> Select[Any]:
    own = HISTORY_ENTRY.c.session_id == session_id
    return select(HISTORY_ENTRY).where(own).order_by(HISTORY_ENTRY.c.id.desc())


def _neighbours(
    connection: Connection, row: Row[Any], sight: Sight
) -> tuple[Neighbour | None, Neighbour | None]:
    """The sessions before and after in the plan, by position."""
    here = (row.position, row.id)
    near = or_(SESSION.c.position != row.position, SESSION.c.id != row.id)
    query = select(SESSION.c.position, SESSION.c.id).where(
        SESSION.c.plan_id == row.plan_id, near, *sees_session(sight)
    )
    found = sorted((position, key) for position, key in connection.execute(query))
    before = [place for place in found if place < here]
    after = [place for place in found if place > here]
    return _neighbour(before[-1:]), _neighbour(after[:1])


def _neighbour(places: Sequence[tuple[int, int]]) -> Neighbour | None:
    return next((Neighbour(session_id=key, position=position) for position, key in places), None)


def _about_patient(row: Row[Any]) -> Mapping[str, Any]:
    return {
        "patient_id": row.patient_id,
        "patient_name": full_name(row.given_name, row.family_name),
        "preferred_name": row.preferred_name or "",
        "birth_date": row.birth_date,
        "phone": row.phone or "",
        "email": row.email or "",
        "record_number": row.record_number,
        "alerts": tuple(row.alerts),
    }


def _about_plan(row: Row[Any]) -> Mapping[str, Any]:
    return {
        "plan_id": row.plan_id,
        "plan_goal": row.goal,
        "plan_treatment": row.plan_treatment,
        "plan_state": row.state,
    }


def _fact(item: Row[Any]) -> ItemFact:
    return ItemFact(
        id=item.id,
        booking_id=item.booking_id,
        performed_at=item.performed_at,
        is_documented=item.documented_at is not None,
    )


def _item_views(
    plan_state: PlanState,
    items: Sequence[Row[Any]],
    bookings: Sequence[Row[Any]],
    moment: Moment,
) -> tuple[ItemView, ...]:
    statuses = {booking.id: booking.status for booking in bookings}
    views = []
    for item in items:
        now = ItemMoment(
            plan_state=plan_state,
            booking_status=statuses.get(item.booking_id),
            is_performed=item.performed_at is not None,
            is_only=len(items) == 1,
        )
        refusals = asdict(item_actions(now))
        if not moment.sight.notes:
            refusals["document"] = refusals["document"] or NO_NOTES
        actions = {name: Action(refusal=why) for name, why in refusals.items()}
        views.append(ItemView(**_item(item, moment), **actions))
    return tuple(views)


def _item(item: Row[Any], moment: Moment) -> Mapping[str, Any]:
    place = item.performed_location_id if item.booking_id is None else None
    return {
        "id": item.id,
        "service_id": item.service_id,
        "service_name": item.service_name,
        "category": item.category,
        "units": item.units,
        "unit_price": _priced(item, 1, moment.sight),
        "price": _priced(item, item.units, moment.sight),
        "minutes": item.minutes,
        "booking_id": item.booking_id,
        "performed_at": item.performed_at,
        "performed_by": item.performed_by or "",
        "performed_location": moment.place_name(place),
        "performed_zone": moment.zone(place) if place else "",
        "phrases": tuple(item.phrases) if moment.sight.notes else (),
        "note": item.note if moment.sight.notes else "",
        "documented_at": item.documented_at,
        "documented_by": item.documented_by,
    }


def _priced(item: Row[Any], units: int, sight: Sight) -> Money | None:
    price = Money(amount=units * item.unit_price, currency=item.currency)
    return price if sight.money else None


def _booking_views(
    bookings: Sequence[Row[Any]],
    items: Sequence[Row[Any]],
    entries: Sequence[Row[Any]],
    moment: Moment,
) -> tuple[BookingView, ...]:
    steps = last_steps(entries)
    views = []
    for booking in sorted(bookings, key=lambda b: b.status not in ACTIVE):
        own = [item for item in items if item.booking_id == booking.id]
        now = BookingMoment(
            booking.status,
            booking.starts_at,
            has_performed=any(item.performed_at for item in own),
            previous=steps.get((booking.id, booking.status)),
        )
        refusals = asdict(booking_actions(now, moment.now))
        actions = {name: Action(refusal=why) for name, why in refusals.items()}
        views.append(BookingView(**_booking(booking, own, moment), **actions))
    return tuple(views)


def _booking(booking: Row[Any], items: Sequence[Row[Any]], moment: Moment) -> Mapping[str, Any]:
    names = ("id", "version", "status", "starts_at", "ends_at", "location_id", "provider_id")
    kept = ("room_id", "needs_moving", "moving_reason", "cancel_reason", "is_history")
    return {
        **{name: getattr(booking, name) for name in (*names, *kept)},
        "zone": moment.zone(booking.location_id),
        "location_name": moment.place_name(booking.location_id),
        "provider_name": booking.provider_name,
        "room_name": booking.room_name or "",
        "item_ids": tuple(item.id for item in items),
        "service_names": tuple(item.service_name for item in items),
    }
