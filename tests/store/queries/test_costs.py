"""Reads cost as many statements for one row as for many, and their answers fit an index."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event
from sqlmodel import SQLModel

from store.clinic import Clinic
from store.views import SessionQuery
from store.words import Category, Scope, SessionStatus, SortKey
from tests.factories import NOW, add_booking, add_patient, add_plan, add_session, furnished

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
    one, many = (count(clinic, lambda c: c.sessions(query)) for clinic in clinics)
    assert one == many <= 11


@pytest.mark.parametrize("query", QUERIES)
def test_counts_take_as_many_statements_for_one_as_for_many(
    clinics: tuple[Clinic, Clinic], query: SessionQuery
) -> None:
    one, many = (count(clinic, lambda c: c.scope_counts(query)) for clinic in clinics)
    assert one == many <= 9


def test_a_plain_list_takes_seven_statements_and_counts_five(
    clinics: tuple[Clinic, Clinic],
) -> None:
    """Two of each begin a transaction, one asks whether a part is over."""
    _, many = clinics
    assert count(many, lambda c: c.sessions(SessionQuery())) == 7
    assert count(many, lambda c: c.scope_counts(SessionQuery())) == 5


def test_detail_and_patient_take_as_many_statements_for_one_as_for_many(
    clinics: tuple[Clinic, Clinic],
) -> None:
    details = [count(clinic, lambda c: c.session(1)) for clinic in clinics]
    patients = [count(clinic, lambda c: c.patient(1)) for clinic in clinics]
    assert details == [11, 11]
    assert patients == [8, 8]


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_migrations_make_the_indexes_of_the_models(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    with clinic.database.read() as connection:
        found = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    assert [change for change in found if "index" in str(change[0])] == []
