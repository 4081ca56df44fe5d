"""Words on a page: always shown as text, whatever they hold."""

from nicegui.elements.mixins.text_element import TextElement


class words(TextElement):  # noqa: N801 - reads like NiceGUI's own elements
    """An element of any tag with nothing but text in it."""

    def __init__(self, text: str, *, tag: str = "div", classes: str = "") -> None:
        """``classes`` are names of our style sheet, never data."""
        super().__init__(tag=tag, text=text)
        self.classes(classes)


def link(text: str, href: str, *, classes: str = "") -> words:
    """A link within Regimen; ``href`` begins with a slash."""
    element = words(text, tag="a", classes=classes)
    element.props["href"] = href
    return element


def heading(text: str, *, level: int = 1) -> words:
    """The page's one h1, or a lower one; takes the focus when one arrives by a link."""
    element = words(text, tag=f"h{level}")
    element.props["tabindex"] = "-1"
    return element
