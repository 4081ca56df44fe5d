"""What binds each row of the trail to the one before it."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Self

from store.errors import Invalid

COLUMNS = (
    "id",
    "at",
    "kind",
    "command",
    "result",
    "by_id",
    "by_name",
    "by_role",
    "origin",
    "said",
    "touched",
    "changes",
)
"""What a row's sum is over, in this order: plain numbers and texts, times in seconds since 1970."""
BEFORE_THE_FIRST = "0" * 64


def link(previous: str, content: tuple[Any, ...]) -> str:
    """The SHA-256 of a row's content and the sum of the row before it, in hexadecimal."""
    return hashlib.sha256(json.dumps((previous, *content)).encode()).hexdigest()


def plain(value: Any) -> str:
    """JSON in the one form in which the trail keeps it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


@dataclass(frozen=True, slots=True)
class Head:
    """How many rows there are and the sum of the last: whoever knows it knows them all."""

    count: int = 0
    hash: str = BEFORE_THE_FIRST

    def __str__(self) -> str:
        """As it is printed, kept beside backups and given to ``verify``."""
        return f"{self.count}:{self.hash}"

    @classmethod
    def read(cls, text: str) -> Self:
        """From the same text. Raises Invalid."""
        count, _, hash_ = text.strip().partition(":")
        if not (count.isascii() and count.isdecimal() and len(hash_) == len(BEFORE_THE_FIRST)):
            raise Invalid("A head of the audit trail is a number, a colon and 64 letters.")
        return cls(int(count), hash_.lower())
