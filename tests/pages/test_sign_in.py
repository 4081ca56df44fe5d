"""Coming in and going: plain forms, sealed for one browser, and a new id each time."""

import re
from pathlib import Path

import pytest
from httpx import AsyncClient, Response
from nicegui.testing import User

from pages import cookies, forms
from store.clinic import Clinic
from store.models import ClinicProfile
from store.views import Actor
from tests.factories import MANAGER, FixedClock
from tests.pages.entering import hold, served
from tests.store.accounts.people import OTHER, PASSWORD, form, opened, with_account

HOST = "http://test"


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


async def seal(client: AsyncClient, address: str = "/sign-in") -> str:
    found = re.search(r'name="seal" value="(\w+)"', (await client.get(address)).text)
    assert found
    return found[1]


async def send(client: AsyncClient, **fields: str) -> Response:
    sealed = {"seal": await seal(client), "name": "rosa", "password": PASSWORD, **fields}
    return await client.post("/sign-in", data=sealed)


def held(client: AsyncClient) -> str:
    return client.cookies.get(cookies.SIGN_IN) or ""


@pytest.mark.usefixtures("rosa")
async def test_a_name_and_its_password_let_in_and_on_to_where_one_was(
    client: AsyncClient, clinic: Clinic
) -> None:
    answer = await send(client, to="/patients?q=a")
    assert (answer.status_code, answer.headers["location"]) == (303, "/patients?q=a")
    signed_in = clinic.signed_in(held(client))
    assert signed_in is not None
    assert signed_in.actor.name == "Rosa Lindqvist"


@pytest.mark.usefixtures("rosa")
@pytest.mark.parametrize("to", ["", "//evil.example", "https://evil.example", "/\\evil.example"])
async def test_from_nowhere_it_leads_to_all_sessions(client: AsyncClient, to: str) -> None:
    assert (await send(client, to=to)).headers["location"] == "/sessions"


@pytest.mark.usefixtures("rosa")
async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: AsyncClient) -> None:
    given = (await send(client)).headers.get_list("set-cookie")
    (own,) = (one for one in given if one.startswith(f"{cookies.SIGN_IN}="))
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(own.split("; "))
    assert "Secure" not in own
    assert "Domain" not in own


