"""The order in which an import goes through its resources, all in one transaction."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from store.clinic import Clinic
from store.derive import refresh
from store.errors import ImportRefused, Invalid
from store.importing.courses import Course, import_course
from store.importing.desk import Desk
from store.importing.fhir import PLACED, Resource, Shelf, instant, validated
from store.importing.money import import_benefit, import_claim
from store.importing.orders import import_appointment, import_order, patient_named_in
from store.importing.people import import_patient
from store.importing.report import ImportReport
from store.importing.sources import Source, read
from store.importing.summary import summarise, sums
from store.importing.visits import import_visit
from store.tables import CLINIC_PROFILE, LOCATION
from store.unit import Unit
from store.views import Actor
from store.words import Role
from store.zones import zone_of

Progress = Callable[[str, int, int], None]
"""Called with what is at work, how much of it is done, and how much there is."""
ALLERGY = "AllergyIntolerance"
IMPORT = Actor(staff_id=None, name="Import", roles=frozenset({Role.MANAGER}), origin="command line")


def import_files(
    clinic: Clinic,
    paths: list[Path],
    *,
    zone: str = "",
    into_demo: bool = False,
    progress: Progress = lambda step, done, total: None,
) -> ImportReport:
    """Bring FHIR R4 files in: all of them, or nothing at all.

    ``zone`` is that of new locations: an IANA name; empty takes the first location's, else UTC.
    Raises ImportRefused for a broken file, naming file, resource and reason, and for a demo
    clinic without ``into_demo``.
    """
    report = ImportReport()
    with clinic.on_record("import", IMPORT):
        sources = read(paths, progress=lambda file: progress(f"Reading {file}", 0, 0))
        shelf, allergies = _shelved(sources, report, progress)
        files = sums((path.name, path) for path in paths)
        with clinic.command("import", IMPORT) as unit:
            _refuse_demo(unit, into_demo)
            desk = Desk(unit, shelf, report, _zone(unit, zone, report))
            _carry_out(desk, allergies, progress)
            progress("Deriving", 1, 1)
            refresh(unit.session, unit.touched, unit.now)
            summarise(unit, files, report.counts())
    return report


def _shelved(
    sources: list[Source], report: ImportReport, progress: Progress
) -> tuple[Shelf, list[Resource]]:
    placed, allergies = [], []
    for number, source in enumerate(sources, 1):
        if source.kind in PLACED:
            placed.append(validated(source))
        elif source.kind == ALLERGY:
            allergies.append(validated(source))
        else:
            report.leave_out(source.kind, "has no place in Regimen")
        if number % 100 == 0 or number == len(sources):
            progress("Checking resources", number, len(sources))
    return Shelf(placed), allergies


def _carry_out(desk: Desk, allergies: list[Resource], progress: Progress) -> None:
    patients = desk.shelf.all("Patient")
    for number, patient in enumerate(patients, 1):
        own = [one for one in allergies if desk.shelf.find(one.model.patient) is patient]
        patient_id = import_patient(desk, patient, own)
        _import_care(desk, patient, patient_id)
        progress("Patients", number, len(patients))
    for claim in desk.shelf.all("Claim"):
        import_claim(desk, claim)
    for benefit in desk.shelf.all("ExplanationOfBenefit"):
        import_benefit(desk, benefit)
    _count_what_was_not_needed(desk)


def _import_care(desk: Desk, patient: Resource, patient_id: int) -> None:
    who = (patient_id, patient)
    own = [one for one in desk.shelf.all("CarePlan") if _is_of(desk, one, patient)]
    courses: list[Course] = [import_course(desk, one, patient_id) for one in own]
    for order in _of(desk, "ServiceRequest", patient):
        import_order(desk, order, courses, who)
    procedures: dict[str, list[Resource]] = {}
    for procedure in _of(desk, "Procedure", patient):
        visit = desk.shelf.find(procedure.model.encounter)
        if visit is None:
            desk.report.leave_out("Procedure", "belongs to no encounter in the files")
        else:
            procedures.setdefault(visit.id, []).append(procedure)
    for visit in sorted(_of(desk, "Encounter", patient), key=_begin):
        found = procedures.get(visit.id, [])
        import_visit(desk, visit, found, courses=courses, patient=who)
    for appointment in desk.shelf.all("Appointment"):
        if patient_named_in(desk, appointment) is patient:
            import_appointment(desk, appointment, courses, who)


def _of(desk: Desk, kind: str, patient: Resource) -> Iterator[Resource]:
    return (one for one in desk.shelf.all(kind) if _is_of(desk, one, patient))


def _is_of(desk: Desk, resource: Resource, patient: Resource) -> bool:
    return desk.shelf.find(resource.model.subject) is patient


def _begin(visit: Resource) -> tuple[datetime, str]:
    start = instant(visit.model.period.start) if visit.model.period else None
    return start or datetime.max.replace(tzinfo=UTC), visit.id


def _count_what_was_not_needed(desk: Desk) -> None:
    for kind in ("Practitioner", "Organization", "Location"):
        for resource in desk.shelf.all(kind):
            if (kind, resource.id) not in desk.links:
                desk.report.leave_out(kind, "no imported visit took place with it")
    for kind in ("CarePlan", "Encounter", "Procedure", "ServiceRequest"):
        for resource in desk.shelf.all(kind):
            if desk.shelf.find(resource.model.subject) is None:
                desk.report.leave_out(kind, "its patient is not in the files")
    for appointment in desk.shelf.all("Appointment"):
        if patient_named_in(desk, appointment) is None:
            desk.report.leave_out("Appointment", "its patient is not in the files")


def _refuse_demo(unit: Unit, into_demo: bool) -> None:
    query = select(CLINIC_PROFILE.c.is_demo)
    is_demo = unit.session.connection().execute(query).scalar()
    if is_demo and not into_demo:
        raise ImportRefused(
            "This is the demo clinic; real patients do not belong in it. Import into an empty"
            " database, or say --into-demo."
        )


def _zone(unit: Unit, zone: str, report: ImportReport) -> str:
    if zone:
        try:
            zone_of(zone)
        except Invalid as problem:
            raise ImportRefused(f"--zone: {problem.message}") from problem
        chosen = zone
    else:
        query = select(LOCATION.c.zone).order_by(LOCATION.c.id).limit(1)
        chosen = unit.session.connection().execute(query).scalar() or "UTC"
    report.remark(f"New locations keep the time zone {chosen}.")
    return chosen
