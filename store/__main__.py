"""The command line: `python -m store demo | import | check`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.exc import SQLAlchemyError

from store.clinic import Clinic
from store.database import Database
from store.derive import verify
from store.errors import RegimenError
from store.opening import begin
from store.settings import Settings

MOST_SHOWN = 20
"""Differences that `check` writes out; the rest is counted."""

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Looks after a clinic's database, which is made and brought up to date when needed. It"
    " lies in the folder that REGIMEN_DATA names, ./data unless set.",
)
out, err = Console(highlight=False), Console(stderr=True, highlight=False)


@app.command()
def demo(
    sessions: Annotated[
        int | None,
        typer.Option(min=1, max=20_000_000, help="How many sessions; 600 patients when not said."),
    ] = None,
) -> None:
    """Fill an empty database with the demo clinic, as it would look today."""
    from store.demo import fill  # only this command needs the demo's names and courses

    with _in_words(), _bar() as progress:
        clinic = _clinic()
        task = progress.add_task("Making sessions", total=None)
        fill(
            clinic.database,
            now=clinic.now(),
            sessions=sessions,
            progress=lambda done, total: progress.update(task, completed=done, total=total),
        )
    out.print("The demo clinic is ready.")


@app.command("import")
def bring_in(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="HL7 FHIR R4: JSON bundles or resources, NDJSON, or a zip of them.",
            show_default=False,
        ),
    ],
    zone: Annotated[
        str,
        typer.Option(help="Time zone of new locations, such as Europe/Berlin; else the first's."),
    ] = "",
    into_demo: Annotated[
        bool, typer.Option("--into-demo", help="Allow it although this is the demo clinic.")
    ] = False,
) -> None:
    """Bring patients, plans and sessions in from files: all of them, or nothing at all."""
    from store.importing import import_files  # only this command needs the FHIR models

    with _in_words(), _bar() as progress:
        clinic = _clinic()
        task = progress.add_task("Reading", total=None)
        report = import_files(
            clinic,
            files,
            zone=zone,
            into_demo=into_demo,
            progress=lambda step, done, total: progress.update(
                task, description=step, completed=done, total=total or None
            ),
        )
        begin(clinic.database)
    for line in report.lines():
        out.print(line, markup=False)


@app.command()
def check() -> None:
    """Compute every derived value again and tell where the database says otherwise."""
    with _in_words():
        clinic = _clinic()
        found = 0
        with clinic.database.read() as connection:
            for sentence in verify(connection, clinic.now()):
                found += 1
                if found <= MOST_SHOWN:
                    err.print(sentence, markup=False)
    if found:
        err.print(f"{found} differences.")
        raise typer.Exit(1)
    out.print("Everything that is derived agrees with what it is derived from.")


def _clinic() -> Clinic:
    database = Database(Settings().database_path)
    database.migrate()
    return Clinic(database)


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
    )


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except RegimenError as problem:
        _stop(problem.message)
    except ValidationError as problem:
        first = problem.errors()[0]
        _stop(f"REGIMEN_{'_'.join(map(str, first['loc'])).upper()}: {first['msg']}")
    except OSError as problem:
        _stop(f"{problem.filename or 'A file'} cannot be used: {problem.strerror}.")
    except SQLAlchemyError:
        _stop("The database file is damaged or is not one of Regimen's.")


def _stop(message: str) -> None:
    err.print(message, markup=False)
    raise typer.Exit(1)


if __name__ == "__main__":
    app(prog_name="python -m store")
