"""Finds what a cell refers to: by the id it has in the sheets, else by the name it goes by."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from store.errors import Invalid
from store.importing.csv.kinds import Kind
from store.importing.csv.values import quoted
from store.importing.csv.work import Work, link_kind, unknown
from store.search import normalise, words
from store.tables import LOCATION, PROVIDER, ROOM, SERVICE

SMALL = {
    Kind.LOCATIONS: LOCATION,
    Kind.SERVICES: SERVICE,
    Kind.ROOMS: ROOM,
    Kind.PROVIDERS: PROVIDER,
}
"""Kinds of which there are few, so that all of them are kept in mind."""


@dataclass
class Known:
    """What is known of one small kind."""

    by_source: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, list[int]] = field(default_factory=dict)
    by_words: dict[frozenset[str], list[int]] = field(default_factory=dict)

    def remember(self, row_id: int, name: str, source: str = "") -> None:
        """Let it be found from now on."""
        if source:
            self.by_source[source] = row_id
        named = self.by_name.setdefault(key(name), [])
        worded = self.by_words.setdefault(frozenset(words(name)), [])
        for some in (named, worded):
            if row_id not in some:
                some.append(row_id)

    def named(self, name: str) -> list[int]:
        """Those of exactly that name, case and accents aside."""
        return self.by_name.get(key(name), [])

    def find(self, text: str) -> list[int]:
        """Those of that id, else of that name, else whose name has all these words."""
        if text in self.by_source:
            return [self.by_source[text]]
        found = self.named(text)
        parts = frozenset(words(text))
        if found or not parts:
            return found
        return [one for names, some in self.by_words.items() if parts <= names for one in some]


def key(name: str) -> str:
    """A name without case and accents."""
    return " ".join(normalise(name).split())


class Finder:
    """Asks the clinic and what was laid out; every refusal names the field."""

    def __init__(self, work: Work) -> None:
        """Takes in what there are few of."""
        self._work = work
        self.small = {kind: Known() for kind in SMALL}
        self.zones: dict[int, str] = {}
        self.room_places: dict[int, int] = {}
        self._patients: dict[str, int] = {}
        main = work.main
        for kind, table in SMALL.items():
            known = self.small[kind]
            rows = f"SELECT id, name, disabled FROM {table.name} ORDER BY disabled, id"  # noqa: S608 - ours
            for row_id, name, disabled in main.exec_driver_sql(rows):
                if not disabled or not known.find(name):
                    known.remember(row_id, name)
            query = "SELECT source_id, entity_id FROM source_link WHERE kind = ?"
            for source, row_id in main.exec_driver_sql(query, (link_kind(kind),)):
                self.small[kind].by_source[source] = row_id
        for row_id, zone in main.exec_driver_sql("SELECT id, zone FROM location"):
            self.zones[row_id] = zone
        for row_id, place in main.exec_driver_sql("SELECT id, location_id FROM room"):
            self.room_places[row_id] = place

    def location(self, text: str) -> int:
        """The location of that name; where there is only one it need not be named."""
        if not text and len(self.zones) == 1:
            return next(iter(self.zones))
        if not text:
            said = "there is no location yet" if not self.zones else "it says no location"
            raise Invalid(said, field="location")
        return self._one(Kind.LOCATIONS, text, "location", "location")

    def provider(self, text: str, field_name: str = "provider") -> int:
        """The provider of that name, with or without a title."""
        if not text:
            raise Invalid("it is empty", field=field_name)
        return self._one(Kind.PROVIDERS, text, "provider", field_name)

    def service(self, text: str, field_name: str = "services") -> int:
        """The service of that name."""
        return self._one(Kind.SERVICES, text, "service", field_name)

    def services(self, names: Iterable[str]) -> list[int]:
        """The services of these names; "all" is every one."""
        found: dict[int, None] = {}
        for name in names:
            if normalise(name) in {"all", "alle", "tous", "toutes", "todos", "*"}:
                found |= dict.fromkeys(self.all(Kind.SERVICES))
            else:
                found[self.service(name)] = None
        return list(found)

    def room(self, text: str, location_id: int) -> int | None:
        """The room of that name at the location; None when none is named."""
        if not text:
            return None
        known = self.small[Kind.ROOMS].find(text)
        here = [room for room in known if self.room_places.get(room) == location_id]
        if len(here) != 1:
            raise unknown("room at this location called", text, "room")
        return here[0]

    def all(self, kind: Kind) -> list[int]:
        """Every one of a small kind."""
        known = self.small[kind].by_name.values()
        return sorted({row_id for some in known for row_id in some})

    def patient(self, text: str) -> int:
        """The patient of that id, else of that record number, else of that full name."""
        if not text:
            raise Invalid("it is empty", field="patient")
        if text not in self._patients:
            if len(self._patients) > 50_000:
                self._patients.clear()
            self._patients[text] = self._patient(text)
        return self._patients[text]

    def _patient(self, text: str) -> int:
        work = self._work
        linked = work.linked(Kind.PATIENTS, text)
        if linked is not None:
            return linked
        found = work.rows("SELECT id FROM patient WHERE record_number = ?", text)
        if not found:
            parts = normalise(text).replace(",", " ").split()
            keys = {" ".join(parts[n:] + parts[:n]) for n in range(min(len(parts), 6))}
            marks = ", ".join("?" * len(keys))
            found = work.rows(f"SELECT id FROM patient WHERE sort_key IN ({marks})", *keys)  # noqa: S608 - marks alone
        if len(found) > 1:
            said = f"{len(found)} patients are called {quoted(text)}; use the record number"
            raise Invalid(said, field="patient")
        if not found:
            raise unknown("patient", text, "patient")
        return int(found[0][0])

    def _one(self, kind: Kind, text: str, what: str, field_name: str) -> int:
        found = self.small[kind].find(text)
        if not found:
            raise unknown(what, text, field_name)
        if len(found) > 1:
            said = f"{len(found)} {what}s may be meant by {quoted(text)}"
            raise Invalid(said, field=field_name)
        return found[0]
