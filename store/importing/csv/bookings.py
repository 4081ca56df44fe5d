"""Bookings of an import: what is over is kept as it was, what lies ahead waits to be judged."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from store.diary import LONGEST
from store.errors import Invalid
from store.importing.csv.care import FROM_IMPORT, add_item, add_session, care_elsewhere, source_note
from store.importing.csv.finder import Finder
from store.importing.csv.kinds import Kind
from store.importing.csv.places import amount
from store.importing.csv.rows import Row
from store.importing.csv.staging import NEW
from store.importing.csv.times import instant
from store.importing.csv.values import quoted
from store.importing.csv.work import Brought, Work, unknown
from store.tables import BOOKING, SERVICE, SESSION
from store.words import BookingStatus, Category
from store.zones import local_day

ENDED = (BookingStatus.CANCELLED, BookingStatus.NO_SHOW)
WAITS = "booking_id IS NULL AND performed_at IS NULL"


@dataclass(frozen=True, slots=True)
class Slot:
    """Where and when a row's booking is; instants aware UTC."""

    location_id: int
    provider_id: int
    room_id: int | None
    starts_at: datetime
    ends_at: datetime


def bring_booking(work: Work, finder: Finder, row: Row) -> Brought:
    """A booking of the items it names, else of what its patient waits for, else of new ones."""
    location_id = finder.location(row.text("location"))
    provider_id = finder.provider(row.text("provider"))
    room_id = finder.room(row.text("room"), location_id)
    starts_at = _start(row, finder.zones[location_id])
    services = finder.services(row.list("services"))
    is_over = starts_at <= work.now
    session_id, items = _items(work, finder, row, services, is_over=is_over)
    ends_at = _end(work, row, starts_at, items, finder.zones[location_id])
    slot = Slot(location_id, provider_id, room_id, starts_at, ends_at)
    status = _status(work, row, slot)
    if ends_at > work.now and status not in ENDED:
        return _ahead(work, session_id, items, slot, status)
    booking_id = work.staging.add(
        BOOKING,
        session_id=session_id,
        patient_id=work.value_of(SESSION, session_id, "patient_id")[0],
        location_id=location_id,
        provider_id=provider_id,
        room_id=room_id,
        starts_at=starts_at,
        ends_at=ends_at,
        blocked_until=ends_at,
        status=status,
        is_history=ends_at <= work.now,
        cancel_reason=row.text("reason"),
    )
    work.stand_by(session_id)
    if status not in ENDED:
        _hang(work, row, booking_id, items, slot if status is BookingStatus.CHECKED_OUT else None)
    return Brought("booking", booking_id)


def _start(row: Row, zone: str) -> datetime:
    start, day = row.values.get("start"), row.values.get("date")
    if isinstance(start, int):
        if day is None:
            raise Invalid("it says no date", field="date")
        return instant((day, start, None), zone, "start")
    if start is None:
        raise Invalid("it says no start", field="start")
    if start[1] is None and day is not None:
        raise Invalid("it says no time", field="start")
    return instant(start, zone, "start")


def _end(work: Work, row: Row, starts_at: datetime, items: list[int], zone: str) -> datetime:
    end, minutes = row.values.get("end"), row.whole("minutes")
    if minutes:
        ends_at = starts_at + timedelta(minutes=minutes)
    elif end is None:
        ends_at = starts_at + timedelta(minutes=_minutes(work, items))
    elif isinstance(end, int):
        ends_at = instant((local_day(starts_at, zone), end, None), zone, "end")
    else:
        ends_at = instant(end, zone, "end")
    if not starts_at < ends_at:
        raise Invalid("it ends before it begins", field="end")
    if ends_at - starts_at > LONGEST:
        raise Invalid("it lasts longer than a day", field="end")
    return ends_at


def _minutes(work: Work, items: list[int]) -> int:
    marks = ", ".join("?" * len(items))
    query = f"SELECT service_id, units FROM item WHERE id IN ({marks})"  # noqa: S608 - marks alone
    services = [row[0] for row in work.rows(query, *items)]
    return sum(work.value_of(SERVICE, one, "minutes")[0] for one in services) or 30


def _status(work: Work, row: Row, slot: Slot) -> BookingStatus:
    said = row.values.get("status")
    if said is None:
        return BookingStatus.CHECKED_OUT if slot.ends_at <= work.now else BookingStatus.NEW
    status = BookingStatus.of(said)
    if status is BookingStatus.NO_SHOW and slot.starts_at > work.now:
        raise Invalid("it has not begun, so nobody can have missed it", field="status")
    late = status in (BookingStatus.IN_PROCEDURE, BookingStatus.CHECKED_OUT)
    if late and slot.starts_at > work.now:
        raise Invalid(f"it has not begun, so it cannot be {status.label}", field="status")
    return status


def _items(
    work: Work, finder: Finder, row: Row, services: list[int], *, is_over: bool
) -> tuple[int, list[int]]:
    """The session and the items that the booking takes, made where there are none."""
    if row.list("items"):
        return _named_items(work, row)
    if row.text("session"):
        session_id = work.linked(Kind.SESSIONS, row.text("session"))
        if session_id is None:
            raise unknown("session", row.text("session"), "session")
        return session_id, _free(work, session_id, services)
    patient_id = finder.patient(row.text("patient"))
    if not services:
        raise Invalid("it names no service", field="services")
    found = _waiting(work, patient_id, services)
    return found or _made(work, row, patient_id, services, is_over=is_over)


