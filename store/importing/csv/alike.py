"""Patients of an import who may be the same person as another: told, and brought in all the same."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from store.importing.csv.staging import NEW
from store.importing.csv.work import Work
from store.search import digits

CHUNK = 500
LOCAL = 9
"""Digits of a phone's end that are compared, since country codes come and go."""
NEWCOMERS = """
SELECT p.id, p.sort_key, p.birth_date, p.phone, p.email, p.record_number, n.fate
FROM newcomer AS n JOIN patient AS p ON p.id = n.patient_id WHERE n.patient_id > ?
ORDER BY n.patient_id LIMIT ?"""


def tell_alike(work: Work, stopped: Callable[[], None]) -> None:
    """Say at each row whom it may be, and how many rows that are.

    Another patient, there before or from an earlier row, has the same name, and the same birth date,
    phone or e-mail. A name alone says nothing: people share it.
    """
    count, last = 0, 0
    while found := work.staging.ask(NEWCOMERS, last, CHUNK):
        stopped()
        last = found[-1][0]
        namesakes = _namesakes(work, {row[1] for row in found})
        for row in found:
            if why := _alike(row, namesakes[row[1]]):
                count += 1
                work.staging.run("UPDATE fate SET reason = ? WHERE n = ?", why, row[6])
    if count:
        who = "1 patient" if count == 1 else f"{count:,} patients"
        work.report.remark(
            f"{who} may be there twice: the reasons of their rows say who they may be."
        )


def _namesakes(work: Work, keys: set[str]) -> dict[str, list[Any]]:
    """Patients by the names they go by, there or laid out."""
    marks = ", ".join("?" * len(keys))
    query = (
        "SELECT id, sort_key, birth_date, phone, email, record_number FROM patient"  # noqa: S608 - marks alone
        f" WHERE sort_key IN ({marks}) AND merged_into_id IS NULL"
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for row in work.rows(query, *keys):
        found[row[1]].append(row)
    return found


def _alike(row: Sequence[Any], namesakes: Sequence[Sequence[Any]]) -> str:
    """Who else it may be, and why; empty when there is nobody."""
    own = _marks(row)
    for other in namesakes:
        if other[0] >= NEW and other[0] >= row[0]:
            continue
        theirs = _marks(other)
        if same := [what for what in own if own[what] and own[what] == theirs[what]]:
            return f"may be the same person as {other[5]}: same name and {' and '.join(same)}"
    return ""


def _marks(row: Sequence[Any]) -> dict[str, str]:
    _, _, born, phone, email, *_ = row
    return {
        "birth date": str(born or ""),
        "phone": digits(phone or "")[-LOCAL:],
        "e-mail": (email or "").lower(),
    }
