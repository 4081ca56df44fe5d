"""The screens worth looking at: a name, an address, and what to do there before looking."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

SCOPES = ("all", "to-book", "today", "upcoming", "past", "to-close")


@dataclass(frozen=True)
class Screen:
    """One screen; `{session}` and `{patient}` in its address stand for ones of the demo."""

    name: str
    address: str
    steps: Callable[[Page], None] | None = None


def open_row_menu(page: Page) -> None:
    """Press the three dots of the first row."""
    page.get_by_role("button", name="Actions for").first.click()
    expect(page.get_by_role("menu")).to_be_visible()


def open_booking(page: Page) -> None:
    """Choose Create Booking in the first row's menu."""
    open_row_menu(page)
    page.get_by_role("menuitem", name="Create Booking").click()
    expect(page.get_by_role("dialog", name="Create Booking")).to_be_visible()


def open_reschedule(page: Page) -> None:
    """Choose Reschedule in the first row's menu."""
    open_row_menu(page)
    page.get_by_role("menuitem", name="Reschedule").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def focus_search(page: Page) -> None:
    """Show how the search looks while it is used."""
    page.get_by_role("searchbox", name="Search sessions").or_(
        page.get_by_role("textbox", name="Search sessions")
    ).first.focus()


SCREENS = (
    *(Screen(f"sessions-{scope}", f"/sessions?scope={scope}") for scope in SCOPES),
    Screen("sessions-search", "/sessions?scope=all&q=la", focus_search),
    Screen("sessions-filtered", "/sessions?scope=all&status=partially-booked"),
    Screen("sessions-no-result", "/sessions?scope=all&q=zzzzzz"),
    Screen("sessions-wrong-value", "/sessions?scope=yesterday"),
    Screen("row-menu", "/sessions?scope=to-book", open_row_menu),
    Screen("row-menu-booked", "/sessions?scope=upcoming&status=booked", open_row_menu),
    Screen("booking-dialog", "/sessions?scope=to-book", open_booking),
    Screen("reschedule-dialog", "/sessions?scope=upcoming&status=booked", open_reschedule),
    Screen("session", "/sessions/{session}"),
    Screen("session-not-found", "/sessions/999999999"),
    Screen("patients", "/patients"),
    Screen("patient", "/patients/{patient}"),
    Screen("patient-not-found", "/patients/999999999"),
    Screen("calendar-day", "/calendar?view=day"),
    Screen("calendar-week", "/calendar?view=week"),
    Screen("page-not-found", "/nowhere"),
)
