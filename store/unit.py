"""One command's unit of work: what it touched, what it recorded, who did it and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlmodel import Session

from store.derive import refresh
from store.events import SessionsChanged
from store.models import HistoryEntry
from store.tables import HISTORY_ENTRY, SESSION
from store.views import EVERYTHING, Actor, Sight
from store.words import Change, Deed


@dataclass(frozen=True, slots=True)
class Told:
    """One change as the audit trail tells it; ``before`` and ``after`` are plain JSON values."""

    kind: str
    """What was changed, such as "session" or "room"."""
    key: int
    said: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass
class Unit:
    """What a command works with inside its write transaction; ``now`` is aware UTC."""

    session: Session
    now: datetime
    by: Actor
    touched: set[int] = field(default_factory=set)
    patients: set[int] = field(default_factory=set)
    plans: set[int] = field(default_factory=set)
    is_set_up: bool = False
    """Whether it sets the clinic up, which screens without any session show as well."""
    views_changed: bool = False
    command: str = ""
    """The name of the command that is carried out."""
    kind: Deed = Deed.CHANGE
    about: dict[str, set[int]] = field(default_factory=dict)
    """Kinds of things with the ids that it is about, beside sessions, plans and patients."""
    told: list[Told] = field(default_factory=list)
    summary: Told | None = None
    """In place of everything told, for what changes too much to tell one by one."""
    is_repeat: bool = False
    """Whether it was carried out before and only answered again."""
    sight: Sight = EVERYTHING
    """What whoever gives it may see."""
    signed_out: set[int] = field(default_factory=set)
    """Sign-ins that it ended."""
    locked: set[int] = field(default_factory=set)
    """Sign-ins that it locked."""
    unlocked: set[int] = field(default_factory=set)
    """Sign-ins that it unlocked."""
    handed_over: set[int] = field(default_factory=set)
    """Sign-ins whose device it gave to somebody else."""

    def touch(self, *session_ids: int) -> None:
        """Say that facts of these sessions changed, so that they are derived anew and announced."""
        self.touched.update(session_ids)

    def tell(
        self,
        kind: str,
        key: int | None,
        said: str = "",
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Let the audit trail know of a change that no session's history tells.

        What is the same in ``before`` and ``after`` is left out.
        """
        before, after = before or {}, after or {}
        same = {name for name in before if name in after and before[name] == after[name]}
        was, now_is = (
            {name: value for name, value in state.items() if name not in same}
            for state in (before, after)
        )
        self.about.setdefault(kind, set()).add(key or 0)
        self.told.append(Told(kind, key or 0, said, was, now_is))

    def summarise(self, said: str, facts: Mapping[str, Any]) -> None:
        """Let the audit trail have this alone, as an import does for its many rows."""
        self.summary = Told("import", 0, said, {}, facts)

    def record(
        self,
        change: Change,
        session_id: int,
        summary: str,
        *,
        booking_id: int | None = None,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> int:
        """Append to the session's history, touch the session, and hand back the entry's id.

        ``before`` and ``after`` are plain JSON values, enough to undo the change by.
        """
        self.touch(session_id)
        told: dict[str, Any] = {
            "session_id": session_id,
            "booking_id": booking_id,
            "summary": summary,
        }
        entry = HistoryEntry(**self._signed(change), **told, before=before or {}, after=after or {})
        self.told.append(Told("session", session_id, summary, entry.before, entry.after))
        if booking_id is not None:
            self.about.setdefault("booking", set()).add(booking_id)
        self.session.add(entry)
        self.session.flush()
        assert entry.id is not None
        return entry.id

    def record_all(self, change: Change, told: Iterable[tuple[Row[Any], str]]) -> None:
        """Append a sentence about each of these bookings to its session's history, all at once."""
        signed = self._signed(change) | {"before": {}, "after": {}, "undone": False}
        rows = [
            {**signed, "session_id": row.session_id, "booking_id": row.id, "summary": summary}
            for row, summary in told
        ]
        self.touch(*(row["session_id"] for row in rows))
        self.told += [Told("session", row["session_id"], row["summary"], {}, {}) for row in rows]
        if rows:
            self.session.connection().execute(insert(HISTORY_ENTRY), rows)

    def _signed(self, change: Change) -> dict[str, Any]:
        by = {"by_id": self.by.staff_id, "by_name": self.by.name}
        return {"change": change, "at": self.now, **by}

    def settle(self) -> None:
        """Derive what was touched anew; a status that changed becomes part of the history."""
        for changed in refresh(self.session, self.touched, self.now):
            self.record(
                Change.STATUS,
                changed.session_id,
                f"{changed.before.label} became {changed.after.label}.",
                before={"status": changed.before.value},
                after={"status": changed.after.value},
            )
        if self.touched:
            newer = update(SESSION).where(SESSION.c.id.in_(self.touched))
            self.session.connection().execute(newer.values(version=SESSION.c.version + 1))

    def news(self) -> SessionsChanged:
        """What to publish after the commit."""
        query = select(SESSION.c.patient_id, SESSION.c.plan_id).where(
            SESSION.c.id.in_(self.touched)
        )
        for patient_id, plan_id in self.session.connection().execute(query):
            self.patients.add(patient_id)
            self.plans.add(plan_id)
        return SessionsChanged(
            frozenset(self.touched),
            frozenset(self.patients),
            frozenset(self.plans),
            self.is_set_up,
            self.views_changed,
            frozenset(self.signed_out),
            frozenset(self.locked),
            frozenset(self.unlocked),
            frozenset(self.handed_over),
        )
