"""The running server seen from outside, without a browser: every kind of answer, every kind of guest."""

import http.client
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from pages import policy
from tools.entering import cookie_of, signed_in
from tools.serving import serving

NAME, PHONE = "Zygmunt Quartermaine", "+49 30 5550199"
FORGED = "x\n2026-01-01T00:00:00Z info regimen forged"
SOCKET = "/_nicegui_ws/socket.io/?EIO=4&transport="


class Door:
    """A server of its own, what it has logged, and ways to knock."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        self.netloc = urlsplit(address).netloc
        self.cookie = cookie_of(signed_in(address))

    def log(self) -> list[str]:
        text = (self.folder / "server.log").read_text(encoding="utf-8")
        return text.splitlines()

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        named: Mapping[str, str] | None = None,
        **headers: str,
    ) -> tuple[int, dict[str, str], str]:
        line = http.client.HTTPConnection(self.netloc, timeout=20)
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        more["cookie"] = f"{more.get('cookie', '')}; {self.cookie}".lstrip("; ")
        line.request(method, path, body, {**(named or {}), **more})
        answer = line.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        text = "" if answer.status == 101 else answer.read().decode(errors="replace")
        line.close()
        return answer.status, told, text

    def open_socket(self, **more: str) -> int:
        """The status that a WebSocket's handshake is answered with."""
        asked = {
            "connection": "Upgrade",
            "upgrade": "websocket",
            "sec-websocket-version": "13",
            "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        }
        return self.ask(f"{SOCKET}websocket", named={**asked, **more})[0]


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """A clinic's server, its log at its most talkative."""
    folder = tmp_path_factory.mktemp("door")
    with serving(folder, settings={"REGIMEN_LOG_LEVEL": "debug"}) as address:
        yield Door(folder, address)


def asset(door: Door) -> str:
    found = re.search(r'href="(/assets/[^"]+)"', door.ask("/sessions")[2])
    assert found is not None
    return found[1]


def missing(headers: Mapping[str, str]) -> set[str]:
    needed = {name.lower() for name in [*policy.ALWAYS, "Content-Security-Policy"]}
    return needed - headers.keys()


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/", "GET", 307),
        ("/sessions", "GET", 200),
        ("/sessions", "HEAD", 405),
        ("/sessions", "POST", 405),
        ("/sessions/999999", "GET", 404),
        ("/nowhere", "GET", 404),
        ("/print/sessions", "GET", 200),
        ("/print/patients/999999", "GET", 404),
        ("/downloads/no/such.csv", "GET", 404),
        ("/assets/0/no.css", "GET", 404),
        ("/_nicegui/3.18.0/static/nicegui.js", "GET", 200),
        ("/_nicegui/3.18.0/static/no.js", "GET", 404),
        ("/favicon.ico", "GET", 404),
        ("/healthz", "GET", 200),
        ("/healthz", "PUT", 405),
        ("/clinic/import/files/no", "PUT", 400),
        ("/clinic/import/files/no?name=a.csv", "PUT", 404),
        (f"{SOCKET}polling", "GET", 200),
        (f"{SOCKET}nothing", "GET", 400),
        ("/sessions?q=" + "a" * 9_000, "GET", 414),
    ],
)
def test_every_answer_carries_the_headers(door: Door, path: str, method: str, status: int) -> None:
    answered, headers, _text = door.ask(path, method=method)
    assert (answered, missing(headers)) == (status, set())
    assert "strict-transport-security" not in headers
    assert "server" not in headers


def test_style_sheets_carry_them_too(door: Door) -> None:
    for _time in ("asked", "kept"):
        _status, headers, _text = door.ask(asset(door))
        assert missing(headers) == set()
        assert headers["content-security-policy"] == policy.CLOSED


def test_each_page_has_a_nonce_of_its_own_on_each_script_inside_it(door: Door) -> None:
    seen = set()
    for _page in range(2):
        _status, headers, text = door.ask("/sessions")
        found = re.search(r"'nonce-([\w-]+)'", headers["content-security-policy"])
        assert found is not None
        seen.add(found[1])
        inside = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", text)
        assert len(inside) >= 4
        assert all(f'nonce="{found[1]}"' in tag for tag in inside)
    assert len(seen) == 2
    assert "'unsafe-inline'" not in headers["content-security-policy"].split("style-src")[0]


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/healthz", "PUT", 405),
        ("/clinic/import/files/no", "PUT", 400),
        ("/assets/0/no.css", "GET", 404),
        ("/sessions?q=" + "a" * 9_000, "GET", 414),
    ],
)
def test_every_refusal_is_a_page_with_the_number_that_the_log_has(
    door: Door, path: str, method: str, status: int
) -> None:
    answered, headers, text = door.ask(path, method=method)
    found = re.search(r"Reference ([0-9A-F]{8})", text)
    assert (answered, headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert found is not None
    assert sum(found[1] in line for line in door.log()) == 1


def test_what_is_too_large_is_refused_before_it_is_read(door: Door) -> None:
    line = http.client.HTTPConnection(door.netloc, timeout=20)
    line.putrequest("POST", "/sessions")
    line.putheader("content-length", str(1 << 40))
    line.endheaders()
    answer = line.getresponse()
    assert (answer.status, answer.getheader("connection")) == (413, "close")
    line.close()


def test_too_many_headers_are_refused(door: Door) -> None:
    many = {f"x-{number}": "y" * 5_000 for number in range(8)}
    assert door.ask("/sessions", named=many)[0] == 431


def test_only_a_page_of_this_server_gets_a_socket(door: Door) -> None:
    own = f"http://{door.netloc}"
    assert door.open_socket(origin=own) == 101
    assert door.open_socket() == 403
    assert door.open_socket(origin="null") == 403
    assert door.open_socket(origin="http://evil.example") == 403
    assert door.open_socket(origin="http://evil.example", host="evil.example") == 403
    assert door.ask(f"{SOCKET}polling", origin="http://evil.example")[0] == 400
    assert door.ask(f"{SOCKET}polling", host="evil.example")[0] == 400


def test_nothing_of_a_person_and_nothing_forged_gets_into_the_log(door: Door) -> None:
    for told in (NAME, PHONE, FORGED):
        text = quote(told)
        for path in (
            f"/{text}",
            f"/sessions?q={text}&from={text}&page={text}",
            f"/sessions/{text}",
            f"/patients/{text}?q={text}",
            f"/print/{text}",
            f"/print/sessions?q={text}&to={text}",
            f"/print/patients/{text}?plan={text}",
            f"/downloads/{text}/{text}",
            f"/assets/{text}/{text}",
            f"/_nicegui/{text}",
            f"/_nicegui/3.18.0/components/{text}",
            f"{SOCKET}{text}",
        ):
            line = "".join(told.splitlines())
            door.ask(path, user_agent=line, cookie=f"regimen-theme={text}", referer=f"/{text}")
            door.ask(path, method="PUT", body=told.encode(), host=quote(told))
        door.ask(f"/clinic/import/files/{text}?name={text}", method="PUT", body=told.encode())
    log = door.log()
    words = ("Zygmunt", "Quartermaine", "5550199", "forged", "2026-01-01T00")
    assert [line for line in log if any(word in line for word in words)] == []
    shape = re.compile(
        r"\d{4}-\d\d-\d\dT[\d:.]+Z (debug|info|warning|error) [\w.]+ |Regimen is at "
    )
    assert [line for line in log if not shape.match(line)] == []
