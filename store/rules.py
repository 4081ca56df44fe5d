"""The booking rules: pure checks of one place and time, each with an error of its own.

They are those of the product's contract, "Booking rules". Book, move, restore and undo run all of
them inside the transaction that writes; free slots are what passes them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from store.actions import plan_refusal
from store.diary import LONGEST, Diary, Taken
from store.errors import BadTime, NotBookable, Refused, SlotTaken
from store.phrases import moment, until
from store.resources import Resources
from store.rights import beyond
from store.spacing import spacing_problems
from store.standing import Ground, Place, location_grounds, provider_grounds, room_grounds
from store.views import Actor
from store.visits import GRID, Visit, Wanted
from store.words import SessionStatus


@dataclass(frozen=True, slots=True)
class Stance:
    """Who asks, when, and what was granted.

    ``allow_past`` and ``allow_short`` are for whom no condition binds, and for what stood like that
    before it is put back.
    """

    now: datetime
    spacing_confirmed: bool = False
    allow_past: bool = False
    allow_short: bool = False

    @classmethod
    def of(cls, by: Actor, now: datetime, *, spacing_confirmed: bool = False) -> "Stance":
        """That of somebody, as their roles grant it."""
        is_free = not beyond(by, "book")
        return cls(now, spacing_confirmed, allow_past=is_free, allow_short=is_free)


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a place is judged by; ``booking_id`` is the booking that is moved or restored."""

    visit: Visit
    resources: Resources
    diary: Diary
    stance: Stance
    booking_id: int | None = None

    @property
    def ground(self) -> Ground:
        """What a booking in it stands on."""
        return Ground(self.visit.items, self.resources, self.diary)


def check(place: Place, situation: Situation) -> None:
    """Raise the first rule that the place breaks, a Refused."""
    for problem in problems(place, situation):
        raise problem


def problems(place: Place, situation: Situation) -> Iterator[Refused]:
    """Every rule that the place breaks, the most basic first."""
    yield from visit_problems(situation)
    yield from time_problems(place, situation)
    yield from provider_problems(place, situation)
    yield from room_problems(place, situation)
    yield from patient_problems(place, situation)
    yield from spacing_problems(
        situation.visit,
        situation.diary.day_of(place.starts_at),
        is_confirmed=situation.stance.spacing_confirmed,
    )


def clashes(place: Place, situation: Situation) -> Iterator[SlotTaken]:
    """Who or what is elsewhere then: all that later steps of a booking ask about."""
    yield from provider_clashes(place, situation)
    yield from room_clashes(place, situation)
    yield from patient_problems(place, situation)


def blocked_until(ends_at: datetime, buffers: Iterable[int]) -> datetime:
    """The end of the clean-up: the longest of these buffers, in minutes, after the end."""
    return ends_at + timedelta(minutes=max(buffers, default=0))


def visit_problems(situation: Situation) -> Iterator[Refused]:
    """Items, session, plan and location that take no booking."""
    visit = situation.visit
    if visit.status is SessionStatus.COMPLETED:
        yield NotBookable("This session is completed.", field="items")
    elif refusal := plan_refusal(visit.plan_state):
        yield NotBookable(refusal, field="items")
    if not visit.items:
        moved = "This booking was ended or emptied meanwhile; there is nothing to move."
        said = moved if situation.booking_id else "Choose at least one item."
        yield NotBookable(said, field="items")
    for item in visit.items:
        if refusal := item_refusal(item, booking_id=situation.booking_id):
            yield NotBookable(f"{item.service_name} is {refusal}.", field="items")
    yield from location_grounds(situation.resources)


def item_refusal(item: Wanted, *, booking_id: int | None = None) -> str:
    """Why an item takes no booking, such as "booked for Wed 2 Dec 10:00"; empty when it does."""
    if item.is_performed:
        return "already performed"
    if item.booking_id is None or item.booking_id == booking_id:
        return ""
    assert item.booked_for is not None
    return f"already booked for {moment(item.booked_for, item.booked_zone)}"


