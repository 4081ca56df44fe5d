"""A new plan: its sessions, their items and their target dates at once."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from store.clinic import Clinic
from store.courses import MOST_ITEMS, MOST_SESSIONS, MOST_UNITS
from store.errors import Invalid, NotFound
from store.models import Item, TreatmentPlan, TreatmentSession
from store.views import CourseItem, Money
from store.words import Change, PaymentOption, PlanState
from tests.factories import FRONT_DESK, MANAGER
from tests.store import reading
from tests.store.plans.forms import FILLER, PEEL, STARTS_ON, plan_form


def rows(clinic: Clinic, model: type) -> list[object]:
    with clinic.database.read() as connection, Session(connection) as session:
        return list(session.exec(select(model)).all())


def items(clinic: Clinic) -> list[tuple[int, int, int, int]]:
    return [
        (item.session_id, item.service_id, item.units, item.unit_price)
        for item in rows(clinic, Item)
        if isinstance(item, Item)
    ]


def test_a_plan_comes_with_sessions_at_the_ideal_spacing(clinic: Clinic) -> None:
    told = clinic.add_plan(plan_form(), by=FRONT_DESK)
    assert told.message == "Plan Prescribed: Laser Peel, 3 sessions."
    assert told.session_id == 1
    steps = [reading.step(clinic, key) for key in (1, 2, 3)]
    assert [step.position for step in steps] == [1, 2, 3]
    assert [step.target_date for step in steps] == [
        STARTS_ON + timedelta(days=28 * n) for n in range(3)
    ]
    assert items(clinic) == [
        (1, 1, 1, 20_000),
        (1, 2, 1, 45_000),
        (2, 1, 1, 20_000),
        (3, 1, 1, 20_000),
    ]
    assert all(step.to_book for step in steps)
    assert reading.changes(clinic) == [Change.PLAN_CHANGED]
    assert reading.differences(clinic) == []


def test_a_plan_keeps_its_terms(clinic: Clinic) -> None:
    form = plan_form(
        state=PlanState.DRAFT, payment_option=PaymentOption.PREPAID_PACKAGE, deposit=5_000
    )
    clinic.add_plan(form, by=FRONT_DESK)
    (plan,) = rows(clinic, TreatmentPlan)
    assert isinstance(plan, TreatmentPlan)
    assert (plan.state, plan.deposit, plan.total) == (PlanState.DRAFT, 5_000, 3)
    assert plan.payment_option is PaymentOption.PREPAID_PACKAGE
    assert reading.step(clinic).deposit == 5_000
    assert not reading.step(clinic).to_book


def test_the_price_of_the_course_is_shared_out_to_the_cent(clinic: Clinic) -> None:
    clinic.add_plan(plan_form(price=100_000), by=FRONT_DESK)
    prices = [price for _, _, _, price in items(clinic)]
    assert sum(prices) == 100_000
    assert prices[1] > prices[0]


def test_what_is_shown_before_saving_is_what_is_made(clinic: Clinic) -> None:
    preview = clinic.plan_preview(plan_form(price=99_999), by=MANAGER)
    assert preview.total == Money(amount=99_999)
    assert [one.target_date for one in preview.sessions][:2] == [STARTS_ON, date(2026, 4, 7)]
    assert [item.service_name for item in preview.sessions[0].items] == ["Laser Peel", "Lip Filler"]
    clinic.add_plan(plan_form(price=99_999), by=FRONT_DESK)
    shown = [item.price and item.price.amount for one in preview.sessions for item in one.items]
    assert shown == [price for _, _, _, price in items(clinic)]


def test_a_form_saved_twice_makes_one_plan(clinic: Clinic) -> None:
    once = clinic.add_plan(plan_form(), by=FRONT_DESK)
    assert clinic.add_plan(plan_form(), by=FRONT_DESK) == once
    assert len(rows(clinic, TreatmentPlan)) == 1
    assert len(rows(clinic, TreatmentSession)) == 3


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"treatment": " "}, "treatment"),
        ({"sessions": 0}, "sessions"),
        ({"sessions": 61}, "sessions"),
        ({"spacing_min": 0}, "spacing_min"),
        ({"spacing_max": 731}, "spacing_max"),
        ({"spacing_ideal": 20}, "spacing_ideal"),
        ({"spacing_max": 27}, "spacing_max"),
        ({"deposit": -1}, "deposit"),
        ({"price": -1}, "price"),
        ({"price": 10**11 + 1}, "price"),
        ({"items": ()}, "items"),
        ({"items": (FILLER,)}, "items"),
        ({"items": (CourseItem(service_id=9),)}, "items"),
        ({"items": (PEEL, CourseItem(service_id=2, first=4))}, "items"),
        ({"items": (PEEL, CourseItem(service_id=2, first=3, last=2))}, "items"),
        ({"items": (CourseItem(service_id=1, units=0),)}, "items"),
        ({"items": (PEEL,) * 21}, "items"),
        ({"state": PlanState.ACTIVE}, "state"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(
    clinic: Clinic, typed: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.add_plan(plan_form(**typed), by=FRONT_DESK)
    assert refused.value.field == field
    assert rows(clinic, TreatmentPlan) == []


@pytest.mark.parametrize(
    "typed",
    [
        {"sessions": 1, "items": (PEEL,)},
        {"sessions": MOST_SESSIONS, "items": (PEEL,)},
        {"spacing_min": 1, "spacing_ideal": 1, "spacing_max": 1},
        {"spacing_min": 730, "spacing_ideal": 730, "spacing_max": 730},
        {"deposit": 0, "price": 0},
        {"items": (PEEL,) * MOST_ITEMS},
        {"items": (PEEL, CourseItem(service_id=2, first=3, last=3))},
        {"items": (CourseItem(service_id=1, units=MOST_UNITS),)},
    ],
    ids=str,
)
def test_what_can_just_be_is_made(clinic: Clinic, typed: dict[str, object]) -> None:
    clinic.add_plan(plan_form(**typed), by=FRONT_DESK)
    assert len(rows(clinic, TreatmentSession)) == typed.get("sessions", 3)


def test_without_a_spacing_only_the_first_session_is_due(clinic: Clinic) -> None:
    clinic.add_plan(
        plan_form(spacing_min=None, spacing_ideal=None, spacing_max=None), by=FRONT_DESK
    )
    assert [reading.step(clinic, key).target_date for key in (1, 2)] == [STARTS_ON, None]


def test_a_date_beyond_all_dates_is_none(clinic: Clinic) -> None:
    clinic.add_plan(plan_form(starts_on=date.max), by=FRONT_DESK)
    assert [reading.step(clinic, key).target_date for key in (1, 2)] == [date.max, None]
    assert reading.differences(clinic) == []


def test_a_patient_that_is_not_there_is_not_found(clinic: Clinic) -> None:
    with pytest.raises(NotFound):
        clinic.add_plan(plan_form(patient_id=99), by=FRONT_DESK)


def test_a_new_plan_is_told_to_who_shows_the_patient(clinic: Clinic) -> None:
    heard: list[frozenset[int]] = []
    clinic.hub.subscribe(lambda news: heard.append(news.patient_ids))
    clinic.add_plan(plan_form(), by=FRONT_DESK)
    assert heard == [frozenset({1})]


def test_the_treatment_stands_in_for_a_goal_that_is_not_given(clinic: Clinic) -> None:
    clinic.add_plan(plan_form(goal=""), by=FRONT_DESK)
    assert clinic.plan(1, by=MANAGER).goal == "Laser Peel"
