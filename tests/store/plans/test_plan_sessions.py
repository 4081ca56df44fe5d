"""Sessions added, dropped and put into another order, while nothing that happened is rewritten."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from store.clinic import Clinic
from store.courses import MOST_SESSIONS
from store.errors import Invalid, NotAllowed, NotFound, Stale
from store.models import Service, SourceLink
from store.words import Change, PaymentMethod, PlanState
from tests.factories import FRONT_DESK, MANAGER, PROVIDER, add_booking
from tests.store import reading
from tests.store.plans.forms import PEEL, plan_form

DUE = [date(2026, 3, 10), date(2026, 4, 7), date(2026, 5, 5), date(2026, 6, 2)]


@pytest.fixture
def planned(clinic: Clinic) -> Clinic:
    """Sessions 1, 2, 3 of plan 1; items 1 and 2, 3, 4."""
    clinic.add_plan(plan_form(), by=FRONT_DESK)
    return clinic


def order(clinic: Clinic) -> list[tuple[int, date | None]]:
    assert reading.differences(clinic) == []
    return [(step.id, step.target_date) for step in clinic.plan(1, by=MANAGER).steps]


def book(clinic: Clinic, session_id: int, item_ids: Sequence[int], day: date) -> None:
    starts_at = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
    with clinic.database.write() as session:
        add_booking(session, session_id, item_ids=item_ids, starts_at=starts_at)


def test_a_session_is_added_like_the_last_at_the_ideal_spacing(planned: Clinic) -> None:
    told = planned.add_session(1, by=FRONT_DESK)
    assert told.message == "Session 4 of 4 added."
    assert order(planned) == list(zip([1, 2, 3, 4], DUE, strict=True))
    assert planned.plan(1, by=MANAGER).steps[3].services == ("Laser Peel",)
    assert planned.patient(1, by=MANAGER).plans[0].total == 4
    assert reading.changes(planned, 4) == [Change.SESSION_ADDED]


def test_a_plan_grows_to_so_many_sessions_and_no_further(clinic: Clinic) -> None:
    clinic.add_plan(plan_form(sessions=MOST_SESSIONS - 1, items=(PEEL,)), by=FRONT_DESK)
    told = clinic.add_session(1, by=FRONT_DESK)
    assert told.message == f"Session {MOST_SESSIONS} of {MOST_SESSIONS} added."
    with pytest.raises(Invalid, match=f"at most {MOST_SESSIONS} sessions"):
        clinic.add_session(1, by=FRONT_DESK)


def test_a_session_follows_the_day_the_last_is_booked_for(planned: Clinic) -> None:
    book(planned, 3, [4], date(2026, 5, 12))
    planned.add_session(1, by=FRONT_DESK)
    assert order(planned)[3] == (4, date(2026, 6, 9))


def test_what_is_no_longer_offered_is_not_added_again(planned: Clinic) -> None:
    with planned.database.write() as session:
        session.get_one(Service, 1).disabled = True
    with pytest.raises(NotAllowed, match="no longer offered"):
        planned.add_session(1, by=FRONT_DESK)


def test_those_behind_a_dropped_session_move_up(planned: Clinic) -> None:
    told = planned.drop_session(2, by=FRONT_DESK)
    assert (told.message, told.session_id) == ("Session 2 of 3 dropped.", 1)
    assert order(planned) == [(1, DUE[0]), (3, DUE[1])]
    assert reading.changes(planned, 1)[-1] is Change.SESSION_DROPPED
    with pytest.raises(NotFound):
        planned.session(2, by=MANAGER)


def test_the_second_is_due_when_the_first_was_once_that_is_dropped(planned: Clinic) -> None:
    planned.drop_session(1, by=FRONT_DESK)
    assert order(planned) == [(2, DUE[0]), (3, DUE[1])]


def test_a_dropped_session_comes_back_whole(planned: Clinic) -> None:
    planned.add_item(2, service_id=2, by=FRONT_DESK)
    with planned.database.write() as session:
        session.add(SourceLink(kind="X", source_id="1", entity="treatment_session", entity_id=2))
    before = planned.session(2, by=MANAGER)
    told = planned.drop_session(2, by=FRONT_DESK)
    assert told.change_id is not None
    planned.undo(told.change_id, by=FRONT_DESK)
    assert order(planned) == list(zip([1, 2, 3], DUE, strict=False))
    after = planned.session(2, by=MANAGER)
    assert after.items == before.items
    assert after.history == before.history
    with planned.database.read() as connection:
        links = connection.exec_driver_sql("SELECT entity_id FROM source_link").scalars().all()
    assert links == [2]


def test_a_session_does_not_come_back_into_another_plan_than_it_left(planned: Clinic) -> None:
    told = planned.drop_session(2, by=FRONT_DESK)
    planned.add_session(1, by=FRONT_DESK)
    assert told.change_id is not None
    with pytest.raises(Stale, match="other sessions"):
        planned.undo(told.change_id, by=FRONT_DESK)


def test_the_address_of_a_dropped_session_never_shows_another(planned: Clinic) -> None:
    planned.drop_session(3, by=FRONT_DESK)
    assert planned.add_session(1, by=FRONT_DESK).session_id == 4


def test_what_happened_stays_in_its_plan(planned: Clinic) -> None:
    book(planned, 2, [3], date(2026, 4, 7))
    with pytest.raises(NotAllowed, match="It is booked: cancel its booking first"):
        planned.drop_session(2, by=FRONT_DESK)
    planned.cancel(1, version=1, reason="Ill", by=FRONT_DESK)
    with pytest.raises(NotAllowed, match="stays on record"):
        planned.drop_session(2, by=FRONT_DESK)
    planned.take_payment(3, amount=100, method=PaymentMethod.CARD, key="payment-1", by=FRONT_DESK)
    with pytest.raises(NotAllowed, match="charged or paid"):
        planned.drop_session(3, by=FRONT_DESK)
    planned.perform(1, location_id=1, by=PROVIDER)
    with pytest.raises(NotAllowed, match="performed"):
        planned.drop_session(1, by=FRONT_DESK)


def test_a_plan_keeps_its_last_session(planned: Clinic) -> None:
    for key in (1, 2):
        planned.drop_session(key, by=FRONT_DESK)
    with pytest.raises(NotAllowed, match="at least one session"):
        planned.drop_session(3, by=FRONT_DESK)
    assert planned.plan(1, by=MANAGER).steps[0].drop.refusal == "A plan keeps at least one session."


def test_another_order_takes_the_target_dates_along(planned: Clinic) -> None:
    planned.reorder_sessions(1, (3, 1, 2), by=FRONT_DESK)
    assert order(planned) == list(zip([3, 1, 2], DUE, strict=False))
    assert [entry.summary for entry in reading.history(planned, 3)][-1] == (
        "Session 3 became session 1."
    )


def test_a_booked_session_keeps_its_target_and_the_next_follows_its_day(planned: Clinic) -> None:
    book(planned, 3, [4], date(2026, 5, 12))
    planned.reorder_sessions(1, (1, 3, 2), by=FRONT_DESK)
    assert order(planned) == [(1, DUE[0]), (3, DUE[2]), (2, date(2026, 6, 9))]


def test_what_took_place_keeps_its_place(planned: Clinic) -> None:
    planned.perform(1, location_id=1, by=PROVIDER)
    with pytest.raises(NotAllowed, match="Session 1: It took place"):
        planned.reorder_sessions(1, (2, 1, 3), by=FRONT_DESK)
    planned.reorder_sessions(1, (1, 3, 2), by=FRONT_DESK)
    assert [key for key, _ in order(planned)] == [1, 3, 2]


def test_an_order_is_undone_with_its_target_dates(planned: Clinic) -> None:
    before = order(planned)
    first = planned.reorder_sessions(1, (1, 3, 2), by=FRONT_DESK)
    second = planned.reorder_sessions(1, (3, 1, 2), by=FRONT_DESK)
    with pytest.raises(Stale, match="changed since"):
        planned.undo(first.change_id or 0, by=FRONT_DESK)
    for told in (second, first):
        planned.undo(told.change_id or 0, by=FRONT_DESK)
    assert order(planned) == before


def test_an_order_is_not_undone_over_what_took_place_since(planned: Clinic) -> None:
    told = planned.reorder_sessions(1, (3, 1, 2), by=FRONT_DESK)
    planned.perform(4, location_id=1, by=PROVIDER)
    with pytest.raises(NotAllowed, match="Session 1: It took place"):
        planned.undo(told.change_id or 0, by=FRONT_DESK)


@pytest.mark.parametrize("ids", [(), (1, 2), (1, 2, 3, 3), (1, 2, 9)])
def test_an_order_names_every_session_once(planned: Clinic, ids: tuple[int, ...]) -> None:
    with pytest.raises(Invalid):
        planned.reorder_sessions(1, ids, by=FRONT_DESK)


@pytest.mark.parametrize("state", [PlanState.FINISHED, PlanState.CANCELLED])
def test_a_closed_plan_is_not_edited(planned: Clinic, state: PlanState) -> None:
    if state is PlanState.CANCELLED:
        planned.cancel_plan(1, reason="Moved", by=FRONT_DESK)
    else:
        planned.change_plan_state(1, state=state, by=FRONT_DESK)
    with pytest.raises(NotAllowed, match="reopen it first"):
        planned.add_session(1, by=MANAGER)
    with pytest.raises(NotAllowed, match="reopen it first"):
        planned.drop_session(2, by=MANAGER)
    with pytest.raises(NotAllowed, match="reopen it first"):
        planned.reorder_sessions(1, (3, 2, 1), by=MANAGER)
    assert not planned.plan(1, by=MANAGER).edit.is_allowed


def test_a_stale_screen_changes_nothing(planned: Clinic) -> None:
    version = planned.plan(1, by=MANAGER).version
    planned.add_session(1, by=FRONT_DESK, version=version)
    with pytest.raises(Stale):
        planned.add_session(1, by=FRONT_DESK, version=version)
    with pytest.raises(Stale):
        planned.drop_session(3, by=FRONT_DESK, version=version)
    assert len(order(planned)) == 4
