"""What Save would book, in one line or two: day, time, with whom, price and spacing."""

from nicegui import ui

from components.money import money_text
from components.text import words
from components.times import day_text, local_day, time_range
from store.views import Preview

CANNOT = "This cannot be booked as it stands."


class BookingSummary(ui.element):
    """Said politely when it changes."""

    def __init__(self) -> None:
        """Nothing is chosen at first."""
        super().__init__("div")
        self.classes("booking-summary")
        self.props["aria-live"] = "polite"
        with self:
            self._when = words("", tag="p", classes="booking-summary-when")
            self._what = words("", tag="p", classes="muted small any-text")
            self._note = words("", tag="p", classes="booking-note small")
            self._stop = words("", tag="p", classes="booking-stop small")
        self.clear_to("Choose a time")

    def clear_to(self, text: str) -> None:
        """Nothing can be told yet but this."""
        self._when.text = text
        self._what.text = self._note.text = self._stop.text = ""

    def show(self, preview: Preview, *, zone: str, people: str) -> None:
        """Day, start and end in the location's zone, price, and how it sits in the plan."""
        day = day_text(local_day(preview.starts_at, zone))
        times = time_range(preview.starts_at, preview.ends_at, zone=zone, name_zone=True)
        self._when.text = f"{day}, {times}"
        self._what.text = " · ".join(part for part in (people, money_text(preview.price)) if part)
        self._note.text = preview.spacing_note
        self._stop.text = CANNOT if preview.problems else ""
        if preview.spacing_too_close:
            self._note.classes("is-close")
        else:
            self._note.classes(remove="is-close")
