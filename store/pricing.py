"""A course's price shared out over its items, in minor units and with none lost."""

from collections.abc import Sequence
from dataclasses import dataclass

from store.errors import Invalid
from store.phrases import money

FURTHEST = 2_000
"""Minor units that are looked at on either side for a price that can be shared out."""


@dataclass(frozen=True, slots=True)
class Share:
    """An item that takes its part: units of one price, and what that price is by itself."""

    units: int
    list_price: int

    @property
    def weight(self) -> int:
        """What it would cost by itself."""
        return self.units * self.list_price


def shared(price: int, shares: Sequence[Share], currency: str) -> tuple[int, ...]:
    """The price of one unit of each item: together exactly ``price``, in proportion to the lists'.

    What is free stays free beside what is not. Raises Invalid, field price, with the nearest prices
    that can be, when all items that are not free have several units and leave a rest.
    """
    found = _shared(price, shares)
    if found is not None:
        return found
    lower, higher = _nearest(price, shares, -1), _nearest(price, shares, 1)
    near = " or ".join(money(one, currency) for one in (lower, higher) if one is not None)
    told = f"{money(price, currency)} cannot be shared out over items of several units each"
    raise Invalid(f"{told}{f'; {near} can' if near else ''}.", field="price")


def _shared(price: int, shares: Sequence[Share]) -> tuple[int, ...] | None:
    weights = [share.weight for share in shares]
    if not any(weights):
        weights = [share.units for share in shares]
    whole = sum(weights)
    prices = [
        price * weight // (whole * share.units)
        for weight, share in zip(weights, shares, strict=True)
    ]
    rest = price - sum(s.units * p for s, p in zip(shares, prices, strict=True))
    more = _rises(rest, [(s.units, at) for at, s in enumerate(shares) if weights[at]])
    if more is None:
        return None
    for at, steps in more.items():
        prices[at] += steps
    return tuple(prices)


def _rises(rest: int, places: Sequence[tuple[int, int]]) -> dict[int, int] | None:
    """By how much each price rises, so that the rest is gone; None when it cannot be."""
    single = [at for units, at in places if units == 1]
    if single:
        each, left = divmod(rest, len(single))
        return {at: each + (order < left) for order, at in enumerate(single)}
    by_units = dict(places)
    last: dict[int, int] = {0: 0}
    for amount in range(1, rest + 1):
        fitting = (units for units in sorted(by_units, reverse=True) if amount - units in last)
        units = next(fitting, None)
        if units is not None:
            last[amount] = units
    if rest not in last:
        return None
    steps: dict[int, int] = {}
    while rest:
        at = by_units[last[rest]]
        steps[at] = steps.get(at, 0) + 1
        rest -= last[rest]
    return steps


def _nearest(price: int, shares: Sequence[Share], step: int) -> int | None:
    tried = (price + step * far for far in range(1, FURTHEST))
    return next((one for one in tried if one >= 0 and _shared(one, shares) is not None), None)
