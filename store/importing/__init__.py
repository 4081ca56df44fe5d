"""Real input: HL7 FHIR R4 bundles become patients, plans, sessions, items and bookings."""

from store.importing.importer import import_files
from store.importing.report import ImportReport

__all__ = ["ImportReport", "import_files"]
