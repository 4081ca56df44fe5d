"""One import at work: what it reads from, where it lays out, and what it knows by now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from store.errors import Invalid
from store.importing.csv.fates import Fate
from store.importing.csv.kinds import Kind
from store.importing.csv.rows import Row
from store.importing.csv.sheets import Sheet
from store.importing.csv.staging import NEW, Staging, raw_of
from store.importing.csv.values import quoted
from store.importing.report import ImportReport
from store.tables import PATIENT, PLAN, SERVICE, SESSION
from store.views import Actor


@dataclass(frozen=True, slots=True)
class Brought:
    """What a row became; ``entity`` is the table of ``id``."""

    entity: str
    id: int
    fate: Fate = Fate.BROUGHT_IN
    reason: str = ""


@dataclass
class Work:
    """Read from ``main``, laid out in ``staging``; instants aware UTC, ``zone`` for new locations."""

    main: Connection
    staging: Staging
    now: datetime
    by: Actor
    zone: str
    currency: str
    report: ImportReport = field(default_factory=ImportReport)
    sheet: Sheet | None = None
    fate: int = 0
    """The number of the row at work."""
    copied: set[tuple[str, int]] = field(default_factory=set)
    _links: dict[tuple[Kind, str], tuple[str, int]] = field(default_factory=dict)
    _services: dict[tuple[int, tuple[str, ...]], Sequence[Any]] = field(default_factory=dict)
    """Of these there are few, and nearly every row asks for one."""

    def has(self, *names: str) -> bool:
        """Whether the sheet has a column for one of these fields."""
        assert self.sheet is not None
        return any(name in self.sheet.mapping for name in names)

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """The same question to what is there and to what was laid out."""
        found = raw_of(self.main).execute(sql, values).fetchall()
        return [*found, *self.staging.ask(sql, *values)]

    def rows_of(self, owner_id: int, sql: str, *values: Any) -> list[Any]:
        """The same about what belongs to one thing: all of a new one's was laid out."""
        if owner_id >= NEW:
            return list(self.staging.ask(sql, *values))
        return self.rows(sql, *values)

    def look_up(self, named: Mapping[Kind, Sequence[str]]) -> None:
        """Find out what ids belong to, many at once, before they are asked for one by one."""
        self._links.clear()
        for kind, sources in named.items():
            marks = ", ".join("?" * len(sources))
            there = self.main.exec_driver_sql(
                "SELECT source_id, entity, entity_id FROM source_link"  # noqa: S608 - marks alone
                f" WHERE kind = ? AND source_id IN ({marks})",
                (link_kind(kind), *sources),
            )
            staged = self.staging.ask(
                f"SELECT source, entity, entity_id FROM link WHERE kind = ? AND source IN ({marks})",  # noqa: S608 - marks alone
                kind.value,
                *sources,
            )
            for source, entity, row_id in (*there, *staged):
                self._links[kind, source] = entity, int(row_id)

    def linked(self, kind: Kind, source: str) -> int | None:
        """The id of what an earlier import, or an earlier row of this one, made of this id."""
        found = self.link(kind, source)
        return found[1] if found else None

    def link(self, kind: Kind, source: str) -> tuple[str, int] | None:
        """The same with the table it is in."""
        if (kind, source) in self._links:
            return self._links[kind, source]
        staged = self.staging.ask(
            "SELECT entity, entity_id FROM link WHERE kind = ? AND source = ?", kind.value, source
        )
        there = (
            staged
            or self.main.exec_driver_sql(
                "SELECT entity, entity_id FROM source_link WHERE kind = ? AND source_id = ?",
                (link_kind(kind), source),
            ).all()
        )
        return (there[0][0], int(there[0][1])) if there else None

    def copy(self, table: Table, row_id: int) -> None:
        """Lay out a row that is there beside the new ones, for what is derived to see it."""
        if row_id >= NEW or (table.name, row_id) in self.copied:
            return
        self.copied.add((table.name, row_id))
        row = self.main.execute(select(table).where(table.c.id == row_id)).mappings().one()
        self.staging.connection.execute(insert(table).prefix_with("OR IGNORE"), dict(row))

    def stand_by(self, session_id: int) -> None:
        """Lay out an existing session's plan and patient, which its derived values ask for."""
        if session_id >= NEW:
            return
        session = self.value_of(SESSION, session_id, "plan_id", "patient_id")
        self.copy(PLAN, session[0])
        self.copy(PATIENT, session[1])

    def value_of(self, table: Table, row_id: int, *names: str) -> Sequence[Any]:
        """Columns of a row, there or laid out, as the database keeps them."""
        if table is not SERVICE:
            return self._value_of(table, row_id, names)
        if (row_id, names) not in self._services:
            self._services[row_id, names] = self._value_of(table, row_id, names)
        return self._services[row_id, names]

    def _value_of(self, table: Table, row_id: int, names: tuple[str, ...]) -> Sequence[Any]:
        columns = ", ".join(names)
        sql = f"SELECT {columns} FROM {table.name} WHERE id = ?"  # noqa: S608 - names of ours
        if row_id >= NEW:
            return tuple(self.staging.ask(sql, row_id)[0])
        row: Sequence[Any] = raw_of(self.main).execute(sql, (row_id,)).fetchone()
        return row


def link_kind(kind: Kind) -> str:
    """What a link to a row of this kind is called."""
    return f"CSV {kind.value}"


def needed(row: Row, name: str) -> str:
    """A line that has to be there; raises Invalid."""
    text = row.text(name)
    if not text:
        raise Invalid("it is empty", field=name)
    return text


def unknown(what: str, text: str, field: str) -> Invalid:
    """The refusal of a name that nothing here has."""
    return Invalid(f"there is no {what} {quoted(text)}", field=field)
