"""A patient with the plans, and what filters and the frame offer."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from store.clinic import Clinic
from store.derive import refresh
from store.errors import NotFound
from store.models import Item, Location, Provider
from store.queries.patients import spacing_text
from store.views import Choice, ClinicView, FilterChoices, Money, PlanCard
from store.words import Category, PaymentOption, PlanState
from tests.factories import (
    MANAGER,
    NOW,
    add_all,
    add_booking,
    add_patient,
    add_plan,
    add_session,
    make_clinic,
    make_service,
)


def card(clinic: Clinic) -> PlanCard:
    (only,) = clinic.patient(1, by=MANAGER).plans
    return only


def test_a_plan_card_tells_progress_and_what_is_due(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        plan = add_plan(session, add_patient(session), deposit=2_500)
        first = add_session(session, plan, target_date=date(2026, 2, 1))
        add_session(session, plan, position=2, target_date=date(2026, 3, 3))
        item = session.get_one(Item, 1)
        item.performed_at, item.performed_until = NOW, NOW + timedelta(minutes=30)
        item.performed_by_id, item.performed_location_id = 1, 1
        item.note, item.documented_at = "Done", NOW
        refresh(session, [first], NOW)
    assert card(clinic) == PlanCard(
        id=1,
        goal="Even skin tone",
        treatment="Laser Peel",
        state=PlanState.PRESCRIBED,
        completed=1,
        total=2,
        next_session_id=2,
        next_on=date(2026, 3, 3),
        next_is_scheduled=False,
        is_overdue=True,
        payment_option=PaymentOption.PAY_AS_YOU_GO,
        deposit=Money(amount=2_500),
        spacing_text="every 28 days (21 to 42)",
    )


def test_what_is_booked_comes_next_on_its_local_day(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        step = add_session(session, add_plan(session, add_patient(session)))
        late: dict[str, Any] = {"starts_at": NOW.replace(day=6, hour=3), "is_history": True}
        add_booking(session, step, item_ids=[1], **late)
    told = card(clinic)
    assert (told.next_on, told.next_is_scheduled, told.is_overdue) == (
        date(2026, 3, 5),
        True,
        False,
    )


def test_a_draft_tells_when_its_next_session_is_due_and_is_never_overdue(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        plan = add_plan(session, add_patient(session), state=PlanState.DRAFT)
        add_session(session, plan, target_date=date(2026, 2, 1))
    told = card(clinic)
    assert (told.next_session_id, told.next_on, told.next_is_scheduled, told.is_overdue) == (
        1,
        date(2026, 2, 1),
        False,
        False,
    )


@pytest.mark.parametrize("state", [PlanState.FINISHED, PlanState.CANCELLED])
def test_nothing_comes_next_in_a_plan_that_is_over(clinic: Clinic, state: PlanState) -> None:
    with clinic.database.write() as session:
        add_session(session, add_plan(session, add_patient(session), state=state))
    told = card(clinic)
    assert (told.next_session_id, told.next_on, told.is_overdue) == (None, None, False)


def test_plans_come_in_the_order_they_began(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        patient = add_patient(session, preferred_name="May")
        for began in (None, date(2026, 2, 1), date(2025, 2, 1)):
            add_plan(session, patient, starts_on=began)
    told = clinic.patient(1, by=MANAGER)
    assert [plan.id for plan in told.plans] == [3, 2, 1]
    assert (told.name, told.preferred_name, told.phone) == ("Mei Tanaka", "May", "")


@pytest.mark.parametrize("patient_id", [0, -1, 1, 10**40])
def test_an_unknown_patient_is_not_found(clinic: Clinic, patient_id: int) -> None:
    with pytest.raises(NotFound) as told:
        clinic.patient(patient_id, by=MANAGER)
    assert told.value.message == "There is no such patient, or the record is gone."


@pytest.mark.parametrize(
    ("spacing", "text"),
    [
        ((21, 28, 42), "every 28 days (21 to 42)"),
        ((21, 28, None), "every 28 days (at least 21)"),
        ((None, 28, 42), "every 28 days (at most 42)"),
        ((None, 28, None), "every 28 days"),
        ((21, None, None), "at least 21 days apart"),
        ((None, None, None), ""),
    ],
)
def test_spacing_is_said_in_words(
    spacing: tuple[int | None, int | None, int | None], text: str
) -> None:
    assert spacing_text(*spacing) == text


def test_filters_offer_what_there_is_and_was(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        add_all(session, Provider(id=3, name="Ada Gone", disabled=True))
        add_all(session, Location(id=2, name="Annex", zone="UTC", disabled=True))
        add_all(session, make_service(name="Wrap", category=Category.WELLNESS, disabled=True))
        add_session(session, add_plan(session, add_patient(session)), category=Category.HAIR)
    assert clinic.filter_choices(by=MANAGER) == FilterChoices(
        providers=(
            Choice(id=3, name="Ada Gone", disabled=True),
            Choice(id=1, name="Dr. Ines Lind"),
            Choice(id=2, name="Noor Haddad"),
        ),
        locations=(Choice(id=2, name="Annex", disabled=True), Choice(id=1, name="Harbour")),
        categories=(Category.LASER, Category.INJECTABLE, Category.HAIR, Category.WELLNESS),
        rooms=(Choice(id=1, name="Room 1"), Choice(id=2, name="Room 2")),
    )
    assert clinic.services() == (
        Choice(id=1, name="Laser Peel"),
        Choice(id=2, name="Lip Filler"),
    )


def test_the_frame_names_the_clinic_and_nobody(clinic: Clinic, tmp_path: Path) -> None:
    profile = clinic.profile()
    assert (profile.name, profile.is_demo) == ("Harbour Skin", False)
    assert make_clinic(tmp_path / "new").profile() == ClinicView(name="", is_demo=False, zone="UTC")
