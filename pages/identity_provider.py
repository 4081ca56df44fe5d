"""Talks to an OpenID Connect identity provider and believes nothing it cannot verify.

The code flow with PKCE, state and nonce; an ID token counts when it is signed by a key that the
issuer publishes, with an algorithm of the list, for us, now, and in answer to what was asked.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx

from store.clinic import Clock
from store.errors import Invalid
from store.settings import OidcTerms
from store.views import OidcProof

ALGORITHMS = ["RS256", "PS256", "ES256", "RS384", "ES384", "RS512", "ES512"]
"""Signatures by a key that the provider alone has; never "none", nothing with a shared key."""
KEY_TYPES = ("RSA", "EC")
"""What those are made with; a provider may publish keys of other kinds beside them."""
LEEWAY_SECONDS = 60
"""How far the two clocks may be apart."""
FRESH = {"prompt": "login", "max_age": "0"}
"""Asks that people prove who they are there once more, and to be told when they did."""
TIMEOUT = httpx.Timeout(10.0, connect=4.0)
DISCOVERY = "/.well-known/openid-configuration"
NOT_INSTALLED = (
    "REGIMEN_OIDC_ISSUER names an identity provider, but what talks to it is not installed. Run"
    " `make oidc` once, then start again."
)


class Unreachable(Exception):
    """The identity provider does not answer, or not as one."""


class Distrusted(Exception):
    """What came back does not prove who somebody is; the message says which part, in a word."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one sign-in was begun with, and has to come back."""

    state: str
    nonce: str
    verifier: str
    back: str
    """The address of ours that the provider sends people to."""
    fresh_since: int | None = None
    """The second after which they have to have proved who they are there; None: whenever."""


def check_installed(terms: OidcTerms | None) -> None:
    """Raises Invalid when an identity provider is named and the extra is not there."""
    if terms is not None and find_spec("authlib") is None:
        raise Invalid(NOT_INSTALLED)


