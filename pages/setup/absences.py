"""When a provider's days differ from their week: other hours on one day, and time off."""

from datetime import datetime
from uuid import uuid4

from components.dated import DatedList
from components.day_forms import (
    day_form,
    day_line,
    read_date,
    read_day,
    read_times,
    time_off_form,
    time_off_line,
)
from components.form_dialog import FormDialog
from pages import allowing
from pages.setup.saving import Back, Seen, Told, Way, carry_out, open_form
from pages.visit import Visit
from store import rights
from store.errors import RegimenError
from store.views import PlaceDay, ProviderView, SetUpView
from store.zones import day_end, day_start, local_to_utc


class Absences:
    """Shown below the provider's own form; each change is saved by itself."""

    def __init__(self, visit: Visit, around: SetUpView, provider: ProviderView) -> None:
        """Times are those of the clocks where the provider works."""
        self._visit = visit
        self._around = around
        self._provider = provider
        self._off = DatedList(
            "Time off",
            "Off everywhere: holidays, training, illness.",
            add="Add time off",
            none="No time off is planned.",
            on_add=self._add_time_off,
            on_remove=self._end_time_off,
        )
        self._days = DatedList(
            "Days that differ",
            "Other hours, or none, at one location on one day.",
            add="Add a day",
            none="Every day is as in the week above.",
            on_add=self._add_day,
            on_remove=self._clear_day,
        )
        visit.on_draft("take_time_off", lambda _: self._add_time_off())
        visit.on_draft("set_provider_day", lambda _: self._add_day())

    def show(self, around: SetUpView, record: ProviderView) -> None:
        """Bring both lists up to date."""
        self._around, self._provider = around, record
        names = {place.id: place.name for place in around.locations}
        self._off.show([time_off_line(off, self._zone()) for off in record.time_off])
        self._days.show(
            [
                day_line(day, closed="Not here", where=names.get(day.location_id, ""))
                for day in record.exceptions
            ]
        )

    def show_right(self) -> None:
        """Providers take time off for themselves alone."""
        by = self._visit.actor
        self._days.refuse(allowing.refusal(by, "set_provider_day"))
        is_own = by.provider_id == self._provider.id
        self._off.refuse((allowing.refusal if is_own else rights.beyond)(by, "take_time_off"))

    def _zone(self) -> str:
        """That of the first place they work at, else of the clinic's first."""
        works = {one.location_id for one in self._provider.hours}
        places = sorted(self._around.locations, key=lambda place: place.id not in works)
        return places[0].zone if places else "UTC"

    def _add_time_off(self) -> None:
        open_form(
            self._visit,
            lambda: time_off_form(f"Time off, {self._provider.name}"),
            self._take,
            draft=self._visit.draft("take_time_off", self._provider.id),
        )

    async def _take(self, form: FormDialog) -> object:
        starts_at, ends_at = self._span(form)
        return await carry_out(
            self._visit,
            "take_time_off",
            self._provider.id,
            starts_at=starts_at,
            ends_at=ends_at,
            reason=str(form.fields["reason"].value),
            key=form.draft.key,
            back=lambda told: Way("end_time_off", (told.id,)),
        )

    def _span(self, form: FormDialog) -> tuple[datetime, datetime]:
        zone, times = self._zone(), read_times(form)
        first, last = read_date(form, "starts_at"), read_date(form, "ends_at")
        if times is None:
            return day_start(zone, first), day_end(zone, last)
        return local_to_utc(zone, first, times[0]), local_to_utc(zone, last, times[1])

    async def _end_time_off(self, at: int) -> None:
        off, now = self._provider.time_off[at], self._visit.clinic.now
        span = {"starts_at": max(off.starts_at, now()), "ends_at": off.ends_at}
        values = {**span, "reason": off.reason, "key": uuid4().hex}
        back = Way("take_time_off", (self._provider.id,), values)
        await self._do("end_time_off", off.id, back=lambda _: back)

    def _add_day(self) -> None:
        seen = Seen(self._provider.exceptions)
        open_form(
            self._visit,
            lambda: day_form(
                f"A day of {self._provider.name}",
                closed="Not there that day",
                places=self._around.locations,
            ),
            lambda form: seen.save(
                form,
                lambda days: self._set_day(_place_day(form), days),
                now=lambda: self._provider.exceptions,
            ),
            draft=self._visit.draft("set_provider_day", self._provider.id),
            version=seen.version,
        )

    async def _set_day(self, day: PlaceDay, seen: tuple[PlaceDay, ...]) -> Told | None:
        key = self._provider.id
        was = next(
            (one for one in seen if (one.day, one.location_id) == (day.day, day.location_id)), None
        )
        clear = Way("clear_provider_day", (key,), {"location_id": day.location_id, "day": day.day})
        back = Way("set_provider_day", (key, was), {"seen": (day,)}) if was else clear
        return await carry_out(
            self._visit, "set_provider_day", key, day, seen=seen, back=lambda _: back
        )

    async def _clear_day(self, at: int) -> None:
        day = self._provider.exceptions[at]
        key, values = self._provider.id, {"location_id": day.location_id, "day": day.day}
        back = Way("set_provider_day", (key, day), {"seen": ()})
        await self._do("clear_provider_day", key, **values, back=lambda _: back)

    async def _do(self, command: str, *args: object, back: Back, **values: object) -> None:
        try:
            await carry_out(self._visit, command, *args, back=back, **values)
        except RegimenError as refusal:
            self._visit.notices.refused(refusal.message)


def _place_day(form: FormDialog) -> PlaceDay:
    place = str(form.fields["location"].value)
    return PlaceDay(**read_day(form).model_dump(), location_id=int(place))