def _named_items(work: Work, row: Row) -> tuple[int, list[int]]:
    items, sessions = [], set()
    for text in row.list("items"):
        item_id = work.linked(Kind.ITEMS, text)
        if item_id is None:
            raise unknown("item", text, "items")
        query = f"SELECT session_id FROM item WHERE id = ? AND {WAITS}"  # noqa: S608 - ours
        free = work.rows(query, item_id)
        if not free or _is_hung(work, item_id):
            raise Invalid(f"item {quoted(text)} is booked or performed already", field="items")
        items.append(item_id)
        sessions.add(free[0][0])
    if len(sessions) != 1:
        raise Invalid("its items belong to several sessions", field="items")
    return sessions.pop(), items


def _free(work: Work, session_id: int, services: list[int]) -> list[int]:
    query = f"SELECT id, service_id FROM item WHERE session_id = ? AND {WAITS} ORDER BY position"  # noqa: S608 - ours
    free = [
        row for row in work.rows_of(session_id, query, session_id) if not _is_hung(work, row[0])
    ]
    if not services:
        if not free:
            raise Invalid("the session has no item left to book", field="session")
        return [row[0] for row in free]
    items = []
    for service_id in services:
        found = next((row for row in free if row[1] == service_id), None)
        if found is None:
            name = work.value_of(SERVICE, service_id, "name")[0]
            raise Invalid(f"the session has no {name} left to book", field="services")
        free.remove(found)
        items.append(found[0])
    return items


def _waiting(work: Work, patient_id: int, services: list[int]) -> tuple[int, list[int]] | None:
    """The patient's next session that waits for exactly these services."""
    query = (
        "SELECT s.id FROM treatment_session AS s JOIN item AS i ON i.session_id = s.id"  # noqa: S608 - ours
        f" WHERE s.patient_id = ? AND i.service_id = ? AND i.{WAITS.replace('performed', 'i.performed')}"
        " ORDER BY s.target_date IS NULL, s.target_date, s.position LIMIT 20"
    )
    for (session_id,) in work.rows(query, patient_id, services[0]):
        try:
            return session_id, _free(work, session_id, services)
        except Invalid:
            continue
    return None


def _made(
    work: Work, row: Row, patient_id: int, services: list[int], *, is_over: bool
) -> tuple[int, list[int]]:
    """A session of its own in the plan for care from elsewhere; what is over costs what it says."""
    name, category, currency = work.value_of(SERVICE, services[0], "name", "category", "currency")
    price = amount(row, "price", row.text("currency").upper() or currency)
    if price is None and is_over:
        price = 0
    session_id = add_session(
        work,
        care_elsewhere(work, patient_id),
        patient_id=patient_id,
        treatment=name,
        category=Category.of(category),
    )
    items = [
        add_item(
            work,
            session_id,
            service_id,
            position=number,
            unit_price=price if number == 1 or price is None else 0,
        )
        for number, service_id in enumerate(services, 1)
    ]
    return session_id, items


def _is_hung(work: Work, item_id: int) -> bool:
    if item_id >= NEW:
        return bool(work.staging.ask("SELECT 1 FROM ahead_item WHERE item_id = ?", item_id))
    query = "SELECT 1 FROM hang WHERE item_id = ? UNION SELECT 1 FROM ahead_item WHERE item_id = ?"
    return bool(work.staging.ask(query, item_id, item_id))


def _hang(work: Work, row: Row, booking_id: int, items: list[int], done: Slot | None) -> None:
    """Let the booking take the items, performed and written down when it is checked out."""
    note = row.text("note") or ("" if work.has("note") else source_note(work))
    at = int(done.starts_at.timestamp()) if done else None
    who = done.provider_id if done else None
    for item_id in items:
        values: tuple[Any, ...] = (booking_id, at, who, note if done else "")
        if item_id < NEW:
            work.staging.put("hang", item_id, *values)
            continue
        work.staging.run(
            "UPDATE item SET booking_id = ?, performed_at = ?, performed_by_id = ?, note = ?,"
            " documented_at = ?, documented_by = ? WHERE id = ?",
            *values,
            at if note else None,
            FROM_IMPORT if note and done else "",
            item_id,
        )


def _ahead(
    work: Work, session_id: int, items: list[int], slot: Slot, status: BookingStatus
) -> Brought:
    """Known by its session, since it may come in unbooked."""
    booking_id = work.staging.reserve(BOOKING)
    work.staging.put(
        "ahead",
        booking_id,
        work.fate,
        session_id,
        json.dumps(items),
        slot.location_id,
        slot.provider_id,
        slot.room_id,
        int(slot.starts_at.timestamp()),
        int(slot.ends_at.timestamp()),
        status.value,
    )
    for item_id in items:
        work.staging.put("ahead_item", item_id)
    return Brought("treatment_session", session_id)
