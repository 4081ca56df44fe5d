"""An addition is taken back while nothing hangs on it; else in words what does."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from store.clinic import Clinic
from store.errors import NotAllowed, NotFound, RegimenError, Stale
from store.tables import BUSINESS_HOURS, PROVIDER_HOURS, SERVICE_ROOM, STAFF
from store.taking_back import HANGS, OWN, PATIENT, PLAN, SET_UP, pointing_to
from store.views import SessionQuery
from store.words import Role
from tests.factories import FRONT_DESK, MANAGER, FixedClock, add_patient
from tests.store.accounts import people
from tests.store.bookings.wishes import request
from tests.store.plans.forms import plan_form, template_form
from tests.store.setup import forms

KEY = "its-form"
STAFF_FORM = people.form(name="Ada Brandt", roles=frozenset({Role.PROVIDER}), provider_id=3)
ADD: dict[str, Callable[[Clinic], Any]] = {
    "location": lambda c: c.add_location(forms.location(), key=KEY, by=MANAGER),
    "room": lambda c: c.add_room(forms.room(service_ids=frozenset({1})), key=KEY, by=MANAGER),
    "provider": lambda c: c.add_provider(forms.provider(), key=KEY, by=MANAGER),
    "service": lambda c: c.add_service(forms.service(), key=KEY, by=MANAGER),
    "template": lambda c: c.add_template(template_form(), key=KEY, by=MANAGER),
}
EDITED: dict[str, Callable[[Clinic, int], Any]] = {
    "location": lambda c, key: c.edit_location(key, forms.location(name="Up"), by=MANAGER),
    "room": lambda c, key: c.edit_room(key, forms.room(name="Room 5"), by=MANAGER),
    "provider": lambda c, key: c.edit_provider(key, forms.provider(hours=()), by=MANAGER),
    "service": lambda c, key: c.edit_service(key, forms.service(minutes=45), by=MANAGER),
    "template": lambda c, key: c.disable_template(key, by=MANAGER),
}
HUNG_ON: dict[str, tuple[Callable[[Clinic, int], Any], str]] = {
    "location": (
        lambda c, key: c.add_room(forms.room(location_id=key), by=MANAGER),
        "There is a room by now: the location stays. Disable it instead.",
    ),
    "provider": (
        lambda c, _: c.edit_staff(5, STAFF_FORM, by=MANAGER),
        "There is an account by now: the provider stays. Disable it instead.",
    ),
    "service": (
        lambda c, key: c.add_plan(plan_form(items=({"service_id": key},)), by=FRONT_DESK),
        "A session needs it by now: the service stays. Disable it instead.",
    ),
}


STAFF_TOO = people.form(name="Bo Lind", sign_in_name="bo", roles=frozenset({Role.PROVIDER}))


@pytest.fixture
def bare(bare: Clinic) -> Clinic:
    """A set-up clinic with one patient."""
    with bare.database.write() as session:
        add_patient(session)
    return bare


def everything(clinic: Clinic) -> dict[str, list[Any]]:
    """All rows but of what keeps keys and the audit trail, and versions aside."""
    kept = {}
    with clinic.database.read() as connection:
        for table in SQLModel.metadata.sorted_tables:
            if not table.name.startswith(("audit", "request_key", "dropped")):
                columns = [column for column in table.c if column.name != "version"]
                kept[table.name] = sorted(map(str, connection.execute(select(*columns))))
    return kept


@pytest.mark.parametrize("word", sorted(ADD))
def test_what_was_added_to_the_set_up_is_taken_back_whole(bare: Clinic, word: str) -> None:
    before = everything(bare)
    added = ADD[word](bare)
    assert everything(bare) != before
    outcome = bare.take_record_back(word, (added.id,), key=KEY, by=MANAGER)
    assert outcome.message.startswith("Undone: ")
    assert everything(bare) == before


@pytest.mark.parametrize("word", sorted(ADD))
def test_what_somebody_changed_since_stays(bare: Clinic, word: str) -> None:
    added = ADD[word](bare)
    EDITED[word](bare, added.id)
    with pytest.raises(Stale, match="was changed since"):
        bare.take_record_back(word, (added.id,), key=KEY, by=MANAGER)


@pytest.mark.parametrize("word", sorted(HUNG_ON))
def test_what_something_hangs_on_stays_and_says_what(bare: Clinic, word: str) -> None:
    added = ADD[word](bare)
    hang, said = HUNG_ON[word]
    hang(bare, added.id)
    before = everything(bare)
    with pytest.raises(NotAllowed) as refusal:
        bare.take_record_back(word, (added.id,), key=KEY, by=MANAGER)
    assert refusal.value.message == said
    assert everything(bare) == before


def test_whoever_was_added_for_a_provider_keeps_them(bare: Clinic) -> None:
    added = bare.add_provider(forms.provider(), key=KEY, by=MANAGER)
    somebody = STAFF_TOO.model_copy(update={"provider_id": added.id})
    bare.add_staff(somebody, by=MANAGER)
    with pytest.raises(NotAllowed, match="There is an account"):
        bare.take_record_back("provider", (added.id,), key=KEY, by=MANAGER)


def test_services_added_together_are_taken_back_together(bare: Clinic) -> None:
    before = everything(bare)
    two = (forms.service(name="One"), forms.service(name="Two"))
    ids = bare.add_services(two, key=KEY, by=MANAGER)
    with pytest.raises(NotAllowed, match="taken back already"):
        bare.take_record_back("service", ids[:1], key=KEY, by=MANAGER)
    outcome = bare.take_record_back("service", ids, key=KEY, by=MANAGER)
    assert outcome.message == "Undone: 2 services were added."
    assert everything(bare) == before


def test_only_what_was_added_under_the_key_within_a_day_is_taken_back(bare: Clinic) -> None:
    added = ADD["room"](bare)
    for word, key, given in (("room", 1, KEY), ("room", added.id, "x"), ("location", 1, KEY)):
        with pytest.raises(NotAllowed, match="taken back already, or is more than a day old"):
            bare.take_record_back(word, (key,), key=given, by=MANAGER)
    with pytest.raises(NotAllowed, match="cannot be taken back"):
        bare.take_record_back("patient", (1,), key=KEY, by=MANAGER)
    assert isinstance(bare.now, FixedClock)
    bare.now.advance(hours=24, seconds=1)
    with pytest.raises(NotAllowed, match="more than a day old"):
        bare.take_record_back("room", (added.id,), key=KEY, by=MANAGER)


def test_a_room_that_made_bookings_need_moving_lets_them_stand_again(bare: Clinic) -> None:
    plan = bare.add_plan(plan_form(items=({"service_id": 2},)), by=FRONT_DESK)
    item = bare.session(plan.session_id, by=MANAGER).items[0].id
    bare.book(request(session_id=plan.session_id, item_ids=(item,)), by=FRONT_DESK)
    added = bare.add_room(forms.room(service_ids=frozenset({2})), key=KEY, by=MANAGER)
    outcome = bare.take_record_back("room", (added.id,), key=KEY, by=MANAGER)
    assert ("stands again" in outcome.message) == bool(added.displaced)


def test_a_plan_is_taken_back_with_its_sessions_and_their_ids_are_not_given_again(
    bare: Clinic,
) -> None:
    before = everything(bare)
    made = bare.add_plan(plan_form(key=KEY), by=FRONT_DESK)
    plan_id = bare.session(made.session_id, by=MANAGER).plan_id
    bare.take_plan_back(plan_id, key=KEY, by=FRONT_DESK)
    assert everything(bare) == before
    with pytest.raises(NotFound):
        bare.session(made.session_id, by=MANAGER)
    again = bare.add_plan(plan_form(), by=FRONT_DESK)
    assert again.session_id == made.session_id + 3
    assert bare.session(again.session_id, by=MANAGER).plan_id == plan_id + 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda c, session, _: c.add_item(session, service_id=2, by=FRONT_DESK),
            "Its sessions were changed by now: the plan stays. Cancel it instead.",
        ),
        (
            lambda c, _, plan: c.add_session(plan, by=FRONT_DESK),
            "Its sessions were changed by now: the plan stays. Cancel it instead.",
        ),
        (
            lambda c, session, _: c.book(
                request(session_id=session, item_ids=(c.session(session, by=MANAGER).items[0].id,)),
                by=FRONT_DESK,
            ),
            "Its sessions were changed by now: the plan stays. Cancel it instead.",
        ),
        (
            lambda c, _, plan: c.cancel_plan(plan, reason="Ill", by=FRONT_DESK),
            "The plan was changed since and cannot be undone any more.",
        ),
    ],
)
def test_a_plan_that_something_happened_to_stays(
    bare: Clinic, change: Callable[[Clinic, int, int], Any], said: str
) -> None:
    made = bare.add_plan(plan_form(key=KEY), by=FRONT_DESK)
    plan_id = bare.session(made.session_id, by=MANAGER).plan_id
    change(bare, made.session_id, plan_id)
    with pytest.raises(RegimenError) as refusal:
        bare.take_plan_back(plan_id, key=KEY, by=FRONT_DESK)
    assert refusal.value.message == said
    assert bare.sessions(SessionQuery(patient_id=1, scope="all"), by=MANAGER).rows


def test_whatever_may_point_to_an_addition_goes_along_or_is_told_in_words() -> None:
    """A table made later has to say which."""
    tables = [kind.model.__table__ for kind in (*SET_UP.values(), PATIENT, PLAN)]  # type: ignore[attr-defined]  # SQLModel adds it
    silent = set()
    while tables:
        for column in pointing_to(tables.pop()):
            if f"{column.table.name}.{column.name}" in OWN:
                tables.append(column.table)
            elif column.table.name not in HANGS:
                silent.add(column.table.name)
    assert silent <= {"history_entry", "saved_view", "session_part"}
    assert {BUSINESS_HOURS.name, PROVIDER_HOURS.name, SERVICE_ROOM.name, STAFF.name} <= {
        name.partition(".")[0] for name in OWN
    }
