"""`/sign-in/oidc`: to an identity provider and back, with what was begun kept on this side."""

from datetime import datetime, timedelta
from typing import NamedTuple

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import app

from pages import cookies, forms, logs
from pages.entering import ask_code, device_of, leave_former, let_in
from pages.failures import new_reference
from pages.forms import address_of, local
from pages.identity_provider import Asked, Distrusted, IdentityProvider, Unreachable
from pages.off_loop import off_loop
from pages.second_factor import Entrance
from store.clinic import Clinic
from store.errors import CodeAsked, RegimenError
from store.settings import OidcTerms
from store.views import OidcProof

BACK = "/sign-in/oidc/back"
LASTS = timedelta(minutes=10)
MOST = 1_000
"""Sign-ins under way at once; the oldest gives way."""
DOWN = (
    "{label} does not answer just now. Sign in with your name and password, or try again later."
    " Reference {reference}."
)
DOUBTED = "What {label} sent back does not hold, so nobody was signed in. Reference {reference}."
BEGIN_AGAIN = "This sign-in was not begun in this browser, or took too long. Begin once more."
NOT_LET = "{label} did not let you through. Begin once more, or use your name and password."
log = logs.get("regimen.oidc")


class UnderWay(NamedTuple):
    """A sign-in that has gone to the identity provider."""

    asked: Asked
    browser: str
    """The seal of the browser that began it."""
    to: str
    ends_at: datetime


def register(clinic: Clinic, terms: OidcTerms, entrance: Entrance) -> None:
    """The way there and the way back."""
    entry = OidcEntry(clinic, terms, entrance)

    @app.get("/sign-in/oidc", include_in_schema=False)
    async def begin(request: Request) -> Response:
        return await entry.begin(request, to=local(request.query_params.get("to", "")))

    @app.get(BACK, include_in_schema=False)
    async def back(request: Request) -> Response:
        return await entry.back(request)


class OidcEntry:
    """Lets people in whom an identity provider vouches for."""

    def __init__(self, clinic: Clinic, terms: OidcTerms, entrance: Entrance) -> None:
        """``entrance`` is where whoever is not let in reads why."""
        self._clinic, self._label, self._entrance = clinic, terms.label, entrance
        self._provider = IdentityProvider(terms, clinic.now)
        self._under_way: dict[str, UnderWay] = {}

    async def begin(self, request: Request, *, to: str) -> Response:
        """On to the identity provider."""
        back = str(request.base_url).rstrip("/") + BACK
        try:
            is_fresh = await self._is_shared(request)
            asked, address = await self._provider.begin(back, is_fresh=is_fresh)
        except Unreachable as failure:
            return await self._down(request, failure, to=to)
        except RegimenError as refusal:
            return await self._entrance(request, to=to, problem=refusal.message, status=503)
        held, now = forms.form_id(request), self._clinic.now()
        while len(self._under_way) >= MOST:
            del self._under_way[next(iter(self._under_way))]
        self._under_way[asked.state] = UnderWay(asked, forms.seal(held), to, now + LASTS)
        response = RedirectResponse(address, 303)
        forms.keep_form_id(response, request, held)
        return response

    async def back(self, request: Request) -> Response:
        """Sign in whoever comes back with what was asked for, or say why not."""
        given = request.query_params
        begun = self._under_way.pop(given.get("state", ""), None)
        browser = cookies.read(request.scope, cookies.FORM)
        if (
            begun is None
            or self._clinic.now() >= begun.ends_at
            or not forms.is_sealed(browser, begun.browser)
        ):
            return await self._refused(request, BEGIN_AGAIN, to="/sessions")
        if "code" not in given:
            problem = NOT_LET.format(label=_capital(self._label))
            return await self._refused(request, problem, to=begun.to)
        try:
            proof = await self._provider.finish(begun.asked, given["code"])
        except Unreachable as failure:
            return await self._down(request, failure, to=begun.to)
        except Distrusted as doubt:
            return await self._doubted(request, doubt, to=begun.to)
        return await self._let_in(request, proof, to=begun.to)

    async def _is_shared(self, request: Request) -> bool:
        """Whether somebody's lock stands here, which an account left open there may not pass."""
        token = cookies.read(request.scope, cookies.SIGN_IN)
        device = cookies.read(request.scope, cookies.DEVICE)
        screen = await off_loop(self._clinic.lock_screen, token, device)
        return bool(screen.current or screen.others)

    async def _let_in(self, request: Request, proof: OidcProof, *, to: str) -> Response:
        """Whoever the account belongs to, if they may come in."""
        address, device = address_of(request), device_of(request)
        try:
            made = await off_loop(
                self._clinic.sign_in_by_oidc, proof, address=address, device=device
            )
        except CodeAsked as asked:
            return ask_code(request, asked, to=to)
        except RegimenError as refusal:
            return await self._entrance(request, to=to, problem=refusal.message, status=401)
        await leave_former(self._clinic, request)
        return let_in(request, made, to=to, device=device)

    async def _down(self, request: Request, failure: Unreachable, *, to: str) -> Response:
        reference = new_reference()
        log.warning("identity provider does not answer", reference=reference, cause=failure)
        problem = DOWN.format(label=_capital(self._label), reference=reference)
        return await self._entrance(request, to=to, problem=problem, status=503)

    async def _doubted(self, request: Request, doubt: Distrusted, *, to: str) -> Response:
        reference = new_reference()
        log.warning("identity not proved", reference=reference, part=str(doubt))
        problem = DOUBTED.format(label=self._label, reference=reference)
        return await self._refused(request, problem, to=to)

    async def _refused(self, request: Request, problem: str, *, to: str) -> Response:
        address = address_of(request)
        await off_loop(self._clinic.refuse_at_door, problem, address=address)
        return await self._entrance(request, to=to, problem=problem, status=401)


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]
