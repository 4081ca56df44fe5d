"""Passwords: long, in any script, kept as slow hashes; what everybody tries first is refused."""

import pytest
from argon2 import extract_parameters

from store.accounts.hashing import Hashing
from store.accounts.passwords import LEAST, MOST, check_password, is_common
from store.errors import Invalid
from tests.store.accounts.people import PASSWORD, cheap

NAMES = ("Harbour Skin", "Mara Quist", "mara")


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "q8Zr!mV2 xK#9Lw",
        "пять тихих цапель",
        "静かな五羽の鷺が正午に川辺で眠る",
        "🦩🐢🦉🦊🐝🦋🐙🐳🐞🦚🦜🐿🦔🐇🐎",
        "839201748320174",
        "  spaces around it  ",
    ],
)
def test_any_long_password_will_do_in_any_script(password: str) -> None:
    check_password(password, NAMES)


def test_the_bounds_are_fifteen_and_two_hundred_and_fifty_six_characters() -> None:
    text = "".join(chr(0x4E00 + number * 7) for number in range(MOST + 1))
    check_password(text[:LEAST], NAMES)
    check_password(text[:MOST], NAMES)
    with pytest.raises(Invalid, match="15 characters or more; this has 14"):
        check_password(text[: LEAST - 1], NAMES)
    with pytest.raises(Invalid, match="256 characters at most; this has 257"):
        check_password(text, NAMES)


def test_letters_count_once_however_they_are_put_together() -> None:
    with pytest.raises(Invalid, match="this has 14"):
        check_password("e\u0301" * 14, NAMES)


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password1234567!",
        "P@ssw0rdP@ssw0rd",
        "aaaaaaaaaaaaaaaaa",
        "abababababababab",
        "123456789012345",
        "987654321098765",
        "qwertyuiopasdfgh",
        "Welcome to Summer 2026!",
        "correct horse battery staple",
        "iloveyouiloveyou",
        "HarbourSkin2026!!",
        "mara.quist.mara.quist",
        "Mára Quist 1234 Harbour",
        "letmein letmein 99",
    ],
)
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    with pytest.raises(Invalid, match="among the first that are tried") as refused:
        check_password(password, NAMES)
    assert refused.value.field == "password"


def test_names_are_common_only_where_they_belong() -> None:
    assert is_common("mara quist harbour", NAMES)
    assert not is_common("mara quist harbour")


def test_passwords_are_kept_as_argon2id_with_19_mib_and_two_rounds() -> None:
    kept = extract_parameters(Hashing().digest(PASSWORD))
    assert kept.type.name == "ID"
    assert (kept.memory_cost, kept.time_cost, kept.parallelism) == (19 * 1024, 2, 1)


def test_a_password_is_the_same_however_its_letters_are_put_together() -> None:
    hashing = cheap()
    assert hashing.is_right(
        hashing.digest("Ångström über alles"), "A\u030angstro\u0308m u\u0308ber alles"
    )
    assert not hashing.is_right(hashing.digest(PASSWORD), PASSWORD.upper())


def test_half_a_character_and_a_broken_hash_are_wrong_and_nothing_worse() -> None:
    hashing = cheap()
    assert not hashing.is_right(hashing.digest(PASSWORD), "\ud800" * 15)
    assert not hashing.is_right("no hash at all", PASSWORD)
    assert not hashing.is_right(None, "nobody's password")


def test_a_hash_of_other_parameters_is_outdated() -> None:
    assert Hashing().is_outdated(cheap().digest(PASSWORD))
    assert not cheap().is_outdated(cheap().digest(PASSWORD))
