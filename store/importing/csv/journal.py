"""How far an import has been saved: one step a portion, each in the transaction that saved it."""

from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from store.errors import ImportRefused
from store.tables import IMPORT_STEP

Step = dict[str, Any]
ANOTHER = "Another import is being saved just now. Try again when it is done."


def steps(connection: Connection) -> list[Step]:
    """What was done so far, the first being what is to be done; empty while nothing is saved."""
    query = select(IMPORT_STEP.c.done).order_by(IMPORT_STEP.c.number)
    return list(connection.execute(query).scalars())


def begin(connection: Connection, wanted: Step) -> None:
    """Note what is to be saved; raises ImportRefused while another import is being saved."""
    if connection.execute(select(IMPORT_STEP.c.number).limit(1)).first():
        raise ImportRefused(ANOTHER)
    connection.execute(insert(IMPORT_STEP).values(number=0, done=wanted))


def note(connection: Connection, done: Step) -> None:
    """Note a portion behind those that are there."""
    last = connection.execute(select(func.max(IMPORT_STEP.c.number))).scalar_one()
    connection.execute(insert(IMPORT_STEP).values(number=last + 1, done=done))


def end(connection: Connection) -> None:
    """Forget it: everything is in, or nothing is."""
    connection.execute(delete(IMPORT_STEP))
