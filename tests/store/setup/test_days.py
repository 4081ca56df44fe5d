"""Single days that are not as every week, of locations and of providers."""

from datetime import date, timedelta
from typing import Any

import pytest

from store.clinic import Clinic
from store.errors import Invalid, NotFound, OutsideHours
from store.views import CalendarQuery, DayHours, Interval, PlaceDay
from tests.factories import FRONT_DESK, MANAGER, NOW, FixedClock
from tests.store.setup import forms
from tests.store.setup.bookings import TOMORROW
from tests.store.setup.forms import FIVE, NINE, ONE, there
from tests.store.slot_queries import query, taking, with_mei

TODAY = NOW.date()


def day(*spans: tuple[int, int], **values: Any) -> DayHours:
    intervals = tuple(Interval(starts=a, ends=b) for a, b in spans)
    return DayHours.model_validate({"day": TOMORROW, "intervals": intervals, **values})


def place_day(*spans: tuple[int, int], **values: Any) -> PlaceDay:
    return PlaceDay.model_validate({"location_id": 1, **day(*spans).model_dump(), **values})


def shading(clinic: Clinic) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    """What the calendar shows of those who come into question tomorrow."""
    view = clinic.calendar(CalendarQuery(day=TOMORROW, provider_id=1), by=MANAGER)
    return [(column.sublabel, column.open_hours) for column in view.columns]


def test_a_closed_day_is_told_with_its_reason(clinic: Clinic) -> None:
    told = clinic.set_location_day(1, day(reason="  Staff   training"), by=MANAGER)
    assert told.message == "Harbour is closed on Thu 5 Mar."
    assert clinic.set_up(by=MANAGER).locations[0].exceptions == (day(reason="Staff training"),)
    assert shading(clinic) == [("Closed", ())]


def test_the_last_word_about_a_day_holds(clinic: Clinic) -> None:
    clinic.set_location_day(1, day(), by=MANAGER)
    hours = day((ONE, FIVE), (NINE, ONE - 60))
    told = clinic.set_location_day(1, hours, by=MANAGER)
    assert told.message == "Harbour is open 09:00–12:00, 13:00–17:00 on Thu 5 Mar."
    in_order = day((NINE, ONE - 60), (ONE, FIVE))
    assert clinic.set_up(by=MANAGER).locations[0].exceptions == (in_order,)
    clinic.clear_location_day(1, TOMORROW, by=MANAGER)
    assert clinic.set_up(by=MANAGER).locations[0].exceptions == ()
    with pytest.raises(NotFound, match="as every week already"):
        clinic.clear_location_day(1, TOMORROW, by=MANAGER)


def test_other_hours_cut_those_of_everybody_and_give_nobody_more(clinic: Clinic) -> None:
    clinic.set_location_day(1, day((NINE - 60, NINE + 30), (ONE, 1440)), by=MANAGER)
    assert shading(clinic) == [
        ("09:00–09:30, 13:00–17:00", ((NINE, NINE + 30), (ONE, FIVE))),
    ]


def test_nothing_is_free_while_a_location_is_closed(clinic: Clinic) -> None:
    with_mei(clinic)
    assert clinic.free_slots(query(provider=1), by=MANAGER)
    clinic.set_location_day(1, day(), by=MANAGER)
    assert (
        clinic.free_slots(query(provider=1), by=MANAGER)
        == clinic.free_slots(query(), by=MANAGER)
        == ()
    )
    clinic.set_location_day(1, day((ONE, ONE + 75)), by=MANAGER)
    (slot,) = clinic.free_slots(query(provider=1), by=MANAGER)
    assert slot.starts_at == NOW + timedelta(days=1, hours=3)


@pytest.mark.parametrize("provider", [1, "any"])
def test_a_refusal_says_that_the_location_is_closed(clinic: Clinic, provider: object) -> None:
    with_mei(clinic)
    slot = clinic.free_slots(query(provider=1), by=MANAGER)[0]
    clinic.set_location_day(1, day(reason="Feast"), by=MANAGER)
    request = taking(slot, "closed").model_copy(update={"provider": provider})
    with pytest.raises(OutsideHours) as refused:
        clinic.book(request, by=FRONT_DESK)
    assert refused.value.message == "Harbour is closed on Thu 5 Mar (Feast)."
    assert refused.value.alternatives[0].starts_at.date() == TOMORROW + timedelta(days=1)


