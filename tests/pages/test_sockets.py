"""Sockets: a message reaches the page it names only from the browser that loaded that page."""

from pathlib import Path
from typing import Any

import pytest
from nicegui.testing import User

from pages import cookies, sockets
from pages.sockets import is_own
from store.views import SignedIn
from tests.factories import MANAGER, furnished
from tests.pages.entering import served, signed_in
from tests.pages.waiting import until


def socket_of(held: SignedIn | None) -> dict[str, Any]:
    """A socket as the door let it through."""
    return {"asgi.scope": {"state": {"signed_in": held}}}


async def test_a_page_belongs_to_the_sign_in_that_loaded_it(user: User, tmp_path: Path) -> None:
    clinic = served(user, furnished(tmp_path))
    page = await user.open("/sessions")
    own = clinic.signed_in(user.http_client.cookies[cookies.SIGN_IN])
    other = clinic.signed_in(signed_in(clinic, MANAGER).token)
    assert own is not None
    assert is_own(page.id, socket_of(own))
    assert not is_own(page.id, socket_of(other))
    assert not is_own(page.id, socket_of(None))
    assert not is_own(page.id, {"asgi.scope": {}})
    assert not is_own(page.id, {})
    assert not is_own(page.id, None)
    assert not is_own("no page", socket_of(own))
    assert not is_own(None, socket_of(own))


async def test_a_signed_out_page_shows_nothing_any_more(user: User, tmp_path: Path) -> None:
    clinic = served(user, furnished(tmp_path))
    page = await user.open("/sessions")
    assert clinic.hub.subscriber_count == 4  # the list, the saved views, the header, and the door
    clinic.sign_out(user.http_client.cookies[cookies.SIGN_IN])
    await until(lambda: page.is_deleted)
    assert clinic.hub.subscriber_count == 1


@pytest.mark.parametrize("name", ["connect", "handshake", *sockets.SAID])
def test_every_message_that_names_a_page_is_guarded(name: str) -> None:
    from nicegui import core

    sockets.register(lambda _what, _who: None)
    handler = core.sio.handlers["/"][name]
    assert handler.is_guarded
    sockets.register(lambda _what, _who: None)
    assert core.sio.handlers["/"][name] is handler


def test_no_message_is_left_unguarded() -> None:
    from nicegui import core

    known = {"connect", "disconnect", "handshake", *sockets.SAID, sockets.UNHEARD}
    assert set(core.sio.handlers["/"]) == known
