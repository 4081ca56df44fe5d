"""A second factor by plain forms: turned on, asked for at the door, turned off."""

import re
from pathlib import Path

import pytest
from httpx import AsyncClient, Response
from nicegui.testing import User

from pages import cookies
from store.clinic import Clinic
from store.views import Actor
from tests.factories import MANAGER, FixedClock
from tests.pages.entering import hold, served
from tests.pages.test_sign_in import held, seal, send
from tests.store.accounts.people import (
    OTHER,
    PASSWORD,
    code_of,
    enter,
    opened,
    with_account,
    with_second_factor,
)

OWN = "/second-factor"


@pytest.fixture
def clinic(tmp_path: Path, user: User) -> Clinic:
    return served(user, opened(tmp_path, FixedClock()), by=None)


@pytest.fixture
def client(user: User) -> AsyncClient:
    user.http_client.headers["origin"] = str(user.http_client.base_url)
    return user.http_client


@pytest.fixture
def rosa(clinic: Clinic) -> Actor:
    return with_account(clinic)


def advance(clinic: Clinic, **span: int) -> None:
    assert isinstance(clinic.now, FixedClock)
    clinic.now.advance(**span)


async def ask(client: AsyncClient, **fields: str) -> Response:
    return await client.post(OWN, data={"seal": await seal(client, OWN), **fields})


async def type_code(client: AsyncClient, code: str, **fields: str) -> Response:
    sealed = {"seal": await seal(client, "/sign-in/code"), "code": code, **fields}
    return await client.post("/sign-in/code", data=sealed)


async def test_it_is_turned_on_with_the_password_and_one_code(
    user: User, client: AsyncClient, clinic: Clinic, rosa: Actor
) -> None:
    hold(user, enter(clinic))
    assert "Whoever learns your password" in (await client.get(OWN)).text
    assert (await ask(client, do="begin", old="wrong")).status_code == 422
    begun = (await ask(client, do="begin", old=PASSWORD)).text
    secret = re.findall(r'name="secret" value="(\w+)"', begun)[0]
    assert " ".join(re.findall("....", secret)) in begun
    assert '<svg class="qr"' in begun
    assert re.findall('<script[^>]*src="[^"]*/([^/"]*)"', begun) == ["plain_lock.js"]
    assert begun.count("<script") == 1
    wrong = await ask(client, do="confirm", secret=secret, code="000000")
    assert wrong.status_code == 422
    assert "This code is not right" in wrong.text
    assert f'name="secret" value="{secret}"' in wrong.text
    done = await ask(client, do="confirm", secret=secret, code=code_of(clinic, secret))
    assert done.status_code == 200
    assert len(re.findall(r"<li>[a-z2-9]{4}-[a-z2-9]{5}-[a-z2-9]{5}</li>", done.text)) == 8
    again = (await client.get(OWN)).text
    assert "You have 8 of 8 recovery codes left." in again
    assert secret not in again
    assert clinic.second_factor(rosa).is_on


@pytest.mark.usefixtures("rosa")
async def test_a_key_that_was_not_begun_here_is_not_turned_on(
    user: User, client: AsyncClient, clinic: Clinic
) -> None:
    hold(user, enter(clinic))
    forged = "A" * 32
    answer = await ask(client, do="confirm", secret=forged, code=code_of(clinic, forged))
    assert answer.status_code == 422
    assert "Begin once more" in answer.text


@pytest.mark.parametrize("sealed", ["", "x", "0" * 64])
async def test_another_page_neither_turns_it_on_nor_off(
    user: User, client: AsyncClient, clinic: Clinic, rosa: Actor, sealed: str
) -> None:
    _, codes = with_second_factor(clinic, rosa)
    hold(user, clinic.sign_in_with_code(await half(client), codes[0], address="192.0.2.1"))
    values = {"seal": sealed, "do": "end", "old": PASSWORD, "code": codes[1]}
    assert (await client.post(OWN, data=values)).status_code == 403
    values["seal"] = await seal(client, OWN)
    origin = {"origin": "http://evil.example"}
    assert (await client.post(OWN, data=values, headers=origin)).status_code == 403
    assert clinic.second_factor(rosa).is_on


async def half(client: AsyncClient) -> str:
    """What Rosa's browser holds when her password was right."""
    await send(client)
    return client.cookies.get(cookies.HALF) or ""


@pytest.mark.usefixtures("clinic")
async def test_nobody_sees_the_page_without_being_signed_in(client: AsyncClient) -> None:
    assert (await client.get(OWN)).headers["location"] == "/sign-in?to=/second-factor"
    assert (await client.post(OWN, data={"do": "begin"})).status_code == 401


