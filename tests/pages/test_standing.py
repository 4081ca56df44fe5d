"""How a sign-in stands, for sheets and small pages: told to its own browser, and no touch of anybody."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from httpx import AsyncClient
from nicegui.testing import User

from store.accounts.sign_ins import Limits
from store.clinic import Clinic
from store.views import NewSignIn
from tests.factories import FixedClock
from tests.pages.entering import hold, served
from tests.store.accounts.people import enter, opened, with_account

LOCK = timedelta(minutes=10)
PLAIN = ("/print/sessions?scope=all", "/print/calendar", "/second-factor", "/change-pin")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def clinic(tmp_path: Path, user: User, clock: FixedClock) -> Clinic:
    return served(user, opened(tmp_path, clock, limits=Limits(lock=LOCK)), by=None)


@pytest.fixture
def client(user: User, clinic: Clinic) -> AsyncClient:
    assert clinic.limits.lock == LOCK
    user.http_client.headers["origin"] = str(user.http_client.base_url)
    return user.http_client


@pytest.fixture
def rosa(user: User, clinic: Clinic) -> NewSignIn:
    with_account(clinic)
    made = enter(clinic)
    hold(user, made)
    return made


async def stands(client: AsyncClient) -> object:
    return (await client.get("/standing")).json()


async def test_it_is_open_locked_or_over(
    client: AsyncClient, clinic: Clinic, rosa: NewSignIn
) -> None:
    assert await stands(client) == {"who": rosa.id, "isLocked": False}
    clinic.lock(rosa.token)
    assert await stands(client) == {"who": rosa.id, "isLocked": True}
    clinic.sign_out(rosa.token)
    assert await stands(client) == {"who": None, "isLocked": False}


async def test_nobody_is_told_of_nobody(client: AsyncClient) -> None:
    assert await stands(client) == {"who": None, "isLocked": False}
    assert (await client.post("/standing", data={"seal": "x"})).status_code == 403


async def test_asking_is_no_touch_and_a_touch_is_told(
    client: AsyncClient, clock: FixedClock, rosa: NewSignIn
) -> None:
    sheet = (await client.get("/change-pin")).text
    seal = re.findall(r'data-seal="(\w+)"', sheet)[0]
    clock.advance(minutes=9)
    assert await stands(client) == {"who": rosa.id, "isLocked": False}
    assert (await client.post("/standing", data={"seal": "x"})).status_code == 403
    assert (await client.post("/standing", data={"seal": seal})).status_code == 204
    clock.advance(minutes=9)
    assert await stands(client) == {"who": rosa.id, "isLocked": False}
    clock.advance(minutes=1)
    assert await stands(client) == {"who": rosa.id, "isLocked": True}
    assert (await client.post("/standing", data={"seal": seal})).status_code == 204
    assert await stands(client) == {"who": rosa.id, "isLocked": True}


@pytest.mark.parametrize("address", [*PLAIN, "/change-password"])
async def test_every_plain_page_behind_the_door_follows(
    client: AsyncClient, rosa: NewSignIn, address: str
) -> None:
    page = (await client.get(address)).text
    assert "plain_lock.js" in page
    assert f'data-who="{rosa.id}" data-seconds="600"' in page


@pytest.mark.parametrize("address", ["/sign-in", "/set-up/nothing"])
async def test_the_pages_at_the_door_do_not(client: AsyncClient, address: str) -> None:
    assert "plain_lock.js" not in (await client.get(address)).text
