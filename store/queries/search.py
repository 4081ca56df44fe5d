"""What was typed into a search, as patients and treatments.

Every word typed must begin a word of the patient, or of the treatment; digits are found anywhere in
phone and record number, because the patient's words hold every tail of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Table,
    and_,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

from store.queries.estimates import estimates
from store.queries.scopes import Condition
from store.search import words
from store.tables import PATIENT_WORD, SESSION

COMMON_WORD = 20_000
FEW_PATIENTS = 300
FEW_SESSIONS = 3_000
LAST_LETTER = "\U0010ffff"
_RAREST, _WORD = PATIENT_WORD.alias("rarest"), PATIENT_WORD.alias("found")


@dataclass(frozen=True, slots=True)
class Branch:
    """Sessions of these treatments (of all but ``others``) whose patient matches the tokens.

    ``by_treatment`` says that so many patients match that the treatments lead to fewer sessions.
    """

    tokens: tuple[str, ...]
    treatments: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    by_treatment: bool = False

    def treatment(self, table: Table) -> Condition:
        """Whether a session's treatment belongs to the branch, asked of it or of a part of it."""
        if self.treatments:
            return table.c.treatment.in_(self.treatments)
        return table.c.treatment.not_in(self.others) if self.others else true()

    def holds(self, table: Table) -> Condition:
        """Whether a session belongs to the branch, judged row by row."""
        return and_(self.treatment(table), has_words(table.c.patient_id, self.tokens))


@dataclass(frozen=True, slots=True)
class Search:
    """A search as branches that have no session in common; without any it finds nothing.

    ``reach`` is how many words of patients its rarest words begin, up to ``COMMON_WORD``: no fewer
    than the patients it leads to where it goes by patients.
    """

    branches: tuple[Branch, ...]
    reach: int = 0

    def holds(self, table: Table = SESSION) -> Condition:
        """Whether a session is found, asked of it or of a part of it.

        Compared with true so that no index is picked by what it is made of.
        """
        return or_(false(), *(branch.holds(table) for branch in self.branches)).is_(true())

    def session_ids(self) -> CompoundSelect[Any]:
        """Ids of the sessions found, each once, by the indexes of patients and treatments."""
        return union_all(*(_reached(branch) for branch in self.branches))


def parse(connection: Connection, q: str) -> Search | None:
    """What a text looks for: None when it is blank, no branch when it holds no word."""
    if not q.strip():
        return None
    tokens = tuple(dict.fromkeys(words(q)))
    if not tokens:
        return Search(())
    sizes = _sizes(connection, tokens)
    tokens = tuple(sizes)
    groups = _groups(_treatments(connection), tokens)
    groups.pop(tokens, None)
    others = tuple(treatment for group in groups.values() for treatment in group)
    common = {rest for rest in groups if not rest or sizes[rest[0]] >= COMMON_WORD}
    own = (
        Branch(rest, treatments=tuple(group), by_treatment=rest in common)
        for rest, group in groups.items()
    )
    branches = (*own, Branch(tokens, others=others))
    return Search(branches, max(sizes[b.tokens[0]] for b in branches if not b.by_treatment))


def is_few(connection: Connection, search: Search) -> bool:
    """Whether the sessions found are so few that going through all of them is the shortest way."""

    def count(branches: Sequence[Branch]) -> Sequence[int]:
        return connection.execute(select(*map(_reach, branches))).one()

    limits = [FEW_PATIENTS if branch.tokens else FEW_SESSIONS for branch in search.branches]
    found = estimates(connection, search.branches, count, upto=FEW_PATIENTS)
    return all(size <= limit for size, limit in zip(found, limits, strict=True))


def by_rarity(connection: Connection, tokens: Sequence[str]) -> tuple[str, ...]:
    """The tokens with the one that begins fewest words of patients first."""
    return tuple(_sizes(connection, tokens))


def has_words(patient_id: ColumnElement[int], tokens: Sequence[str]) -> Condition:
    """Whether the patient matches all tokens, judged row by row."""
    return and_(true(), *(_has_word(patient_id, token) for token in tokens))


