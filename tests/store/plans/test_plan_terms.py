"""The terms of a plan: changed by version, and taken over by what nothing has happened to."""

from datetime import UTC, date, datetime

import pytest

from store.clinic import Clinic
from store.errors import Invalid, NotAllowed, Stale
from store.views import PlanEdit
from store.words import Change, PaymentMethod, PaymentOption
from tests.factories import FRONT_DESK, MANAGER, add_booking
from tests.store import reading
from tests.store.plans.forms import plan_form


@pytest.fixture
def planned(clinic: Clinic) -> Clinic:
    """Plan 1 of sessions 1, 2, 3."""
    clinic.add_plan(plan_form(), by=FRONT_DESK)
    return clinic


def edit(clinic: Clinic, **values: object) -> PlanEdit:
    plan = clinic.plan(1, by=MANAGER)
    assert plan.deposit is not None
    now = {name: getattr(plan, name) for name in PlanEdit.model_fields}
    return PlanEdit.model_validate({**now, "deposit": plan.deposit.amount, **values})


def test_target_dates_follow_another_spacing_but_for_what_is_booked(planned: Clinic) -> None:
    with planned.database.write() as session:
        starts_at = datetime(2026, 4, 10, 15, tzinfo=UTC)
        add_booking(session, 2, item_ids=[3], starts_at=starts_at)
    told = planned.edit_plan(1, edit(planned, spacing_ideal=35), by=FRONT_DESK)
    assert told.message == "The plan's spacing changed."
    assert [step.target_date for step in planned.plan(1, by=MANAGER).steps] == [
        date(2026, 3, 10),
        date(2026, 4, 7),
        date(2026, 5, 15),
    ]
    assert reading.changes(planned, 3)[-1] is Change.PLAN_CHANGED
    assert reading.differences(planned) == []


def test_deposit_and_treatment_reach_sessions_nothing_has_happened_to(planned: Clinic) -> None:
    planned.take_payment(1, amount=100, method=PaymentMethod.CARD, key="pay", by=FRONT_DESK)
    planned.edit_plan(1, edit(planned, deposit=7_000, treatment="Deep peel"), by=FRONT_DESK)
    first, second = reading.step(planned, 1), reading.step(planned, 2)
    assert (first.deposit, first.treatment) == (0, "Laser Peel")
    assert (second.deposit, second.treatment) == (7_000, "Deep peel")
    assert reading.differences(planned) == []


def test_the_treatment_stands_in_for_a_goal_that_is_taken_away(planned: Clinic) -> None:
    planned.edit_plan(1, edit(planned, goal=" "), by=FRONT_DESK)
    assert planned.plan(1, by=MANAGER).goal == "Laser Peel"


def test_goal_and_payment_option_are_written(planned: Clinic) -> None:
    option = PaymentOption.PREPAID_PACKAGE
    told = planned.edit_plan(1, edit(planned, goal="Glow", payment_option=option), by=FRONT_DESK)
    assert told.message == "The plan's goal and payment option changed."
    card = planned.patient(1, by=MANAGER).plans[0]
    assert (card.goal, card.payment_option) == ("Glow", option)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"treatment": ""}, "treatment"),
        ({"spacing_min": 29}, "spacing_ideal"),
        ({"deposit": -1}, "deposit"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(
    planned: Clinic, typed: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        planned.edit_plan(1, edit(planned, **typed), by=FRONT_DESK)
    assert refused.value.field == field


def test_the_second_editor_is_told(planned: Clinic) -> None:
    seen = edit(planned, goal="Glow")
    planned.edit_plan(1, seen, by=FRONT_DESK)
    with pytest.raises(Stale):
        planned.edit_plan(1, seen, by=FRONT_DESK)


def test_nothing_changed_is_said(planned: Clinic) -> None:
    with pytest.raises(NotAllowed, match="Nothing was changed"):
        planned.edit_plan(1, edit(planned), by=FRONT_DESK)


def test_a_cancelled_plan_is_not_edited(planned: Clinic) -> None:
    planned.cancel_plan(1, reason="Moved", by=FRONT_DESK)
    with pytest.raises(NotAllowed, match="reopen it first"):
        planned.edit_plan(1, edit(planned, goal="Glow"), by=FRONT_DESK)


def test_terms_are_undone_with_all_they_reached(planned: Clinic) -> None:
    before = planned.plan(1, by=MANAGER)
    values = {"treatment": "Deep peel", "deposit": 7_000, "spacing_ideal": 35}
    told = planned.edit_plan(1, edit(planned, **values), by=FRONT_DESK)
    assert told.change_id is not None
    assert next(entry.can_undo for entry in planned.session(3, by=MANAGER).history)
    planned.undo(told.change_id, by=FRONT_DESK)
    after = planned.plan(1, by=MANAGER)
    assert after.model_copy(update={"version": before.version}) == before
    assert {planned.session(key, by=MANAGER).treatment for key in (1, 2, 3)} == {"Laser Peel"}
    assert not any(entry.can_undo for entry in planned.session(3, by=MANAGER).history)
    with pytest.raises(NotAllowed, match="taken back already"):
        planned.undo(told.change_id, by=FRONT_DESK)


def test_undo_of_terms_by_any_sessions_history_is_the_same(planned: Clinic) -> None:
    before = planned.plan(1, by=MANAGER)
    planned.edit_plan(1, edit(planned, spacing_ideal=35), by=FRONT_DESK)
    planned.undo(planned.session(3, by=MANAGER).history[0].id, by=FRONT_DESK)
    assert planned.plan(1, by=MANAGER).steps == before.steps
    assert not any(entry.can_undo for entry in planned.session(1, by=MANAGER).history)


def test_terms_that_were_changed_again_are_not_undone(planned: Clinic) -> None:
    told = planned.edit_plan(1, edit(planned, spacing_ideal=35), by=FRONT_DESK)
    planned.edit_plan(1, edit(planned, spacing_ideal=40), by=FRONT_DESK)
    with pytest.raises(Stale, match="changed since"):
        planned.undo(told.change_id or 0, by=FRONT_DESK)


def test_undo_of_terms_leaves_what_was_begun_since_as_it_is(planned: Clinic) -> None:
    told = planned.edit_plan(1, edit(planned, treatment="Deep peel"), by=FRONT_DESK)
    planned.take_payment(1, amount=100, method=PaymentMethod.CARD, key="pay", by=FRONT_DESK)
    planned.undo(told.change_id or 0, by=FRONT_DESK)
    treatments = [planned.session(key, by=MANAGER).treatment for key in (1, 2, 3)]
    assert treatments == ["Deep peel", "Laser Peel", "Laser Peel"]
