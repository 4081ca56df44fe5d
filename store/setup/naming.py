"""What every record that is set up is asked for: a name of its own."""

from sqlalchemy import ColumnElement, Table, select

from store.errors import Invalid
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
