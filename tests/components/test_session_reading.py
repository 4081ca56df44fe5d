"""A session is read out in the contract's words, with nothing left blank."""

from pathlib import Path

import pytest

from components import session_reading as reading
from store.clinic import Clinic
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    add_booking,
    add_patient,
    add_plan,
    add_session,
    furnished,
)


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """Mei's first session of two: its Laser Peel booked for tomorrow, its Lip Filler not."""
    clinic = furnished(tmp_path)
    with clinic.database.write() as session:
        plan = add_plan(session, add_patient(session))
        add_session(session, plan, services=(1, 2))
        add_session(session, plan, position=2)
        add_booking(session, 1, item_ids=[1])
    return clinic


def test_the_title_names_patient_treatment_and_place(clinic: Clinic) -> None:
    assert reading.title(clinic.session(1, by=MANAGER)) == "Mei Tanaka, Laser Peel 1 of 2"


def test_the_head_says_status_how_it_came_about_and_both_dates(clinic: Clinic) -> None:
    head = reading.head(clinic.session(1, by=MANAGER))
    assert head["status"][0] == "Partially Booked"
    assert head["reason"] == "1 of 2 items booked"
    assert (head["day"], head["time"]) == ("Thu 5 Mar 2026", "10:00–10:30 EST")
    assert head["due"] == "due 10 Mar"


def test_the_neighbours_are_links_and_the_ends_have_none(clinic: Clinic) -> None:
    first, second = (
        reading.head(clinic.session(1, by=MANAGER)),
        reading.head(clinic.session(2, by=MANAGER)),
    )
    assert (first["before"], first["after"]) == (None, ("/sessions/2", "2 of 2"))
    assert (second["before"], second["after"]) == (("/sessions/1", "1 of 2"), None)


def test_what_is_absent_is_said_in_words(clinic: Clinic) -> None:
    about = reading.about(clinic.session(1, by=MANAGER))
    assert about["href"] == "/patients/1"
    assert about["alerts"] == "no alerts"
    assert dict(about["patient_facts"]) == {
        "Preferred name": "none given",
        "Born": "no birth date",
        "Phone": "no phone",
        "E-mail": "no e-mail",
        "Record number": "R-00001",
    }


def test_an_item_shows_its_booking_or_that_there_is_none(clinic: Clinic) -> None:
    booked, free = reading.items(clinic.session(1, by=MANAGER))
    assert (booked["booking"]["when"], booked["booking"]["where"]) == (
        "Thu 5 Mar 2026, 10:00–10:30 EST",
        "Dr. Ines Lind, Room 1",
    )
    assert (booked["price"], free["price"], free["booking"]) == ("$200.00", "$450.00", None)


def test_an_item_offers_marking_or_un_marking_never_both(clinic: Clinic) -> None:
    (item, _) = reading.items(clinic.session(1, by=MANAGER))
    assert [name for name, _, _ in item["actions"]] == ["perform", "document", "remove"]


def test_a_booking_offers_every_action_with_the_reason_against_it(clinic: Clinic) -> None:
    (booking,) = reading.bookings(clinic.session(1, by=MANAGER))
    assert {name: why for name, _, why in booking["actions"]} == {
        "confirm": "",
        "check_in": "",
        "start": "",
        "check_out": "",
        "reschedule": "",
        "cancel": "",
        "no_show": "It has not begun yet.",
        "step_back": "It has taken no step yet.",
    }
    assert (booking["next"], booking["at"]) == ("confirm", 0)


def test_an_ended_booking_keeps_its_reason_and_has_no_next_step(clinic: Clinic) -> None:
    version = clinic.session(1, by=MANAGER).bookings[0].version
    clinic.cancel(1, version=version, reason="Moved away", by=FRONT_DESK)
    (booking,) = reading.bookings(clinic.session(1, by=MANAGER))
    assert (booking["active"], booking["ended"], booking["next"]) == (
        False,
        "Reason: Moved away",
        "",
    )


def test_money_before_an_invoice_is_what_the_items_cost(clinic: Clinic) -> None:
    money = reading.billing(clinic.session(1, by=MANAGER)) or {}
    assert money["charges"] == (("Laser Peel", "$200.00"), ("Lip Filler", "$450.00"))
    assert (money["charged"], money["total"], money["balance"]) == (False, "$650.00", "$650.00")
    assert money["deposit"] == "none asked for"
