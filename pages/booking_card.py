"""A booking's card over the calendar: what is pressed on it is carried out as on the session's page."""

from components.booking_card import BookingCard
from components.live import News, follow
from pages.allowing import session_to
from pages.booking_length import change_length
from pages.session_actions import SessionActions
from pages.visit import Visit
from store.errors import RegimenError
from store.views import CalendarEntry, SessionDetail


async def open_card(visit: Visit, entry: CalendarEntry) -> None:
    """Open the card of what was pressed; that is on record as a view of it."""
    try:
        detail = await visit.look(visit.clinic.session, entry.session_id)
    except RegimenError as refusal:
        visit.notices.refused(refusal.message)
        return
    kind, key = (
        ("session", detail.id) if entry.booking_id is None else ("booking", entry.booking_id)
    )
    visit.saw(kind, key, patient_id=detail.patient_id)
    OpenCard(visit, detail, entry)


class OpenCard:
    """Follows the session as long as its card stands, and on when a form of it may be open."""

    def __init__(self, visit: Visit, detail: SessionDetail, entry: CalendarEntry) -> None:
        """Opens at once."""
        self._visit = visit
        self._detail = detail
        self._booking_id = entry.booking_id
        self._ticket = 0
        self._actions = SessionActions(visit, lambda: self._detail, resumes=False)
        with visit.frame.main:
            self._card = BookingCard(
                session_to(visit.actor, detail),
                entry.booking_id,
                near=entry.key,
                on_act=self._act,
                on_dismiss=self._end,
            )
            self._unfollow = follow(
                visit.clinic.hub.subscribe,
                self._refresh,
                concerns=self._concerns,
                ready=visit.gate.passed,
            )
        visit.on_leave(self._end)
        self._card.open()

    async def _act(self, name: str) -> None:
        if self._booking_id is None:
            return
        if name != "length":
            await self._actions.carry_out(name, self._booking_id)
            return
        booking = next((one for one in self._detail.bookings if one.id == self._booking_id), None)
        if booking is not None:
            change_length(self._visit, booking)

    async def _refresh(self) -> None:
        """Ask again; an answer that another question has overtaken is dropped."""
        self._ticket += 1
        ticket = self._ticket
        try:
            detail = await self._visit.look(self._visit.clinic.session, self._detail.id)
        except RegimenError:
            self._end()
            return
        if ticket != self._ticket:
            return
        self._detail = detail
        if self._card.is_open:
            self._card.show(session_to(self._visit.actor, detail))

    def _concerns(self, news: News) -> bool:
        return self._detail.id in news.session_ids or self._detail.patient_id in news.patient_ids

    def _end(self) -> None:
        self._unfollow()
        self._card.close()
