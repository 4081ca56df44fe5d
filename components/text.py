"""Words on a page: always shown as text, whatever they hold."""

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from components.icons import Icon


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


def print_link(name: str, href: str = "/", *, text: str = "") -> ui.element:
    """An icon that opens a sheet to print in a tab of its own; ``name`` says which, ``text`` stands beside it."""
    with ui.element("a").classes("btn" if text else "btn btn-quiet btn-icon") as shown:
        Icon("print")
        if text:
            words(text, tag="span")
    told = {"href": href, "target": "_blank", "rel": "noopener", "aria-label": name, "title": name}
    shown.props.update(told)
    return shown