def time_problems(place: Place, situation: Situation) -> Iterator[BadTime]:
    """Times that cannot be, whoever is free."""
    stance, zone = situation.stance, situation.resources.zone
    if place.starts_at >= place.ends_at:
        yield BadTime("The end comes after the start.", field="end_time")
        return
    for field, instant in (("start_time", place.starts_at), ("end_time", place.ends_at)):
        if not on_grid(instant):
            yield BadTime(f"Times go in steps of {GRID} minutes.", field=field)
    if place.starts_at < stance.now and not stance.allow_past:
        said = f"{moment(place.starts_at, zone)} has gone by; only a manager records what was."
        yield BadTime(said, field="start_time")
    yield from _length_problems(place, situation)


def _length_problems(place: Place, situation: Situation) -> Iterator[BadTime]:
    stance, least = situation.stance, situation.visit.minutes
    if place.ends_at - place.starts_at < timedelta(minutes=least) and not stance.allow_short:
        said = f"It takes {least} minutes; only a manager books less."
        yield BadTime(said, field="end_time")
    if place.blocked_until - place.starts_at > LONGEST:
        yield BadTime("A booking with its clean-up lasts at most a day.", field="end_time")


def on_grid(instant: datetime) -> bool:
    """Whether it is a whole step of the grid."""
    return instant.timestamp() % (GRID * 60) == 0


def provider_problems(place: Place, situation: Situation) -> Iterator[Refused]:
    """Why this provider cannot do it there and then."""
    yield from provider_grounds(place, situation.ground)
    provider = situation.resources.providers.get(place.provider_id)
    if provider and not provider.disabled:
        yield from provider_clashes(place, situation)


def provider_clashes(place: Place, situation: Situation) -> Iterator[SlotTaken]:
    """The provider is with somebody else, or cleaning up, or would be by the end of it."""
    diary, visit = situation.diary, situation.visit
    provider = situation.resources.providers[place.provider_id]
    taken = _in_the_way(place, diary.of_provider(provider.id))
    is_other = any(each.patient_id != visit.patient_id for each in taken)
    yield from _clash(
        place,
        taken,
        subject=f"{provider.name} is with {'another patient' if is_other else visit.patient_name}",
        field="provider",
        zone=diary.zone,
    )


def room_problems(place: Place, situation: Situation) -> Iterator[Refused]:
    """Why it cannot be in this room, or in none."""
    yield from room_grounds(place, situation.ground)
    if place.room_id in situation.resources.rooms:
        yield from room_clashes(place, situation)


def room_clashes(place: Place, situation: Situation) -> Iterator[SlotTaken]:
    """The room is taken then."""
    diary = situation.diary
    room = situation.resources.rooms.get(place.room_id or 0)
    yield from _clash(
        place,
        _in_the_way(place, diary.of_room(place.room_id)),
        subject=f"{room.name if room else 'The room'} is taken",
        field="room",
        zone=diary.zone,
    )


def _in_the_way(place: Place, taken: Iterable[Taken]) -> list[Taken]:
    return [
        each
        for each in taken
        if each.starts_at < place.blocked_until and place.starts_at < each.blocked_until
    ]


def _clash(
    place: Place, taken: list[Taken], *, subject: str, field: str, zone: str
) -> Iterator[SlotTaken]:
    if taken:
        last = max(each.blocked_until for each in taken)
        free = until(last, zone, seen_from=place.starts_at)
        yield SlotTaken(f"{subject} until {free}.", field=field, until=last)


def patient_problems(place: Place, situation: Situation) -> Iterator[SlotTaken]:
    """The patient is elsewhere; clean-up afterwards does not hold a patient."""
    visit, diary = situation.visit, situation.diary
    ends = [
        each.ends_at
        for each in diary.of_patient(visit.patient_id)
        if each.starts_at < place.ends_at and place.starts_at < each.ends_at
    ]
    if ends:
        free = until(max(ends), diary.zone, seen_from=place.starts_at)
        said = f"{visit.patient_name} has another booking until {free}."
        yield SlotTaken(said, field="start_time", until=max(ends))
