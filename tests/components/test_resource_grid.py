"""The grid says in words and minutes what the calendar holds."""

from datetime import date
from typing import Any

import pytest

from components.crowding import crowded
from components.resource_grid import grid_data, patch_of
from store.views import CalendarColumn, CalendarEntry, CalendarSpan, CalendarView
from store.words import BillingStatus, BookingStatus

DAY = date(2026, 3, 4)
COLUMN = CalendarColumn(
    key="1-2026-03-04",
    provider_id=1,
    day=DAY,
    label="Dr. Ines Lind",
    sublabel="09:00–17:00",
    open_hours=((540, 1020),),
)
ENTRY = CalendarEntry(
    key="booking-1-2026-03-04",
    session_id=7,
    booking_id=1,
    column=COLUMN.key,
    start=600,
    end=630,
    buffer=10,
    time_text="10:00–10:30",
    patient_name="Mei Tanaka",
    treatment="Laser course",
    service_names=("Laser Peel", "Lip Filler"),
    room_name="Room 1",
    status=BookingStatus.CONFIRMED,
    needs_moving=False,
    has_alerts=False,
)


def view(*entries: CalendarEntry, **values: Any) -> CalendarView:
    return CalendarView.model_validate(
        {
            "location_id": 1,
            "location_name": "Harbour",
            "zone": "America/New_York",
            "provider_id": None,
            "first_day": DAY,
            "last_day": DAY,
            "today": DAY,
            "now_minute": 615,
            "opens": 540,
            "closes": 1020,
            "columns": (COLUMN,),
            "entries": entries,
            **values,
        }
    )


def drawn(**values: Any) -> dict[str, Any]:
    (entry,) = grid_data(view(ENTRY.model_copy(update=values)))["entries"]
    assert isinstance(entry, dict)
    return entry


def test_a_booking_is_drawn_with_patient_services_time_and_status() -> None:
    assert drawn() == {
        "key": "booking-1-2026-03-04",
        "session": 7,
        "version": 0,
        "fixed": "",
        "column": "1-2026-03-04",
        "start": 600,
        "end": 630,
        "buffer": 10,
        "minutes": 30,
        "from": "10:00",
        "until": "10:30",
        "patient": "Mei Tanaka",
        "what": "Laser Peel, Lip Filler",
        "room": "Room 1",
        "tone": "plain",
        "icon": "check",
        "word": "Confirmed",
        "busy": False,
        "new": False,
        "ended": False,
        "late": False,
        "running": False,
        "flags": (),
        "name": "Mei Tanaka, Laser Peel, Lip Filler, 10:00–10:30, Confirmed, Room 1",
    }


def test_a_walk_in_says_so_and_names_the_treatment() -> None:
    entry = drawn(status=None, booking_id=None, service_names=(), room_name="")
    assert entry["name"] == "Mei Tanaka, Laser course, 10:00–10:30, Walk-in"


def test_what_must_be_known_is_said_in_the_name_too() -> None:
    entry = drawn(needs_moving=True, has_alerts=True)
    assert entry["flags"] == ("move", "alert")
    assert entry["name"].endswith("Room 1, needs moving, has alerts")


@pytest.mark.parametrize("status", list(BookingStatus))
def test_every_status_is_told_by_its_word(status: BookingStatus) -> None:
    assert drawn(status=status)["word"] == status.label


@pytest.mark.parametrize(
    ("billing", "flag", "said"),
    [
        (BillingStatus.PREPAID, "prepaid", "prepaid"),
        (BillingStatus.PART_PAID, "money", "part paid"),
        (BillingStatus.DEPOSIT_DUE, "money", "deposit due"),
        (BillingStatus.PAYMENT_DUE, "money", "payment due"),
    ],
)
def test_what_is_prepaid_or_owed_is_said(billing: BillingStatus, flag: str, said: str) -> None:
    entry = drawn(billing=billing)
    assert entry["flags"] == (flag,)
    assert entry["name"].endswith(f"Room 1, {said}")


@pytest.mark.parametrize("billing", [None, BillingStatus.PAID, BillingStatus.NOT_BILLED])
def test_what_is_settled_or_out_of_sight_is_not_said(billing: BillingStatus | None) -> None:
    assert drawn(billing=billing)["flags"] == ()


def test_whoever_is_late_is_told_in_words_and_by_an_icon() -> None:
    entry = drawn(is_late=True)
    assert (entry["word"], entry["icon"], entry["late"]) == ("Late, Confirmed", "late", True)
    assert "Late, Confirmed" in entry["name"]


def test_a_procedure_under_way_stands_out() -> None:
    running = {one for one in BookingStatus if drawn(status=one)["running"]}
    assert running == {BookingStatus.IN_PROCEDURE}


