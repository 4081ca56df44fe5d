"""While locked no route gives anything of the clinic; plain forms lock, unlock and hand over."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest
from httpx import AsyncClient, Response
from nicegui.testing import User

from components.lock_screen import LockScreen
from pages import cookies, sockets
from pages.gate import Gate
from pages.site import VIEWS
from store.accounts.sign_ins import Limits
from store.clinic import Clinic
from store.errors import Locked
from store.views import Actor, NewSignIn, Proof
from tests.factories import FixedClock, add_patient, add_plan, add_session
from tests.pages.entering import hold, served
from tests.pages.waiting import until
from tests.store.accounts.people import PASSWORD, PIN, enter, opened, with_account

CANARY = "Quartermaine"
TABLET = "what-the-tablet-is-known-by"
ADDRESSES = (
    *(re.sub(r"\{\w+\}", "1", address) for address in VIEWS),
    *("/", "/change-password", "/change-pin", "/sessions?q=Quartermaine", "/nothing/here"),
)
NO_PAGES = (
    *("/print/sessions?scope=all", "/print/sessions/1", "/print/patients/1", "/print/calendar"),
    *("/downloads/token/file.csv", "/clinic/import/files/token", "/_nicegui/client/1/upload/2"),
)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def clinic(tmp_path: Path, user: User, clock: FixedClock) -> Clinic:
    made = opened(tmp_path, clock, limits=Limits(lock=timedelta(minutes=10)))
    with made.database.write() as session:
        patient = add_patient(session, CANARY)
        add_session(session, add_plan(session, patient))
    return served(user, made, by=None)


@pytest.fixture
def client(user: User) -> AsyncClient:
    user.http_client.headers["origin"] = str(user.http_client.base_url)
    return user.http_client


@pytest.fixture
def rosa(user: User, clinic: Clinic) -> NewSignIn:
    """Rosa in this browser, with a PIN."""
    actor: Actor = with_account(clinic)
    clinic.change_pin(PIN, PASSWORD, by=actor)
    made = enter(clinic, device=TABLET)
    hold(user, made)
    user.http_client.cookies.set(cookies.DEVICE, TABLET)
    return made


async def screen(client: AsyncClient, **asked: str) -> dict[str, str]:
    """What the form of the lock screen carries by itself."""
    page = (await client.get("/locked", params=asked)).text
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


async def unlock(client: AsyncClient, **typed: str) -> Response:
    return await client.post("/unlock", data={**await screen(client), **typed})


async def test_an_open_page_of_the_canary_shows_it(client: AsyncClient, rosa: NewSignIn) -> None:
    assert rosa.id
    assert CANARY in (await client.get("/print/sessions?scope=all")).text


@pytest.mark.parametrize("by_the_clock", [False, True])
async def test_no_page_gives_anything_while_locked(
    client: AsyncClient, clinic: Clinic, clock: FixedClock, rosa: NewSignIn, *, by_the_clock: bool
) -> None:
    if by_the_clock:
        clock.advance(minutes=10)
    else:
        clinic.lock(rosa.token)
    for address in ADDRESSES:
        answer = await client.get(address)
        assert answer.status_code == 303, address
        assert answer.headers["location"].startswith("/locked?to=/"), address
        shown = await client.get(answer.headers["location"])
        assert shown.status_code == 200
        assert CANARY not in re.sub(r"(?:value|href|data-to)=\"[^\"]*\"", "", shown.text)
        assert "Rosa Lindqvist" in shown.text
    for address in NO_PAGES:
        answer = await client.get(address)
        assert (answer.status_code, answer.text) == (
            401,
            "This device is locked. Unlock it, then try again.",
        )
    assert (await client.post("/sessions")).status_code == 401


async def test_a_page_that_is_opened_does_not_unlock(
    client: AsyncClient, clinic: Clinic, clock: FixedClock, rosa: NewSignIn
) -> None:
    clock.advance(minutes=9, seconds=59)
    assert (await client.get("/sessions")).status_code == 200
    clock.advance(minutes=10)
    for _ in range(2):
        assert (await client.get("/sessions")).status_code == 303
    held = clinic.signed_in(rosa.token)
    assert held is not None
    assert held.is_locked


async def test_a_form_locks_and_another_unlocks_under_a_new_id(
    client: AsyncClient, clinic: Clinic, rosa: NewSignIn
) -> None:
    page = (await client.get("/sessions")).text
    sealed = re.findall(r"[0-9a-f]{64}", page)[0]
    locked = await client.post("/lock", data={"seal": sealed, "to": "/patients"})
    assert (locked.status_code, locked.headers["location"]) == (303, "/locked?to=%2Fpatients")
    wrong = await unlock(client, pin="580295", to="/patients")
    assert wrong.status_code == 401
    assert "This is not the PIN. 4 tries are left." in wrong.text
    answer = await unlock(client, pin=PIN, to="/patients")
    assert (answer.status_code, answer.headers["location"]) == (303, "/patients")
    assert clinic.signed_in(rosa.token) is None
    assert (await client.get("/sessions")).status_code == 200
    assert (await client.get("/locked?to=/calendar")).headers["location"] == "/calendar"


async def test_a_lock_is_opened_by_its_own_form_alone(
    client: AsyncClient, clinic: Clinic, rosa: NewSignIn
) -> None:
    clinic.lock(rosa.token)
    fields = await screen(client)
    assert (
        await client.post("/unlock", data=fields | {"seal": "x", "pin": PIN})
    ).status_code == 403
    foreign = {"origin": "http://evil.example"}
    answer = await client.post("/unlock", data=fields | {"pin": PIN}, headers=foreign)
    assert answer.status_code == 403
    for who in ("", "x", "999", "9" * 40):
        answer = await client.post("/unlock", data=fields | {"who": who, "pin": PIN})
        assert answer.status_code in {401, 403}
    held = clinic.signed_in(rosa.token)
    assert held is not None
    assert held.is_locked


async def test_another_person_of_the_device_is_named_and_takes_over(
    client: AsyncClient, clinic: Clinic, rosa: NewSignIn, user: User
) -> None:
    with_account(clinic, "Femi <b>Adeyemi", "femi")
    femi = enter(clinic, "femi", device=TABLET)
    hold(user, femi)
    clinic.lock(femi.token)
    page = (await client.get("/locked")).text
    assert "Femi &lt;b&gt;Adeyemi" in page
    assert "Rosa Lindqvist" in page
    fields = await screen(client, who=str(rosa.id), to="/calendar")
    assert fields["who"] == str(rosa.id)
    answer = await client.post("/unlock", data=fields | {"pin": PIN})
    assert answer.headers["location"] == "/calendar"
    held = clinic.signed_in(answer.cookies[cookies.SIGN_IN])
    assert held is not None
    assert held.actor.name == "Rosa Lindqvist"
    left = clinic.lock_screen(femi.token, "another tablet")
    assert left.current is not None
    assert left.others == ()


async def test_without_anybody_on_the_device_there_is_the_sign_in(
    client: AsyncClient, clinic: Clinic
) -> None:
    assert clinic.signed_in("") is None
    assert (await client.get("/locked?to=/patients")).headers["location"].startswith("/sign-in")
    assert (await client.post("/lock")).headers["location"] == "/sign-in"
    assert (await client.post("/unlock")).status_code == 303


async def test_an_open_page_asks_nothing_while_locked_and_goes_on_afterwards(
    user: User, clinic: Clinic, rosa: NewSignIn
) -> None:
    page = await user.open("/sessions")
    clinic.lock(rosa.token)
    await until(lambda: page.id in sockets._SILENT)
    held = clinic.lock_screen(rosa.token, TABLET).current
    assert held is not None
    clinic.unlock(
        held.sign_in_id, Proof(pin=PIN), token=rosa.token, device=TABLET, address="192.0.2.7"
    )
    await until(lambda: page.id not in sockets._SILENT)
    assert not page.is_deleted


async def test_a_question_that_meets_a_lock_waits_and_is_asked_again(
    user: User, clinic: Clinic, rosa: NewSignIn
) -> None:
    page = await user.open("/sessions")
    with page:
        screen = LockScreen(who=rosa.id, seconds=600, seal="", on_active=lambda: None)
    gate = Gate(page, screen, on_end=lambda: None)
    asked: list[str] = []

    def question() -> str:
        asked.append("once")
        if len(asked) == 1:
            raise Locked("locked")
        return "answered"

    asking = asyncio.ensure_future(gate.asked(question))
    await until(lambda: page.id in sockets._SILENT)
    assert not asking.done()
    gate.uncover()
    assert await asking == "answered"
    assert len(asked) == 2
    assert clinic.signed_in(rosa.token) is not None


async def test_a_pin_is_chosen_on_a_page_of_its_own(
    client: AsyncClient, clinic: Clinic, rosa: NewSignIn
) -> None:
    page = (await client.get("/change-pin")).text
    sealed = re.findall(r'name="seal" value="(\w+)"', page)[0]
    form = {"seal": sealed, "old": PASSWORD, "pin": "904718", "again": "904718"}
    assert (await client.post("/change-pin", data=form | {"seal": "x"})).status_code == 403
    assert "not the same" in (await client.post("/change-pin", data=form | {"again": "1"})).text
    common = await client.post("/change-pin", data=form | {"pin": "123456", "again": "123456"})
    assert "among the first that are tried" in common.text
    assert "not your password" in (await client.post("/change-pin", data=form | {"old": "x"})).text
    assert "unlocks your devices" in (await client.post("/change-pin", data=form)).text
    gone = await client.post("/change-pin", data=form | {"remove": "1"})
    assert "You have no PIN any more." in gone.text
    assert not clinic.has_pin(rosa.actor)


async def test_everybody_is_signed_out_from_the_lock(
    client: AsyncClient, clinic: Clinic, rosa: NewSignIn
) -> None:
    clinic.lock(rosa.token)
    fields = await screen(client)
    answer = await client.post("/sign-out/everybody", data={"seal": "x"})
    assert answer.status_code == 403
    answer = await client.post("/sign-out/everybody", data={"seal": fields["seal"]})
    assert answer.headers["location"] == "/sign-in"
    assert clinic.signed_in(rosa.token) is None
