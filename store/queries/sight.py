"""What somebody may see, as conditions: of sessions, their parts, patients, plans and places.

Limited to locations, a session is seen when one of its parts lies there, or when it has none yet; a
patient, when one of their sessions is seen or there is none. Limited to own patients, everything of
a patient whom the provider treats is seen, and of those whose record is open to them.
"""

from sqlalchemy import ColumnElement, CompoundSelect, FromClause, Select, exists, or_, select, true

from store.queries.scopes import Condition
from store.tables import (
    LOCATION,
    PATIENT,
    PLAN,
    PROVIDER,
    PROVIDER_EXCEPTION,
    PROVIDER_HOURS,
    SESSION,
    SESSION_PART,
    TREATING,
)
from store.views import Sight

NO_NOTES = "Notes are not yours to see."
NO_MONEY = "Prices and payments are not yours to see."


def sees_session(sight: Sight, session: FromClause = SESSION) -> tuple[Condition, ...]:
    """What holds for every session that is seen; nothing when all are."""
    found: list[Condition] = []
    if sight.location_ids is not None:
        has_none = session.c.ends_at.is_(None)
        here = session.c.location_id.in_(sight.location_ids)
        found.append(or_(has_none, here, _has_part_at(sight.location_ids, session.c.id)))
    if sight.own_provider_id is not None:
        found.append(_is_own(sight, session.c.patient_id))
    return tuple(found)


def sees_part(sight: Sight) -> tuple[Condition, ...]:
    """The same asked of any part of a session."""
    part, found = SESSION_PART.c, list[Condition]()
    if sight.location_ids is not None:
        here = part.location_id.in_(sight.location_ids)
        found.append(or_(here, _has_part_at(sight.location_ids, part.session_id)))
    if sight.own_provider_id is not None:
        found.append(_is_own(sight, part.patient_id))
    return tuple(found)


def sees_patient(sight: Sight, patient_id: ColumnElement[int]) -> tuple[Condition, ...]:
    """What holds for every patient who is seen."""
    found: list[Condition] = []
    if sight.location_ids is not None:
        theirs = SESSION.alias("theirs")
        any_session = exists().where(theirs.c.patient_id == patient_id)
        there = sight.model_copy(update={"own_provider_id": None})
        seen = exists().where(theirs.c.patient_id == patient_id, *sees_session(there, theirs))
        found.append(or_(~any_session, seen))
    if sight.own_provider_id is not None:
        found.append(_is_own(sight, patient_id))
    return tuple(found)


def sees_plan(sight: Sight) -> tuple[Condition, ...]:
    """What holds for every plan that is seen: one without sessions is seen with its patient."""
    if not sight.is_limited:
        return ()
    steps = SESSION.alias("steps")
    any_step = exists().where(steps.c.plan_id == PLAN.c.id)
    seen = exists().where(steps.c.plan_id == PLAN.c.id, *sees_session(sight, steps))
    return (or_(~any_step, seen), *sees_patient(sight, PLAN.c.patient_id))


def sees_location(sight: Sight) -> Condition:
    """Whether a location is seen."""
    return true() if sight.location_ids is None else LOCATION.c.id.in_(sight.location_ids)


def sees_provider(sight: Sight) -> Condition:
    """Whether a provider works, or had something, at a location that is seen."""
    if sight.location_ids is None:
        return true()
    some = (
        exists().where(
            table.c.provider_id == PROVIDER.c.id, table.c.location_id.in_(sight.location_ids)
        )
        for table in (PROVIDER_HOURS, PROVIDER_EXCEPTION, SESSION_PART)
    )
    return or_(*some)


def own_patients(sight: Sight) -> Select[tuple[int]] | CompoundSelect[tuple[int]]:
    """Ids of the patients somebody is limited to, some more than once."""
    own = select(TREATING.c.patient_id).where(TREATING.c.provider_id == sight.own_provider_id)
    if not sight.opened:
        return own
    return own.union_all(select(PATIENT.c.id).where(PATIENT.c.id.in_(sight.opened)))


def _is_own(sight: Sight, patient_id: ColumnElement[int]) -> Condition:
    treats = exists().where(
        TREATING.c.provider_id == sight.own_provider_id, TREATING.c.patient_id == patient_id
    )
    return or_(treats, patient_id.in_(sight.opened)) if sight.opened else treats


def _has_part_at(location_ids: frozenset[int], session_id: ColumnElement[int]) -> Condition:
    part = SESSION_PART.alias("somewhere")
    here = select(part.c.id).where(
        part.c.session_id == session_id, part.c.location_id.in_(location_ids)
    )
    here = here.with_hint(part, "INDEXED BY ix_part_session", "sqlite")
    return here.correlate_except(part).exists()
