"""How large a demo is: locations, patients, and how long it has been open."""

from collections.abc import Iterator
from dataclasses import dataclass

DEFAULT_SESSIONS = 3_200
DEFAULT_PATIENTS = 600
FEWEST_PATIENTS = 4
SHOWN = 2_500
"""From so many sessions on today can show every kind of them."""
A_WEEK = 90
"""Bookings of a location in a busy week."""
BOOKED_BEFORE = 0.92
"""Bookings there have been for each session; some were for nothing, some sessions have none."""
GROWING = 60
"""Weeks that a clinic takes to become busy; a younger one still grows."""
GROWN = 0.42
"""How busy it was on average until then."""
LONGEST = 400
"""Weeks that a location can have been open."""
AHEAD = (0.68, 0.68, 0.45, 0.3, 0.2, 0.12, 0.08, 0.05, 0.03, 0.02)
"""How full the weeks are, from the last seven days on."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a few locations get of the whole."""

    sites: range
    sessions: int
    patients: int
    first_patient: int


@dataclass(frozen=True, slots=True)
class Size:
    """The measure of one demo."""

    sessions: int
    patients: int
    sites: int
    weeks: int
    busy: float = 1.0

    def batches(self) -> Iterator[Share]:
        """The first two locations together, then each by itself."""
        groups = [range(2), *(range(at, at + 1) for at in range(2, self.sites))]
        sessions = patients = 0
        for index, group in enumerate(groups):
            upto = group.stop / self.sites
            last = index == len(groups) - 1
            goal = self.sessions if last else round(self.sessions * upto)
            crowd = self.patients if last else round(self.patients * upto)
            yield Share(group, goal - sessions, crowd - patients, patients + 1)
            sessions, patients = goal, crowd

    def density(self, offset: int) -> float:
        """How full a day is, by its distance from today in days; the clinic grew."""
        if offset >= -6:
            return self.busy * AHEAD[min((offset + 6) // 7, len(AHEAD) - 1)]
        age = self.weeks + 1 + offset / 7
        grown = min(1.0, max(age, 0.0) / min(self.weeks, GROWING))
        return self.busy * (0.08 + 0.54 * grown**2)

    @property
    def fresh_share(self) -> float:
        """How likely a course is for a patient who had none."""
        return min(0.95, 1.1 * self.patients / (self.sessions / 4.2))


def size_for(sessions: int | None) -> Size:
    """The measure for that many sessions; None for the usual demo."""
    count = sessions or DEFAULT_SESSIONS
    patients = max(count // 12, min(DEFAULT_PATIENTS, count // 5), FEWEST_PATIENTS)
    past = max(count * BOOKED_BEFORE - 600, 40)
    sites = max(2, round(past / (A_WEEK * LONGEST)))
    weeks = past / A_WEEK / sites
    weeks = min(weeks / GROWN, weeks + GROWING * (1 - GROWN))
    return Size(count, patients, sites, max(round(weeks), 8), busy=min(1.0, count / 1800))
