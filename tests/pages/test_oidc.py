"""Signing in with an identity provider, walked as a browser does, against a real one on loopback."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from httpx import AsyncClient, Response
from joserfc.jwk import OctKey
from nicegui.testing import User

from pages import cookies, site
from pages.oidc import LASTS
from store.accounts import oidc
from store.clinic import Clinic, utc_now
from store.tables import AUDIT_ENTRY
from store.views import Actor
from tests.factories import MANAGER, FixedClock
from tests.identity_provider import LABEL, SECRET, Provider, key_named, providing
from tests.pages.logged import Logged
from tests.store.accounts.people import (
    code_of,
    enter,
    form,
    opened,
    with_account,
    with_second_factor,
)

GO, BACK = "/sign-in/oidc", "/sign-in/oidc/back"
ROSA = "rosa@cove.example"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing() as served:
        served.knows("rl", ROSA)
        yield served


@pytest.fixture
def clinic(tmp_path: Path, user: User, provider: Provider) -> Clinic:
    """Its clock stands at the time at which the provider makes its tokens."""
    clinic = opened(tmp_path, FixedClock(utc_now()))
    site.register(clinic, provider.terms)
    assert user.http_client.cookies is not None
    return clinic


@pytest.fixture
def client(user: User) -> AsyncClient:
    return user.http_client


@pytest.fixture
def rosa(clinic: Clinic) -> Actor:
    return with_account(clinic, sign_in_name=ROSA)


async def log_in(client: AsyncClient, *, to: str = "", user: str = "rl") -> str:
    """From our page to the provider's form and through it: the address it sends back to."""
    going = await client.get(GO, params={"to": to} if to else {})
    assert going.status_code == 303, going.text
    async with AsyncClient() as browser:
        assert (await browser.get(going.headers["location"])).status_code == 200
        sent = await browser.post(going.headers["location"], data={"user": user})
    assert sent.status_code == 302, sent.text
    address: str = sent.headers["location"]
    return address


async def come_in(client: AsyncClient, **wish: str) -> Response:
    return await client.get(await log_in(client, **wish))


def held(client: AsyncClient) -> str:
    return client.cookies.get(cookies.SIGN_IN) or ""


def problem(answer: Response) -> str:
    found = re.findall(r'role="alert"[^>]*>([^<]*)<', answer.text)
    assert len(found) == 1
    return str(found[0])


async def test_the_page_has_a_button_that_leads_there(client: AsyncClient, clinic: Clinic) -> None:
    assert clinic.profile().name
    text = (await client.get("/sign-in?to=/patients%3Fq%3Da")).text
    assert f">Sign in with {LABEL}</a>" in text
    assert 'href="/sign-in/oidc?to=%2Fpatients%3Fq%3Da"' in text
    assert "<script" not in text


async def test_whoever_it_vouches_for_comes_in_and_on_to_where_they_were(
    client: AsyncClient, clinic: Clinic, rosa: Actor, provider: Provider
) -> None:
    before = enter(clinic, ROSA)
    client.cookies.set(cookies.SIGN_IN, before.token)
    answer = await come_in(client, to="/patients?q=a")
    assert (answer.status_code, answer.headers["location"]) == (303, "/patients?q=a")
    tokens = {one.value or "" for one in client.cookies.jar if one.name == cookies.SIGN_IN}
    (signed_in,) = filter(None, (clinic.signed_in(token) for token in tokens - {before.token}))
    assert (signed_in.actor.staff_id, signed_in.id != before.id) == (rosa.staff_id, True)
    assert clinic.signed_in(before.token) is None
    (asked,) = provider.asked
    assert asked["code_challenge_method"] == "S256"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    assert SECRET not in str(asked)


@pytest.mark.usefixtures("rosa")
@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/sign-in/oidc"])
async def test_it_leads_to_nobody_else(client: AsyncClient, to: str) -> None:
    assert (await come_in(client, to=to)).headers["location"] == "/sessions"


@pytest.mark.usefixtures("rosa")
@pytest.mark.parametrize(
    ("faults", "part"),
    [
        ({"nonce": "another"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"aud": ["another"]}, "aud"),
        ({"aud": ["regimen", "another"]}, "azp"),
        ({"azp": "another"}, "azp"),
        ({"iss": "https://another.example"}, "iss"),
        ({"exp": 1_000_000_000}, "exp"),
        ({"iat": 9_000_000_000}, "iat"),
        ({"sub": ""}, "sub"),
        ({"at_hash": "bm8"}, "at_hash"),
    ],
)
async def test_a_token_that_does_not_hold_signs_nobody_in(
    client: AsyncClient, provider: Provider, logged: Logged, faults: dict[str, Any], part: str
) -> None:
    provider.faults = faults
    answer = await come_in(client)
    assert (answer.status_code, held(client)) == (401, "")
    reference = re.findall(r"Reference (\w{8})\.", problem(answer))[0]
    (event,) = [one for one in logged.events() if one.get("reference") == reference]
    assert event["part"] == part