@pytest.mark.usefixtures("rosa")
async def test_over_tls_the_cookie_is_for_tls_and_this_host_alone(client: AsyncClient) -> None:
    client.headers["origin"] = str(client.base_url).replace("http:", "https:")
    address = f"{client.headers['origin']}/sign-in"
    values = {"seal": await seal(client, address), "name": "rosa", "password": PASSWORD}
    answer = await client.post(address, data=values)
    given = answer.headers.get_list("set-cookie")
    (own,) = (one for one in given if cookies.SIGN_IN in one)
    assert own.startswith("__Host-regimen-sign-in=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(own.split("; "))


@pytest.mark.usefixtures("rosa")
async def test_an_id_that_was_planted_is_not_the_one_that_signs_in(
    client: AsyncClient, clinic: Clinic
) -> None:
    client.cookies.set(cookies.SIGN_IN, "planted")
    await send(client)
    assert clinic.signed_in("planted") is None
    tokens = {cookie.value for cookie in client.cookies.jar if cookie.name == cookies.SIGN_IN}
    assert any(clinic.signed_in(token or "") for token in tokens - {"planted"})


@pytest.mark.usefixtures("rosa")
async def test_signing_in_again_is_another_sign_in_and_ends_the_one_before(
    client: AsyncClient, clinic: Clinic
) -> None:
    await send(client)
    before = held(client)
    await send(client)
    assert held(client) != before
    assert clinic.signed_in(before) is None


@pytest.mark.usefixtures("rosa")
async def test_what_is_wrong_is_not_said_and_the_name_stays(client: AsyncClient) -> None:
    answers = [await send(client, password="wrong"), await send(client, name="<b>nobody")]
    assert [answer.status_code for answer in answers] == [401, 401]
    problems = {re.findall(r'role="alert"[^>]*>([^<]*)<', answer.text)[0] for answer in answers}
    assert problems == {"This name and this password do not go together. Type both again."}
    assert 'value="rosa"' in answers[0].text
    assert 'value="&lt;b&gt;nobody"' in answers[1].text
    assert "<b>" not in answers[1].text
    assert PASSWORD not in answers[1].text
    assert held(client) == ""


@pytest.mark.usefixtures("rosa")
async def test_too_many_tries_are_told_to_wait(client: AsyncClient) -> None:
    for _ in range(5):
        await send(client, password="wrong")
    answer = await send(client)
    assert answer.status_code == 429
    assert "Too many tries. Wait 2 seconds, then try again." in answer.text


@pytest.mark.usefixtures("rosa")
@pytest.mark.parametrize("sealed", ["", "x", "0" * 64, "ñ"])
async def test_a_form_that_is_not_from_us_signs_nobody_in(
    client: AsyncClient, clinic: Clinic, sealed: str
) -> None:
    await client.get("/sign-in")
    before = clinic.hashing.evaluated
    values = {"seal": sealed, "name": "rosa", "password": PASSWORD}
    answer = await client.post("/sign-in", data=values)
    assert answer.status_code == 403
    assert "Please do it once more" in answer.text
    assert 'value="rosa"' in answer.text
    assert (held(client), clinic.hashing.evaluated) == ("", before)


@pytest.mark.usefixtures("rosa")
async def test_a_seal_is_good_in_the_browser_it_was_made_for_alone(client: AsyncClient) -> None:
    sealed = await seal(client)
    client.cookies.delete(cookies.FORM)
    values = {"seal": sealed, "name": "rosa", "password": PASSWORD}
    assert (await client.post("/sign-in", data=values)).status_code == 403


@pytest.mark.usefixtures("rosa")
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://["])
async def test_a_page_of_another_origin_sends_no_form(client: AsyncClient, origin: str) -> None:
    client.headers["origin"] = origin
    assert (await send(client)).status_code == 403
    assert held(client) == ""


@pytest.mark.usefixtures("rosa")
async def test_a_form_without_end_is_not_read(client: AsyncClient) -> None:
    assert (await send(client, password="x" * 20_000)).status_code == 403
    answer = await client.post("/sign-in", content=b"&".join([b"a=b"] * 1000))
    assert answer.status_code == 403


async def test_the_page_says_nothing_of_the_clinic_and_runs_no_script(
    client: AsyncClient, clinic: Clinic
) -> None:
    text = (await client.get("/sign-in")).text
    assert "<h1>Sign in</h1>" in text
    assert clinic.profile().name not in text
    assert "<script" not in text
    assert "Manager</button>" not in text


async def test_in_a_demo_a_press_signs_in(client: AsyncClient, clinic: Clinic) -> None:
    with clinic.database.write() as session:
        session.get_one(ClinicProfile, 1).is_demo = True
    for role, name in (("front-desk", "Femi Adeyemi"), ("manager", "Mara Quist")):
        answer = await client.post("/sign-in", data={"seal": await seal(client), "role": role})
        assert answer.headers["location"] == "/sessions"
        signed_in = clinic.signed_in(held(client))
        assert signed_in is not None
        assert signed_in.actor.name == name


@pytest.mark.usefixtures("clinic")
async def test_elsewhere_a_press_signs_nobody_in(client: AsyncClient) -> None:
    answer = await client.post("/sign-in", data={"seal": await seal(client), "role": "manager"})
    assert answer.status_code == 401
    assert "This is no demo" in answer.text


@pytest.mark.usefixtures("rosa")
async def test_going_out_ends_the_sign_in_for_good(client: AsyncClient, clinic: Clinic) -> None:
    await send(client)
    token = held(client)
    page = (await client.get("/sessions")).text
    sealed = re.findall(r"[0-9a-f]{64}", page)
    answers = [await client.post("/sign-out", data={"seal": one}) for one in sealed[:5]]
    assert 303 in [answer.status_code for answer in answers]
    assert clinic.signed_in(token) is None
    assert held(client) == ""


@pytest.mark.usefixtures("rosa")
async def test_another_page_signs_nobody_out(client: AsyncClient, clinic: Clinic) -> None:
    await send(client)
    token = held(client)
    assert (await client.post("/sign-out", data={"seal": "x"})).status_code == 403
    assert (await client.get("/sign-out")).headers["location"] == "/sign-in"
    assert clinic.signed_in(token) is not None


async def test_a_link_lets_somebody_choose_a_password_and_in(
    client: AsyncClient, clinic: Clinic
) -> None:
    added = clinic.add_staff(form(name="<i>Rosa", sign_in_name="rosa"), by=MANAGER)
    address = f"/set-up/{clinic.make_link(added.id, by=MANAGER).token}"
    page = (await client.get(address)).text
    assert "Hello &lt;i&gt;Rosa." in page
    wrong = {"seal": await seal(client, address), "password": PASSWORD, "again": OTHER}
    assert "not the same" in (await client.post(address, data=wrong)).text
    short = wrong | {"password": "short", "again": "short"}
    assert "15 characters or more; this has 5" in (await client.post(address, data=short)).text
    answer = await client.post(address, data=wrong | {"again": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sessions")
    assert clinic.signed_in(held(client)) is not None
    gone = await client.get(address)
    assert gone.status_code == 404
    assert "This link was used already" in gone.text


async def test_a_link_is_used_by_its_own_form_alone(client: AsyncClient, clinic: Clinic) -> None:
    made = clinic.make_first_link()
    assert made is not None
    values = {"person": "Eve", "name": "eve", "password": PASSWORD, "again": PASSWORD}
    answer = await client.post(f"/set-up/{made.token}", data={**values, "seal": "x"})
    assert answer.status_code == 422
    assert clinic.link(made.token).name == ""


@pytest.mark.parametrize("token", ["x", "..", "%00", "a" * 5_000])
async def test_an_unknown_link_is_told_in_words(
    client: AsyncClient, clinic: Clinic, token: str
) -> None:
    answer = await client.get(f"/set-up/{token}")
    assert answer.status_code in {303, 404}
    assert clinic.profile().name not in answer.text


async def test_a_password_is_changed_on_a_page_of_its_own(
    user: User, client: AsyncClient, clinic: Clinic, rosa: Actor
) -> None:
    assert rosa.name
    made = clinic.sign_in("rosa", PASSWORD, address="192.0.2.1")
    hold(user, made)
    values = {"seal": await seal(client, "/change-password"), "old": PASSWORD}
    values |= {"password": OTHER, "again": OTHER}
    forged = await client.post("/change-password", data=values | {"seal": "x"})
    assert forged.status_code == 403
    wrong = await client.post("/change-password", data=values | {"old": "wrong"})
    assert "This is not your password of now." in wrong.text
    done = await client.post("/change-password", data=values)
    assert "Your password was changed." in done.text
    assert clinic.sign_in("rosa", OTHER, address="192.0.2.1").actor.name == "Rosa Lindqvist"


async def test_a_browser_that_says_it_is_a_sign_in_gets_no_seal_of_that_one_s_pages(
    client: AsyncClient,
) -> None:
    for held in ("sign-in 7", "7"):
        page = await client.get("/sign-in", headers={"Cookie": f'regimen-form="{held}"'})
        assert forms.page_seal(7) not in page.text
