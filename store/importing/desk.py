"""Where an import keeps what it has made so far, and finds what an earlier one made."""

import hashlib
import json
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlmodel import SQLModel

from store.importing.fhir import Resource, Shelf
from store.importing.report import ImportReport
from store.models import SourceLink
from store.tables import SOURCE_LINK
from store.text import unturned
from store.unit import Unit


@dataclass
class Desk:
    """One import at work: its transaction, its resources, its report, its memory."""

    unit: Unit
    shelf: Shelf
    report: ImportReport
    zone: str
    links: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    names: dict[tuple[str, str], int] = field(default_factory=dict)
    """Things without a resource of their own, such as services, by kind and name."""

    def __post_init__(self) -> None:
        """Remember what was imported before."""
        query = select(
            SOURCE_LINK.c.kind,
            SOURCE_LINK.c.source_id,
            SOURCE_LINK.c.entity_id,
            SOURCE_LINK.c.digest,
        )
        for kind, source_id, entity_id, digest in self.unit.session.connection().execute(query):
            self.links[kind, source_id] = (entity_id, digest)

    def known(self, resource: Resource) -> int | None:
        """The id this resource has here already; a changed one is told of and kept as it was."""
        found = self.links.get((resource.kind, resource.id))
        if found is None:
            return None
        entity_id, digest = found
        if digest and digest != digest_of(resource):
            self.report.remark(
                f"{resource.kind} {resource.id} has changed since it was imported;"
                " what is here was kept."
            )
        return entity_id

    def counted(self, resource: Resource, noun: str) -> int | None:
        """``known``, and counted as already there when it is."""
        found = self.known(resource)
        if found is not None:
            self.report.already_there[noun] += 1
        return found

    def link(self, resource: Resource, entity: str, entity_id: int) -> None:
        """Remember what this resource became."""
        digest = digest_of(resource)
        self.links[resource.kind, resource.id] = (entity_id, digest)
        self.unit.session.add(
            SourceLink(
                kind=resource.kind,
                source_id=resource.id,
                entity=entity,
                entity_id=entity_id,
                digest=digest,
            )
        )

    def write(self, row: SQLModel) -> int:
        """Write a row at once and hand back its id."""
        for name, value in row.model_dump().items():
            if isinstance(value, str) and value != unturned(value):
                setattr(row, name, unturned(value))
        self.unit.session.add(row)
        self.unit.session.flush()
        row_id: int = row.id  # type: ignore[attr-defined]
        return row_id


def digest_of(resource: Resource) -> str:
    """A short fingerprint of a resource's content."""
    text = json.dumps(resource.source.body, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
