"""What an import leaves in the audit trail: one row for all that came in."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from store.copying import digest
from store.unit import Unit

Files = list[dict[str, str]]


def sums(files: Iterable[tuple[str, Path]]) -> Files:
    """Each file's name and the SHA-256 of its bytes."""
    return [{"name": name, "sha256": digest(path)} for name, path in files]


def summarise(unit: Unit, files: Files, counts: Mapping[str, int]) -> None:
    """Let the trail have files and counts in place of every row."""
    names = ", ".join(one["name"] for one in files)
    unit.summarise(f"Imported {names}.", {"files": files, "counts": dict(counts)})
