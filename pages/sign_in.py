"""`/sign-in` and `/sign-out`: plain forms, nothing over the socket, nothing of the clinic shown."""

import asyncio

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from nicegui import app

from components.entry_pages import DEMO_ROLES, sign_in_page
from components.frame import THEME_COOKIE
from pages import cookies, forms, second_factor
from pages import oidc as oidc_pages
from pages.entering import ask_code, device_of, leave_former, let_in
from pages.failures import plain_page
from pages.forms import Form, address_of, is_of_page, local
from pages.off_loop import off_loop
from store.clinic import Clinic
from store.errors import CodeAsked, RegimenError, SlowDown
from store.settings import OidcTerms
from store.views import NewSignIn

AT_ONCE = 2
"""Passwords hashed at a time: each takes a processor whole, and everybody else's work goes on."""
STILL = "Still signed in"
REFUSED = "Signing out was asked for by another page. Use the menu under your name."


def register(clinic: Clinic, oidc: OidcTerms | None = None) -> None:
    """The form, what it sends, the two other steps of coming in, and the way out."""
    entry = Entry(clinic, oidc.label if oidc else "")
    second_factor.register(clinic, entry.page)
    if oidc is not None:
        oidc_pages.register(clinic, oidc, entry.page)

    @app.get("/sign-in", include_in_schema=False)
    async def form(request: Request) -> Response:
        return await entry.page(request, to=request.query_params.get("to", ""))

    @app.post("/sign-in", include_in_schema=False)
    async def sign_in(request: Request) -> Response:
        return await entry.come_in(request)

    @app.post("/sign-out", include_in_schema=False)
    async def sign_out(request: Request) -> Response:
        return await entry.go(request)

    @app.get("/sign-out", include_in_schema=False)
    def no_way_out() -> Response:
        return RedirectResponse("/sign-in", 303)


class Entry:
    """Lets people in and out."""

    def __init__(self, clinic: Clinic, elsewhere: str = "") -> None:
        """``clinic`` knows them; ``elsewhere`` is an identity provider's label."""
        self._clinic, self._elsewhere = clinic, elsewhere
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def page(
        self, request: Request, *, to: str, name: str = "", problem: str = "", status: int = 200
    ) -> Response:
        """The form, with what was typed and what was wrong with it."""
        held = forms.form_id(request)
        token = cookies.read(request.scope, cookies.SIGN_IN)
        step = await off_loop(self._clinic.doorstep, token)
        text = sign_in_page(
            seal=forms.seal(held),
            to=local(to),
            name=name,
            problem=problem,
            step=step,
            is_shared=await self._is_shared(request),
            theme=request.cookies.get(THEME_COOKIE, ""),
            elsewhere=self._elsewhere,
        )
        response = HTMLResponse(text, status)
        forms.keep_form_id(response, request, held)
        return response

    async def _is_shared(self, request: Request) -> bool:
        """Whether somebody else is signed in on this device, who could come back by its lock."""
        device = cookies.read(request.scope, cookies.DEVICE)
        if not device:
            return False
        return bool((await off_loop(self._clinic.lock_screen, "", device)).others)

    async def come_in(self, request: Request) -> Response:
        """Sign in, and on to where somebody wanted to go; or say what is wrong."""
        form = await forms.read_form(request)
        to, name = form["to"], form["name"][:200]
        if not form.is_ours:
            return await self.page(request, to=to, name=name, problem=forms.STALE, status=403)
        device = device_of(request)
        try:
            made = await self._made(request, form, device)
            if not form["role"]:
                await leave_former(self._clinic, request)
        except CodeAsked as asked:
            return ask_code(request, asked, to=local(to))
        except SlowDown as wait:
            return await self.page(request, to=to, name=name, problem=wait.message, status=429)
        except RegimenError as refusal:
            return await self.page(request, to=to, name=name, problem=refusal.message, status=401)
        return let_in(request, made, to=local(to), device=device)

    async def go(self, request: Request) -> Response:
        """End the sign-in that this browser holds, on every open tab."""
        form = await forms.read_form(request)
        token = cookies.read(request.scope, cookies.SIGN_IN)
        try:
            held = await off_loop(self._clinic.signed_in, token) if token else None
            if held and not (forms.is_from_here(request) and is_of_page(held.id, form["seal"])):
                return plain_page(403, title=STILL, text=REFUSED, path=request.url.path)
            await off_loop(self._clinic.sign_out, token, address=address_of(request))
        except RegimenError as problem:
            return plain_page(503, title=STILL, text=problem.message, path=request.url.path)
        response = RedirectResponse("/sign-in", 303)
        cookies.take_back(response, request.scope, cookies.SIGN_IN)
        return response

    async def _made(self, request: Request, form: Form, device: str) -> NewSignIn:
        came = {"address": address_of(request), "device": device}
        wished = next((role for role in DEMO_ROLES if role.value == form["role"]), None)
        if wished is not None:
            return await off_loop(self._clinic.sign_in_to_demo, wished, **came)
        async with self._turn:
            return await off_loop(self._clinic.sign_in, form["name"], form["password"], **came)
