"""A number or a time in a cell is read as meant, or not at all."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from store.errors import Invalid
from store.importing.csv import values


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (partial(values.money, mark="."), "1e5"),
        (partial(values.money, mark="."), "12 EUR 50"),
        (values.number, "1,000"),
        (values.number, "1.5"),
        (values.number, "10000000"),
        (values.minutes, "1441"),
        (values.clock, "24:01"),
        (values.clock, "13 pm"),
    ],
)
def test_a_number_that_could_be_misread_is_no_number(read: Callable[[str], Any], text: str) -> None:
    with pytest.raises(Invalid):
        read(text)


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (partial(values.money, mark="."), "EUR 1,250.50", "1250.50"),
        (partial(values.money, mark=","), "(12,50)", "-12.50"),
        (values.number, "3.00", 3),
        (values.minutes, "1440", 1440),
        (values.minutes, "1:30", 90),
        (values.clock, "24:00", 1440),
        (values.clock, "12 am", 0),
        (values.clock, "12:30 p.m.", 750),
    ],
)
def test_a_number_is_read_at_its_bounds(
    read: Callable[[str], Any], text: str, value: int | str
) -> None:
    assert read(text) == value
