"""What waits to be added to the trail: views in batches, and all that a disk refuses just now."""

import logging
from dataclasses import replace
from threading import Lock

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from store.audit.aim import patients
from store.audit.trail import Entry, append
from store.database import SOON_MS, Database
from store.errors import Unavailable
from store.views import Actor
from store.words import Deed, Result, Role

log = logging.getLogger("regimen.audit")
BATCH = 500
MOST = 20_000
"""Rows kept while the disk takes none; what comes after is in the server's log alone."""
SERVER = Actor(staff_id=None, name="Regimen", roles=frozenset({Role.MANAGER}), origin="server")
LATER = "The audit trail cannot be written just now; kept for later: %s"
LOST_ONE = "The audit trail cannot take this entry; only logged: %s"
LOST = "The audit trail cannot be written and too much waits for it; only logged: %s"


class Waiting:
    """Keeps rows in their order until the database has them; any thread may use it."""

    def __init__(self, database: Database) -> None:
        """Nothing waits at first."""
        self._database = database
        self._entries: list[Entry] = []
        self._lost = 0
        self._logged = 0
        self._lock = Lock()
        self._writing = Lock()

    def __len__(self) -> int:
        """How many rows wait."""
        return len(self._entries)

    def add(self, entry: Entry) -> None:
        """Keep a row for the next ``append``; takes no time."""
        with self._lock:
            if len(self._entries) < MOST:
                self._entries.append(entry)
                return
            self._lost += 1
        log.error(LOST, _told(entry))

    def append(self) -> bool:
        """Add everything that waits, a transaction for many; False when it has to wait on.

        Whatever stands in the way is said in the log and raised to nobody.
        """
        with self._writing:
            while batch := self._entries[:BATCH]:
                if not self._wrote(batch):
                    return False
        return True

    def append_now(self, entry: Entry) -> None:
        """Keep a row and add it at once, after those that wait."""
        self.add(entry)
        self.append()

    def _wrote(self, batch: list[Entry]) -> bool:
        lost = self._lost
        missing = [_missing(batch[-1], lost)] if lost else []
        try:
            with self._database.write(patience_ms=SOON_MS) as session:
                connection = session.connection()
                append(connection, [_whole(connection, one) for one in (*batch, *missing)])
        except (Unavailable, SQLAlchemyError):
            for entry in self._entries[self._logged :]:
                log.warning(LATER, _told(entry))
                self._logged += 1
            return False
        except ValueError:
            # One that no database takes, such as half a letter: it must not keep the others waiting.
            if len(batch) > 1:
                return all(self._wrote([one]) for one in batch)
            log.exception(LOST_ONE, _told(batch[0]))
            with self._lock:
                self._lost += 1
                del self._entries[:1]
            return True
        with self._lock:
            del self._entries[: len(batch)]
            self._lost -= lost
        self._logged = max(0, self._logged - len(batch))
        return True


def _whole(connection: Connection, entry: Entry) -> Entry:
    """With the patients whose bookings or sessions it is about."""
    if "patient" in entry.about or not entry.about:
        return entry
    whom = patients(connection, entry.about)
    return replace(entry, about={**entry.about, "patient": whom})


def _missing(last: Entry, count: int) -> Entry:
    said = f"{count:,} entries could not be kept here; the server's log names them."
    return Entry(last.at, SERVER, "miss_entries", said, kind=Deed.SERVER, result=Result.REFUSED)


def _told(entry: Entry) -> str:
    """For the log: what and whom by their numbers, no name."""
    about = {kind: sorted(ids) for kind, ids in entry.about.items()}
    return f"{entry.at:%Y-%m-%dT%H:%M:%SZ} {entry.command} {about} by staff {entry.by.staff_id}"
