"""Takes an addition back: the row goes with what is its own, while nothing else hangs on it.

Within a day, once, and by the key it was added under.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Select, Table, delete, exists, false, insert, or_, select
from sqlmodel import SQLModel

from store.displacement import settled, with_services
from store.errors import NotAllowed, Stale
from store.lookup import find
from store.models import (
    Location,
    Patient,
    PlanTemplate,
    Provider,
    Room,
    Service,
    TreatmentPlan,
    TreatmentSession,
)
from store.request_keys import answered, spend
from store.setup.links import write_links
from store.snapshots import taken
from store.tables import (
    DROPPED_SESSION,
    HISTORY_ENTRY,
    SERVICE_PROVIDER,
    SERVICE_ROOM,
    SESSION,
    SOURCE_LINK,
    STAFF,
)
from store.unit import Unit
from store.views import SetUpOutcome
from store.words import Change


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row that people add."""

    model: type[SQLModel]
    word: str
    added_by: tuple[str, ...]
    """The commands that add it."""
    instead: str = ""
    """What can be done when it stays."""
    links: tuple[tuple[Table, str], ...] = ()
    """Shared with another side, which is judged anew."""


_DISABLE = "Disable it instead."
SET_UP: Mapping[str, Kind] = {
    "location": Kind(Location, "location", ("add_location",), _DISABLE),
    "room": Kind(Room, "room", ("add_room",), _DISABLE, ((SERVICE_ROOM, "room_id"),)),
    "provider": Kind(
        Provider,
        "provider",
        ("add_provider",),
        _DISABLE,
        ((SERVICE_PROVIDER, "provider_id"),),
    ),
    "service": Kind(
        Service,
        "service",
        ("add_service", "add_services"),
        _DISABLE,
        ((SERVICE_PROVIDER, "service_id"), (SERVICE_ROOM, "service_id")),
    ),
    "template": Kind(PlanTemplate, "plan template", ("add_template",), _DISABLE),
}
PATIENT = Kind(Patient, "patient", ("add_patient",))
PLAN = Kind(TreatmentPlan, "plan", ("add_plan",), "Cancel it instead.")
OWN = frozenset(
    {
        "business_hours.location_id",
        "history_entry.session_id",
        "item.session_id",
        "opened_record.patient_id",
        "patient_word.patient_id",
        "plan_template_item.template_id",
        "provider_hours.provider_id",
        "service_provider.provider_id",
        "service_provider.service_id",
        "service_room.room_id",
        "service_room.service_id",
        "session_part.session_id",
        "staff.provider_id",
        "staff_location.staff_id",
        "staff_role.staff_id",
        "treatment_session.plan_id",
    }
)
"""What goes along; anything else that points to a row keeps it."""
HANGS = {
    "booking": "There is a booking",
    "charge": "Something was charged",
    "credential": "There is an account",
    "invoice": "Something was charged",
    "item": "A session needs it",
    "location_exception": "There are days with other hours",
    "oidc_account": "There is an account",
    "one_time_link": "There is an account",
    "opened_record": "There is an account",
    "patient_merge": "The record was merged",
    "payment": "Something was paid",
    "pending_sign_in": "There is an account",
    "pin": "There is an account",
    "plan_template_item": "A plan template needs it",
    "provider_exception": "There are days with other hours",
    "provider_hours": "Somebody works there",
    "recovery_code": "There is an account",
    "room": "There is a room",
    "second_factor": "There is an account",
    "sign_in": "There is an account",
    "source_link": "An import brought something in for it",
    "staff_location": "Somebody is limited to it",
    "time_off": "There is time off",
    "treating": "There is a booking",
    "treatment_plan": "There is a plan for this patient",
    "treatment_session": "A session needs it",
}
"""By the table that points to it."""


def take_back(unit: Unit, kind: Kind, keys: Sequence[int], *, key: str) -> SetUpOutcome:
    """Undo adding these rows under this key; all or none.

    Raises NotAllowed, saying what hangs on one, and after a day; Stale when it was edited since.
    """
    if not keys or not _were_added(unit, kind, keys, key):
        raise NotAllowed("This was taken back already, or is more than a day old.")
    rows = [find(unit, kind.model, each, kind.word) for each in keys]
    going = [_going(unit, kind, row) for row in rows]
    changed = {other for row in rows for other in _unlinked(unit, kind, row)}
    for row, along in zip(rows, going, strict=True):
        _remove(unit, row, along)
    spend(unit, key)
    which = with_services(changed) if kind.model is Room else false()
    return settled(unit, keys[0], _said(unit, kind, rows), which)


def take_record_back(unit: Unit, word: str, keys: Sequence[int], *, key: str) -> SetUpOutcome:
    """The same for what the clinic is set up with."""
    if word not in SET_UP:
        raise NotAllowed("This cannot be taken back.")
    unit.about.setdefault(word, set()).update(keys)
    return take_back(unit, SET_UP[word], keys, key=key)


