"""What pages tell the audit trail, and its own page as a simulated user meets it."""

from pathlib import Path

from nicegui.testing import User
from sqlalchemy import select

from components.buttons import Button
from components.record_trail import RecordTrail, command_words
from components.session_view import SessionBody
from pages.setup.record import read, write
from store.clinic import Clinic
from store.rights import RIGHTS
from store.tables import AUDIT_ENTRY
from store.views import RecordQuery
from tests.factories import FRONT_DESK, MANAGER, add_patient, add_plan, add_session, furnished
from tests.pages.entering import hold, served, signed_in
from tests.pages.waiting import until


def opened(user: User, folder: Path) -> Clinic:
    clinic = furnished(folder)
    with clinic.database.write() as session:
        add_session(session, add_plan(session, add_patient(session)))
    return served(user, clinic)


def noted(clinic: Clinic) -> list[tuple[str, str, str]]:
    assert clinic.append_noted()
    columns = AUDIT_ENTRY.c
    query = select(columns.command, columns.by_name, columns.origin).order_by(columns.id)
    with clinic.database.read() as connection:
        return [tuple(row) for row in connection.execute(query)]


async def test_opening_is_noted_and_being_listed_or_refreshed_is_not(
    user: User, tmp_path: Path
) -> None:
    clinic = opened(user, tmp_path)
    await user.open("/sessions")
    await user.open("/patients")
    assert (await user.http_client.get("/sessions/99")).status_code == 404
    assert noted(clinic) == []
    await user.open("/patients/1")
    await user.open("/sessions/1")
    seen = [(command, by) for command, by, _ in noted(clinic)]
    assert seen == [("view_patient", "Femi Adeyemi"), ("view_session", "Femi Adeyemi")]
    clinic.add_item(1, service_id=2, by=FRONT_DESK)
    (body,) = user.find(SessionBody).elements
    await until(lambda: len(body.props["items"]) == 2)
    assert [command for command, _, _ in noted(clinic)][2:] == ["add_item"]
    await user.open("/sessions/1")
    assert [command for command, _, _ in noted(clinic)][3:] == ["view_session"]
    assert all(origin for command, _, origin in noted(clinic) if command == "view_session")


async def test_printing_is_noted(user: User, tmp_path: Path) -> None:
    clinic = opened(user, tmp_path)
    for address in ("/print/sessions", "/print/sessions/1", "/print/patients/1", "/print/calendar"):
        assert (await user.http_client.get(address)).status_code == 200
    assert (await user.http_client.get("/print/sessions/99")).status_code == 404
    assert [command for command, _, _ in noted(clinic)] == [
        "print_list",
        "print_session",
        "print_patient",
        "print_calendar",
    ]


async def test_managers_see_who_did_what_and_others_that_they_may_not(
    user: User, tmp_path: Path
) -> None:
    clinic = opened(user, tmp_path)
    clinic.name_clinic("Quay", "USD", by=MANAGER)
    await user.open("/clinic/record")
    await user.should_see("Only a manager may do this; you work as front desk.")
    assert len(noted(clinic)) == 1
    hold(user, signed_in(clinic, MANAGER))
    await user.open("/clinic/record")
    (trail,) = user.find(RecordTrail).elements
    assert [row[5] for row in trail.props["rows"]] == ["Name clinic"]
    clinic.name_clinic("Wharf", "USD", by=MANAGER)
    await until(lambda: len(trail.props["rows"]) == 2)


async def test_only_managers_can_ask_who_saw_a_patient(user: User, tmp_path: Path) -> None:
    clinic = opened(user, tmp_path)
    await user.open("/patients/1")
    buttons = user.find(Button).elements
    (button,) = (one for one in buttons if one.props.get("label") == "Who saw this")
    assert button.props["refusal"] == "Only a manager may do this; you work as front desk."
    hold(user, signed_in(clinic, MANAGER))
    await user.open("/clinic/record?what=seen&patient=1")
    await user.should_see("Who saw Mei Tanaka")


def test_the_address_holds_the_filters_and_drops_what_is_wrong() -> None:
    params = {
        "who": "2",
        "what": "seen",
        "from": "2026-03-04",
        "to": "2026-03-05",
        "patient": "7",
        "before": "90",
    }
    query, is_wrong = read(params)
    assert (write(query), is_wrong) == (params, False)
    assert read({"who": "x", "what": "all", "from": "soon", "patient": "-1"}) == (
        RecordQuery(),
        True,
    )
    assert write(RecordQuery()) == {}


def test_every_command_has_words() -> None:
    assert all(command_words(name)[0].isupper() for name in RIGHTS)
