"""However many press Save at once, nobody is double-booked."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from store.clinic import Clinic
from store.database import Database
from store.errors import RegimenError, SlotTaken
from store.tables import BOOKING
from store.views import BookingRequest
from tests.factories import FRONT_DESK, FixedClock
from tests.racing import (
    TEN,
    Values,
    add_waiting,
    crowded,
    overlapping,
    request,
    same_patient,
    same_provider,
    same_room,
)

CLIENTS = 12


def same_room_in_clean_up(number: int) -> Values:
    return {**same_room(number), "starts_at": TEN + timedelta(minutes=35 * (number % 2))}


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
    "values", [same_provider, same_room, overlapping(same_provider), same_room_in_clean_up]
)
@pytest.mark.parametrize("engines", [1, 2])
def test_exactly_one_wins_a_provider_or_a_room(
    tmp_path: Path, values: Callable[[int], Values], engines: int
) -> None:
    first = crowded(tmp_path, CLIENTS)
    others = [Clinic(Database(first.database.path), clock=FixedClock()) for _ in range(engines - 1)]
    wishes = [request(number, **values(number)) for number in range(CLIENTS)]
    assert race([first, *others], wishes) == ["booked"] + ["taken"] * (CLIENTS - 1)
    assert active_count(first) == 1


def test_exactly_one_wins_a_patient(tmp_path: Path) -> None:
    clinic = crowded(tmp_path, CLIENTS)
    with clinic.database.write() as session:
        sessions = add_waiting(session, CLIENTS, patient_id=1)
    wishes = [
        request(number, session_id=session_id, **overlapping(same_patient)(number))
        for number, session_id in enumerate(sessions)
    ]
    assert race([clinic], wishes) == ["booked"] + ["taken"] * (CLIENTS - 1)


def test_one_key_pressed_at_once_books_once_and_answers_all_the_same(tmp_path: Path) -> None:
    clinic = crowded(tmp_path, CLIENTS)
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
    clinic = crowded(tmp_path, CLIENTS)
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
