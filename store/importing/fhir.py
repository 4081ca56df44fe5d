"""FHIR R4 resources, validated, and what their references point at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

from babel.numbers import get_currency_precision
from pydantic import ValidationError

from store.importing.sources import Source

PLACED = (
    "Patient",
    "Practitioner",
    "Organization",
    "Location",
    "CarePlan",
    "ServiceRequest",
    "Appointment",
    "Encounter",
    "Procedure",
    "Claim",
    "ExplanationOfBenefit",
)
"""The resource types that have a place in Regimen."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A validated resource; ``model`` is that of fhir.resources, R4B."""

    source: Source
    model: Any

    @property
    def kind(self) -> str:
        """Its resource type."""
        return self.source.kind

    @property
    def id(self) -> str:
        """What it is known by in its source."""
        return self.source.id


class Shelf:
    """All resources of an import by type, and by everything a reference may call them."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """The first of two resources with the same name counts."""
        self._by_kind: dict[str, list[Resource]] = {kind: [] for kind in PLACED}
        self._by_name: dict[str, Resource] = {}
        for resource in resources:
            names = [f"{resource.kind}/{resource.id}", f"urn:uuid:{resource.id}"]
            if names[0] in self._by_name:
                continue
            self._by_kind[resource.kind].append(resource)
            for name in (*names, resource.source.url):
                if name:
                    self._by_name.setdefault(name, resource)

    def all(self, kind: str) -> list[Resource]:
        """Every resource of a type, in the order of the files."""
        return self._by_kind[kind]

    def find(self, reference: Any) -> Resource | None:
        """What a Reference points at, when it is among the files."""
        name = getattr(reference, "reference", None)
        if not isinstance(name, str):
            return None
        return self._by_name.get(name) or self._by_name.get("/".join(name.split("/")[-2:]))


def validated(source: Source) -> Resource:
    """The resource checked against FHIR R4; raises ImportRefused with its reason in words."""
    module = import_module(f"fhir.resources.R4B.{source.kind.lower()}")
    try:
        return Resource(source, getattr(module, source.kind).model_validate(source.body))
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "the resource"
        raise source.refuse(f"{where}: {first['msg']}.") from problem
    except (RecursionError, OverflowError) as problem:
        raise source.refuse("it holds a value that is out of all bounds.") from problem


def text_of(concept: Any) -> str:
    """The words of a CodeableConcept: its text, else a display, else a code."""
    if concept is None:
        return ""
    if concept.text:
        return str(concept.text)
    codings = concept.coding or []
    return next((str(c.display or c.code) for c in codings if c.display or c.code), "")


def instant(value: Any) -> datetime | None:
    """A dateTime as aware UTC in whole seconds; a bare day is its midnight UTC."""
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC).replace(microsecond=0)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return None


def day(value: Any) -> date | None:
    """The day of a date or dateTime as it was written."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def span(period: Any) -> tuple[datetime | None, datetime | None]:
    """Start and end of a Period."""
    if period is None:
        return None, None
    return instant(period.start), instant(period.end)


def minor_units(money: Any) -> int:
    """An amount of Money in its currency's minor units; negative ones come as they are."""
    if money is None or money.value is None:
        return 0
    value = Decimal(money.value)
    return round(value.scaleb(get_currency_precision(money.currency or "USD")))
