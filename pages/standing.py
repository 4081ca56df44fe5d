"""`/standing`: how a browser's sign-in stands, for plain pages, which have no socket to hear it by."""

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from markupsafe import Markup
from nicegui import app

from components.plain_lock import plain_lock
from pages import cookies, forms
from pages.door import see
from pages.off_loop import off_loop
from store.clinic import Clinic
from store.errors import RegimenError
from store.views import SignedIn

ADDRESS = "/standing"


def register(clinic: Clinic) -> None:
    """What such pages ask every second, which is nobody's touch, and how they tell of one."""

    @app.get(ADDRESS, include_in_schema=False)
    async def standing(request: Request) -> Response:
        try:
            held = await _held(clinic, request)
        except RegimenError:
            return Response(status_code=503)
        is_locked = held is not None and held.is_locked
        return JSONResponse({"who": held.id if held else None, "isLocked": is_locked})

    @app.post(ADDRESS, include_in_schema=False)
    async def touched(request: Request) -> Response:
        form = await forms.read_form(request)
        try:
            held = await _held(clinic, request)
        except RegimenError:
            return Response(status_code=503)
        is_ours = held and forms.is_from_here(request) and forms.is_of_page(held.id, form["seal"])
        if held is None or not is_ours:
            return Response(status_code=403)
        await see(clinic, held.id)
        return Response(status_code=204)


def lock_of(request: Request) -> Markup:
    """For the head of a plain page behind the door: it is covered, or left, with its sign-in."""
    held: SignedIn = request.state.signed_in
    return plain_lock(held.id, seconds=held.lock_seconds, seal=forms.page_seal(held.id))


async def _held(clinic: Clinic, request: Request) -> SignedIn | None:
    token = cookies.read(request.scope, cookies.SIGN_IN)
    return await off_loop(clinic.signed_in, token) if token else None
