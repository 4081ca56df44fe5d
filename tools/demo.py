"""Whether `make run` should begin with the demo clinic."""

from collections.abc import Mapping
from pathlib import Path

SQLITE_MAGIC = b"SQLite format 3\x00"


def is_wanted(environ: Mapping[str, str], root: Path) -> bool:
    """True when nobody has said REGIMEN_DEMO, named a database, or begun one in the data folder."""
    settings = {**_dotenv(root / ".env"), **environ}
    if "REGIMEN_DEMO" in settings or settings.get("REGIMEN_DATABASE_URL"):
        return False
    folder = root / (settings.get("REGIMEN_DATA") or "data")
    return not any(_is_database(file) for file in folder.glob("*"))


def _dotenv(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    pairs = (line.removeprefix("export ").partition("=") for line in lines if line[:1] != "#")
    return {name.strip(): value.strip().strip("\"'") for name, equals, value in pairs if equals}


def _is_database(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as stream:
        return stream.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC
