"""One session as a simulated user meets it: what is shown, pressed, refused and followed."""

from pathlib import Path
from typing import Any

import pytest
from nicegui.testing import User

from components.fields import Field
from components.session_view import SessionBody, SessionHead
from pages.allowing import session_to
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
from tests.pages.entering import served
from tests.pages.waiting import until


def clinic_with_a_booking(folder: Path) -> Clinic:
    """Mei's only session, its one item booked for tomorrow."""
    clinic = furnished(folder)
    with clinic.database.write() as session:
        add_session(session, add_plan(session, add_patient(session)))
        add_booking(session, 1, item_ids=[1])
    return clinic


def test_what_a_role_may_not_do_is_refused_before_it_is_pressed(tmp_path: Path) -> None:
    detail = clinic_with_a_booking(tmp_path).session(1, by=MANAGER)
    (item,) = session_to(FRONT_DESK, detail).items
    assert item.perform.refusal.startswith("Only a manager or a provider may do this")
    assert item.document.refusal.startswith("Only a manager or a provider may do this")
    assert session_to(MANAGER, detail) == detail


def shown(user: User, kind: type[SessionHead | SessionBody]) -> dict[str, Any]:
    (part,) = user.find(kind).elements
    return part.props


def press(user: User, name: str, key: int) -> None:
    user.find(SessionBody).trigger("act", [name, key])


async def test_heading_and_title_name_the_session(user: User, tmp_path: Path) -> None:
    served(user, clinic_with_a_booking(tmp_path))
    await user.open("/sessions/1")
    await user.should_see("Mei Tanaka, Laser Peel 1 of 2")


@pytest.mark.parametrize("address", ["/sessions/99", "/sessions/x", "/sessions/9" + "9" * 40])
async def test_an_unknown_session_is_told_in_words(
    user: User, tmp_path: Path, address: str
) -> None:
    served(user, clinic_with_a_booking(tmp_path))
    answer = await user.http_client.get(address)
    assert answer.status_code == 404
    assert "There is no such session, or it is gone." in answer.text


async def test_a_step_is_taken_and_the_view_follows(user: User, tmp_path: Path) -> None:
    clinic = served(user, clinic_with_a_booking(tmp_path))
    await user.open("/sessions/1")
    press(user, "confirm", 1)
    await until(lambda: shown(user, SessionBody)["bookings"][0]["status"][0] == "Confirmed")
    assert clinic.session(1, by=MANAGER).bookings[0].status.label == "Confirmed"


async def test_a_change_made_elsewhere_is_shown(user: User, tmp_path: Path) -> None:
    clinic = served(user, clinic_with_a_booking(tmp_path))
    await user.open("/sessions/1")
    version = clinic.session(1, by=MANAGER).bookings[0].version
    clinic.cancel(1, version=version, reason="Ill", by=FRONT_DESK)
    await until(lambda: shown(user, SessionHead)["head"]["status"][0] == "Awaiting Booking")


async def test_cancelling_asks_for_a_reason_and_keeps_what_was_typed(
    user: User, tmp_path: Path
) -> None:
    clinic = served(user, clinic_with_a_booking(tmp_path))
    await user.open("/sessions/1")
    press(user, "cancel", 1)
    await until(lambda: bool(reasons(user)))
    user.find("Cancel booking").trigger("press")
    await until(lambda: reasons(user)[0].props.get("error") == "The reason is missing.")
    reasons(user)[0].value = "Holiday"
    user.find("Cancel booking").trigger("press")
    await until(lambda: clinic.session(1, by=MANAGER).bookings[0].cancel_reason == "Holiday")


def reasons(user: User) -> list[Field]:
    assert user.client is not None
    fields = [one for one in user.client.elements.values() if isinstance(one, Field)]
    return [field for field in fields if field.props["label"] == "Reason"]


async def test_what_is_refused_by_now_is_left_alone(user: User, tmp_path: Path) -> None:
    clinic = served(user, clinic_with_a_booking(tmp_path))
    await user.open("/sessions/1")
    before = clinic.session(1, by=MANAGER)
    for name, key in (("no_show", 1), ("confirm", 77), ("document", 1), ("drop table", 1)):
        press(user, name, key)
    press(user, "check_in", 1)
    await until(lambda: clinic.session(1, by=MANAGER).bookings[0].status.label == "Checked In")
    assert len(clinic.session(1, by=MANAGER).history) == len(before.history) + 1
