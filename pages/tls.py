"""Whether certificate and key can serve: there, readable, of one another, and valid now."""

import ssl
from datetime import UTC, datetime
from pathlib import Path

from store.errors import Invalid

NAMES = "REGIMEN_TLS_CERTIFICATE and REGIMEN_TLS_KEY"
NOT_YET, EXPIRED = 9, 10
"""OpenSSL's numbers for a certificate outside of its time."""

MOST_ROUNDS = 20
"""Of messages to and fro; three are enough."""


def check(certificate: Path | None, key: Path | None) -> datetime | None:
    """Until when the server can be trusted by them, aware UTC; None without TLS. Raises Invalid."""
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise Invalid(f"{NAMES} belong together: only one of them is set.")
    for name, file in (("REGIMEN_TLS_CERTIFICATE", certificate), ("REGIMEN_TLS_KEY", key)):
        _read(name, file)
    return _shake_hands(_own(certificate, key), certificate)


def _read(name: str, file: Path) -> None:
    try:
        file.read_bytes()
    except FileNotFoundError:
        raise Invalid(f"{name}: there is no file {file}.") from None
    except OSError:
        raise Invalid(f"{name}: {file} cannot be read by the user that runs Regimen.") from None


def _own(certificate: Path, key: Path) -> ssl.SSLContext:
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        own.load_cert_chain(certificate, key, password=_no_password)
    except _PasswordNeededError:
        raise Invalid(f"REGIMEN_TLS_KEY: {key} asks for a password; store it without.") from None
    except ssl.SSLError as wrong:
        if wrong.reason == "KEY_VALUES_MISMATCH":
            raise Invalid(f"REGIMEN_TLS_KEY: {key} is not the key of {certificate}.") from None
        raise Invalid(f"{NAMES}: {certificate} and {key} are not both PEM files.") from None
    return own


class _PasswordNeededError(Exception):
    """The key is locked, and nobody is there to type."""


def _no_password() -> str:
    raise _PasswordNeededError


def _shake_hands(own: ssl.SSLContext, certificate: Path) -> datetime:
    """Let a browser in memory meet the server: the only way to read a certificate's dates."""
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname = False
    trusting.verify_flags |= ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN
    trusting.load_verify_locations(certificate)
    to_server, to_browser = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = own.wrap_bio(to_server, to_browser, server_side=True)
    browser = trusting.wrap_bio(to_browser, to_server)
    try:
        for _round in range(MOST_ROUNDS):
            if all([_is_done(browser), _is_done(server)]):
                break  # until then each reads what the other wrote, and writes again
    except ssl.SSLError as wrong:
        raise Invalid(f"REGIMEN_TLS_CERTIFICATE: {certificate} {_fault(wrong)}.") from None
    ends = str((browser.getpeercert() or {})["notAfter"])
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC)


def _is_done(side: ssl.SSLObject) -> bool:
    try:
        side.do_handshake()
    except ssl.SSLWantReadError:
        return False
    return True


def _fault(wrong: ssl.SSLError) -> str:
    faults = {EXPIRED: "has expired; get a new one", NOT_YET: "is not valid yet"}
    return faults.get(getattr(wrong, "verify_code", 0), "cannot be trusted as it is")
