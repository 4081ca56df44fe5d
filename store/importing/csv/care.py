"""Treatment plans, sessions and items of an import."""

from datetime import timedelta
from typing import Any

from store.errors import Invalid
from store.importing.csv.finder import Finder
from store.importing.csv.kinds import Kind
from store.importing.csv.places import amount, currency_of
from store.importing.csv.rows import Row
from store.importing.csv.staging import NEW
from store.importing.csv.times import instant
from store.importing.csv.values import quoted
from store.importing.csv.work import Brought, Work, needed, unknown
from store.search import normalise
from store.tables import HISTORY_ENTRY, ITEM, PATIENT, PLAN, SERVICE, SESSION
from store.words import Category, Change, PaymentOption, PlanState

ELSEWHERE = "Imported care"
MOST_SESSIONS = 200
MOST_UNITS = 999
FROM_IMPORT = "Import"


def bring_plan(work: Work, finder: Finder, row: Row) -> Brought:
    """A plan; one whose state is not said is Prescribed, or Active once anything is booked."""
    patient_id = finder.patient(row.text("patient"))
    treatment = needed(row, "treatment")
    currency = currency_of(work, row)
    spacing = [row.whole(f"spacing_{name}") for name in ("min", "ideal", "max")]
    said = [days for days in spacing if days is not None]
    if said != sorted(said):
        raise Invalid("minimum, ideal and maximum spacing are not in order", field="spacing_ideal")
    total = row.whole("sessions") or 0
    if total > MOST_SESSIONS:
        raise Invalid(f"a plan has at most {MOST_SESSIONS} sessions", field="sessions")
    plan_id = work.staging.add(
        PLAN,
        patient_id=patient_id,
        goal=row.text("goal") or treatment,
        treatment=treatment,
        total=total,
        spacing_min=spacing[0],
        spacing_ideal=spacing[1],
        spacing_max=spacing[2],
        payment_option=row.values.get("payment_option", PaymentOption.PAY_AS_YOU_GO),
        deposit=amount(row, "deposit", currency) or 0,
        currency=currency,
        state=row.values.get("state", PlanState.PRESCRIBED),
        starts_on=row.values.get("starts_on"),
    )
    return Brought("treatment_plan", plan_id)


def bring_session(work: Work, finder: Finder, row: Row) -> Brought:
    """A session of a plan, with an item for each service named."""
    plan_id = plan_of(work, finder, row)
    services = finder.services(row.list("services"))
    patient_id, treatment, deposit, currency = work.value_of(
        PLAN, plan_id, "patient_id", "treatment", "deposit", "currency"
    )
    own = amount(row, "deposit", currency)
    position = row.whole("position")
    taken = "SELECT 1 FROM treatment_session WHERE plan_id = ? AND position = ?"
    if position is not None and (position < 1 or work.rows_of(plan_id, taken, plan_id, position)):
        said = f"session {position} is there already" if position else "it begins at 1"
        raise Invalid(said, field="position")
    category = row.values.get("category")
    session_id = add_session(
        work,
        plan_id,
        patient_id=patient_id,
        position=position,
        treatment=row.text("treatment") or treatment if row.text("plan") else treatment,
        category=Category.of(category) if category else _category(work, services),
        target_date=row.values.get("target_date"),
        deposit=deposit if own is None else own,
    )
    for number, service_id in enumerate(services, 1):
        add_item(work, session_id, service_id, position=number)
    return Brought("treatment_session", session_id)


def bring_item(work: Work, finder: Finder, row: Row) -> Brought:
    """An item of a session; performed when it says when and by whom."""
    session_id = work.linked(Kind.SESSIONS, needed(row, "session"))
    if session_id is None:
        raise unknown("session", row.text("session"), "session")
    service_id = finder.service(needed(row, "service"), "service")
    units = row.whole("units")
    if units is not None and not 1 <= units <= MOST_UNITS:
        raise Invalid(f"units go from 1 to {MOST_UNITS}", field="units")
    currency = currency_of(work, row) if row.text("currency") else None
    price_in = currency or work.value_of(SERVICE, service_id, "currency")[0]
    done = _performed(work, finder, row, service_id)
    values = {
        "units": units or 1,
        "unit_price": amount(row, "unit_price", price_in),
        "currency": currency,
        **done,
    }
    last = work.rows_of(
        session_id, "SELECT max(position) FROM item WHERE session_id = ?", session_id
    )
    position = max((one[0] or 0 for one in last), default=0) + 1
    item_id = add_item(work, session_id, service_id, position=position, **values)
    if session_id >= NEW and not row.values.get("category"):
        category = work.value_of(SERVICE, service_id, "category")[0]
        work.staging.run(
            "UPDATE treatment_session SET category = ? WHERE id = ? AND category = 'other'",
            category,
            session_id,
        )
    return Brought("item", item_id)


