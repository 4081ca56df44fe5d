"""Goes on with an import that was cut off while it was being saved, and clears up behind others."""

from collections.abc import Sequence
from pathlib import Path
from shutil import rmtree

from sqlalchemy.exc import OperationalError

from store.audit import SERVER
from store.clinic import Clinic
from store.importing.csv import journal
from store.importing.csv.journal import Step
from store.importing.csv.saving import Saver
from store.importing.csv.staging import Staging
from store.importing.importer import Progress
from store.views import Actor

FOLDER = "importing"
STALE_SECONDS = 24 * 3600
LOST = (
    "An import was cut off, and the file it was laid out in is gone: the rest of it did not come in."
    " Import the same files again; what is in already stays as it is."
)


def waiting(clinic: Clinic) -> Sequence[Step]:
    """What is known of an import that is not whole yet; empty when every one is."""
    with clinic.database.read() as connection:
        return journal.steps(connection)


def resume(clinic: Clinic, progress: Progress = lambda step, done, total: None) -> bool:
    """Bring in the rest of an import that was cut off; whether there was one.

    One of which nothing is in yet is forgotten. Leaves alone one that somebody is at just now.
    """
    steps = waiting(clinic)
    if not steps:
        return False
    path = clinic.database.path.parent / FOLDER / steps[0]["staged"]
    if not path.is_file():
        _forget(clinic, LOST if len(steps) > 1 else "")
        return True
    staging = _opened(path)
    if staging is None:
        return False
    try:
        _go_on(clinic, staging, progress)
    finally:
        staging.close()
    rmtree(path.parent, ignore_errors=True)
    return True


def clear(clinic: Clinic) -> None:
    """Remove what an import left that was cut off; to be called while none is at work here."""
    steps = waiting(clinic)
    needed = Path(steps[0]["staged"]).parent.name if steps else ""
    for left in (clinic.database.path.parent / FOLDER).glob("*"):
        is_stale = left.stat().st_mtime < clinic.now().timestamp() - STALE_SECONDS
        if is_stale and left.name != needed:
            rmtree(left, ignore_errors=True)


def _go_on(clinic: Clinic, staging: Staging, progress: Progress) -> None:
    steps = waiting(clinic)
    if len(steps) > 1:
        by = Actor.model_validate(steps[0]["by"])
        Saver(clinic, staging, by, steps[0]["files"], progress=progress).run()
    elif steps:
        _forget(clinic, "")


def _forget(clinic: Clinic, said: str) -> None:
    with clinic.command("import" if said else "", SERVER) as unit:
        journal.end(unit.session.connection())
        if said:
            unit.summarise(said, {})


def _opened(path: Path) -> Staging | None:
    """The file, unless some other process or thread has it."""
    try:
        return Staging(path, is_new=False)
    except OperationalError:
        return None
