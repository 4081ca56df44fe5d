"""A guest without a browser who says over a socket what no page would."""

import hashlib
import http.client
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from pages import forged
from tests.pages.waiting import until
from tests.raw_page import Page, socket_of
from tools.serving import serving

NAME = "Quartermaine"
ODD: tuple[Any, ...] = (None, -1, 2**63, 1e308, "", "x" * 5_000, [], {}, [[]], {"a": [NAME]}, NAME)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("forged")
    with serving(folder) as address:
        yield address, folder


def told(folder: Path) -> str:
    """The clinic's own tables in one number, but for who was there and saw what."""
    with sqlite3.connect(f"file:{folder}/data/regimen.db?mode=ro", uri=True) as database:
        names = database.execute(
            "select name from sqlite_master where type = 'table' and sql not like '%VIRTUAL%'"
        ).fetchall()
        found = hashlib.sha256()
        for (name,) in sorted(names):
            if name == "sign_in" or name.startswith("audit_"):
                continue
            rows = database.execute(f'select * from "{name}"').fetchall()  # noqa: S608 - ours
            found.update(repr((name, sorted(map(repr, rows)))).encode())
    database.close()
    return found.hexdigest()


def health(address: str) -> int:
    line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    line.request("GET", "/healthz")
    status = line.getresponse().status
    line.close()
    return status


def on_record(folder: Path, *, since: int) -> list[str]:
    """What of it stands in the audit trail, once the server has added what it noted."""
    query = "select said from audit_entry where command = 'forge' and id > ? order by said"
    with sqlite3.connect(f"file:{folder}/data/regimen.db?mode=ro", uri=True) as database:
        found = [said for (said,) in database.execute(query, (since,))]
    database.close()
    return found


def last_entry(folder: Path) -> int:
    with sqlite3.connect(f"file:{folder}/data/regimen.db?mode=ro", uri=True) as database:
        (last,) = database.execute("select max(id) from audit_entry").fetchone()
    database.close()
    return int(last)


async def test_what_no_page_says_stands_in_the_audit_trail_once_however_often_it_is_said(
    served: tuple[str, Path],
) -> None:
    address, folder = served
    own, other = Page(address, "/patients/1"), Page(address, "/sessions/1")
    assert own.disabled
    since = last_entry(folder)
    async with socket_of(own) as guest:
        for _ in range(3):
            await guest.emit("event", {"client_id": own.client_id})
            await guest.emit("event", other.event(*other.listeners[0]))
            await guest.emit("event", own.event(100_000, own.listeners[0][1]))
            await guest.emit("event", own.event(*own.disabled[0]))
    said = sorted((forged.ODD, forged.FOREIGN, forged.UNKNOWN, forged.LOCKED))
    await until(lambda: on_record(folder, since=since) == said)


async def test_what_no_page_says_changes_nothing(served: tuple[str, Path]) -> None:
    address, folder = served
    own, other = Page(address, "/sessions"), Page(address, "/sessions/1")
    before = told(folder)
    async with socket_of(own) as guest:
        for number, listener in other.listeners:  # another's page, known by its number
            await guest.emit("event", other.event(number, listener))
            await guest.emit("event", own.event(number + 100_000, listener))
        for odd in ODD:
            await guest.emit("event", own.event(odd, odd, odd))
            await guest.emit("event", {"client_id": odd})
            for name in ("event", "ack", "javascript_response", "log", "handshake", NAME):
                await guest.emit(name, odd)
        await guest.emit("log", {"client_id": own.client_id, "level": "error", "message": NAME})
    assert (told(folder), health(address)) == (before, 200)
    log = (folder / "server.log").read_text(encoding="utf-8")
    assert "forged message dropped" in log
    assert NAME not in log


@pytest.mark.parametrize(
    "path", ["/sessions", "/sessions/1", "/patients/1", "/calendar", "/clinic"]
)
async def test_values_out_of_range_for_every_element_leave_the_server_well(
    served: tuple[str, Path], path: str
) -> None:
    address, folder = served
    page = Page(address, path)
    assert page.listeners
    async with socket_of(page) as guest:
        for number, listener in page.listeners:
            for odd in ODD:
                await guest.emit("event", page.event(number, listener, odd))
                await guest.emit("event", page.event(number, listener, odd, odd))
    assert health(address) == 200
    log = (folder / "server.log").read_text(encoding="utf-8")
    assert NAME not in log
    assert "Traceback" not in log
