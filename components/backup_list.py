"""The backups there are: whether the last one is good enough, and each with its time and size."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from nicegui import ui

from components.icons import Icon
from components.text import heading, words
from components.times import day_text
from store.views import BackupsView, BackupView

MOST = 60
"""Rows shown; the folder may hold more."""
NEVER = "None is made by itself: REGIMEN_BACKUP_AT is empty."
NOT_NEEDED = "A demo, or a clinic that is not set up yet, is not backed up by itself."
UNITS = ("bytes", "kB", "MB", "GB", "TB")


class BackupList(ui.element):
    """Drawn anew when anything in it changed."""

    def __init__(self) -> None:
        """Empty until shown."""
        super().__init__("div")
        self.classes("backups")
        self._shown: BackupsView | None = None

    def show(self, view: BackupsView) -> None:
        """Show these, newest first."""
        if view == self._shown:
            return
        self._shown = view
        self.clear()
        with self:
            _verdict(view)
            _rows(view)


def verdict(view: BackupsView) -> tuple[str, str]:
    """How safe the clinic is, in a heading and a sentence."""
    by_itself = f"The next one is made by itself at {view.at}." if view.at else NEVER
    if not view.is_needed:
        by_itself = NOT_NEEDED
    if view.last is None:
        return "No backup was made yet", by_itself
    when = _moment(view.last.made_at, view.zone)
    ago = _ago(view.now - view.last.made_at)
    if view.is_late:
        text = f"It was made {when}, {ago}. Whoever looks after the server finds the reason in its log."
        return "The last good backup is too old", text
    return f"The last good backup was made {ago}", f"{when}. {by_itself}"


def size_text(size: int) -> str:
    """Such as "2.4 MB"."""
    amount, unit = float(size), 0
    while amount >= 1000 and unit < len(UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{amount:.1f} {UNITS[unit]}" if unit else f"{size} bytes"


def _verdict(view: BackupsView) -> None:
    title, text = verdict(view)
    is_fine = view.last is not None and not view.is_late
    with ui.element("div").classes("panel backup-verdict") as shown:
        shown.classes("is-fine" if is_fine else "is-late")
        Icon("check" if is_fine else "alert")
        with ui.element("div"):
            heading(title, level=2)
            words(text, tag="p", classes="muted")


def _rows(view: BackupsView) -> None:
    if not view.backups:
        return
    with ui.element("div").classes("panel"):
        with ui.element("table").classes("plain-table") as table:
            table.props["aria-label"] = "Backups"
            with ui.element("thead"), ui.element("tr"):
                for name in ("Made", "File", "Size"):
                    words(name, tag="th").props["scope"] = "col"
            with ui.element("tbody"):
                for one in view.backups[:MOST]:
                    _row(one, view.zone)
        folder = f"In {view.folder}. The newest {view.keep} of those made by themselves are kept."
        words(_also(view.backups, folder), tag="p", classes="muted small plain-foot any-text")


def _row(one: BackupView, zone: str) -> None:
    with ui.element("tr"):
        words(_moment(one.made_at, zone), tag="td")
        kept = one.name.startswith("before-restore")
        with ui.element("td"):
            words(one.name, tag="span", classes="any-text")
            if kept:
                words("what was there before a restore", classes="muted small")
        words(size_text(one.size), tag="td", classes="nowrap")


def _also(backups: Sequence[BackupView], folder: str) -> str:
    return (
        f"{len(backups)} in all, the newest {MOST} shown. {folder}"
        if len(backups) > MOST
        else folder
    )


def _moment(instant: datetime, zone: str) -> str:
    local = instant.astimezone(ZoneInfo(zone))
    return f"{day_text(local.date())}, {local:%H:%M}"


def _ago(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 2:
        return "just now"
    for count, unit in ((minutes // 1440, "days"), (minutes // 60, "hours"), (minutes, "minutes")):
        if count >= 2:
            return f"{count} {unit} ago"
    return f"{minutes} minutes ago"
