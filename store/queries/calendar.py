"""The calendar's grid: what a location's providers or rooms do on a day, or one in a week."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from store.actions import BookingMoment, booking_actions
from store.queries.calendar_columns import (
    Range,
    by_room,
    column_key,
    columns_of,
    hidden_spans,
    rooms_of,
)
from store.queries.calendar_frame import Frame, business_hours, frame_of, providers_of
from store.queries.parts import Part, parts_between
from store.queries.working import DAY, Interval, clock_minutes, working_times
from store.views import (
    EVERYTHING,
    CalendarColumn,
    CalendarEntry,
    CalendarQuery,
    CalendarView,
    Sight,
)
from store.words import BookingStatus
from store.zones import local, local_day

ORDINARY_DAY = (8 * 60, 18 * 60)
"""What is shown when nobody works and nothing is booked."""
AWAITED = frozenset({BookingStatus.NEW, BookingStatus.CONFIRMED})


def calendar(
    connection: Connection, query: CalendarQuery, now: datetime, sight: Sight = EVERYTHING
) -> CalendarView:
    """What the query asks for; nine queries whatever is booked, ten where rooms are drawn.

    Patients out of sight are drawn as busy. Raises NotFound, field location, provider or room, and
    Invalid, field date.
    """
    frame = frame_of(connection, query, now, sight)
    shown = _range(connection, query, frame, sight)
    columns = columns_of(query, shown)
    entries = _entries(query, shown, {column.key for column in columns})
    opening = [span for day in frame.days for span in shown.hours.get(day.weekday(), ())]
    opening += [span for special in shown.times.special.values() for span in special.intervals]
    columns = _with_hidden(query, shown, columns)
    opens, closes = _window([*opening, *_spans(columns, entries)])
    is_week = query.view == "week" and not by_room(query)
    alone = columns[0].provider_id if is_week and columns else query.provider_id
    return CalendarView(
        **{**frame.told(query), "provider_id": alone},
        opens=opens,
        closes=closes,
        columns=columns,
        entries=entries,
        rooms=shown.rooms,
    )


def entry_of(
    part: Part, day: date, frame: Frame, *, column: str, name: str
) -> CalendarEntry | None:
    """What of a part lies on a day; None when nothing does. ``name`` is its provider's."""
    span = clock_minutes((part.starts_at, part.ends_at), day, frame.zone)
    if span is None:
        return None
    ends_here = local_day(part.ends_at - timedelta(seconds=1), frame.zone) == day
    buffer = int((part.blocked_until - part.ends_at).total_seconds()) // 60 if ends_here else 0
    return CalendarEntry(
        key=f"{part.key}-{day.isoformat()}",
        session_id=part.session_id,
        booking_id=part.booking_id,
        column=column,
        start=span[0],
        end=span[1],
        buffer=min(buffer, DAY - span[1]),
        time_text=_time_text(part, frame.zone),
        patient_name=part.patient_name,
        treatment=part.treatment,
        service_names=part.service_names,
        room_name=part.room_name,
        status=part.status,
        needs_moving=part.needs_moving,
        has_alerts=part.has_alerts,
        is_busy=part.is_busy,
        provider_name=name,
        is_late=_is_late(part, frame),
        billing=part.billing,
        version=part.version,
        starts_at=part.starts_at,
        minutes=int((part.ends_at - part.starts_at).total_seconds()) // 60,
        move_refusal=_move_refusal(part, day, frame),
    )


def _move_refusal(part: Part, day: date, frame: Frame) -> str:
    if part.is_busy:
        return "This is not your patient."
    if part.status is None:
        return "A walk-in took place: it is not moved."
    if local_day(part.starts_at, frame.zone) != day:
        return "It began the day before: move it there."
    moment = BookingMoment(part.status, part.starts_at, part.has_performed)
    return booking_actions(moment, frame.now).reschedule


def is_left_out(query: CalendarQuery, part: Part) -> bool:
    """Whether the filters leave it out; of a patient out of sight nothing is known to go by."""
    if part.is_busy:
        return False
    if query.category is not None and part.category is not query.category:
        return True
    return query.provider_id is not None and part.provider_id != query.provider_id


def _range(connection: Connection, query: CalendarQuery, frame: Frame, sight: Sight) -> Range:
    return Range(
        frame=frame,
        providers=providers_of(connection, query, sight),
        rooms=rooms_of(connection, query, frame),
        times=working_times(connection, frame.location, frame.days),
        hours=business_hours(connection, frame.id),
        parts=parts_between(connection, frame.location, frame.days, sight),
    )


def _entries(query: CalendarQuery, shown: Range, columns: set[str]) -> tuple[CalendarEntry, ...]:
    names = {provider.id: provider.name for provider in shown.providers}
    drawn = [
        entry
        for part in shown.parts
        if not is_left_out(query, part)
        for day in shown.frame.days
        if (key := column_key(query, part, day)) in columns
        and (
            entry := entry_of(
                part, day, shown.frame, column=key, name=names.get(part.provider_id or 0, "")
            )
        )
    ]
    return tuple(sorted(drawn, key=lambda entry: (entry.column, entry.start, entry.end, entry.key)))


def _with_hidden(
    query: CalendarQuery, shown: Range, columns: tuple[CalendarColumn, ...]
) -> tuple[CalendarColumn, ...]:
    """The columns with the times that are taken by what the filters leave out."""
    taken: dict[str, list[Interval]] = {}
    for part in shown.parts:
        if is_left_out(query, part):
            for day in shown.frame.days:
                span = clock_minutes((part.starts_at, part.blocked_until), day, shown.frame.zone)
                if span:
                    taken.setdefault(column_key(query, part, day), []).append(span)
    return tuple(
        column.model_copy(update={"spans": (*column.spans, *hidden_spans(taken[column.key]))})
        if column.key in taken
        else column
        for column in columns
    )


def _is_late(part: Part, frame: Frame) -> bool:
    if part.status not in AWAITED or part.starts_at > frame.now:
        return False
    return local_day(part.starts_at, frame.zone) == frame.today


def _time_text(part: Part, zone: str) -> str:
    starts, ends = local(part.starts_at, zone), local(part.ends_at, zone)
    if starts.utcoffset() == ends.utcoffset():
        return f"{starts:%H:%M}–{ends:%H:%M}"
    return f"{starts:%H:%M %Z}–{ends:%H:%M %Z}"


def _spans(
    columns: Iterable[CalendarColumn], entries: Iterable[CalendarEntry]
) -> Iterable[Interval]:
    for column in columns:
        yield from column.open_hours
        yield from ((span.start, span.end) for span in column.spans)
    yield from ((entry.start, entry.end + entry.buffer) for entry in entries)


def _window(spans: Sequence[Interval]) -> Interval:
    if not spans:
        return ORDINARY_DAY
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    return first // 60 * 60, -(-last // 60) * 60
