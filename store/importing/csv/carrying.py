"""Carries what was laid out over into the clinic's database, as quickly as it can be written."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, Table, select, update
from sqlmodel import SQLModel

from store import billing
from store.errors import ImportRefused
from store.importing.csv.care import FROM_IMPORT
from store.importing.csv.staging import NEW
from store.importing.importer import Progress
from store.tables import BOOKING, ITEM, PROVIDER, SESSION_PART
from store.unit import Unit
from store.words import Change

MEANWHILE = (
    "Somebody else entered some of this meanwhile, so nothing was brought in. Import again: what is"
    " there by then is found."
)
MANY = 20_000
"""From so many rows on, indexes are made anew behind them where there were not more before."""
TABLES = SQLModel.metadata.sorted_tables
TOTALS = f"""
UPDATE main.treatment_plan SET total = max(total, (SELECT max(position)
    FROM main.treatment_session WHERE plan_id = treatment_plan.id))
WHERE id IN (SELECT DISTINCT plan_id FROM staged.treatment_session WHERE plan_id < {NEW})"""  # noqa: S608 - ours


class Carrier:
    """One transaction's work; ids of new rows move behind those that are there."""

    def __init__(self, unit: Unit) -> None:
        """Sees how far the ids go by now; the unit's database has the other one as ``staged``."""
        self._unit = unit
        self._to = unit.session.connection()
        self._behind = {
            table.name: _highest(self._to, table) + 1 - NEW for table in TABLES if "id" in table.c
        }

    def carry(self, progress: Progress, checked: Callable[[], None]) -> None:
        """Write all that was laid out, but for bookings ahead; ``checked`` may raise."""
        counted = [(table, self._count(table)) for table in TABLES]
        filled = [(table, count) for table, count in counted if count]
        for table, _ in filled:
            self._check_targets(table)
        with _indexes_after(self._to, filled, checked):
            for number, (table, _) in enumerate(filled):
                checked()
                progress("Saving", number, len(filled))
                self._copy(table)
            self._words()
            self._links()
        self._hang()
        self._touch()

    def moved(self, table: Table, row_id: int) -> int:
        """The id a row has here."""
        return row_id + self._behind[table.name] if row_id >= NEW else row_id

    def _copy(self, table: Table) -> None:
        is_part = table is SESSION_PART
        names = [c.name for c in table.columns if not (is_part and c.name == "id")]
        values = ", ".join(self._moving(table, name) for name in names)
        where = f" WHERE id >= {NEW}" if "id" in table.c and not is_part else ""
        self._to.exec_driver_sql(
            f"INSERT INTO main.{table.name} ({', '.join(names)})"  # noqa: S608 - names of ours
            f" SELECT {values} FROM staged.{table.name}{where}"
        )

    def _check_targets(self, table: Table) -> None:
        """What rows point at outside the import is still there; within it, settling has looked."""
        for key in table.foreign_keys:
            name, target = key.parent.name, key.column.table.name
            lost = self._to.exec_driver_sql(
                f"SELECT 1 FROM staged.{table.name} WHERE {name} < {NEW}"  # noqa: S608 - ours
                f" AND {name} NOT IN (SELECT id FROM main.{target}) LIMIT 1"
            )
            if lost.first():
                raise ImportRefused(MEANWHILE)

    def _moving(self, table: Table, name: str) -> str:
        target = _target(table, name)
        if target not in self._behind:
            return name
        return f"CASE WHEN {name} >= {NEW} THEN {name} + {self._behind[target]} ELSE {name} END"

    def _words(self) -> None:
        """In the order they were sorted into: by word, some patients at a time."""
        self._to.exec_driver_sql(
            "INSERT INTO main.patient_word (word, patient_id)"
            " SELECT word, patient_id + ? FROM staged.sorted ORDER BY rowid",
            (self._behind["patient"],),
        )

    def _links(self) -> None:
        for (entity,) in self._to.exec_driver_sql("SELECT DISTINCT entity FROM staged.link").all():
            self._to.exec_driver_sql(
                "INSERT INTO main.source_link (kind, source_id, entity, entity_id, digest)"
                " SELECT 'CSV ' || kind, source, entity, CASE WHEN entity_id >= ?"
                " THEN entity_id + ? ELSE entity_id END, digest FROM staged.link WHERE entity = ?",
                (NEW, self._behind[entity], entity),
            )

    def _hang(self) -> None:
        """Let items that were here before hang on bookings that came in."""
        query = "SELECT item_id, booking_id, performed_at, performed_by_id, note FROM staged.hang"
        for item_id, booking_id, at, who, note in self._to.exec_driver_sql(query).all():
            done = None if at is None else datetime.fromtimestamp(at, UTC)
            values = {
                "booking_id": self.moved(BOOKING, booking_id),
                "performed_at": done,
                "performed_by_id": None if who is None else self.moved(PROVIDER, who),
                "note": note,
                "documented_at": done if note else None,
                "documented_by": FROM_IMPORT if note else "",
            }
            self._to.execute(update(ITEM).where(ITEM.c.id == item_id).values(values))
            found = self._to.execute(select(ITEM.c.session_id).where(ITEM.c.id == item_id))
            self._unit.touch(found.scalar_one())

    def _touch(self) -> None:
        """What was here before and got more is derived anew; money raises its invoice."""
        grown: set[int] = set()
        for name in ("payment", "item", "booking"):
            query = f"SELECT DISTINCT session_id FROM staged.{name} WHERE session_id < {NEW}"  # noqa: S608 - ours
            found = set(self._to.exec_driver_sql(query).scalars())
            for session_id in found if name == "payment" else ():
                billing.raise_invoice(self._unit, session_id)
            grown |= found
        for session_id in sorted(grown):
            self._unit.record(Change.IMPORTED, session_id, "An import brought in more of it.")
        self._to.exec_driver_sql(TOTALS)
        query = f"SELECT DISTINCT patient_id FROM staged.treatment_plan WHERE patient_id < {NEW}"  # noqa: S608 - ours
        self._unit.patients.update(self._to.exec_driver_sql(query).scalars())

    def _count(self, table: Table) -> int:
        where = f" WHERE id >= {NEW}" if "id" in table.c and table is not SESSION_PART else ""
        query = f"SELECT count(*) FROM staged.{table.name}{where}"  # noqa: S608 - names of ours
        return int(self._to.exec_driver_sql(query).scalar_one())


