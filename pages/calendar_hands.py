"""What hands do in the calendar's grid: bookings moved and resized, places booked, cards opened."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from components.grid_events import GridHandlers, Lifted, Moved, Resized, Spot
from components.moving_refused import MovingRefused
from components.resource_grid import ResourceGrid
from pages.booking import open_booking
from pages.booking_card import open_card
from pages.booking_choice import BookingChoice
from pages.booking_draft import Spot as Pointed
from pages.forged import ODD
from pages.visit import Visit
from store.errors import Refused, RegimenError, SpacingTooClose, Stale
from store.views import BarredQuery, CalendarColumn, CalendarEntry, CalendarView, MoveRequest, Slot
from store.zones import local_to_utc

View = Callable[[], CalendarView | None]
OnCrowd = Callable[[CalendarColumn, int], Any]
Refresh = Callable[[], Awaitable[None]]

GONE = "It was changed or cancelled meanwhile. Look at the calendar again."


class Hands:
    """The grid's hands on one calendar page; the server judges all they do."""

    def __init__(self, visit: Visit, view: View, refresh: Refresh) -> None:
        """``view`` answers what the page shows; ``refresh`` shows it as it is now."""
        self._visit = visit
        self._view = view
        self._refresh = refresh
        self._has_told = False
        self._is_opening = False
        self._grid: ResourceGrid

    def grid(
        self, *, on_column: Callable[[CalendarColumn], Any], on_crowd: OnCrowd
    ) -> ResourceGrid:
        """The grid, for the page to draw where it stands."""
        self._grid = ResourceGrid(
            GridHandlers(
                on_open=self._open,
                on_column=on_column,
                on_crowd=on_crowd,
                on_lift=self._lift,
                on_move=self._move,
                on_resize=self._resize,
                on_spot=self._book,
                on_gone=lambda: self._visit.notices.refused(GONE),
                on_odd=self._odd,
            )
        )
        return self._grid

    async def _open(self, entry: CalendarEntry) -> None:
        """One card, however quickly it is pressed again."""
        if self._is_opening:
            return
        self._is_opening = True
        try:
            await open_card(self._visit, entry)
        finally:
            self._is_opening = False

    async def _lift(self, lifted: Lifted) -> None:
        """Shade where it cannot go; a drag goes on without when that cannot be told."""
        view, entry = self._view(), lifted.entry
        if view is None or (entry is not None and entry.move_refusal):
            return
        query = BarredQuery(
            booking_id=entry.booking_id if entry else None,
            session_id=lifted.session_id,
            location_id=view.location_id,
            columns=view.columns,
        )
        try:
            barred = await self._visit.look(self._visit.clinic.barred, query)
        except RegimenError:
            return
        self._grid.bar(lifted, barred)

    async def _move(self, moved: Moved) -> None:
        entry, column = moved.entry, moved.column
        request = self._request(entry, column.day, moved.start, moved.press)
        if request is not None:
            room = None if column.provider_id else "none"
            place = {"provider": column.provider_id or None, "room": column.room_id or room}
            stays = column.key == entry.column
            await self._carry_out(entry, request.model_copy(update={} if stays else place))

    async def _resize(self, resized: Resized) -> None:
        """Its start stays as it is; only the end goes elsewhere."""
        entry, day = resized.entry, resized.column.day
        starts_at = entry.starts_at
        ends = self._request(entry, day, resized.end, resized.press, after=starts_at)
        if ends is not None and starts_at is not None:
            kept = {"starts_at": starts_at, "ends_at": ends.starts_at}
            await self._carry_out(entry, ends.model_copy(update=kept), is_move=False)

    def _request(
        self,
        entry: CalendarEntry,
        day: date,
        minute: int,
        press: str,
        *,
        after: datetime | None = None,
    ) -> MoveRequest | None:
        """A move of this booking to a minute of the day; None, and why told, where there is none."""
        view = self._view()
        if view is None or entry.booking_id is None or entry.move_refusal:
            self._visit.notices.refused(entry.move_refusal or "There is nothing to move.")
            self._grid.settle()
            return None
        try:
            starts_at = local_to_utc(view.zone, day, minute, after=after)
        except RegimenError as refusal:
            self._visit.notices.refused(refusal.message)
            self._grid.settle()
            return None
        return MoveRequest(
            key=press, booking_id=entry.booking_id, version=entry.version, starts_at=starts_at
        )

    async def _carry_out(
        self, entry: CalendarEntry, request: MoveRequest, *, is_move: bool = True
    ) -> None:
        """Move it and say so with Undo; a refusal puts it back and offers what is free near by."""
        try:
            outcome = await self._visit.carry(self._visit.clinic.move, request)
        except RegimenError as refusal:
            self._grid.settle()
            self._refused(entry, request, refusal, is_move=is_move)
            if isinstance(refusal, Stale):
                await self._refresh()
            return
        await self._refresh()
        self._grid.settle()
        self._visit.tell(outcome)

    def _refused(
        self, entry: CalendarEntry, request: MoveRequest, refusal: RegimenError, *, is_move: bool
    ) -> None:
        if not isinstance(refusal, Refused):
            self._visit.notices.refused(refusal.message)
            return

        async def take(slot: Slot) -> None:
            place = {
                "starts_at": slot.starts_at,
                "ends_at": None,
                "provider": slot.provider_id,
                "room": slot.room_id or "none",
                "location_id": slot.location_id,
            }
            await self._again(entry, request, place, is_move=is_move)

        async def confirm() -> None:
            await self._again(entry, request, {"spacing_confirmed": True}, is_move=is_move)

        is_close = isinstance(refusal, SpacingTooClose)
        with self._visit.frame.main:
            dialog = MovingRefused(
                f"{entry.patient_name}, {entry.time_text}",
                refusal.message,
                refusal.alternatives if is_move else (),
                on_take=take,
                on_confirm=confirm if is_close else None,
                on_reschedule=lambda: open_booking(
                    self._visit, entry.session_id, moving=entry.booking_id
                ),
            )
        self._visit.on_leave(dialog.close)
        dialog.open()

    async def _again(
        self,
        entry: CalendarEntry,
        request: MoveRequest,
        changed: Mapping[str, object],
        *,
        is_move: bool,
    ) -> None:
        """The same drop elsewhere, or confirmed: another press, with a key of its own."""
        request = request.model_copy(update={**changed, "key": uuid4().hex})
        await self._carry_out(entry, request, is_move=is_move)

    async def _book(self, told: Spot) -> None:
        """The booking dialog with place and time filled in; without a session, first whom it is for."""
        view, column = self._view(), told.column
        self._grid.settle()
        if view is None:
            return
        if view.book_refusal:
            self._visit.notices.refused(view.book_refusal)
            return
        spot = Pointed(
            location_id=view.location_id,
            day=column.day,
            minute=told.start,
            provider_id=column.provider_id or None,
            room_id=column.room_id,
        )
        if told.session_id is not None:
            await open_booking(self._visit, told.session_id, at=spot)
            return
        drawn = None if told.end is None else told.end - told.start
        choice = BookingChoice(self._visit, spot, where=column.label, zone=view.zone, minutes=drawn)
        await choice.open()

    def _odd(self) -> None:
        """On record once a page: what the grid of ours does not say."""
        if not self._has_told:
            self._has_told = True
            self._visit.clinic.note_forged(ODD, self._visit.actor)
