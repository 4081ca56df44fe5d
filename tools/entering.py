"""Signs in as a person does in a browser, without one: for tests, screenshots and measurements."""

import re
import urllib.error
import urllib.parse
import urllib.request
from contextlib import suppress
from functools import cache
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from playwright.sync_api import StorageState

ROLES = {"Front desk": "front-desk", "Provider": "provider", "Manager": "manager"}
COOKIE = "regimen-sign-in"
SEAL = re.compile(r'name="seal" value="([0-9a-f]+)"')
LINK = re.compile(r"http://\S+(/set-up/\S+)")
PASSWORD = "seven quiet herons at noon"  # noqa: S105 - opens nothing but what tests make
TIMEOUT_SECONDS = 60.0


@cache
def signed_in(address: str, role: str = "Front desk") -> StorageState:
    """What a browser holds after the press of a button at a demo's sign-in."""
    return state_of(posted(f"{address}/sign-in", role=ROLES[role]))


@cache
def set_up(address: str, folder: Path) -> StorageState:
    """What the first manager's browser holds, who came by the link that the server printed."""
    fields = {"person": "Mara Quist", "name": "mara", "password": PASSWORD, "again": PASSWORD}
    return state_of(posted(address + first_link(folder), **fields))


def first_link(folder: Path) -> str:
    """The path of the link that the server in this folder printed last."""
    log = (folder / "server.log").read_text(encoding="utf-8")
    path: str = LINK.findall(log)[-1]
    return path


def posted(address: str, **fields: str) -> str:
    """Fill in the form at this address, send it, and say which sign-in the browser then holds."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), _Stay())
    with browser.open(address, timeout=TIMEOUT_SECONDS) as page:
        seal = SEAL.search(page.read().decode())
    assert seal, "there is no form at this address"
    sent = urllib.parse.urlencode({**fields, "seal": seal[1]}).encode()
    with suppress(urllib.error.HTTPError):  # the way on, which is not followed
        browser.open(address, sent, timeout=TIMEOUT_SECONDS).close()
    held = [cookie.value or "" for cookie in jar if cookie.name == COOKIE]
    assert held, "the door stayed shut"
    return held[0]


def state_of(token: str) -> StorageState:
    """A browser that holds this sign-in, at whichever port."""
    return {
        "cookies": [
            {
                "name": COOKIE,
                "value": token,
                "domain": "127.0.0.1",
                "path": "/",
                "expires": -1,
                "httpOnly": True,
                "secure": False,
                "sameSite": "Lax",
            }
        ],
        "origins": [],
    }


def cookie_of(held: StorageState) -> str:
    """The same as a header."""
    return "; ".join(f"{one['name']}={one['value']}" for one in held["cookies"])


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing: the answer to a form is all that is asked for."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        """Go nowhere."""
