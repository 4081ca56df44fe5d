"""The last touches to what was laid out: totals, invoices, derived columns, the order of sessions."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlmodel import Session, SQLModel

from store.derive import refresh
from store.importing.csv.alike import tell_alike
from store.importing.csv.fates import Fate
from store.importing.csv.staging import NEW, ids
from store.importing.csv.work import Work
from store.importing.importer import Progress
from store.tables import INVOICE, LOCATION, PROVIDER, SERVICE

CHUNK = 5_000
NO_ITEM = "it has no item: name its services, or bring its items in as well"
TOTALS = """
UPDATE treatment_plan SET total = max(total, (
    SELECT coalesce(max(position), 0) FROM treatment_session WHERE plan_id = treatment_plan.id))
WHERE id >= ?"""
ACTIVE = """
UPDATE treatment_plan SET state = 'active' WHERE id >= ? AND state = 'prescribed' AND id IN (
    SELECT s.plan_id FROM treatment_session AS s JOIN item AS i ON i.session_id = s.id
    WHERE i.booking_id IS NOT NULL OR i.performed_at IS NOT NULL)"""
TO_INVOICE = """
SELECT s.id, max(s_item.performed_at), max(s_item.currency) FROM treatment_session AS s
JOIN item AS s_item ON s_item.session_id = s.id
WHERE s.id > ? AND s.id >= ? GROUP BY s.id
HAVING (min(s_item.documented_at IS NOT NULL) AND sum(s_item.units * s_item.unit_price) > 0)
    OR EXISTS (SELECT 1 FROM payment WHERE payment.session_id = s.id)
ORDER BY s.id LIMIT ?"""
CHARGES = """
INSERT INTO charge (id, invoice_id, item_id, description, amount)
SELECT ? + row_number() OVER (ORDER BY v.id, i.position), v.id, i.id, CASE i.units WHEN 1 THEN '' ELSE i.units || ' × ' END || c.name,
    i.units * i.unit_price
FROM invoice AS v JOIN item AS i ON i.session_id = v.session_id JOIN service AS c ON c.id = i.service_id"""


def settle(work: Work, progress: Progress, stopped: Callable[[], None]) -> None:
    """Make what was laid out whole, so that it only has to be carried over."""
    staging = work.staging
    progress("Comparing patients", 0, 0)
    tell_alike(work, stopped)
    for table in (LOCATION, PROVIDER, SERVICE):
        names = work.main.exec_driver_sql(f"SELECT id FROM {table.name}")  # noqa: S608 - ours
        for row_id in ids(names):
            work.copy(table, row_id)
    _refuse_empty(work)
    staging.run(TOTALS, NEW)
    staging.run(ACTIVE, NEW)
    _invoice(work)
    _check_targets(work)
    _derive(work, progress, stopped)
    progress("Sorting", 0, 0)
    stopped()
    staging.set_turns(stopped)


def _check_targets(work: Work) -> None:
    """What new rows point at within the import is there."""
    for table in SQLModel.metadata.sorted_tables:
        for key in table.foreign_keys:
            name, target = key.parent.name, key.column.table.name
            lost = (
                f"SELECT 1 FROM {table.name} WHERE {name} >= {NEW}"  # noqa: S608 - names of ours
                f" AND {name} NOT IN (SELECT id FROM {target}) LIMIT 1"
            )
            assert not work.staging.ask(lost), f"{table.name}.{name} points nowhere"


def _refuse_empty(work: Work) -> None:
    """A session always has at least one item."""
    staging = work.staging
    empty = (
        "SELECT session_id, fate FROM step WHERE session_id NOT IN (SELECT session_id FROM item)"
    )
    for session_id, fate in staging.ask(empty):
        refuse = "UPDATE fate SET fate = ?, reason = ? WHERE n = ?"
        staging.run(refuse, Fate.REFUSED.value, NO_ITEM, fate)
        for table, column in (
            ("treatment_session", "id"),
            ("history_entry", "session_id"),
            ("payment", "session_id"),
        ):
            staging.run(f"DELETE FROM {table} WHERE {column} = ?", session_id)  # noqa: S608 - ours
    staging.run(
        "DELETE FROM link WHERE (entity = 'treatment_session' AND entity_id >= ? AND entity_id"
        " NOT IN (SELECT id FROM treatment_session)) OR (entity = 'payment' AND entity_id >= ?"
        " AND entity_id NOT IN (SELECT id FROM payment))",
        NEW,
        NEW,
    )


def _invoice(work: Work) -> None:
    last = 0
    while found := work.staging.ask(TO_INVOICE, last, NEW, CHUNK):
        last = found[-1][0]
        for session_id, at, currency in found:
            issued_at = datetime.fromtimestamp(at, UTC) if at else work.now
            work.staging.add(INVOICE, session_id=session_id, issued_at=issued_at, currency=currency)
    work.staging.run(CHARGES, NEW)


def _derive(work: Work, progress: Progress, stopped: Callable[[], None]) -> None:
    last = 0
    count = work.staging.ask("SELECT count(*) FROM treatment_session WHERE id >= ?", NEW)[0][0]
    done = 0
    query = "SELECT id FROM treatment_session WHERE id > ? AND id >= ? ORDER BY id LIMIT ?"
    work.staging.flush()
    with Session(work.staging.connection) as session:
        while found := ids(work.staging.ask(query, last, NEW, CHUNK)):
            stopped()
            last = found[-1]
            refresh(session, found, work.now)
            done += len(found)
            progress("Deriving", done, count)
