"""How far apart sessions of a plan lie: too close is refused without a tick, too far is told."""

from collections.abc import Iterator
from datetime import date, timedelta

from store.errors import SpacingTooClose
from store.phrases import day_words, days_words
from store.visits import NeighbourDays, Spacing, Visit


def spacing_problems(visit: Visit, day: date, *, is_confirmed: bool) -> Iterator[SpacingTooClose]:
    """The day is nearer to a neighbouring session than the plan's minimum, and nobody ticked it."""
    if is_confirmed:
        return
    for neighbour in visit.neighbours:
        if is_too_close(visit, neighbour, day):
            yield SpacingTooClose(_too_close(visit, neighbour, day), field="spacing")
            return


def is_too_close(visit: Visit, neighbour: NeighbourDays, day: date) -> bool:
    """Whether the day is nearer to the neighbour than the minimum."""
    least = visit.spacing.least
    return least is not None and days_apart(visit, neighbour, day) < least


def earliest_by_spacing(visit: Visit) -> date | None:
    """The first day that is not too close to the sessions before; None when nothing holds it."""
    least = visit.spacing.least
    if least is None:
        return None
    before = [one.last_day for one in visit.neighbours if one.position < visit.position]
    return max(before) + timedelta(days=least) if before else None


def spacing_note(visit: Visit, day: date) -> str:
    """What is said beside the day about its neighbours; empty when the spacing is as planned."""
    for neighbour in visit.neighbours:
        if is_too_close(visit, neighbour, day):
            return _too_close(visit, neighbour, day)
    most = visit.spacing.most
    for neighbour in visit.neighbours:
        apart = days_apart(visit, neighbour, day)
        if most is not None and apart > most:
            return f"{_distance(visit, neighbour, day)}, more than the {days_words(most)} planned."
    return ""


def spacing_text(spacing: Spacing) -> str:
    """The plan's wish in words, such as "28 days after the last session (21 to 42)"."""
    ideal = spacing.ideal
    bounds = " to ".join(str(n) for n in (spacing.least, spacing.most) if n is not None)
    if ideal is None:
        return f"{bounds} days after the last session" if bounds else ""
    return f"{days_words(ideal)} after the last session" + (f" ({bounds})" if bounds else "")


def days_apart(visit: Visit, neighbour: NeighbourDays, day: date) -> int:
    """Days between the day and the nearest of the neighbour's; negative when out of order."""
    if neighbour.position < visit.position:
        return (day - neighbour.last_day).days
    return (neighbour.first_day - day).days


def _too_close(visit: Visit, neighbour: NeighbourDays, day: date) -> str:
    least = days_words(visit.spacing.least or 0)
    return f"{_distance(visit, neighbour, day)}, closer than the {least} that the plan asks for."


def _distance(visit: Visit, neighbour: NeighbourDays, day: date) -> str:
    is_before = neighbour.position < visit.position
    theirs = neighbour.last_day if is_before else neighbour.first_day
    named = f"session {neighbour.position} on {day_words(theirs)}"
    apart = days_apart(visit, neighbour, day)
    if apart == 0:
        return f"The same day as {named}"
    if apart < 0:
        return f"{'Before' if is_before else 'After'} {named}"
    return f"{days_words(apart)} {'after' if is_before else 'before'} {named}"
