"""A session taken out of its plan, whole, into the history of another; and put back from there."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlmodel import SQLModel, col, delete, select

from store.actions import plan_edit_refusal
from store.errors import Stale
from store.lookup import find_plan, forbid
from store.models import (
    DroppedSession,
    HistoryEntry,
    Item,
    SessionPart,
    SourceLink,
    Treating,
    TreatmentPlan,
    TreatmentSession,
)
from store.snapshots import put_back, taken
from store.unit import Unit
from store.words import Change

ENTITY = "treatment_session"
Row = TypeVar("Row", bound=SQLModel)


def remove(
    unit: Unit, session: TreatmentSession, others: Sequence[TreatmentSession], summary: str
) -> HistoryEntry:
    """Delete the session with its items and history; the entry that keeps them all comes back.

    It stands in the history of the session nearest to it. The id is not given again.
    """
    assert session.id is not None
    kept = {
        "session": _whole(session),
        "items": [_whole(item) for item in _own(unit, Item, session.id)],
        "entries": [_whole(entry) for entry in _own(unit, HistoryEntry, session.id)],
        "links": [_whole(link) for link in _links(unit, session.id)],
        "total": find_plan(unit, session.plan_id).total,
        "targets": targets(others),
    }
    nearest = min(others, key=lambda step: (abs(step.position - session.position), step.position))
    before = {"dropped": kept}
    change_id = unit.record(Change.SESSION_DROPPED, nearest.id or 0, summary, before=before)
    for link in _links(unit, session.id):
        unit.session.delete(link)
    for model in (HistoryEntry, SessionPart, Treating, Item):
        own = col(model.session_id) == session.id
        unit.session.exec(delete(model).where(own))
    gone = DroppedSession(id=session.id, plan_id=session.plan_id, dropped_at=unit.now)
    unit.session.add(gone)
    unit.session.delete(session)
    unit.session.flush()
    unit.touched.discard(session.id)
    return unit.session.get_one(HistoryEntry, change_id)


def restore(unit: Unit, entry: HistoryEntry) -> None:
    """Put a dropped session back where it was, as it was.

    Raises NotAllowed when the plan is closed by now, Stale when its sessions are others.
    """
    kept = entry.before["dropped"]
    whole = kept["session"]
    plan = find_plan(unit, whole["plan_id"])
    forbid(plan_edit_refusal(plan.state))
    query = select(TreatmentSession).where(TreatmentSession.plan_id == plan.id)
    others = unit.session.exec(query.order_by(col(TreatmentSession.position))).all()
    if [str(step.id) for step in others] != list(kept["targets"]):
        raise Stale("The plan has other sessions, or another order, since.")
    for step in others:
        step.position += step.position >= whole["position"]
        if targets([step]) != {str(step.id): entry.after["targets"][str(step.id)]}:
            continue
        put_back(step, {"target_date": kept["targets"][str(step.id)]})
    _put_session_back(unit, plan, kept)
    plan.total = kept["total"]
    plan.version += 1
    unit.touch(whole["id"], *(step.id or 0 for step in others))
    unit.plans.add(plan.id or 0)


def targets(steps: Sequence[TreatmentSession]) -> dict[str, str | None]:
    """The target dates by session, as JSON has them."""
    return {
        str(step.id): step.target_date.isoformat() if step.target_date else None for step in steps
    }


def _put_session_back(unit: Unit, plan: TreatmentPlan, kept: dict[str, Any]) -> None:
    whole = kept["session"] | {"patient_id": plan.patient_id}
    unit.session.delete(unit.session.get_one(DroppedSession, whole["id"]))
    unit.session.add(_row(TreatmentSession, whole | {"version": whole["version"] + 1}))
    unit.session.flush()
    for model, rows in ((Item, "items"), (HistoryEntry, "entries"), (SourceLink, "links")):
        unit.session.add_all(_row(model, row) for row in kept[rows])
    unit.session.flush()


def _row(model: type[Row], whole: dict[str, Any]) -> Row:
    row = model()
    put_back(row, whole)
    if "version" in whole:
        row.version = whole["version"]
    return row


def _own(unit: Unit, model: type[Any], session_id: int) -> Sequence[Any]:
    query = select(model).where(model.session_id == session_id)
    return unit.session.exec(query.order_by(col(model.id))).all()


def _links(unit: Unit, session_id: int) -> Sequence[SourceLink]:
    own = (SourceLink.entity == ENTITY, SourceLink.entity_id == session_id)
    query = select(SourceLink).where(*own)
    return unit.session.exec(query).all()


def _whole(row: SQLModel) -> dict[str, Any]:
    return taken(row, row.__table__.columns.keys())  # type: ignore[attr-defined]  # SQLModel adds it
