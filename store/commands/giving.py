"""What every command stands on: a right, a write transaction, and a look without one."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlmodel import Session

from store import passing, rights, sight
from store.accounts.present import check_staff
from store.audit import Entry, Waiting, aim
from store.errors import RegimenError
from store.sight import About
from store.unit import Unit
from store.views import Actor
from store.words import Deed, Result, Role

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from store.database import Database

NOBODY = Actor(staff_id=None, name="", roles=frozenset({Role.FRONT_DESK}))


@dataclass
class Aimed:
    """What a deed aims at, as far as it is known before it is done or refused."""

    about: dict[str, object]
    """An id by the kind of thing it names."""
    whom: str = ""
    """Whom a refusal is told to be about; what somebody typed is never put here."""


class Giving:
    """The ground of the writing half; the clinic gives it database, clock and transactions."""

    database: "Database"
    now: Callable[[], datetime]

    waiting: Waiting

    if TYPE_CHECKING:

        def command(self, name: str, by: Actor) -> AbstractContextManager[Unit]:
            """Given by the clinic."""

    @contextmanager
    def on_record(
        self,
        command: str,
        by: Actor,
        *,
        kind: Deed = Deed.CHANGE,
        about: Mapping[str, object] = MappingProxyType({}),
    ) -> Iterator[Aimed]:
        """Let a refusal of what is done inside stand in the audit trail; ``about`` names ids.

        What turns out only inside is put into what this gives.
        """
        aimed = Aimed(dict(about))
        try:
            yield aimed
        except RegimenError as refusal:
            said = f"{aimed.whom}: {refusal.message}" if aimed.whom else refusal.message
            self._refused(Entry(self.now(), by, command, said, kind), aimed.about)
            raise

    @contextmanager
    def _unit(
        self, command: str, by: Actor, *, within: About = MappingProxyType({}), **about: int
    ) -> Iterator[Unit]:
        """The right, the transaction, and what it is about in sight; ``within`` names what else is."""
        with self.on_record(command, by, about=about):
            rights.check(by, command)
            with self.command(command, by) as unit:
                check_staff(unit)
                named = {kind: [key] for kind, key in about.items()}
                sight.check_command(unit, named, within)
                for kind, keys in aim.possible(about).items():
                    unit.about.setdefault(kind, set()).update(keys)
                yield unit
                passing.mark(unit)

    @contextmanager
    def _setting_up(self, command: str, by: Actor, **about: int) -> Iterator[Unit]:
        """The same for a command that sets the clinic up, which every screen is told of."""
        with self._unit(command, by, within=MappingProxyType({}), **about) as unit:
            unit.is_set_up = True
            yield unit

    def _refused(self, entry: Entry, about: Mapping[str, object]) -> None:
        """In a transaction of its own, since that of the command is gone; it raises nothing."""
        refused = replace(entry, result=Result.REFUSED, about=aim.possible(about))
        self.waiting.append_now(refused)

    @contextmanager
    def _look(self, by: Actor = NOBODY) -> Iterator[Unit]:
        with self.database.read() as connection, Session(connection) as session:
            yield Unit(session, self.now(), by)
