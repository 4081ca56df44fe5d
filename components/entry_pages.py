"""The pages at the door: small, whole without any script, and nothing of the clinic on them."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from components.assets import address
from components.plain_lock import NOTHING
from components.qr import squares
from store.views import Doorstep, LinkView, NewSecondFactor, SecondFactorView
from store.words import Role

PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "entry"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
"""Every value is escaped; a name that is missing fails a test instead of showing nothing."""
DEMO_ROLES = (Role.FRONT_DESK, Role.PROVIDER, Role.MANAGER)
THEMES = ("light", "dark")
RULE = (
    "15 characters or more, 8 with a second factor, of any kind; several words make one that is easy to keep in mind."
    " Common ones are refused."
)

PIN_RULE = "6 to 12 digits. Rows, repetitions and dates are refused."


def sign_in_page(
    *,
    seal: str,
    to: str,
    name: str = "",
    problem: str = "",
    step: Doorstep,
    is_shared: bool = False,
    theme: str,
    elsewhere: str = "",
) -> str:
    """The form; in a demo the three ways in above it. ``to`` is where it leads.

    Where somebody is signed in on this device already, which ``is_shared``, a way to its lock.
    ``elsewhere`` is what the identity provider is called that people may sign in with.
    """
    roles = [(role.value, role.label) for role in DEMO_ROLES] if step.is_demo else []
    values: dict[str, Any] = {"seal": seal, "to": to, "name": name, "problem": problem}
    values |= {
        "roles": roles,
        "farewell": "" if problem else step.farewell,
        "is_new": step.is_new,
        "lock": f"/locked?{urlencode({'to': to})}" if is_shared else "",
        "elsewhere": elsewhere,
        "elsewhere_address": f"/sign-in/oidc?{urlencode({'to': to})}",
    }
    return _page("sign_in.html", "Sign in", theme, values)


def code_page(*, seal: str, to: str, problem: str = "", theme: str) -> str:
    """The second half of a sign-in: the code of a second factor."""
    return _page("code.html", "Sign in", theme, {"seal": seal, "to": to, "problem": problem})


def set_up_page(
    link: LinkView,
    *,
    action: str,
    seal: str,
    person: str = "",
    name: str = "",
    problem: str = "",
    theme: str,
) -> str:
    """What a one-time link opens: an account for the first manager, a password for others."""
    is_first = not link.name
    values = {
        "action": action,
        "seal": seal,
        "problem": problem,
        "person": person,
        "name": name if is_first else link.sign_in_name,
        "who": link.name,
        "is_first": is_first,
        "rule": RULE,
        "button": "Create your account" if is_first else "Save and sign in",
    }
    title = "Create your account" if is_first else "Choose a password"
    return _page("set_up.html", title, theme, values)


def password_page(
    *, seal: str, lock: Markup, problem: str = "", done: bool = False, theme: str
) -> str:
    """Somebody changes their own password, or has; ``lock`` covers the page with their sign-in."""
    values = {"seal": seal, "problem": problem, "done": done, "rule": RULE}
    return _page("password.html", "Change password", theme, values, lock)


def pin_page(
    *, seal: str, lock: Markup, has_pin: bool, problem: str = "", done: str = "", theme: str
) -> str:
    """Somebody chooses the PIN that unlocks their devices, or takes it away."""
    values = {"seal": seal, "has_pin": has_pin, "problem": problem, "done": done, "rule": PIN_RULE}
    return _page("pin.html", "Your PIN", theme, values, lock)


def second_factor_page(
    standing: SecondFactorView,
    *,
    seal: str,
    lock: Markup,
    made: NewSecondFactor | None = None,
    codes: tuple[str, ...] = (),
    is_done: bool = False,
    problem: str = "",
    theme: str,
) -> str:
    """Somebody's own second factor: turned on with what was ``made``, shown ``codes``, or off."""
    begun: dict[str, Any] = {}
    if made is not None:
        begun = {
            "secret": made.secret,
            "groups": " ".join(re.findall("....", made.secret)),
            "qr": squares(made.address),
        }
    step = "on" if standing.is_on else "start"
    if codes:
        step = "codes"
    elif is_done:
        step = "off"
    elif made is not None:
        step = "confirm"
    values = begun | {"step": step, "seal": seal, "problem": problem, "codes": codes}
    values["codes_left"] = standing.codes_left
    return _page("second_factor.html", "Second factor", theme, values, lock)


def notice_page(title: str, text: str, *, link: tuple[str, str], theme: str) -> str:
    """A sentence and the way on: ``link`` is its words and its address."""
    values = {"text": text, "link": link[0], "address": link[1], "problem": ""}
    return _page("notice.html", title, theme, values)


def _page(
    template: str, title: str, theme: str, values: Mapping[str, Any], lock: Markup = NOTHING
) -> str:
    return PAGES.get_template(template).render(
        title=title,
        theme=theme if theme in THEMES else "",
        style=address("entry.css"),
        favicon=address("favicon.svg"),
        lock_head=lock,
        **values,
    )
