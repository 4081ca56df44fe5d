"""Sign-ins: a new id each, over after a while, ended at once, and asked for by every command."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from store.accounts.sign_ins import Limits, fingerprint
from store.clinic import Clinic
from store.errors import NotAllowed, NotSignedIn, SlowDown, WrongSignIn
from store.events import SessionsChanged
from store.tables import SIGN_IN, STAFF_ROLE
from store.views import Actor, Sight
from store.words import Role
from tests.factories import MANAGER, FixedClock
from tests.store.accounts.people import (
    HERE,
    OTHER,
    PASSWORD,
    THERE,
    enter,
    form,
    opened,
    with_account,
)
from tests.store.test_slots import counted


def holds(clinic: Clinic, token: str) -> bool:
    return clinic.signed_in(token) is not None


def ended(clinic: Clinic) -> list[frozenset[int]]:
    """Which sign-ins are told to be over, from now on."""
    heard: list[frozenset[int]] = []

    def hear(news: SessionsChanged) -> None:
        if news.signed_out:
            heard.append(news.signed_out)

    clinic.hub.subscribe(hear)
    return heard


def test_a_sign_in_is_somebody_in_their_role(clinic: Clinic) -> None:
    rosa = with_account(clinic, roles={Role.PROVIDER}, provider_id=2)
    made = enter(clinic)
    held = clinic.signed_in(made.token)
    assert held is not None
    assert held.actor == made.actor
    assert held.actor == Actor(
        staff_id=rosa.staff_id,
        name="Rosa Lindqvist",
        roles=frozenset({Role.PROVIDER}),
        provider_id=2,
        sign_in_id=made.id,
    )


@pytest.mark.parametrize(
    ("given", "sight"),
    [
        ({}, Sight()),
        ({"roles": {Role.READ_ONLY}}, Sight(money=False, notes=False)),
        ({"roles": {Role.READ_ONLY, Role.FRONT_DESK}}, Sight()),
        ({"location_ids": {1}}, Sight(location_ids=frozenset({1}))),
        ({"sees_money": False}, Sight(money=False)),
        ({"sees_notes": False}, Sight(notes=False)),
        (
            {"roles": {Role.PROVIDER}, "provider_id": 2, "own_patients": True},
            Sight(own_provider_id=2),
        ),
        ({"roles": {Role.PROVIDER}, "provider_id": 2}, Sight()),
    ],
)
def test_roles_and_limits_decide_what_is_seen(
    clinic: Clinic, given: dict[str, Any], sight: Sight
) -> None:
    made = with_account(clinic, **given)
    held = clinic.signed_in(enter(clinic).token)
    assert held is not None
    assert (made.sight, held.actor.sight) == (sight, sight)


def test_a_sign_in_is_read_by_one_query(clinic: Clinic) -> None:
    with_account(clinic, roles={Role.MANAGER, Role.FRONT_DESK}, location_ids={1})
    token = enter(clinic).token
    with counted(clinic) as statements:
        assert clinic.signed_in(token)
    assert [each for each in statements if each != "BEGIN"] == statements[1:2]


def test_whoever_has_no_role_left_is_not_in(clinic: Clinic) -> None:
    with_account(clinic)
    made = enter(clinic)
    with clinic.database.write() as session:
        session.connection().execute(STAFF_ROLE.delete())
    assert not holds(clinic, made.token)


def test_every_sign_in_has_an_id_of_its_own_that_is_not_kept(clinic: Clinic) -> None:
    with_account(clinic)
    one, other = enter(clinic), enter(clinic)
    assert one.token != other.token
    assert min(len(one.token), len(other.token)) >= 43
    with clinic.database.read() as connection:
        kept = connection.execute(select(SIGN_IN.c.digest)).scalars().all()
    assert {fingerprint(one.token), fingerprint(other.token)} <= set(kept)
    assert one.token not in kept
    assert one.token not in repr(one)


@pytest.mark.parametrize("token", ["", "x", "\ud800", "' OR 1=1 --", "x" * 100_000])
def test_what_was_never_given_is_nobody(clinic: Clinic, token: str) -> None:
    assert clinic.signed_in(token) is None


def test_unseen_it_is_over_after_the_idle_limit(tmp_path: Path, clock: FixedClock) -> None:
    clinic = opened(tmp_path, clock, limits=Limits(idle=timedelta(minutes=10)))
    with_account(clinic)
    made = enter(clinic)
    clock.advance(minutes=9, seconds=59)
    assert holds(clinic, made.token)
    clinic.see(made.id)
    clock.advance(minutes=9, seconds=59)
    assert holds(clinic, made.token)
    clock.advance(seconds=1)
    assert not holds(clinic, made.token)


def test_seen_or_not_it_is_over_after_the_total_limit(tmp_path: Path, clock: FixedClock) -> None:
    clinic = opened(tmp_path, clock, limits=Limits(total=timedelta(hours=1)))
    with_account(clinic)
    made = enter(clinic)
    clock.advance(minutes=59, seconds=59)
    clinic.see(made.id)
    assert holds(clinic, made.token)
    clock.advance(seconds=1)
    assert not holds(clinic, made.token)


def test_it_is_written_as_seen_once_a_minute_at_most(clinic: Clinic, clock: FixedClock) -> None:
    with_account(clinic)
    made = enter(clinic)
    clock.advance(seconds=59)
    held = clinic.signed_in(made.token)
    assert held is not None
    assert held.is_seen
    clock.advance(seconds=1)
    held = clinic.signed_in(made.token)
    assert held is not None
    assert not held.is_seen


def test_signing_out_ends_one_sign_in_and_tells_its_pages(clinic: Clinic) -> None:
    with_account(clinic)
    one, other, heard = enter(clinic), enter(clinic), ended(clinic)
    clinic.sign_out(one.token)
    clinic.sign_out(one.token)
    clinic.sign_out("nobody's")
    assert heard == [frozenset({one.id})]
    assert (holds(clinic, one.token), holds(clinic, other.token)) == (False, True)


def test_commands_and_checks_ask_for_the_sign_in_again(clinic: Clinic) -> None:
    rosa = with_account(clinic, roles={Role.MANAGER})
    made = enter(clinic)
    clinic.check_sign_in(made.actor)
    clinic.disable_room(1, by=made.actor)
    clinic.sign_out(made.token)
    with pytest.raises(NotSignedIn, match="not signed in any more"):
        clinic.check_sign_in(made.actor)
    with pytest.raises(NotSignedIn):
        clinic.enable_room(1, by=made.actor)
    clinic.enable_room(1, by=rosa)


def test_a_forged_sign_in_gives_no_command(clinic: Clinic) -> None:
    forged = MANAGER.model_copy(update={"sign_in_id": 99})
    with pytest.raises(NotSignedIn):
        clinic.disable_room(1, by=forged)


def test_disabling_somebody_ends_every_sign_in_and_lets_nobody_back(clinic: Clinic) -> None:
    rosa = with_account(clinic)
    assert rosa.staff_id is not None
    made, heard = enter(clinic), ended(clinic)
    clinic.disable_staff(rosa.staff_id, by=MANAGER)
    assert heard == [frozenset({rosa.sign_in_id, made.id})]
    assert not holds(clinic, made.token)
    with pytest.raises(WrongSignIn):
        enter(clinic)
    clinic.enable_staff(rosa.staff_id, by=MANAGER)
    assert not holds(clinic, made.token)
    assert enter(clinic).actor.name == "Rosa Lindqvist"


@pytest.mark.parametrize(
    "change",
    [
        {"roles": {Role.MANAGER}},
        {"roles": {Role.PROVIDER}, "provider_id": 1},
        {"roles": {Role.FRONT_DESK, Role.READ_ONLY}},
        {"location_ids": {1}},
        {"sees_money": False},
        {"sees_notes": False},
        {"provider_id": 1},
        {"sign_in_name": "rosalind"},
    ],
)
def test_another_role_or_sign_in_name_signs_them_out(
    clinic: Clinic, change: dict[str, object]
) -> None:
    rosa = with_account(clinic)
    assert rosa.staff_id is not None
    made = enter(clinic)
    wish = form(name="Rosa Lindqvist", sign_in_name="rosa", version=1)
    clinic.edit_staff(rosa.staff_id, wish.model_copy(update=change), by=MANAGER)
    assert not holds(clinic, made.token)


def test_another_name_leaves_them_in(clinic: Clinic) -> None:
    rosa = with_account(clinic)
    assert rosa.staff_id is not None
    made = enter(clinic)
    clinic.edit_staff(rosa.staff_id, form(name="Rosa L.", sign_in_name="Rosa"), by=MANAGER)
    held = clinic.signed_in(made.token)
    assert held is not None
    assert held.actor.name == "Rosa L."


def test_a_manager_signs_somebody_out_everywhere(clinic: Clinic) -> None:
    rosa = with_account(clinic)
    assert rosa.staff_id is not None
    made = enter(clinic)
    told = clinic.end_sign_ins(rosa.staff_id, by=MANAGER)
    assert told.message == "Rosa Lindqvist was signed out of 2 devices."
    assert not holds(clinic, made.token)
    assert clinic.end_sign_ins(rosa.staff_id, by=MANAGER).message.endswith("out of 0 devices.")


def test_changing_ones_password_signs_the_other_devices_out(clinic: Clinic) -> None:
    rosa = with_account(clinic)
    made = enter(clinic)
    clinic.change_password(PASSWORD, OTHER, by=made.actor)
    assert holds(clinic, made.token)
    with pytest.raises(NotSignedIn):
        clinic.check_sign_in(rosa)
    with pytest.raises(WrongSignIn):
        enter(clinic)
    assert enter(clinic, password=OTHER).actor.name == "Rosa Lindqvist"


def test_guesses_at_ones_own_password_are_slow_as_well(clinic: Clinic) -> None:
    rosa = with_account(clinic)
    for _ in range(5):
        with pytest.raises(WrongSignIn, match="not your password") as refused:
            clinic.change_password("wrong", OTHER, by=rosa)
        assert refused.value.field == "old"
    with pytest.raises(SlowDown):
        clinic.change_password(PASSWORD, OTHER, by=rosa)


def test_whoever_has_no_password_changes_none(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed, match="You have no password"):
        clinic.change_password("", OTHER, by=MANAGER)


def test_only_a_demo_lets_people_in_by_a_press(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed, match="This is no demo"):
        clinic.sign_in_to_demo(Role.MANAGER, address=HERE)


def test_an_old_hash_is_made_anew_at_the_next_sign_in(tmp_path: Path, clock: FixedClock) -> None:
    clinic = opened(tmp_path, clock)
    with_account(clinic)
    stricter = Clinic(clinic.database, clock=clock)
    made = stricter.sign_in("rosa", PASSWORD, address=THERE)
    assert stricter.hashing.evaluated == 2
    stricter.sign_in("rosa", PASSWORD, address=THERE)
    assert stricter.hashing.evaluated == 3
    assert holds(stricter, made.token)
