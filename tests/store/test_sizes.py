"""Counts are remembered as long as they hold, and no longer."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select

from store.clinic import Clinic
from store.database import Database
from store.tables import SESSION
from store.views import SessionQuery
from store.words import Scope, SortKey
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    NOW,
    FixedClock,
    add_booking,
    add_patient,
    add_plan,
    add_session,
    furnished,
)

EVERYTHING = SessionQuery(scope=Scope.ALL)


@pytest.fixture
def clinic(tmp_path: Path, clock: FixedClock) -> Clinic:
    clinic = furnished(tmp_path, clock=clock)
    with clinic.database.write() as session:
        step = add_session(session, add_plan(session, add_patient(session)))
        add_booking(session, step, item_ids=[1], starts_at=NOW + timedelta(hours=1))
    return clinic


def statements(clinic: Clinic, query: SessionQuery = EVERYTHING) -> int:
    """How many statements asking for counts takes."""
    seen: list[object] = []

    def note(*_: object) -> None:
        seen.append(None)

    event.listen(clinic.database.engine, "before_cursor_execute", note)
    clinic.scope_counts(query, by=MANAGER)
    event.remove(clinic.database.engine, "before_cursor_execute", note)
    return len(seen)


def counts(clinic: Clinic) -> dict[Scope, int]:
    return clinic.scope_counts(EVERYTHING, by=MANAGER).counts


REMEMBERED = 2
"""One begins a transaction, one asks whether a part is over."""


def test_the_same_counts_are_not_counted_twice(clinic: Clinic) -> None:
    assert statements(clinic) > REMEMBERED
    assert statements(clinic) == REMEMBERED


def test_scope_order_and_page_do_not_count(clinic: Clinic) -> None:
    counts(clinic)
    other = SessionQuery(scope=Scope.PAST, sort=SortKey.PATIENT, descending=True, page="x")
    assert statements(clinic, other) == REMEMBERED
    assert statements(clinic, SessionQuery(q="m")) > REMEMBERED


def test_a_command_lets_them_be_counted_anew(clinic: Clinic) -> None:
    before = counts(clinic)
    clinic.cancel_plan(1, reason="Moved away", by=FRONT_DESK)
    assert counts(clinic) != before


def test_another_process_s_commit_lets_them_be_counted_anew(clinic: Clinic) -> None:
    assert counts(clinic)[Scope.ALL] == 1
    elsewhere = Database(clinic.database.path)
    with elsewhere.write() as session:
        add_session(session, 1, position=2)
    elsewhere.close()
    assert counts(clinic)[Scope.ALL] == 2


def test_what_ends_lets_them_be_counted_anew_at_that_very_second(
    clinic: Clinic, clock: FixedClock
) -> None:
    with clinic.database.read() as connection:
        ends_at = connection.execute(select(SESSION.c.ends_at)).scalar_one()
    clock.now = ends_at - timedelta(seconds=1)
    assert counts(clinic)[Scope.UPCOMING] == 1
    clock.now = ends_at
    assert (counts(clinic)[Scope.UPCOMING], counts(clinic)[Scope.PAST]) == (0, 1)


def test_a_clock_set_back_lets_them_be_counted_anew(clinic: Clinic, clock: FixedClock) -> None:
    clock.now = NOW + timedelta(days=1)
    assert counts(clinic)[Scope.PAST] == 1
    clock.now = NOW
    assert counts(clinic)[Scope.UPCOMING] == 1
