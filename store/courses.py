"""A course as it is typed in, worked out: its sessions with target dates, items and prices. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from store.errors import Invalid
from store.phrases import money
from store.pricing import Share, shared
from store.views import CourseForm, CourseItem
from store.words import Category

MOST_SESSIONS = 60
MOST_ITEMS = 20
"""In one session."""
MOST_UNITS = 999
LONGEST = 730
"""Days between two sessions."""
MOST_MONEY = 10**11
"""Minor units; a slip of the finger is more likely beyond."""
SPACING = ("spacing_min", "spacing_ideal", "spacing_max")


@dataclass(frozen=True, slots=True)
class Offer:
    """A service as a course needs it."""

    id: int
    name: str
    category: Category
    price: int
    currency: str
    disabled: bool


@dataclass(frozen=True, slots=True)
class Task:
    """An item to be; ``unit_price`` in minor units."""

    offer: Offer
    units: int
    unit_price: int

    @property
    def price(self) -> int:
        """Of all its units."""
        return self.units * self.unit_price


@dataclass(frozen=True, slots=True)
class Step:
    """A session to be."""

    position: int
    target_date: date | None
    tasks: tuple[Task, ...]

    @property
    def price(self) -> int:
        """Of all its items."""
        return sum(task.price for task in self.tasks)


def check_course(form: CourseForm, offers: Mapping[int, Offer], currency: str) -> None:
    """Raises Invalid, with the field, for a course that cannot be."""
    if not form.treatment:
        raise Invalid("The treatment is missing.", field="treatment")
    if not 1 <= form.sessions <= MOST_SESSIONS:
        raise Invalid(f"A plan has 1 to {MOST_SESSIONS} sessions.", field="sessions")
    check_spacing(form.spacing_min, form.spacing_ideal, form.spacing_max)
    check_money(form.deposit, "The deposit", "deposit", currency)
    if form.price is not None:
        check_money(form.price, "The price", "price", currency)
    _check_items(form, offers, currency)


def check_spacing(least: int | None, ideal: int | None, most: int | None) -> None:
    """Raises Invalid, with the field, unless the days are in order: minimum, ideal, maximum."""
    for name, days in zip(SPACING, (least, ideal, most), strict=True):
        if days is not None and not 1 <= days <= LONGEST:
            raise Invalid(f"Sessions lie 1 to {LONGEST} days apart.", field=name)
    if ideal is not None and least is not None and ideal < least:
        raise Invalid("The ideal spacing is less than the minimum.", field="spacing_ideal")
    lower = ideal if ideal is not None else least
    if most is not None and lower is not None and most < lower:
        raise Invalid("The maximum spacing is less than the others.", field="spacing_max")


def check_money(amount: int, what: str, field: str, currency: str) -> None:
    """Raises Invalid for what is negative or beyond a slip of the finger."""
    if not 0 <= amount <= MOST_MONEY:
        most = money(MOST_MONEY, currency)
        raise Invalid(f"{what} goes from nothing to {most}.", field=field)


def planned(
    form: CourseForm, offers: Mapping[int, Offer], currency: str, starts_on: date | None = None
) -> tuple[Step, ...]:
    """The sessions of the course, the first due on ``starts_on``; raises Invalid, with the field."""
    check_course(form, offers, currency)
    lines = [
        (position, offers[item.service_id], item.units)
        for position in range(1, form.sessions + 1)
        for item in form.items
        if is_in(item, position)
    ]
    prices = _unit_prices(form, lines, currency)
    dates = target_dates(form, starts_on)
    tasks = [
        (position, Task(offer, units, price))
        for (position, offer, units), price in zip(lines, prices, strict=True)
    ]
    return tuple(
        Step(position, dates[position - 1], tuple(task for _, task in group))
        for position, group in groupby(tasks, key=lambda pair: pair[0])
    )


def is_in(item: CourseItem, position: int) -> bool:
    """Whether the session of that position has the item."""
    return item.first <= position and (item.last is None or position <= item.last)


def target_dates(form: CourseForm, starts_on: date | None) -> Sequence[date | None]:
    """When each session is due; after the first none without a spacing."""
    step = interval(form.spacing_min, form.spacing_ideal, form.spacing_max)
    dates: list[date | None] = [starts_on]
    while len(dates) < form.sessions:
        dates.append(following(dates[-1], step))
    return dates


def interval(least: int | None, ideal: int | None, most: int | None) -> int | None:
    """Days from one target date to the next: the ideal, else the nearest to it that is known."""
    return next((days for days in (ideal, least, most) if days is not None), None)


def following(day: date | None, step: int | None) -> date | None:
    """The target date so many days on; None when that is not known, or beyond all dates."""
    if day is None or step is None or (date.max - day).days < step:
        return None
    return day + timedelta(days=step)


def _check_items(form: CourseForm, offers: Mapping[int, Offer], currency: str) -> None:
    for item in form.items:
        offer = offers.get(item.service_id)
        if offer is None:
            raise Invalid("Choose a service for each item.", field="items")
        if offer.disabled:
            raise Invalid(f"{offer.name} is no longer offered.", field="items")
        if offer.currency != currency:
            raise Invalid(f"{offer.name} is not priced in {currency}.", field="items")
        if not 1 <= item.units <= MOST_UNITS:
            raise Invalid(f"Units go from 1 to {MOST_UNITS}.", field="items")
        last = form.sessions if item.last is None else item.last
        if not 1 <= item.first <= last <= form.sessions:
            told = f"{offer.name} is in sessions that the plan does not have"
            raise Invalid(f"{told}: it has {form.sessions}.", field="items")
    for position in range(1, form.sessions + 1):
        count = sum(is_in(item, position) for item in form.items)
        if not count:
            raise Invalid(f"Session {position} has no item yet.", field="items")
        if count > MOST_ITEMS:
            raise Invalid(f"A session has at most {MOST_ITEMS} items.", field="items")


def _unit_prices(
    form: CourseForm, lines: Sequence[tuple[int, Offer, int]], currency: str
) -> Sequence[int]:
    if form.price is None:
        return [offer.price for _, offer, _ in lines]
    shares = [Share(units, offer.price) for _, offer, units in lines]
    return shared(form.price, shares, currency)
