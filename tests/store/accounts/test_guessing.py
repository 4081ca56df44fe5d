"""Guessing is slow, the same for every name, and counted where a restart does not forget it."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from store.accounts.throttle import FREE, LONGEST_PAUSE, MOST_ON_ACCOUNT, address_key
from store.clinic import Clinic
from store.errors import SlowDown, WrongSignIn
from store.tables import GUESS
from tests.factories import MANAGER, FixedClock
from tests.store.accounts.people import HERE, PASSWORD, THERE, cheap, enter, with_account

WRONG = "not the password at all"


def guess(clinic: Clinic, name: str = "rosa", address: str = HERE) -> None:
    with pytest.raises(WrongSignIn):
        clinic.sign_in(name, WRONG, address=address)


def guess_freely(clinic: Clinic, name: str = "rosa", address: str = HERE) -> None:
    """As often as there is no pause."""
    for _ in range(FREE):
        guess(clinic, name, address)


def evaluated(clinic: Clinic, name: str, password: str) -> int:
    before = clinic.hashing.evaluated
    with pytest.raises(WrongSignIn) as refused:
        clinic.sign_in(name, password, address=HERE)
    assert refused.value.message == (
        "This name and this password do not go together. Type both again."
    )
    assert refused.value.field is None
    return clinic.hashing.evaluated - before


def test_known_unknown_and_disabled_names_take_the_same(clinic: Clinic) -> None:
    with_account(clinic)
    gone = with_account(clinic, "Gone Gray", "gone")
    assert gone.staff_id is not None
    clinic.disable_staff(gone.staff_id, by=MANAGER)
    costs = {
        evaluated(clinic, "rosa", WRONG),
        evaluated(clinic, "nobody", WRONG),
        evaluated(clinic, "gone", PASSWORD),
        evaluated(clinic, "", ""),
        evaluated(clinic, "x" * 5_000, "\ud800"),
    }
    assert costs == {1}


def test_after_the_free_ones_each_wrong_guess_doubles_the_pause(
    clinic: Clinic, clock: FixedClock
) -> None:
    with_account(clinic)
    guess_freely(clinic)
    for pause in (2, 4, 8, 16, 32, 64, 128, 256, LONGEST_PAUSE, LONGEST_PAUSE):
        guess(clinic)
        clock.advance(seconds=pause - 1)
        before = clinic.hashing.evaluated
        with pytest.raises(SlowDown, match="Wait a second, then try again"):
            enter(clinic)
        assert clinic.hashing.evaluated == before
        clock.advance(seconds=1)


def test_what_comes_too_early_is_not_counted(clinic: Clinic, clock: FixedClock) -> None:
    with_account(clinic)
    guess_freely(clinic)
    guess(clinic)
    for _ in range(20):
        with pytest.raises(SlowDown):
            enter(clinic)
    clock.advance(seconds=2)
    assert enter(clinic).actor.name == "Rosa Lindqvist"


def test_at_most_sixty_guesses_an_hour_are_evaluated_wherever_they_come_from(
    clinic: Clinic, clock: FixedClock
) -> None:
    with_account(clinic)
    before = clinic.hashing.evaluated
    for number in range(200):
        try:
            guess(clinic, address=f"203.0.113.{number}")
        except SlowDown:
            continue
    assert clinic.hashing.evaluated - before == MOST_ON_ACCOUNT == 60
    with pytest.raises(SlowDown, match="Wait 60 minutes"):
        enter(clinic)
    clock.advance(minutes=59, seconds=59)
    with pytest.raises(SlowDown, match="Wait a second"):
        enter(clinic)
    clock.advance(seconds=1)
    assert enter(clinic).actor.name == "Rosa Lindqvist"


def test_a_right_one_does_not_clear_what_another_address_got_wrong(clinic: Clinic) -> None:
    with_account(clinic)
    guess_freely(clinic, address=THERE)
    guess(clinic, address=THERE)
    assert enter(clinic).actor.name == "Rosa Lindqvist"
    with pytest.raises(SlowDown):
        clinic.sign_in("rosa", PASSWORD, address=THERE)


def test_a_right_one_begins_the_pauses_of_its_own_address_anew(clinic: Clinic) -> None:
    with_account(clinic)
    guess_freely(clinic)
    enter(clinic)
    guess_freely(clinic)
    enter(clinic)


def test_one_address_slows_down_no_other_account(clinic: Clinic) -> None:
    with_account(clinic)
    guess_freely(clinic, "nobody")
    guess(clinic, "nobody")
    assert enter(clinic).actor.name == "Rosa Lindqvist"


def test_a_restart_forgets_nothing(clinic: Clinic, clock: FixedClock, tmp_path: Path) -> None:
    with_account(clinic)
    guess_freely(clinic)
    guess(clinic)
    again = Clinic(clinic.database, clock=clock, hashing=cheap())
    with pytest.raises(SlowDown):
        enter(again)


def test_names_that_are_the_same_are_one_account(clinic: Clinic) -> None:
    with_account(clinic)
    for name in ("rosa", " ROSA ", "ｒｏｓａ", "Rosa", "rosa"):
        guess(clinic, name)
    with pytest.raises(SlowDown):
        enter(clinic, "RoSa")


def test_guesses_are_forgotten_after_a_day_and_hold_no_name(
    clinic: Clinic, clock: FixedClock
) -> None:
    guess(clinic, "my-password-typed-as-a-name")
    clock.advance(days=1, seconds=1)
    guess(clinic, "nobody")
    with clinic.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(GUESS)).scalar() == 1
        kept = connection.execute(select(GUESS.c.account)).scalar_one()
    assert len(kept) == 64
    assert "nobody" not in kept


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("2001:db8:1:2::1", "2001:0db8:0001:0002"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_addresses_that_one_connection_may_choose_among_are_one(address: str, key: str) -> None:
    assert address_key(address) in {key, "::ffff:c000:201"}
