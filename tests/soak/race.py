"""Many clients press Save for one place at once, over and over: exactly one wins.

Two servers share the database, so that neither a lock within a process nor luck with its threads
decides. A place is a provider, a room or a patient, at one time or at times that overlap.
"""

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Barrier
from typing import Any

from store.clinic import Clinic
from store.database import Database
from store.errors import RegimenError, SlotTaken
from store.views import BookingRequest
from tests import racing
from tests.factories import FRONT_DESK, FixedClock
from tests.soak.checks import unsound

SERVERS = 2
WON, TOLD = "won", "told who, until when and what is free"
Kind = Callable[[int], racing.Values]
KINDS: Sequence[Kind] = [
    kind
    for place in (racing.same_provider, racing.same_room, racing.same_patient)
    for kind in (place, racing.overlapping(place))
]


def soak(folder: Path, *, clients: int, rounds: int) -> Iterator[str]:
    """Run so many rounds of each kind and say a line about each; raises AssertionError."""
    clinic = racing.crowded(folder, clients)
    with _servers(clinic.database.path) as servers:
        for number, kind in enumerate(KINDS):
            days = [_working_day(number * rounds + turn) for turn in range(rounds)]
            answers = _raced(clinic, servers, kind, clients, days)
            assert set(answers) <= {WON, TOLD}, f"{kind.__name__}: {dict(answers)}"
            yield f"{kind.__name__}: {rounds} rounds of {clients}, {dict(answers)}"
    assert unsound(clinic) == []
    yield f"{len(KINDS) * rounds} places, one booking each; the database is sound"


def _raced(
    clinic: Clinic,
    servers: Sequence[Connection],
    kind: Kind,
    clients: int,
    days: Sequence[timedelta],
) -> Counter[str]:
    """How often what was told; a round a day, and whoever won makes room for another client."""
    own = 1 if kind.__name__.startswith(racing.same_patient.__name__) else None
    with clinic.database.write() as session:
        waiting = racing.add_waiting(session, clients + len(days), patient_id=own)
    answers = Counter[str]()
    for day in days:
        told = _pressed(servers, _wishes(kind, waiting[:clients], day))
        assert told.count(WON) == 1, f"{kind.__name__}: {told.count(WON)} won a round"
        waiting.pop(told.index(WON))
        answers.update(told)
    return answers


@contextmanager
def _servers(path: Path) -> Iterator[list[Connection]]:
    """Processes that share the database; each presses what is sent to it and sends the answers."""
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(SERVERS)
    pipes = [context.Pipe() for _ in range(SERVERS)]
    started = [
        context.Process(target=_serve, args=(path, theirs, together), daemon=True)
        for _ours, theirs in pipes
    ]
    for process, (_ours, theirs) in zip(started, pipes, strict=True):
        process.start()
        theirs.close()
    try:
        yield [ours for ours, _theirs in pipes]
    finally:
        for ours, _theirs in pipes:
            ours.send([])
        for process in started:
            process.join(timeout=60)


def _serve(path: Path, pipe: Connection, together: Any) -> None:
    clinic = Clinic(Database(path), clock=FixedClock())
    while wishes := pipe.recv():
        start = Barrier(len(wishes), action=together.wait)
        with ThreadPoolExecutor(len(wishes)) as pool:
            pipe.send(list(pool.map(lambda wish, at=start: _book(clinic, wish, at), wishes)))


def _book(clinic: Clinic, wish: BookingRequest, start: Barrier) -> str:
    start.wait()
    try:
        clinic.book(wish, by=FRONT_DESK)
    except SlotTaken as refusal:
        is_told = refusal.message and refusal.until and refusal.alternatives
        return TOLD if is_told else f"told too little: {refusal.message}"
    except RegimenError as refusal:
        return f"{type(refusal).__name__}: {refusal.message}"
    return WON


def _wishes(kind: Kind, session_ids: Sequence[int], day: timedelta) -> list[BookingRequest]:
    asked = []
    for number, session_id in enumerate(session_ids):
        values = {"starts_at": racing.TEN, **kind(number)}
        values["starts_at"] += day
        values["key"] = f"{session_id:06}-{day.days:06}"
        asked.append(racing.request(number, session_id=session_id, **values))
    return asked


def _pressed(servers: Sequence[Connection], wishes: Sequence[BookingRequest]) -> list[str]:
    """What each was told, in the order of the wishes, which the servers share out in turn."""
    told = [""] * len(wishes)
    for place, pipe in enumerate(servers):
        pipe.send(wishes[place :: len(servers)])
    for place, pipe in enumerate(servers):
        told[place :: len(servers)] = pipe.recv()
    return told


def _working_day(number: int) -> timedelta:
    """How long after the first Thursday: each Thursday and Friday in turn."""
    return timedelta(weeks=number // 2, days=number % 2)
