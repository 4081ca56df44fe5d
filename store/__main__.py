"""The command line: `python -m store demo | import | backup | restore | link | factor | check | audit`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.exc import SQLAlchemyError

from store.audit import Head
from store.audit import verify as verify_trail
from store.clinic import Clinic, utc_now
from store.database import Database
from store.derive import session_count, verify
from store.errors import RegimenError
from store.importing import options
from store.opening import begin
from store.settings import Settings
from store.views import Actor
from store.words import Role

MOST_SHOWN = 20
"""Differences that `check` writes out; the rest is counted."""
SERVER = Actor(
    staff_id=None, name="Command line", roles=frozenset({Role.MANAGER}), origin="command line"
)

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Looks after a clinic's database, which is made and brought up to date when needed. It"
    " lies in the folder that REGIMEN_DATA names, ./data when it names none.",
    epilog="Exit codes: 0 done; 1 refused, or differences found; 2 not understood.",
)
audit = typer.Typer(no_args_is_help=True, help="Looks after the audit trail.")
app.add_typer(audit, name="audit")
factor = typer.Typer(no_args_is_help=True, help="Looks after second factors.")
app.add_typer(factor, name="factor")
out = Console(highlight=False, markup=False, soft_wrap=True)
err = Console(highlight=False, markup=False, soft_wrap=True, stderr=True)


@app.command()
def demo(
    sessions: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=20_000_000,
            help="How many treatment sessions. Without it, 600 patients and what belongs to them.",
        ),
    ] = None,
) -> None:
    """Fill an empty database with the demo clinic, as it looks today."""
    from store.demo import fill  # only this command needs the demo's names and courses

    with _in_words():
        clinic = _clinic()
        with _bar() as bar:
            task = bar.add_task("Making sessions", total=None)
            fill(
                clinic.database,
                now=clinic.now(),
                sessions=sessions,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
        with clinic.database.read() as connection:
            out.print(f"The demo clinic is ready: {session_count(connection):,} sessions.")


@app.command("import")
def import_(  # noqa: PLR0913 - one parameter an option
    files: options.Files,
    zone: options.Zone = "",
    *,
    kind: options.KindName = "",
    mapping: options.Mapping = None,
    dates: options.Dates = "",
    dry_run: options.DryRun = False,
    skip_errors: options.SkipErrors = False,
    report: options.Report = None,
    into_demo: options.IntoDemo = False,
) -> None:
    """Bring files in: all of them, or nothing. Importing again changes nothing."""
    from store.importing import csv  # only this command needs the importers

    with _in_words():
        tables = [csv.is_table(file) for file in files]
        if not any(tables):
            _import_bundles(files, zone, into_demo=into_demo)
            return
        if not all(tables):
            _stop(
                "CSV tables and FHIR bundles cannot come in together; import one after the other."
            )
        wish = csv.Wish(
            kind, tuple(mapping or ()), dates, zone, dry_run, skip_errors, into_demo, report
        )
        clinic = _clinic()
        with _progress("Reading") as progress:
            is_fine = csv.bring_in(clinic, files, wish, say=out.print, progress=progress)
        begin(clinic.database)
    if not is_fine:
        raise typer.Exit(1)


def _import_bundles(files: list[Path], zone: str, *, into_demo: bool) -> None:
    from store.importing import import_files  # FHIR's models take half a second to load

    clinic = _clinic()
    with _progress("Reading") as progress:
        report = import_files(clinic, files, zone=zone, into_demo=into_demo, progress=progress)
    begin(clinic.database)
    for line in report.lines():
        out.print(line)


@app.command()
def backup() -> None:
    """Make a verified copy of everything, while the server and everybody may work on."""
    with _in_words():
        clinic = _clinic()
        with _bar() as bar:
            task = bar.add_task("Copying", total=None)
            made = clinic.back_up(
                by=SERVER,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
        out.print(f"{clinic.shelf.folder / made.name}: {made.size:,} bytes, checked.")


@app.command()
def restore(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A backup, as `backup` or the server made it.")
    ],
) -> None:
    """Put a backup back in place, after checking it. What was there is kept beside the backups."""
    from store.backups import restore as put_back  # one word for the command and for what it does

    with _in_words():
        settings = Settings()
        database = Database(settings.database_path)
        with err.status("Checking and restoring"):
            kept = put_back(database, file, settings.shelf, now=utc_now(), by=SERVER)
        out.print(f"The clinic is what it was in {file.name}.")
        out.print(f"What was there before is kept in {kept}.")
        out.print("Pages that are open show it once they are loaded again.")


@app.command()
def link(
    name: Annotated[
        str,
        typer.Argument(
            help="Whose: a sign-in name, or a name as the staff list has it. Without one, the first"
            " manager's, while nobody can sign in as manager."
        ),
    ] = "",
) -> None:
    """Print a one-time link to choose a password with; it works once, within 30 minutes."""
    with _in_words():
        clinic = _clinic()
        begin(clinic.database)
        made = clinic.make_link_for(name, by=SERVER) if name else clinic.make_first_link()
        if made is None:
            _stop("There is a manager who can sign in. Say whose link it is: a sign-in name.")
        out.print(f"{made.message} It works once, within 30 minutes:")
        out.print(Settings().link_address(made.token))


@factor.command("off")
def factor_off(
    name: Annotated[
        str, typer.Argument(help="Whose: a sign-in name, or a name as the staff list has it.")
    ],
) -> None:
    """Take the second factor off somebody who lost it, and sign them out everywhere."""
    with _in_words():
        clinic = _clinic()
        out.print(clinic.reset_second_factor_for(name, by=SERVER).message)


@app.command()
def check() -> None:
    """Work out again everything that is derived, and say where the database differs."""
    found = 0
    with _in_words(), err.status("Comparing"):
        clinic = _clinic()
        with clinic.database.read() as connection:
            count = session_count(connection)
            for sentence in verify(connection, clinic.now()):
                found += 1
                if found <= MOST_SHOWN:
                    out.print(sentence)
            trail = verify_trail(connection)
    if trail.fault:
        out.print(f"Audit trail: {trail.fault}")
    if found:
        noun = "difference" if found == 1 else "differences"
        out.print(f"{found:,} {noun} in {count:,} sessions.")
    else:
        out.print(f"Everything that is derived agrees in {count:,} sessions.")
    if found or trail.fault:
        raise typer.Exit(1)


@audit.command("verify")
def verify_audit(
    head: Annotated[
        list[str] | None,
        typer.Option(
            help="A head that was noted before, as this command prints it and as it stands beside"
            " every backup: the trail has to lead through it. Several may be given."
        ),
    ] = None,
) -> None:
    """Find any entry of the audit trail that was edited, deleted, inserted, swapped or cut off."""
    with _in_words():
        known = [Head.read(one) for one in head or ()]
        clinic = _clinic()
        with err.status("Following the trail"), clinic.database.read() as connection:
            verdict = verify_trail(connection, known)
    if verdict.fault:
        out.print(verdict.fault)
        raise typer.Exit(1)
    out.print(f"The audit trail is whole: {verdict.head.count:,} entries.")
    out.print(f"Its head is {verdict.head}")


def _clinic() -> Clinic:
    settings = Settings()
    database = Database(settings.database_path)
    database.migrate()
    return Clinic(database, shelf=settings.shelf, schedule=settings.schedule)


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
    )


@contextmanager
def _progress(first: str) -> Iterator[Callable[[str, int, int], None]]:
    with _bar() as bar:
        task = bar.add_task(first, total=None)
        yield lambda step, done, total: bar.update(
            task, description=step, completed=done, total=total or None
        )


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except RegimenError as problem:
        _stop(problem.message)
    except ValidationError as problem:
        first = problem.errors()[0]
        _stop(f"{'_'.join(('REGIMEN', *map(str, first['loc']))).upper()}: {first['msg']}.")
    except OSError as problem:
        _stop(f"{problem.filename or 'A file'} cannot be used: {problem.strerror or 'unknown'}.")
    except SQLAlchemyError:
        _stop("The database file is damaged, or it is not one of Regimen's. Nothing was changed.")


def _stop(message: str) -> NoReturn:
    err.print(message)
    raise typer.Exit(1)


if __name__ == "__main__":
    app(prog_name="python -m store")
