"""An address names a row by a whole number, or names none."""

import pytest

from pages.ids import LONGEST, NO_SESSION, row_id
from store.errors import NotFound


@pytest.mark.parametrize(
    "text", ["", "-1", "1.5", "٣", "1; drop", "9" * (LONGEST + 1), "9" * 5_000]
)
def test_only_whole_numbers_are_ids(text: str) -> None:
    with pytest.raises(NotFound, match=NO_SESSION):
        row_id(text, NO_SESSION)


def test_the_largest_id_of_an_address_fits_the_database() -> None:
    assert row_id("0" * (LONGEST - 1) + "7", NO_SESSION) == 7
    assert row_id("9" * LONGEST, NO_SESSION) < 2**63
