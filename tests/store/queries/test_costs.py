"""Reads cost as many statements for one row as for many, and their answers fit an index."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event
from sqlmodel import SQLModel

from store.clinic import Clinic
from store.queries import counts, search, selection
from store.sizes import Counts
from store.views import SessionQuery
from store.words import Category, Scope, SessionStatus, SortKey
from tests.factories import MANAGER, NOW, add_booking, add_patient, add_plan, add_session, furnished

QUERIES = (
    *(SessionQuery(scope=scope) for scope in Scope),
    *(SessionQuery(scope=Scope.ALL, sort=sort) for sort in SortKey),
    SessionQuery(q="mei"),
    SessionQuery(q="mei las 1"),
    SessionQuery(status=SessionStatus.PARTIALLY_BOOKED, category=Category.LASER),
    SessionQuery(provider_id=1, location_id=1, date_from=NOW.date()),
    SessionQuery(scope=Scope.ALL, patient_id=1, sort=SortKey.PLAN),
)


def filled(folder: Path, sessions: int) -> Clinic:
    """One patient with so many sessions, each with so many items."""
    clinic = furnished(folder)
    with clinic.database.write() as session:
        plan = add_plan(session, add_patient(session))
        for number in range(sessions):
            step = add_session(session, plan, services=(1,) * sessions, position=number + 1)
            first = number * sessions + 1
            add_booking(session, step, item_ids=[first], is_history=True)
            add_booking(
                session, step, item_ids=[first + 1] if sessions > 1 else [], is_history=True
            )
    return clinic


@contextmanager
def statements(clinic: Clinic) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    event.listen(clinic.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(clinic.database.engine, "before_cursor_execute", note)


def count(clinic: Clinic, ask: Callable[[Clinic], object]) -> int:
    clinic.counts = Counts()
    with statements(clinic) as seen:
        ask(clinic)
    return len(seen)


@pytest.fixture(scope="module")
def clinics(tmp_path_factory: pytest.TempPathFactory) -> tuple[Clinic, Clinic]:
    one = filled(tmp_path_factory.mktemp("one"), 1)
    return one, filled(tmp_path_factory.mktemp("many"), 25)


@pytest.mark.parametrize("query", QUERIES)
def test_a_list_takes_as_many_statements_for_a_row_as_for_a_page(
    clinics: tuple[Clinic, Clinic], query: SessionQuery
) -> None:
    one, many = (count(clinic, lambda c: c.sessions(query, by=MANAGER)) for clinic in clinics)
    assert one == many <= 11


@pytest.mark.parametrize("query", QUERIES)
def test_counts_take_as_many_statements_for_one_as_for_many(
    clinics: tuple[Clinic, Clinic], query: SessionQuery
) -> None:
    one, many = (count(clinic, lambda c: c.scope_counts(query, by=MANAGER)) for clinic in clinics)
    assert one == many <= 10


def test_a_plain_list_takes_seven_statements_and_counts_six(
    clinics: tuple[Clinic, Clinic],
) -> None:
    """Two of each begin a transaction, one asks whether a part is over.

    One of the counts asks until when they hold.
    """
    _, many = clinics
    assert count(many, lambda c: c.sessions(SessionQuery(), by=MANAGER)) == 7
    assert count(many, lambda c: c.scope_counts(SessionQuery(), by=MANAGER)) == 6


def test_detail_and_patient_take_as_many_statements_for_one_as_for_many(
    clinics: tuple[Clinic, Clinic],
) -> None:
    details = [count(clinic, lambda c: c.session(1, by=MANAGER)) for clinic in clinics]
    patients = [count(clinic, lambda c: c.patient(1, by=MANAGER)) for clinic in clinics]
    assert details == [11, 11]
    assert patients == [8, 8]


def crowd(folder: Path, patients: int) -> Clinic:
    """So many patients of one name, each with two sessions to book."""
    clinic = furnished(folder)
    with clinic.database.write() as session:
        for _ in range(patients):
            plan = add_plan(session, add_patient(session, "Mei", "Wong"))
            for position in (1, 2):
                add_session(session, plan, position=position)
    return clinic


@pytest.fixture(scope="module")
def crowds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Clinic, Clinic]:
    some = crowd(tmp_path_factory.mktemp("some"), 40)
    return some, crowd(tmp_path_factory.mktemp("more"), 200)


def steps(clinic: Clinic, ask: Callable[[Clinic], object]) -> int:
    """About how many hundreds of steps the database takes."""
    taken: list[None] = []
    clinic.counts = Counts()

    def note(connection: Any, *_: object) -> None:
        connection.set_progress_handler(lambda: taken.append(None), 100)

    event.listen(clinic.database.engine, "checkout", note)
    ask(clinic)
    event.remove(clinic.database.engine, "checkout", note)
    return len(taken)


@pytest.mark.parametrize(
    "query",
    [
        SessionQuery(q="m"),
        SessionQuery(q="m", status=SessionStatus.AWAITING_BOOKING),
        SessionQuery(),
        SessionQuery(status=SessionStatus.AWAITING_BOOKING),
    ],
)
def test_counting_ends_at_the_cap_however_many_there_are(
    crowds: tuple[Clinic, Clinic], monkeypatch: pytest.MonkeyPatch, query: SessionQuery
) -> None:
    limits = {"FEW": -1, "FEW_PATIENTS": -1, "FEW_SESSIONS": -1, "COMMON_WORD": 20, "CAP": 10}
    for module, (name, value) in product((counts, search, selection), limits.items()):
        if name in vars(module):
            monkeypatch.setattr(module, name, value)
    some, more = (steps(clinic, lambda c: c.scope_counts(query, by=MANAGER)) for clinic in crowds)
    assert more <= some * 1.2


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_migrations_make_the_indexes_of_the_models(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    with clinic.database.read() as connection:
        found = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    assert [change for change in found if "index" in str(change[0])] == []
