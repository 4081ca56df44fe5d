"""Book items of a session: one visit, or one booking an item, all or none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import update

from store.bookings.asked import (
    Asked,
    asked_to_book,
    separate_visits,
    separate_wishes,
    taken_by,
)
from store.bookings.place import place_words, snapshot, write_booking
from store.choosing import choose
from store.errors import Refused
from store.lookup import find_plan
from store.models import Booking
from store.phrases import listed
from store.plans import set_state
from store.resources import Resources
from store.rules import Situation, Stance
from store.standing import Place
from store.tables import ITEM
from store.unit import Unit
from store.views import BookingRequest, Outcome
from store.visits import Visit
from store.words import Change, PlanState


@dataclass(frozen=True, slots=True)
class Placed:
    """A visit and the place it comes to."""

    visit: Visit
    place: Place


def book(unit: Unit, request: BookingRequest) -> Outcome:
    """Book in the unit's transaction. Raises Refused by any rule broken.

    The first booking of a Prescribed plan makes it Active.
    """
    stance = Stance.of(unit.by, unit.now, spacing_confirmed=request.spacing_confirmed)
    asked = asked_to_book(unit.session.connection(), request, stance)
    placed = place_all(asked)
    visit, resources = asked.situation.visit, asked.situation.resources
    _activate(unit, visit)
    bookings = [_write(unit, each, request.location_id) for each in placed]
    changes: list[int] = []
    for each, booking in zip(placed, bookings, strict=True):
        changes.append(_record(unit, each, booking, resources, together=changes))
    where = listed([place_words(each.place, resources) for each in placed])
    return Outcome(
        session_id=visit.session_id,
        message=f"Booked {visit.patient_name} for {where}.",
        change_id=changes[-1],
        booking_ids=tuple(booking.id for booking in bookings if booking.id is not None),
    )


def place_all(asked: Asked) -> tuple[Placed, ...]:
    """Where each booking of the request comes to; raises the first Refused."""
    situation = asked.situation
    if not asked.is_separate:
        return (Placed(situation.visit, choose(asked.wish, situation)),)
    placed: list[Placed] = []
    for visit in separate_visits(situation.visit):
        previous = placed[-1].place if placed else None
        place = _first_that_fits(asked, replace(situation, visit=visit), previous)
        placed.append(Placed(visit, place))
        diary = situation.diary.adding(taken_by(place, visit.patient_id))
        situation = replace(situation, diary=diary)
    return tuple(placed)


def _first_that_fits(asked: Asked, situation: Situation, previous: Place | None) -> Place:
    wishes = separate_wishes(asked.wish, situation.visit, previous)
    for wish in wishes[:-1]:
        try:
            return choose(wish, situation)
        except Refused:
            continue
    return choose(wishes[-1], situation)


def _record(
    unit: Unit, placed: Placed, booking: Booking, resources: Resources, *, together: Sequence[int]
) -> int:
    """``together`` are the changes of the same press before this one; its undo takes them back."""
    services = listed([item.service_name for item in placed.visit.items])
    after = snapshot(booking, (item.id for item in placed.visit.items))
    return unit.record(
        Change.BOOKED,
        placed.visit.session_id,
        f"Booked {services} for {place_words(placed.place, resources)}.",
        booking_id=booking.id,
        after={**after, "together": list(together)},
    )


def _write(unit: Unit, placed: Placed, location_id: int) -> Booking:
    visit, place = placed.visit, placed.place
    booking = Booking(
        session_id=visit.session_id,
        patient_id=visit.patient_id,
        location_id=location_id,
        provider_id=place.provider_id,
        room_id=place.room_id,
        starts_at=place.starts_at,
        ends_at=place.ends_at,
        blocked_until=place.blocked_until,
    )
    write_booking(unit.session, booking)
    hang = update(ITEM).where(ITEM.c.id.in_([item.id for item in visit.items]))
    unit.session.connection().execute(hang.values(booking_id=booking.id))
    return booking


def _activate(unit: Unit, visit: Visit) -> None:
    if visit.plan_state is not PlanState.PRESCRIBED:
        return
    plan = find_plan(unit, visit.plan_id)
    set_state(unit, plan, PlanState.ACTIVE)
    unit.record(
        Change.PLAN_CHANGED,
        visit.session_id,
        "The plan became Active with its first booking.",
        before={"plan": {"id": plan.id, "state": PlanState.PRESCRIBED.value}},
        after={"plan": {"id": plan.id, "state": PlanState.ACTIVE.value}, "entries": []},
    )
