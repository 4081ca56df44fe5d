"""Names of servers, as headers have them."""

from urllib.parse import urlsplit


def host_name(host: str) -> str:
    """The name in a Host header, without port and brackets; empty when it is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def origin_host(origin: str) -> str:
    """The host with its port that an Origin header names, as a Host header has it; "" when none."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
