"""How many there are, in figures that people read."""

from store.views import CAP


def count_text(count: int) -> str:
    """Such as "1,204"; beyond what is counted, "10,000+"."""
    return f"{count:,}" if count <= CAP else f"{CAP:,}+"
