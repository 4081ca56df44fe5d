"""Encounters with procedures: each becomes a session with its items and, mostly, a booking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from store.bookings.place import check_place
from store.errors import Refused
from store.importing.courses import Course, add_session, plan_for
from store.importing.desk import Desk
from store.importing.fhir import Resource, instant, span, text_of
from store.importing.people import employ, location_for, provider_for, qualify, service_for
from store.models import Booking, Item, TreatmentSession
from store.rules import Stance
from store.words import BookingStatus, Category, Change

STEPS = {
    "planned": BookingStatus.CONFIRMED,
    "arrived": BookingStatus.CHECKED_IN,
    "triaged": BookingStatus.CHECKED_IN,
    "in-progress": BookingStatus.IN_PROCEDURE,
    "onleave": BookingStatus.IN_PROCEDURE,
    "finished": BookingStatus.CHECKED_OUT,
}
DONE = "completed"
STILL_TO_DO = ("preparation", "in-progress", "on-hold")
USUAL = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a visit takes place; instants aware UTC."""

    starts_at: datetime
    ends_at: datetime
    location_id: int
    provider_id: int


def import_visit(
    desk: Desk,
    visit: Resource,
    procedures: Sequence[Resource],
    *,
    courses: list[Course],
    patient: tuple[int, Resource],
) -> int | None:
    """The session an encounter became, or None when it has no place; told in the report."""
    known = desk.counted(visit, "sessions")
    if known is not None:
        return known
    kept = [one for one in procedures if _is_kept(desk, one)]
    reason = _no_place(visit, kept)
    times = _times(visit, kept)
    if reason or times is None:
        desk.report.leave_out("Encounter", reason or "says no time")
        return None
    place = _place(desk, visit, times)
    session_id = add_session(
        desk,
        plan_for(desk, visit, place.starts_at, courses, patient),
        treatment=text_of(kept[0].model.code) or "Procedure",
        category=Category.OTHER,
    )
    items = [
        _add_item(desk, one, place, session_id=session_id, position=position)
        for position, one in enumerate(kept, 1)
    ]
    add_booking(desk, session_id, place, items, status=STEPS.get(visit.model.status))
    desk.link(visit, "treatment_session", session_id)
    desk.unit.record(Change.IMPORTED, session_id, f"Brought in from FHIR {visit.kind} {visit.id}.")
    desk.report.brought_in["sessions"] += 1
    return session_id


def add_booking(
    desk: Desk,
    session_id: int,
    place: Place,
    items: Sequence[Item],
    *,
    status: BookingStatus | None,
) -> None:
    """Hang the items on a booking; what lies ahead must obey the rules, or stays unbooked."""
    is_history = place.ends_at <= desk.unit.now
    booking = Booking(
        session_id=session_id,
        patient_id=_patient_of(desk, session_id),
        location_id=place.location_id,
        provider_id=place.provider_id,
        starts_at=place.starts_at,
        ends_at=place.ends_at,
        blocked_until=place.ends_at,
        status=status or BookingStatus.CHECKED_OUT,
        is_history=is_history,
    )
    if not is_history and not _stands(desk, booking, items):
        for item in items:
            item.performed_at = item.performed_by_id = item.documented_at = None
        return
    booking_id = desk.write(booking)
    if booking.status in (BookingStatus.CANCELLED, BookingStatus.NO_SHOW):
        return
    for item in items:
        item.booking_id = booking_id
    desk.report.brought_in["bookings"] += 1


def _stands(desk: Desk, booking: Booking, items: Sequence[Item]) -> bool:
    stance = Stance(desk.unit.now, spacing_confirmed=True, allow_past=True, allow_short=True)
    item_ids = tuple(item.id for item in items if item.id is not None)
    try:
        with desk.unit.session.no_autoflush:
            check_place(desk.unit.session, booking, item_ids, stance)
    except Refused as refusal:
        desk.report.remark(
            f"A booking for {booking.starts_at:%d %b %Y %H:%M} UTC could not stand, its items came"
            f" in unbooked: {refusal.message}"
        )
        desk.report.left_out["Booking ahead: breaks a booking rule"] += 1
        return False
    return True


def _patient_of(desk: Desk, session_id: int) -> int:
    return desk.unit.session.get_one(TreatmentSession, session_id).patient_id


def _is_kept(desk: Desk, procedure: Resource) -> bool:
    status = procedure.model.status
    if status == DONE or status in STILL_TO_DO:
        return True
    desk.report.leave_out("Procedure", f"its status is {status}")
    return False


def _no_place(visit: Resource, kept: Sequence[Resource]) -> str:
    if not kept:
        return "no procedure in it"
    status = visit.model.status
    return "" if status in STEPS or status == "unknown" else f"its status is {status}"


def _times(visit: Resource, kept: Sequence[Resource]) -> tuple[datetime, datetime] | None:
    spans = [span(visit.model.period), *(_performed(one.model) for one in kept)]
    starts = [start for start, _ in spans if start]
    if not starts:
        return None
    start = spans[0][0] or min(starts)
    ends = [end for _, end in spans if end and end > start]
    own = spans[0][1]
    return start, own if own and own > start else max(ends, default=start + USUAL)


def _performed(model: Any) -> tuple[datetime | None, datetime | None]:
    if model.performedPeriod:
        return span(model.performedPeriod)
    return instant(model.performedDateTime), None


def _place(desk: Desk, visit: Resource, times: tuple[datetime, datetime]) -> Place:
    participants = visit.model.participant or []
    found = (desk.shelf.find(one.individual) for one in participants if one.individual)
    practitioner = next((one for one in found if one and one.kind == "Practitioner"), None)
    spots = [one.location for one in visit.model.location or []]
    where = next(filter(None, map(desk.shelf.find, [visit.model.serviceProvider, *spots])), None)
    place = Place(*times, location_for(desk, where), provider_for(desk, practitioner))
    if practitioner is not None:
        employ(desk, place.provider_id, place.location_id)
    return place


def _add_item(
    desk: Desk, procedure: Resource, place: Place, *, session_id: int, position: int
) -> Item:
    model = procedure.model
    name = text_of(model.code) or "Procedure"
    start, end = _performed(model)
    start = start or place.starts_at
    lasted = (end - start) if end and end > start else USUAL
    service_id = service_for(desk, name, round(lasted.total_seconds() / 60))
    qualify(desk, service_id, place.provider_id)
    item = Item(session_id=session_id, service_id=service_id, position=position)
    if model.status == DONE:
        item.performed_at = start
        item.performed_by_id = place.provider_id
        item.note = f"Imported from FHIR Procedure {procedure.id}: {name}."
        item.documented_at = max(end or start, start)
        item.documented_by = "Import"
    desk.link(procedure, "item", desk.write(item))
    desk.report.brought_in["items"] += 1
    return item
