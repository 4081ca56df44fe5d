"""The session list gives what the contract says, in its order, page by page."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.clinic import Clinic
from store.queries import counts, search, selection
from store.queries.pages import WRONG_KEY
from store.sizes import Counts
from store.views import CAP, SessionQuery
from store.words import Category, Scope, SessionStatus, SortKey
from tests.factories import MANAGER, NOW
from tests.store.queries.crowd import Known, crowded, known, listed

DAYS = st.one_of(st.none(), st.integers(-15, 15).map(lambda day: NOW.date() + timedelta(days=day)))


LOWERED = 3
MANY = (
    (selection, "FEW"),
    (selection, "FEW_DATED"),
    (search, "FEW_PATIENTS"),
    (search, "FEW_SESSIONS"),
)
WAYS: dict[str, tuple[tuple[ModuleType, str, int], ...]] = {
    "few": (),
    "many": (),
    "by patients": ((search, "COMMON_WORD", 0), (selection, "FEW_DUE", -1)),
    "by filters": ((search, "COMMON_WORD", 0), (counts, "COMMON_WORD", 0)),
    "capped": ((counts, "CAP", LOWERED),),
}


@pytest.fixture(params=WAYS)
def cap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Every way to the same sessions, each with the cap of its counts.

    A million would be needed to tell many from few.
    """
    if request.param != "few":
        for module, name in MANY:
            monkeypatch.setattr(module, name, -1)
    for module, name, value in WAYS[request.param]:
        monkeypatch.setattr(module, name, value)
    return LOWERED if request.param == "capped" else CAP


def maybe(*values: object) -> st.SearchStrategy[object]:
    return st.sampled_from([None, *values])


QUERIES = st.builds(
    SessionQuery,
    scope=st.sampled_from(Scope),
    q=st.sampled_from(
        ["", "", "", "m", "lip", "laser", "mar lip", "170", "0", "1", "lip p", "王", "zzz"]
    ),
    status=maybe(*SessionStatus),
    provider_id=maybe(1, 2, 99),
    location_id=maybe(1, 2),
    category=maybe(Category.LASER, Category.HAIR),
    date_from=DAYS,
    date_to=DAYS,
    sort=maybe(*SortKey),
    descending=st.booleans(),
    patient_id=maybe(1, 2),
    plan_id=maybe(1),
    provider_ids=st.sampled_from([(), (), (1,), (1, 2)]),
)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    return crowded(tmp_path_factory.mktemp("crowd"))


def pages(clinic: Clinic, query: SessionQuery) -> Iterator[list[int]]:
    while True:
        page = clinic.sessions(query, by=MANAGER)
        yield [row.id for row in page.rows]
        if page.next_page is None:
            return
        query = query.model_copy(update={"page": page.next_page})


@pytest.mark.parametrize(("scope", "sort"), list(product(Scope, [None, *SortKey])))
@pytest.mark.parametrize("descending", [False, True])
def test_every_scope_in_every_order_is_read_once_forwards_and_backwards(
    clinic: Clinic, scope: Scope, sort: SortKey | None, descending: bool
) -> None:
    query = SessionQuery(scope=scope, sort=sort, descending=descending, page_size=7)
    expected = listed(clinic, query)
    there = list(pages(clinic, query))
    assert [key for page in there for key in page] == expected
    back, key = [there[-1]], clinic.sessions(query, by=MANAGER)
    while key.next_page:
        key = clinic.sessions(query.model_copy(update={"page": key.next_page}), by=MANAGER)
    while key.previous_page is not None:
        key = clinic.sessions(query.model_copy(update={"page": key.previous_page}), by=MANAGER)
        back.insert(0, [row.id for row in key.rows])
    assert back == there


@pytest.fixture(scope="module")
def every(clinic: Clinic) -> list[Known]:
    return known(clinic)


@given(query=QUERIES)
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_filters_search_and_counts_agree_with_a_plain_filter(
    clinic: Clinic, every: list[Known], cap: int, query: SessionQuery
) -> None:
    expected = listed(clinic, query, every)
    assert [
        row.id
        for row in clinic.sessions(query.model_copy(update={"page_size": 200}), by=MANAGER).rows
    ] == (expected)
    sizes = {
        scope: len(listed(clinic, query.model_copy(update={"scope": scope}), every))
        for scope in Scope
    }
    clinic.counts = Counts()
    counted = clinic.scope_counts(query, by=MANAGER).counts
    assert counted == {scope: min(size, cap + 1) for scope, size in sizes.items()}


@pytest.mark.parametrize(
    "key",
    ["nonsense", "=", "é", "e30", "W10", "A" * 5000, "WyJuZXdlc3QrIiwyLHRydWUsWzEsMl1d", "\ud800"],
)
def test_a_wrong_page_key_shows_the_first_page_and_says_so(clinic: Clinic, key: str) -> None:
    query = SessionQuery(scope=Scope.UPCOMING)
    page = clinic.sessions(query.model_copy(update={"page": key}), by=MANAGER)
    assert page == clinic.sessions(query, by=MANAGER).model_copy(update={"problem": WRONG_KEY})


def test_a_page_key_belongs_to_one_order(clinic: Clinic) -> None:
    query = SessionQuery(scope=Scope.ALL, page_size=5)
    key = clinic.sessions(query, by=MANAGER).next_page
    assert key
    sorted_otherwise = query.model_copy(update={"page": key, "sort": SortKey.PATIENT})
    assert clinic.sessions(sorted_otherwise, by=MANAGER).problem == WRONG_KEY
    assert clinic.sessions(query.model_copy(update={"page": key}), by=MANAGER).problem == ""


def test_a_page_whose_rows_have_gone_shows_the_end_of_the_list(tmp_path: Path) -> None:
    clinic = crowded(tmp_path, sessions=12)
    query = SessionQuery(scope=Scope.ALL, page_size=10)
    key = clinic.sessions(query, by=MANAGER).next_page
    assert key
    narrowed = query.model_copy(update={"page": key, "patient_id": 1})
    assert [row.id for row in clinic.sessions(narrowed, by=MANAGER).rows] == listed(
        clinic, query.model_copy(update={"patient_id": 1})
    )


def test_ids_no_database_can_hold_find_nothing(clinic: Clinic) -> None:
    for name in ("provider_id", "location_id", "patient_id", "plan_id"):
        query = SessionQuery(scope=Scope.ALL).model_copy(update={name: 10**30})
        assert clinic.sessions(query, by=MANAGER).rows == ()
        assert set(clinic.scope_counts(query, by=MANAGER).counts.values()) == {0}
