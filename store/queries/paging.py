"""Pages by key: what stands in an address between one page and the next, opaque to people."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Date, tuple_

from store.models.columns import UtcDateTime
from store.queries.orders import Order
from store.queries.scopes import Condition

LONGEST_KEY = 2_000
LARGEST = 2**63
Kind = TypeVar("Kind")


class WrongKey(ValueError):
    """A page key that this list did not give out."""


@dataclass(frozen=True, slots=True)
class PageKey:
    """Where a page begins: after, or before, the row with these values, as the n-th page."""

    number: int
    forward: bool
    values: tuple[Any, ...]


FIRST = PageKey(1, forward=True, values=())


def written(key: PageKey, order: Order) -> str:
    """The key as it stands in an address."""
    plain = [_signature(order), key.number, key.forward, [_plain(value) for value in key.values]]
    text = json.dumps(plain, ensure_ascii=True, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(text: str, order: Order) -> PageKey:
    """The key back from an address; WrongKey unless it was made for this very order."""
    if not text:
        return FIRST
    if len(text) > LONGEST_KEY or not text.isascii():
        raise WrongKey
    try:
        padded = text + "=" * (-len(text) % 4)
        signature, number, forward, values = json.loads(urlsafe_b64decode(padded))
    except (NotBase64, ValueError, TypeError, RecursionError) as problem:
        raise WrongKey from problem
    well_formed = type(number) is int and type(forward) is bool and type(values) is list
    if signature != _signature(order) or not well_formed or not 1 <= number < LARGEST:
        raise WrongKey
    if len(values) != len(order.columns):
        raise WrongKey
    pairs = zip(order.columns, values, strict=True)
    return PageKey(number, forward, tuple(_typed(column, value) for column, value in pairs))


def beyond(order: Order, values: tuple[Any, ...], *, forward: bool) -> Condition:
    """Whether a row comes after (or before) the one with these values."""
    here = tuple_(*order.columns)
    there = tuple_(*values, types=[column.type for column in order.columns])
    return here > there if forward is not order.descending else here < there


def sorting(order: Order, *, forward: bool) -> list[ColumnElement[Any]]:
    """The ORDER BY for reading onwards (or backwards) from a key."""
    descends = order.descending is forward
    return [column.desc() if descends else column.asc() for column in order.columns]


def _signature(order: Order) -> str:
    return f"{order.name}{'-' if order.descending else '+'}"


def _plain(value: object) -> str | int:
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)


def _typed(column: ColumnElement[Any], value: object) -> object:
    try:
        if isinstance(column.type, Date):
            return date.fromisoformat(_kind(value, str))
        if isinstance(column.type, UtcDateTime):
            return datetime.fromtimestamp(_kind(value, int), UTC)
        number_or_text = column.type.python_type
        if number_or_text is int:
            if abs(_kind(value, int)) >= LARGEST:
                raise WrongKey
            return value
        _kind(value, str).encode()
    except (ValueError, OverflowError, OSError) as problem:
        raise WrongKey from problem
    return value


def _kind(value: object, kind: type[Kind]) -> Kind:
    if type(value) is not kind:
        raise WrongKey
    return value
