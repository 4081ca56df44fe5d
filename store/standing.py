"""What a booking stands on: its location, provider, hours and room, whoever else is booked.

Pure. The booking rules ask for it before anything is written; whatever is set up anew is held
against it afterwards, for the bookings that were made before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from store.diary import Diary
from store.errors import NotBookable, NotQualified, OutsideHours, Refused, RoomUnsuitable
from store.phrases import clock, day_words, until
from store.resources import Resources
from store.visits import Wanted
from store.zones import day_end, day_start


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when: what a booking takes. Instants aware UTC."""

    provider_id: int
    room_id: int | None
    starts_at: datetime
    ends_at: datetime
    blocked_until: datetime


@dataclass(frozen=True, slots=True)
class Ground:
    """What is to be done, who and what there is for it, and the hours that are kept."""

    items: tuple[Wanted, ...]
    resources: Resources
    diary: Diary


def grounds(place: Place, ground: Ground) -> Iterator[Refused]:
    """Why a booking at that place does not stand, the most basic reason first."""
    yield from location_grounds(ground.resources)
    yield from provider_grounds(place, ground)
    yield from room_grounds(place, ground)


def location_grounds(resources: Resources) -> Iterator[NotBookable]:
    """The location takes no bookings."""
    if resources.location.disabled:
        said = f"{resources.location.name} is no longer booked."
        yield NotBookable(said, field="location")


def provider_grounds(place: Place, ground: Ground) -> Iterator[Refused]:
    """The provider takes no bookings, does not do a service in it, or is not at work."""
    resources = ground.resources
    provider = resources.providers.get(place.provider_id)
    if provider is None or provider.disabled:
        name = provider.name if provider else "That provider"
        yield NotQualified(f"{name} takes no bookings any more.", field="provider")
        return
    for item in ground.items:
        if place.provider_id not in resources.qualified.get(item.service_id, frozenset()):
            said = f"{provider.name} does not do {item.service_name}."
            yield NotQualified(said, field="provider")
    yield from _hours_grounds(place, ground)


def opening_grounds(place: Place, ground: Ground) -> Iterator[OutsideHours]:
    """The location is closed then, on a day that is not as every week."""
    diary, name = ground.diary, ground.resources.location.name
    later = _next_work(place, diary)
    for day in _days_of(place, diary):
        opening = diary.special.get(day)
        starts_at = max(place.starts_at, day_start(diary.zone, day))
        ends_at = min(place.ends_at, day_end(diary.zone, day))
        if opening is None or any(a <= starts_at and ends_at <= b for a, b in opening.stretches):
            continue
        open_at = ", ".join(
            f"{clock(a, diary.zone)}–{clock(b, diary.zone)}" for a, b in opening.stretches
        )
        state = f"open {open_at}" if open_at else "closed"
        why = f" ({opening.reason})" if opening.reason else ""
        said = f"{name} is {state} on {day_words(day)}{why}."
        yield OutsideHours(said, field="start_time", until=later)


def _hours_grounds(place: Place, ground: Ground) -> Iterator[OutsideHours]:
    """Not at work there for the whole time; clean-up may run past the hours."""
    diary, name = ground.diary, ground.resources.providers[place.provider_id].name
    working = diary.working.get(place.provider_id, ())
    if any(start <= place.starts_at and place.ends_at <= end for start, end in working):
        return
    if closed := next(opening_grounds(place, ground), None):
        yield closed
        return
    for start, end in diary.off.get(place.provider_id, ()):
        if start < place.ends_at and place.starts_at < end:
            back = until(end, diary.zone, seen_from=place.starts_at)
            yield OutsideHours(f"{name} is off until {back}.", field="start_time", until=end)
            return
    there = ground.resources.location.name
    day = day_words(diary.day_of(place.starts_at))
    hours = _hours_of_day(place, diary)
    said = f"works {hours} at {there} on {day}" if hours else f"does not work at {there} on {day}"
    yield OutsideHours(f"{name} {said}.", field="start_time", until=_next_work(place, diary))


def _days_of(place: Place, diary: Diary) -> tuple[date, ...]:
    first = diary.day_of(place.starts_at)
    last = diary.day_of(max(place.ends_at - timedelta(seconds=1), place.starts_at))
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def _next_work(place: Place, diary: Diary) -> datetime | None:
    working = diary.working.get(place.provider_id, ())
    return next((start for start, _end in working if start > place.starts_at), None)


def _hours_of_day(place: Place, diary: Diary) -> str:
    day = diary.day_of(place.starts_at)
    worked = (
        f"{clock(start, diary.zone)}–{clock(end, diary.zone)}"
        for start, end in diary.working.get(place.provider_id, ())
        if diary.day_of(start) == day
    )
    return ", ".join(worked)


def room_grounds(place: Place, ground: Ground) -> Iterator[RoomUnsuitable]:
    """The room takes no bookings or does not suit, or there is none where one is needed."""
    if place.room_id is None:
        needing = [item for item in ground.items if item.needs_room]
        if needing:
            yield RoomUnsuitable(f"{needing[0].service_name} needs a room.", field="room")
        return
    resources = ground.resources
    room = resources.rooms.get(place.room_id)
    if room is None:
        said = f"That room is not at {resources.location.name}."
        yield RoomUnsuitable(said, field="room")
        return
    if room.disabled:
        yield RoomUnsuitable(f"{room.name} takes no bookings any more.", field="room")
    for item in ground.items:
        if not resources.suits(room.id, item):
            yield RoomUnsuitable(f"{room.name} does not suit {item.service_name}.", field="room")