async def test_the_door_asks_for_the_code_and_leads_on(
    client: AsyncClient, clinic: Clinic, rosa: Actor
) -> None:
    secret, _ = with_second_factor(clinic, rosa)
    advance(clinic, minutes=1)
    asked = await send(client, to="/patients?q=a")
    assert asked.status_code == 303
    assert asked.headers["location"] == "/sign-in/code?to=%2Fpatients%3Fq%3Da"
    assert held(client) == ""
    page = (await client.get(asked.headers["location"])).text
    assert "<h1>Sign in</h1>" in page
    assert 'value="/patients?q=a"' in page
    assert rosa.name not in page
    assert clinic.profile().name not in page
    wrong = await type_code(client, "000000", to="/patients")
    assert (wrong.status_code, held(client)) == (401, "")
    assert "This code is not right" in wrong.text
    answer = await type_code(client, code_of(clinic, secret), to="/patients?q=a")
    assert (answer.status_code, answer.headers["location"]) == (303, "/patients?q=a")
    signed_in = clinic.signed_in(held(client))
    assert signed_in is not None
    assert signed_in.actor.name == rosa.name
    assert client.cookies.get(cookies.HALF) is None


async def test_half_a_sign_in_opens_no_page(
    client: AsyncClient, clinic: Clinic, rosa: Actor
) -> None:
    with_second_factor(clinic, rosa)
    token = await half(client)
    assert (await client.get("/sessions")).status_code == 303
    client.cookies.set(cookies.SIGN_IN, token)
    assert (await client.get("/sessions")).status_code == 303


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/sign-in/code"])
async def test_the_code_leads_nowhere_else(
    client: AsyncClient, clinic: Clinic, rosa: Actor, to: str
) -> None:
    _, codes = with_second_factor(clinic, rosa)
    assert (await send(client, to=to)).headers["location"].endswith("?to=%2Fsessions")
    assert (await type_code(client, codes[0], to=to)).headers["location"] == "/sessions"


async def test_a_code_that_comes_too_late_begins_at_the_beginning(
    client: AsyncClient, clinic: Clinic, rosa: Actor
) -> None:
    secret, _ = with_second_factor(clinic, rosa)
    await send(client)
    advance(clinic, minutes=5)
    answer = await type_code(client, code_of(clinic, secret))
    assert answer.status_code == 401
    assert "The time for the code is over" in answer.text
    assert 'name="password"' in answer.text
    assert (await client.get("/sign-in/code")).headers["location"] == "/sign-in"


async def test_too_many_codes_are_told_to_wait(
    client: AsyncClient, clinic: Clinic, rosa: Actor
) -> None:
    with_second_factor(clinic, rosa)
    await send(client)
    answers = [await type_code(client, "000000") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [401] * 4 + [429]
    assert "Too many tries. Wait 2 seconds" in answers[-1].text


async def test_a_form_that_is_not_from_us_finishes_nothing(
    client: AsyncClient, clinic: Clinic, rosa: Actor
) -> None:
    _, codes = with_second_factor(clinic, rosa)
    await send(client)
    answer = await client.post("/sign-in/code", data={"seal": "x", "code": codes[0]})
    assert (answer.status_code, held(client)) == (403, "")


async def test_a_link_leads_to_the_code_as_well(
    client: AsyncClient, clinic: Clinic, rosa: Actor
) -> None:
    _, codes = with_second_factor(clinic, rosa)
    assert rosa.staff_id is not None
    address = f"/set-up/{clinic.make_link(rosa.staff_id, by=MANAGER).token}"
    values = {"seal": await seal(client, address), "password": OTHER, "again": OTHER}
    answer = await client.post(address, data=values)
    assert answer.headers["location"] == "/sign-in/code?to=%2Fsessions"
    assert (await type_code(client, codes[0])).headers["location"] == "/sessions"


async def test_it_is_turned_off_with_the_password_and_a_code(
    client: AsyncClient, clinic: Clinic, rosa: Actor
) -> None:
    _, codes = with_second_factor(clinic, rosa)
    await send(client)
    await type_code(client, codes[0])
    assert "Turning it off takes" in (await client.get(OWN)).text
    wrong = await ask(client, do="end", old=PASSWORD, code="000000")
    assert "This code is not right" in wrong.text
    done = await ask(client, do="end", old=PASSWORD, code=codes[1])
    assert "Your second factor is off." in done.text
    assert not clinic.second_factor(rosa).is_on


async def test_without_any_of_it_the_sign_in_is_as_small_as_before(
    client: AsyncClient, clinic: Clinic
) -> None:
    assert clinic.profile().name
    text = (await client.get("/sign-in")).text
    assert "Sign in with" not in text
    assert (await client.get("/sign-in/oidc")).headers["location"] == "/sign-in"
