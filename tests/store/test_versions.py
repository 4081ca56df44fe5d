"""No silent overwrite: whoever saves from a stale screen is told what the other changed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from store.clinic import Clinic
from store.errors import Stale
from store.views import DayHours, Interval, PlaceDay, PlanEdit, SavedViewForm
from store.words import PaymentOption, PlanState
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    PROVIDER,
    add_booking,
    add_patient,
    add_plan,
    add_session,
    furnished,
)
from tests.store.plans.forms import PEEL, template_form

MONDAY = date(2026, 3, 9)
MORNING = Interval(starts=540, ends=720)
SHUT = DayHours(day=MONDAY, reason="Works")
OPEN = DayHours(day=MONDAY, intervals=(MORNING,))
AWAY = PlaceDay(day=MONDAY, location_id=1)
VIEW = SavedViewForm(name="Laser", params="category=laser", version=1)
LISTED = ("Session 1 of 2: Thu 5 Mar 2026, 10:00 with Dr. Ines Lind in Room 1",)
TERMS = {
    "treatment": "Laser Peel",
    "goal": "Even skin tone",
    "spacing_min": 21,
    "spacing_ideal": 28,
    "spacing_max": 42,
    "payment_option": PaymentOption.PAY_AS_YOU_GO,
    "deposit": 0,
    "version": 1,
}


def terms(**values: Any) -> PlanEdit:
    return PlanEdit.model_validate({**TERMS, **values})


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """Session 1 of plan 1 with item 1, booked; a template and a view."""
    clinic = furnished(tmp_path)
    with clinic.database.write() as session:
        add_session(session, add_plan(session, add_patient(session)))
        add_booking(session, 1, item_ids=[1])
    clinic.add_template(template_form(), by=MANAGER)
    clinic.save_view(VIEW, by=MANAGER)
    return clinic


CASES: dict[str, tuple[Callable[[Any], object], Callable[[Any], object], str]] = {
    "a plan's terms": (
        lambda c: c.edit_plan(1, terms(goal="Calm skin", spacing_ideal=30), by=FRONT_DESK),
        lambda c: c.edit_plan(1, terms(deposit=5_000), by=MANAGER),
        "It now has: goal “Calm skin”, spacing “every 30 days (21 to 42)”, deposit “$0.00”.",
    ),
    "a plan's bookings": (
        lambda c: c.cancel(1, version=1, reason="Ill", by=FRONT_DESK),
        lambda c: c.cancel_plan(1, reason="Moved", ahead=LISTED, by=MANAGER),
        "Its bookings changed meanwhile. Ahead are now: none.",
    ),
    "a template": (
        lambda c: c.edit_template(
            1, template_form(version=1, price=90_000, items=(PEEL,)), by=MANAGER
        ),
        lambda c: c.edit_template(1, template_form(version=1, sessions=4), by=MANAGER),
        "It now has: sessions “3”, items “Laser Peel”, price “$900.00”.",
    ),
    "a view's name": (
        lambda c: c.change_view(1, VIEW.model_copy(update={"name": "Lasers"}), by=MANAGER),
        lambda c: c.change_view(1, VIEW.model_copy(update={"name": "Mine"}), by=MANAGER),
        "It is now “Lasers”.",
    ),
    "a view dropped": (
        lambda c: c.change_view(1, VIEW.model_copy(update={"is_shared": True}), by=MANAGER),
        lambda c: c.drop_view(1, version=1, by=MANAGER),
        "It is now “Laser”, shared with everybody.",
    ),
    "a location's day": (
        lambda c: c.set_location_day(1, SHUT, seen=(), by=MANAGER),
        lambda c: c.set_location_day(1, OPEN, seen=(), by=MANAGER),
        "Somebody changed Mon 9 Mar meanwhile. It now has: no hours, Works.",
    ),
    "a location's day that is as every week again": (
        lambda c: (
            c.set_location_day(1, SHUT, by=MANAGER),
            c.clear_location_day(1, MONDAY, by=MANAGER),
        ),
        lambda c: c.set_location_day(1, OPEN, seen=(SHUT,), by=MANAGER),
        "It now has: the hours of every week.",
    ),
    "a provider's day": (
        lambda c: c.set_provider_day(
            1, AWAY.model_copy(update={"intervals": (MORNING,)}), seen=(), by=MANAGER
        ),
        lambda c: c.set_provider_day(1, AWAY, seen=(), by=MANAGER),
        "It now has: 09:00–12:00.",
    ),
    "the clinic's name": (
        lambda c: c.name_clinic("Cove Skin", "USD", seen=("Harbour Skin", "USD"), by=MANAGER),
        lambda c: c.name_clinic("Bay Skin", "USD", seen=("Harbour Skin", "USD"), by=MANAGER),
        "It is called “Cove Skin” and counts in USD now.",
    ),
}


@pytest.mark.parametrize("what", CASES)
def test_the_second_is_told_what_the_first_changed(clinic: Clinic, what: str) -> None:
    first, second, said = CASES[what]
    first(clinic)
    before = seen(clinic)
    with pytest.raises(Stale) as refused:
        second(clinic)
    assert said in refused.value.message
    assert seen(clinic) == before


def seen(clinic: Clinic) -> object:
    return (
        clinic.plan(1, by=MANAGER),
        clinic.templates(by=MANAGER),
        clinic.saved_views(MANAGER),
        clinic.set_up(by=MANAGER),
    )


def test_a_day_set_twice_the_same_way_is_no_conflict(clinic: Clinic) -> None:
    for _ in range(2):
        clinic.set_location_day(1, SHUT, seen=(), by=MANAGER)
    assert clinic.set_up(by=MANAGER).locations[0].exceptions == (SHUT,)


def test_a_day_that_was_seen_is_set_anew(clinic: Clinic) -> None:
    clinic.set_location_day(1, SHUT, seen=(), by=MANAGER)
    clinic.set_location_day(1, OPEN, seen=(SHUT,), by=MANAGER)
    assert clinic.set_up(by=MANAGER).locations[0].exceptions == (OPEN,)


def test_a_note_written_since_is_shown_to_the_second_writer(clinic: Clinic) -> None:
    clinic.perform(1, by=PROVIDER)
    version = clinic.session(1, by=MANAGER).version
    clinic.document(1, note="Mild redness", version=version, by=PROVIDER)
    with pytest.raises(Stale) as refused:
        clinic.document(1, note="Fine", version=version, by=MANAGER)
    assert refused.value.message == (
        "Dr. Ines Lind changed it meanwhile: Laser Peel: documented."
        " It now says: “Mild redness”. Nothing was overwritten."
    )


def test_the_bookings_that_were_listed_are_cancelled_with_their_plan(clinic: Clinic) -> None:
    assert clinic.plan_bookings_ahead(1, by=MANAGER) == LISTED
    clinic.cancel_plan(1, reason="Moved", ahead=LISTED, by=MANAGER)
    assert clinic.plan(1, by=MANAGER).state is PlanState.CANCELLED
