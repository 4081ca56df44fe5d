"""Service requests and appointments: items still to be booked, and bookings without an encounter."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from store.importing.courses import Course, add_session, plan_for
from store.importing.desk import Desk
from store.importing.fhir import Resource, day, instant, span, text_of
from store.importing.people import employ, location_for, provider_for, qualify, service_for
from store.importing.visits import Place, add_booking
from store.models import Item
from store.tables import ITEM
from store.words import BookingStatus, Category, Change

USUAL_MINUTES = 30
APPOINTMENTS = {
    "proposed": BookingStatus.NEW,
    "pending": BookingStatus.NEW,
    "booked": BookingStatus.CONFIRMED,
    "arrived": BookingStatus.CHECKED_IN,
    "checked-in": BookingStatus.CHECKED_IN,
    "fulfilled": BookingStatus.CHECKED_OUT,
    "cancelled": BookingStatus.CANCELLED,
    "noshow": BookingStatus.NO_SHOW,
}
OPEN_ORDERS = ("draft", "active", "on-hold")


def import_order(
    desk: Desk, order: Resource, courses: list[Course], patient: tuple[int, Resource]
) -> int | None:
    """An open service request as a session with one unbooked item; its session's id."""
    known = desk.counted(order, "requested sessions")
    if known is not None:
        return known
    if order.model.status not in OPEN_ORDERS:
        desk.report.leave_out("ServiceRequest", f"its status is {order.model.status}")
        return None
    at = _wished(order.model)
    plan_id = plan_for(desk, order, at or desk.unit.now, courses, patient)
    name = text_of(order.model.code) or "Procedure"
    session_id = _unbooked(desk, plan_id, [name], target=at)
    desk.link(order, "treatment_session", session_id)
    desk.unit.record(
        Change.IMPORTED, session_id, f"Brought in from FHIR ServiceRequest {order.id}."
    )
    desk.report.brought_in["requested sessions"] += 1
    return session_id


def import_appointment(
    desk: Desk, appointment: Resource, courses: list[Course], patient: tuple[int, Resource]
) -> None:
    """An appointment as a booking of the items it is based on, or of a session of its own."""
    if desk.counted(appointment, "appointments") is not None:
        return
    status = APPOINTMENTS.get(appointment.model.status)
    place = _place(desk, appointment)
    if status is None or place is None:
        reason = "says no time" if status else f"its status is {appointment.model.status}"
        desk.report.leave_out("Appointment", reason)
        return
    session_id = _session_of(desk, appointment)
    if session_id is None:
        plan_id = plan_for(desk, appointment, place.starts_at, courses, patient)
        names = [text_of(one) for one in appointment.model.serviceType or []]
        session_id = _unbooked(desk, plan_id, list(filter(None, names)) or ["Procedure"])
        summary = f"Brought in from FHIR Appointment {appointment.id}."
        desk.unit.record(Change.IMPORTED, session_id, summary)
    items = _free_items(desk, session_id)
    for item in items:
        qualify(desk, item.service_id, place.provider_id)
    add_booking(desk, session_id, place, items, status=status)
    desk.link(appointment, "treatment_session", session_id)
    desk.unit.touch(session_id)
    desk.report.brought_in["appointments"] += 1


def patient_named_in(desk: Desk, appointment: Resource) -> Resource | None:
    """The patient among an appointment's participants."""
    return _participant(desk, appointment, "Patient")


def _unbooked(
    desk: Desk, plan_id: int, names: Sequence[str], *, target: datetime | None = None
) -> int:
    session_id = add_session(
        desk, plan_id, treatment=names[0], category=Category.OTHER, target_date=day(target)
    )
    for position, name in enumerate(names, 1):
        service_id = service_for(desk, name, USUAL_MINUTES)
        desk.write(Item(session_id=session_id, service_id=service_id, position=position))
        desk.report.brought_in["items"] += 1
    return session_id


def _free_items(desk: Desk, session_id: int) -> list[Item]:
    query = select(ITEM.c.id).where(
        ITEM.c.session_id == session_id, ITEM.c.booking_id.is_(None), ITEM.c.performed_at.is_(None)
    )
    session = desk.unit.session
    return [session.get_one(Item, key) for key in session.connection().execute(query).scalars()]


def _session_of(desk: Desk, appointment: Resource) -> int | None:
    orders = filter(None, map(desk.shelf.find, appointment.model.basedOn or []))
    return next(filter(None, map(desk.known, orders)), None)


def _place(desk: Desk, appointment: Resource) -> Place | None:
    start, end = instant(appointment.model.start), instant(appointment.model.end)
    if start is None or end is None or end <= start:
        return None
    practitioner = _participant(desk, appointment, "Practitioner")
    where = _participant(desk, appointment, "Location")
    place = Place(start, end, location_for(desk, where), provider_for(desk, practitioner))
    if practitioner is not None:
        employ(desk, place.provider_id, place.location_id)
    return place


def _participant(desk: Desk, appointment: Resource, kind: str) -> Resource | None:
    actors = (one.actor for one in appointment.model.participant or [] if one.actor)
    found = (desk.shelf.find(actor) for actor in actors)
    return next((one for one in found if one is not None and one.kind == kind), None)


def _wished(model: Any) -> datetime | None:
    if model.occurrencePeriod:
        return span(model.occurrencePeriod)[0]
    return instant(model.occurrenceDateTime)
