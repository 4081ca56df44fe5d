"""`/set-up/{token}`: what a one-time link opens, and `/change-password` for whoever is in."""

import asyncio

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from nicegui import app

from components.entry_pages import notice_page, password_page, set_up_page
from components.frame import THEME_COOKIE
from pages import forms
from pages.entering import ask_code, device_of, let_in
from pages.forms import Form, address_of
from pages.off_loop import off_loop
from pages.standing import lock_of
from store.clinic import Clinic
from store.errors import CodeAsked, NotFound, RegimenError, SlowDown
from store.views import AccountForm, LinkView, NewSignIn, SignedIn

NOT_ALIKE = "The two passwords are not the same. Type both again."
ON = ("Go to the sign-in", "/sign-in")


def register(clinic: Clinic) -> None:
    """Both pages, and what they send."""
    choosing = Choosing(clinic)

    @app.get("/set-up/{token}", include_in_schema=False)
    async def form(token: str, request: Request) -> Response:
        return await choosing.page(request, token)

    @app.post("/set-up/{token}", include_in_schema=False)
    async def use(token: str, request: Request) -> Response:
        return await choosing.use(request, token)

    @app.get("/change-password", include_in_schema=False)
    def change(request: Request) -> Response:
        return _password_page(request)

    @app.post("/change-password", include_in_schema=False)
    async def changed(request: Request) -> Response:
        return await choosing.change(request)


class Choosing:
    """Lets people choose a password."""

    def __init__(self, clinic: Clinic) -> None:
        """``clinic`` keeps it."""
        self._clinic = clinic
        self._turn = asyncio.Semaphore(1)

    async def page(
        self, request: Request, token: str, *, form: Form | None = None, problem: str = ""
    ) -> Response:
        """The form, or that the link holds no longer."""
        theme = request.cookies.get(THEME_COOKIE, "")
        try:
            link = await off_loop(self._clinic.link, token)
        except NotFound as gone:
            text = notice_page("This link is over", gone.message, link=ON, theme=theme)
            return HTMLResponse(text, 404)
        held = forms.form_id(request)
        text = set_up_page(
            link,
            action=request.url.path,
            seal=forms.seal(held),
            person=form["person"][:200] if form else "",
            name=form["name"][:200] if form else "",
            problem=problem,
            theme=theme,
        )
        response = HTMLResponse(text, 422 if problem else 200)
        forms.keep_form_id(response, request, held)
        return response

    async def use(self, request: Request, token: str) -> Response:
        """Keep the password and let its owner in; or say what is wrong."""
        form = await forms.read_form(request)
        if not form.is_ours:
            return await self.page(request, token, form=form, problem=forms.STALE)
        if form["password"] != form["again"]:
            return await self.page(request, token, form=form, problem=NOT_ALIKE)
        device = device_of(request)
        try:
            made = await self._used(request, token, form, device)
        except CodeAsked as asked:
            return ask_code(request, asked, to="/sessions")
        except NotFound:
            return await self.page(request, token)
        except RegimenError as refusal:
            return await self.page(request, token, form=form, problem=refusal.message)
        return let_in(request, made, to="/sessions", device=device)

    async def change(self, request: Request) -> Response:
        """Change the password of whoever is signed in."""
        form = await forms.read_form(request)
        held: SignedIn = request.state.signed_in
        if not (forms.is_from_here(request) and forms.is_of_page(held.id, form["seal"])):
            return _password_page(request, problem=forms.STALE, status=403)
        if form["password"] != form["again"]:
            return _password_page(request, problem=NOT_ALIKE, status=422)
        try:
            async with self._turn:
                await off_loop(
                    self._clinic.change_password, form["old"], form["password"], by=held.actor
                )
        except SlowDown as wait:
            return _password_page(request, problem=wait.message, status=429)
        except RegimenError as refusal:
            return _password_page(request, problem=refusal.message, status=422)
        return _password_page(request, done=True)

    async def _used(self, request: Request, token: str, form: Form, device: str) -> NewSignIn:
        link: LinkView = await off_loop(self._clinic.link, token)
        who = None
        if not link.name:
            who = AccountForm(name=form["person"], sign_in_name=form["name"])
        async with self._turn:
            return await off_loop(
                self._clinic.use_link,
                token,
                form["password"],
                who,
                address=address_of(request),
                device=device,
            )


def _password_page(
    request: Request, *, problem: str = "", done: bool = False, status: int = 200
) -> Response:
    held: SignedIn = request.state.signed_in
    text = password_page(
        seal=forms.page_seal(held.id),
        lock=lock_of(request),
        problem=problem,
        done=done,
        theme=request.cookies.get(THEME_COOKIE, ""),
    )
    return HTMLResponse(text, status)