def patients_matching(tokens: Sequence[str]) -> Select[tuple[int]]:
    """Ids of the patients that all tokens match; the first token should be the rarest."""
    rarest, *others = tokens
    query = select(_RAREST.c.patient_id).where(_begins(_RAREST.c.word, rarest)).distinct()
    return query.where(*(_has_word(_RAREST.c.patient_id, token) for token in others))


def _sizes(connection: Connection, tokens: Sequence[str]) -> dict[str, int]:
    """How many words of patients each token begins, rarest first."""

    def count(unknown: Sequence[str]) -> Sequence[int]:
        return connection.execute(select(*map(_size, unknown))).one()

    sizes = estimates(connection, tokens, count, upto=COMMON_WORD)
    return {token: size for size, token in sorted(zip(sizes, tokens, strict=True))}


def of_patients(
    branch: Branch, columns: Sequence[ColumnElement[Any]], table: Table, index: str
) -> Select[Any]:
    """These columns of a branch's sessions, or of their parts, from patient to patient."""
    found = patients_matching(branch.tokens).subquery()
    query = select(*columns).where(branch.treatment(table))
    query = query.join_from(found, table, found.c.patient_id == table.c.patient_id)
    return query.with_hint(table, f"INDEXED BY {index}", "sqlite")


def of_treatments(branch: Branch, columns: Sequence[ColumnElement[Any]]) -> Select[Any]:
    """The same from treatment to treatment, judging each session's patient."""
    query = select(*columns).where(branch.holds(SESSION))
    return query.with_hint(SESSION, "INDEXED BY ix_session_treatment_ends", "sqlite")


def _size(token: str) -> ColumnElement[int]:
    some: Select[tuple[int]] = select(literal_column("1")).select_from(PATIENT_WORD)
    some = some.where(_begins(PATIENT_WORD.c.word, token)).limit(COMMON_WORD)
    return select(func.count()).select_from(some.subquery()).scalar_subquery()


def _reach(branch: Branch) -> ColumnElement[int]:
    """How many patients a branch leads to, or sessions when it asks nothing of the patient."""
    ids = patients_matching(branch.tokens) if branch.tokens else _reached(branch)
    limit = FEW_PATIENTS if branch.tokens else FEW_SESSIONS
    return select(func.count()).select_from(ids.limit(limit + 1).subquery()).scalar_subquery()


def _begins(column: ColumnElement[str], token: str) -> Condition:
    return and_(column >= token, column < token + LAST_LETTER)


def _has_word(patient_id: ColumnElement[int], token: str) -> Condition:
    return exists().where(_WORD.c.patient_id == patient_id, _begins(_WORD.c.word, token))


def _reached(branch: Branch) -> Select[Any]:
    if not branch.by_treatment:
        return of_patients(branch, (SESSION.c.id,), SESSION, "ix_session_patient")
    return of_treatments(branch, (SESSION.c.id,))


def _treatments(connection: Connection) -> list[str]:
    """Every treatment there is, leaping through the index from one to the next."""
    first = select(func.min(SESSION.c.treatment).label("name")).cte("treatments", recursive=True)
    following = (
        select(func.min(SESSION.c.treatment))
        .where(SESSION.c.treatment > first.c.name)
        .scalar_subquery()
    )
    names = first.union_all(select(following).where(first.c.name.is_not(None)))
    found = connection.execute(select(names.c.name).where(names.c.name.is_not(None)))
    return list(found.scalars())


def _groups(treatments: Sequence[str], tokens: Sequence[str]) -> dict[tuple[str, ...], list[str]]:
    """Treatments by the tokens that they leave to the patient, in the order of the tokens."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for treatment in treatments:
        own = _treatment_words(treatment)
        rest = tuple(token for token in tokens if not any(w.startswith(token) for w in own))
        groups.setdefault(rest, []).append(treatment)
    return groups


@lru_cache(maxsize=1_000)
def _treatment_words(treatment: str) -> tuple[str, ...]:
    return words(treatment)
