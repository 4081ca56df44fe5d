"""What columns meant the last time, so that the same sheet is understood at once the next time."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from store.importing.csv.sheets import Kept, Sheet
from store.importing.csv.synonyms import plain
from store.tables import IMPORT_COLUMN


def kept(connection: Connection) -> Kept:
    """By kind and plain heading: the field it was given, or nothing."""
    table = IMPORT_COLUMN
    rows = connection.execute(select(table.c.kind, table.c.heading, table.c.field))
    return {(kind, heading): name for kind, heading, name in rows}


def keep(connection: Connection, sheets: Iterable[Sheet]) -> None:
    """Remember what the columns of these sheets were taken for."""
    table = IMPORT_COLUMN
    for sheet in sheets:
        assert sheet.kind is not None
        kind = sheet.kind.value
        meant = {
            plain(column.heading): name
            for column, name in zip(sheet.columns, sheet.mapping, strict=True)
        }
        connection.execute(
            delete(table).where(table.c.kind == kind, table.c.heading.in_(list(meant)))
        )
        rows = [{"kind": kind, "heading": key, "field": name} for key, name in meant.items() if key]
        if rows:
            connection.execute(insert(table), rows)
