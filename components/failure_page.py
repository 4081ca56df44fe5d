"""The page for what never becomes a page of the product: refused, too much, unknown, failed."""

from components.printing import SHEETS


def failure_page(title: str, text: str, reference: str) -> str:
    """A whole small page that fetches nothing, as even that may be refused."""
    return SHEETS.get_template("failure.html").render(title=title, text=text, reference=reference)
