"""`/sign-in/code`, which asks for the code of a second factor, and `/second-factor`, one's own."""

import asyncio
from typing import Protocol

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from nicegui import app

from components.entry_pages import code_page, second_factor_page
from components.frame import THEME_COOKIE
from pages import cookies, forms
from pages.entering import device_of, leave_former, let_in
from pages.forms import Form, address_of, local
from pages.off_loop import off_loop
from pages.standing import lock_of
from store.clinic import Clinic
from store.errors import Invalid, NotFound, RegimenError, SlowDown
from store.views import NewSecondFactor, SignedIn


class Entrance(Protocol):
    """The first page of signing in, which a sign-in that cannot go on leads back to."""

    async def __call__(
        self, request: Request, *, to: str, problem: str = "", status: int = 200
    ) -> Response:
        """Show it."""


def register(clinic: Clinic, entrance: Entrance) -> None:
    """Both pages, and what they send."""
    code, own = CodeStep(clinic, entrance), OwnFactor(clinic)

    @app.get("/sign-in/code", include_in_schema=False)
    def form(request: Request) -> Response:
        return code.page(request, to=request.query_params.get("to", ""))

    @app.post("/sign-in/code", include_in_schema=False)
    async def sign_in(request: Request) -> Response:
        return await code.finish(request)

    @app.get("/second-factor", include_in_schema=False)
    async def shown(request: Request) -> Response:
        return await own.page(request)

    @app.post("/second-factor", include_in_schema=False)
    async def changed(request: Request) -> Response:
        return await own.change(request)


class CodeStep:
    """The second half of signing in."""

    def __init__(self, clinic: Clinic, entrance: Entrance) -> None:
        """``clinic`` knows who is half in."""
        self._clinic, self._entrance = clinic, entrance
        self._turn = asyncio.Semaphore(1)

    def page(self, request: Request, *, to: str, problem: str = "", status: int = 200) -> Response:
        """The form; who is not half in begins at the beginning."""
        if not cookies.read(request.scope, cookies.HALF):
            return RedirectResponse("/sign-in", 303)
        held = forms.form_id(request)
        theme = request.cookies.get(THEME_COOKIE, "")
        text = code_page(seal=forms.seal(held), to=local(to), problem=problem, theme=theme)
        response = HTMLResponse(text, status)
        forms.keep_form_id(response, request, held)
        return response

    async def finish(self, request: Request) -> Response:
        """Sign in, or say what is wrong with the code."""
        form = await forms.read_form(request)
        to, token = local(form["to"]), cookies.read(request.scope, cookies.HALF)
        if not form.is_ours:
            return self.page(request, to=to, problem=forms.STALE, status=403)
        device = device_of(request)
        try:
            async with self._turn:
                made = await off_loop(
                    self._clinic.sign_in_with_code,
                    token,
                    form["code"],
                    address=address_of(request),
                    device=device,
                )
        except NotFound as gone:
            response = await self._entrance(request, to=to, problem=gone.message, status=401)
            cookies.take_back(response, request.scope, cookies.HALF)
            return response
        except SlowDown as wait:
            return self.page(request, to=to, problem=wait.message, status=429)
        except RegimenError as refusal:
            return self.page(request, to=to, problem=refusal.message, status=401)
        await leave_former(self._clinic, request)
        return let_in(request, made, to=to, device=device)


class OwnFactor:
    """Lets people turn their second factor on and off."""

    def __init__(self, clinic: Clinic) -> None:
        """``clinic`` keeps it."""
        self._clinic = clinic
        self._turn = asyncio.Semaphore(1)

    async def page(
        self,
        request: Request,
        *,
        made: NewSecondFactor | None = None,
        codes: tuple[str, ...] = (),
        is_done: bool = False,
        problem: str = "",
        status: int = 200,
    ) -> Response:
        """How it stands, and what can be done about it."""
        held: SignedIn = request.state.signed_in
        text = second_factor_page(
            await off_loop(self._clinic.second_factor, held.actor),
            seal=forms.page_seal(held.id),
            lock=lock_of(request),
            made=made,
            codes=codes,
            is_done=is_done,
            problem=problem,
            theme=request.cookies.get(THEME_COOKIE, ""),
        )
        return HTMLResponse(text, status)

    async def change(self, request: Request) -> Response:
        """Do what the pressed button says, or say why not."""
        form = await forms.read_form(request)
        held: SignedIn = request.state.signed_in
        if not (forms.is_from_here(request) and forms.is_of_page(held.id, form["seal"])):
            return await self.page(request, problem=forms.STALE, status=403)
        try:
            async with self._turn:
                return await self._done(request, form)
        except SlowDown as wait:
            return await self.page(request, problem=wait.message, status=429)
        except RegimenError as refusal:
            return await self.page(request, problem=refusal.message, status=422)

    async def _done(self, request: Request, form: Form) -> Response:
        by = request.state.signed_in.actor
        if form["do"] == "confirm":
            return await self._confirmed(request, form)
        if form["do"] == "end":
            await off_loop(self._clinic.end_second_factor, form["old"], form["code"], by=by)
            return await self.page(request, is_done=True)
        made = await off_loop(self._clinic.begin_second_factor, form["old"], by=by)
        return await self.page(request, made=made)

    async def _confirmed(self, request: Request, form: Form) -> Response:
        """Turned on; with a wrong code the same key once more."""
        by, secret = request.state.signed_in.actor, form["secret"]
        try:
            codes = await off_loop(self._clinic.confirm_second_factor, secret, form["code"], by=by)
        except Invalid as wrong:
            made = await off_loop(self._clinic.begun_second_factor, secret, by=by)
            return await self.page(request, made=made, problem=wrong.message, status=422)
        return await self.page(request, codes=codes)
