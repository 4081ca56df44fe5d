"""Codes of an authenticator app, held against the table that RFC 6238 prints."""

from base64 import b32encode
from datetime import UTC, datetime, timedelta

import pytest

from store.accounts.totp import app_address, code_at, matching_step, new_secret, step_at

SECRET = b32encode(b"12345678901234567890").decode()
NOW = datetime(2026, 3, 4, 15, 0, 29, tzinfo=UTC)
"""The last second of a step."""


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_codes_are_the_rfc_s(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert code_at(SECRET, step_at(moment)) == code


@pytest.mark.parametrize(("steps", "is_good"), [(-2, 0), (-1, 1), (0, 1), (1, 1), (2, 0)])
def test_a_code_is_good_one_step_before_and_after(steps: int, is_good: int) -> None:
    step = step_at(NOW) + steps
    assert matching_step(SECRET, code_at(SECRET, step), NOW) == (step if is_good else None)


def test_a_step_ends_on_the_half_minute() -> None:
    assert step_at(NOW + timedelta(seconds=1)) == step_at(NOW) + 1


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "\ud800", "é"])
def test_what_is_no_code_matches_nothing(typed: str) -> None:
    assert matching_step(SECRET, typed, NOW) is None


def test_keys_are_of_160_bits_and_no_two_alike() -> None:
    made = {new_secret() for _ in range(100)}
    assert (len(made), {len(one) for one in made}) == (100, {32})


def test_an_app_is_told_whose_key_it_is_whatever_the_names() -> None:
    address = app_address("ABC", name="rosa?&", clinic="Quay & Co")
    assert address == (
        "otpauth://totp/Quay%20%26%20Co%3Arosa%3F%26"
        "?secret=ABC&issuer=Quay%20%26%20Co&digits=6&period=30"
    )
