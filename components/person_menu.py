"""Who is signed in, with the ways out: a menu of plain links and a plain form."""

from nicegui import ui

from components.icons import Icon
from components.sight_words import limits
from components.text import words
from store.views import Actor


def person_menu(actor: Actor, seal: str) -> None:
    """``seal`` shows the server that this page's own form signs out."""
    with ui.element("details").classes("person"):
        with ui.element("summary").classes("person-name") as name:
            name.props["aria-label"] = f"{actor.name}, {actor.works_as}: your account"
            Icon("person")
            words(actor.name, tag="span", classes="any-text person-who")
            Icon("chevron-down")
        with ui.element("div").classes("person-menu"):
            words(actor.name, tag="p", classes="any-text person-full")
            words(actor.works_as, tag="p", classes="muted small")
            for limit in limits(actor.sight):
                words(limit, tag="p", classes="muted small")
            with _form("post", "/lock", seal):
                lock = _button("Lock")
                lock.props["aria-keyshortcuts"] = "Alt+Shift+L"
                with lock:
                    words("Alt+Shift+L", tag="kbd")
            with _form("post", "/lock", seal) as form:
                form.props["data-people"] = "1"
                _button("Switch user")
            with _form("get", "/change-pin"):
                _button("Your PIN")
            with _form("get", "/change-password"):
                _button("Change password")
            with _form("get", "/second-factor"):
                _button("Second factor")
            with _form("post", "/sign-out", seal) as form:
                form.props["data-drafts"] = str(actor.staff_id or 0)
                _button("Sign out")


def _form(method: str, action: str, seal: str = "") -> ui.element:
    """A plain form; one that changes something carries the seal."""
    form = ui.element("form")
    form.props.update({"method": method, "action": action})
    if seal:
        with form:
            sealed = ui.element("input")
            sealed.props.update({"type": "hidden", "name": "seal", "value": seal})
    return form


def _button(text: str) -> ui.element:
    button = ui.element("button").classes("btn")
    button.props["type"] = "submit"
    with button:
        words(text, tag="span")
    return button
