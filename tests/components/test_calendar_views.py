"""Months, weeks of everybody, agendas and what is to be booked say in words what they hold."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from components.calendar_agenda import agenda_data
from components.calendar_month import month_data
from components.calendar_team import team_data
from components.to_book import to_book_data
from store.views import (
    AgendaDay,
    AgendaMark,
    AgendaView,
    CalendarQuery,
    MonthDay,
    MonthView,
    SessionPage,
    SessionRow,
    StatusCount,
    TeamCell,
    TeamRow,
    TeamView,
)
from store.words import BillingStatus, BookingStatus, SessionStatus
from tests.components.test_resource_grid import ENTRY

DAY = date(2026, 3, 4)
TOLD = {
    "location_id": 1,
    "location_name": "Harbour",
    "zone": "America/New_York",
    "provider_id": None,
    "today": DAY,
    "now_minute": 600,
}
MARK = AgendaMark(starts_at=datetime(2026, 3, 4, 16, tzinfo=UTC), part_id=7)
COUNTS = (
    StatusCount(status=BookingStatus.NEW, count=4),
    StatusCount(status=BookingStatus.CONFIRMED, count=8),
    StatusCount(status=None, count=1),
)


def link(**values: object) -> str:
    return "&".join(f"{name}={value}" for name, value in values.items())


def month(first: date, *days: MonthDay) -> dict[str, Any]:
    view = MonthView.model_validate(
        {**TOLD, "first_day": first, "last_day": days[-1].day, "days": days}
    )
    return month_data(view, lambda day: f"/{day}")


def all_days(first: date, count: int) -> list[MonthDay]:
    return [MonthDay(day=first + timedelta(days=n)) for n in range(count)]


@pytest.mark.parametrize(
    ("first", "count", "weeks", "blank"),
    [
        (date(2026, 3, 1), 31, 6, 6),
        (date(2027, 2, 1), 28, 4, 0),
        (date(2026, 11, 1), 30, 6, 6),
    ],
)
def test_a_month_is_laid_out_in_weeks_from_monday(
    first: date, count: int, weeks: int, blank: int
) -> None:
    shown = month(first, *all_days(first, count))["weeks"]
    assert [len(week) for week in shown] == [7] * weeks
    assert [cell == {} for cell in shown[0]].count(True) == blank
    assert sum(cell != {} for week in shown for cell in week) == count


def test_a_day_of_a_month_is_named_with_its_counts_commonest_first() -> None:
    days = [MonthDay(day=date(2026, 3, 3), counts=COUNTS), *all_days(DAY, 2)]
    cells = [cell for week in month(date(2026, 3, 3), *days)["weeks"] for cell in week if cell]
    assert [cell["name"] for cell in cells] == [
        "Tuesday 3 March, 13 bookings: 8 Confirmed, 4 New, 1 Walk-in",
        "Wednesday 4 March, today, no bookings",
        "Thursday 5 March, no bookings",
    ]
    assert [chip[:2] for chip in cells[0]["counts"]] == [
        (8, "Confirmed"),
        (4, "New"),
        (1, "Walk-in"),
    ]
    assert (cells[0]["href"], cells[0]["total"], cells[1]["today"]) == ("/2026-03-03", 13, True)


@pytest.mark.parametrize(
    ("closed", "said"), [("Closed", "closed"), ("Founders' day", "closed: Founders' day")]
)
def test_a_closed_day_says_why(closed: str, said: str) -> None:
    day = MonthDay(day=date(2026, 3, 5), closed=closed)
    (cell,) = [cell for cell in month(day.day, day)["weeks"][0] if cell]
    assert cell["name"] == f"Thursday 5 March, {said}, no bookings"


def test_a_providers_day_is_named_with_counts_times_and_hours() -> None:
    cell = TeamCell(
        day=DAY, hours="09:00–17:00", is_working=True, counts=COUNTS[:2], span="09:00–14:30"
    )
    off = TeamCell(day=date(2026, 3, 5), hours="Time off", is_working=False)
    row = TeamRow(provider_id=1, name="Dr. Ines Lind", cells=(cell, off))
    view = TeamView.model_validate({**TOLD, "first_day": DAY, "last_day": off.day, "rows": (row,)})
    (shown,) = team_data(view, link)["rows"]
    assert [one["name"] for one in shown["cells"]] == [
        "Dr. Ines Lind, Wednesday 4 March, 12 bookings: 8 Confirmed, 4 New, 09:00–14:30, 09:00–17:00",
        "Dr. Ines Lind, Thursday 5 March, no bookings, time off",
    ]
    assert [one["hours"] for one in shown["cells"]] == ["", "Time off"]
    assert shown["href"] == "view=week&day=2026-03-04&provider_id=1"
    assert shown["cells"][0]["href"] == "view=day&day=2026-03-04&provider_id=1"


def agenda(*days: AgendaDay, query: CalendarQuery | None = None, **values: Any) -> dict[str, Any]:
    told = {**TOLD, "first_day": DAY, "last_day": DAY + timedelta(days=6), **values}
    view = AgendaView.model_validate({**told, "days": days})
    return agenda_data(view, query or CalendarQuery(view="agenda"), link)


def test_an_agenda_says_who_when_where_and_how_it_stands() -> None:
    late = ENTRY.model_copy(
        update={
            "is_late": True,
            "has_alerts": True,
            "billing": BillingStatus.PREPAID,
            "provider_name": "Dr. Ines Lind",
        }
    )
    (day,) = agenda(AgendaDay(day=DAY, entries=(late,)))["days"]
    (entry,) = day["entries"]
    assert (day["title"], day["count"], day["today"]) == ("Wednesday 4 March", "1 booking", True)
    told = {name: entry[name] for name in ("patient", "from", "until", "where", "word", "href")}
    assert told == {
        "patient": "Mei Tanaka",
        "from": "10:00",
        "until": "10:30",
        "where": "Dr. Ines Lind, Room 1",
        "word": "Late, Confirmed",
        "href": "/sessions/7",
    }
    assert entry["marks"] == (("has alerts", "alert"), ("prepaid", "prepaid"))


def test_of_somebody_elses_patient_an_agenda_says_busy_and_leads_nowhere() -> None:
    busy = ENTRY.model_copy(update={"is_busy": True, "session_id": 0, "status": None})
    (entry,) = agenda(AgendaDay(day=DAY, entries=(busy,)))["days"][0]["entries"]
    assert (entry["patient"], entry["href"], entry["word"]) == ("Busy", "", "")


def test_an_agenda_without_anything_says_so() -> None:
    assert agenda()["empty"] == "Nothing is booked in the week from Wednesday 4 March on."
    assert agenda(last_day=DAY)["empty"] == "Nothing is booked on Wednesday 4 March."


def test_a_cut_agenda_leads_on_and_one_begun_later_leads_back() -> None:
    shown = agenda(
        AgendaDay(day=DAY, entries=(ENTRY,)),
        query=CalendarQuery(view="agenda", day=DAY, minute=600),
        next_mark=MARK,
        next_day=DAY,
        next_minute=660,
    )
    assert (shown["from"], shown["whole"]) == ("From 10:00 on.", "minute=0&mark=None")
    assert shown["next"] == f"day=2026-03-04&minute=660&mark={MARK}"
    assert shown["nextText"] == "Go on from 11:00"


def test_an_agenda_begun_in_the_midst_of_midnight_says_that_something_went_before() -> None:
    query = CalendarQuery(view="agenda", day=DAY, mark=MARK)
    assert agenda(query=query)["from"] == "Without what was listed before."


def row(**values: Any) -> SessionRow:
    return SessionRow.model_validate(
        {
            "id": 7,
            "patient_id": 1,
            "patient_name": "Mei Tanaka",
            "plan_id": 1,
            "plan_goal": "Clear skin",
            "treatment": "Laser Peel",
            "position": 2,
            "total": 6,
            "status": SessionStatus.AWAITING_BOOKING,
            "starts_at": None,
            "ends_at": None,
            "zone": "America/New_York",
            "due_on": date(2026, 3, 1),
            "is_overdue": True,
            "in_progress": False,
            "provider_name": "",
            "location_name": "Harbour",
            "booking_status": None,
            "more_bookings": 0,
            "billing_status": None,
            "needs_moving": False,
            "plan_cancelled": False,
            "booking_refusal": "",
            "reschedule_id": None,
            **values,
        }
    )


def listed(*rows: SessionRow, count: int = 1) -> dict[str, Any]:
    now = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
    page = SessionPage(rows=rows, previous_page=None, next_page=None, now=now)
    return to_book_data(page, count=count, href="/sessions?scope=to-book")


def test_a_card_to_book_says_who_what_and_since_when() -> None:
    (card,) = listed(row())["cards"]
    assert card == {
        "session": 7,
        "patient": "Mei Tanaka",
        "what": "Laser Peel 2 of 6",
        "due": "overdue, was due 1 Mar",
        "icon": "alert",
        "overdue": True,
        "act": "book",
        "label": "Create Booking",
        "name": "Create Booking for Mei Tanaka, Laser Peel 2 of 6",
        "refusal": "",
    }


@pytest.mark.parametrize(
    ("values", "due"),
    [
        ({"is_overdue": False}, "due 1 Mar"),
        ({"due_on": None, "is_overdue": False}, "no target date"),
        ({"needs_moving": True}, "needs moving"),
    ],
)
def test_a_card_says_when_it_is_due(values: dict[str, Any], due: str) -> None:
    assert listed(row(**values))["cards"][0]["due"] == due


def test_a_booking_that_needs_moving_is_rescheduled_and_not_booked_again() -> None:
    moving = row(needs_moving=True, booking_refusal="Everything is booked.", reschedule_id=3)
    (card,) = listed(moving)["cards"]
    assert (card["act"], card["label"], card["refusal"]) == ("move", "Reschedule", "")


def test_what_may_not_be_booked_says_why() -> None:
    assert listed(row(booking_refusal="Not for you."))["cards"][0]["refusal"] == "Not for you."


def test_what_does_not_fit_is_counted_and_led_to() -> None:
    assert listed(row(), count=731)["more"] == "All 731 to book"
    assert listed(row())["more"] == "Open the list"
    assert listed(count=0)["empty"] == "Nothing waits to be booked."
