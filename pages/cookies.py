"""The cookies of the door: who is signed in, or half so, on which device, and whose a form is."""

from http.cookies import CookieError, SimpleCookie

from fastapi import Response
from starlette.datastructures import Headers
from starlette.types import Scope

SIGN_IN = "regimen-sign-in"
FORM = "regimen-form"
DEVICE = "regimen-device"
"""What the browser is known by, on which several people may have signed in."""
HALF = "regimen-half"
"""A sign-in that waits for the code of a second factor."""
SAFE = frozenset({"https", "wss"})


def read(scope: Scope, cookie: str) -> str:
    """What this browser holds under the name, over TLS only what was set over TLS; else empty."""
    jar: SimpleCookie = SimpleCookie()
    for header in Headers(scope=scope).getlist("cookie"):
        for pair in header.split(";"):
            try:
                jar.load(pair.strip())
            except CookieError:
                continue
    held = jar.get(_name(scope, cookie))
    return held.value if held else ""


def give(response: Response, scope: Scope, cookie: str, value: str) -> None:
    """Let the browser hold it: out of reach of scripts and of other sites' requests."""
    response.set_cookie(
        _name(scope, cookie), value, path="/", httponly=True, samesite="lax", secure=_is_safe(scope)
    )


def take_back(response: Response, scope: Scope, cookie: str) -> None:
    """Let the browser hold it no longer."""
    response.delete_cookie(
        _name(scope, cookie), path="/", httponly=True, samesite="lax", secure=_is_safe(scope)
    )


def _name(scope: Scope, cookie: str) -> str:
    return f"__Host-{cookie}" if _is_safe(scope) else cookie


def _is_safe(scope: Scope) -> bool:
    return scope.get("scheme") in SAFE
