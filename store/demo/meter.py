"""Tells how far the making of a demo is."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told how many sessions are made, and of how many."""
PLANNING = 0.4
"""The share of the time that filling the calendars takes; the rest goes to writing."""


class Meter:
    """Counts sessions, in parts of one where calendars are filled before sessions are written."""

    def __init__(self, total: int, told: Progress | None) -> None:
        """``told`` hears of every whole percent."""
        self._total, self._told = total, told
        self._done, self._said = 0.0, -1

    def planned(self, sessions: float) -> None:
        """The calendars hold so many more."""
        self._advance(sessions * PLANNING)

    def written(self, sessions: int) -> None:
        """So many more are written."""
        self._advance(sessions * (1 - PLANNING))

    def finish(self) -> None:
        """Everything is written."""
        if self._told:
            self._told(self._total, self._total)

    def _advance(self, by: float) -> None:
        self._done += by
        percent = round(100 * self._done / self._total)
        if self._told and percent > self._said:
            self._said = percent
            self._told(round(self._done), self._total)
