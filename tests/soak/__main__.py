"""`make soak`: hours of what goes wrong once in a while, at full size, on SQLite.

`python -m tests.soak --only race --rounds 5` runs a part of it, or less of it.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.soak import door, kill, race


def main(arguments: list[str]) -> int:
    """Run every soak, or those asked for; 1 when one of them found something."""
    asked = _parser().parse_args(arguments)
    found = [name for name in asked.only or SOAKS if not _holds(name, asked)]
    print(f"\nsoak: {', '.join(found)} failed" if found else "\nsoak: all held")
    return 1 if found else 0


def _race(folder: Path, asked: argparse.Namespace) -> Iterator[str]:
    return race.soak(folder, clients=asked.clients, rounds=asked.rounds)


def _kill(folder: Path, asked: argparse.Namespace) -> Iterator[str]:
    return kill.soak(folder, kills=asked.kills, bookings=asked.bookings, seed=asked.seed)


def _door(folder: Path, asked: argparse.Namespace) -> Iterator[str]:
    return door.soak(folder, people=asked.people, tabs=asked.tabs, is_timed=not asked.untimed)


SOAKS = {"race": _race, "kill": _kill, "door": _door}


def _holds(name: str, asked: argparse.Namespace) -> bool:
    print(f"\n== {name}", flush=True)
    begin = time.monotonic()
    with TemporaryDirectory() as folder:
        try:
            for line in SOAKS[name](Path(folder), asked):
                print(f"{time.monotonic() - begin:6.0f} s  {line}", flush=True)
        except AssertionError as broken:
            print(f"{time.monotonic() - begin:6.0f} s  BROKEN: {broken}", flush=True)
            return False
    return True


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--only", choices=sorted(SOAKS), nargs="*", help="one of them; all")
    parser.add_argument("--clients", type=int, default=200, help="how many race for a place; 200")
    parser.add_argument("--rounds", type=int, default=9, help="races of each of six kinds; 9")
    parser.add_argument("--kills", type=int, default=100, help="how often it is killed; 100")
    parser.add_argument("--bookings", type=int, default=10_000, help="during how many; 10,000")
    parser.add_argument("--seed", type=int, default=0, help="when the kills come; 0")
    parser.add_argument("--people", type=int, default=50, help="how many come in at once; 50")
    parser.add_argument("--tabs", type=int, default=40, help="how many are signed out; 40")
    parser.add_argument("--untimed", action="store_true", help="say times, but judge none")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
