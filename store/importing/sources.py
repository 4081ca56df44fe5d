"""Reads FHIR resources out of files: JSON, NDJSON, or a zip of them."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from store.errors import ImportRefused

LARGEST = 1 << 30
"""No single file may unpack to more bytes than this."""
SUFFIXES = (".json", ".ndjson", ".jsonl")


@dataclass(frozen=True, slots=True)
class Source:
    """One resource as it stands in a file; ``url`` is its full URL in its bundle, or empty."""

    file: str
    place: str
    url: str
    body: dict[str, Any]

    @property
    def kind(self) -> str:
        """Its resource type."""
        return str(self.body.get("resourceType", ""))

    @property
    def id(self) -> str:
        """What it is known by in its source: its id, else its full URL."""
        return str(self.body.get("id") or self.url)

    def refuse(self, reason: str) -> ImportRefused:
        """The error that names this resource."""
        return ImportRefused(f"{self.file}: {self.kind} {self.id or self.place}: {reason}")


def read(paths: list[Path], *, progress: Callable[[str], None] = lambda file: None) -> list[Source]:
    """Every resource in the files, in order.

    Raises ImportRefused, naming file and reason, for a file that is missing or broken.
    """
    found: list[Source] = []
    for path in paths:
        for name, text in _texts(path):
            progress(name)
            found += _resources(name, text)
    return found


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from _members(path.name, archive)
        else:
            yield path.name, _decoded(path.name, path.read_bytes())
    except OSError as problem:
        raise ImportRefused(f"{path.name}: it cannot be read ({problem.strerror}).") from problem
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as problem:
        raise ImportRefused(f"{path.name}: the zip is damaged or locked.") from problem


def _members(archive_name: str, archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    members = [info for info in archive.infolist() if info.filename.lower().endswith(SUFFIXES)]
    if not members:
        raise ImportRefused(f"{archive_name}: there is no .json or .ndjson file in it.")
    for info in members:
        name = f"{archive_name}/{info.filename}"
        if info.file_size > LARGEST:
            raise ImportRefused(f"{name}: it is larger than a gigabyte.")
        yield name, _decoded(name, archive.read(info))


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise ImportRefused(f"{name}: byte {problem.start} is not UTF-8 text.") from problem


def _resources(name: str, text: str) -> Iterator[Source]:
    if name.lower().endswith((".ndjson", ".jsonl")):
        for number, line in enumerate(io.StringIO(text), 1):
            if line.strip():
                yield from _unfolded(name, f"line {number}", _parsed(name, line, line_no=number))
    else:
        yield from _unfolded(name, "the file", _parsed(name, text))


def _parsed(name: str, text: str, *, line_no: int = 0) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as problem:
        line = line_no or problem.lineno
        reason = f"line {line}, column {problem.colno}: this is not JSON ({problem.msg.lower()})"
        raise ImportRefused(f"{name}: {reason}.") from problem
    except RecursionError as problem:
        raise ImportRefused(f"{name}: it is nested too deeply.") from problem
    except ValueError as problem:
        raise ImportRefused(f"{name}: a number in it is too long.") from problem


def _unfolded(name: str, place: str, body: Any) -> Iterator[Source]:
    if not isinstance(body, dict) or not isinstance(body.get("resourceType"), str):
        raise ImportRefused(f"{name}: {place} is not a FHIR resource: it has no resourceType.")
    if body["resourceType"] != "Bundle":
        yield Source(name, place, "", body)
        return
    entries = body.get("entry", [])
    if not isinstance(entries, list):
        raise ImportRefused(f"{name}: Bundle: its entries are not a list.")
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict) or not isinstance(entry.get("resource"), dict):
            raise ImportRefused(f"{name}: Bundle entry {number} holds no resource.")
        url = entry.get("fullUrl")
        resource = entry["resource"]
        if not isinstance(resource.get("resourceType"), str):
            raise ImportRefused(f"{name}: Bundle entry {number} has no resourceType.")
        yield Source(name, f"entry {number}", url if isinstance(url, str) else "", resource)
