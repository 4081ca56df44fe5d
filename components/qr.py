"""QR codes as one path of an inline SVG: no picture to fetch, no script, no internet."""

from typing import NamedTuple

import segno

QUIET = 4
"""Empty squares around it that readers need."""


class Squares(NamedTuple):
    """A QR code: how many squares wide with its margin, and the dark ones as an SVG path."""

    size: int
    path: str


def squares(text: str) -> Squares:
    """The code of a text, of medium strength against smudges."""
    rows = segno.make_qr(text, error="m").matrix
    dark = [
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    ]
    return Squares(len(rows) + 2 * QUIET, "".join(dark))
