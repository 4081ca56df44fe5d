"""What chooses the calendar's days and resources: steps, date, filters, and how it is drawn."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from typing import Any

from nicegui import ui

from components.buttons import Button
from components.fields import Field, Option, select
from components.text import heading, print_link, words
from store.views import CalendarKind, CalendarRange, CalendarView, Choice, FilterChoices

Told = Callable[[str], Awaitable[Any] | Any]
VIEWS: Mapping[CalendarKind, str] = {
    "day": "Day",
    "rooms": "Rooms",
    "week": "Week",
    "team": "Team",
    "month": "Month",
    "agenda": "Agenda",
}
CHOICES = ("location", "provider", "room", "category")


class CalendarBar(ui.element):
    """The head of the calendar; reports each choice by its name and what was chosen."""

    def __init__(
        self,
        *,
        on_step: Callable[[int], Any],
        on_choice: Mapping[str, Told],
        on_beside: Callable[[], Any],
    ) -> None:
        """``on_step`` gets -1, 0 for today, or 1; ``on_choice`` has date, view and ``CHOICES``."""
        super().__init__("div")
        self.classes("calendar-bar")
        self._shown: CalendarRange | None = None
        with self:
            with ui.element("div").classes("calendar-when"):
                heading("Calendar")
                self._range = words("", tag="p", classes="calendar-range")
                self._range.props["aria-live"] = "polite"
            with ui.element("div").classes("calendar-steps"):
                self._steps(on_step)
                self._date = _unlabelled(Field("Date", kind="date", on_change=on_choice["date"]))
            self._views = _view_buttons(on_choice["view"])
            with ui.element("div").classes("calendar-tools"):
                self._beside = Button("To book", icon="sessions", on_press=on_beside)
                self._sheet = print_link("Print", text="Print")
            with ui.element("div").classes("calendar-whose"):
                self._fields = {
                    name: _unlabelled(select(name.capitalize(), (), on_change=on_choice[name]))
                    for name in CHOICES
                }

    def show(
        self, view: CalendarRange, choices: FilterChoices, *, range_text: str, sheet: str
    ) -> None:
        """Say what is shown now; what is being typed stays while nothing else is shown.

        ``sheet`` is the address where it can be printed.
        """
        if self._sheet.props["href"] != sheet:
            self._sheet.props["href"] = sheet
        shown = CalendarRange(**view.model_dump(include=set(CalendarRange.model_fields)))
        shown = shown.model_copy(update={"now_minute": 0})
        if shown == self._shown:
            return
        self._shown = shown
        self._range.text = range_text
        span = span_of(view)
        self._back.props["name"] = f"Previous {span}"
        self._on.props["name"] = f"Next {span}"
        is_now = view.first_day <= view.today <= view.last_day
        self._today.props["aria-current"] = "date" if is_now else "false"
        self._date.show_day(view.first_day)
        self._offer(view, choices)
        for name, button in self._views.items():
            button.props["aria-pressed"] = "true" if name == view.view else "false"

    def show_beside(self, *, is_shown: bool) -> None:
        """Say whether what is to be booked stands beside the calendar."""
        self._beside.props["aria-expanded"] = "true" if is_shown else "false"

    def _steps(self, on_step: Callable[[int], Any]) -> None:
        self._today = Button("Today", on_press=lambda: on_step(0))
        self._back = Button(
            "", icon="chevron-left", name="Previous day", on_press=lambda: on_step(-1)
        )
        self._on = Button("", icon="chevron-right", name="Next day", on_press=lambda: on_step(1))

    def _offer(self, view: CalendarRange, choices: FilterChoices) -> None:
        """Put what can be chosen into the fields; a week is always somebody's, or a room's."""
        rooms = view.rooms if isinstance(view, CalendarView) else ()
        is_somebodys = view.view == "week" and not rooms
        everybody: list[Option] = [] if is_somebodys else [("", "All providers")]
        every_room: list[Option] = [] if view.view == "week" else [("", "All rooms")]
        kinds: list[Option] = [(one.value, one.label) for one in choices.categories]
        offers: dict[str, tuple[list[Option], str]] = {
            "location": (_options(choices.locations), str(view.location_id)),
            "provider": (
                [*everybody, *_options(choices.providers)],
                str(view.provider_id or ""),
            ),
            "room": ([*every_room, *_options(rooms)], str(view.room_id or "")),
            "category": ([("", "All categories"), *kinds], view.category or ""),
        }
        for name, (options, value) in offers.items():
            self._fields[name].offer(options, value=value)
        self._fields["room"].set_visibility(bool(rooms))


def span_of(view: CalendarRange) -> str:
    """What a step of it is called."""
    if view.view == "month":
        return "month"
    return "day" if view.first_day == view.last_day else "week"


def _unlabelled(field: Field) -> Field:
    field.props["hidden_label"] = True
    return field


def _options(choices: Iterable[Choice]) -> list[Option]:
    return [
        (str(choice.id), f"{choice.name} (no longer in use)" if choice.disabled else choice.name)
        for choice in choices
    ]


def _view_buttons(on_view: Told) -> dict[CalendarKind, Button]:
    with ui.element("div").classes("segments calendar-views") as group:
        group.props.update({"role": "group", "aria-label": "View"})
        return {
            name: Button(label, kind="quiet", on_press=partial(on_view, name))
            for name, label in VIEWS.items()
        }
