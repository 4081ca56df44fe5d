"""Codes of an authenticator app: RFC 6238 with SHA-1, six digits and steps of 30 seconds.

The standard library does it whole, the RFC's own table tests it, and it says which step a code
belongs to, which is what lets each code be good once.
"""

import hmac
import secrets
from base64 import b32decode, b32encode
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_SECONDS, DIGITS = 30, 6
AROUND = 1
"""Steps before and after now that are good too, since clocks differ and people type slowly."""
SECRET_BYTES = 20
"""As many as the sum has, which RFC 4226 asks for."""


def new_secret() -> str:
    """A key to share with an app, in base 32."""
    return b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def step_at(moment: datetime) -> int:
    """The step of time that a moment lies in."""
    return int(moment.timestamp()) // STEP_SECONDS


def code_at(secret: str, step: int) -> str:
    """What an app with this key shows in this step."""
    summed = hmac.digest(b32decode(secret), step.to_bytes(8, "big"), "sha1")
    offset = summed[-1] & 0x0F
    number = int.from_bytes(summed[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The step around now that a code belongs to; None for a wrong one."""
    here, typed = step_at(now), code.encode("utf-8", "surrogatepass")
    steps = range(here - AROUND, here + AROUND + 1)
    found = [one for one in steps if hmac.compare_digest(code_at(secret, one).encode(), typed)]
    return found[-1] if found else None


def app_address(secret: str, *, name: str, clinic: str) -> str:
    """What an app reads off a QR code; ``clinic`` is what it lists the key under."""
    label = quote(f"{clinic}:{name}" if clinic else name)
    terms = {"secret": secret, "issuer": clinic, "digits": DIGITS, "period": STEP_SECONDS}
    return f"otpauth://totp/{label}?{urlencode(terms, quote_via=quote)}"
