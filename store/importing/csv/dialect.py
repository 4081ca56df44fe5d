"""How a file is written: its encoding and its separator, found out from its bytes."""

import codecs
import csv
from dataclasses import dataclass
from pathlib import Path

from store.errors import ImportRefused

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
SAMPLE = 1 << 16
"""Bytes or letters that are enough to tell."""
SAMPLE_ROWS = 50
BLOCK = 1 << 20
MARKS = (
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NAMES = {
    "utf-8-sig": "UTF-8 with a mark",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
}


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a reader has to know; ``skips`` says that the first line only names the separator."""

    encoding: str
    separator: str
    skips: bool = False

    @property
    def words(self) -> str:
        """Both in words."""
        return f"{NAMES[self.encoding]}, {SEPARATORS[self.separator]}-separated"


def dialect_of(path: Path, name: str) -> Dialect:
    """Looks at the whole file for its encoding; raises ImportRefused for what is no text table."""
    encoding = _encoding(path, name)
    with path.open(encoding=encoding, errors=errors_of(encoding), newline="") as text:
        sample = text.read(SAMPLE)
    first = sample.partition("\n")[0].strip()
    if first.lower().startswith("sep=") and first[4:] in SEPARATORS:
        return Dialect(encoding, first[4:], skips=True)
    if not sample.strip():
        raise ImportRefused(f"{name}: the file is empty.")
    return Dialect(encoding, _separator(sample))


def errors_of(encoding: str) -> str:
    """How bytes that are no text are read: half characters are kept, to be refused by their cell."""
    return "replace" if encoding == "cp1252" else "surrogatepass"


def _encoding(path: Path, name: str) -> str:
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ImportRefused(f"{name}: this is a workbook; save it as CSV first.")
    for mark, encoding in MARKS:
        if head.startswith(mark):
            if not encoding:
                raise ImportRefused(f"{name}: this is UTF-32; save it as UTF-8.")
            _decode_all(path, name, encoding)
            return encoding
    if (guess := _unmarked_utf16(head)) and _is_text(path, guess):
        return guess
    return "utf-8" if _is_text(path, "utf-8") else "cp1252"


def _unmarked_utf16(head: bytes) -> str:
    pairs = len(head) // 2
    odd, even = head[1::2].count(0), head[::2].count(0)
    if pairs and odd > 0.4 * pairs > 10 * even:
        return "utf-16-le"
    return "utf-16-be" if pairs and even > 0.4 * pairs > 10 * odd else ""


def _is_text(path: Path, encoding: str) -> bool:
    try:
        _decode_all(path, "", encoding)
    except ImportRefused:
        return False
    return True


def _decode_all(path: Path, name: str, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)(errors_of(encoding))
    at = 0
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                decoder.decode(block)
                at += len(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError as problem:
        place = max(0, at + problem.start)
        reason = f"near byte {place:,} it is not {NAMES[encoding]} text"
        raise ImportRefused(f"{name}: {reason}.") from problem


def _separator(sample: str) -> str:
    """The one that parts the most rows into the same number of cells, and into the most cells."""
    best, score = ",", (0.0, 0)
    for separator in SEPARATORS:
        found = _score(sample, separator)
        if found > score:
            best, score = separator, found
    return best


def _score(sample: str, separator: str) -> tuple[float, int]:
    lines = iter(sample.splitlines(keepends=True)[:SAMPLE_ROWS])
    try:
        rows = [row for row in csv.reader(lines, delimiter=separator) if row]
    except csv.Error:
        return 0.0, 0
    width = len(rows[0]) if rows else 0
    if width < 2:
        return 0.0, 0
    same = sum(len(row) == width for row in rows) / len(rows)
    return round(same, 1), width
