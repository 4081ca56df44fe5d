"""PINs: six digits or more that nobody tries first."""

import pytest

from store.accounts.pins import A_DATE, NO_DIGITS, TOO_COMMON, check_pin
from store.errors import Invalid


@pytest.mark.parametrize(
    "pin", ["580294", "27160395", "904718", "064937", "5802947163", "3" * 5 + "8291"]
)
def test_digits_that_mean_nothing_are_taken(pin: str) -> None:
    check_pin(pin)


@pytest.mark.parametrize(
    "pin", ["", "58029", "5802947163028", "58029a", "58 294", "-58029", "٥٨٠٢٩٤"]
)
def test_a_pin_has_six_to_twelve_digits_and_nothing_else(pin: str) -> None:
    with pytest.raises(Invalid, match=NO_DIGITS) as refused:
        check_pin(pin)
    assert refused.value.field == "pin"


@pytest.mark.parametrize(
    "pin",
    [
        *("111111", "123456", "654321", "012345", "890123", "135791", "202020", "121212"),
        *("123123", "112233", "998877", "580085", "147258", "159357", "963852741", "11112222"),
    ],
)
def test_rows_repetitions_and_ways_over_the_keys_are_refused(pin: str) -> None:
    with pytest.raises(Invalid, match=TOO_COMMON):
        check_pin(pin)


@pytest.mark.parametrize(
    "pin", ["240683", "062483", "830624", "24061983", "06241983", "19830624", "290220"]
)
def test_what_could_be_a_date_of_birth_is_refused(pin: str) -> None:
    with pytest.raises(Invalid, match=A_DATE):
        check_pin(pin)


@pytest.mark.parametrize("pin", ["310299", "24061683", "583041"])
def test_a_day_that_never_was_is_no_date(pin: str) -> None:
    check_pin(pin)
