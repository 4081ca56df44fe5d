"""Marks, wherever a session is shown on a page, the one that is pointed at, focused or opened."""

from nicegui import ui


class SessionMarks(ui.element, component="scripts/session_marks.js"):
    """Nothing to be seen itself; the browser does it alone."""
