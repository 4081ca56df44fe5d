"""What a browser holds once somebody has proved who they are: a sign-in, or half of one."""

from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from pages import cookies
from pages.forms import address_of
from pages.off_loop import off_loop
from store.clinic import Clinic
from store.errors import CodeAsked
from store.views import NewSignIn


def let_in(request: Request, made: NewSignIn, *, to: str) -> Response:
    """On to an address of ours, holding a sign-in that nobody held before."""
    response = RedirectResponse(to, 303)
    cookies.give(response, request.scope, cookies.SIGN_IN, made.token)
    for cookie in (cookies.FORM, cookies.HALF):
        cookies.take_back(response, request.scope, cookie)
    return response


def ask_code(request: Request, asked: CodeAsked, *, to: str) -> Response:
    """On to the second half of a sign-in."""
    response = RedirectResponse(f"/sign-in/code?{urlencode({'to': to})}", 303)
    cookies.give(response, request.scope, cookies.HALF, asked.token)
    return response


async def end_before(clinic: Clinic, request: Request) -> None:
    """End the sign-in that this browser held before, now that it gets another."""
    if before := cookies.read(request.scope, cookies.SIGN_IN):
        await off_loop(clinic.sign_out, before, address=address_of(request))
