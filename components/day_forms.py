"""The small forms of days that differ: one day's hours, and time off."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from nicegui import ui

from components.fields import Field, check, select
from components.form_dialog import Entry, FormDialog
from components.times import clock, day_text, local_day
from components.week_hours import HoursEditor, day_hours, span_text
from store.errors import Invalid
from store.views import DayHours, Interval, LocationView, TimeOffView

USUAL_DAY = Interval(starts=9 * 60, ends=17 * 60)


def day_form(title: str, *, closed: str, places: Sequence[LocationView] = ()) -> FormDialog:
    """Asks what one day is like; ``closed`` names the box for no hours at all."""

    def build() -> dict[str, Entry]:
        fields: dict[str, Entry] = {"day": Field("Day", kind="date")}
        if places:
            offered = [(str(one.id), one.name) for one in places if not one.disabled]
            fields["location"] = select("Location", offered, value=offered[0][0] if offered else "")
        fields["closed"] = check(
            closed, value=True, on_change=lambda none: fields["hours"].set_visibility(not none)
        )
        fields["hours"] = hours = day_hours("Hours")
        hours.show_intervals((USUAL_DAY,))
        hours.visible = False
        fields["day"].props["first"] = True
        fields["reason"] = Field("Reason")
        fields["reason"].props["placeholder"] = "Such as a public holiday"
        return fields

    return FormDialog(title, save="Save day", back="Back", wide=True, build=build)


def read_day(form: FormDialog) -> DayHours:
    """The day as typed; Invalid with its field."""
    hours = form.fields["hours"]
    assert isinstance(hours, HoursEditor)
    is_closed = form.fields["closed"].value is True
    intervals = () if is_closed else tuple(_plain(one) for one in hours.intervals())
    if not is_closed and not intervals:
        raise Invalid("Add hours, or tick that there are none.", field="hours")
    return DayHours(
        day=read_date(form, "day"), intervals=intervals, reason=str(form.fields["reason"].value)
    )


def day_line(day: DayHours, *, closed: str, where: str = "") -> tuple[str, str]:
    """When it is, and what is then."""
    spans = " and ".join(span_text(one) for one in day.intervals) or closed
    return day_text(day.day), " · ".join(part for part in (spans, where, day.reason) if part)


def time_off_form(title: str) -> FormDialog:
    """Asks for a first and a last day, or times on them; one day is both."""

    def build() -> dict[str, Entry]:
        fields: dict[str, Entry] = {}

        def until(first: str) -> None:
            if not last.value:
                last.show(first)

        with ui.element("div").classes("record-grid"):
            fields["starts_at"] = Field("First day", kind="date", on_change=until)
            fields["ends_at"] = last = Field("Last day", kind="date")
            fields["starts_at"].props["first"] = True
        fields["whole"] = check(
            "Whole days", value=True, on_change=lambda whole: times.set_visibility(not whole)
        )
        with ui.element("div").classes("record-grid") as times:
            fields["from"] = Field("From", kind="time", value="09:00")
            fields["until"] = Field("Until", kind="time", value="17:00")
        times.visible = False
        fields["reason"] = Field("Reason")
        return fields

    return FormDialog(title, save="Save time off", back="Back", build=build)


def read_times(form: FormDialog) -> tuple[int, int] | None:
    """Minutes of the first and the last day; None for whole days."""
    if form.fields["whole"].value is True:
        return None
    return _minutes(form, "from"), _minutes(form, "until")


def read_date(form: FormDialog, name: str) -> date:
    """A date as typed; Invalid with its field."""
    try:
        return date.fromisoformat(str(form.fields[name].value))
    except ValueError as wrong:
        raise Invalid("Choose a day.", field=name) from wrong


def time_off_line(off: TimeOffView, zone: str) -> tuple[str, str]:
    """When it is, on a zone's clocks; whole days without times."""
    first = local_day(off.starts_at, zone)
    is_whole = clock(off.starts_at, zone) == clock(off.ends_at, zone) == "00:00"
    last = local_day(off.ends_at - timedelta(days=1), zone) if is_whole else None
    if last is None:
        when = f"{_instant(off.starts_at, zone)} – {_instant(off.ends_at, zone)}"
    else:
        when = day_text(first) if first == last else f"{day_text(first)} – {day_text(last)}"
    return when, off.reason


def _instant(instant: datetime, zone: str) -> str:
    return f"{day_text(local_day(instant, zone))}, {clock(instant, zone)}"


def _minutes(form: FormDialog, name: str) -> int:
    text = str(form.fields[name].value)[:5]
    try:
        hours, minutes = text.split(":")
        return int(hours) * 60 + int(minutes)
    except ValueError as wrong:
        raise Invalid("Type a time such as 09:30.", field=name) from wrong


def _plain(interval: Interval) -> Interval:
    return Interval(starts=interval.starts, ends=interval.ends)
