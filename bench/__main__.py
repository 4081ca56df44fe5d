"""`make bench`: what a user waits for, at ten thousand, a hundred thousand and a million sessions.

`python -m bench --sizes 10000,1000000 --rounds 100 --only store` measures less, or more often.
"""

import argparse
import json
import sys

from bench import browser, calendar, importing, store
from bench.databases import OUTPUT, database
from bench.figures import Figure, report

SIZES = "10000,100000,1000000"
PARTS = {
    "store": store.measure,
    "import": importing.measure,
    "browser": browser.measure,
    "calendar": calendar.measure,
}


def main(arguments: list[str]) -> int:
    """Print the figures of each size, smallest first, and keep them in bench/out."""
    asked = _parser().parse_args(arguments)
    kept: dict[str, dict[str, list[Figure]]] = {}
    smallest: dict[str, list[Figure]] = {}
    for size in sorted(int(size) for size in asked.sizes.split(",")):
        path = database(size)
        for part in asked.only or PARTS:
            figures = PARTS[part](path, asked.rounds)
            report(f"{size:,} sessions: {part}", figures, smallest=smallest.get(part, ()))
            smallest.setdefault(part, figures)
            kept.setdefault(str(size), {})[part] = figures
    OUTPUT.mkdir(parents=True, exist_ok=True)
    told = json.dumps(kept, default=vars, indent=2)
    (OUTPUT / "latest.json").write_text(told, encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", default=SIZES, help=f"how many sessions each; {SIZES}")
    parser.add_argument("--rounds", type=int, default=30, help="how often each is measured; 30")
    parser.add_argument("--only", choices=sorted(PARTS), nargs="*", help="some parts; all")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
