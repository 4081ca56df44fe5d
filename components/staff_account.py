"""What stands of somebody's account, and what a manager may do about it."""

from collections.abc import Iterable, Mapping
from urllib.parse import urljoin

from nicegui import ui

from components.buttons import Button, Press
from components.record_form import panel
from components.record_list import Row
from components.staff_form import also
from components.text import words
from components.times import clock
from store.views import NewLink, StaffBook, StaffView
from store.words import role_words

LINK_HINT = (
    "They choose a password with it. It works once, until {time}, and is shown only here and now."
)


class OneTimeLink(ui.element, component="scripts/one_time_link.js"):
    """An address to hand over, with a button that copies it."""

    def show(self, address: str, hint: str) -> None:
        """Show another one."""
        self.props.update({"address": address, "hint": hint})


class AccountPanel:
    """Values in; a link and the end of all sign-ins out."""

    def __init__(
        self, *, on_link: Press, on_sign_out: Press, on_reset: Press, on_forget: Press
    ) -> None:
        """Empty until shown."""
        with panel("Account"):
            self._standing = words("", tag="p", classes="any-text")
            self._link = OneTimeLink()
            self._link.set_visibility(False)
            with ui.element("div").classes("cluster"):
                self._make = Button("Make a one-time link", icon="plus", on_press=on_link)
                self._out = Button("Sign out everywhere", on_press=on_sign_out)
                self._reset = Button("Take the second factor off", on_press=on_reset)
                self._forget = Button("Forget the account elsewhere", on_press=on_forget)

    def show(self, member: StaffView) -> None:
        """Say what stands."""
        self._standing.set_text(standing(member))
        self._reset.set_visibility(member.has_second_factor)
        self._forget.set_visibility(member.has_oidc_account)

    def show_link(self, link: NewLink, base: str, zone: str) -> None:
        """Show a link that was just made, this once."""
        hint = LINK_HINT.format(time=clock(link.ends_at, zone))
        self._link.show(urljoin(base, f"/set-up/{link.token}"), hint)
        self._link.set_visibility(True)

    def lock(self, refusal: str) -> None:
        """Say why somebody may do none of it."""
        for button in (self._make, self._out, self._reset, self._forget):
            button.refuse(refusal)


def standing(member: StaffView) -> str:
    """Whether somebody can sign in, and on how many devices they are."""
    if member.disabled:
        return "Disabled: cannot sign in."
    if not member.sign_in_name:
        return "Cannot sign in yet: needs a sign-in name."
    if not (member.has_password or member.has_oidc_account):
        invited = "a one-time link is under way" if member.is_invited else "needs a one-time link"
        return f"Cannot sign in yet: {invited}."
    can = f"Can sign in{_by(member)}"
    if not member.signed_in:
        return f"{can}; is signed in nowhere just now."
    devices = "one device" if member.signed_in == 1 else f"{member.signed_in} devices"
    return f"{can}; is signed in on {devices}."


def _by(member: StaffView) -> str:
    ways = []
    if member.has_second_factor:
        ways.append("with a second factor")
    if member.has_oidc_account:
        ways.append("by an account elsewhere")
    return f" {' and '.join(ways)}" if ways else ""


def staff_rows(book: StaffBook) -> list[Row]:
    """The staff with their roles; who cannot sign in yet says so."""
    names = {one.id: one.name for one in book.providers}
    places = {one.id: one.name for one in book.locations}
    return [
        Row(
            f"/clinic/staff/{one.id}",
            one.name,
            _facts(one, names, limits_text(one, places)),
            warning=_warning(one, book),
            disabled=one.disabled,
        )
        for one in book.staff
    ]


def _warning(member: StaffView, book: StaffBook) -> str:
    other = "" if member.disabled else also(book, member.provider_id, but=member.id)
    if other:
        return "shares a provider"
    return "cannot sign in yet" if _is_shut_out(member) else ""


def _is_shut_out(member: StaffView) -> bool:
    """Nobody let them in yet; a demo lets people in without a password."""
    is_in = member.has_password or member.has_oidc_account or member.signed_in
    return not (member.disabled or is_in)


def limits_text(member: StaffView, places: Mapping[int, str]) -> str:
    """Such as "limited to Harbour and own patients, sees no money"; empty without limits."""
    to = sorted(places[key] for key in member.location_ids if key in places)
    to += ["own patients"] if member.own_patients else []
    unseen = [
        name
        for name, is_seen in (("money", member.sees_money), ("notes", member.sees_notes))
        if not is_seen
    ]
    limited = f"limited to {_and(to)}" if to else ""
    return ", ".join(filter(None, (limited, f"sees no {' or '.join(unseen)}" if unseen else "")))


def _and(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _facts(member: StaffView, providers: Mapping[int, str], limits: str) -> tuple[str, str, str]:
    """The roles; as which provider and within what limits; how they sign in. Each has its place."""
    provider = providers.get(member.provider_id or 0, "")
    within = (provider if provider != member.name else "", limits)
    by = f"signs in as {member.sign_in_name}" if member.sign_in_name else ""
    how = (by, "signed in" if member.signed_in else "")
    return role_words(member.roles), _listed(within), _listed(how)


def _listed(facts: Iterable[str]) -> str:
    return ", ".join(filter(None, facts))