@pytest.mark.usefixtures("rosa")
async def test_a_key_that_is_not_published_proves_nothing(
    client: AsyncClient, provider: Provider
) -> None:
    for key in (key_named("two"), OctKey.import_key(SECRET * 2)):
        provider.signs_with = key
        answer = await come_in(client)
        assert (answer.status_code, held(client)) == (401, "")
        assert "does not hold" in problem(answer)


@pytest.mark.usefixtures("rosa")
async def test_a_new_key_of_the_provider_s_is_known_at_once(
    client: AsyncClient, provider: Provider
) -> None:
    await come_in(client)
    provider.key = key_named("two")
    assert (await come_in(client)).status_code == 303


@pytest.mark.usefixtures("rosa")
async def test_what_was_begun_elsewhere_or_never_is_not_finished_here(
    client: AsyncClient, clinic: Clinic
) -> None:
    back = await log_in(client)
    other = parse_qs(urlsplit(back).query)["code"][0]
    for params in ({"code": other, "state": "x"}, {"code": other}, {}):
        assert "not begun in this browser" in problem(await client.get(BACK, params=params))
    client.cookies.delete(cookies.FORM)
    assert "not begun in this browser" in problem(await client.get(back))
    back = await log_in(client)
    assert isinstance(clinic.now, FixedClock)
    clinic.now.now += LASTS
    assert "took too long" in problem(await client.get(back))
    assert held(client) == ""


@pytest.mark.usefixtures("rosa")
async def test_the_way_back_is_gone_once(client: AsyncClient) -> None:
    back = await log_in(client)
    assert (await client.get(back)).status_code == 303
    assert (await client.get(back)).status_code == 401


@pytest.mark.usefixtures("rosa")
async def test_a_code_of_another_sign_in_proves_nothing(client: AsyncClient) -> None:
    """PKCE: the code is worth something to whoever began for it alone."""
    first, second = await log_in(client), await log_in(client)
    codes = [parse_qs(urlsplit(one).query) for one in (first, second)]
    params = {"code": codes[0]["code"][0], "state": codes[1]["state"][0]}
    assert "does not hold" in problem(await client.get(BACK, params=params))


@pytest.mark.usefixtures("rosa")
async def test_whoever_was_not_let_through_there_reads_so(client: AsyncClient) -> None:
    state = parse_qs(urlsplit(await log_in(client)).query)["state"][0]
    answer = await client.get(BACK, params={"error": "access_denied", "state": state})
    assert f"{LABEL} did not let you through." in problem(answer)


async def test_strangers_unverified_and_disabled_people_read_the_same(
    client: AsyncClient, clinic: Clinic, rosa: Actor, provider: Provider
) -> None:
    provider.knows("stranger", "stranger@cove.example")
    provider.knows("unverified", ROSA, email_verified=False)
    provider.people["nameless"] = {"sub": "number-of-nameless"}
    before = clinic.staff(MANAGER)
    users = ["stranger", "unverified", "nameless"]
    answers = [await come_in(client, user=user) for user in users]
    assert clinic.staff(MANAGER) == before
    assert rosa.staff_id is not None
    clinic.disable_staff(rosa.staff_id, by=MANAGER)
    answers.append(await come_in(client))
    assert {(one.status_code, problem(one)) for one in answers} == {(401, oidc.NOBODY)}
    assert held(client) == ""


async def test_a_second_factor_is_asked_for_on_the_way(
    client: AsyncClient, clinic: Clinic, rosa: Actor
) -> None:
    client.headers["origin"] = str(client.base_url)
    member = clinic.add_staff(form(name="Ina", sign_in_name="ina@cove.example"), by=MANAGER)
    assert member.id != rosa.staff_id
    secret, _ = with_second_factor(clinic, rosa)
    assert isinstance(clinic.now, FixedClock)
    clinic.now.advance(seconds=30)
    answer = await come_in(client, to="/calendar")
    assert answer.headers["location"] == "/sign-in/code?to=%2Fcalendar"
    assert held(client) == ""
    page = (await client.get(answer.headers["location"])).text
    sealed = re.findall(r'name="seal" value="(\w+)"', page)[0]
    values = {"seal": sealed, "to": "/calendar", "code": code_of(clinic, secret)}
    done = await client.post("/sign-in/code", data=values)
    assert done.headers["location"] == "/calendar"
    assert clinic.signed_in(held(client)) is not None


