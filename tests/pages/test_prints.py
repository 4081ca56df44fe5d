"""Sheets to print: what the address asks for, every value as text, nothing kept by the browser."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from httpx import AsyncClient
from nicegui.testing import User

from pages import calendar_prints, prints
from pages.prints import sheet_address
from store.clinic import Clinic
from store.views import SessionQuery
from store.words import Scope
from tests.factories import NOW, add_booking, add_patient, add_plan, add_session, furnished
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
        "/print/calendar?date=2026-03-05",
        "/print/calendar?date=2026-03-05&view=rooms",
        "/print/calendar?date=2026-03-05&view=week&provider=1",
        "/print/calendar?date=2026-03-05&view=team",
        "/print/calendar?date=2026-03-05&view=agenda",
    ],
)
async def test_values_are_text_on_every_sheet(user: User, clinic: Clinic, address: str) -> None:
    told = await sheet(user, clinic, address)
    assert "<img" not in told
    assert "&lt;img src=x onerror=" in told
    assert "49" not in told.split("<main>")[1].split("Nuñez")[0]


def names(told: str) -> list[tuple[str, str]]:
    """What stands at the head of each page."""
    return re.findall(r"<h2>(.*?) <small>(.*?)</small></h2>", told)


async def test_each_provider_of_a_day_has_a_page(user: User, clinic: Clinic) -> None:
    with clinic.database.write() as session:
        step = add_session(session, add_plan(session, add_patient(session, "Aoife", "Byrne")))
        add_booking(session, step, item_ids=[3], provider_id=2, room_id=2)
    told = await sheet(user, clinic, "/print/calendar?date=2026-03-05")
    day = "Harbour, Thu 5 Mar 2026"
    assert names(told) == [("Dr. Ines Lind", day), ("Noor Haddad", day)]
    assert told.count('class="own-page"') == 2
    first, second = told.split('class="own-page"')[1:]
    assert "Nuñez" in first
    assert "Nuñez" not in second
    for text in ("10:00–10:30", "Aoife Byrne", "Room 2", "Laser Peel", "09:00–17:00"):
        assert text in second


async def test_whoever_has_nothing_is_named_and_has_no_page(user: User, clinic: Clinic) -> None:
    told = await sheet(user, clinic, "/print/calendar?date=2026-03-05")
    assert [name for name, _ in names(told)] == ["Dr. Ines Lind"]
    assert "Nothing is booked for Noor Haddad." in told


async def test_a_week_is_printed_for_one_or_for_everybody(user: User, clinic: Clinic) -> None:
    told = await sheet(user, clinic, "/print/calendar?date=2026-03-05&view=team")
    week = "Harbour, Mon 2 Mar 2026 to Sun 8 Mar 2026"
    assert names(told) == [("Dr. Ines Lind", week)]
    assert told.count('scope="rowgroup"') == 7


async def test_a_narrowed_calendar_says_so_on_paper(user: User, clinic: Clinic) -> None:
    told = await sheet(
        user, clinic, "/print/calendar?date=2026-03-05&view=rooms&room=1&category=laser&days=x"
    )
    assert [name for name, _ in names(told)] == ["Room 1"]
    for value in ("Room 1", "Laser"):
        assert f"<dd>{value}</dd>" in told
    assert "“x” is not a length of the agenda." in told


async def test_whoever_is_late_is_so_on_paper(user: User, tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    with clinic.database.write() as session:
        step = add_session(session, add_plan(session, add_patient(session)))
        add_booking(session, step, item_ids=[1], starts_at=NOW - timedelta(minutes=20))
    assert "Late, New" in await sheet(user, clinic, "/print/calendar")


async def test_a_calendar_that_is_too_long_says_so(
    user: User, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar_prints, "MOST", 0)
    told = await sheet(user, clinic, "/print/calendar?date=2026-03-05")
    assert "These are the first 0 bookings" in told
    assert "Nuñez" not in told


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
