"""Who is signed in, with the ways out: a menu of plain links and a plain form."""

from nicegui import ui

from components.icons import Icon
from components.text import words
from store.views import Actor


def person_menu(actor: Actor, seal: str) -> None:
    """``seal`` shows the server that this page's own form signs out."""
    with ui.element("details").classes("person"):
        with ui.element("summary").classes("person-name") as name:
            name.props["aria-label"] = f"{actor.name}, {actor.role.label}: your account"
            Icon("person")
            words(actor.name, tag="span", classes="any-text person-who")
            Icon("chevron-down")
        with ui.element("div").classes("person-menu"):
            words(actor.name, tag="p", classes="any-text person-full")
            words(actor.role.label, tag="p", classes="muted small")
            with ui.element("form") as form:
                form.props.update({"method": "get", "action": "/change-password"})
                words("Change password", tag="button", classes="btn").props["type"] = "submit"
            with ui.element("form") as form:
                form.props.update({"method": "get", "action": "/second-factor"})
                words("Second factor", tag="button", classes="btn").props["type"] = "submit"
            with ui.element("form") as form:
                form.props.update({"method": "post", "action": "/sign-out"})
                sealed = ui.element("input")
                sealed.props.update({"type": "hidden", "name": "seal", "value": seal})
                out = words("Sign out", tag="button", classes="btn")
                out.props["type"] = "submit"
