"""A provider's day on a tablet: who is here now, large; who comes next; the whole day below."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from nicegui import events, ui

from components import session_reading as reading
from components.fields import Option, select
from components.status_chip import LOOKS
from components.text import heading, words
from components.times import day_text, local_day, time_range
from store.views import BookingView, ItemView, MyDay, MyDayRow, SessionDetail

OnPick = Callable[[str], Awaitable[Any] | Any]
OnAct = Callable[[str, int], Awaitable[Any] | Any]
ON_BOOKING = ("check_in", "start", "check_out")
ACTIONS = frozenset({*ON_BOOKING, "step_back", "perform", "unmark", "document"})
WALK_IN = ("Walk-in", "person", "green")


class MyDayBoard(ui.element, component="scripts/my_day.js"):
    """Values in; the row picked, and the action pressed with what it concerns, out."""

    def __init__(self, *, on_pick: OnPick, on_act: OnAct) -> None:
        """``on_pick`` gets the key of a row; ``on_act`` an action and the id of booking or item."""
        super().__init__()
        self._on_pick, self._on_act = on_pick, on_act
        self._keys: frozenset[str] = frozenset()
        self._heard = 0
        self.props.update({"day": {}, "shown": None})
        self.on("pick", self._picked)
        self.on("act", self._acted)

    def show(self, day: MyDay, key: str, detail: SessionDetail | None) -> None:
        """Show the day, and the row ``key`` large with its session; the same again sends nothing."""
        self._keys = frozenset(row.key for row in day.rows)
        row = next((one for one in day.rows if one.key == key), None)
        told = {
            "day": {**day_reading(day, key), "heard": self._heard},
            "shown": shown_reading(row, detail) if row and detail else None,
        }
        changed = {name: value for name, value in told.items() if self.props[name] != value}
        if changed:
            self.props.update(changed)

    def _picked(self, event: events.GenericEventArguments) -> Any:
        """Until ``heard`` says that it came here, the browser lets nothing else be pressed."""
        match event.args:
            case [str(key), int(count)] if key in self._keys:
                self._heard = count
                return self._on_pick(key)
        return None

    def _acted(self, event: events.GenericEventArguments) -> Any:
        match event.args:
            case [str(name), int(key)] if name in ACTIONS:
                return self._on_act(name, key)
        return None


class MyDayHead(ui.element):
    """Whose day it is, which day, and the choice of another's."""

    def __init__(self, *, on_choice: OnPick) -> None:
        """``on_choice`` gets "provider-3" or "room-2"."""
        super().__init__("div")
        self.classes("my-day-head")
        with self:
            with ui.element("div"):
                heading("My day")
                self._about = words("", tag="p", classes="muted any-text")
            self._whose = select("Whose day", (), on_change=on_choice)

    def show(self, day: MyDay) -> None:
        """Say whose day is shown."""
        self._about.set_text(f"{day.name}, {day_text(day.day)}" if day.name else day_text(day.day))
        chosen = f"room-{day.room_id}" if day.room_id else f"provider-{day.provider_id or ''}"
        if self._whose.props.get("options") != (options := tuple(_whose(day))):
            self._whose.offer(options)
        if self._whose.value != chosen:
            self._whose.show(chosen)


def _whose(day: MyDay) -> Iterable[Option]:
    for kind, choices in (("provider", day.providers), ("room", day.rooms)):
        yield from ((f"{kind}-{choice.id}", choice.name) for choice in choices)


def day_reading(day: MyDay, key: str) -> dict[str, Any]:
    """The rows in words, and what is said of a day without any."""
    return {
        "empty": f"Nothing is booked for {day.name or 'anybody'} today.",
        "over": bool(day.rows) and not day.current,
        "current": day.current,
        "following": day.following,
        "picked": key,
        "rows": tuple(_row(row, by_provider=day.room_id is not None) for row in day.rows),
    }


def _row(row: MyDayRow, *, by_provider: bool) -> dict[str, Any]:
    look = (row.status.label, *LOOKS[row.status]) if row.status else WALK_IN
    where = row.provider_name if by_provider else row.room_name or "no room"
    flags = {
        "alert": "has alerts" if row.has_alerts else "",
        "move": "needs moving" if row.needs_moving else "",
        "note": _unwritten(row.unwritten),
    }
    return {
        "key": row.key,
        "time": time_range(row.starts_at, row.ends_at, zone=row.zone, name_zone=False),
        "patient": row.patient_name,
        "what": ", ".join(row.service_names) or row.treatment,
        "place": f"{row.position} of {row.total}",
        "where": where,
        "status": look,
        "flags": tuple((icon, text) for icon, text in flags.items() if text),
    }


def _unwritten(count: int) -> str:
    return "" if not count else "1 note missing" if count == 1 else f"{count} notes missing"


def shown_reading(row: MyDayRow, detail: SessionDetail) -> dict[str, Any]:
    """One row with its session as the large card shows it."""
    booking = next((one for one in detail.bookings if one.id == row.booking_id), None)
    items = [item for item in detail.items if _is_in(item, row)]
    place = f"session {detail.position} of {detail.total}"
    return {
        "key": row.key,
        "session": f"/sessions/{detail.id}",
        "patient_href": f"/patients/{detail.patient_id}",
        "patient": detail.patient_name,
        "called": f"Called {detail.preferred_name}" if detail.preferred_name else "",
        "time": time_range(row.starts_at, row.ends_at, zone=row.zone, name_zone=False),
        "where": ", ".join(filter(None, (row.room_name or "no room", row.location_name))),
        "what": f"{detail.treatment}, {place}",
        "status": (row.status.label, *LOOKS[row.status]) if row.status else WALK_IN,
        "alerts": detail.alerts,
        "about": booking.id if booking else 0,
        "main": main_action(booking),
        "others": _others(booking),
        "items": tuple(_item(item, detail) for item in items),
    }


def _is_in(item: ItemView, row: MyDayRow) -> bool:
    """A walk-in has the items that were performed without a booking on that day."""
    if row.booking_id is not None:
        return item.booking_id == row.booking_id
    if item.booking_id is not None or item.performed_at is None:
        return False
    return local_day(item.performed_at, row.zone) == local_day(row.starts_at, row.zone)


def main_action(booking: BookingView | None) -> reading.Press | None:
    """The one large button: Start until the procedure has begun, then Check out."""
    if booking is None:
        return None
    for name, label in (("start", "Start"), ("check_out", "Check out")):
        if getattr(booking, name).is_allowed:
            return name, label, ""
    return None


def _others(booking: BookingView | None) -> tuple[reading.Press, ...]:
    """The smaller buttons beside it, those that the moment allows."""
    if booking is None:
        return ()
    names = (("check_in", "Check in"), ("step_back", "Take step back"))
    return tuple((name, label, "") for name, label in names if getattr(booking, name).is_allowed)


def _item(item: ItemView, detail: SessionDetail) -> dict[str, Any]:
    told = next(one for one in reading.items(detail) if one["id"] == item.id)
    by_name = {press[0]: press for press in told["actions"]}
    return {
        "id": item.id,
        "name": item.service_name,
        "units": told["units"],
        "performed": told["performed"],
        "note": item.note,
        "missing": item.performed_at is not None and item.documented_at is None,
        "mark": by_name.get("perform") or by_name["unmark"],
        "write": by_name["document"],
    }