@contextmanager
def _indexes_after(
    connection: Connection, filled: Sequence[tuple[Table, int]], checked: Callable[[], None]
) -> Iterator[None]:
    """Take down the indexes of tables that grow much, and make them again at the end."""
    later: list[str] = []
    for table, count in filled:
        have = f"SELECT count(*) FROM (SELECT 1 FROM main.{table.name} LIMIT {count})"  # noqa: S608 - ours
        if count < MANY or connection.exec_driver_sql(have).scalar_one() >= count:
            continue
        query = (
            "SELECT name, sql FROM main.sqlite_master"
            " WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?"
        )
        for name, sql in connection.exec_driver_sql(query, (table.name,)).all():
            connection.exec_driver_sql(f"DROP INDEX main.{name}")
            later.append(sql)
    yield
    for sql in later:
        checked()
        connection.exec_driver_sql(sql)


def _target(table: Table, name: str) -> str:
    """The table whose ids a column holds: by its key, else, for what is copied, by its name."""
    if name == "id":
        return table.name
    targets = (key.column.table.name for key in table.c[name].foreign_keys)
    return next(targets, name.removesuffix("_id") if name.endswith("_id") else "")


def _highest(connection: Connection, table: Table) -> int:
    """The highest id that was ever given, as far as the database remembers."""
    query = f"SELECT coalesce(max(id), 0) FROM main.{table.name}"  # noqa: S608 - names of ours
    highest = int(connection.exec_driver_sql(query).scalar_one())
    if not table.dialect_options["sqlite"]["autoincrement"]:
        return highest
    query = "SELECT coalesce(max(seq), 0) FROM main.sqlite_sequence WHERE name = ?"
    return max(highest, int(connection.exec_driver_sql(query, (table.name,)).scalar_one()))
