"""Who and which room a booking gets: those asked for, or for "any" the best that is free."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from store.diary import Diary, Taken
from store.errors import NotQualified, OutsideHours, Refused, RoomUnsuitable, SlotTaken
from store.phrases import listed, moment, until
from store.rules import (
    Situation,
    patient_problems,
    provider_problems,
    room_problems,
    time_problems,
    visit_problems,
)
from store.slots import room_choices
from store.spacing import spacing_problems
from store.standing import Place, opening_grounds
from store.views import ProviderChoice, RoomChoice


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for; instants aware UTC."""

    provider: ProviderChoice
    room: RoomChoice
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Judgement:
    """The place a wish comes to, None when nobody or no room can; and every rule it breaks."""

    place: Place | None
    problems: tuple[Refused, ...]


def choose(wish: Wish, situation: Situation) -> Place:
    """The place a wish comes to; raises the first rule that it breaks, a Refused."""
    judgement = judge(wish, situation)
    for problem in judgement.problems:
        raise problem
    assert judgement.place is not None
    return judgement.place


def judge(wish: Wish, situation: Situation) -> Judgement:
    """Hold a wish against every rule, picking provider and room where it leaves them open."""
    ends_at = wish.ends_at
    blocked = ends_at + situation.visit.buffer
    place = Place(0, None, wish.starts_at, ends_at, blocked)
    basic = [*visit_problems(situation), *time_problems(place, situation)]
    provider_id, provider_refusals = _provider(wish, place, situation)
    room_id, room_refusals = _room(wish, place, situation)
    day = situation.diary.day_of(wish.starts_at)
    confirmed = situation.stance.spacing_confirmed
    problems = (
        *basic,
        *provider_refusals,
        *room_refusals,
        *patient_problems(place, situation),
        *spacing_problems(situation.visit, day, is_confirmed=confirmed),
    )
    if provider_refusals or room_refusals:
        return Judgement(None, problems)
    return Judgement(replace(place, provider_id=provider_id, room_id=room_id), problems)


def _provider(wish: Wish, place: Place, situation: Situation) -> tuple[int, Sequence[Refused]]:
    if wish.provider != "any":
        chosen = replace(place, provider_id=wish.provider)
        refusals = list(provider_problems(chosen, situation))
        return wish.provider, refusals
    able = situation.resources.qualified_for(situation.visit.service_ids)
    refusals = []
    for provider_id in _least_busy(able, place, situation.diary, lambda t: t.provider_id):
        refusal = next(provider_problems(replace(place, provider_id=provider_id), situation), None)
        if refusal is None:
            return provider_id, ()
        refusals.append(refusal)
    return 0, [_nobody(refusals, place, situation)]


def _room(wish: Wish, place: Place, situation: Situation) -> tuple[int | None, Sequence[Refused]]:
    if wish.room != "any":
        chosen = replace(place, room_id=None if wish.room == "none" else wish.room)
        refusals = list(room_problems(chosen, situation))
        return chosen.room_id, refusals
    choices = room_choices(situation.visit, situation.resources, "any")
    suiting = [room for room in choices if room is not None]
    refusals = []
    for room_id in _least_busy(suiting, place, situation.diary, lambda t: t.room_id):
        refusal = next(room_problems(replace(place, room_id=room_id), situation), None)
        if refusal is None:
            return room_id, ()
        refusals.append(refusal)
    if None in choices:
        return None, ()
    return None, [_no_room(refusals, place, situation)]


def _least_busy(
    ids: Iterable[int], place: Place, diary: Diary, key_of: Callable[[Taken], int | None]
) -> list[int]:
    day = diary.day_of(place.starts_at)
    busy = [key_of(each) for each in diary.taken if diary.day_of(each.starts_at) == day]
    return sorted(ids, key=lambda key: (busy.count(key), key))


def _nobody(refusals: Sequence[Refused], place: Place, situation: Situation) -> Refused:
    services = listed([item.service_name for item in situation.visit.items])
    if not refusals:
        there = situation.resources.location.name
        return NotQualified(f"Nobody at {there} does {services}.", field="provider")
    if closed := next(opening_grounds(place, situation.ground), None):
        return closed
    free = [r.until for r in refusals if isinstance(r, SlotTaken) and r.until]
    zone = situation.diary.zone
    if free:
        first = until(min(free), zone, seen_from=place.starts_at)
        said = f"Everybody at work who does {services} is taken until {first}."
        return SlotTaken(said, field="provider", until=min(free))
    said = f"Nobody who does {services} works on {moment(place.starts_at, zone)}."
    later = [refusal.until for refusal in refusals if refusal.until]
    return OutsideHours(said, field="start_time", until=min(later, default=None))


def _no_room(refusals: Sequence[Refused], place: Place, situation: Situation) -> Refused:
    free = [refusal.until for refusal in refusals if refusal.until]
    if not free:
        services = listed([item.service_name for item in situation.visit.items])
        there = situation.resources.location.name
        return RoomUnsuitable(f"No room at {there} suits {services}.", field="room")
    first = until(min(free), situation.diary.zone, seen_from=place.starts_at)
    said = f"Every room that suits is taken until {first}."
    return SlotTaken(said, field="room", until=min(free))
