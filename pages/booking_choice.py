"""From a place in the calendar to the booking dialog: first whom it is for."""

from components.session_choice import SessionChoice
from components.times import day_text
from pages.booking import open_booking
from pages.booking_draft import Spot
from pages.visit import Visit
from store.errors import RegimenError
from store.views import FittingQuery
from store.zones import local_day


class BookingChoice:
    """Open until a session is picked; asks again as a name is typed."""

    def __init__(
        self, visit: Visit, spot: Spot, *, where: str, zone: str, minutes: int | None = None
    ) -> None:
        """``where`` names whose column it is; ``minutes`` is how much was drawn to be booked."""
        self._visit = visit
        self._spot = spot
        self._zone = zone
        self._minutes = minutes
        self._ticket = 0
        clock = f"{spot.minute // 60:02}:{spot.minute % 60:02}"
        with visit.frame.main:
            self._dialog = SessionChoice(
                f"{day_text(spot.day)}, {clock}, {where}",
                on_pick=lambda session_id: open_booking(visit, session_id, at=spot),
                on_search=self._search,
            )
        visit.on_leave(self._dialog.close)

    async def open(self) -> None:
        """Show it with what fits."""
        self._dialog.open()
        await self._search("")

    async def _search(self, text: object) -> None:
        self._ticket += 1
        ticket, q = self._ticket, str(text)
        query = FittingQuery(
            q=q,
            location_id=self._spot.location_id,
            provider_id=self._spot.provider_id,
            room_id=self._spot.room_id,
            minutes=self._minutes,
        )
        try:
            found = await self._visit.look(self._visit.clinic.fitting_sessions, query)
        except RegimenError as refusal:
            self._dialog.close()
            self._visit.notices.refused(refusal.message)
            return
        if ticket == self._ticket:
            today = local_day(self._visit.clinic.now(), self._zone)
            self._dialog.show(found, today=today, is_search=bool(q.strip()))
