"""Who works in a browser, chosen as a person would and waited for until the server knows."""

from playwright.sync_api import Page


def work_as(page: Page, role: str) -> None:
    """Pick the first member of staff with this role on the open page, unless one works already."""
    page.wait_for_function("window.did_handshake")
    who = page.get_by_label("Working as")
    if role in who.locator("option:checked").inner_text():
        return
    who.select_option(label=who.locator("option", has_text=role).first.inner_text())
    page.wait_for_function(f"document.cookie.includes('regimen-staff={who.input_value()}')")
