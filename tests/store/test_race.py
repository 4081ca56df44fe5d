"""However many press Save at once, nobody is double-booked."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from store.clinic import Clinic
from store.database import Database
from store.errors import RegimenError, SlotTaken
from store.models import Provider, ProviderHours, Room, ServiceProvider, ServiceRoom
from store.tables import BOOKING
from store.views import BookingRequest
from tests.factories import (
    FRONT_DESK,
    FixedClock,
    add_all,
    add_patient,
    add_plan,
    add_session,
    furnished,
)

TEN = datetime(2026, 3, 5, 15, 0, tzinfo=UTC)
CLIENTS = 12
Values = dict[str, Any]


def same_provider(number: int) -> Values:
    return {"provider": 1, "room": number + 1}


def same_room(number: int) -> Values:
    return {"provider": number + 1, "room": 1}


def same_provider_overlapping(number: int) -> Values:
    return {**same_provider(number), "starts_at": TEN + timedelta(minutes=5 * (number % 6))}


def same_room_in_clean_up(number: int) -> Values:
    return {**same_room(number), "starts_at": TEN + timedelta(minutes=35 * (number % 2))}


def crowded(folder: Path) -> Clinic:
    """A provider, a room and a session with one item for each client."""
    clinic = furnished(folder)
    with clinic.database.write() as session:
        for key in range(3, CLIENTS + 1):
            add_all(
                session,
                Provider(id=key, name=f"Provider {key}"),
                Room(id=key, location_id=1, name=f"Room {key}"),
                ServiceProvider(service_id=1, provider_id=key),
                ServiceRoom(service_id=1, room_id=key),
                ProviderHours(provider_id=key, location_id=1, weekday=3, starts=540, ends=1020),
            )
        for number in range(CLIENTS):
            add_session(session, add_plan(session, add_patient(session, f"Patient {number}")))
    return clinic


def request(number: int, **values: Any) -> BookingRequest:
    return BookingRequest.model_validate(
        {
            "key": f"client-{number:04}",
            "session_id": number + 1,
            "item_ids": (number + 1,),
            "location_id": 1,
            "starts_at": TEN,
            **values,
        }
    )


def race(clinics: Sequence[Clinic], requests: Sequence[BookingRequest]) -> list[str]:
    """All at once, over the clinics in turn; what each was told, sorted."""
    start = Barrier(len(requests))

    def press(number: int) -> str:
        start.wait()
        try:
            clinics[number % len(clinics)].book(requests[number], by=FRONT_DESK)
        except SlotTaken as refusal:
            return "taken" if refusal.until else "taken, nobody says until when"
        return "booked"

    with ThreadPoolExecutor(len(requests)) as pool:
        return sorted(pool.map(press, range(len(requests))))


def active_count(clinic: Clinic) -> int:
    with clinic.database.read() as connection:
        return len(connection.execute(select(BOOKING.c.id)).all())


@pytest.mark.parametrize(
    "values", [same_provider, same_room, same_provider_overlapping, same_room_in_clean_up]
)
@pytest.mark.parametrize("engines", [1, 2])
def test_exactly_one_wins_a_provider_or_a_room(
    tmp_path: Path, values: Callable[[int], Values], engines: int
) -> None:
    first = crowded(tmp_path)
    others = [Clinic(Database(first.database.path), clock=FixedClock()) for _ in range(engines - 1)]
    wishes = [request(number, **values(number)) for number in range(CLIENTS)]
    assert race([first, *others], wishes) == ["booked"] + ["taken"] * (CLIENTS - 1)
    assert active_count(first) == 1


def test_exactly_one_wins_a_patient(tmp_path: Path) -> None:
    clinic = crowded(tmp_path)
    with clinic.database.write() as session:
        sessions = [add_session(session, add_plan(session, 1)) for _ in range(CLIENTS)]
    wishes = [
        request(
            number,
            session_id=session_id,
            item_ids=(session_id,),
            provider=number + 1,
            room=number + 1,
            starts_at=TEN + timedelta(minutes=5 * (number % 6)),
        )
        for number, session_id in enumerate(sessions)
    ]
    assert race([clinic], wishes) == ["booked"] + ["taken"] * (CLIENTS - 1)


def test_one_key_pressed_at_once_books_once_and_answers_all_the_same(tmp_path: Path) -> None:
    clinic = crowded(tmp_path)
    other = Clinic(Database(clinic.database.path), clock=FixedClock())
    wish = request(0, provider=1, room=1)
    assert race([clinic, other], [wish] * CLIENTS) == ["booked"] * CLIENTS
    assert active_count(clinic) == 1


def press_in_a_process(path: Path, number: int, answers: Any) -> None:
    clinic = Clinic(Database(path), clock=FixedClock())
    try:
        clinic.book(request(number, provider=1, room=number + 1), by=FRONT_DESK)
    except RegimenError as refusal:
        answers.put(type(refusal).__name__)
    else:
        answers.put("booked")


def test_exactly_one_wins_between_processes(tmp_path: Path) -> None:
    clinic = crowded(tmp_path)
    context = multiprocessing.get_context("spawn")
    answers: Any = context.Queue()
    pressing = [
        context.Process(target=press_in_a_process, args=(clinic.database.path, number, answers))
        for number in range(2)
    ]
    for process in pressing:
        process.start()
    assert sorted(answers.get(timeout=60) for _ in pressing) == ["SlotTaken", "booked"]
    for process in pressing:
        process.join(timeout=60)
    assert active_count(clinic) == 1
