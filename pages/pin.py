"""`/change-pin`: whoever is in chooses the digits that unlock their devices."""

import asyncio

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from nicegui import app

from components.entry_pages import pin_page
from components.frame import THEME_COOKIE
from pages import forms
from pages.off_loop import off_loop
from pages.standing import lock_of
from store.clinic import Clinic
from store.errors import RegimenError, SlowDown
from store.views import SignedIn

NOT_ALIKE = "The two PINs are not the same. Type both again."
KEPT = "Your PIN unlocks your devices from now on."
GONE = "You have no PIN any more. Your password unlocks your devices."


def register(clinic: Clinic) -> None:
    """The form, and what it sends."""
    choosing = ChoosingPin(clinic)

    @app.get("/change-pin", include_in_schema=False)
    async def form(request: Request) -> Response:
        return await choosing.page(request)

    @app.post("/change-pin", include_in_schema=False)
    async def changed(request: Request) -> Response:
        return await choosing.change(request)


class ChoosingPin:
    """Lets people choose a PIN."""

    def __init__(self, clinic: Clinic) -> None:
        """``clinic`` keeps it."""
        self._clinic = clinic
        self._turn = asyncio.Semaphore(1)

    async def page(
        self, request: Request, *, problem: str = "", done: str = "", status: int = 200
    ) -> Response:
        """The form, with what was wrong with it, or what was done."""
        held: SignedIn = request.state.signed_in
        text = pin_page(
            seal=forms.page_seal(held.id),
            lock=lock_of(request),
            has_pin=await off_loop(self._clinic.has_pin, held.actor),
            problem=problem,
            done=done,
            theme=request.cookies.get(THEME_COOKIE, ""),
        )
        return HTMLResponse(text, status)

    async def change(self, request: Request) -> Response:
        """Keep the PIN, or take it away."""
        form = await forms.read_form(request)
        held: SignedIn = request.state.signed_in
        if not (forms.is_from_here(request) and forms.is_of_page(held.id, form["seal"])):
            return await self.page(request, problem=forms.STALE, status=403)
        pin = None if form["remove"] else form["pin"]
        if pin is not None and pin != form["again"]:
            return await self.page(request, problem=NOT_ALIKE, status=422)
        try:
            async with self._turn:
                await off_loop(self._clinic.change_pin, pin, form["old"], by=held.actor)
        except RegimenError as refusal:
            status = 429 if isinstance(refusal, SlowDown) else 422
            return await self.page(request, problem=refusal.message, status=status)
        return await self.page(request, done=GONE if pin is None else KEPT)
