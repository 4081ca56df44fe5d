"""Addresses taken apart and put together, whatever was typed into them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit


def split(address: str) -> tuple[str, dict[str, str]]:
    """Path without a closing slash and query; what is no text anywhere is replaced."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query, keep_blank_values=True, errors="replace"))
    return parts.path.rstrip("/") or "/", {key: well_formed(value) for key, value in query.items()}


def join(path: str, params: Mapping[str, str]) -> str:
    """An address from its path and query."""
    return f"{path}?{urlencode(params)}" if params else path


def well_formed(text: Any) -> str:
    """Text that can be stored and sent: half characters of broken input are replaced."""
    return str(text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
