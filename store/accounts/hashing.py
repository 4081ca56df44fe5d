"""Passwords as Argon2id hashes: slow on purpose, so never on the event loop."""

import unicodedata
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MEMORY_KIB, ROUNDS, LANES = 19 * 1024, 2, 1


class Hashing:
    """Makes and compares hashes; counts every one, since their number is what time goes by."""

    def __init__(
        self, *, memory_kib: int = MEMORY_KIB, rounds: int = ROUNDS, lanes: int = LANES
    ) -> None:
        """The defaults are those that the clinic's passwords are kept with."""
        self._hasher = PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=lanes)
        self.evaluated = 0

    def digest(self, password: str) -> str:
        """The hash to keep."""
        self.evaluated += 1
        return self._hasher.hash(_composed(password))

    def is_right(self, digest: str | None, password: str) -> bool:
        """Whether the password made this hash; without one it takes as long and is wrong."""
        known = digest or self._nobody
        self.evaluated += 1
        try:
            self._hasher.verify(known, _composed(password))
        except (VerificationError, InvalidHashError):
            return False
        return digest is not None

    def is_outdated(self, digest: str) -> bool:
        """Whether it was made with other parameters than these."""
        return self._hasher.check_needs_rehash(digest)

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash("nobody's password")


def _composed(password: str) -> bytes:
    """The same bytes however a keyboard puts its letters together; half characters as they are."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
