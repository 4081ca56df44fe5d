"""What every record that is set up is asked for: a name of its own, and the version last seen."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Table, select

from store.errors import Invalid, Stale
from store.unit import Unit


def check_name(unit: Unit, table: Table, name: str, *among: ColumnElement[bool]) -> None:
    """Raises Invalid, field name, without one or when another row ``among`` these has it.

    Upper and lower case make no difference.
    """
    if not name:
        raise Invalid("A name is missing.", field="name")
    query = select(table.c.name, table.c.disabled).where(*among)
    for row in unit.session.connection().execute(query):
        if row.name.casefold() == name.casefold():
            state = " already, a disabled one" if row.disabled else " already"
            raise Invalid(f"There is a {table.name} “{row.name}”{state}.", field="name")


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
