"""The list of all sessions as a simulated user meets it: rows, address, news."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from nicegui.element import Element
from nicegui.testing import User
from sqlmodel import Session

from components.scope_bar import ScopeBar
from components.session_table import SessionTable
from store.clinic import Clinic
from store.events import SessionsChanged
from tests.factories import add_booking, add_patient, add_plan, add_session, furnished
from tests.pages.entering import served

Kind = TypeVar("Kind", bound=Element)


def clinic_with_sessions(folder: Path) -> Clinic:
    """Mei has two sessions to book, José one that is booked for tomorrow."""
    clinic = furnished(folder)
    with clinic.database.write() as session:
        plan = add_plan(session, add_patient(session))
        add_session(session, plan)
        add_session(session, plan, position=2)
        booked = add_session(session, add_plan(session, add_patient(session, "José", "Núñez")))
        add_booking(session, booked, item_ids=[3])
    return clinic


def one(user: User, kind: type[Kind]) -> Kind:
    (element,) = user.find(kind).elements
    return element


def names(user: User) -> list[str]:
    return [row[1] for row in one(user, SessionTable).props["rows"]]


async def test_the_list_opens_in_upcoming(user: User, tmp_path: Path) -> None:
    served(user, clinic_with_sessions(tmp_path))
    await user.open("/sessions")
    assert names(user) == ["José Núñez"]
    assert one(user, ScopeBar).props["scope"] == "upcoming"


async def test_the_address_says_what_is_listed(user: User, tmp_path: Path) -> None:
    served(user, clinic_with_sessions(tmp_path))
    await user.open("/sessions?scope=to-book&q=tana")
    assert names(user) == ["Mei Tanaka", "Mei Tanaka"]


async def test_picking_a_scope_lists_it(user: User, tmp_path: Path) -> None:
    served(user, clinic_with_sessions(tmp_path))
    await user.open("/sessions")
    user.find(ScopeBar).trigger("pick", "to-book")
    await until(lambda: names(user) == ["Mei Tanaka", "Mei Tanaka"])


async def test_a_change_in_the_clinic_reaches_an_open_list(user: User, tmp_path: Path) -> None:
    clinic = clinic_with_sessions(tmp_path)
    served(user, clinic)
    await user.open("/sessions")
    view = one(user, SessionTable).props["view"]
    with clinic.database.write() as session:
        mei_is_booked(session)
    clinic.hub.publish(SessionsChanged(session_ids=frozenset({1})))
    await until(lambda: sorted(names(user)) == ["José Núñez", "Mei Tanaka"])
    assert one(user, SessionTable).props["view"] == view


async def test_a_tab_that_is_gone_follows_no_longer(user: User, tmp_path: Path) -> None:
    clinic = clinic_with_sessions(tmp_path)
    served(user, clinic)
    await user.open("/sessions")
    assert clinic.hub.subscriber_count == 4  # list, saved views beside it, header, and door
    assert user.client is not None
    user.client.delete()
    assert clinic.hub.subscriber_count == 1


async def test_an_unknown_address_is_answered_in_words(user: User, tmp_path: Path) -> None:
    served(user, clinic_with_sessions(tmp_path))
    answer = await user.http_client.get("/nothing/here")
    assert answer.status_code == 404
    assert "There is nothing at this address." in answer.text


async def test_the_front_door_leads_to_the_sessions(user: User, tmp_path: Path) -> None:
    served(user, clinic_with_sessions(tmp_path))
    answer = await user.http_client.get("/")
    assert answer.headers["location"] == "/sessions"


async def test_health_says_version_and_database(user: User, tmp_path: Path) -> None:
    served(user, clinic_with_sessions(tmp_path))
    answer = await user.http_client.get("/healthz")
    assert answer.json() == {"status": "ok", "version": "0.1.0", "database": "ok"}


def mei_is_booked(session: Session) -> None:
    add_booking(session, 1, item_ids=[1], provider_id=2, room_id=2)


async def until(holds: Callable[[], bool]) -> None:
    """Let the event loop run until it holds; fails after three seconds."""
    async with asyncio.timeout(3):
        while not holds():  # noqa: ASYNC110 - what changes is a page, which sets no event
            await asyncio.sleep(0.01)