class IdentityProvider:
    """One identity provider; what it publishes of itself is asked for when it is needed."""

    def __init__(self, terms: OidcTerms, clock: Clock) -> None:
        """``clock`` judges whether a token is over."""
        self._terms, self._clock = terms, clock
        self._about: Mapping[str, Any] | None = None

    async def begin(self, back: str, *, is_fresh: bool = False) -> tuple[Asked, str]:
        """What a sign-in is begun with, and where the browser has to go; Unreachable.

        Where it ``is_fresh``, that they are signed in at the provider already is not enough.
        """
        from authlib.oauth2.rfc7636 import create_s256_code_challenge  # an extra

        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        since = int(self._clock().timestamp()) if is_fresh else None
        asked = Asked(state, nonce, verifier, back, since)
        async with _client() as client:
            about = await self._published(client)
        query = {
            "response_type": "code",
            "client_id": self._terms.client_id,
            "redirect_uri": back,
            "scope": "openid email profile",
            "state": asked.state,
            "nonce": asked.nonce,
            "code_challenge": create_s256_code_challenge(asked.verifier),
            "code_challenge_method": "S256",
        } | (FRESH if is_fresh else {})
        where = about["authorization_endpoint"]
        return asked, f"{where}{'&' if '?' in where else '?'}{urlencode(query)}"

    async def finish(self, asked: Asked, code: str) -> OidcProof:
        """Whose account it is, for the code that came back; Unreachable, Distrusted."""
        async with _client() as client:
            about = await self._published(client)
            given = await self._exchanged(client, about, asked, code)
            keys = await _fetched(client, about["jwks_uri"])
        claims = self._verified(given, keys, asked)
        return OidcProof(
            issuer=claims["iss"],
            subject=claims["sub"],
            name=self._name(claims),
            label=self._terms.label,
        )

    async def _published(self, client: httpx.AsyncClient) -> Mapping[str, Any]:
        """Where the provider does what, remembered once it was told."""
        if self._about is None:
            issuer = self._terms.issuer
            about = await _fetched(client, issuer.rstrip("/") + DISCOVERY)
            needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            if about.get("issuer") != issuer or not all(_is_safe(about.get(it)) for it in needed):
                raise Unreachable("discovery")
            self._about = about
        return self._about

    async def _exchanged(
        self, client: httpx.AsyncClient, about: Mapping[str, Any], asked: Asked, code: str
    ) -> Mapping[str, Any]:
        """The tokens for a code."""
        secret = self._terms.secret.get_secret_value()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": asked.back,
            "code_verifier": asked.verifier,
        }
        known = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        name = quote(self._terms.client_id, safe="")
        auth: httpx.Auth = httpx.BasicAuth(name, quote(secret, safe=""))
        if "client_secret_basic" not in known:
            form |= {"client_id": self._terms.client_id, "client_secret": secret}
            auth = httpx.Auth()
        try:
            answer = await client.post(about["token_endpoint"], data=form, auth=auth)
            given = answer.json() if answer.status_code < 500 else None
        except (httpx.HTTPError, ValueError) as failure:
            raise Unreachable("token") from failure
        if given is None:
            raise Unreachable("token")
        if answer.status_code != 200 or not isinstance(given, dict):
            raise Distrusted("code")
        return given

    def _verified(self, given: Mapping[str, Any], keys: Any, asked: Asked) -> Mapping[str, Any]:
        """The claims of an ID token that holds in every respect."""
        from authlib.oidc.core import CodeIDToken  # an extra
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        options = {
            "iss": {"essential": True, "value": self._terms.issuer},
            "aud": {"essential": True, "value": self._terms.client_id},
            "nonce": {"essential": True},
        }
        params = {
            "client_id": self._terms.client_id,
            "nonce": asked.nonce,
            "access_token": given.get("access_token"),
        }
        try:
            own = [one for one in keys["keys"] if one.get("kty") in KEY_TYPES]
            known = KeySet.import_key_set({"keys": own})
            read = jwt.decode(given["id_token"], known, algorithms=ALGORITHMS)
            claims = CodeIDToken(read.claims, read.header, options, params)
            claims.validate(now=int(self._clock().timestamp()), leeway=LEEWAY_SECONDS)
        except JoseError as failure:
            raise Distrusted(_word(failure)) from failure
        except (ValueError, TypeError, KeyError, AttributeError) as failure:
            raise Distrusted("token") from failure
        if not (isinstance(claims["sub"], str) and claims["sub"]):
            raise Distrusted("sub")
        if asked.fresh_since is not None and not _is_fresh(claims, asked.fresh_since):
            raise Distrusted("auth_time")
        return dict(claims)

    def _name(self, claims: Mapping[str, Any]) -> str:
        """What the account goes by; nothing for an e-mail address that nobody has verified."""
        claim = self._terms.name_claim
        if claim == "email" and claims.get("email_verified") is not True:
            return ""
        name = claims.get(claim)
        return name if isinstance(name, str) else ""


def _is_fresh(claims: Mapping[str, Any], since: int) -> bool:
    told = claims.get("auth_time")
    if isinstance(told, bool) or not isinstance(told, int | float):
        return False
    return told >= since - LEEWAY_SECONDS


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False)


async def _fetched(client: httpx.AsyncClient, address: str) -> Mapping[str, Any]:
    try:
        answer = await client.get(address)
        answer.raise_for_status()
        told = answer.json()
    except (httpx.HTTPError, ValueError) as failure:
        raise Unreachable(urlsplit(address).path) from failure
    if not isinstance(told, dict):
        raise Unreachable(urlsplit(address).path)
    return told


def _is_safe(address: object) -> bool:
    """Whether it goes by TLS, or does not leave this machine."""
    parts = urlsplit(address) if isinstance(address, str) else urlsplit("")
    is_here = parts.hostname in ("127.0.0.1", "localhost", "::1")
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and is_here)
    )


def _word(failure: Exception) -> str:
    """Which part of a token does not hold: a claim by its name, else the kind of failure."""
    claim = getattr(failure, "claim", None)
    return claim if isinstance(claim, str) else type(failure).__name__
