"""The editor of weekly hours: several stretches a day, a day copied to others."""

from collections.abc import Iterable, Sequence
from typing import Any

from components.kept import Kept, Told
from store.errors import Invalid
from store.views import Interval, WeekInterval

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MIDNIGHT = 24 * 60
Stretch = tuple[int, int | None, int | None]
"""A row and two times of day in minutes; None for one that is not typed whole."""
MOST = 200


class HoursEditor(Kept[tuple[Stretch, ...]], component="scripts/week_hours.js"):
    """Rows of stretches on native time fields, each with steps of a quarter offered."""

    def __init__(
        self,
        label: str,
        rows: Sequence[str],
        *,
        none: str = "Closed",
        on_change: Told | None = None,
    ) -> None:
        """``none`` says what a row without stretches means."""
        super().__init__((), on_change=on_change)
        self._rows = tuple(rows)
        self.props.update({"label": label, "rows": self._rows, "none": none})

    def read(self, told: Any) -> tuple[Stretch, ...]:
        """Rows and minutes within the day."""
        return tuple(_stretch(one, rows=len(self._rows)) for one in list(told)[:MOST])

    def intervals(self) -> tuple[WeekInterval, ...]:
        """What is typed, the row as weekday; Invalid, with the field hours, when it is not whole."""
        return tuple(self._interval(*one) for one in self.value)

    def show_intervals(self, intervals: Iterable[Interval]) -> None:
        """Put these in; those without a weekday go into the first row."""
        self.show(tuple((getattr(i, "weekday", 0), i.starts, i.ends) for i in intervals))

    def _interval(self, row: int, starts: int | None, ends: int | None) -> WeekInterval:
        day = self._rows[row]
        if starts is None or ends is None:
            raise Invalid(f"{day}: type when it begins and when it ends.", field="hours")
        if starts >= ends:
            raise Invalid(f"{day}: {_clock(starts)} is not before {_clock(ends)}.", field="hours")
        return WeekInterval(weekday=row, starts=starts, ends=ends)


def week_hours(label: str, *, none: str = "Closed", on_change: Told | None = None) -> HoursEditor:
    """The hours of a whole week."""
    return HoursEditor(label, WEEK, none=none, on_change=on_change)


def day_hours(label: str) -> HoursEditor:
    """The hours of one day; copying has no place there."""
    return HoursEditor(label, ("Hours",), none="None yet")


def hours_text(intervals: Iterable[WeekInterval], *, none: str = "no hours") -> str:
    """Such as "Mon–Fri 09:00–17:00, Sat 10:00–14:00": days of the same hours in a row together."""
    days: dict[int, list[str]] = {}
    for one in sorted(intervals, key=lambda each: (each.weekday, each.starts)):
        days.setdefault(one.weekday, []).append(span_text(one))
    runs: list[tuple[int, int, str]] = []
    for day, spans in days.items():
        text = " and ".join(spans)
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == text:
            runs[-1] = (runs[-1][0], day, text)
        else:
            runs.append((day, day, text))
    return ", ".join(f"{_days(first, last)} {text}" for first, last, text in runs) or none


def days_text(intervals: Iterable[WeekInterval]) -> str:
    """Such as "Mon–Wed, Sat": the days of a week with any hours."""
    runs: list[tuple[int, int]] = []
    for day in sorted({one.weekday for one in intervals}):
        if runs and runs[-1][1] == day - 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return ", ".join(_days(first, last) for first, last in runs)


def span_text(interval: Interval) -> str:
    """Such as "09:00–17:30"."""
    return f"{_clock(interval.starts)}–{_clock(interval.ends)}"


def _days(first: int, last: int) -> str:
    begin, end = WEEK[first][:3], WEEK[last][:3]
    if first == last:
        return begin
    return f"{begin}, {end}" if last == first + 1 else f"{begin}–{end}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _stretch(told: Any, *, rows: int) -> Stretch:
    row, starts, ends = told
    if not (_is_number(row) and 0 <= row < rows):
        raise ValueError(row)
    return row, _minutes(starts), _minutes(ends)


def _minutes(told: Any) -> int | None:
    if told is None:
        return None
    if not (_is_number(told) and 0 <= told <= MIDNIGHT):
        raise ValueError(told)
    return int(told)


def _is_number(told: Any) -> bool:
    return isinstance(told, int) and not isinstance(told, bool)
