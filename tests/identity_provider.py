"""An OpenID Connect provider on loopback, of authlib's own server classes, with faults to order."""

import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from threading import Thread
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin, OpenIDCode
from flask import Flask, Response, request
from joserfc.jwk import Key, KeySet, OctKey, RSAKey
from pydantic import SecretStr
from werkzeug.serving import make_server

from store.settings import OidcTerms

CLIENT, SECRET, LABEL = "regimen", "a secret of the test's: 100 %", "Harbour ID"
FORM = """<!doctype html><html lang="en"><title>Harbour ID</title><h1>Harbour ID</h1>
<form method="post"><label>User <input name="user"></label><button>Log in</button></form></html>"""
os.environ.setdefault("AUTHLIB_INSECURE_TRANSPORT", "1")  # the provider's side, on loopback


@dataclass
class Code(AuthorizationCodeMixin):  # type: ignore[misc]  # authlib ships no types
    """What was given for one log-in, and is exchanged once."""

    code: str
    user: str
    redirect_uri: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    scope: str = "openid email profile"
    auth_time: int = field(default_factory=lambda: int(time.time()))

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return self.auth_time

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class Client(ClientMixin):  # type: ignore[misc]  # authlib ships no types
    """Regimen, as the provider knows it."""

    id_token_signed_response_alg = ""

    def get_client_id(self) -> str:
        return CLIENT

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.endswith("/sign-in/oidc/back")

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return (method, endpoint) == ("client_secret_basic", "token")

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@cache
def key_named(kid: str) -> RSAKey:
    """A key; the same when asked again, since making one takes long."""
    return RSAKey.generate_key(2048, {"kid": kid})


@dataclass
class Provider:
    """What it knows, and what is wrong with it just now."""

    address: str = ""
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Claims by the name that is typed into its form."""
    faults: dict[str, Any] = field(default_factory=dict)
    """Claims in place of the right ones."""
    key: Key = field(default_factory=lambda: key_named("one"))
    signs_with: Key | None = None
    """Another key than the one it publishes."""
    is_down: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    """The queries that browsers came with."""
    codes: dict[str, Code] = field(default_factory=dict)
    client: Client = field(default_factory=Client)

    @property
    def terms(self) -> OidcTerms:
        return OidcTerms(self.address, CLIENT, SecretStr(SECRET), LABEL, "email")

    def settings(self) -> dict[str, str]:
        """The same for a server that is started."""
        return {
            "REGIMEN_OIDC_ISSUER": self.address,
            "REGIMEN_OIDC_CLIENT_ID": CLIENT,
            "REGIMEN_OIDC_CLIENT_SECRET": SECRET,
            "REGIMEN_OIDC_LABEL": LABEL,
        }

    def knows(self, user: str, email: str, **claims: Any) -> None:
        own = {"sub": f"number-of-{user}", "email": email, "email_verified": True}
        self.people[user] = own | claims


@contextmanager
def providing() -> Iterator[Provider]:
    """Serve a provider until the test is over."""
    provider = Provider()
    server = make_server("127.0.0.1", 0, _app(provider), threaded=True)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _app(provider: Provider) -> Flask:
    app = Flask(__name__)
    server = AuthorizationServer(
        app, query_client=lambda _id: provider.client, save_token=lambda *_: None
    )
    server.register_grant(_grant(provider), [_tokens(provider), CodeChallenge(required=True)])

    @app.before_request
    def down() -> Response | None:
        return Response("down", 503) if provider.is_down else None

    @app.get("/.well-known/openid-configuration")
    def discovery() -> dict[str, Any]:
        return {
            "issuer": provider.address,
            "authorization_endpoint": f"{provider.address}/authorize",
            "token_endpoint": f"{provider.address}/token",
            "jwks_uri": f"{provider.address}/jwks",
        }

    @app.get("/jwks")
    def jwks() -> Response:
        keys = KeySet([provider.key]).as_dict(private=False)
        keys["keys"].append({"kty": "of another kind", "kid": "other"})
        return Response(json.dumps(keys), mimetype="application/json")

    @app.get("/authorize")
    def form() -> str:
        provider.asked.append(dict(request.args))
        return FORM

    @app.post("/authorize")
    def authorize() -> Any:
        user = request.form["user"]
        grant = server.get_consent_grant(end_user=user)
        return server.create_authorization_response(grant=grant, grant_user=user)

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    return app


def _grant(provider: Provider) -> type:
    class Grant(AuthorizationCodeGrant):  # type: ignore[misc]  # authlib ships no types
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

        def generate_authorization_code(self) -> str:
            return secrets.token_urlsafe(24)

        def save_authorization_code(self, code: str, asked: Any) -> None:
            told = asked.payload.data
            provider.codes[code] = Code(
                code,
                asked.user,
                asked.payload.redirect_uri,
                told.get("nonce", ""),
                told["code_challenge"],
                told["code_challenge_method"],
            )

        def query_authorization_code(self, code: str, _client: Any) -> Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            del provider.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: Code) -> str:
            return authorization_code.user

    return Grant


def _tokens(provider: Provider) -> OpenIDCode:
    class Tokens(OpenIDCode):  # type: ignore[misc]  # authlib ships no types
        def exists_nonce(self, nonce: str, _request: Any) -> bool:
            return any(one.nonce == nonce for one in provider.codes.values())

        def resolve_client_private_key(self, _client: Any) -> Key:
            return provider.signs_with or provider.key

        def get_client_algorithm(self, _client: Any) -> str:
            return "HS256" if isinstance(provider.signs_with, OctKey) else "RS256"

        def get_encode_header(self, client: Any) -> dict[str, str]:
            return {"alg": self.get_client_algorithm(client), "kid": provider.key.kid or ""}

        def get_client_claims(self, _client: Any) -> dict[str, Any]:
            return {"iss": provider.address, "aud": [CLIENT]}

        def generate_user_info(self, user: str, _scope: str) -> dict[str, Any]:
            return provider.people[user] | provider.faults

    return Tokens(require_nonce=True)
