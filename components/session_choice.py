"""Which of the sessions that wait to be booked a place in the calendar is for."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any

from nicegui import events, ui

from components.dialog import Dialog
from components.fields import Field
from components.text import words
from components.times import short_day
from store.views import FittingSession

WAIT_MS = 200
NOTHING = "Nothing that waits to be booked fits here. Search to see why."
NOT_FOUND = "Nobody of that name waits to be booked."
OnPick = Callable[[int], Awaitable[Any] | Any]
OnSearch = Callable[[str], Awaitable[Any] | Any]


class ChoiceList(ui.element, component="scripts/session_choice.js"):
    """The sessions as buttons."""


class SessionChoice:
    """A small dialog; gone once a session is picked or it is dismissed."""

    def __init__(self, where: str, *, on_pick: OnPick, on_search: OnSearch) -> None:
        """``where`` says the place in words; ``on_pick`` gets a session's id."""
        self._ids: set[int] = set()
        self._on_pick = on_pick
        self._dialog = Dialog("Book a session", on_dismiss=self.close)
        with self._dialog, ui.element("div").classes("stack"):
            words(where, tag="p", classes="booking-title any-text")
            search = Field("Search patients", kind="search", wait_ms=WAIT_MS, on_change=on_search)
            search.props.update({"hidden_label": True, "first": True})
            search.props["placeholder"] = "Search patients"
            self._list = ChoiceList()
            self._list.props.update({"rows": (), "empty": "Looking…", "busy": True})
            self._list.on("pick", self._picked)

    def open(self) -> None:
        """Show it; the focus goes back to where it came from when it is closed."""
        self._dialog.open()

    def show(self, sessions: Sequence[FittingSession], *, today: date, is_search: bool) -> None:
        """Offer these."""
        self._ids = {each.session_id for each in sessions if not each.refusal}
        self._list.props.update(
            {
                "rows": tuple(_row(each, today) for each in sessions),
                "empty": NOT_FOUND if is_search else NOTHING,
                "busy": False,
            }
        )

    def close(self) -> None:
        """Take it away."""
        if not self._dialog.is_deleted:
            self._dialog.delete()

    def _picked(self, event: events.GenericEventArguments) -> Any:
        if event.args not in self._ids:
            return None
        self.close()
        return self._on_pick(event.args)


def _row(each: FittingSession, today: date) -> dict[str, Any]:
    due = f"due {short_day(each.due_on, today=today)}" if each.due_on else "no target date"
    services = ", ".join(each.service_names)
    called = f"{each.treatment} {each.position} of {each.total}"
    return {
        "id": each.session_id,
        "patient": each.patient_name,
        "what": called if services == each.treatment else f"{called}: {services}",
        "due": f"overdue, {due}" if each.is_overdue else due,
        "overdue": each.is_overdue,
        "minutes": f"{each.minutes} min",
        "refusal": each.refusal,
    }
