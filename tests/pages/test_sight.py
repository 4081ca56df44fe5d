"""Pages send nothing that their user may not see: in their source, on sheets, files, and when others work."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from nicegui.testing import User

from components.buttons import Button
from components.session_table import SessionTable
from components.week_hours import HoursEditor
from pages import allowing
from store.clinic import Clinic
from store.models import Item
from store.views import Actor, SignedIn
from store.words import Role
from tests.factories import FRONT_DESK, MANAGER, NOW, add_booking, add_session
from tests.pages.entering import served
from tests.pages.waiting import until
from tests.store.audit.rows import about, entries
from tests.store.sight.limited import (
    AMOUNT,
    AT_LOCATION,
    CANARY,
    ELSEWHERE,
    HERE,
    NO_MONEY,
    NO_NOTES,
    NOON,
    OWN,
    clinic_of,
)

ROUTES = (
    "/sessions?scope=all",
    f"/sessions?scope=all&q={CANARY}&location=2&provider=3",
    "/calendar?date=2026-03-05",
    "/calendar?date=2026-03-05&location=2",
    "/calendar?date=2026-03-05&view=week&provider=3",
    "/calendar?date=2026-03-05&view=rooms&beside=to-book",
    "/calendar?date=2026-03-05&view=month",
    "/calendar?date=2026-03-05&view=team",
    "/calendar?date=2026-03-05&view=agenda",
    "/my-day?provider=3",
    "/my-day?room=3",
    "/patients",
    f"/patients?q={CANARY}",
    "/patients/1",
    "/patients/2",
    "/sessions/1",
    "/sessions/2",
    "/clinic",
    "/clinic/locations",
    "/clinic/providers",
    "/clinic/rooms",
    "/clinic/record",
    "/print/sessions?scope=all",
    "/print/sessions/2",
    "/print/patients/2",
    "/print/calendar?date=2026-03-05&location=2",
    "/print/calendar?date=2026-03-05",
    *(
        f"/print/calendar?date=2026-03-05&view={kind}"
        for kind in ("rooms", "week", "team", "month", "agenda")
    ),
)
PRICE = re.compile(r"\$ ?[0-9]")


class Limiting(Clinic):
    """Lets everybody who is signed in see as little as ``limited`` does."""

    limited: Actor = MANAGER

    def signed_in(self, token: str) -> SignedIn | None:
        """Who they are, with the sight that is tried out."""
        held = super().signed_in(token)
        if held is None:
            return None
        actor = held.actor.model_copy(update={"sight": self.limited.sight})
        return held.model_copy(update={"actor": actor})


def limiting(user: User, folder: Path, by: Actor) -> Clinic:
    clinic = clinic_of(folder, hidden_at=HERE if by == OWN else ELSEWHERE)
    made = Limiting(clinic.database, clock=clinic.now)
    made.limited = by
    served(user, made, by=by)
    return made


def without_places(text: str, by: Actor) -> str:
    """Rooms and locations are nobody's own."""
    if by != OWN:
        return text
    return text.replace(f"{CANARY} room", "").replace(f"{CANARY} place", "")


@pytest.mark.parametrize("by", [AT_LOCATION, OWN], ids=["location", "own"])
async def test_no_source_holds_what_is_out_of_sight(user: User, tmp_path: Path, by: Actor) -> None:
    limiting(user, tmp_path, by)
    for route in ROUTES:
        answer = await user.http_client.get(route)
        asked = answer.text.replace(f"q={CANARY}", "").replace(f'"{CANARY}"', "")
        assert CANARY not in without_places(asked, by).replace(f"“{CANARY}”", ""), route
        assert str(AMOUNT) not in asked


async def test_without_money_no_source_holds_a_price(user: User, tmp_path: Path) -> None:
    limiting(user, tmp_path, NO_MONEY)
    for route in ROUTES:
        text = (await user.http_client.get(route)).text
        assert not PRICE.search(text), route
        assert "Billing" not in text, route


async def test_without_notes_no_source_holds_one(user: User, tmp_path: Path) -> None:
    limiting(user, tmp_path, NO_NOTES)
    for route in ROUTES:
        assert f"{CANARY} note" not in (await user.http_client.get(route)).text, route


