"""The lock screen: who is locked, how they come back, and who else may work on this device."""

from typing import NamedTuple
from urllib.parse import urlencode

from components.assets import address
from components.entry_pages import PAGES, THEMES
from components.times import clock, day_text, local_day
from store.views import LockScreen, OnDevice

DIGITS = "123456789"
SPENT = "Too many wrong PINs. After the password it works again."


class Asked(NamedTuple):
    """What somebody wants of the lock screen."""

    to: str
    """Where it leads on to."""
    who: int | None = None
    """The sign-in to unlock; the one that worked here last when it is none of this device."""
    with_password: bool = False


def lock_page(
    screen: LockScreen,
    asked: Asked,
    *,
    seal: str,
    problem: str = "",
    elsewhere: str = "",
    theme: str,
) -> str:
    """The page whole; a page of the product that is locked shows its middle over itself.

    ``elsewhere`` is what the identity provider is called that people may come back by.
    """
    near = [one for one in (screen.current, *screen.others) if one is not None]
    chosen = next((one for one in near if one.sign_in_id == asked.who), screen.current)
    others = [one for one in near if one is not chosen]
    return PAGES.get_template("locked.html").render(
        title="Locked",
        theme=theme if theme in THEMES else "",
        style=address("lock.css"),
        script=address("lock.js"),
        favicon=address("favicon.svg"),
        clinic=screen.clinic,
        zone=screen.zone,
        now=int(screen.now.timestamp() * 1000),
        time=clock(screen.now, screen.zone),
        day=day_text(local_day(screen.now, screen.zone)),
        chosen=chosen,
        is_switch=chosen is not None and chosen is not screen.current,
        way=_way(chosen, asked, elsewhere),
        elsewhere=elsewhere if chosen and chosen.has_account else "",
        elsewhere_address=f"/sign-in/oidc?{urlencode({'to': asked.to})}",
        spent=SPENT if chosen and chosen.is_pin_spent else "",
        initials=_initials(chosen),
        others=[(one, _initials(one), _link(asked.to, one)) for one in others],
        other_way=_link(asked.to, chosen, with_password=not asked.with_password),
        sign_in=f"/sign-in?{urlencode({'to': asked.to})}",
        to=asked.to,
        seal=seal,
        problem=problem,
        digits=DIGITS,
    )


def _way(chosen: OnDevice | None, asked: Asked, elsewhere: str) -> str:
    """What the chosen one is asked for: "pin", "password", "elsewhere", a "press", or nothing."""
    if chosen is None:
        return ""
    if chosen.needs_nothing:
        return "press"
    if elsewhere and chosen.has_account and not chosen.has_password:
        return "elsewhere"
    return "pin" if chosen.has_pin and not asked.with_password else "password"


def _link(to: str, one: OnDevice | None, *, with_password: bool = False) -> str:
    asked = {"to": to, "who": str(one.sign_in_id) if one else ""}
    return f"/locked?{urlencode(asked | ({'with': 'password'} if with_password else {}))}"


def _initials(one: OnDevice | None) -> str:
    """The first letters of the first and the last word of a name, titles left out."""
    words = [word for word in (one.name if one else "").split() if not word.endswith(".")]
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()
