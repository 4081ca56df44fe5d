"""How much of an import is saved at once, and how long others have their turn in between."""

from dataclasses import dataclass, replace
from time import sleep

SLOW_ROWS = 1
"""Of what is held against the booking rules one by one, so many to begin with."""
SHORTEST, LONGEST = 0.02, 0.12
"""Seconds of a rest."""


@dataclass
class Pace:
    """Finds how many rows can be saved in about ``aim`` seconds; ``most`` is never gone beyond."""

    rows: int = 250
    most: int = 5_000
    aim: float = 0.2
    rests: bool = True

    def begun(self, *, is_slow: bool) -> "Pace":
        """The pace of one stage."""
        return replace(self, rows=min(self.rows, SLOW_ROWS)) if is_slow else replace(self)

    def rest(self, held: float) -> None:
        """Learn from how long a portion took, and let others have their turn.

        They need a while: whoever waits in another process looks only now and then.
        """
        if held > self.aim:
            self.rows = max(int(self.rows * self.aim / held), 1)
        elif held < self.aim / 2:
            self.rows = min(self.rows * 2, self.most)
        if self.rests:
            sleep(min(max(held / 2, SHORTEST), LONGEST))


UNSEEN = Pace(rows=20_000, most=20_000, aim=60.0, rests=False)
"""Of a copy that nobody else works with."""