def documented(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        session.get_one(Item, 2).documented_at = NOW


async def test_a_printed_note_out_of_sight_is_not_called_missing(
    user: User, tmp_path: Path
) -> None:
    documented(limiting(user, tmp_path, NO_NOTES))
    told = (await user.http_client.get("/print/sessions/2")).text
    assert "The note is not shown to you." in told
    assert "No note was written" not in told


async def test_a_sheet_without_money_has_no_empty_column(user: User, tmp_path: Path) -> None:
    limiting(user, tmp_path, NO_MONEY)
    told = (await user.http_client.get("/print/sessions/2")).text
    assert "Prices and payments are not shown to you." in told
    assert "Price</th>" not in told


async def test_whoever_sees_all_reads_notes_and_prices_on_paper(user: User, tmp_path: Path) -> None:
    documented(limiting(user, tmp_path, MANAGER))
    told = (await user.http_client.get("/print/sessions/2")).text
    assert f"{CANARY} note" in told
    assert "Price</th>" in told
    assert "not shown to you" not in told


SAVING = {"Save", "Save clinic", "Use opening hours", "Add a day", "Back up now", "Disable"} | {
    f"New {one}" for one in ("location", "room", "provider", "service", "plan template")
}
"""Buttons of the set-up's screens that change something, or lead to what does."""
SET_UP = (
    "/clinic",
    "/clinic/locations/1",
    "/clinic/rooms/new",
    "/clinic/providers",
    "/clinic/providers/1",
    "/clinic/plans",
    "/clinic/backups",
)
READ_ONLY = Actor(staff_id=9, name="Ada Roe", roles=frozenset({Role.READ_ONLY}))


@pytest.mark.parametrize("by", [NO_NOTES, READ_ONLY], ids=["limited manager", "read-only"])
async def test_set_up_offers_nothing_that_the_store_refuses(
    user: User, tmp_path: Path, by: Actor
) -> None:
    limiting(user, tmp_path, by)
    for route in SET_UP:
        await user.open(route)
        assert user.client is not None
        shown = list(user.client.elements.values())
        offered = [
            one for one in shown if isinstance(one, Button) and one.props.get("label") in SAVING
        ]
        assert offered, route
        assert all(one.props.get("refusal") for one in offered), route
        hours = [one for one in shown if isinstance(one, HoursEditor)]
        assert all(one.props.get("disabled") for one in hours), route


def test_who_writes_no_notes_is_not_told_to_perform_something_first(tmp_path: Path) -> None:
    detail = clinic_of(tmp_path).session(1, by=FRONT_DESK)
    (item,) = allowing.session_to(FRONT_DESK, detail).items
    assert item.document.refusal == allowing.refusal(FRONT_DESK, "document")


async def test_the_menu_and_an_empty_list_say_how_somebody_is_limited(
    user: User, tmp_path: Path
) -> None:
    limiting(user, tmp_path, OWN)
    await user.open("/sessions?scope=past")
    with user:
        (table,) = user.find(SessionTable).elements
        await until(lambda: bool(table.props.get("empty")))
        assert "You see only patients whom you treat." in table.props["empty"]["text"]
    await user.should_see("You see only patients whom you treat.")


def held(user: User) -> str:
    """All that the page holds, and so can send."""
    elements = user.client.elements.values() if user.client else ()
    return " ".join(
        f"{dict(element.props)} {getattr(element, '_text', '')}" for element in elements
    )


@pytest.mark.parametrize("by", [AT_LOCATION, OWN], ids=["location", "own"])
@pytest.mark.parametrize("route", ["/sessions?scope=all", "/calendar?date=2026-03-05"])
async def test_an_open_page_is_told_nothing_of_what_others_do_out_of_sight(
    user: User, tmp_path: Path, by: Actor, route: str
) -> None:
    clinic = limiting(user, tmp_path, by)
    await user.open(route)
    with user:
        await until(lambda: bool(list(user.find(SessionTable).elements)))
        (table,) = user.find(SessionTable).elements
        await until(lambda: bool(table.props["rows"]))
        before = table.props["rows"]
        clinic.confirm(2, version=1, by=MANAGER)
        clinic.add_item(2, service_id=1, by=MANAGER)
        clinic.confirm(1, version=1, by=MANAGER)
        await until(lambda: table.props["rows"] != before)
        assert CANARY not in without_places(held(user), by)


async def test_somebody_elses_patient_is_opened_for_a_reason(user: User, tmp_path: Path) -> None:
    clinic = limiting(user, tmp_path, OWN)
    for route in ("/patients/2", "/sessions/2"):
        await user.open(route)
        await user.should_see("This patient is not one of yours")
        await user.should_see("Open for 60 minutes")
    clinic.open_record(2, "Covering for Ola today", by=OWN)
    for route in ("/patients/2", "/sessions/2"):
        await user.open(route)
        await user.should_see(f"{CANARY} {CANARY} Tanaka")
        await user.should_see("Opened by you until 11:00: Covering for Ola today")


async def test_coming_to_somebody_elses_record_or_looking_for_it_is_on_record(
    user: User, tmp_path: Path
) -> None:
    clinic = limiting(user, tmp_path, OWN)
    await user.open("/patients/2")
    await user.should_see("Open for 60 minutes")
    assert (await user.http_client.get("/patients/999")).status_code == 404
    clinic.append_noted()
    kept = [row for row in entries(clinic) if row.command == "look_beyond"]
    assert [(row.by_name, row.result.value, about(row)) for row in kept] == [
        (OWN.name, "refused", {"patient": [2]})
    ]
    assert CANARY not in kept[0].said


async def test_a_patient_with_a_plan_partly_elsewhere_is_opened_with_what_is_in_sight(
    user: User, tmp_path: Path
) -> None:
    clinic = limiting(user, tmp_path, AT_LOCATION)
    with clinic.database.write() as session:
        step = add_session(session, 1, position=2)
        there: dict[str, Any] = {"location_id": ELSEWHERE, "provider_id": 3, "room_id": 3}
        add_booking(session, step, item_ids=[step], starts_at=NOON + timedelta(days=1), **there)
    await user.open("/patients/1")
    await user.should_see("Mei Tanaka")
    await user.should_see("Part of this plan takes place at a location that you do not see.")
    await user.should_not_see("Something went wrong")
