"""Amounts are shown with the digits of their currency."""

import pytest

from components.money import money_text
from store.views import Money


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (0, "USD", "$0.00"),
        (125_000, "USD", "$1,250.00"),
        (-5_001, "USD", "-$50.01"),
        (1_200, "JPY", "¥1,200"),
        (1_234, "KWD", "KWD1.234"),
    ],
)
def test_minor_units_become_an_amount(amount: int, currency: str, text: str) -> None:
    assert money_text(Money(amount=amount, currency=currency)) == text
