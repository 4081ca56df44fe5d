"""The frame of every page: product, navigation, clinic, who works here, connection, messages."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from nicegui import ui

from components.first_view import Application
from components.icons import Icon
from components.inline_script import inline_script
from components.notices import Notices
from components.person_menu import person_menu
from components.text import words
from components.view_nav import ViewNav
from store.views import Actor, ClinicView

MY_DAY = "/my-day"
NAVIGATION = (
    ("/sessions", "Sessions", "sessions"),
    (MY_DAY, "My day", "clock"),
    ("/calendar", "Calendar", "calendar"),
    ("/patients", "Patients", "patients"),
    ("/clinic", "Clinic", "clinic"),
)


THEME_COOKIE = "regimen-theme"
THEMES = {
    "light": "document.documentElement.dataset.theme='light'",
    "dark": "document.documentElement.dataset.theme='dark'",
}
"""What the page's head does for the theme that the cookie names; without one the device decides."""


class ThemeButton(ui.element, component="scripts/theme_button.js"):
    """Turns from the device's theme to light and dark and back."""


class Connection(ui.element, component="scripts/connection.js"):
    """Whether the server can be reached; keeps what this browser should remember."""


class Frame:
    """Header and landmarks; the page's content goes into ``main``."""

    def __init__(
        self,
        clinic: ClinicView,
        *,
        actor: Actor,
        seal: str,
        on_edit_views: Callable[[], Awaitable[Any] | Any],
        on_left: Callable[[list[str]], Any],
    ) -> None:
        """``seal`` goes with the forms that lock and sign out.

        ``on_edit_views`` is called when somebody wants to change their saved views, ``on_left`` with
        the names of drafts that a reload of this address left behind.
        """
        self._links: dict[str, ui.element] = {}
        _one_main_landmark()
        Application()
        self._skip("Skip to content", "content")
        self._skip("Skip to the sessions", "table")
        with ui.element("header").classes("frame-header"):
            with ui.element("div").classes("frame-bar"):
                self._brand(clinic)
                self._navigation(actor)
                ui.element("div").classes("frame-space")
                self._connection = Connection()
                self._connection.on("left", lambda event: on_left(_texts(event.args)))
                ThemeButton()
                person_menu(actor, seal)
            _offline_banner()
        self.notices = Notices()
        with ui.element("div").classes("frame-body"):
            self.views = ViewNav(on_edit=on_edit_views)
            self.main = ui.element("main")
            self.main.props.update({"id": "main", "tabindex": "-1"})

    def here(self, path: str) -> None:
        """Mark the part of the product that is open."""
        for address, link in self._links.items():
            if path == address or path.startswith(f"{address}/"):
                link.props["aria-current"] = "page" if path == address else "true"
            else:
                link.props.pop("aria-current", None)

    def arrived(self, path: str) -> None:
        """A view stands where another stood: begin at its heading, or where Back left off."""
        self._connection.run_method("arrived", path)

    def begin(self) -> None:
        """The keyboard goes to where the view begins: its first field, else its heading."""
        self._connection.run_method("begin")

    def forget(self, draft: str) -> None:
        """Drop what was typed and cannot be gone on with."""
        self._connection.run_method("forget", draft)

    def part(self, address: str) -> None:
        """Leave this page for one outside, whole and without a way back to what it showed."""
        self._connection.run_method("part", address)

    def show_clinic(self, name: str) -> None:
        """Show what the clinic is called."""
        if self._clinic.props.get("title") != name:
            self._clinic.set_text(name)
            self._clinic.props["title"] = name

    @staticmethod
    def _skip(text: str, target: str) -> None:
        words(text, tag="a", classes="skip").props.update({"href": "#main", "data-skip": target})

    def _brand(self, clinic: ClinicView) -> None:
        with ui.element("a").classes("frame-brand") as brand:
            brand.props["href"] = "/sessions"
            brand.props["aria-label"] = "Regimen, all sessions"
            Icon("brand")
            words("Regimen", tag="span")
        if clinic.is_demo:
            words("Demo", tag="span", classes="demo-mark")
        self._clinic = words("", tag="span", classes="frame-clinic")
        self.show_clinic(clinic.name)

    def _navigation(self, actor: Actor) -> None:
        """The day is offered to those who have one."""
        with ui.element("nav").classes("frame-nav") as nav:
            nav.props["aria-label"] = "Main"
            for address, text, icon in NAVIGATION:
                if address == MY_DAY and actor.provider_id is None:
                    continue
                with ui.element("a") as link:
                    link.props["href"] = address
                    Icon(icon)
                    words(text, tag="span")
                self._links[address] = link


def show_theme(cookies: Mapping[str, str], *, nonce: str) -> None:
    """Let the page begin in the theme that was chosen in this browser."""
    if chosen := THEMES.get(cookies.get(THEME_COOKIE, "")):
        ui.add_head_html(inline_script(chosen, nonce))  # markup: one of our own texts


def _one_main_landmark() -> None:
    """The framework's own page is a second main around header and content: make it none."""
    around = ui.context.client.content.parent_slot
    assert around is not None
    around.parent.tag = "div"


def _texts(told: Any) -> list[str]:
    return [one for one in told if isinstance(one, str)] if isinstance(told, list) else []


def _offline_banner() -> None:
    with ui.element("div").classes("offline-banner") as banner:
        banner.props["role"] = "alert"
        Icon("alert")
        words(
            "The server cannot be reached. What you typed stays here; trying again by itself.",
            tag="span",
        )
