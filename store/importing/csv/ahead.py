"""Bookings of an import that lie ahead: each is held against every rule in the transaction itself."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping, select, update

from store.bookings.asked import asked_to_book
from store.bookings.book import place_all
from store.bookings.place import write_booking
from store.errors import Refused
from store.importing.csv.carrying import Carrier
from store.importing.importer import Progress
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
    carrier: Carrier

    def place(self, progress: Progress) -> Unbooked:
        """Write those that stand; the items of the others stay unbooked."""
        query = "SELECT * FROM staged.ahead ORDER BY starts_at, booking_id"
        connection = self.unit.session.connection()
        waiting = connection.exec_driver_sql(query).mappings().all()
        unbooked: Unbooked = {}
        for number, row in enumerate(waiting, 1):
            try:
                self._place(self._request(row), BookingStatus.of(row["status"]))
            except Refused as refusal:
                unbooked[row["fate"]] = refusal.message.rstrip(".")
            if number % 20 == 0:
                progress("Booking what lies ahead", number, len(waiting))
        return unbooked

    def _request(self, row: RowMapping) -> BookingRequest:
        moved = self.carrier.moved
        room = row["room_id"]
        return BookingRequest(
            key=f"import-{row['booking_id']}",
            session_id=moved(SESSION, row["session_id"]),
            item_ids=tuple(moved(ITEM, one) for one in json.loads(row["items"])),
            location_id=moved(LOCATION, row["location_id"]),
            provider=moved(PROVIDER, row["provider_id"]),
            room="any" if room is None else moved(ROOM, room),
            starts_at=_instant(row["starts_at"]),
            ends_at=_instant(row["ends_at"]),
        )

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
