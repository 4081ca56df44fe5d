"""Patients, practitioners, places and services of an import."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from store.accounts.roles import write_roles
from store.importing.desk import Desk
from store.importing.fhir import Resource, text_of
from store.models import (
    BusinessHours,
    Location,
    Patient,
    PatientWord,
    Provider,
    ProviderHours,
    Service,
    ServiceProvider,
    Staff,
)
from store.search import patient_words, sort_key
from store.tables import LOCATION, PATIENT, PROVIDER, PROVIDER_HOURS, SERVICE, SERVICE_PROVIDER
from store.words import Category, Role

NINE, FIVE = 9 * 60, 17 * 60


def import_patient(desk: Desk, resource: Resource, allergies: Sequence[Resource]) -> int:
    """The patient's id here, made when new; allergies become alerts."""
    known = desk.counted(resource, "patients")
    if known is not None:
        return known
    model = resource.model
    given, family = _name(model.name, ("official", "usual"))
    preferred = " ".join(_name([n for n in model.name or [] if n.use == "nickname"], ())).strip()
    numbers = (_telecom(model, "phone"), _record_number(desk, resource))
    patient_id = desk.write(
        Patient(
            given_name=given,
            family_name=family or ("" if given else "Unnamed patient"),
            preferred_name=preferred or None,
            birth_date=model.birthDate,
            phone=numbers[0] or None,
            email=_telecom(model, "email") or None,
            record_number=numbers[1],
            alerts=sorted({f"Allergy: {text_of(one.model.code)}" for one in allergies}),
            sort_key=sort_key(given, family),
        )
    )
    for word in patient_words(given, family, preferred, numbers=numbers):
        desk.unit.session.add(PatientWord(word=word, patient_id=patient_id))
    desk.link(resource, "patient", patient_id)
    desk.unit.patients.add(patient_id)
    desk.report.brought_in["patients"] += 1
    return patient_id


def provider_for(desk: Desk, resource: Resource | None) -> int:
    """The provider a practitioner is here; a placeholder when none was recorded."""
    if resource is None:
        desk.report.remark("Visits without a practitioner name “Provider not recorded”.")
        return _named(desk, "provider", "Provider not recorded")
    known = desk.known(resource)
    if known is not None:
        return known
    prefix = " ".join(resource.model.name[0].prefix or []) if resource.model.name else ""
    name = " ".join((prefix, *_name(resource.model.name, ("official",)))).strip()
    provider_id = desk.write(Provider(name=name or f"Practitioner {resource.id}"))
    staff_id = desk.write(Staff(name=name or resource.id, provider_id=provider_id))
    write_roles(desk.unit.session, staff_id, [Role.PROVIDER])
    desk.link(resource, "provider", provider_id)
    desk.report.brought_in["providers"] += 1
    return provider_id


def location_for(desk: Desk, resource: Resource | None) -> int:
    """The location an organisation or place is here, in the import's zone."""
    if resource is None:
        return _named(desk, "location", "Imported location")
    known = desk.known(resource)
    if known is not None:
        return known
    name = getattr(resource.model, "name", None) or f"Location {resource.id}"
    location_id = _open_location(desk, name)
    desk.link(resource, "location", location_id)
    desk.report.brought_in["locations"] += 1
    return location_id


def service_for(desk: Desk, name: str, minutes: int) -> int:
    """The service of that name, made when the clinic has none; ``minutes`` as it took here."""
    key = ("service", name)
    if key not in desk.names:
        query = select(SERVICE.c.id).where(SERVICE.c.name == name).limit(1)
        found = desk.unit.session.connection().execute(query).scalar()
        if found is None:
            rounded = max(5, min(8 * 60, -(-minutes // 5) * 5))
            found = desk.write(
                Service(
                    name=name,
                    category=Category.OTHER,
                    minutes=rounded,
                    price=0,
                    needs_room=False,
                )
            )
            desk.report.brought_in["services"] += 1
        desk.names[key] = found
    return desk.names[key]


def qualify(desk: Desk, service_id: int, provider_id: int) -> None:
    """Let a provider do what they were seen to do."""
    key = ("qualified", f"{service_id}/{provider_id}")
    if key not in desk.names:
        row = ServiceProvider(service_id=service_id, provider_id=provider_id)
        match = (SERVICE_PROVIDER.c.service_id == service_id) & (
            SERVICE_PROVIDER.c.provider_id == provider_id
        )
        found = desk.unit.session.connection().execute(select(SERVICE_PROVIDER).where(match))
        if found.first() is None:
            desk.unit.session.add(row)
            desk.unit.session.flush()
        desk.names[key] = service_id


def employ(desk: Desk, provider_id: int, location_id: int) -> None:
    """Assume office hours for a provider that came without any, so that they can be booked."""
    key = ("employed", f"{provider_id}/{location_id}")
    if key in desk.names:
        return
    desk.names[key] = provider_id
    table = PROVIDER_HOURS
    match = (table.c.provider_id == provider_id) & (table.c.location_id == location_id)
    if desk.unit.session.connection().execute(select(table.c.id).where(match)).first():
        return
    for weekday in range(5):
        desk.unit.session.add(
            ProviderHours(
                provider_id=provider_id,
                location_id=location_id,
                weekday=weekday,
                starts=NINE,
                ends=FIVE,
            )
        )
    desk.report.remark(
        "Providers came without working hours; Monday to Friday 09:00 to 17:00 was assumed"
        " wherever they were seen."
    )


def _named(desk: Desk, kind: str, name: str) -> int:
    if (kind, name) not in desk.names:
        table = PROVIDER if kind == "provider" else LOCATION
        query = select(table.c.id).where(table.c.name == name).limit(1)
        found = desk.unit.session.connection().execute(query).scalar()
        if found is None and kind == "provider":
            found = desk.write(Provider(name=name, disabled=True))
        desk.names[kind, name] = found or _open_location(desk, name)
    return desk.names[kind, name]


def _open_location(desk: Desk, name: str) -> int:
    location_id = desk.write(Location(name=name, zone=desk.zone))
    for weekday in range(5):
        desk.unit.session.add(
            BusinessHours(location_id=location_id, weekday=weekday, opens=NINE, closes=FIVE)
        )
    return location_id


def _name(names: Any, uses: Sequence[str]) -> tuple[str, str]:
    chosen = next((n for use in uses for n in names or [] if n.use == use), None)
    chosen = chosen or next(iter(names or []), None)
    if chosen is None:
        return "", ""
    given = " ".join(chosen.given or [])
    if not given and not chosen.family:
        return "", chosen.text or ""
    return given, chosen.family or ""


def _telecom(model: Any, system: str) -> str:
    values = [t.value for t in model.telecom or [] if t.system == system and t.value]
    return str(values[0]) if values else ""


def _record_number(desk: Desk, resource: Resource) -> str:
    identifiers = resource.model.identifier or []
    medical = [i.value for i in identifiers if i.value and _is_record_number(i)]
    number = str(medical[0] if medical else resource.id)
    taken = select(PATIENT.c.id).where(PATIENT.c.record_number == number)
    if desk.unit.session.connection().execute(taken).first() is None:
        return number
    desk.report.remark(f"Record number {number} was taken; the imported patient's has a mark.")
    return f"{number} (imported {datetime.now(UTC):%Y%m%d%H%M%S%f})"


def _is_record_number(identifier: Any) -> bool:
    codings = (identifier.type.coding or []) if identifier.type else []
    return any(coding.code == "MR" for coding in codings)
