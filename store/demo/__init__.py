"""The demo clinic: believable, the same every time for one ``now``, of any size."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random

from store.audit import SERVER, Entry, append
from store.database import Database
from store.demo.batches import Batch, write_batch
from store.demo.furniture import furniture
from store.demo.meter import Meter, Progress
from store.demo.people import people, staff_rows, team_of
from store.demo.places import Site
from store.demo.places import sites as demo_sites
from store.demo.prescriptions import Ids
from store.demo.size import SHOWN, Size, size_for
from store.demo.writer import Writer, bulk
from store.errors import NotAllowed
from store.opening import clear_beginning, is_empty
from store.words import Deed

__all__ = ["Progress", "fill"]

SEED = 20_240_229
MANY = 50_000
"""From so many sessions on it is faster to make the indexes afterwards."""


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
    if not is_empty(database):
        raise NotAllowed("There is a clinic in this database already; a demo needs an empty one.")
    size = size_for(sessions)
    sites = demo_sites(size.sites, now)
    team = team_of(staff_rows(sites))
    meter = Meter(size.sessions, progress)
    with _no_collection(), bulk(database, many=size.sessions > MANY) as session:
        clear_beginning(session)
        writer = Writer(session.connection())
        for table, row in furniture(sites):
            writer.add(table, row)
        for batch in _batches(size, sites, now):
            write_batch(batch, writer, team, meter)
            gc.collect()
        meter.finish()
        said = f"Made the demo clinic with {size.sessions:,} treatment sessions."
        append(session.connection(), [Entry(now, SERVER, "demo", said, kind=Deed.SERVER)])


def _batches(size: Size, sites: list[Site], now: datetime) -> Iterator[Batch]:
    rng, ids = Random(SEED), Ids()
    for share in size.batches():
        yield Batch(
            [sites[index] for index in share.sites],
            people(share.patients, share.first_patient, rng),
            rng,
            ids,
            share.sessions,
            size,
            now,
            is_shown=share.sites.start == 0 and size.sessions >= SHOWN,
        )


@contextmanager
def _no_collection() -> Iterator[None]:
    """Save the fifth of the time that looking for cycles among live records would take."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
