"""Views of the list that people keep: their own, and those a manager keeps for everybody."""

from pathlib import Path

import pytest

from store.clinic import Clinic
from store.errors import Invalid, NotAllowed, NotFound, Stale
from store.events import SessionsChanged
from store.saved_views import MOST
from store.views import CAP, SavedViewForm, SessionQuery
from store.words import Scope
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    PROVIDER,
    FixedClock,
    add_patient,
    add_plan,
    add_session,
    furnished,
)

LASER = SavedViewForm(name="Laser to book", params="category=laser&scope=to-book")
SHARED = LASER.model_copy(update={"is_shared": True})


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return furnished(tmp_path)


def names(clinic: Clinic, by: object = FRONT_DESK) -> list[str]:
    return [view.name for view in clinic.saved_views(by)]  # type: ignore[arg-type]


def test_a_view_is_its_owner_s_alone_until_it_is_shared(clinic: Clinic) -> None:
    clinic.save_view(LASER, by=FRONT_DESK)
    clinic.save_view(SHARED.model_copy(update={"name": "Everybody's"}), by=MANAGER)
    assert names(clinic) == ["Laser to book", "Everybody's"]
    assert names(clinic, PROVIDER) == ["Everybody's"]


def test_only_a_manager_keeps_views_for_everybody(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed, match="Only a manager") as refusal:
        clinic.save_view(SHARED, by=FRONT_DESK)
    assert refusal.value.field == "is_shared"
    own = clinic.save_view(LASER, by=FRONT_DESK)
    with pytest.raises(NotAllowed, match="Only a manager"):
        clinic.change_view(own, SHARED, by=FRONT_DESK)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_view_has_a_name_of_a_sensible_length(clinic: Clinic, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clinic.save_view(LASER.model_copy(update={"name": name}), by=FRONT_DESK)
    assert refusal.value.field == "name"
    assert names(clinic) == []


def test_two_views_in_one_list_have_two_names(clinic: Clinic) -> None:
    clinic.save_view(LASER, by=FRONT_DESK)
    clinic.save_view(LASER, by=MANAGER)
    with pytest.raises(Invalid, match="There is a view named"):
        clinic.save_view(LASER.model_copy(update={"name": "LASER to book"}), by=FRONT_DESK)


def test_so_many_views_are_the_most(clinic: Clinic) -> None:
    for number in range(MOST):
        clinic.save_view(LASER.model_copy(update={"name": f"View {number}"}), by=FRONT_DESK)
    with pytest.raises(Invalid, match="the most"):
        clinic.save_view(LASER, by=FRONT_DESK)


def test_a_view_that_is_shared_later_counts_among_the_shared_ones(clinic: Clinic) -> None:
    for number in range(MOST):
        clinic.save_view(SHARED.model_copy(update={"name": f"View {number}"}), by=MANAGER)
    own = clinic.save_view(LASER, by=MANAGER)
    with pytest.raises(Invalid, match="the most"):
        clinic.change_view(own, SHARED, by=MANAGER)
    clinic.change_view(own, LASER.model_copy(update={"name": "Still mine"}), by=MANAGER)


def test_a_view_is_renamed_once_for_each_time_it_was_seen(clinic: Clinic) -> None:
    key = clinic.save_view(LASER, by=FRONT_DESK)
    form = LASER.model_copy(update={"name": "Laser", "version": 1})
    clinic.change_view(key, form, by=FRONT_DESK)
    with pytest.raises(Stale, match="Nothing was overwritten"):
        clinic.change_view(key, form.model_copy(update={"name": "Other"}), by=FRONT_DESK)
    assert names(clinic) == ["Laser"]


def test_somebody_else_s_view_is_left_alone(clinic: Clinic) -> None:
    own = clinic.save_view(LASER, by=FRONT_DESK)
    shared = clinic.save_view(SHARED, by=MANAGER)
    for by, key in ((MANAGER, own), (PROVIDER, own), (FRONT_DESK, shared)):
        with pytest.raises(NotAllowed, match="somebody else's"):
            clinic.drop_view(key, by=by)
    clinic.drop_view(own, by=FRONT_DESK)
    clinic.drop_view(shared, by=MANAGER)
    assert names(clinic) == []
    with pytest.raises(NotFound):
        clinic.drop_view(own, by=FRONT_DESK)


def test_open_pages_are_told(clinic: Clinic) -> None:
    heard: list[SessionsChanged] = []
    clinic.hub.subscribe(heard.append)
    clinic.save_view(LASER, by=FRONT_DESK)
    assert [news.views_changed for news in heard] == [True]


def test_a_list_s_size_is_that_of_its_scope_s_count(tmp_path: Path) -> None:
    clock = FixedClock()
    clinic = furnished(tmp_path, clock=clock)
    with clinic.database.write() as session:
        plan = add_plan(session, add_patient(session))
        for position in (1, 2, 3):
            add_session(session, plan, position=position)
    queries = [SessionQuery(scope=scope) for scope in Scope]
    counts = clinic.scope_counts(SessionQuery(), by=MANAGER).counts
    assert dict(zip(Scope, clinic.list_sizes(queries, by=MANAGER), strict=True)) == counts
    assert CAP > 3


def test_a_size_is_counted_anew_after_every_change(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    with clinic.database.write() as session:
        add_session(session, add_plan(session, add_patient(session)))
    query = (SessionQuery(scope=Scope.TO_BOOK),)
    assert clinic.list_sizes(query, by=MANAGER) == (1,)
    clinic.cancel_plan(1, reason="Moved away", by=FRONT_DESK)
    assert clinic.list_sizes(query, by=MANAGER) == (0,)