def plan_of(work: Work, finder: Finder, row: Row) -> int:
    """The plan a row names: by its id, else the patient's plan of that treatment."""
    if row.text("plan"):
        found = work.linked(Kind.PLANS, row.text("plan"))
        if found is None:
            raise unknown("plan", row.text("plan"), "plan")
        return found
    patient_id = finder.patient(row.text("patient"))
    plans = work.rows("SELECT id, treatment FROM treatment_plan WHERE patient_id = ?", patient_id)
    wanted = normalise(row.text("treatment"))
    named = [plan for plan, treatment in plans if not wanted or normalise(treatment) == wanted]
    if len(named) != 1:
        text = row.text("treatment") or row.text("patient")
        said = "no plan" if not named else f"{len(named)} plans"
        raise Invalid(f"the patient has {said} for {quoted(text)}", field="treatment")
    return int(named[0])


def care_elsewhere(work: Work, patient_id: int) -> int:
    """The patient's finished plan for what belongs to no other."""
    query = "SELECT id FROM treatment_plan WHERE patient_id = ? AND treatment = ?"
    found = work.rows(query, patient_id, ELSEWHERE)
    if found:
        return int(found[0][0])
    return work.staging.add(
        PLAN,
        patient_id=patient_id,
        goal=ELSEWHERE,
        treatment=ELSEWHERE,
        total=0,
        currency=work.currency,
        state=PlanState.FINISHED,
    )


def add_session(
    work: Work, plan_id: int, *, patient_id: int, position: int | None = None, **values: Any
) -> int:
    """A session of the plan, at its end unless a place is given."""
    if position is None:
        query = "SELECT max(position) FROM treatment_session WHERE plan_id = ?"
        position = (
            max((row[0] or 0 for row in work.rows_of(plan_id, query, plan_id)), default=0) + 1
        )
    session_id = work.staging.add(
        SESSION, plan_id=plan_id, patient_id=patient_id, position=position, **values
    )
    work.staging.put("step", session_id, work.fate)
    work.copy(PLAN, plan_id)
    work.copy(PATIENT, patient_id)
    assert work.sheet is not None
    work.staging.add(
        HISTORY_ENTRY,
        session_id=session_id,
        change=Change.IMPORTED,
        at=work.now,
        by_id=work.by.staff_id,
        by_name=work.by.name,
        summary=f"Brought in from {work.sheet.name}.",
    )
    return session_id


def add_item(
    work: Work, session_id: int, service_id: int, *, position: int = 1, **values: Any
) -> int:
    """An item of a session, at the service's price unless another is given."""
    price, currency = work.value_of(SERVICE, service_id, "price", "currency")
    said = {name: value for name, value in values.items() if value is not None}
    made = {"unit_price": price, "currency": currency, **said}
    return work.staging.add(
        ITEM, session_id=session_id, service_id=service_id, position=position, **made
    )


def source_note(work: Work) -> str:
    """The note of what was done elsewhere, where the sheet has none."""
    assert work.sheet is not None
    return f"Brought in from {work.sheet.name}."


def _category(work: Work, services: list[int]) -> Category:
    if not services:
        return Category.OTHER
    return Category.of(work.value_of(SERVICE, services[0], "category")[0])


def _performed(work: Work, finder: Finder, row: Row, service_id: int) -> dict[str, Any]:
    when = row.values.get("performed_at")
    if when is None:
        return {}
    provider_id = finder.provider(row.text("performed_by"), "performed_by")
    location_id = finder.location(row.text("location"))
    at = instant(when, finder.zones[location_id], "performed_at", noon=True)
    if at > work.now:
        raise Invalid("it lies ahead", field="performed_at")
    minutes = row.whole("minutes") or work.value_of(SERVICE, service_id, "minutes")[0]
    note = row.text("note") or ("" if work.has("note") else source_note(work))
    return {
        "performed_at": at,
        "performed_until": at + timedelta(minutes=minutes),
        "performed_by_id": provider_id,
        "performed_location_id": location_id,
        "note": note,
        "documented_at": at if note else None,
        "documented_by": FROM_IMPORT if note else "",
    }
