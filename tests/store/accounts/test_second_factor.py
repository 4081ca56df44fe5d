"""A second factor: each code once, a little early or late, and no way round it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from store.accounts import pending, second_factor
from store.accounts.hashing import Hashing
from store.accounts.throttle import FREE
from store.clinic import Clinic
from store.errors import (
    CodeAsked,
    Invalid,
    NotAllowed,
    NotFound,
    NotSignedIn,
    SlowDown,
    WrongSignIn,
)
from store.tables import AUDIT_ENTRY, PENDING_SIGN_IN, RECOVERY_CODE, SECOND_FACTOR
from store.views import Actor, SecondFactorView
from store.words import Role
from tests.factories import MANAGER, FixedClock
from tests.store.accounts.people import (
    HERE,
    OTHER,
    PASSWORD,
    THERE,
    asked,
    code_of,
    enter,
    form,
    with_account,
    with_second_factor,
)

SHORT = "vxkqmwzj"
"""Eight characters."""


Meanwhile = Callable[[], object]


def nothing() -> None:
    """Nothing happens."""


@pytest.fixture
def rosa(clinic: Clinic) -> Actor:
    return with_account(clinic)


def finish(clinic: Clinic, token: str, code: str, *, address: str = HERE) -> Actor:
    return clinic.sign_in_with_code(token, code, address=address).actor


def test_it_asks_for_nothing_until_a_code_was_typed(clinic: Clinic, rosa: Actor) -> None:
    secret = clinic.begin_second_factor(PASSWORD, by=rosa).secret
    with pytest.raises(Invalid) as wrong:
        clinic.confirm_second_factor(secret, "000000", by=rosa)
    assert wrong.value.field == "code"
    assert enter(clinic).actor.name == rosa.name
    assert clinic.second_factor(rosa) == SecondFactorView(is_on=False, codes_left=0)
    codes = clinic.confirm_second_factor(secret, code_of(clinic, secret), by=rosa)
    assert len(set(codes)) == second_factor.CODES == 8
    assert clinic.second_factor(rosa) == SecondFactorView(is_on=True, codes_left=8)


def test_turning_it_on_takes_the_password(clinic: Clinic, rosa: Actor) -> None:
    with pytest.raises(WrongSignIn):
        clinic.begin_second_factor("wrong", by=rosa)


def test_what_was_begun_is_over_after_ten_minutes_or_once_begun_again(
    clinic: Clinic, rosa: Actor, clock: FixedClock
) -> None:
    first = clinic.begin_second_factor(PASSWORD, by=rosa).secret
    second = clinic.begin_second_factor(PASSWORD, by=rosa).secret
    with pytest.raises(NotAllowed, match="Begin once more"):
        clinic.confirm_second_factor(first, code_of(clinic, first), by=rosa)
    clock.advance(minutes=10)
    with pytest.raises(NotAllowed, match="Begin once more"):
        clinic.confirm_second_factor(second, code_of(clinic, second), by=rosa)
    third = clinic.begin_second_factor(PASSWORD, by=rosa).secret
    clock.advance(minutes=9, seconds=59)
    assert clinic.confirm_second_factor(third, code_of(clinic, third), by=rosa)


def test_while_it_is_on_no_other_key_takes_its_place(clinic: Clinic, rosa: Actor) -> None:
    secret, _ = with_second_factor(clinic, rosa)
    with pytest.raises(NotAllowed, match="on already"):
        clinic.begin_second_factor(PASSWORD, by=rosa)
    with pytest.raises(NotAllowed, match="on already"):
        clinic.confirm_second_factor(secret, code_of(clinic, secret), by=rosa)


def test_turning_it_on_signs_every_other_device_out(clinic: Clinic, rosa: Actor) -> None:
    elsewhere = enter(clinic)
    with_second_factor(clinic, rosa)
    assert clinic.signed_in(elsewhere.token) is None
    clinic.check_sign_in(rosa)


def test_the_password_alone_opens_nothing(clinic: Clinic, rosa: Actor) -> None:
    with_second_factor(clinic, rosa)
    assert clinic.signed_in(asked(clinic)) is None


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_of_the_step_before_or_after_is_good_too(
    clinic: Clinic, rosa: Actor, clock: FixedClock, steps: int
) -> None:
    secret, _ = with_second_factor(clinic, rosa)
    clock.advance(minutes=5)
    made = finish(clinic, asked(clinic), code_of(clinic, secret, steps=steps))
    assert (made.name, made.staff_id) == (rosa.name, rosa.staff_id)


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_of_another_time_is_not(
    clinic: Clinic, rosa: Actor, clock: FixedClock, steps: int
) -> None:
    secret, _ = with_second_factor(clinic, rosa)
    clock.advance(minutes=5)
    with pytest.raises(WrongSignIn) as wrong:
        finish(clinic, asked(clinic), code_of(clinic, secret, steps=steps))
    assert (wrong.value.field, wrong.value.message) == ("code", second_factor.WRONG_CODE)


def test_a_code_is_good_once_and_so_is_none_before_it(
    clinic: Clinic, rosa: Actor, clock: FixedClock
) -> None:
    secret, _ = with_second_factor(clinic, rosa)
    with pytest.raises(WrongSignIn):
        finish(clinic, asked(clinic), code_of(clinic, secret))
    clock.advance(minutes=5)
    code = code_of(clinic, secret)
    finish(clinic, asked(clinic), code)
    token = asked(clinic)
    for used in (code, code_of(clinic, secret, steps=-1)):
        with pytest.raises(WrongSignIn):
            finish(clinic, token, used)
    assert finish(clinic, token, code_of(clinic, secret, steps=1)).name == rosa.name


def test_a_recovery_code_is_good_once_however_it_is_typed(clinic: Clinic, rosa: Actor) -> None:
    _, codes = with_second_factor(clinic, rosa)
    typed = f" {codes[0].upper().replace('-', ' ')} "
    assert finish(clinic, asked(clinic), typed).name == rosa.name
    assert clinic.second_factor(rosa).codes_left == 7
    with pytest.raises(WrongSignIn):
        finish(clinic, asked(clinic), codes[0])
    assert finish(clinic, asked(clinic), codes[1]).name == rosa.name


def test_a_recovery_code_of_somebody_else_opens_nothing(clinic: Clinic, rosa: Actor) -> None:
    with_second_factor(clinic, rosa)
    _, others = with_second_factor(clinic, with_account(clinic, "Ina Roth", "ina"))
    with pytest.raises(WrongSignIn):
        finish(clinic, asked(clinic), others[0])


@pytest.mark.parametrize("typed", ["", "x", "\ud800", "1" * 500, "١٢٣٤٥٦", "null\x00"])
def test_whatever_is_typed_is_only_a_wrong_code(clinic: Clinic, rosa: Actor, typed: str) -> None:
    with_second_factor(clinic, rosa)
    with pytest.raises(WrongSignIn):
        finish(clinic, asked(clinic), typed)


def test_neither_codes_nor_what_waits_for_them_stand_in_the_database(
    clinic: Clinic, rosa: Actor
) -> None:
    secret, codes = with_second_factor(clinic, rosa)
    token = asked(clinic)
    with clinic.database.read() as connection:
        kept = [
            repr(tuple(row))
            for table in (RECOVERY_CODE, PENDING_SIGN_IN, AUDIT_ENTRY)
            for row in connection.execute(table.select())
        ]
    told = "".join(kept)
    assert not any(one in told or second_factor.plain(one) in told for one in (*codes, token))
    assert secret not in told


def test_the_code_has_to_come_within_five_minutes(
    clinic: Clinic, rosa: Actor, clock: FixedClock
) -> None:
    secret, _ = with_second_factor(clinic, rosa)
    token = asked(clinic)
    clock.advance(minutes=5)
    with pytest.raises(NotFound, match="Begin once more"):
        finish(clinic, token, code_of(clinic, secret))
    token = asked(clinic)
    clock.advance(minutes=4, seconds=59)
    assert finish(clinic, token, code_of(clinic, secret)).name == rosa.name


def test_what_was_finished_finishes_nothing_more(
    clinic: Clinic, rosa: Actor, clock: FixedClock
) -> None:
    secret, codes = with_second_factor(clinic, rosa)
    token = asked(clinic)
    clock.advance(minutes=1)
    finish(clinic, token, code_of(clinic, secret))
    with pytest.raises(NotFound):
        finish(clinic, token, codes[0])


def test_after_five_wrong_codes_the_password_is_asked_again(
    clinic: Clinic, rosa: Actor, clock: FixedClock
) -> None:
    _, codes = with_second_factor(clinic, rosa)
    token = asked(clinic)
    for _ in range(pending.MOST_TRIES):
        clock.advance(seconds=10)
        with pytest.raises(WrongSignIn):
            finish(clinic, token, "000000")
    clock.advance(seconds=10)
    with pytest.raises(NotFound):
        finish(clinic, token, codes[0])


def test_wrong_codes_slow_down_as_wrong_passwords_do(
    clinic: Clinic, rosa: Actor, clock: FixedClock
) -> None:
    """A right password in between does not begin the pauses anew: it is half of a sign-in."""
    _, codes = with_second_factor(clinic, rosa)
    for _ in range(FREE // 2):
        with pytest.raises(WrongSignIn):
            finish(clinic, asked(clinic), "000000")
    token = asked(clinic)
    with pytest.raises(SlowDown, match="Too many tries"):
        finish(clinic, token, "000000")
    assert asked(clinic, address=THERE)
    clock.advance(seconds=2)
    finish(clinic, token, codes[0])
    for _ in range(FREE // 2):
        with pytest.raises(WrongSignIn):
            finish(clinic, asked(clinic), "000000")


def test_at_most_sixty_codes_an_hour_are_looked_at_wherever_they_come_from(
    clinic: Clinic, rosa: Actor, clock: FixedClock
) -> None:
    """Half of the sixty guesses are at the password before each code."""
    with_second_factor(clinic, rosa)
    clock.advance(hours=1)
    looked = 0
    for number in range(100):
        address = f"203.0.113.{number}"
        try:
            token = asked(clinic, address=address)
            with pytest.raises(WrongSignIn):
                finish(clinic, token, "000000", address=address)
        except (SlowDown, AssertionError):
            break
        looked += 1
    assert looked == 30


def test_whoever_is_disabled_or_has_another_password_meanwhile_is_not_let_in(
    clinic: Clinic, rosa: Actor, clock: FixedClock
) -> None:
    secret, _ = with_second_factor(clinic, rosa)
    token = asked(clinic)
    clock.advance(minutes=1)
    clinic.change_password(PASSWORD, OTHER, by=rosa)
    with pytest.raises(NotFound):
        finish(clinic, token, code_of(clinic, secret))
    token = asked(clinic, OTHER)
    assert rosa.staff_id is not None
    clinic.disable_staff(rosa.staff_id, by=MANAGER)
    with pytest.raises(NotFound):
        finish(clinic, token, code_of(clinic, secret))


def test_a_link_to_a_new_password_asks_for_the_code_as_well(
    clinic: Clinic, rosa: Actor, clock: FixedClock
) -> None:
    secret, _ = with_second_factor(clinic, rosa)
    assert rosa.staff_id is not None
    link = clinic.make_link(rosa.staff_id, by=MANAGER)
    clock.advance(minutes=1)
    with pytest.raises(CodeAsked) as held:
        clinic.use_link(link.token, OTHER, address=HERE)
    assert finish(clinic, held.value.token, code_of(clinic, secret)).name == rosa.name
    assert asked(clinic, OTHER)


def test_with_it_a_password_may_have_eight_characters(clinic: Clinic, rosa: Actor) -> None:
    with pytest.raises(Invalid, match="Take 15 characters or more; this has 8"):
        clinic.change_password(PASSWORD, SHORT, by=rosa)
    with_second_factor(clinic, rosa)
    with pytest.raises(Invalid, match="Take 8 characters or more; this has 7"):
        clinic.change_password(PASSWORD, SHORT[1:], by=rosa)
    with pytest.raises(Invalid, match="among the first that are tried"):
        clinic.change_password(PASSWORD, "password1", by=rosa)
    clinic.change_password(PASSWORD, SHORT, by=rosa)
    assert asked(clinic, SHORT)


def test_a_link_follows_the_same_rule(clinic: Clinic, rosa: Actor) -> None:
    with_second_factor(clinic, rosa)
    assert rosa.staff_id is not None
    link = clinic.make_link(rosa.staff_id, by=MANAGER)
    with pytest.raises(CodeAsked):
        clinic.use_link(link.token, SHORT, address=HERE)


def test_turning_it_off_takes_the_password_and_a_code(
    clinic: Clinic, rosa: Actor, clock: FixedClock
) -> None:
    secret, _ = with_second_factor(clinic, rosa)
    clock.advance(minutes=1)
    code = code_of(clinic, secret)
    with pytest.raises(WrongSignIn) as wrong:
        clinic.end_second_factor("wrong", code, by=rosa)
    assert wrong.value.field == "old"
    with pytest.raises(WrongSignIn) as wrong:
        clinic.end_second_factor(PASSWORD, "000000", by=rosa)
    assert wrong.value.field == "code"
    clinic.end_second_factor(PASSWORD, code, by=rosa)
    assert enter(clinic).actor.name == rosa.name
    with clinic.database.read() as connection:
        for table in (SECOND_FACTOR, RECOVERY_CODE):
            assert connection.execute(table.select()).all() == []


def test_wrong_codes_at_turning_it_off_count_as_guesses(clinic: Clinic, rosa: Actor) -> None:
    with_second_factor(clinic, rosa)
    for _ in range(FREE + 1):
        with pytest.raises(WrongSignIn):
            clinic.end_second_factor(PASSWORD, "000000", by=rosa)
    with pytest.raises(SlowDown):
        clinic.end_second_factor(PASSWORD, "000000", by=rosa)


@pytest.mark.parametrize("end", ["signed out", "another role", "disabled and back"])
def test_whoever_is_sent_away_does_not_come_in_by_half_a_sign_in(
    clinic: Clinic, rosa: Actor, clock: FixedClock, end: str
) -> None:
    secret, _ = with_second_factor(clinic, rosa)
    token, who = asked(clinic), rosa.staff_id or 0
    if end == "signed out":
        clinic.end_sign_ins(who, by=MANAGER)
    elif end == "another role":
        version = next(one.version for one in clinic.staff(MANAGER).staff if one.id == who)
        roles = frozenset({Role.READ_ONLY})
        wish = form(name="Rosa Lindqvist", sign_in_name="rosa", roles=roles, version=version)
        clinic.edit_staff(who, wish, by=MANAGER)
    else:
        clinic.disable_staff(who, by=MANAGER)
        clinic.enable_staff(who, by=MANAGER)
    clock.advance(seconds=30)
    with pytest.raises(NotFound):
        finish(clinic, token, code_of(clinic, secret))


def test_turning_it_off_takes_a_password_that_can_stand_alone(
    clinic: Clinic, rosa: Actor, clock: FixedClock
) -> None:
    secret, codes = with_second_factor(clinic, rosa)
    clinic.change_password(PASSWORD, SHORT, by=rosa)
    clock.advance(minutes=1)
    with pytest.raises(Invalid, match="Change your password first"):
        clinic.end_second_factor(SHORT, code_of(clinic, secret), by=rosa)
    clinic.change_password(SHORT, OTHER, by=rosa)
    clinic.end_second_factor(OTHER, codes[0], by=rosa)
    assert enter(clinic, password=OTHER).actor.name == rosa.name


def test_a_manager_takes_it_off_and_the_sign_ins_end(clinic: Clinic, rosa: Actor) -> None:
    with_second_factor(clinic, rosa)
    assert rosa.staff_id is not None
    told = clinic.reset_second_factor(rosa.staff_id, by=MANAGER)
    assert told.message == "Rosa Lindqvist needs no second factor any more."
    with pytest.raises(NotSignedIn):
        clinic.check_sign_in(rosa)
    assert enter(clinic).actor.name == rosa.name
    with pytest.raises(NotAllowed, match="has no second factor"):
        clinic.reset_second_factor(rosa.staff_id, by=MANAGER)


def test_a_password_that_cannot_stand_alone_goes_with_it(clinic: Clinic, rosa: Actor) -> None:
    with_second_factor(clinic, rosa)
    clinic.change_password(PASSWORD, SHORT, by=rosa)
    told = clinic.reset_second_factor_for("rosa", by=MANAGER)
    assert told.message.endswith("make them a one-time link.")
    with pytest.raises(WrongSignIn):
        enter(clinic, password=SHORT)
    link = clinic.make_link(told.id, by=MANAGER)
    with pytest.raises(Invalid, match="Take 15 characters"):
        clinic.use_link(link.token, SHORT, address=HERE)
    assert clinic.use_link(link.token, OTHER, address=HERE).actor.name == rosa.name


def test_nobody_takes_their_own_off_by_being_manager(clinic: Clinic) -> None:
    boss = with_account(clinic, roles=frozenset({Role.MANAGER}))
    with_second_factor(clinic, boss)
    assert boss.staff_id is not None
    with pytest.raises(NotAllowed, match="Turn your own off"):
        clinic.reset_second_factor(boss.staff_id, by=boss)


def test_the_staff_screen_knows_who_has_one(clinic: Clinic, rosa: Actor) -> None:
    clinic.add_staff(form(), by=MANAGER)
    clinic.begin_second_factor(PASSWORD, by=rosa)
    assert not any(one.has_second_factor for one in clinic.staff(MANAGER).staff)
    with_second_factor(clinic, rosa)
    having = [one.name for one in clinic.staff(MANAGER).staff if one.has_second_factor]
    assert having == [rosa.name]


def test_each_step_is_on_record(clinic: Clinic, rosa: Actor, clock: FixedClock) -> None:
    secret, _ = with_second_factor(clinic, rosa)
    clock.advance(minutes=1)
    token = asked(clinic)
    with pytest.raises(WrongSignIn):
        finish(clinic, token, "000000")
    finish(clinic, token, code_of(clinic, secret))
    with clinic.database.read() as connection:
        rows = connection.execute(AUDIT_ENTRY.select().order_by(AUDIT_ENTRY.c.id)).all()[-5:]
    assert [(row.command, row.result.value, row.said) for row in rows] == [
        ("begin_second_factor", "done", f"{rosa.name} began to turn a second factor on."),
        ("confirm_second_factor", "done", f"{rosa.name} turned their second factor on."),
        ("sign_in", "done", f"{rosa.name} was asked for a code."),
        ("sign_in", "refused", f"{rosa.name}'s account: {second_factor.WRONG_CODE}"),
        ("sign_in", "done", f"{rosa.name} signed in."),
    ]


def test_a_code_that_waits_ends_by_itself(clinic: Clinic, rosa: Actor, clock: FixedClock) -> None:
    with_second_factor(clinic, rosa)
    asked(clinic)
    clock.now += pending.LASTS + timedelta(seconds=1)
    asked(clinic)
    with clinic.database.read() as connection:
        assert len(connection.execute(PENDING_SIGN_IN.select()).all()) == 1


class Slow(Hashing):
    """Something else happens while a password is compared, and while one is hashed."""

    def __init__(self, *, comparing: Meanwhile = nothing, hashing: Meanwhile = nothing) -> None:
        super().__init__(memory_kib=8, rounds=1)
        self._comparing, self._hashing = comparing, hashing

    def digest(self, password: str) -> str:
        self._hashing()
        return super().digest(password)

    def is_right(self, digest: str | None, password: str) -> bool:
        self._comparing()
        return super().is_right(digest, password)


def slowed(clinic: Clinic, hashing: Hashing) -> Clinic:
    """The same clinic, which hashes otherwise."""
    return Clinic(clinic.database, clock=clinic.now, hashing=hashing)


def test_a_short_password_is_refused_when_the_second_factor_goes_meanwhile(
    clinic: Clinic, rosa: Actor
) -> None:
    with_second_factor(clinic, rosa)
    staff_id = rosa.staff_id or 0
    link = clinic.make_link(staff_id, by=MANAGER)
    hashing = Slow(hashing=lambda: clinic.reset_second_factor(staff_id, by=MANAGER))
    slow = slowed(clinic, hashing)
    with pytest.raises(Invalid, match="Take 15 characters or more; this has 8") as refused:
        slow.use_link(link.token, SHORT, address=HERE)
    assert refused.value.field == "password"
    assert enter(clinic).actor.staff_id == staff_id


def test_changing_to_a_short_one_is_refused_when_the_second_factor_goes_meanwhile(
    clinic: Clinic, rosa: Actor, clock: FixedClock
) -> None:
    secret, _ = with_second_factor(clinic, rosa)
    clock.advance(minutes=1)
    code = code_of(clinic, secret)
    hashing = Slow(hashing=lambda: clinic.end_second_factor(PASSWORD, code, by=rosa))
    slow = slowed(clinic, hashing)
    with pytest.raises(Invalid, match="Take 15 characters or more; this has 8"):
        slow.change_password(PASSWORD, SHORT, by=rosa)
    assert enter(clinic).actor.staff_id == rosa.staff_id


def test_the_second_factor_stays_when_the_password_becomes_short_meanwhile(
    clinic: Clinic, rosa: Actor, clock: FixedClock
) -> None:
    secret, _ = with_second_factor(clinic, rosa)
    clock.advance(minutes=1)
    hashing = Slow(comparing=lambda: clinic.change_password(PASSWORD, SHORT, by=rosa))
    slow = slowed(clinic, hashing)
    with pytest.raises(Invalid, match="Without a second factor"):
        slow.end_second_factor(PASSWORD, code_of(clinic, secret), by=rosa)
    assert asked(clinic, SHORT)
