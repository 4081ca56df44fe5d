"""The demo clinic: believable, the same every time for one ``now``, of any size."""

from collections.abc import Callable
from datetime import datetime
from random import Random

from store.database import Database
from store.demo.batches import Batch, write_batch
from store.demo.furniture import furniture
from store.demo.people import people, staff_rows, team_of
from store.demo.places import sites as demo_sites
from store.demo.prescriptions import Ids
from store.demo.size import SHOWN, size_for
from store.demo.writer import Writer, bulk
from store.errors import NotAllowed
from store.opening import clear_beginning, is_empty

__all__ = ["Progress", "fill"]

SEED = 20_240_229
Progress = Callable[[int, int], None]
"""Told how many sessions are made, and of how many."""


def fill(
    database: Database,
    *,
    now: datetime,
    sessions: int | None = None,
    progress: Progress | None = None,
) -> None:
    """Make the demo clinic in an empty, migrated database, as it would look at ``now``.

    Without ``sessions`` it has 600 patients. Raises NotAllowed when a clinic is there already.
    """
    size = size_for(sessions)
    rng = Random(SEED)
    sites = demo_sites(size.sites, now)
    team = team_of(staff_rows(sites))
    ids, done = Ids(), 0
    if not is_empty(database):
        raise NotAllowed("There is a clinic in this database already; a demo needs an empty one.")
    with bulk(database, many=size.sessions > 50_000) as session:
        clear_beginning(session)
        writer = Writer(session.connection())
        for table, row in furniture(sites):
            writer.add(table, row)
        for number, pair in enumerate(size.batches()):
            batch_sites = [sites[index] for index in pair.sites]
            crowd = people(pair.patients, pair.first_patient, rng)
            batch = Batch(
                batch_sites,
                crowd,
                rng,
                ids,
                pair.sessions,
                size,
                is_shown=number == 0 and size.sessions >= SHOWN,
            )
            write_batch(batch, writer, team, now)
            done += pair.sessions
            if progress:
                progress(done, size.sessions)
