"""The first view of a page: its elements as they are, for the browser to draw before Vue is there."""

from collections.abc import Iterator
from typing import Any

from nicegui import json, ui
from nicegui.elements.mixins.text_element import TextElement

from components.inline_script import inline_script

PARTS = (
    "button",
    "calendar_agenda",
    "calendar_month",
    "calendar_team",
    "connection",
    "dialog",
    "draft",
    "field",
    "icon",
    "lock_screen",
    "notices",
    "patient_list",
    "plan_cards",
    "plan_steps",
    "resource_grid",
    "scope_bar",
    "session_marks",
    "session_table",
    "theme_button",
    "to_book",
    "view_nav",
)
"""Our components whose templates ``first_view.js`` can draw, by the name of their script."""
DRAWN = {f"nicegui-{part}": part for part in PARTS}
AS_PLAIN = {"nicegui-sub_pages": "div"}
UNSEEN = frozenset({"nicegui-timer", "nicegui-application"})


class Application(ui.element, component="scripts/application.js"):
    """Nothing to be seen: takes the first view away when the application stands."""


class OnlyVueError(Exception):
    """There is something on the page that only Vue can draw."""


def first_view(root: ui.element, *, nonce: str) -> str:
    """Markup that shows this element and all in it at once; empty when only Vue can draw it."""
    try:
        elements = json.dumps(_told(root))
    except OnlyVueError:
        return ""
    safe = elements.replace("<", "\\u003c")
    return (
        '<div id="first-view"></div>'
        f'<script type="application/json" id="first-elements">{safe}</script>'
        f"{inline_script('window.regimenFirst?.draw()', nonce)}"
    )


def _told(element: ui.element) -> dict[str, Any]:
    tag = AS_PLAIN.get(element.tag, element.tag)
    if tag not in DRAWN and "-" in tag:
        raise OnlyVueError(tag)
    told = {
        "tag": tag,
        "id": element.html_id,
        "classes": list(element.classes),
        "props": dict(element.props),
        "text": element.text if isinstance(element, TextElement) else "",
        "children": [_told(child) for child in _seen(element)],
    }
    return {name: value for name, value in told.items() if value}


def _seen(element: ui.element) -> Iterator[ui.element]:
    return (child for child in element.default_slot.children if child.tag not in UNSEEN)
