"""A server is killed at random while it books, over and over: what was confirmed stays.

Whatever was acknowledged before the kill is there afterwards, booked once and on record; the file
is whole, every derived value agrees, and the app serves again. What was not acknowledged is asked
again under the same key, as a browser does, and books once.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count, islice
from pathlib import Path

from sqlalchemy import select

from store.clinic import Clinic
from store.database import Database
from store.tables import BOOKING, ITEM
from store.views import BookingRequest
from store.words import BookingStatus
from tests import racing
from tests.factories import FRONT_DESK, FixedClock, add_patient
from tests.soak.checks import unsound
from tools.environment import ROOT
from tools.serving import serving

CLIENTS = 4
"""So many press at once."""
MOMENT = 0.02
"""Seconds of the booking that is under way, somewhere within which the kill falls."""

Acknowledged = dict[int, int]
"""Session to the booking that was confirmed."""


def soak(folder: Path, *, kills: int, bookings: int, seed: int = 0) -> Iterator[str]:
    """Kill so often during so many bookings and say a line about it; raises AssertionError."""
    dice = random.Random(seed)
    clinic = _waiting(folder / "data", bookings)
    acknowledged: Acknowledged = {}
    first, slowest, unheard = _seconds_to_serve(folder), 0.0, 0
    for number in range(kills):
        share = (bookings - len(acknowledged)) // (kills - number + 1)
        acknowledged |= _booked_until_killed(clinic.database.path, acknowledged, share, dice)
        kept = _kept(clinic)
        assert acknowledged.items() <= kept.items(), f"kill {number + 1} lost what was confirmed"
        assert unsound(clinic) == [], f"after kill {number + 1}"
        unheard += len(kept) - len(acknowledged)
        slowest = max(slowest, _seconds_to_serve(folder))
    last = bookings - len(acknowledged)
    acknowledged |= _read(_booker(clinic.database.path, acknowledged, last))
    assert len(acknowledged) == bookings, "not every session could be booked"
    assert _kept(clinic) == acknowledged, "what was asked twice was booked twice"
    assert unsound(clinic) == []
    yield f"{kills} kills during {bookings} bookings: none lost, {unheard} kept though unheard of"
    yield f"serving again within {slowest:.1f} s; the start before any kill took {first:.1f} s"


def book_all(path: Path, session_ids: list[int]) -> None:
    """What the process does that is killed: book these sessions and say each that is confirmed."""
    clinic = Clinic(Database(path), clock=FixedClock())

    def press(session_id: int) -> None:
        (booking_id,) = clinic.book(_wish(session_id), by=FRONT_DESK).booking_ids
        os.write(sys.stdout.fileno(), f"{session_id} {booking_id}\n".encode())

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(press, session_ids))


def _waiting(folder: Path, bookings: int) -> Clinic:
    """A clinic with so many sessions to be booked, shared among the patients."""
    clinic = racing.crowded(folder, racing.PLACES)
    with clinic.database.write() as session:
        patients = [add_patient(session, f"Patient {number}") for number in range(racing.PLACES)]
        for number in range(bookings - racing.PLACES):
            racing.add_waiting(session, 1, patient_id=patients[number % racing.PLACES])
    return clinic


def _wish(session_id: int) -> BookingRequest:
    """Each session has a place of its own: provider, room and patient by turns, hour by hour."""
    turn, place = divmod(session_id - 1, racing.PLACES)
    week, hour = divmod(turn, 7)
    starts_at = racing.TEN + timedelta(weeks=week, hours=hour - 1)
    return racing.request(session_id - 1, provider=place + 1, room=place + 1, starts_at=starts_at)


def _booked_until_killed(
    path: Path, acknowledged: Acknowledged, share: int, dice: random.Random
) -> Acknowledged:
    """What a booking process confirmed before it was killed in the midst of its work."""
    booker = _booker(path, acknowledged, share * 2 + CLIENTS)
    assert booker.stdout is not None
    heard = [booker.stdout.readline() for _ in range(dice.randint(1, max(share, 1)))]
    time.sleep(dice.uniform(0, MOMENT))
    booker.kill()
    confirmed = _confirmed(heard) | _read(booker)
    assert booker.returncode == -signal.SIGKILL, f"it ended by itself: {booker.returncode}"
    return confirmed


def _booker(path: Path, acknowledged: Acknowledged, most: int) -> subprocess.Popen[bytes]:
    waiting = (key for key in count(1) if key not in acknowledged)
    command = [sys.executable, "-m", __spec__.name, str(path), *map(str, islice(waiting, most))]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


def _read(booker: subprocess.Popen[bytes]) -> Acknowledged:
    told, _ = booker.communicate()
    return _confirmed(told.splitlines(keepends=True))


def _confirmed(lines: list[bytes]) -> Acknowledged:
    whole = (line.split() for line in lines if line.endswith(b"\n"))
    return {int(session_id): int(booking_id) for session_id, booking_id in whole}


def _kept(clinic: Clinic) -> Acknowledged:
    """The sessions whose item hangs on a booking that stands."""
    query = (
        select(ITEM.c.session_id, BOOKING.c.id)
        .join(BOOKING, BOOKING.c.id == ITEM.c.booking_id)
        .where(BOOKING.c.status == BookingStatus.NEW)
    )
    with clinic.database.read() as connection:
        return dict(connection.execute(query).all())


def _seconds_to_serve(folder: Path) -> float:
    begin = time.monotonic()
    with serving(folder, settings={"REGIMEN_DEMO": "0"}):
        return time.monotonic() - begin


if __name__ == "__main__":
    book_all(Path(sys.argv[1]), [int(session_id) for session_id in sys.argv[2:]])
