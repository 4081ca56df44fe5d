"""What the calendar grid tells of hands and keys, read against what it shows; all else is no event."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from store.views import CalendarColumn, CalendarEntry

STEP = 5
"""Minutes; everything in the grid begins and ends on it."""
DAY = 1440
PRESSES = range(8, 101)
"""How long the name of one drop may be."""
Ids = range(1, 2**63)


@dataclass(frozen=True, slots=True)
class Lifted:
    """A booking, or a session from beside the grid, was taken hold of."""

    key: str | int
    entry: CalendarEntry | None
    session_id: int | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A booking was dropped at a minute of a column; ``press`` is the same however often it comes."""

    entry: CalendarEntry
    column: CalendarColumn
    start: int
    press: str


@dataclass(frozen=True, slots=True)
class Resized:
    """The end of a booking was dropped."""

    entry: CalendarEntry
    column: CalendarColumn
    end: int
    press: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to book in; ``end`` is None for a press on one minute."""

    column: CalendarColumn
    start: int
    end: int | None = None
    session_id: int | None = None


Act = Callable[[Any], Awaitable[Any] | Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class GridHandlers:
    """What the grid calls; ``on_odd`` for what no grid of ours says, ``on_gone`` for a late drop."""

    on_open: Callable[[CalendarEntry], Awaitable[Any] | Any]
    on_column: Callable[[CalendarColumn], Awaitable[Any] | Any]
    on_crowd: Callable[[CalendarColumn, int], Awaitable[Any] | Any]
    on_lift: Callable[[Lifted], Awaitable[Any] | Any]
    on_move: Callable[[Moved], Awaitable[Any] | Any]
    on_resize: Callable[[Resized], Awaitable[Any] | Any]
    on_spot: Callable[[Spot], Awaitable[Any] | Any]
    on_gone: Callable[[], Awaitable[Any] | Any]
    on_odd: Callable[[], Awaitable[Any] | Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """The columns and entries of the grid by their keys."""

    columns: Mapping[str, CalendarColumn]
    entries: Mapping[str, CalendarEntry]

    def lifted(self, told: Any) -> Lifted | None:
        """What was taken hold of."""
        match told:
            case {"key": str(key)} if key in self.entries:
                return Lifted(key, self.entries[key], None)
            case {"session": int(session)} if session in Ids:
                return Lifted(session, None, session)
        return None

    def moved(self, told: Any) -> Moved | None:
        """Where a booking was dropped."""
        match told:
            case {"key": str(key), "column": str(at), "start": int(start), "press": str(press)} if (
                key in self.entries
                and at in self.columns
                and _is_minute(start)
                and len(press) in PRESSES
            ):
                seen = self._as_seen(key, told)
                return Moved(seen, self.columns[at], start, press) if seen else None
        return None

    def resized(self, told: Any) -> Resized | None:
        """Where the end of a booking was dropped."""
        match told:
            case {"key": str(key), "end": int(end), "press": str(press)} if (
                key in self.entries and _is_minute(end) and len(press) in PRESSES
            ):
                seen = self._as_seen(key, told)
                return Resized(seen, self.columns[seen.column], end, press) if seen else None
        return None

    def _as_seen(self, key: str, told: dict[str, Any]) -> CalendarEntry | None:
        """The booking in the version that was taken hold of: the grid may have a newer one by now."""
        match told:
            case {"version": int(version)} if version in Ids:
                return self.entries[key].model_copy(update={"version": version})
        return None

    def spot(self, told: Any) -> Spot | None:
        """Where is to be booked."""
        match told:
            case {"column": str(at), "start": int(start), "end": int(end)} if (
                at in self.columns and _is_minute(start) and _is_minute(end) and start <= end
            ):
                return Spot(self.columns[at], start, end if end > start else None)
            case {"column": str(at), "start": int(start), "session": int(session)} if (
                at in self.columns and _is_minute(start) and session in Ids
            ):
                return Spot(self.columns[at], start, session_id=session)
        return None


def _is_minute(minute: int) -> bool:
    return not isinstance(minute, bool) and 0 <= minute <= DAY and minute % STEP == 0
