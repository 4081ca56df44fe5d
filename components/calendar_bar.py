"""What chooses the calendar's days and resources: steps, date, location, provider, day or week."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from typing import Any, Literal

from nicegui import ui

from components.buttons import Button
from components.fields import Field, Option, select
from components.text import heading, print_link, words
from store.views import CalendarView, Choice, FilterChoices

View = Literal["day", "week"]
Told = Callable[[str], Awaitable[Any] | Any]
VIEWS: Mapping[View, str] = {"day": "Day", "week": "Week"}


class CalendarBar(ui.element):
    """The head of the calendar; reports each choice by its name and what was chosen."""

    def __init__(self, *, on_step: Callable[[int], Any], on_choice: Mapping[str, Told]) -> None:
        """``on_step`` gets -1, 0 for today, or 1; ``on_choice`` has date, view, location, provider."""
        super().__init__("div")
        self.classes("calendar-bar")
        self._shown: tuple[object, ...] = ()
        with self:
            with ui.element("div").classes("calendar-when"):
                heading("Calendar")
                self._range = words("", tag="p", classes="calendar-range")
                self._range.props["aria-live"] = "polite"
            with ui.element("div").classes("calendar-steps"):
                self._today = Button("Today", on_press=lambda: on_step(0))
                self._back = Button(
                    "", icon="chevron-left", name="Previous day", on_press=lambda: on_step(-1)
                )
                self._on = Button(
                    "", icon="chevron-right", name="Next day", on_press=lambda: on_step(1)
                )
                self._date = _unlabelled(Field("Date", kind="date", on_change=on_choice["date"]))
            with ui.element("div").classes("calendar-whose"):
                self._location = _unlabelled(
                    select("Location", (), on_change=on_choice["location"])
                )
                self._provider = _unlabelled(
                    select("Provider", (), on_change=on_choice["provider"])
                )
            self._views = _view_buttons(on_choice["view"])
            self._sheet = print_link("Print the day")

    def show(self, view: CalendarView, choices: FilterChoices, *, range_text: str) -> None:
        """Say what is shown now; what is being typed stays while nothing else is shown."""
        shown = (view.first_day, view.last_day, view.today, view.location_id, view.provider_id)
        if shown == self._shown:
            return
        self._shown = shown
        is_week = view.first_day != view.last_day
        self._range.text = range_text
        span = "week" if is_week else "day"
        self._back.props["name"] = f"Previous {span}"
        self._on.props["name"] = f"Next {span}"
        is_now = view.first_day <= view.today <= view.last_day
        self._today.props["aria-current"] = "date" if is_now else "false"
        self._date.show_day(view.first_day)
        self._location.offer(_options(choices.locations), value=str(view.location_id))
        everybody: list[Option] = [] if is_week else [("", "All providers")]
        providers = [*everybody, *_options(choices.providers)]
        self._provider.offer(providers, value=str(view.provider_id or ""))
        self._sheet.props["href"] = _sheet_address(view)
        for name, button in self._views.items():
            button.props["aria-pressed"] = "true" if name == span else "false"


def _sheet_address(view: CalendarView) -> str:
    """The day shown; of a week the one that is today, else the first."""
    is_now = view.first_day <= view.today <= view.last_day
    day = view.today if is_now else view.first_day
    return f"/print/day?date={day.isoformat()}&location={view.location_id}"


def _unlabelled(field: Field) -> Field:
    field.props["hidden_label"] = True
    return field


def _options(choices: Iterable[Choice]) -> list[Option]:
    return [
        (str(choice.id), f"{choice.name} (no longer in use)" if choice.disabled else choice.name)
        for choice in choices
    ]


def _view_buttons(on_view: Told) -> dict[View, Button]:
    with ui.element("div").classes("segments") as group:
        group.props.update({"role": "group", "aria-label": "View"})
        return {
            name: Button(label, kind="quiet", on_press=partial(on_view, name))
            for name, label in VIEWS.items()
        }
