"""How a person presses Undo in the notice of what was done."""

from playwright.sync_api import Page


def undo(page: Page, said: str) -> None:
    """In the notice with these words; others may stand beside it."""
    page.locator(".notice").filter(has_text=said).get_by_role("button", name="Undo").click()
