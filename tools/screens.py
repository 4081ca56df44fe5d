"""The screens worth looking at: a name, an address, and what to do there before looking."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from playwright.sync_api import Page, expect

STEPS = ("clinic", "location", "rooms", "providers", "services", "done")
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


def open_new_plan(page: Page) -> None:
    """Begin a plan from the first template."""
    page.get_by_role("button", name="New plan").click()
    page.get_by_role("list", name="Templates").get_by_role("button").first.click()
    expect(page.get_by_role("button", name="Save plan")).to_be_visible()


def open_templates(page: Page) -> None:
    """Ask what a new plan begins with."""
    page.get_by_role("button", name="New plan").click()
    expect(page.get_by_role("list", name="Templates")).to_be_visible()


def open_plan_sessions(page: Page) -> None:
    """Look at the first plan's sessions to arrange them."""
    page.locator(".plan button").first.click()
    page.get_by_role("button", name="Sessions", exact=True).click()
    expect(page.get_by_role("dialog", name="Sessions of the plan")).to_be_visible()


def open_plan_terms(page: Page) -> None:
    """Edit the first plan."""
    page.locator(".plan button").first.click()
    page.get_by_role("button", name="Edit plan").click()
    expect(page.get_by_role("dialog", name="Edit plan")).to_be_visible()


def open_merge(page: Page) -> None:
    """Compare a patient's record with another one."""
    page.get_by_role("button", name="Merge with").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Search patients").fill("an")
    dialog.get_by_role("list", name="Patients found").get_by_role("button").first.click()
    expect(dialog.get_by_role("table", name="Both records")).to_be_visible()


def focus_search(page: Page) -> None:
    """Show how the search looks while it is used."""
    page.get_by_role("searchbox", name="Search sessions").or_(
        page.get_by_role("textbox", name="Search sessions")
    ).first.focus()


def work_as_manager(page: Page) -> None:
    """Let a manager work in this browser from now on."""
    _work_as(page, "Manager")


def work_at_desk(page: Page) -> None:
    """Let the front desk work in this browser from now on."""
    _work_as(page, "Front desk")


def open_day(page: Page) -> None:
    """Ask for a day of a location that differs."""
    work_as_manager(page)
    page.get_by_role("button", name="Add a day").click()
    page.get_by_label("Closed all day").click()
    expect(page.get_by_role("button", name="Add hours, Hours")).to_be_visible()


def open_copying(page: Page) -> None:
    """Show to which days a day's hours can be copied."""
    work_as_manager(page)
    page.get_by_role("button", name="Copy Tuesday to other days").first.click()


def open_displaced(page: Page) -> None:
    """Show what the disabling of a provider would displace."""
    work_as_manager(page)
    page.get_by_role("button", name="Disable").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def _work_as(page: Page, role: str) -> None:
    here = urlsplit(page.url)
    page.goto(f"/sign-in?to={quote(here.path + ('?' + here.query if here.query else ''))}")
    page.get_by_role("button", name=role, exact=True).click()
    page.wait_for_function("window.did_handshake")


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
    Screen("patient-merge", "/patients/{patient}", open_merge),
    Screen("plan-templates", "/patients/{patient}", open_templates),
    Screen("plan-new", "/patients/{patient}", open_new_plan),
    Screen("plan-edit", "/patients/{patient}", open_plan_terms),
    Screen("plan-sessions", "/patients/{patient}", open_plan_sessions),
    Screen("clinic-plans", "/clinic/plans"),
    Screen("clinic-plan", "/clinic/plans/1"),
    Screen("patient-not-found", "/patients/999999999"),
    Screen("calendar-day", "/calendar?view=day"),
    Screen("calendar-week", "/calendar?view=week"),
    Screen("clinic", "/clinic"),
    Screen("clinic-locations", "/clinic/locations"),
    Screen("clinic-location", "/clinic/locations/1", work_as_manager),
    Screen("clinic-location-new", "/clinic/locations/new", work_as_manager),
    Screen("clinic-day", "/clinic/locations/1", open_day),
    Screen("clinic-rooms", "/clinic/rooms", work_as_manager),
    Screen("clinic-room", "/clinic/rooms/1"),
    Screen("clinic-providers", "/clinic/providers"),
    Screen("clinic-provider", "/clinic/providers/1", open_copying),
    Screen("clinic-displaced", "/clinic/providers/1", open_displaced),
    Screen("clinic-services", "/clinic/services"),
    Screen("clinic-service", "/clinic/services/1"),
    Screen("clinic-service-new", "/clinic/services/new"),
    Screen("clinic-read-only", "/clinic/services/1", work_at_desk),
    *(Screen(f"welcome-{step}", f"/welcome?step={step}", work_as_manager) for step in STEPS),
    Screen("clinic-staff", "/clinic/staff", work_as_manager),
    Screen("clinic-member", "/clinic/staff/2", work_as_manager),
    Screen("sign-in", "/sign-in"),
    Screen("change-password", "/change-password"),
    Screen("page-not-found", "/nowhere"),
)
