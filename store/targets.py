"""Target dates that follow a plan's spacing: of sessions nothing has happened to yet."""

from datetime import date

from store.courses import following, interval
from store.models import TreatmentPlan, TreatmentSession
from store.queries.moment import load_moment
from store.queries.plans import day_of, step_moment, step_rows
from store.unit import Unit


def retarget(
    unit: Unit, plan: TreatmentPlan, *, since: int = 1, begins: date | None = None
) -> list[int]:
    """Count the target dates anew from the session of position ``since`` on.

    Each lies the plan's ideal spacing after the day of the session before: the booked one where
    there is one, else its target date. Booked and performed sessions keep theirs, and so does one
    whose day before is not known. ``begins`` is when the first session is due if it has changed.
    The ids of those that changed come back.
    """
    assert plan.id is not None
    unit.session.flush()
    connection = unit.session.connection()
    moment = load_moment(connection, unit.now)
    step = interval(plan.spacing_min, plan.spacing_ideal, plan.spacing_max)
    changed, before = [], None
    rows = step_rows(connection, plan.id)
    for order, row in enumerate(rows):
        target = row.target_date
        about = step_moment(row, plan.state, len(rows))
        if about.is_open and row.position >= since:
            target = _target(row.target_date, begins if order == 0 else following(before, step))
        if target != row.target_date:
            unit.session.get_one(TreatmentSession, row.id).target_date = target
            changed.append(row.id)
        before = (None if about.is_open else day_of(row, moment)) or target
    unit.touch(*changed)
    return changed


def _target(now: date | None, counted: date | None) -> date | None:
    return now if counted is None else counted
