"""Plain forms: read within bounds, and only when this browser got them from us."""

import hmac
import secrets
from urllib.parse import parse_qsl, urlsplit

from fastapi import Request, Response

from pages import cookies
from pages.addresses import well_formed

KEY = secrets.token_bytes(32)
"""Made at each start: a form that is older than the server is shown once more."""
LARGEST = 16_384
"""Bytes of a form."""
MOST_FIELDS = 20
LEADING_BACK = frozenset({"/sign-in", "/sign-out", "/locked", "/lock", "/unlock", "/standing", ""})
STALE = "This page was open for long. Please do it once more."


class Form:
    """What was sent, and whether a page of ours sent it."""

    def __init__(self, request: Request, fields: dict[str, str]) -> None:
        """``fields`` by their names."""
        self.fields = fields
        held = cookies.read(request.scope, cookies.FORM)
        self.is_ours = is_from_here(request) and is_sealed(held, self["seal"])

    def __getitem__(self, name: str) -> str:
        """A field's text, empty when it is not there."""
        return self.fields.get(name, "")


async def read_form(request: Request) -> Form:
    """The form of a request; without any field when it is too large or none."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return Form(request, {})
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="replace",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        pairs = []
    return Form(request, {name: well_formed(value) for name, value in pairs})


def form_id(request: Request) -> str:
    """What this browser is known by to its forms: what it holds, or something new."""
    return cookies.read(request.scope, cookies.FORM) or secrets.token_urlsafe(32)


def seal(held: str) -> str:
    """What a form carries to show that it was made for the browser that holds this cookie."""
    return _sealed("browser", held)


def page_seal(sign_in_id: int) -> str:
    """What the forms of a signed-in person's pages carry; it stays when the sign-in's id is new."""
    return _sealed("sign-in", str(sign_in_id))


def _sealed(kind: str, what: str) -> str:
    """By kind, since a cookie holds whatever somebody wrote into it, a sign-in's number too."""
    said = f"{kind} {what}".encode("utf-8", "surrogatepass")
    return hmac.new(KEY, said, "sha256").hexdigest()


def is_of_page(sign_in_id: int, sealed: str) -> bool:
    """Whether a page of this sign-in made the form."""
    return hmac.compare_digest(page_seal(sign_in_id).encode(), sealed.encode())


def is_sealed(held: str, sealed: str) -> bool:
    """Whether the seal was made for this cookie."""
    return bool(held) and hmac.compare_digest(seal(held).encode(), sealed.encode())


def is_from_here(request: Request) -> bool:
    """Whether no page of another origin asks; what is no browser names no origin."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
    try:
        return urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()
    except ValueError:
        return False


def keep_form_id(response: Response, request: Request, held: str) -> None:
    """Let the browser hold what its form is sealed with."""
    cookies.give(response, request.scope, cookies.FORM, held)


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else ""


def local(address: str) -> str:
    """An address of ours to go to afterwards; all sessions for any other one."""
    is_plain = address.isprintable() and address.isascii() and "\\" not in address
    is_here = address.startswith("/") and not address.startswith("//")
    path = address.split("?", maxsplit=1)[0].rstrip("/")
    leads_back = path in LEADING_BACK or path.startswith("/sign-in/")
    return address if is_plain and is_here and not leads_back else "/sessions"