@pytest.mark.usefixtures("rosa")
async def test_a_provider_that_is_down_is_told_in_words_with_a_reference(
    client: AsyncClient, provider: Provider, logged: Logged
) -> None:
    provider.is_down = True
    answer = await client.get(GO)
    assert answer.status_code == 503
    reference = re.findall(r"Reference (\w{8})\.", problem(answer))[0]
    assert reference in logged.text()
    assert 'name="password"' in answer.text
    provider.is_down = False
    back = await log_in(client, to="/calendar")
    provider.is_down = True
    answer = await client.get(back)
    assert answer.status_code == 503
    assert 'name="to" value="/calendar"' in answer.text
    assert SECRET not in logged.text()


async def test_a_provider_that_is_not_there_is_no_failure_of_ours(
    tmp_path: Path, user: User
) -> None:
    with providing() as gone:
        terms = gone.terms
    site.register(opened(tmp_path, FixedClock()), terms)
    answer = await user.http_client.get(GO)
    assert (answer.status_code, "does not answer just now" in problem(answer)) == (503, True)


async def test_another_issuer_than_the_one_that_was_named_is_not_believed(
    tmp_path: Path, user: User, provider: Provider
) -> None:
    named = httpx.URL(provider.address).copy_with(host="localhost")
    terms = provider.terms.__class__(
        str(named), "regimen", provider.terms.secret, LABEL, name_claim="email"
    )
    site.register(opened(tmp_path, FixedClock()), terms)
    assert (await user.http_client.get(GO)).status_code == 503


@pytest.mark.usefixtures("rosa")
async def test_who_came_and_who_was_turned_away_is_on_record(
    client: AsyncClient, clinic: Clinic, provider: Provider
) -> None:
    provider.faults = {"aud": ["another"]}
    await come_in(client)
    provider.faults = {}
    await come_in(client)
    with clinic.database.read() as connection:
        rows = connection.execute(AUDIT_ENTRY.select().order_by(AUDIT_ENTRY.c.id)).all()[-2:]
    assert [(row.command, row.result.value) for row in rows] == [
        ("sign_in", "refused"),
        ("sign_in", "done"),
    ]
    assert f"An account at {LABEL} signs Rosa Lindqvist in from now on." in rows[1].said


async def test_whoever_has_no_password_unlocks_by_the_account_they_came_in_by(
    client: AsyncClient, clinic: Clinic, provider: Provider
) -> None:
    clinic.add_staff(form(name="Rosa Lindqvist", sign_in_name=ROSA), by=MANAGER)
    await come_in(client)
    assert "prompt" not in provider.asked[-1]
    before = clinic.signed_in(held(client))
    assert before is not None
    clinic.lock(held(client))
    page = (await client.get("/locked?to=/patients")).text
    assert 'href="/sign-in/oidc?to=%2Fpatients"' in page
    assert f"Unlock with {LABEL}" in page
    assert 'name="password"' not in page
    answer = await come_in(client, to="/patients")
    assert answer.headers["location"] == "/patients"
    after = clinic.signed_in(held(client))
    assert after is not None
    assert (after.id, after.is_locked) == (before.id, False)
    assert (provider.asked[-1]["prompt"], provider.asked[-1]["max_age"]) == ("login", "0")


@pytest.mark.parametrize("told", [1_000_000_000, None, True])
async def test_an_account_left_open_at_the_provider_passes_no_lock(
    client: AsyncClient, clinic: Clinic, provider: Provider, told: object
) -> None:
    clinic.add_staff(form(name="Rosa Lindqvist", sign_in_name=ROSA), by=MANAGER)
    provider.faults = {"auth_time": told}
    assert (await come_in(client)).status_code == 303
    clinic.lock(held(client))
    answer = await come_in(client)
    assert "does not hold" in problem(answer)
    still = clinic.signed_in(held(client))
    assert still is not None
    assert still.is_locked


async def test_whoever_has_a_password_may_unlock_either_way(
    client: AsyncClient, clinic: Clinic, rosa: Actor
) -> None:
    assert rosa.name
    await come_in(client)
    clinic.lock(held(client))
    page = (await client.get("/locked?to=/patients")).text
    assert 'name="password"' in page
    assert f"Unlock with {LABEL}" in page