def test_in_a_room_the_provider_is_said_in_the_place_of_the_room() -> None:
    entry = ENTRY.model_copy(update={"provider_name": "Dr. Ines Lind"})
    (shown,) = grid_data(view(entry, view="rooms"))["entries"]
    assert shown["room"] == "Dr. Ines Lind"
    assert shown["name"].endswith("Confirmed, Dr. Ines Lind")


def test_hours_without_anything_are_folded_away_and_shown_when_asked() -> None:
    folded, unfolded = grid_data(view(ENTRY)), grid_data(view(ENTRY), is_unfolded=True)
    told = ("opens", "closes", "early", "late", "unfolded")
    assert [folded[name] for name in told] == [
        540,
        1020,
        "Show hours before 09:00",
        "Show hours after 17:00",
        "false",
    ]
    assert [unfolded[name] for name in told] == [
        0,
        1440,
        "Fold hours before 09:00",
        "Fold hours after 17:00",
        "true",
    ]


def test_what_cannot_be_booked_is_said_with_the_column() -> None:
    spans = (CalendarSpan(kind="break", start=720, end=780, word="Break"),)
    column = COLUMN.model_copy(update={"spans": spans})
    (shown,) = grid_data(view(columns=(column,)))["columns"]
    assert shown["name"].endswith("no bookings, break 12:00–13:00")


def test_of_thirty_in_one_slot_two_are_drawn_and_the_rest_counted() -> None:
    many = [ENTRY.model_copy(update={"key": f"booking-{n}"}) for n in range(30)]
    *_, crowd = shown = grid_data(view(*many))["entries"]
    assert [entry["key"] for entry in shown] == ["booking-0", "booking-1", crowd["key"]]
    assert (crowd["patient"], crowd["word"]) == ("+28", "more")
    assert (crowd["start"], crowd["end"]) == (600, 630)
    assert crowd["name"] == "28 more, 10:00–10:30, in the agenda"


@pytest.mark.parametrize("many", [1, 2, 3])
def test_a_few_side_by_side_are_all_drawn(many: int) -> None:
    entries = [ENTRY.model_copy(update={"key": f"booking-{n}"}) for n in range(many)]
    assert len(grid_data(view(*entries))["entries"]) == many


def test_what_is_crowded_later_is_counted_apart() -> None:
    early = [ENTRY.model_copy(update={"key": f"early-{n}"}) for n in range(5)]
    late = [
        ENTRY.model_copy(update={"key": f"late-{n}", "start": 700, "end": 730}) for n in range(4)
    ]
    _, crowds = crowded([*early, *late])
    assert [(crowd.start, crowd.end, crowd.count) for crowd in crowds] == [
        (600, 630, 3),
        (700, 730, 2),
    ]


def test_a_booking_that_ended_is_marked_as_such() -> None:
    ended = {status for status in BookingStatus if drawn(status=status)["ended"]}
    assert ended == {BookingStatus.CANCELLED, BookingStatus.NO_SHOW}


@pytest.mark.parametrize(
    ("count", "words"), [(0, "no bookings"), (1, "1 booking"), (2, "2 bookings")]
)
def test_a_column_is_named_with_its_hours_and_how_many_are_booked(count: int, words: str) -> None:
    (column,) = grid_data(view(*[ENTRY] * count))["columns"]
    assert column["name"] == f"Dr. Ines Lind, 09:00–17:00, {words}"


def test_a_day_without_anybody_says_so_in_words() -> None:
    shown = grid_data(view(columns=()))
    assert shown["empty"] == (
        "Nobody works at Harbour on Wednesday 4 March, and nothing is booked."
    )


def test_a_hostile_name_is_kept_as_the_text_it_is() -> None:
    name = '"><img src=x onerror=alert(1)>'
    assert drawn(patient_name=name)["patient"] == name


def test_a_change_of_one_booking_is_sent_without_the_others() -> None:
    other = ENTRY.model_copy(update={"key": "booking-2-2026-03-04", "start": 700, "end": 730})
    moved = ENTRY.model_copy(update={"start": 620, "end": 650})
    before, now = grid_data(view(ENTRY, other)), grid_data(view(moved, other, now_minute=616))
    assert patch_of(before, now) == {
        "entries": [entry for entry in now["entries"] if entry["key"] == ENTRY.key],
        "gone": [],
        "columns": [],
        "now": 616,
    }


def test_what_went_is_named_and_the_columns_count_is_told_anew() -> None:
    before, now = grid_data(view(ENTRY)), grid_data(view())
    told = {"entries": [], "gone": [ENTRY.key], "columns": list(now["columns"]), "now": 615}
    assert patch_of(before, now) == told


def test_another_range_is_sent_whole() -> None:
    before = grid_data(view(ENTRY))
    assert patch_of(before, grid_data(view(ENTRY, opens=480))) is None
    assert patch_of(before, grid_data(view(ENTRY, columns=()))) is None
    assert patch_of({}, before) is None
