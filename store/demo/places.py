"""The demo's locations, rooms and team, with the hours they keep."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count, product

from store.demo.catalogue import RoomKind, Skill
from store.demo.names import TEAM_FAMILY, TEAM_GIVEN
from store.queries.working import common
from store.zones import local, local_day, local_to_utc

Hours = tuple[tuple[int, int], ...]
Special = tuple[Hours, str]
"""The hours of one day, none when there is no work, with the reason."""
_INJECTOR, _LASER, _SKIN, _BODY = Skill

CITIES = (
    ("Hudson Street, New York", "America/New_York"),
    ("Abbot Kinney, Los Angeles", "America/Los_Angeles"),
    ("Wicker Park, Chicago", "America/Chicago"),
    ("Cherry Creek, Denver", "America/Denver"),
    ("Back Bay, Boston", "America/New_York"),
    ("Capitol Hill, Seattle", "America/Los_Angeles"),
    ("South Congress, Austin", "America/Chicago"),
    ("Kakaʻako, Honolulu", "Pacific/Honolulu"),
    ("Coconut Grove, Miami", "America/New_York"),
    ("Arcadia, Phoenix", "America/Phoenix"),
)
ROOMS = (
    ("Room 1", RoomKind.CLINICAL),
    ("Room 2", RoomKind.CLINICAL),
    ("Laser suite", RoomKind.LASER),
    ("Laser room B", RoomKind.LASER),
    ("Facial room", RoomKind.FACIAL),
    ("Quiet room", RoomKind.FACIAL),
    ("Body studio", RoomKind.BODY),
)
SHIFTS: tuple[Hours, ...] = (
    ((480, 735), (780, 990)),
    ((540, 780), (840, 1080)),
    ((660, 870), (930, 1200)),
)
"""Early, middle and late, each with its break."""
OPENING = {5: (540, 1080), 6: (600, 1080)}
WEEKDAY_OPENING = (480, 1200)


@dataclass(frozen=True, slots=True)
class Room:
    """A treatment room."""

    id: int
    name: str
    kind: RoomKind


@dataclass(slots=True)
class Member:
    """A provider at one location; weekdays count from Monday."""

    provider_id: int
    name: str
    skills: tuple[Skill, ...]
    weekly: dict[int, Hours]
    exceptions: dict[date, Special] = field(default_factory=dict)
    closing: dict[date, Special] = field(default_factory=dict)
    """The special days of the location, which cut the hours of everybody there."""
    away: list[tuple[date, date, str]] = field(default_factory=list)
    """First and last day of leave that was known before anything was booked."""
    called_away: list[tuple[date, date, str]] = field(default_factory=list)
    """Leave taken after the bookings were made."""

    def hours(self, day: date) -> Hours:
        """When the provider works here that day, leave known in time taken off."""
        if any(first <= day <= last for first, last, _ in self.away):
            return ()
        weekly = self.weekly.get(day.weekday(), ())
        kept = self.exceptions[day][0] if day in self.exceptions else weekly
        return tuple(common(kept, self.closing[day][0])) if day in self.closing else kept


@dataclass(slots=True)
class Site:
    """A location with its rooms and team; ``today`` and ``minute`` are its own clock at ``now``."""

    id: int
    name: str
    zone: str
    today: date
    minute: int
    rooms: list[Room]
    team: list[Member]
    special: dict[date, Special] = field(default_factory=dict)
    """Days on which it is closed or open otherwise."""

    def instant(self, day: date, minute: int) -> datetime:
        """The UTC instant of a local time; day time only, so no clock change is near."""
        return local_to_utc(self.zone, day, minute)


def opening(weekday: int) -> tuple[int, int]:
    """When every location opens and closes, in minutes."""
    return OPENING.get(weekday, WEEKDAY_OPENING)


_TEAMS: tuple[tuple[tuple[str, tuple[Skill, ...], tuple[int, ...]], ...], ...] = (
    (
        ("Dr. Priya Raman", (_INJECTOR,), (0, 1)),
        ("Elena Kovač, NP", (_INJECTOR, _LASER), (0, 2, 4, 5)),
        ("Jonas Lindqvist", (_LASER, _SKIN), (0, 1, 3, 6)),
        ("Amara Okafor", (_SKIN, _BODY), (0, 2, 3, 5)),
        ("Sofia Marchetti", (_SKIN, _LASER), (0, 1, 4, 6)),
    ),
    (
        ("Marcus Bennett, PA", (_INJECTOR, _BODY), (0, 1, 2, 5)),
        ("Hana Mori", (_SKIN, _LASER), (0, 2, 3, 6)),
        ("Leila Haddad, RN", (_INJECTOR, _LASER, _SKIN), (0, 1, 4, 6)),
    ),
)
_ON_TOUR = ("Dr. Priya Raman", (_INJECTOR,), (3, 4))


def sites(how_many: int, now: datetime) -> list[Site]:
    """That many locations, each with its own rooms; the first two share a travelling doctor."""
    provider_ids, room_ids = count(1), count(1)
    names = _more_names()
    made: list[Site] = []
    for index in range(how_many):
        name, zone = CITIES[index % len(CITIES)]
        name = name if index < len(CITIES) else f"{name} {index // len(CITIES) + 1}"
        rooms = [Room(next(room_ids), label, kind) for label, kind in ROOMS]
        clock = local(now, zone)
        site = Site(index + 1, name, zone, local_day(now, zone), 0, rooms, [])
        site.minute = clock.hour * 60 + clock.minute
        pattern = _TEAMS[index] if index < 2 else _TEAMS[0]
        for shift, (who, skills, days) in enumerate(pattern):
            called = who if index < 2 else next(names)
            weekly = _weekly(site.today, days, shift)
            site.team.append(Member(next(provider_ids), called, skills, weekly))
        made.append(site)
    _share_doctor(made)
    for site in made:
        _plan_leave(site)
        _plan_closing(site, is_last=site is made[-1])
    return made


def _weekly(today: date, days: Iterable[int], shift: int) -> dict[int, Hours]:
    weekly: dict[int, Hours] = {}
    for offset in days:
        weekday = (today.weekday() + offset) % 7
        opens, closes = opening(weekday)
        spans = SHIFTS[(shift + offset) % len(SHIFTS)]
        clipped = ((max(start, opens), min(end, closes)) for start, end in spans)
        weekly[weekday] = tuple((start, end) for start, end in clipped if end - start >= 60)
    return weekly


def _share_doctor(made: list[Site]) -> None:
    if len(made) < 2:
        return
    name, skills, days = _ON_TOUR
    doctor = made[0].team[0]
    made[1].team.append(Member(doctor.provider_id, name, skills, _weekly(made[1].today, days, 1)))


def _plan_leave(site: Site) -> None:
    """A holiday behind, a short day ahead, and a week of leave that came too late."""
    today = site.today
    resting, ill = site.team[1], site.team[2]
    resting.away.append((today - timedelta(45), today - timedelta(39), "Holiday"))
    ill.called_away.append((today + timedelta(5), today + timedelta(10), "Family leave"))
    short = today + timedelta(7)
    resting.exceptions[short] = (((600, 780),), "School play")
    site.team[0].exceptions[today + timedelta(14)] = ((), "Conference")


def _plan_closing(site: Site, *, is_last: bool) -> None:
    """A closed day further ahead than anything is booked; one location has a few nearer ones too.

    The others keep every day of the diary, since the demo owes today's screens enough of each kind.
    """
    today = site.today
    site.special[today + timedelta(75)] = ((), "Founders' day")
    if is_last:
        site.special[today + timedelta(16)] = (((480, 960),), "Stocktaking")
        site.special[today + timedelta(30)] = ((), "Staff training")
    for member in site.team:
        member.closing.update(site.special)


def _more_names() -> Iterator[str]:
    pairs = product(TEAM_FAMILY.split(), TEAM_GIVEN.split())
    return iter([f"{given} {family}" for family, given in pairs] * 4)
