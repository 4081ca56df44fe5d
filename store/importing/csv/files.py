"""The text tables among given files: as they are, or out of a zip."""

import lzma
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp

from store.errors import ImportRefused

SUFFIXES = (".csv", ".tsv", ".tab", ".txt")
LARGEST = 4 << 30
"""Bytes; no file, and no zip as a whole, may unpack to more."""
MOST_FILES = 100
BLOCK = 1 << 20
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    RuntimeError,
    NotImplementedError,
    EOFError,
)
"""What opening or reading a zip raises that is broken, locked or packed in a way nobody knows."""

Named = tuple[Path, str]
"""Where a file lies, and what people call it."""


def is_table(path: Path) -> bool:
    """Whether a file is a text table by its name, or a zip that holds one."""
    if path.suffix.lower() in SUFFIXES:
        return True
    try:
        with zipfile.ZipFile(path) as archive:
            return any(_is_wanted(info) for info in archive.infolist())
    except (OSError, zipfile.BadZipFile):
        return False


def unpacked(files: Sequence[Named], folder: Path) -> Iterator[Named]:
    """Every table among the files, those of a zip written into ``folder``.

    Raises ImportRefused, naming file and reason, for what is missing, damaged or too large.
    """
    for path, name in files:
        try:
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    yield from _members(archive, name, folder)
            else:
                with path.open("rb"):
                    yield path, name
        except OSError as problem:
            raise ImportRefused(f"{name}: it cannot be read ({problem.strerror}).") from problem
        except DAMAGED as problem:
            raise ImportRefused(f"{name}: the zip is damaged or locked.") from problem


def _members(archive: zipfile.ZipFile, name: str, folder: Path) -> Iterator[Named]:
    infos = archive.infolist()
    if any(info.filename == "xl/workbook.xml" for info in infos):
        raise ImportRefused(f"{name}: this is a workbook; save each sheet of it as CSV first.")
    members = [info for info in infos if _is_wanted(info)]
    if not members:
        raise ImportRefused(f"{name}: there is no .csv file in it.")
    if len(members) > MOST_FILES:
        raise ImportRefused(f"{name}: it holds more than {MOST_FILES} files.")
    place, size = Path(mkdtemp(prefix="zip-", dir=folder)), 0
    for number, info in enumerate(members):
        target = place / f"{number}.csv"
        with archive.open(info) as packed, target.open("wb") as out:
            while block := packed.read(BLOCK):
                size += len(block)
                if size > LARGEST:
                    most = f"{LARGEST >> 30} gigabytes"
                    raise ImportRefused(f"{name}: it unpacks to more than {most}.")
                out.write(block)
        yield target, f"{name}/{info.filename}"


def _is_wanted(info: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(info.filename)
    is_hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return path.suffix.lower() in SUFFIXES and not info.is_dir() and not is_hidden
