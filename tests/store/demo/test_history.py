"""The history of the demo's sessions tells how they came to stand as they do."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from store.clinic import Clinic
from store.database import Database
from store.demo import fill
from store.derive import verify
from store.errors import RegimenError
from store.history import NEEDED, UNDO_WITHIN
from store.tables import BOOKING, HISTORY_ENTRY, SESSION
from store.views import Actor
from store.words import Change, Role, SessionStatus

NOW = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)
MANAGER = Actor(staff_id=1, name="Mara Quist", roles=frozenset({Role.MANAGER}))


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    database = Database(Path(tmp_path_factory.mktemp("demo")) / "regimen.db")
    database.migrate()
    fill(database, now=NOW)
    yield Clinic(database, clock=lambda: NOW)
    database.close()


def test_it_is_in_order_and_never_ahead_of_now(clinic: Clinic) -> None:
    last: dict[int, datetime] = {}
    with clinic.database.read() as connection:
        for row in connection.execute(select(HISTORY_ENTRY).order_by(HISTORY_ENTRY.c.id)):
            assert last.get(row.session_id, row.at) <= row.at <= NOW
            last[row.session_id] = row.at


def test_its_last_status_is_the_one_the_session_has(clinic: Clinic) -> None:
    with clinic.database.read() as connection:
        changes = connection.execute(
            select(HISTORY_ENTRY)
            .where(HISTORY_ENTRY.c.change == Change.STATUS)
            .order_by(HISTORY_ENTRY.c.id)
        )
        told = {row.session_id: row.after["status"] for row in changes}
        found = connection.execute(select(SESSION.c.id, SESSION.c.status)).all()
    awaiting = SessionStatus.AWAITING_BOOKING.value
    assert {key: told.get(key, awaiting) for key, _ in found} == {
        key: status.value for key, status in found
    }


def test_its_last_step_is_the_one_the_booking_is_at(clinic: Clinic) -> None:
    steps = (Change.STEPPED, Change.CANCELLED, Change.NO_SHOW)
    with clinic.database.read() as connection:
        taken = connection.execute(
            select(HISTORY_ENTRY)
            .where(HISTORY_ENTRY.c.change.in_(steps))
            .order_by(HISTORY_ENTRY.c.id)
        )
        told = {row.booking_id: row.after["status"] for row in taken}
        found = connection.execute(select(BOOKING.c.id, BOOKING.c.status)).all()
    assert {key: told.get(key, "new") for key, _ in found} == {
        key: status.value for key, status in found
    }


def test_nothing_is_booked_while_it_hangs_on_another_booking(clinic: Clinic) -> None:
    with clinic.database.read() as connection:
        entries = connection.execute(select(HISTORY_ENTRY).order_by(HISTORY_ENTRY.c.id)).all()
    hanging: dict[int, int] = {}
    for entry in entries:
        if entry.change is Change.BOOKED:
            assert not hanging.keys() & set(entry.after["item_ids"])
            hanging.update(dict.fromkeys(entry.after["item_ids"], entry.booking_id))
        elif entry.after.get("status") in ("cancelled", "no-show", "checked-out"):
            hanging = {
                key: booking for key, booking in hanging.items() if booking != entry.booking_id
            }


def test_what_can_still_be_undone_is_undone_or_refused_in_words(clinic: Clinic) -> None:
    undone = 0
    with clinic.database.read() as connection:
        recent = (
            connection.execute(
                select(HISTORY_ENTRY.c.id)
                .where(HISTORY_ENTRY.c.at >= NOW - UNDO_WITHIN, HISTORY_ENTRY.c.change.in_(NEEDED))
                .order_by(HISTORY_ENTRY.c.id.desc())
            )
            .scalars()
            .all()
        )
    for key in recent[:120]:
        with suppress(RegimenError):
            clinic.undo(key, by=MANAGER)
            undone += 1
    with clinic.database.read() as connection:
        assert list(verify(connection, NOW)) == []
    assert undone >= 80
