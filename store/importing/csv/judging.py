"""Goes through the rows of every sheet, kind after kind, and lays out what each becomes."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

from store.errors import Invalid
from store.importing.csv.bookings import bring_booking
from store.importing.csv.care import bring_item, bring_plan, bring_session
from store.importing.csv.conventions import Conventions
from store.importing.csv.fates import Fate
from store.importing.csv.finder import Finder
from store.importing.csv.keys import Keys, who
from store.importing.csv.kinds import Kind
from store.importing.csv.patients import Numbers, bring_patient
from store.importing.csv.payments import bring_payment
from store.importing.csv.places import bring_location, bring_provider, bring_room, bring_service
from store.importing.csv.rows import Problem, Row, rows_of
from store.importing.csv.sheets import Sheet
from store.importing.csv.work import Brought, Work, link_kind
from store.importing.importer import Progress

BATCH = 500
NAMED = {
    "patient": Kind.PATIENTS,
    "plan": Kind.PLANS,
    "session": Kind.SESSIONS,
    "items": Kind.ITEMS,
    "booking": Kind.BOOKINGS,
}
"""Fields that name rows of another kind."""
KEPT = "it differs from what was imported before; what is here was kept"
Bring = Callable[[Row], Brought]
Link = tuple[int, str, int | None]
"""What a key belongs to, the fingerprint it had, and the row of this import that it came from."""


class Judge:
    """Judges sheets one after the other; ``refused`` counts the rows that cannot come in."""

    def __init__(self, work: Work, progress: Progress, stopped: Callable[[], None]) -> None:
        """``stopped`` raises when somebody wants it to end."""
        self._work = work
        self._progress = progress
        self._stopped = stopped
        self._finder = Finder(work)
        self._numbers = Numbers(work)
        self._keys = Keys()

    def judge(self, number: int, sheet: Sheet, conventions: Conventions, total: int) -> None:
        """Every row of a sheet, the ``number``-th of the import, gets a fate."""
        assert sheet.kind is not None
        kind, self._work.sheet = sheet.kind, sheet
        bring = self._bringer(kind)
        done = 0
        rows = rows_of(sheet, conventions)
        while batch := list(islice(rows, BATCH)):
            self._stopped()
            self._batch(number, kind, batch, bring)
            done += len(batch)
            self._progress(f"Checking {sheet.name}", done, total)
        if kind is Kind.PATIENTS:
            self._work.staging.run("CREATE INDEX IF NOT EXISTS s_key ON patient (sort_key)")

    def _bringer(self, kind: Kind) -> Bring:
        work, finder = self._work, self._finder
        if kind is Kind.PATIENTS:
            return partial(bring_patient, work, self._numbers)
        return partial(
            {
                Kind.LOCATIONS: bring_location,
                Kind.SERVICES: bring_service,
                Kind.ROOMS: bring_room,
                Kind.PROVIDERS: bring_provider,
                Kind.PLANS: bring_plan,
                Kind.SESSIONS: bring_session,
                Kind.ITEMS: bring_item,
                Kind.BOOKINGS: bring_booking,
                Kind.PAYMENTS: bring_payment,
            }[kind],
            work,
            finder,
        )

    def _batch(self, sheet: int, kind: Kind, batch: Sequence[Row], bring: Bring) -> None:
        keys = ["" if row.problems else self._keys.of(kind, row) for row in batch]
        links = self._links(kind, [key for key in keys if key])
        if kind is Kind.PATIENTS:
            self._numbers.look_up([row.text("record_number") for row in batch])
        self._work.look_up(_named(batch))
        for row, key in zip(batch, keys, strict=True):
            self._work.fate += 1
            fate, problem = self._judged(sheet, kind, (row, key), links, bring)
            self._work.staging.put(
                "fate",
                self._work.fate,
                sheet,
                row.number,
                who(kind, row),
                fate.value,
                problem.column,
                problem.reason,
            )

    def _judged(
        self, sheet: int, kind: Kind, keyed: tuple[Row, str], links: dict[str, Link], bring: Bring
    ) -> tuple[Fate, Problem]:
        row, key = keyed
        if row.problems:
            return Fate.REFUSED, _together(row.problems)
        digest = row.digest
        try:
            if key in links:
                return _known(links[key], digest)
            brought = bring(row)
        except Invalid as refusal:
            return Fate.REFUSED, Problem(self._heading(refusal.field), refusal.message.rstrip("."))
        links[key] = (brought.id, digest, row.number)
        self._work.staging.put(
            "link", kind.value, key, brought.entity, brought.id, digest, sheet, row.number
        )
        return brought.fate, Problem("", brought.reason)

    def _heading(self, field: str | None) -> str:
        """The column of a field; where the sheet has none, the field's own name."""
        assert self._work.sheet is not None
        mapping = self._work.sheet.mapping
        if field in mapping:
            return self._work.sheet.columns[mapping.index(field)].heading
        return (field or "").replace("_", " ")

    def _links(self, kind: Kind, keys: list[str]) -> dict[str, Link]:
        marks = ", ".join("?" * len(keys))
        there = self._work.main.exec_driver_sql(
            "SELECT source_id, entity_id, digest FROM source_link"  # noqa: S608 - marks alone
            f" WHERE kind = ? AND source_id IN ({marks})",
            (link_kind(kind), *keys),
        )
        found: dict[str, Link] = {key: (entity, digest, None) for key, entity, digest in there}
        staged = self._work.staging.ask(
            f"SELECT source, entity_id, digest, row FROM link WHERE kind = ? AND source IN ({marks})",  # noqa: S608 - marks alone
            kind.value,
            *keys,
        )
        found |= {key: (entity, digest, row) for key, entity, digest, row in staged}
        return found


def _named(rows: Sequence[Row]) -> dict[Kind, list[str]]:
    """The ids by which rows name others."""
    found: dict[Kind, dict[str, None]] = {}
    for row in rows:
        for name in NAMED.keys() & row.values.keys():
            said = row.values[name]
            names = said if isinstance(said, list) else [str(said)]
            found.setdefault(NAMED[name], {}).update(dict.fromkeys(names))
    return {kind: list(names) for kind, names in found.items()}


def _known(link: Link, digest: str) -> tuple[Fate, Problem]:
    _, before, row = link
    if before == digest:
        return Fate.ALREADY_THERE, Problem("", f"it says the same as row {row:,}" if row else "")
    if row is not None:
        raise Invalid(f"row {row:,} has the same id and says something else")
    return Fate.CHANGED, Problem("", KEPT)


def _together(problems: Sequence[Problem]) -> Problem:
    first, *others = problems
    more = "".join(
        f"; {one.column}: {one.reason}" if one.column else f"; {one.reason}" for one in others
    )
    return Problem(first.column, first.reason + more)


def in_order(sheets: Sequence[Sheet]) -> Iterator[tuple[int, Sheet]]:
    """The sheets with their numbers, in the order of their kinds."""
    kinds: list[Any] = list(Kind)
    numbered = list(enumerate(sheets))
    return iter(sorted(numbered, key=lambda one: kinds.index(one[1].kind)))
