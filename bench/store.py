"""How long the store's reads and a durable booking take, without a browser."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import event

from bench.figures import Figure, timed
from store.audit import verify
from store.clinic import Clinic
from store.database import Database
from store.sizes import Counts
from store.unit import Unit
from store.views import (
    Actor,
    BookingProposal,
    BookingRequest,
    Outcome,
    ScopeCounts,
    SessionQuery,
    SlotQuery,
)
from store.words import Category, Role, Scope, SessionStatus, SortKey

SEARCHES = (
    *("m", "m a", "mar", "maria", "maria las", "laser", "laser m"),
    *("55", "5 m", "5550", "zzzz"),
)
BROAD = ("55", "5 m", "m a")
WARM_UP = 2
MANAGER = Actor(staff_id=None, name="The measurements", roles=frozenset({Role.MANAGER}))


@dataclass
class Traffic:
    """The statements that ran and how many rows they gave."""

    queries: int = 0
    statements: list[tuple[str, Any]] = field(default_factory=list)


def measure(folder: Path, rounds: int) -> list[Figure]:
    """Lists, counts, searches, the detail, free slots and bookings."""
    clinic = Clinic(Database(folder / "data" / "regimen.db"))
    clinic.database.migrate()
    figures = [_read(clinic, name, ask, rounds) for name, ask in _reads(clinic)]
    figures += _bookings(clinic, rounds)
    clinic.database.close()
    return figures


def _reads(clinic: Clinic) -> Iterator[tuple[str, Callable[[], object]]]:
    for scope in Scope:
        yield (
            f"list: {scope.label}",
            partial(clinic.sessions, SessionQuery(scope=scope), by=MANAGER),
        )
    yield "list: Past, second page", _second_page(clinic)
    yield "counts", partial(_counted, clinic, SessionQuery())
    yield "counts, nothing changed since", partial(clinic.scope_counts, SessionQuery(), by=MANAGER)
    for name, query in _filtered():
        yield f"list: {name}", partial(clinic.sessions, query, by=MANAGER)
        yield f"counts: {name}", partial(_counted, clinic, query)
    for q in SEARCHES:
        query = SessionQuery(scope=Scope.ALL, q=q)
        yield f"search: {q}", partial(clinic.sessions, query, by=MANAGER)
        yield f"counts of search: {q}", partial(_counted, clinic, query)
    for sort in SortKey:
        query = SessionQuery(scope=Scope.UPCOMING, sort=sort)
        yield f"sort: {sort.label}", partial(clinic.sessions, query, by=MANAGER)
    ids = [row.id for row in clinic.sessions(SessionQuery(scope=Scope.PAST), by=MANAGER).rows]
    yield "detail", lambda: clinic.session(ids[0], by=MANAGER)
    patient = clinic.session(ids[0], by=MANAGER).patient_id
    yield "patient", lambda: clinic.patient(patient, by=MANAGER)


def _filtered() -> Iterator[tuple[str, SessionQuery]]:
    yield "a status", SessionQuery(scope=Scope.ALL, status=SessionStatus.PARTIALLY_BOOKED)
    yield "a category", SessionQuery(scope=Scope.ALL, category=Category.INJECTABLE)
    yield "a provider", SessionQuery(scope=Scope.UPCOMING, provider_id=1)
    yield "a location", SessionQuery(scope=Scope.UPCOMING, location_id=1)
    today = datetime.now(UTC).date()
    quarter = {"date_from": today - timedelta(days=90), "date_to": today}
    year = {"date_from": today - timedelta(days=365), "date_to": today}
    yield "To close, a quarter", SessionQuery(scope=Scope.TO_CLOSE, **quarter)
    yield "To book, a year", SessionQuery(scope=Scope.TO_BOOK, **year)
    month = {"date_from": today - timedelta(days=30), "date_to": today}
    for q in BROAD:
        broad = SessionQuery(scope=Scope.ALL, q=q)
        yield f"{q}, a status", _with(broad, status=SessionStatus.PARTIALLY_BOOKED)
        yield f"{q}, a category", _with(broad, category=Category.LASER)
        yield f"{q}, a location", _with(broad, location_id=1)
        yield f"{q}, a month", _with(broad, **month)
    yield "m, a provider", SessionQuery(scope=Scope.ALL, q="m", provider_id=1)
    yield "55, a quarter", SessionQuery(scope=Scope.ALL, q="55", **quarter)


def _with(query: SessionQuery, **values: Any) -> SessionQuery:
    return query.model_copy(update=values)


def _counted(clinic: Clinic, query: SessionQuery) -> ScopeCounts:
    """Counts that nobody asked for since the last change."""
    clinic.counts = Counts()
    return clinic.scope_counts(query, by=MANAGER)


def _second_page(clinic: Clinic) -> Callable[[], object]:
    first = clinic.sessions(SessionQuery(scope=Scope.PAST), by=MANAGER)
    query = SessionQuery(scope=Scope.PAST, page=first.next_page or "")
    return lambda: clinic.sessions(query, by=MANAGER)


def _read(clinic: Clinic, name: str, ask: Callable[[], object], rounds: int) -> Figure:
    with _traffic(clinic) as traffic:
        ask()
    for _ in range(WARM_UP):
        ask()
    times = [timed(ask) for _ in range(rounds)]
    numbers: dict[str, float] = {"queries": traffic.queries, "rows": _rows(clinic, traffic)}
    return Figure(name, times, numbers)


@contextmanager
def _traffic(clinic: Clinic) -> Iterator[Traffic]:
    traffic = Traffic()

    def note(*arguments: Any) -> None:
        _, _, statement, parameters, _, _ = arguments
        if statement.startswith(("SELECT", "WITH")):
            traffic.queries += 1
            traffic.statements.append((statement, parameters))

    event.listen(clinic.database.engine, "before_cursor_execute", note)
    yield traffic
    event.remove(clinic.database.engine, "before_cursor_execute", note)


def _rows(clinic: Clinic, traffic: Traffic) -> int:
    """How many rows the statements give, by running each once more."""
    with clinic.database.read() as connection:
        return sum(
            len(connection.exec_driver_sql(statement, parameters).all())
            for statement, parameters in traffic.statements
        )


def _bookings(clinic: Clinic, rounds: int) -> list[Figure]:
    """Book the first free slot of waiting sessions, and take each booking back."""
    query = SessionQuery(scope=Scope.TO_BOOK, status=SessionStatus.AWAITING_BOOKING)
    rows = clinic.sessions(
        query.model_copy(update={"page_size": min(rounds, 200)}), by=MANAGER
    ).rows
    proposed, slots = Figure("booking proposal"), Figure("free slots of a day")
    durable, bare = Figure("a durable booking"), Figure("the same without its audit row")
    # By turns, so that both meet the same caches and the same other work of the machine.
    both = cycle([(durable, clinic), (bare, Unaudited(clinic.database))])
    for session_id in [row.id for row in rows if not row.booking_refusal]:
        proposed.times.append(timed(partial(clinic.booking_proposal, session_id, by=MANAGER)))
        proposal = clinic.booking_proposal(session_id, by=MANAGER)
        if proposal.slot is None:
            continue
        slots.times.append(timed(partial(clinic.free_slots, _day(proposal), by=MANAGER)))
        figure, booking = next(both)
        figure.times.append(_book(booking, proposal))
    figures = (proposed, slots, durable, bare, _trail(clinic))
    return [figure for figure in figures if figure.times]


def _trail(clinic: Clinic) -> Figure:
    """Following as long a trail as this clinic has."""
    with clinic.database.read() as connection:
        times = [timed(partial(verify, connection))]
        return Figure("verifying the audit trail", times, {"rows": verify(connection).head.count})


class Unaudited(Clinic):
    """What a booking would cost if nothing of it stood in the audit trail."""

    @contextmanager
    def command(self, name: str, by: Actor) -> Iterator[Unit]:
        """The clinic's own, without its last step."""
        with self.database.write() as session:
            unit = Unit(session, self.now(), by, command=name)
            yield unit
            unit.settle()
            news = unit.news()
        self.hub.publish(news)


def _day(proposal: BookingProposal) -> SlotQuery:
    assert proposal.slot is not None
    return SlotQuery(
        session_id=proposal.session_id,
        item_ids=_ticked(proposal),
        location_id=proposal.location_id,
        day=(proposal.slot.starts_at + timedelta(days=1)).date(),
    )


def _book(clinic: Clinic, proposal: BookingProposal) -> float:
    assert proposal.slot is not None
    request = BookingRequest(
        key=uuid4().hex,
        session_id=proposal.session_id,
        item_ids=_ticked(proposal),
        location_id=proposal.slot.location_id,
        provider=proposal.slot.provider_id,
        room=proposal.slot.room_id or "none",
        starts_at=proposal.slot.starts_at,
        spacing_confirmed=True,
    )
    outcomes: list[Outcome] = []
    took = timed(lambda: outcomes.append(clinic.book(request, by=MANAGER)))
    change_id = outcomes[0].change_id
    assert change_id is not None
    clinic.undo(change_id, by=MANAGER)
    return took


def _ticked(proposal: BookingProposal) -> tuple[int, ...]:
    return tuple(item.id for item in proposal.items if item.is_ticked)
