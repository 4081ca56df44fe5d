"""The door: behind it is only who is signed in; pages lead to the sign-in, all else is refused."""

from urllib.parse import quote

import nicegui
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from nicegui import app
from starlette.types import ASGIApp, Receive, Scope, Send

from pages import cookies
from pages.failures import plain_page
from pages.off_loop import off_loop
from store.clinic import Clinic
from store.errors import RegimenError
from store.views import SignedIn

OPEN = frozenset(
    {
        *("/sign-in", "/sign-in/code", "/sign-in/oidc", "/sign-in/oidc/back"),
        *("/sign-out", "/sign-out/everybody", "/locked", "/lock", "/unlock", "/healthz"),
        "/standing",
    }
)
OPEN_BELOW = ("/set-up/", "/assets/", f"/_nicegui/{nicegui.__version__}/")
"""What everybody may fetch: the way in, and scripts, styles and pictures that say nothing."""
NO_PAGES = ("/print/", "/downloads/", "/clinic/import/files", "/_nicegui")
REFUSED = "You are not signed in. Sign in, then try again."
LOCKED = "This device is locked. Unlock it, then try again."
SOCKETS = "/_nicegui_ws/"
"""Stays open to a page that is locked, so that it hears of being unlocked; it is heard no more."""


def register(clinic: Clinic) -> None:
    """Put the door in front of everything that was registered."""
    app.add_middleware(Door, clinic=clinic)


class Door:
    """Looks at every request once; whoever is let in stands in the request's state."""

    def __init__(self, inner: ASGIApp, clinic: Clinic) -> None:
        """``clinic`` knows who is signed in."""
        self.inner, self.clinic = inner, clinic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it here."""
        if scope["type"] not in {"http", "websocket"} or is_open(scope["path"]):
            await self.inner(scope, receive, send)
            return
        try:
            held = await self._held(scope)
        except RegimenError as problem:
            busy = plain_page(503, title="Not now", text=problem.message, path=scope["path"])
            await _answer(busy, scope, receive, send)
            return
        if held is None:
            await _answer(_refusal(scope), scope, receive, send)
            return
        if held.is_locked and not scope["path"].startswith(SOCKETS):
            await _answer(_locked(scope), scope, receive, send)
            return
        scope.setdefault("state", {})["signed_in"] = held
        await self.inner(scope, receive, send)

    async def _held(self, scope: Scope) -> SignedIn | None:
        token = cookies.read(scope, cookies.SIGN_IN)
        held = await off_loop(self.clinic.signed_in, token) if token else None
        held = held and held.coming_from(_address_of(scope))
        if held and not held.is_seen and not held.is_locked and is_page(scope):
            await see(self.clinic, held.id)
        return held


async def see(clinic: Clinic, sign_in_id: int) -> None:
    """Note that somebody is there; reading goes on when that cannot be written."""
    try:
        await off_loop(clinic.see, sign_in_id)
    except RegimenError:
        return


def is_open(path: str) -> bool:
    """Whether everybody may fetch it."""
    is_dynamic = "/dynamic_resources/" in path
    return path in OPEN or (path.startswith(OPEN_BELOW) and not is_dynamic)


def is_page(scope: Scope) -> bool:
    """Whether a person looks at the answer in a tab of its own."""
    is_read = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}
    return is_read and not scope["path"].startswith(NO_PAGES)


def _refusal(scope: Scope) -> Response:
    if not is_page(scope):
        return PlainTextResponse(REFUSED, 401)
    return RedirectResponse(sign_in_address(asked_for(scope)), 303)


def _locked(scope: Scope) -> Response:
    if not is_page(scope):
        return PlainTextResponse(LOCKED, 401)
    return RedirectResponse(locked_address(asked_for(scope)), 303)


def asked_for(scope: Scope) -> str:
    """The address of a request, as it was asked."""
    path = quote(scope["path"], safe="/:@!$&'()*+,;=~")
    query = scope.get("query_string", b"").decode("latin-1")
    return f"{path}?{query}" if query else path


def sign_in_address(to: str) -> str:
    """Where to sign in, and from there on to where somebody was."""
    return "/sign-in" if to in {"/", "/sessions"} else f"/sign-in?to={quote(to, safe='/')}"


def locked_address(to: str) -> str:
    """Where to unlock, and from there on to where somebody was."""
    return f"/locked?to={quote(to, safe='/')}"


async def _answer(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await response(scope, receive, send)


def _address_of(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""
