"""What every command stands on: a right, a write transaction, and a look without one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from store import rights
from store.request_keys import once
from store.unit import Unit
from store.views import Actor
from store.words import Role

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from store.database import Database

P = ParamSpec("P")
Answer = TypeVar("Answer")
NOBODY = Actor(staff_id=None, name="", role=Role.FRONT_DESK)


class Giving:
    """The ground of the writing half; the clinic gives it database, clock and transactions."""

    database: "Database"
    now: Callable[[], datetime]

    if TYPE_CHECKING:

        def command(self, by: Actor) -> AbstractContextManager[Unit]:
            """Given by the clinic."""

    @contextmanager
    def _unit(self, command: str, by: Actor) -> Iterator[Unit]:
        rights.check(by, command)
        with self.command(by) as unit:
            rights.check_staff(unit)
            yield unit

    @contextmanager
    def _setting_up(self, command: str, by: Actor) -> Iterator[Unit]:
        """The same for a command that sets the clinic up, which every screen is told of."""
        with self._unit(command, by) as unit:
            unit.is_set_up = True
            yield unit

    def _once(
        self,
        command: str,
        by: Actor,
        key: str | None,
        act: Callable[Concatenate[Unit, P], Answer],
        *args: P.args,
        **values: P.kwargs,
    ) -> Answer:
        """Give what would do the same once more, such as adding something: once a key."""
        with self._unit(command, by) as unit:
            return once(unit, key, command, act, *args, **values)

    def _set_up_once(
        self,
        command: str,
        by: Actor,
        key: str | None,
        act: Callable[Concatenate[Unit, P], Answer],
        *args: P.args,
        **values: P.kwargs,
    ) -> Answer:
        """The same for a command that sets the clinic up."""
        with self._setting_up(command, by) as unit:
            return once(unit, key, command, act, *args, **values)

    @contextmanager
    def _look(self, by: Actor = NOBODY) -> Iterator[Unit]:
        with self.database.read() as connection, Session(connection) as session:
            yield Unit(session, self.now(), by)
