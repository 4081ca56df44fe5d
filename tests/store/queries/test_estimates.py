"""Ways are chosen by estimates: found out once, and never at the price of a wrong answer."""

from pathlib import Path

import pytest

from store.clinic import Clinic
from store.queries import counts, search, selection
from store.sizes import Counts
from store.views import SessionQuery
from store.words import Scope, SessionStatus
from tests.factories import MANAGER, add_patient, add_plan, add_session, furnished
from tests.store.queries.test_costs import statements

WAITING = SessionQuery(scope=Scope.ALL, status=SessionStatus.AWAITING_BOOKING)
QUERIES = (
    WAITING,
    SessionQuery(scope=Scope.ALL, q="mei"),
    SessionQuery(scope=Scope.ALL, q="mei wong", status=SessionStatus.AWAITING_BOOKING),
)


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    clinic = furnished(tmp_path)
    add_people(clinic, 2)
    return clinic


def add_people(clinic: Clinic, number: int) -> None:
    with clinic.database.write() as session:
        for _ in range(number):
            add_session(session, add_plan(session, add_patient(session, "Mei", "Wong")))


def asked(clinic: Clinic, query: SessionQuery) -> int:
    with statements(clinic) as seen:
        clinic.sessions(query, by=MANAGER)
    return len(seen)


def counted(clinic: Clinic, query: SessionQuery) -> int:
    clinic.counts = Counts()
    with statements(clinic) as seen:
        clinic.scope_counts(query, by=MANAGER)
    return len(seen)


@pytest.mark.parametrize("query", QUERIES)
def test_the_way_to_a_list_is_found_once(clinic: Clinic, query: SessionQuery) -> None:
    first, second, third = (asked(clinic, query) for _ in range(3))
    assert first > second == third


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("few", [-1, 3])
def test_a_way_that_is_no_longer_the_shortest_finds_everything_all_the_same(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, query: SessionQuery, few: int
) -> None:
    for module, name in ((selection, "FEW"), (search, "FEW_PATIENTS"), (search, "COMMON_WORD")):
        monkeypatch.setattr(module, name, few)
    assert (
        len(clinic.sessions(query, by=MANAGER).rows)
        == clinic.scope_counts(query, by=MANAGER).counts[Scope.ALL]
        == 2
    )
    add_people(clinic, 8)
    assert (
        len(clinic.sessions(query, by=MANAGER).rows)
        == clinic.scope_counts(query, by=MANAGER).counts[Scope.ALL]
        == 10
    )


def test_how_large_scopes_are_is_found_out_once_for_all_searches(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "FEW_PATIENTS", -1)
    first, second = (counted(clinic, SessionQuery(q=q)) for q in ("mei", "wong"))
    assert second == first - 1


def test_all_is_not_counted_when_a_scope_of_it_goes_beyond_the_cap(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "FEW_PATIENTS", -1)
    query = SessionQuery(q="mei")
    counted(clinic, query)
    whole = counted(clinic, query)
    monkeypatch.setattr(counts, "CAP", 1)
    assert counted(clinic, query) == whole - 1
    assert clinic.scope_counts(query, by=MANAGER).counts[Scope.ALL] == 2


@pytest.mark.parametrize(("common", "is_judged"), [(1, True), (100, False)])
def test_a_common_word_beside_a_treatment_is_judged_from_treatment_to_treatment(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, common: int, is_judged: bool
) -> None:
    monkeypatch.setattr(search, "FEW_PATIENTS", -1)
    monkeypatch.setattr(search, "COMMON_WORD", common)
    with statements(clinic) as seen:
        assert clinic.scope_counts(SessionQuery(q="laser mei"), by=MANAGER).counts[Scope.ALL] == 2
    assert ("INDEXED BY ix_session_treatment_ends" in seen[-1]) is is_judged
