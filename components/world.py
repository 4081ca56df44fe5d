"""The world's time zones and currencies, by the names people know them by."""

from functools import cache
from zoneinfo import available_timezones

from babel.core import get_global
from babel.numbers import get_currency_name, get_territory_currencies

LOCALE = "en_US"
NO_PLACES = ("Etc/", "US/", "SystemV/", "posix/", "right/")


@cache
def zones() -> tuple[tuple[str, str], ...]:
    """IANA names of places, and UTC, each with what is shown for it."""
    places = (name for name in available_timezones() if "/" in name)
    kept = sorted(name for name in places if not name.startswith(NO_PLACES))
    return tuple((name, name.replace("_", " ")) for name in [*kept, "UTC"])


@cache
def currencies() -> tuple[tuple[str, str], ...]:
    """ISO 4217 codes of what is legal tender somewhere, each with its name."""
    territories = get_global("territory_currencies")
    codes = {code for place in territories for code in get_territory_currencies(place)}
    return tuple(
        (code, f"{code} · {get_currency_name(code, locale=LOCALE)}") for code in sorted(codes)
    )
