"""Every icon: its strokes, the style rules that draw it, and the element that shows one."""

from nicegui import ui

PATHS = {
    "absent": "M8.5 5.7A4 4 0 1 1 13.5 11M4.5 20.5c0-3.5 3.5-5.5 7.5-5.5s7.5 2 7.5 5.5M4 4l16 16",
    "alert": "M12 8v5M12 16.5v.01M10.3 4 2.6 17.5A2 2 0 0 0 4.3 20.5h15.4a2 2 0 0 0 1.7-3L13.7 4a2 2 0 0 0-3.4 0Z",
    "arrow-left": "M19 12H5M11 6l-6 6 6 6",
    "bookmark": "M7 4.5h10v15l-5-4-5 4Z",
    "brand": "M5 4.5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1ZM8 12.5l3 3 5.5-7",
    "calendar": "M5 6h14a1.5 1.5 0 0 1 1.5 1.5v11A1.5 1.5 0 0 1 19 20H5a1.5 1.5 0 0 1-1.5-1.5v-11A1.5 1.5 0 0 1 5 6ZM3.5 10.5h17M8 3.5v4M16 3.5v4",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "chevron-down": "M6 9.5l6 6 6-6",
    "chevron-left": "M14.5 6l-6 6 6 6",
    "chevron-right": "M9.5 6l6 6-6 6",
    "clinic": "M4 20.5V9l8-5 8 5v11.5M2.5 20.5h19M12 10v5M9.5 12.5h5M9.5 20.5v-2.5h5v2.5",
    "clock": "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM12 7.5V12l3 2",
    "close": "M6 6l12 12M18 6L6 18",
    "copy": "M9 8.5h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1v-10a1 1 0 0 1 1-1ZM16 8.5v-4a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3",
    "columns": "M4.5 5h15v14h-15ZM9.5 5v14M14.5 5v14",
    "dot-empty": "M12 5a7 7 0 1 1 0 14 7 7 0 0 1 0-14Z",
    "dot-half": "M12 5a7 7 0 1 1 0 14 7 7 0 0 1 0-14ZM12 5v14M15 7.5v9M18 9.5v5",
    "dots": "M12 5.5v.01M12 12v.01M12 18.5v.01",
    "download": "M12 4v11M7.5 10.5 12 15l4.5-4.5M4.5 19.5h15",
    "edit": "M14.5 5.5l4 4L8.5 19.5H4.5v-4ZM12.5 7.5l4 4",
    "filter": "M4 6h16M7 12h10M10 18h4",
    "late": "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM12 7v6M12 16.5v.01",
    "list": "M8.5 6h12M8.5 12h12M8.5 18h12M4 6v.01M4 12v.01M4 18v.01",
    "map-pin": "M12 21s-6.5-5.5-6.5-11a6.5 6.5 0 0 1 13 0c0 5.5-6.5 11-6.5 11ZM12 7.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z",
    "money": "M3.5 7h17v10h-17ZM12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5ZM6.5 12v.01M17.5 12v.01",
    "moon": "M20 14.5A8 8 0 1 1 9.5 4 6.5 6.5 0 0 0 20 14.5Z",
    "move": "M4 12h16M15 7l5 5-5 5M9 17l-5-5 5-5",
    "note": "M6 3.5h8l4.5 4.5v12.5H6ZM14 3.5V8h4.5M9 12.5h6M9 16h6",
    "patients": "M9 5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM2.5 19.5c0-3 3-4.5 6.5-4.5s6.5 1.5 6.5 4.5M16 5.3a3.5 3.5 0 0 1 0 6.4M18 15.3c2.2.6 3.5 2 3.5 4.2",
    "person": "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM4.5 20.5c0-3.5 3.5-5.5 7.5-5.5s7.5 2 7.5 5.5",
    "plus": "M12 5v14M5 12h14",
    "prepaid": "M3.5 7h17v10h-17ZM8.5 12.2l2.4 2.3 4.6-4.8",
    "print": "M7.5 9V4h9v5M7.5 17H4.5V9.5h15V17h-3M7.5 14h9v6h-9Z",
    "search": "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM15.5 15.5 20.5 20.5",
    "sessions": "M5 4.5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1ZM7.5 9l1.2 1.2L11 8M13.5 9.2h3.5M7.5 15l1.2 1.2L11 14M13.5 15.2h3.5",
    "slot": "M5 6h14a1.5 1.5 0 0 1 1.5 1.5v11A1.5 1.5 0 0 1 19 20H5a1.5 1.5 0 0 1-1.5-1.5v-11A1.5 1.5 0 0 1 5 6ZM3.5 10.5h17M8 3.5v4M16 3.5v4M9 15l2.2 2.2L15.3 13",
    "sort-down": "M12 6v12M7.5 13.5 12 18l4.5-4.5",
    "sort-up": "M12 18V6M7.5 10.5 12 6l4.5 4.5",
    "sun": "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4",
    "theme": "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM12 3.5v17M15 5.5v13M18 7.8v8.4",
    "undo": "M8.5 5 4 9.5 8.5 14M4 9.5h10a5.5 5.5 0 0 1 0 11h-3",
}
"""Every icon on a 24 by 24 grid, drawn with strokes in the colour of the text around it."""
STROKE, HEAVIER = 1.75, {"dots": 2.75}


class Icon(ui.element, component="scripts/icon.js"):
    """A decoration; whatever it says must be said in words beside it."""

    def __init__(self, name: str) -> None:
        """``name`` is a key of ``PATHS``."""
        super().__init__()
        assert name in PATHS, name
        self.props["name"] = name


def styles() -> str:
    """The rule of each icon: its strokes as a mask, through which the colour of the text shows.

    One element an icon is all that a browser has to lay out; the shadow tree of a ``use`` for each made
    a list of 25 rows half as dear again.
    """
    return "\n".join(f'.i-{name} {{ mask-image: url("{_image(name)}"); }}' for name in PATHS)


def _image(name: str) -> str:
    """As an address of its own; of an SVG only these characters have to be escaped in it."""
    width = HEAVIER.get(name, STROKE)
    image = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='black'"
        f" stroke-width='{width}' stroke-linecap='round' stroke-linejoin='round'>"
        f"<path d='{PATHS[name]}'/></svg>"
    )
    return "data:image/svg+xml," + image.replace("<", "%3C").replace(">", "%3E")
