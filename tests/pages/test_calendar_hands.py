"""What the calendar's grid tells its page: carried out, forged, or of what has gone meanwhile."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from nicegui.testing import User
from sqlalchemy import select

from components.booking_card import CardBody
from components.dialog import Dialog
from components.resource_grid import ResourceGrid
from pages.forged import ODD
from store.clinic import Clinic
from store.tables import AUDIT_ENTRY, BOOKING
from store.views import Actor
from store.words import Role
from tests.factories import (
    FRONT_DESK,
    add_booking,
    add_patient,
    add_plan,
    add_session,
    furnished,
)
from tests.pages.entering import served
from tests.pages.waiting import until

TEN, ELEVEN = (datetime(2026, 3, 5, hour, tzinfo=UTC) for hour in (15, 16))
"""On the clocks of New York, on the Thursday of the demo's week."""
KEY, LIND, HADDAD = "booking-1-2026-03-05", "1-2026-03-05", "2-2026-03-05"
PRESS = "pressed-once"
READER = Actor(staff_id=9, name="Ray", roles=frozenset({Role.READ_ONLY}))


async def opened(user: User, folder: Path, by: Actor = FRONT_DESK) -> Clinic:
    """Mei is booked on Thursday at ten with Dr. Lind."""
    clinic = furnished(folder)
    with clinic.database.write() as session:
        add_session(session, add_plan(session, add_patient(session), total=1))
        ends = datetime(2026, 3, 5, 15, 30, tzinfo=UTC)
        add_booking(session, 1, item_ids=[1], starts_at=TEN, ends_at=ends, blocked_until=ends)
    served(user, clinic, by=by)
    await user.open("/calendar?date=2026-03-05")
    return clinic


def tell(user: User, event: str, told: Any) -> None:
    user.find(ResourceGrid).trigger(event, told)


def stands(clinic: Clinic) -> tuple[int, datetime, datetime]:
    booking = BOOKING.c
    with clinic.database.read() as connection:
        row = connection.execute(
            select(booking.provider_id, booking.starts_at, booking.ends_at)
        ).one()
    return row[0], row[1], row[2]


def on_record(clinic: Clinic, command: str) -> list[str]:
    clinic.append_noted()
    query = select(AUDIT_ENTRY.c.said).where(AUDIT_ENTRY.c.command == command)
    with clinic.database.read() as connection:
        return list(connection.execute(query).scalars())


async def test_a_drop_moves_once_however_often_it_comes(user: User, tmp_path: Path) -> None:
    clinic = await opened(user, tmp_path)
    told = {"key": KEY, "column": HADDAD, "start": 660, "version": 1, "press": PRESS}
    for _ in range(3):
        tell(user, "moved", told)
    await until(lambda: stands(clinic)[:2] == (2, ELEVEN))
    await until(lambda: len(on_record(clinic, "move")) == 3)
    with clinic.database.read() as connection:
        assert connection.execute(select(BOOKING.c.version)).scalar_one() == 2


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("moved", {"key": KEY, "column": LIND, "start": 663, "version": 1, "press": PRESS}),
        ("moved", {"key": KEY, "column": LIND, "start": 1445, "version": 1, "press": PRESS}),
        ("moved", {"key": KEY, "column": LIND, "start": -5, "version": 1, "press": PRESS}),
        ("moved", {"key": KEY, "column": LIND, "start": True, "version": 1, "press": PRESS}),
        ("moved", {"key": KEY, "column": LIND, "start": 660, "version": 1, "press": "short"}),
        (
            "moved",
            {
                "key": "booking-2-2026-03-05",
                "column": LIND,
                "start": 660,
                "version": 1,
                "press": PRESS,
            },
        ),
        (
            "moved",
            {"key": KEY, "column": "9-2026-03-05", "start": 660, "version": 1, "press": PRESS},
        ),
        ("resized", {"key": KEY, "end": 2**70, "version": 1, "press": PRESS}),
        ("slot", {"column": LIND, "start": 660, "end": 600}),
        ("placed", {"column": LIND, "start": 660, "session": -1}),
        ("lift", {"session": 2**70}),
        ("open", {"key": "booking-2-2026-03-05"}),
        ("head", {"column": 7}),
        ("moved", []),
        ("open", None),
    ],
)
async def test_what_the_grid_does_not_say_changes_nothing_and_is_on_record(
    user: User, tmp_path: Path, event: str, told: Any
) -> None:
    clinic = await opened(user, tmp_path)
    before = stands(clinic)
    tell(user, event, told)
    tell(user, event, told)
    await until(lambda: on_record(clinic, "forge") == [ODD])
    assert stands(clinic) == before


