"""The options of `python -m store import`, each with what its help says."""

from pathlib import Path
from typing import Annotated

import typer

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE",
        help="CSV tables of any kind, or FHIR R4 bundles (JSON, NDJSON); or a zip of either.",
    ),
]
Zone = Annotated[
    str,
    typer.Option(
        help="IANA time zone of locations that are new, such as Europe/Paris."
        " Without it that of the first location, else UTC.",
        show_default=False,
    ),
]
IntoDemo = Annotated[
    bool, typer.Option("--into-demo", help="Import even though this is a demo clinic.")
]
KindName = Annotated[
    str, typer.Option(help="CSV: what the rows are, where their columns do not tell.")
]
Mapping = Annotated[
    list[str] | None,
    typer.Option(metavar="COLUMN=FIELD", help="CSV: what a column means. May be repeated."),
]
Dates = Annotated[
    str, typer.Option(metavar="dmy|mdy", help="CSV: day or month first, where it is open.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="CSV: say what would come of it, and change nothing.")
]
SkipErrors = Annotated[bool, typer.Option("--skip-errors", help="CSV: leave rows in error out.")]
Report = Annotated[
    Path | None, typer.Option(metavar="FILE.csv", help="CSV: list the fate of every row.")
]
