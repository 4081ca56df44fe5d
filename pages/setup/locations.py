"""`/clinic/locations`: the clinic's places, when they are open, and on which days they are not."""

from components.dated import DatedList
from components.day_forms import day_form, day_line, read_day
from components.location_form import LocationFields
from components.setup_reading import location_rows
from components.world import zones
from pages import allowing
from pages.setup import listing, record_page
from pages.setup.listing import Listing
from pages.setup.record_page import Kind
from pages.setup.saving import Seen, Told, Way, carry_out, open_form
from pages.visit import Visit
from store.errors import RegimenError
from store.views import DayHours, LocationForm, LocationView, SetUpView

LISTING = Listing(
    address="/clinic/locations",
    title="Locations",
    one="location",
    rows=lambda clinic, by: location_rows(clinic.set_up(by=by)),
    add="add_location",
    empty="A location has an address in the world, and so a clock, and hours in which it is open.",
)


class ClosedDays:
    """The days of a location that differ from its week."""

    def __init__(self, visit: Visit, _around: SetUpView, location: LocationView) -> None:
        """Shown below the location's own form."""
        self._visit = visit
        self._location = location
        self._list = DatedList(
            "Days that differ",
            "Closed days and days with other hours, from today on.",
            add="Add a day",
            none="Every day is as in the week above.",
            on_add=self._add,
            on_remove=self._remove,
        )
        visit.on_draft("set_location_day", lambda _: self._add())

    def show(self, _around: SetUpView, record: LocationView) -> None:
        """Bring the days up to date."""
        self._location = record
        self._list.show([day_line(day, closed="Closed") for day in record.exceptions])

    def show_right(self) -> None:
        """Say who may change them."""
        self._list.refuse(allowing.refusal(self._visit.actor, "set_location_day"))

    def _add(self) -> None:
        seen = Seen(self._location.exceptions)
        open_form(
            self._visit,
            lambda: day_form(f"A day at {self._location.name}", closed="Closed all day"),
            lambda form: seen.save(
                form,
                lambda days: self._set(read_day(form), days),
                now=lambda: self._location.exceptions,
            ),
            draft=self._visit.draft("set_location_day", self._location.id),
            version=seen.version,
        )

    async def _set(self, day: DayHours, seen: tuple[DayHours, ...]) -> Told | None:
        key = self._location.id
        was = next((one for one in seen if one.day == day.day), None)
        clear = Way("clear_location_day", (key, day.day))
        back = Way("set_location_day", (key, was), {"seen": (day,)}) if was else clear
        return await carry_out(
            self._visit, "set_location_day", key, day, seen=seen, back=lambda _: back
        )

    async def _remove(self, at: int) -> None:
        key, day = self._location.id, self._location.exceptions[at]
        back = Way("set_location_day", (key, day), {"seen": ()})
        try:
            await carry_out(self._visit, "clear_location_day", key, day.day, back=lambda _: back)
        except RegimenError as refusal:
            self._visit.notices.refused(refusal.message)


KIND: Kind[SetUpView, LocationView, LocationForm] = Kind(
    listing=LISTING,
    word="location",
    ask=lambda clinic, by: clinic.set_up(by=by),
    records=lambda view: view.locations,
    fields=lambda _view: LocationFields(zones()),
    part=ClosedDays,
)


async def show_all(visit: Visit) -> None:
    """The list of locations."""
    await listing.show(visit, LISTING)


async def show_one(visit: Visit, location: str) -> None:
    """One location, or a new one."""
    await record_page.show(visit, KIND, location)
