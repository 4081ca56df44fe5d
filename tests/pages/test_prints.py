"""Sheets to print: what the address asks for, every value as text, nothing kept by the browser."""

from pathlib import Path

import pytest
from httpx import AsyncClient
from nicegui.testing import User

from pages import prints
from pages.prints import sheet_address
from store.clinic import Clinic
from store.views import SessionQuery
from store.words import Scope
from tests.factories import add_booking, add_patient, add_plan, add_session, furnished
from tests.pages.entering import served

NASTY = '<img src=x onerror="alert(1)">{{ 7 * 7 }}'


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    made = furnished(tmp_path)
    with made.database.write() as session:
        plan = add_plan(session, add_patient(session, NASTY, "Nuñez"), goal=NASTY)
        booked = add_session(session, plan)
        add_session(session, plan, position=2)
        add_booking(session, booked, item_ids=[1])
    return made


async def sheet(user: User, clinic: Clinic, address: str) -> str:
    served(user, clinic)
    client: AsyncClient = user.http_client
    answer = await client.get(address)
    assert answer.headers["cache-control"] == "no-store"
    return answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/print/sessions?scope=all",
        "/print/sessions/1",
        "/print/patients/1",
        "/print/day?date=2026-03-05",
    ],
)
async def test_values_are_text_on_every_sheet(user: User, clinic: Clinic, address: str) -> None:
    told = await sheet(user, clinic, address)
    assert "<img" not in told
    assert "&lt;img src=x onerror=" in told
    assert "49" not in told.split("<main>")[1].split("Nuñez")[0]


async def test_a_list_says_what_it_is_narrowed_to(user: User, clinic: Clinic) -> None:
    told = await sheet(user, clinic, "/print/sessions?scope=all&status=booked&provider=1&q=nu")
    for value in ("All", "Booked", "Dr. Ines Lind", "“nu”"):
        assert f"<dd>{value}</dd>" in told


async def test_the_list_of_a_room_holds_that_room_alone_and_says_so(
    user: User, clinic: Clinic
) -> None:
    with clinic.database.write() as session:
        plan = add_plan(session, add_patient(session, "Aoife", "Byrne"))
        step = add_session(session, plan)
        add_booking(session, step, item_ids=[3], provider_id=2, room_id=2)
    told = await sheet(user, clinic, "/print/sessions?scope=all&room=2")
    assert "<dd>Room 2</dd>" in told
    assert "Byrne" in told
    assert "Nuñez" not in told


async def test_the_list_of_several_providers_names_them(user: User, clinic: Clinic) -> None:
    told = await sheet(user, clinic, "/print/sessions?scope=all&providers=1,2")
    assert "<dd>Dr. Ines Lind, Noor Haddad</dd>" in told


async def test_what_is_wrong_in_the_address_is_said(user: User, clinic: Clinic) -> None:
    told = await sheet(user, clinic, "/print/sessions?scope=yesterday")
    assert "“yesterday” in the address is not a scope" in told


@pytest.mark.parametrize("address", ["sessions/99", "patients/99", "patients/" + "9" * 5_000])
async def test_what_is_not_there_is_no_sheet(user: User, clinic: Clinic, address: str) -> None:
    served(user, clinic)
    answer = await user.http_client.get(f"/print/{address}")
    assert answer.status_code == 404
    assert "There is no such" in answer.text


async def test_a_list_that_is_too_long_says_so(
    user: User, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prints, "MOST", 1)
    monkeypatch.setattr(prints, "PAGE", 1)
    told = await sheet(user, clinic, "/print/sessions?scope=all")
    assert "These are the first 1 sessions of the list" in told


@pytest.mark.parametrize(
    ("query", "address"),
    [
        (SessionQuery(), "/print/sessions"),
        (SessionQuery(scope=Scope.PAST, page="x", q="a b"), "/print/sessions?scope=past&q=a+b"),
        (SessionQuery(provider_ids=(3,)), "/print/sessions?provider=3"),
        (SessionQuery(provider_ids=(3, 4)), "/print/sessions?providers=3%2C4"),
        (SessionQuery(room_id=2), "/print/sessions?room=2"),
        (SessionQuery(patient_id=7), "/print/patients/7"),
        (SessionQuery(patient_id=7, plan_id=9), "/print/patients/7?plan=9"),
    ],
)
def test_a_list_is_printed_at_an_address_of_its_own(query: SessionQuery, address: str) -> None:
    assert sheet_address(query) == address
