"""The booking form as a simulated user meets it: typed times, slow answers, one save."""

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event

from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from components.booking_summary import BookingSummary
from components.buttons import Button
from components.dialog import Dialog
from components.fields import Field
from components.session_table import SessionTable
from components.slot_picker import SlotPicker
from store.clinic import Clinic
from store.views import Actor, Slot, SlotQuery
from tests.factories import (
    MANAGER,
    FixedClock,
    add_patient,
    add_plan,
    add_session,
    furnished,
)
from tests.pages.entering import served
from tests.pages.waiting import until

SHORT_SUNDAY = date(2026, 3, 8)
"""The clocks of New York go from 02:00 to 03:00."""
THURSDAY, FRIDAY = date(2026, 3, 12), date(2026, 3, 13)


def clinic_with_a_session(folder: Path) -> Clinic:
    """Mei's session of one item waits to be booked, due Tuesday 10 March 2026."""
    clinic = furnished(folder)
    with clinic.database.write() as session:
        add_session(session, add_plan(session, add_patient(session)))
    return clinic


class Form:
    """The open dialog's fields by their labels."""

    def __init__(self, user: User) -> None:
        self.user = user

    def field(self, label: str) -> Field:
        found = self.user.find(Field).elements
        return next(field for field in found if field.props["label"] == label)

    def change(self, label: str, value: object) -> None:
        UserInteraction(self.user, {self.field(label)}, None).trigger("change", value)

    def save(self) -> None:
        (button,) = (
            each
            for each in self.user.find(Button).elements
            if each.props.get("label") == "Save booking"
        )
        UserInteraction(self.user, {button}, None).trigger("press")

    def on_slots(self, event: str, *args: object) -> None:
        UserInteraction(self.user, {self.slots}, None).trigger(event, *args)

    @property
    def slots(self) -> SlotPicker:
        (slots,) = self.user.find(SlotPicker).elements
        return slots

    @property
    def summary(self) -> str:
        (summary,) = self.user.find(BookingSummary).elements
        return " ".join(getattr(each, "text", "") for each in summary.descendants())


async def opened(user: User, clinic: Clinic) -> Form:
    served(user, clinic)
    await user.open("/sessions?scope=to-book")
    user.find(SessionTable).trigger("book", 1)
    await user.should_see(Dialog, retries=100)
    form = Form(user)
    await until(lambda: bool(form.slots.props["picked"]))
    return form


async def test_it_opens_with_the_first_free_slot_from_the_target_date_on(
    user: User, tmp_path: Path
) -> None:
    form = await opened(user, clinic_with_a_session(tmp_path))
    assert form.field("Date").value == "2026-03-10"
    assert form.field("Start time").value == "09:00"
    assert "Tue 10 Mar 2026, 09:00–09:30 EDT" in form.summary
    assert "$200.00" in form.summary


async def test_pressing_save_again_before_the_answer_books_once(user: User, tmp_path: Path) -> None:
    form = await opened(user, clinic := clinic_with_a_session(tmp_path))
    (dialog,) = user.find(Dialog).elements
    form.save()
    form.save()
    await until(lambda: dialog.is_deleted)
    assert [each.starts_at for each in clinic.session(1, by=MANAGER).bookings] == [
        datetime(2026, 3, 10, 13, 0, tzinfo=UTC)
    ]


async def test_a_time_that_the_clocks_skip_is_refused_at_its_field(
    user: User, tmp_path: Path
) -> None:
    form = await opened(user, clinic_with_a_session(tmp_path))
    form.change("Start time", "02:30")
    form.change("Date", SHORT_SUNDAY.isoformat())
    await until(lambda: "02:30 does not exist on 8 Mar" in form.field("Start time").props["error"])
    form.save()
    await asyncio.sleep(0)
    assert form.field("Start time").value == "02:30"


async def test_a_time_saved_at_once_is_refused_and_the_summary_says_that_time(
    user: User, tmp_path: Path
) -> None:
    form = await opened(user, clinic_with_a_session(tmp_path))
    form.change("Start time", "16:45")
    form.save()
    await until(lambda: "Nobody who does" in form.field("Start time").props["error"])
    await until(lambda: "16:45–17:15" in form.summary)
    assert form.slots.props["picked"] == ""
    assert "Nobody who does" in form.field("Start time").props["error"]


async def test_a_year_that_is_still_being_typed_does_no_harm(user: User, tmp_path: Path) -> None:
    form = await opened(user, clinic_with_a_session(tmp_path))
    form.change("Date", "0002-03-12")
    await until(lambda: "too far away" in form.field("Date").props.get("error", ""))
    form.change("Date", "")
    await until(lambda: form.field("Date").props.get("error") == "Choose a day.")
    form.change("Date", THURSDAY.isoformat())
    await until(lambda: "Thu 12 Mar 2026, 09:00–09:30" in form.summary)
    assert form.field("Date").props["error"] == ""


async def test_a_slow_answer_never_overwrites_a_newer_one(user: User, tmp_path: Path) -> None:
    class SlowThursday(Clinic):
        asked, go_on = Event(), Event()

        def free_slots(self, query: SlotQuery, *, by: Actor) -> tuple[Slot, ...]:
            slots = super().free_slots(query, by=by)
            if query.day == THURSDAY:
                self.asked.set()
                self.go_on.wait(5)
            return slots

    quick = clinic_with_a_session(tmp_path)
    clinic = SlowThursday(quick.database, clock=FixedClock())
    form = await opened(user, clinic)
    form.change("Date", THURSDAY.isoformat())
    await until(clinic.asked.is_set)
    form.change("Date", FRIDAY.isoformat())
    await until(lambda: form.slots.props["title"] == "Fri 13 Mar 2026")
    clinic.go_on.set()
    form.change("Start time", "10:00")
    await until(lambda: "Fri 13 Mar 2026, 10:00–10:30" in form.summary)
    assert form.slots.props["title"] == "Fri 13 Mar 2026"


async def test_a_slot_pressed_while_the_next_free_day_is_sought_holds(
    user: User, tmp_path: Path
) -> None:
    class SlowSearch(Clinic):
        asked, go_on = Event(), Event()

        def free_slots(self, query: SlotQuery, *, by: Actor) -> tuple[Slot, ...]:
            if query.days > 1:
                self.asked.set()
                self.go_on.wait(5)
            return super().free_slots(query, by=by)

    quick = clinic_with_a_session(tmp_path)
    clinic = SlowSearch(quick.database, clock=FixedClock())
    form = await opened(user, clinic)
    found = form.slots.props["slots"][3]
    form.on_slots("next")
    await until(clinic.asked.is_set)
    form.on_slots("pick", found[0])
    clinic.go_on.set()
    await until(lambda: not form.slots.props["busy"])
    await until(lambda: form.slots.props["picked"] == found[0])
    assert (form.field("Date").value, form.field("Start time").value) == ("2026-03-10", found[1])


async def test_a_slot_pressed_as_another_day_was_just_shown_brings_its_own_day_back(
    user: User, tmp_path: Path
) -> None:
    form = await opened(user, clinic_with_a_session(tmp_path))
    pressed = form.slots.props["slots"][3]
    form.change("Date", THURSDAY.isoformat())
    await until(lambda: form.slots.props["title"] == "Thu 12 Mar 2026")
    form.on_slots("pick", pressed[0])
    await until(lambda: form.slots.props["title"] == "Tue 10 Mar 2026")
    await until(lambda: form.slots.props["picked"] == pressed[0])
    assert form.field("Date").value == "2026-03-10"
