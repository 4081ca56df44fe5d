"""A course's price over its items: nothing lost, whatever the numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import Invalid
from store.pricing import Share, shared

shares = st.lists(
    st.builds(Share, st.integers(1, 60), st.integers(0, 90_000)), min_size=1, max_size=30
)


@given(price=st.integers(0, 10**7), some=shares)
def test_all_prices_together_are_the_course_s_price(price: int, some: list[Share]) -> None:
    takers = [share for share in some if share.list_price] or some
    if all(share.units > 1 for share in takers):
        some = [*some, Share(1, 20_000)]
    prices = shared(price, some, "USD")
    assert sum(s.units * p for s, p in zip(some, prices, strict=True)) == price
    assert min(prices) >= 0


def test_a_rest_goes_to_the_first_ones_a_cent_each() -> None:
    assert shared(100_000, [Share(1, 20_000)] * 6, "USD") == (16_667,) * 4 + (16_666,) * 2


def test_prices_are_in_proportion_to_the_lists() -> None:
    assert shared(300, [Share(1, 400), Share(1, 200)], "USD") == (200, 100)


def test_what_is_free_stays_free_beside_what_is_not() -> None:
    assert shared(10_001, [Share(1, 0), Share(1, 500), Share(1, 500)], "USD") == (0, 5_001, 5_000)


def test_where_all_is_free_all_share_alike() -> None:
    assert shared(301, [Share(1, 0), Share(1, 0), Share(1, 0)], "USD") == (101, 100, 100)


def test_several_units_take_what_their_numbers_can_make() -> None:
    prices = shared(1_005, [Share(2, 100), Share(3, 100)], "USD")
    assert 2 * prices[0] + 3 * prices[1] == 1_005


def test_what_leaves_a_rest_is_refused_with_prices_that_do_not() -> None:
    with pytest.raises(Invalid) as refused:
        shared(10_001, [Share(4, 100)], "USD")
    assert refused.value.field == "price"
    assert refused.value.message == (
        "$100.01 cannot be shared out over items of several units each; $100.00 or $100.04 can."
    )
