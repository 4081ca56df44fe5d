"""Times and money as people say them; times on the clocks of a place."""

from datetime import date, datetime
from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision

from store.zones import local


def clock(instant: datetime, zone: str) -> str:
    """The time of day, such as "10:00"."""
    return f"{local(instant, zone):%H:%M}"


def day_words(day: date) -> str:
    """A day without its year, such as "Wed 2 Dec"."""
    return f"{day:%a} {day.day} {day:%b}"


def moment(instant: datetime, zone: str) -> str:
    """Day and time, such as "Wed 2 Dec 10:00"."""
    return f"{day_words(local(instant, zone).date())} {clock(instant, zone)}"


def dated(instant: datetime, zone: str) -> str:
    """Day, year and time, for what is kept, such as "Thu 5 Mar 2026, 10:00"."""
    day = local(instant, zone).date()
    return f"{day_words(day)} {day.year}, {clock(instant, zone)}"


def until(end: datetime, zone: str, *, seen_from: datetime) -> str:
    """The time alone when it is on the day it is seen from, else day and time."""
    same = local(end, zone).date() == local(seen_from, zone).date()
    return clock(end, zone) if same else moment(end, zone)


def listed(names: list[str]) -> str:
    """Names in a row, such as "Laser, Peel and Filler"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def days_words(days: int) -> str:
    """A number of days, such as "1 day"."""
    return f"{days} day" if days == 1 else f"{days} days"


def money(amount: int, currency: str) -> str:
    """Minor units in their currency, such as "$450.00"; yen and the like have none."""
    digits = get_currency_precision(currency)
    return format_currency(Decimal(amount).scaleb(-digits), currency, locale="en_US")