def test_a_provider_works_other_hours_on_a_day(clinic: Clinic) -> None:
    told = clinic.set_provider_day(1, place_day((ONE, FIVE), reason="Late"), by=MANAGER)
    assert told.message == "Dr. Ines Lind works 13:00–17:00 at Harbour on Thu 5 Mar."
    assert clinic.set_up(by=MANAGER).providers[0].exceptions == (
        place_day((ONE, FIVE), reason="Late"),
    )
    assert shading(clinic) == [("13:00–17:00", ((ONE, FIVE),))]
    off = clinic.set_provider_day(1, place_day(), by=MANAGER)
    assert off.message == "Dr. Ines Lind does not work at Harbour on Thu 5 Mar."
    assert shading(clinic) == [("Not working", ())]
    back = clinic.clear_provider_day(1, location_id=1, day=TOMORROW, by=MANAGER)
    assert back.message == "Dr. Ines Lind works as every week at Harbour on Thu 5 Mar."
    with pytest.raises(NotFound, match="as every week already"):
        clinic.clear_provider_day(1, location_id=1, day=TOMORROW, by=MANAGER)


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"day": TODAY - timedelta(days=1)}, "day", "This day has gone by."),
        ({"day": date(2037, 1, 1)}, "day", "more than 10 years ahead"),
        ({"intervals": day((NINE, NINE)).intervals}, "intervals", "ends before it starts"),
        ({"intervals": day((NINE, ONE), (ONE - 5, FIVE)).intervals}, "intervals", "overlap"),
        (
            {"intervals": day(*((n * 10, n * 10 + 5) for n in range(9))).intervals},
            "intervals",
            "At most 8",
        ),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    clinic: Clinic, change: dict[str, object], field: str, said: str
) -> None:
    with pytest.raises(Invalid, match=said) as refused:
        clinic.set_location_day(1, day().model_copy(update=change), by=MANAGER)
    assert refused.value.field == field
    with pytest.raises(Invalid, match=said) as refused:
        clinic.set_provider_day(1, place_day().model_copy(update=change), by=MANAGER)
    assert refused.value.field == field


def test_today_can_still_be_changed_by_the_clocks_of_the_location(
    clinic: Clinic, clock: FixedClock
) -> None:
    clock.now = NOW.replace(hour=4, minute=59) + timedelta(days=1)
    clinic.set_location_day(1, day(day=TODAY), by=MANAGER)
    clock.advance(minutes=1)
    with pytest.raises(Invalid, match="gone by"):
        clinic.set_location_day(1, day(day=TODAY), by=MANAGER)


def test_nobody_is_at_two_locations_on_a_day(clinic: Clinic) -> None:
    """Dr. Lind works in New York until five, which is four in Chicago."""
    uptown = clinic.add_location(forms.location(), by=MANAGER).id
    early = place_day((FIVE - 65, FIVE), location_id=uptown)
    with pytest.raises(Invalid) as refused:
        clinic.set_provider_day(1, early, by=MANAGER)
    assert refused.value.message == (
        "Dr. Ines Lind works 09:00–17:00 at Harbour then: 15:55–17:00 overlaps it."
    )
    assert refused.value.field == "intervals"
    clinic.set_provider_day(1, place_day((FIVE - 60, FIVE), location_id=uptown), by=MANAGER)
    clinic.set_provider_day(1, place_day(), by=MANAGER)
    clinic.set_provider_day(1, early, by=MANAGER)


def test_a_location_or_provider_that_is_not_there_has_no_days(clinic: Clinic) -> None:
    with pytest.raises(NotFound, match="no such location"):
        clinic.set_location_day(99, day(), by=MANAGER)
    with pytest.raises(NotFound, match="no such provider"):
        clinic.set_provider_day(99, place_day(), by=MANAGER)
    with pytest.raises(Invalid, match="no such location") as refused:
        clinic.set_provider_day(1, place_day(location_id=99), by=MANAGER)
    assert refused.value.field == "location_id"


def test_a_day_survives_new_weekly_hours(clinic: Clinic) -> None:
    clinic.set_provider_day(1, place_day((ONE, FIVE)), by=MANAGER)
    form = forms.provider(hours=there(1, (3, NINE, ONE)), version=1)
    clinic.edit_provider(1, form, by=MANAGER)
    assert shading(clinic) == [("13:00–17:00", ((ONE, FIVE),))]
