"""What a browser holds once somebody has proved who they are: a sign-in, or half of one."""

from contextlib import suppress
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from pages import cookies
from pages.forms import address_of
from pages.off_loop import off_loop
from store.accounts.sign_ins import new_token
from store.clinic import Clinic
from store.errors import CodeAsked, RegimenError
from store.views import NewSignIn


def device_of(request: Request) -> str:
    """What the browser is known by, or will be from now on."""
    return cookies.read(request.scope, cookies.DEVICE) or new_token()


def let_in(request: Request, made: NewSignIn, *, to: str, device: str) -> Response:
    """On to an address of ours, holding a sign-in that nobody held before.

    ``device`` is what the browser is known by from now on.
    """
    response = RedirectResponse(to, 303)
    cookies.give(response, request.scope, cookies.SIGN_IN, made.token)
    cookies.give(response, request.scope, cookies.DEVICE, device)
    for cookie in (cookies.FORM, cookies.HALF):
        cookies.take_back(response, request.scope, cookie)
    return response


def ask_code(request: Request, asked: CodeAsked, *, to: str) -> Response:
    """On to the second half of a sign-in."""
    response = RedirectResponse(f"/sign-in/code?{urlencode({'to': to})}", 303)
    cookies.give(response, request.scope, cookies.HALF, asked.token)
    return response


async def leave_former(clinic: Clinic, request: Request) -> None:
    """End what a browser held that was not known yet; on one that is, it was locked.

    Whoever has just come in is let in even when that cannot be written: it then ends by the clock.
    """
    is_known = cookies.read(request.scope, cookies.DEVICE)
    before = cookies.read(request.scope, cookies.SIGN_IN)
    if before and not is_known:
        with suppress(RegimenError):
            await off_loop(clinic.sign_out, before, address=address_of(request))