def take_plan_back(unit: Unit, plan_id: int, *, key: str) -> str:
    """Undo adding a plan with its sessions, as long as nothing happened to them; what was done.

    Their ids are not given again: a page may still show one.
    """
    plan = find(unit, TreatmentPlan, plan_id, "plan")
    ids = select(SESSION.c.id).where(SESSION.c.plan_id == plan_id)
    connection = unit.session.connection()
    sessions = list(connection.execute(ids.order_by(SESSION.c.position)).scalars())
    entry = HISTORY_ENTRY.c
    since = exists().where(entry.session_id.in_(ids), entry.change != Change.PLAN_CHANGED)
    if connection.execute(select(since)).scalar():
        raise NotAllowed(f"Its sessions were changed by now: the plan stays. {PLAN.instead}")
    unit.plans.add(plan_id)
    unit.patients.add(plan.patient_id)
    outcome = take_back(unit, PLAN, (plan_id,), key=key)
    rows = [{"id": each, "plan_id": plan_id, "dropped_at": unit.now} for each in sessions]
    unit.session.connection().execute(insert(DROPPED_SESSION), rows)
    return outcome.message


def _were_added(unit: Unit, kind: Kind, keys: Sequence[int], key: str) -> bool:
    """Whether one of its commands answered with these, and no others, under the key."""
    found = next(filter(None, (answered(unit, key, name) for name in kind.added_by)), None)
    if kind is PLAN and found:
        made = unit.session.get(TreatmentSession, found["session_id"])
        found = made.plan_id if made else None
    if isinstance(found, dict):
        found = found["id"]
    return list(keys) == (found if isinstance(found, list) else [found])


def _going(unit: Unit, kind: Kind, row: Any) -> list[tuple[Column[Any], Sequence[int]]]:
    """What is its own, innermost first."""
    table = row.__table__
    try:
        along = list(_along(unit, table, [row.id]))
    except _Hanging as hanging:
        stays = "the record stays." if kind is PATIENT else f"the {kind.word} stays."
        raise NotAllowed(f"{hanging.by} by now: {stays} {kind.instead}".strip()) from None
    if row.version != 1:
        what = "record" if kind is PATIENT else kind.word
        raise Stale(f"The {what} was changed since and cannot be undone any more.")
    return along


class _Hanging(Exception):
    """Something that is not its own points to a row."""

    def __init__(self, by: str) -> None:
        """``by`` is the beginning of a sentence."""
        self.by = by


def _along(
    unit: Unit, table: Table, ids: Sequence[int]
) -> Iterator[tuple[Column[Any], Sequence[int]]]:
    connection = unit.session.connection()
    link = SOURCE_LINK.c
    imported = exists().where(link.entity == table.name, link.entity_id.in_(ids))
    if connection.execute(select(imported)).scalar():
        raise _Hanging(HANGS["source_link"])
    for column in pointing_to(table):
        if f"{column.table.name}.{column.name}" not in OWN:
            if connection.execute(select(exists().where(column.in_(ids)))).scalar():
                raise _Hanging(HANGS.get(column.table.name, "Something was done with it"))
            continue
        if column.table is STAFF and connection.execute(_known(ids)).scalar():
            raise _Hanging(HANGS["credential"])
        if "id" in column.table.c:
            inner = select(column.table.c.id).where(column.in_(ids))
            yield from _along(unit, column.table, list(connection.execute(inner).scalars()))
        yield column, ids


def _known(provider_ids: Sequence[int]) -> Select[tuple[bool]]:
    """Whether the person that came with a provider was made known as one who may sign in."""
    theirs = STAFF.c.provider_id.in_(provider_ids)
    known = or_(STAFF.c.version != 1, STAFF.c.sign_in_key.is_not(None))
    return select(exists().where(theirs, known))


def pointing_to(table: Table) -> list[Column[Any]]:
    """The columns of all tables that hold ids of this one."""
    return [
        key.parent
        for other in table.metadata.sorted_tables
        for key in sorted(other.foreign_keys, key=lambda key: key.parent.name)
        if key.column.table is table
    ]


def _unlinked(unit: Unit, kind: Kind, row: Any) -> frozenset[int]:
    """The other side's ids that it was linked with; they show it no longer."""
    found: frozenset[int] = frozenset()
    for table, own in kind.links:
        found |= write_links(unit, table, own, row.id, frozenset())
    return found


def _remove(unit: Unit, row: Any, along: Sequence[tuple[Column[Any], Sequence[int]]]) -> None:
    connection = unit.session.connection()
    for column, ids in along:
        connection.execute(delete(column.table).where(column.in_(ids)))
    unit.session.delete(row)
    unit.session.flush()


def _said(unit: Unit, kind: Kind, rows: Sequence[Any]) -> str:
    """Let the audit trail have what they were, and say it in a sentence."""
    about = next(
        name for name, one in {**SET_UP, "patient": PATIENT, "plan": PLAN}.items() if one is kind
    )
    for row in rows:
        whole = taken(row, row.__table__.columns.keys())
        unit.tell(about, row.id, f"Undone: a {kind.word} was added.", before=whole)
    if len(rows) > 1:
        return f"Undone: {len(rows)} {kind.word}s were added."
    name = getattr(rows[0], "name", "") or f"a {kind.word}"
    return f"Undone: {name} was added."
