"""No silent overwrite: whoever saves says which version they saw, and is told what it is by now."""

from collections.abc import Mapping

from store.errors import Stale


def check_version(
    seen: int | None, version: int, *, kept: Mapping[str, str], typed: Mapping[str, str]
) -> None:
    """Raises Stale when somebody wrote since ``seen``, saying what they left that is not typed.

    ``kept`` and ``typed`` are what is stored and what would be, in words by what it is.
    """
    if seen is None or seen == version:
        return
    differing = [f"{what} {_shown(said)}" for what, said in kept.items() if typed[what] != said]
    says = f" It now has: {', '.join(differing)}." if differing else ""
    raise Stale(f"Somebody changed this meanwhile.{says} Nothing was overwritten.")


def _shown(said: str) -> str:
    return f"“{said}”" if said else "none"
