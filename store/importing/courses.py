"""Care plans of an import, and which of them a visit belongs to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from store.importing.desk import Desk
from store.importing.fhir import Resource, day, instant, text_of
from store.models import SourceLink, TreatmentPlan, TreatmentSession
from store.tables import SESSION
from store.words import PlanState

STATES = {
    "draft": PlanState.DRAFT,
    "active": PlanState.ACTIVE,
    "on-hold": PlanState.PRESCRIBED,
    "completed": PlanState.FINISHED,
    "revoked": PlanState.CANCELLED,
    "entered-in-error": PlanState.CANCELLED,
}
ELSEWHERE = "Imported care"


@dataclass(frozen=True, slots=True)
class Course:
    """A plan that visits may belong to; ``ends_at`` None lasts on."""

    plan_id: int
    resource: Resource
    starts_at: datetime | None
    ends_at: datetime | None


def import_course(desk: Desk, resource: Resource, patient_id: int) -> Course:
    """The care plan as a treatment plan, made when new."""
    model = resource.model
    plan_id = desk.counted(resource, "plans")
    if plan_id is None:
        plan_id = desk.write(
            TreatmentPlan(
                patient_id=patient_id,
                goal=_goal(model),
                treatment=_treatment(model),
                total=0,
                state=STATES.get(model.status, PlanState.ACTIVE),
                starts_on=day(model.period.start) if model.period else None,
            )
        )
        desk.link(resource, "treatment_plan", plan_id)
        desk.report.brought_in["plans"] += 1
    period = model.period
    return Course(
        plan_id,
        resource,
        instant(period.start) if period else None,
        instant(period.end) if period else None,
    )


def plan_for(
    desk: Desk, visit: Resource, at: datetime, courses: list[Course], patient: tuple[int, Resource]
) -> int:
    """The plan a visit belongs to.

    The one it names or that names it, else the latest begun whose period holds it, else the
    patient's finished plan for care from elsewhere.
    """
    for course in courses:
        if _are_linked(desk, visit, course.resource):
            return course.plan_id
    holding = [course for course in courses if _holds(course, at)]
    if holding:
        return max(holding, key=lambda c: (c.starts_at or at, c.plan_id)).plan_id
    return _elsewhere(desk, *patient)


def next_position(desk: Desk, plan_id: int) -> int:
    """The place behind a plan's last session."""
    query = select(func.max(SESSION.c.position)).where(SESSION.c.plan_id == plan_id)
    return (desk.unit.session.connection().execute(query).scalar() or 0) + 1


def add_session(desk: Desk, plan_id: int, **values: Any) -> int:
    """A session at the end of the plan."""
    plan = desk.unit.session.get_one(TreatmentPlan, plan_id)
    position = next_position(desk, plan_id)
    plan.total = max(plan.total, position)
    session = TreatmentSession(
        plan_id=plan_id, patient_id=plan.patient_id, position=position, **values
    )
    session_id = desk.write(session)
    desk.unit.touch(session_id)
    return session_id


def _elsewhere(desk: Desk, patient_id: int, patient: Resource) -> int:
    key = ("Patient.elsewhere", patient.id)
    if key not in desk.links:
        plan_id = desk.write(
            TreatmentPlan(
                patient_id=patient_id,
                goal=ELSEWHERE,
                treatment=ELSEWHERE,
                total=0,
                state=PlanState.FINISHED,
            )
        )
        desk.links[key] = (plan_id, "")
        desk.unit.session.add(
            SourceLink(kind=key[0], source_id=key[1], entity="treatment_plan", entity_id=plan_id)
        )
        desk.report.brought_in["plans for care outside any care plan"] += 1
    return desk.links[key][0]


def _are_linked(desk: Desk, visit: Resource, course: Resource) -> bool:
    if desk.shelf.find(course.model.encounter) is visit:
        return True
    for reference in getattr(visit.model, "basedOn", None) or []:
        target = desk.shelf.find(reference)
        if target is course:
            return True
        further = getattr(target.model, "basedOn", None) if target else None
        if any(desk.shelf.find(one) is course for one in further or []):
            return True
    return False


def _holds(course: Course, at: datetime) -> bool:
    if course.starts_at is None or course.starts_at > at:
        return False
    return course.ends_at is None or at <= course.ends_at


def _treatment(model: Any) -> str:
    categories = [text_of(one) for one in model.category or []]
    return next((text for text in categories if text), "") or model.title or "Care plan"


def _goal(model: Any) -> str:
    if model.title or model.description:
        return str(model.title or model.description)
    details = [one.detail for one in model.activity or [] if one.detail]
    texts = list(dict.fromkeys(filter(None, (text_of(detail.code) for detail in details))))
    return ", ".join(texts) or _treatment(model)
