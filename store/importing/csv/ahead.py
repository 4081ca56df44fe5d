"""Bookings of an import that lie ahead: each is held against every rule in its portion's transaction."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, select, update

from store.bookings.asked import asked_to_book
from store.bookings.book import place_all
from store.bookings.place import write_booking
from store.errors import NotFound, Refused
from store.importing.csv.moving import Moved
from store.models import Booking
from store.rules import Stance
from store.tables import ITEM, LOCATION, PLAN, PROVIDER, ROOM, SESSION
from store.unit import Unit
from store.views import BookingRequest
from store.words import BookingStatus, PlanState

Unbooked = dict[int, str]
"""The number of a row's fate to why its booking cannot stand."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """Places bookings, soonest first."""

    unit: Unit
    moved: Moved

    def place(self, waiting: Sequence[Any]) -> Unbooked:
        """Write those that stand; the items of the others stay unbooked."""
        unbooked: Unbooked = {}
        for row in waiting:
            if self.moved.find(SESSION.name, row.session_id) is None:
                continue  # its session was left out, and it was told of with that
            try:
                self._place(self._request(row), BookingStatus.of(row.status))
            except (Refused, NotFound) as refusal:
                unbooked[row.fate] = refusal.message.rstrip(".")
        return unbooked

    def _request(self, row: Any) -> BookingRequest:
        items = (self._here(ITEM, one) for one in json.loads(row.items))
        return BookingRequest(
            key=f"import-{row.booking_id}",
            session_id=self._here(SESSION, row.session_id),
            item_ids=tuple(items),
            location_id=self._here(LOCATION, row.location_id),
            provider=self._here(PROVIDER, row.provider_id),
            room="any" if row.room_id is None else self._here(ROOM, row.room_id),
            starts_at=_instant(row.starts_at),
            ends_at=_instant(row.ends_at),
        )

    def _here(self, table: Table, row_id: int) -> int:
        found = self.moved.find(table.name, row_id)
        assert found is not None, f"{table.name} {row_id} never came in"
        return found

    def _place(self, request: BookingRequest, status: BookingStatus) -> None:
        stance = Stance(
            self.unit.now,
            spacing_confirmed=True,
            allow_past=True,
            allow_short=True,
        )
        connection = self.unit.session.connection()
        asked = asked_to_book(connection, request, stance)
        place = place_all(asked)[0].place
        booking = Booking(
            session_id=request.session_id,
            patient_id=asked.situation.visit.patient_id,
            location_id=request.location_id,
            provider_id=place.provider_id,
            room_id=place.room_id,
            starts_at=place.starts_at,
            ends_at=place.ends_at,
            blocked_until=place.blocked_until,
            status=status,
        )
        write_booking(self.unit.session, booking)
        hang = update(ITEM).where(ITEM.c.id.in_(request.item_ids))
        connection.execute(hang.values(booking_id=booking.id))
        plan = select(SESSION.c.plan_id).where(SESSION.c.id == request.session_id)
        active = update(PLAN).where(PLAN.c.id == plan.scalar_subquery())
        active = active.where(PLAN.c.state == PlanState.PRESCRIBED)
        connection.execute(active.values(state=PlanState.ACTIVE))
        self.unit.touch(request.session_id)


def _instant(seconds: Any) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
