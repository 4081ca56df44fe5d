"""Locked devices: at the minute, for every command and question, until whoever holds them is proved."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from store.accounts.sign_ins import Limits
from store.clinic import Clinic
from store.errors import Locked, NotAllowed, NotSignedIn, SlowDown, WrongSignIn
from store.events import SessionsChanged
from store.rights import RIGHTS
from store.tables import SIGN_IN
from store.views import NewSignIn, Proof
from store.words import Role
from tests.factories import MANAGER, FixedClock
from tests.store.accounts.people import (
    HERE,
    OTHER_PIN,
    PASSWORD,
    PIN,
    enter,
    opened,
    with_account,
)
from tests.store.audit.rows import entries
from tests.store.audit.test_every_command import _give as give_anything

TABLET = "what the tablet is known by"


@pytest.fixture
def clinic(tmp_path: Path, clock: FixedClock) -> Clinic:
    return opened(tmp_path, clock, limits=Limits(lock=timedelta(minutes=10)))


@pytest.fixture
def rosa(clinic: Clinic) -> NewSignIn:
    """Rosa, who has a PIN, on the tablet."""
    actor = with_account(clinic, roles=frozenset({Role.MANAGER}))
    clinic.change_pin(PIN, PASSWORD, by=actor)
    return enter(clinic, device=TABLET)


@pytest.fixture
def femi(clinic: Clinic, rosa: NewSignIn) -> NewSignIn:
    """Femi, who came in on the same tablet after her."""
    assert rosa.id
    with_account(clinic, "Femi Adeyemi", "femi")
    return enter(clinic, "femi", device=TABLET)


def is_locked(clinic: Clinic, made: NewSignIn) -> bool:
    held = clinic.signed_in(made.token)
    assert held is not None
    return held.is_locked


def unlock(
    clinic: Clinic, made: NewSignIn, *, token: str = "", device: str = TABLET, **proof: str
) -> NewSignIn:
    given = Proof(**proof)
    return clinic.unlock(made.id, given, token=token, device=device, address=HERE)


def news(clinic: Clinic) -> list[SessionsChanged]:
    heard: list[SessionsChanged] = []
    clinic.hub.subscribe(heard.append)
    return heard


def test_untouched_it_is_locked_at_ten_minutes_exactly(
    clinic: Clinic, clock: FixedClock, rosa: NewSignIn
) -> None:
    clock.advance(minutes=9, seconds=59)
    assert not is_locked(clinic, rosa)
    clinic.see(rosa.id)
    clock.advance(minutes=9, seconds=59)
    assert not is_locked(clinic, rosa)
    clinic.check_sign_in(rosa.actor)
    clock.advance(seconds=1)
    assert is_locked(clinic, rosa)
    with pytest.raises(Locked, match="This device is locked"):
        clinic.check_sign_in(rosa.actor)


def test_what_is_locked_is_not_unlocked_by_being_seen(
    clinic: Clinic, clock: FixedClock, rosa: NewSignIn
) -> None:
    clock.advance(minutes=10)
    clinic.see(rosa.id)
    assert is_locked(clinic, rosa)
    clinic.lock_idle()
    clinic.see(rosa.id)
    assert is_locked(clinic, rosa)


def test_without_a_limit_it_is_locked_by_hand_alone(tmp_path: Path, clock: FixedClock) -> None:
    clinic = opened(tmp_path, clock)
    with_account(clinic)
    made = enter(clinic)
    clock.advance(hours=7)
    assert (clinic.lock_idle(), is_locked(clinic, made)) == (0, False)
    clinic.lock(made.token)
    assert is_locked(clinic, made)


def test_what_nobody_touched_is_locked_once_and_its_pages_are_told(
    clinic: Clinic, clock: FixedClock, rosa: NewSignIn
) -> None:
    heard = news(clinic)
    clock.advance(minutes=9, seconds=59)
    assert clinic.lock_idle() == 0
    clock.advance(seconds=1)
    assert clinic.lock_idle() == 2  # the one by the link as well
    assert clinic.lock_idle() == 0
    assert len(heard) == 1
    assert rosa.id in heard[0].locked


def test_every_command_is_refused_while_locked(clinic: Clinic, rosa: NewSignIn) -> None:
    clinic.lock(rosa.token)
    for name in sorted(set(RIGHTS) - {"import", "read_record", "who_saw"}):
        with pytest.raises(NotAllowed) as refused:
            give_anything(clinic, name, by=rosa.actor)
        assert isinstance(refused.value, Locked) or name == "change_pin", name


@pytest.mark.parametrize("proof", [{"pin": PIN}, {"password": PASSWORD}])
def test_a_pin_or_the_password_unlocks_under_a_new_id(
    clinic: Clinic, rosa: NewSignIn, proof: dict[str, str]
) -> None:
    clinic.lock(rosa.token)
    heard = news(clinic)
    made = unlock(clinic, rosa, token=rosa.token, **proof)
    assert heard == [SessionsChanged(unlocked=frozenset({rosa.id}))]
    assert made.id == rosa.id
    assert clinic.signed_in(rosa.token) is None
    assert not is_locked(clinic, made)
    clinic.check_sign_in(rosa.actor)


def test_unlocking_begins_the_ten_minutes_anew(
    clinic: Clinic, clock: FixedClock, rosa: NewSignIn
) -> None:
    clock.advance(minutes=10)
    made = unlock(clinic, rosa, token=rosa.token, pin=PIN)
    clock.advance(minutes=9, seconds=59)
    assert not is_locked(clinic, made)
    clock.advance(seconds=1)
    assert is_locked(clinic, made)


def test_after_five_wrong_pins_only_the_password_unlocks(
    clinic: Clinic, clock: FixedClock, rosa: NewSignIn
) -> None:
    clinic.lock(rosa.token)
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(WrongSignIn) as refused:
            unlock(clinic, rosa, token=rosa.token, pin=OTHER_PIN)
        assert refused.value.field == ("pin" if left else "password")
    hashed = clinic.hashing.evaluated
    with pytest.raises(WrongSignIn, match="Too many wrong PINs"):
        unlock(clinic, rosa, token=rosa.token, pin=PIN)
    assert clinic.hashing.evaluated == hashed
    screen = clinic.lock_screen(rosa.token, TABLET)
    assert screen.current is not None
    assert (screen.current.has_pin, screen.current.is_pin_spent) == (False, True)
    clock.advance(seconds=2)
    made = unlock(clinic, rosa, token=rosa.token, password=PASSWORD)
    clinic.lock(made.token)
    assert not is_locked(clinic, unlock(clinic, rosa, token=made.token, pin=PIN))


def test_guesses_at_a_lock_count_as_those_at_the_door_do(
    clinic: Clinic, clock: FixedClock, rosa: NewSignIn
) -> None:
    clinic.lock(rosa.token)
    hashed, refused = clinic.hashing.evaluated, 0
    for _ in range(80):
        clock.advance(seconds=40)
        try:
            unlock(clinic, rosa, token=rosa.token, password="wrong")
        except SlowDown:
            refused += 1
        except WrongSignIn:
            pass
    assert clinic.hashing.evaluated - hashed + refused == 80
    assert clinic.hashing.evaluated - hashed <= 60
    assert refused


def test_sixty_guesses_at_the_door_leave_none_for_the_lock(
    clinic: Clinic, clock: FixedClock, rosa: NewSignIn
) -> None:
    for number in range(60):
        with pytest.raises(WrongSignIn):
            clinic.sign_in("rosa", "wrong", address=f"192.0.2.{number}")
        clock.advance(seconds=1)
    with pytest.raises(SlowDown):
        unlock(clinic, rosa, token=rosa.token, pin=PIN)


def test_a_pin_never_signs_in(clinic: Clinic, rosa: NewSignIn) -> None:
    with pytest.raises(WrongSignIn):
        clinic.sign_in("rosa", PIN, address=HERE)
    for other in ({"device": ""}, {"device": "another tablet"}, {"token": "x", "device": ""}):
        with pytest.raises(NotSignedIn):
            unlock(clinic, rosa, **other, pin=PIN)
    clinic.sign_out(rosa.token)
    with pytest.raises(NotSignedIn):
        unlock(clinic, rosa, token=rosa.token, pin=PIN)


def test_a_pin_is_of_its_owner_alone_and_set_by_their_password(
    clinic: Clinic, rosa: NewSignIn, femi: NewSignIn
) -> None:
    with pytest.raises(WrongSignIn) as refused:
        clinic.change_pin(OTHER_PIN, "wrong", by=femi.actor)
    assert refused.value.field == "old"
    with pytest.raises(WrongSignIn, match="There is no PIN yet"):
        unlock(clinic, femi, token=femi.token, pin=PIN)
    clinic.change_pin(OTHER_PIN, PASSWORD, by=femi.actor)
    with pytest.raises(WrongSignIn):
        unlock(clinic, rosa, token=femi.token, pin=OTHER_PIN)
    assert not is_locked(clinic, unlock(clinic, femi, token=femi.token, pin=OTHER_PIN))


def test_a_pin_can_be_taken_away_and_goes_with_a_lost_password(
    clinic: Clinic, rosa: NewSignIn
) -> None:
    assert clinic.has_pin(rosa.actor)
    clinic.change_pin(None, PASSWORD, by=rosa.actor)
    assert not clinic.has_pin(rosa.actor)
    clinic.change_pin(PIN, PASSWORD, by=rosa.actor)
    assert rosa.actor.staff_id is not None
    link = clinic.make_link(rosa.actor.staff_id, by=MANAGER)
    clinic.use_link(link.token, PASSWORD, address=HERE)
    assert not clinic.has_pin(rosa.actor)


def test_whoever_comes_in_locks_the_others_of_the_device(
    clinic: Clinic, rosa: NewSignIn, femi: NewSignIn
) -> None:
    assert (is_locked(clinic, rosa), is_locked(clinic, femi)) == (True, False)
    screen = clinic.lock_screen(femi.token, TABLET)
    assert screen.current is not None
    assert screen.current.name == "Femi Adeyemi"
    assert [one.name for one in screen.others] == ["Rosa Lindqvist"]
    assert clinic.lock_screen(femi.token, "another").others == ()
    again = enter(clinic, device=TABLET)
    assert clinic.signed_in(rosa.token) is None
    assert [one.name for one in clinic.lock_screen(again.token, TABLET).others] == ["Femi Adeyemi"]


def test_whoever_comes_in_again_goes_on_with_the_sign_in_they_had(
    clinic: Clinic, clock: FixedClock, rosa: NewSignIn
) -> None:
    clock.advance(hours=1)
    assert is_locked(clinic, rosa)
    heard = news(clinic)
    again = enter(clinic, device=TABLET)
    assert again.id == rosa.id
    assert again.token != rosa.token
    assert clinic.signed_in(rosa.token) is None
    assert not is_locked(clinic, again)
    assert heard[-1].unlocked == {rosa.id}
    assert not heard[-1].signed_out
    clock.advance(hours=7, minutes=59)
    assert is_locked(clinic, again)
    clock.advance(minutes=1)
    assert clinic.signed_in(again.token) is None
    assert enter(clinic, device=TABLET).id != rosa.id
    assert enter(clinic, device="another").id != rosa.id


def test_switching_locks_the_one_and_opens_the_other(
    clinic: Clinic, rosa: NewSignIn, femi: NewSignIn
) -> None:
    heard = news(clinic)
    made = unlock(clinic, rosa, token=femi.token, pin=PIN)
    assert heard[-1] == SessionsChanged(
        locked=frozenset({femi.id}),
        unlocked=frozenset({rosa.id}),
        handed_over=frozenset({femi.id}),
    )
    assert (is_locked(clinic, made), is_locked(clinic, femi)) == (False, True)
    clinic.sign_out(made.token)
    assert is_locked(clinic, femi)
    screen = clinic.lock_screen("", TABLET)
    assert screen.current is None
    assert [one.name for one in screen.others] == ["Femi Adeyemi"]


def test_a_device_shows_those_of_today_alone(
    clinic: Clinic, clock: FixedClock, rosa: NewSignIn, femi: NewSignIn
) -> None:
    assert rosa.id != femi.id
    clock.advance(hours=7)
    assert len(clinic.lock_screen(femi.token, TABLET).others) == 1
    clock.advance(hours=1)
    assert clinic.lock_screen(femi.token, TABLET).current is None


def test_everybody_is_signed_out_of_one_device(
    clinic: Clinic, rosa: NewSignIn, femi: NewSignIn
) -> None:
    elsewhere = enter(clinic, device="another tablet")
    clinic.sign_everybody_out(token=femi.token, device=TABLET, address=HERE)
    assert clinic.signed_in(rosa.token) is None
    assert clinic.signed_in(femi.token) is None
    assert clinic.signed_in(elsewhere.token) is not None


def test_locking_unlocking_and_switching_are_on_record(
    clinic: Clinic, clock: FixedClock, rosa: NewSignIn, femi: NewSignIn
) -> None:
    before = len(entries(clinic))
    clinic.lock(femi.token, address=HERE)
    clinic.lock(femi.token, address=HERE)
    with pytest.raises(WrongSignIn):
        unlock(clinic, femi, token=femi.token, password="wrong")
    made = unlock(clinic, femi, token=femi.token, password=PASSWORD)
    unlock(clinic, rosa, token=made.token, pin=PIN)
    clock.advance(minutes=10)
    clinic.lock_idle()
    rows = entries(clinic)[before:]
    assert {row.kind.value for row in rows} == {"door"}
    told = [(row.command, row.result.value, row.by_name) for row in rows]
    assert told == [
        ("lock", "done", "Femi Adeyemi"),
        ("unlock", "refused", ""),
        ("unlock", "done", "Femi Adeyemi"),
        ("switch_user", "done", "Rosa Lindqvist"),
        ("lock_idle", "done", "Regimen"),
    ]
    assert "after 10 minutes untouched" in rows[-1].said
    assert not any(secret in repr(rows) for secret in (PIN, PASSWORD, "wrong"))


def test_only_sums_of_what_a_browser_holds_are_kept(clinic: Clinic, rosa: NewSignIn) -> None:
    made = unlock(clinic, rosa, token=rosa.token, pin=PIN)
    with clinic.database.read() as connection:
        kept = repr(connection.execute(select(SIGN_IN)).all())
    assert made.token not in kept
    assert TABLET not in kept
