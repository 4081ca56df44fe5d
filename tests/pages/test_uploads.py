"""Files for an import are taken from its own page alone, whole, and leave nothing when it is gone."""

import asyncio
from pathlib import Path

import pytest
from nicegui.testing import User
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from pages import uploads
from pages.uploads import LARGEST, Desk
from store.clinic import Clinic
from store.importing.csv.resuming import FOLDER
from store.words import Role
from tests.factories import FRONT_DESK, MANAGER, furnished
from tests.pages.entering import served
from tests.pages.waiting import until

TABLE = b"given name,family name\nMei,Tanaka\n"


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return furnished(tmp_path)


async def opened(user: User, clinic: Clinic, role: Role = Role.MANAGER) -> Desk:
    """The desk of an import's page, opened by somebody in that role."""
    served(user, clinic, by=MANAGER if role is Role.MANAGER else FRONT_DESK)
    await user.open("/clinic/import")
    return list(uploads.DESKS.values())[-1]


async def put(user: User, desk: Desk, name: str, **headers: str) -> tuple[int, str]:
    given = {key.replace("_", "-"): value for key, value in headers.items()}
    answer = await user.http_client.put(
        desk.address, params={"name": name}, content=TABLE, headers=given
    )
    return answer.status_code, answer.text


def left(clinic: Clinic) -> list[str]:
    """What lies in the folders of imports."""
    place = clinic.database.path.parent / FOLDER
    return [str(file.relative_to(place)) for file in place.glob("*/*")]


async def test_a_file_is_kept_under_a_name_of_its_own(user: User, clinic: Clinic) -> None:
    desk = await opened(user, clinic)
    assert await put(user, desk, "../../etc/Kunden.CSV") == (201, "")
    ((path, name),) = desk.waiting
    assert (name, path.read_bytes(), path.suffix) == ("Kunden.CSV", TABLE, ".csv")
    assert len(left(clinic)) == 1


async def test_files_that_come_at_once_lie_in_one_folder(user: User, clinic: Clinic) -> None:
    desk = await opened(user, clinic)
    told = await asyncio.gather(*(put(user, desk, f"{n}.csv") for n in range(4)))
    assert set(told) == {(201, "")}
    assert len({path.parent for path, _ in desk.waiting}) == 1
    assert len(list((clinic.database.path.parent / FOLDER).iterdir())) == 1


async def test_a_page_that_is_gone_leaves_no_file_and_takes_none(
    user: User, clinic: Clinic
) -> None:
    desk = await opened(user, clinic)
    await put(user, desk, "first.csv")
    assert user.client
    user.client.delete()
    await until(lambda: not left(clinic))
    assert (await put(user, desk, "second.csv"))[0] == 404
    assert not list((clinic.database.path.parent / FOLDER).iterdir())


async def test_who_may_not_import_sends_nothing(user: User, clinic: Clinic) -> None:
    desk = await opened(user, clinic, Role.FRONT_DESK)
    status, said = await put(user, desk, "patients.csv")
    assert (status, said[:24]) == (403, "Only a manager may do th")
    assert left(clinic) == []


@pytest.mark.parametrize(
    ("name", "headers", "status"),
    [
        ("patients.exe", {}, 415),
        ("patients.csv", {"origin": "http://evil.example"}, 404),
        ("patients.csv", {"origin": "http://["}, 404),
        ("patients.csv", {"content_length": str(LARGEST + 1)}, 413),
        ("patients.csv", {"content_length": "9" * 5_000}, 413),
    ],
    ids=["no table", "another origin", "no origin at all", "too large", "absurdly large"],
)
async def test_what_cannot_be_taken_is_refused_and_leaves_nothing(
    user: User, clinic: Clinic, name: str, headers: dict[str, str], status: int
) -> None:
    desk = await opened(user, clinic)
    assert (await put(user, desk, name, **headers))[0] == status
    assert (left(clinic), desk.waiting, desk.arriving) == ([], [], 0)


async def test_more_than_was_announced_is_not_taken(
    user: User, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST", len(TABLE) - 1)
    desk = await opened(user, clinic)
    assert (await put(user, desk, "patients.csv", content_length="1"))[0] == 413
    assert (left(clinic), desk.waiting) == ([], [])


async def test_a_browser_that_leaves_in_the_middle_leaves_no_half_file(
    user: User, clinic: Clinic
) -> None:
    desk = await opened(user, clinic)
    heard: list[Message] = [{"type": "http.request", "body": TABLE, "more_body": True}]

    async def receive() -> Message:
        return heard.pop() if heard else {"type": "http.disconnect"}

    request = Request({"type": "http", "method": "PUT", "headers": []}, receive)
    with pytest.raises(ClientDisconnect):
        await uploads._receive(desk, "patients.csv", request)
    assert (left(clinic), desk.waiting, desk.arriving) == ([], [], 0)
