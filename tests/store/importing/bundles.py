"""Small FHIR R4 bundles of our own, as another system might export them."""

import json
from pathlib import Path
from typing import Any

Body = dict[str, Any]


def reference(kind: str, name: str) -> Body:
    return {"reference": f"{kind}/{name}"}


def concept(text: str) -> Body:
    return {"text": text}


def patient(name: str = "ada", **values: Any) -> Body:
    return {
        "resourceType": "Patient",
        "id": name,
        "name": [{"use": "official", "given": ["Ada"], "family": "Çelik"}],
        "birthDate": "1984-05-17",
        "telecom": [{"system": "phone", "value": "+49 170 5550123"}],
        **values,
    }


def practitioner(name: str = "lind") -> Body:
    return {
        "resourceType": "Practitioner",
        "id": name,
        "name": [{"prefix": ["Dr."], "given": ["Ines"], "family": "Lind"}],
    }


def organization(name: str = "harbour") -> Body:
    return {"resourceType": "Organization", "id": name, "name": "Harbour Skin"}


def care_plan(name: str = "plan", **values: Any) -> Body:
    return {
        "resourceType": "CarePlan",
        "id": name,
        "status": "active",
        "intent": "order",
        "subject": reference("Patient", "ada"),
        "category": [concept("Scar treatment")],
        "activity": [{"detail": {"code": concept("Needling"), "status": "in-progress"}}],
        "period": {"start": "2025-01-01"},
        **values,
    }


def encounter(name: str = "visit", **values: Any) -> Body:
    return {
        "resourceType": "Encounter",
        "id": name,
        "status": "finished",
        "class": {"code": "AMB"},
        "subject": reference("Patient", "ada"),
        "participant": [{"individual": reference("Practitioner", "lind")}],
        "period": {"start": "2025-06-02T09:03:20Z", "end": "2025-06-02T09:48:20Z"},
        "serviceProvider": reference("Organization", "harbour"),
        **values,
    }


def procedure(name: str = "needling", visit: str = "visit", **values: Any) -> Body:
    return {
        "resourceType": "Procedure",
        "id": name,
        "status": "completed",
        "code": concept("Needling"),
        "subject": reference("Patient", "ada"),
        "encounter": reference("Encounter", visit),
        "performedPeriod": {"start": "2025-06-02T09:10:00Z", "end": "2025-06-02T09:40:00Z"},
        **values,
    }


def claim(amount: float = 120.5, **values: Any) -> Body:
    return {
        "resourceType": "Claim",
        "id": "claim",
        "status": "active",
        "type": concept("institutional"),
        "use": "claim",
        "patient": reference("Patient", "ada"),
        "created": "2025-06-02",
        "provider": reference("Organization", "harbour"),
        "priority": concept("normal"),
        "insurance": [{"sequence": 1, "focal": True, "coverage": {"display": "own"}}],
        "procedure": [{"sequence": 1, "procedureReference": reference("Procedure", "needling")}],
        "item": [
            {
                "sequence": 1,
                "productOrService": concept("Needling"),
                "procedureSequence": [1],
                "encounter": [reference("Encounter", "visit")],
                "net": {"value": amount, "currency": "USD"},
            }
        ],
        "total": {"value": amount, "currency": "USD"},
        **values,
    }


def benefit(amount: float = 100) -> Body:
    return {
        "resourceType": "ExplanationOfBenefit",
        "id": "benefit",
        "status": "active",
        "type": concept("institutional"),
        "use": "claim",
        "patient": reference("Patient", "ada"),
        "created": "2025-06-10",
        "insurer": {"display": "Northern Health"},
        "provider": reference("Organization", "harbour"),
        "claim": reference("Claim", "claim"),
        "outcome": "complete",
        "insurance": [{"focal": True, "coverage": {"display": "own"}}],
        "payment": {"amount": {"value": amount, "currency": "USD"}},
    }


def appointment(name: str = "coming", **values: Any) -> Body:
    return {
        "resourceType": "Appointment",
        "id": name,
        "status": "booked",
        "serviceType": [concept("Needling")],
        "start": "2026-03-05T15:00:00Z",
        "end": "2026-03-05T15:30:00Z",
        "participant": [
            {"actor": reference("Patient", "ada"), "status": "accepted"},
            {"actor": reference("Practitioner", "lind"), "status": "accepted"},
        ],
        **values,
    }


def service_request(name: str = "order", **values: Any) -> Body:
    return {
        "resourceType": "ServiceRequest",
        "id": name,
        "status": "active",
        "intent": "order",
        "subject": reference("Patient", "ada"),
        "code": concept("Needling"),
        "occurrenceDateTime": "2026-04-01",
        **values,
    }


def visit_of_ada() -> list[Body]:
    """One patient with one documented visit within a plan."""
    return [patient(), practitioner(), organization(), care_plan(), encounter(), procedure()]


def bundle(*bodies: Body) -> Body:
    entries = [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in bodies]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def written(folder: Path, *bodies: Body, name: str = "export.json") -> Path:
    """The bodies as a bundle in a file."""
    path = folder / name
    path.write_text(json.dumps(bundle(*bodies)), encoding="utf-8")
    return path