async def test_what_has_gone_meanwhile_is_no_forgery(user: User, tmp_path: Path) -> None:
    clinic = await opened(user, tmp_path)
    tell(user, "moved", {"key": KEY, "column": HADDAD, "start": 660, "version": 1, "press": PRESS})
    (grid,) = user.find(ResourceGrid).elements
    await until(lambda: grid.props["given"]["entries"][0]["column"] == HADDAD)
    clinic.cancel(1, version=2, reason="moved away", by=FRONT_DESK)
    await until(lambda: not grid.props["given"]["entries"])
    tell(user, "open", {"key": KEY})
    assert on_record(clinic, "forge") == []


async def test_a_drop_of_what_was_taken_hold_of_before_somebody_changed_it_is_refused(
    user: User, tmp_path: Path
) -> None:
    clinic = await opened(user, tmp_path)
    (grid,) = user.find(ResourceGrid).elements
    clinic.confirm(1, version=1, by=FRONT_DESK)
    await until(lambda: grid.props["given"]["entries"][0]["version"] == 2)
    before = stands(clinic)
    tell(user, "moved", {"key": KEY, "column": HADDAD, "start": 660, "version": 1, "press": PRESS})
    await until(lambda: len(on_record(clinic, "move")) == 1)
    assert "Look at the booking again." in on_record(clinic, "move")[0]
    assert stands(clinic) == before


async def test_whose_role_moves_nothing_moves_nothing_by_a_forged_drop(
    user: User, tmp_path: Path
) -> None:
    clinic = await opened(user, tmp_path, READER)
    before = stands(clinic)
    tell(user, "moved", {"key": KEY, "column": HADDAD, "start": 660, "version": 1, "press": PRESS})
    tell(user, "resized", {"key": KEY, "end": 660, "version": 1, "press": PRESS})
    tell(user, "slot", {"column": LIND, "start": 660, "end": 660})
    tell(user, "open", {"key": KEY})
    await until(lambda: "Mei Tanaka" in _titles(user))
    assert (stands(clinic), _titles(user)) == (before, {"Mei Tanaka"})


async def test_opening_a_card_is_on_record(user: User, tmp_path: Path) -> None:
    clinic = await opened(user, tmp_path)
    tell(user, "open", {"key": KEY})
    await user.should_see(CardBody, retries=50)
    (body,) = user.find(CardBody).elements
    assert body.props["card"]["place"] == "Laser Peel, session 1 of 1"
    assert len(on_record(clinic, "view_booking")) == 1
    clinic.confirm(1, version=1, by=FRONT_DESK)
    await until(lambda: body.props["card"]["status"][0] == "Confirmed")


async def test_somewhere_it_cannot_be_is_refused_in_a_dialog(user: User, tmp_path: Path) -> None:
    clinic = await opened(user, tmp_path)
    tell(user, "moved", {"key": KEY, "column": LIND, "start": 1200, "version": 1, "press": PRESS})
    await until(lambda: "It stays where it was" in _titles(user))
    assert stands(clinic)[1] == TEN


def _titles(user: User) -> set[str]:
    layout = user.client.layout if user.client else None
    return (
        {each.props["title"] for each in layout.descendants() if isinstance(each, Dialog)}
        if layout
        else set()
    )
