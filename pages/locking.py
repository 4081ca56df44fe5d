"""`/locked`, `/lock` and `/unlock`: plain forms before a locked device, nothing over the socket."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from nicegui import app

from components.frame import THEME_COOKIE
from components.lock_page import Asked, lock_page
from pages import cookies, forms
from pages.door import sign_in_address
from pages.failures import plain_page
from pages.forms import Form, address_of, local
from pages.off_loop import off_loop
from store.clinic import Clinic
from store.errors import NotSignedIn, RegimenError, SlowDown
from store.settings import OidcTerms
from store.views import LockScreen, Proof, SignedIn

MOST_DIGITS = 18
BUSY = "Not now"
Act = Callable[[Request], Awaitable[Response]]


def register(clinic: Clinic, oidc: OidcTerms | None = None) -> None:
    """The lock screen, and the ways into it and out."""
    desk = Lock(clinic, oidc.label if oidc else "")

    @app.get("/locked", include_in_schema=False)
    async def locked(request: Request) -> Response:
        return await desk.answer(request, desk.page)

    @app.post("/lock", include_in_schema=False)
    async def lock(request: Request) -> Response:
        return await desk.answer(request, desk.lock)

    @app.post("/unlock", include_in_schema=False)
    async def unlock(request: Request) -> Response:
        return await desk.answer(request, desk.unlock)

    @app.post("/sign-out/everybody", include_in_schema=False)
    async def everybody(request: Request) -> Response:
        return await desk.answer(request, desk.sign_everybody_out)


class Lock:
    """Locks a browser and lets people back in."""

    def __init__(self, clinic: Clinic, elsewhere: str = "") -> None:
        """``clinic`` knows them; ``elsewhere`` is an identity provider's label."""
        self._clinic, self._elsewhere = clinic, elsewhere
        self._turn = asyncio.Semaphore(2)

    async def answer(self, request: Request, act: Act) -> Response:
        """What came of it; a database that is away is told in words."""
        try:
            return await act(request)
        except RegimenError as problem:
            return plain_page(503, title=BUSY, text=problem.message, path=request.url.path)

    async def page(self, request: Request, *, problem: str = "", status: int = 200) -> Response:
        """The lock screen; whoever is not locked goes on, and where nobody is signs in."""
        asked = _asked(request.query_params)
        return await self._screen(request, asked, problem=problem, status=status)

    async def lock(self, request: Request) -> Response:
        """Lock what this browser holds."""
        form, held = await forms.read_form(request), await self._held(request)
        to = local(form["to"])
        if held is None:
            return RedirectResponse(sign_in_address(to), 303)
        if not self._is_ours(request, held, form):
            return await self._screen(request, _asked(form.fields), problem=forms.STALE, status=403)
        token = cookies.read(request.scope, cookies.SIGN_IN)
        await off_loop(self._clinic.lock, token, address=address_of(request))
        return RedirectResponse(f"/locked?{urlencode({'to': to})}", 303)

    async def unlock(self, request: Request) -> Response:
        """Let somebody of this device go on, who proves who they are; or say what is wrong."""
        form, held = await forms.read_form(request), await self._held(request)
        asked = _asked(form.fields)
        if not self._is_ours(request, held, form) or asked.who is None:
            return await self._screen(request, asked, problem=forms.STALE, status=403)
        try:
            async with self._turn:
                made = await off_loop(
                    self._clinic.unlock,
                    asked.who,
                    Proof(pin=form["pin"], password=form["password"]),
                    token=cookies.read(request.scope, cookies.SIGN_IN),
                    device=cookies.read(request.scope, cookies.DEVICE),
                    address=address_of(request),
                )
        except NotSignedIn as over:
            return await self._screen(request, Asked(to=asked.to), problem=over.message, status=401)
        except RegimenError as refusal:
            status = 429 if isinstance(refusal, SlowDown) else 401
            return await self._screen(request, asked, problem=refusal.message, status=status)
        response = RedirectResponse(asked.to, 303)
        cookies.give(response, request.scope, cookies.SIGN_IN, made.token)
        return response

    async def sign_everybody_out(self, request: Request) -> Response:
        """End everything that was begun on this device."""
        form, held = await forms.read_form(request), await self._held(request)
        if not self._is_ours(request, held, form):
            return await self._screen(request, _asked(form.fields), problem=forms.STALE, status=403)
        await off_loop(
            self._clinic.sign_everybody_out,
            token=cookies.read(request.scope, cookies.SIGN_IN),
            device=cookies.read(request.scope, cookies.DEVICE),
            address=address_of(request),
        )
        response = RedirectResponse("/sign-in", 303)
        cookies.take_back(response, request.scope, cookies.SIGN_IN)
        return response

    async def _screen(
        self, request: Request, asked: Asked, *, problem: str, status: int
    ) -> Response:
        held = await self._held(request)
        token = cookies.read(request.scope, cookies.SIGN_IN)
        device = cookies.read(request.scope, cookies.DEVICE)
        if held is not None and not held.is_locked:
            return RedirectResponse(asked.to, 303)
        screen: LockScreen = await off_loop(self._clinic.lock_screen, token, device)
        if screen.current is None and not screen.others:
            return RedirectResponse(sign_in_address(asked.to), 303)
        text = lock_page(
            screen,
            asked,
            seal=forms.page_seal(held.id) if held else forms.seal(device),
            problem=problem,
            elsewhere=self._elsewhere,
            theme=request.cookies.get(THEME_COOKIE, ""),
        )
        return HTMLResponse(text, status)

    async def _held(self, request: Request) -> SignedIn | None:
        token = cookies.read(request.scope, cookies.SIGN_IN)
        return await off_loop(self._clinic.signed_in, token) if token else None

    @staticmethod
    def _is_ours(request: Request, held: SignedIn | None, form: Form) -> bool:
        if not forms.is_from_here(request):
            return False
        if held is not None:
            return forms.is_of_page(held.id, form["seal"])
        return forms.is_sealed(cookies.read(request.scope, cookies.DEVICE), form["seal"])


def _asked(given: Mapping[str, str]) -> Asked:
    who = given.get("who", "")
    is_id = who.isascii() and who.isdecimal() and len(who) <= MOST_DIGITS
    return Asked(
        to=local(given.get("to", "")),
        who=int(who) if is_id else None,
        with_password=given.get("with", "") == "password",
    )
