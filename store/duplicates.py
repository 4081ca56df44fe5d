"""Who may be the same person as one typed in, and why: by phone, e-mail, name and birth date."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from store.queries.sight import sees_patient
from store.search import digits, normalise, words
from store.tables import PATIENT, PATIENT_WORD
from store.views import EVERYTHING, PatientForm, PatientHit, Sight

LIKELY = 5
"""So many are shown at most."""
LOOKED_AT = 200
"""Patients of one birth date whose names are compared."""
SHORTEST, LOCAL = 6, 9
"""Digits: of a phone that is compared, and of its end that is, since country codes come and go."""
NAMES = ("given_name", "family_name", "preferred_name")


def likely_duplicates(
    connection: Connection, form: PatientForm, sight: Sight = EVERYTHING
) -> tuple[PatientHit, ...]:
    """Patients in sight who may be the one typed in, each with what is alike; the likeliest first.

    The same phone or e-mail, the same names in any order, or the same birth date with a name that is
    the same or nearly so.
    """
    found: dict[int, list[str]] = {}
    number = digits(form.phone)[:24]
    if len(number) >= SHORTEST:
        _note(found, "same phone", _having(connection, {number[-LOCAL:]}, 1))
    if form.email:
        _note(found, "same e-mail", _with_email(connection, form.email))
    names = {*words(form.given_name), *words(form.family_name)}
    if len(names) >= 2:
        _note(found, "same name", _having(connection, names, len(names)))
    if names and form.birth_date:
        _note(found, "same birth date, similar name", _born_alike(connection, form))
    return _hits(connection, found, sight)


def are_similar(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two names share a word, or are the same but for a slip in each, in either order."""
    ours = [word for name in one for word in words(name)]
    theirs = [word for name in other for word in words(name)]
    if not ours or not theirs:
        return False
    if not set(ours).isdisjoint(theirs):
        return True
    few, many = sorted((ours, theirs), key=len)
    return all(any(_is_slip(word, like) for like in many) for word in few)


def _note(found: dict[int, list[str]], why: str, ids: Iterable[int]) -> None:
    for key in ids:
        found.setdefault(key, []).append(why)


def _having(connection: Connection, some: set[str], at_least: int) -> list[int]:
    """Patients found by at least so many of these words."""
    query = select(PATIENT_WORD.c.patient_id).where(PATIENT_WORD.c.word.in_(some))
    query = query.group_by(PATIENT_WORD.c.patient_id).having(func.count() >= at_least)
    return list(connection.execute(query.limit(LIKELY)).scalars())


def _with_email(connection: Connection, email: str) -> list[int]:
    query = select(PATIENT.c.id).where(
        func.lower(PATIENT.c.email) == email.lower(), PATIENT.c.merged_into_id.is_(None)
    )
    return list(connection.execute(query.limit(LIKELY)).scalars())


def _born_alike(connection: Connection, form: PatientForm) -> list[int]:
    query: Select[Any] = select(PATIENT.c.id, *(PATIENT.c[name] for name in NAMES))
    query = query.where(PATIENT.c.birth_date == form.birth_date, PATIENT.c.merged_into_id.is_(None))
    typed = [getattr(form, name) for name in NAMES]
    rows = connection.execute(query.limit(LOOKED_AT))
    return [row.id for row in rows if are_similar(typed, [row[at] or "" for at in (1, 2, 3)])]


def _is_slip(one: str, other: str) -> bool:
    """The same word but for one letter typed wrong, left out, added or swapped; or cut short."""
    one, other = sorted((normalise(one), normalise(other)), key=len)
    if len(one) >= 3 and other.startswith(one):
        return True
    if len(one) < 3 or len(other) - len(one) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    rest, longer = one[at:], other[at:]
    if len(one) < len(other):
        return rest == longer[1:]
    return rest[1:] == longer[1:] or (rest[:2] == longer[1::-1] and rest[2:] == longer[2:])


def _hits(
    connection: Connection, found: dict[int, list[str]], sight: Sight
) -> tuple[PatientHit, ...]:
    query = select(PATIENT).where(PATIENT.c.id.in_(found), *sees_patient(sight, PATIENT.c.id))
    rows = {row.id: row for row in connection.execute(query)}
    likely = sorted(rows, key=lambda key: -len(found[key]))[:LIKELY]
    return tuple(_hit(rows[key], found[key]) for key in likely)


def _hit(row: Row[Any], why: list[str]) -> PatientHit:
    return PatientHit(
        id=row.id,
        name=f"{row.given_name} {row.family_name}".strip(),
        preferred_name=row.preferred_name or "",
        birth_date=row.birth_date,
        phone=row.phone or "",
        record_number=row.record_number,
        alerts=tuple(row.alerts),
        alike=", ".join(why),
    )
