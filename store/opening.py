"""Opens a clinic's database and gives it a name to begin with."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select, update
from sqlmodel import Session

from store.accounts.sign_ins import Limits
from store.audit import SERVER, Entry, append
from store.clinic import Clinic, Clock, utc_now
from store.database import Database
from store.models import ClinicProfile
from store.tables import (
    CLINIC_PROFILE,
    CREDENTIAL,
    GUESS,
    LOCATION,
    OIDC_ACCOUNT,
    ONE_TIME_LINK,
    OPENED_RECORD,
    PATIENT,
    PENDING_SIGN_IN,
    PIN,
    RECOVERY_CODE,
    SAVED_VIEW,
    SECOND_FACTOR,
    SIGN_IN,
    STAFF,
    STAFF_LOCATION,
    STAFF_ROLE,
)
from store.words import Deed

NAME_TO_BEGIN_WITH = "Our clinic"
FILE = "regimen.db"
BEGUN = "A clinic without a name was given one to begin with."


def open_clinic(folder: Path, *, clock: Clock = utc_now) -> Clinic:
    """The clinic whose database lies in ``folder``, made and brought up to date when needed.

    Raises Unavailable when the folder or the database cannot be written.
    """
    database = Database(folder / FILE)
    database.migrate()
    return Clinic(database, clock=clock)


def is_empty(database: Database) -> bool:
    """Whether nobody has put anything into it yet."""
    with database.read() as connection:
        tables = (PATIENT, LOCATION)
        return all(connection.execute(select(one.c.id).limit(1)).first() is None for one in tables)


def begin(database: Database) -> None:
    """Give a clinic without a name one; whoever works there comes by a one-time link."""
    with database.read() as connection:
        if connection.execute(select(CLINIC_PROFILE.c.id).limit(1)).first():
            return
    with database.write() as session:
        session.add(ClinicProfile(id=1, name=NAME_TO_BEGIN_WITH))
        append(session.connection(), [Entry(utc_now(), SERVER, "begin", BEGUN, kind=Deed.SERVER)])


def lock_as_set(database: Database, limits: Limits, now: datetime) -> None:
    """Lock sign-ins that were made under another setting, or before there was one, as it is now."""
    seconds = int(limits.lock.total_seconds())
    live = SIGN_IN.c.revoked_at.is_(None) & (SIGN_IN.c.ends_at > now)
    other = live & (SIGN_IN.c.lock_seconds != seconds)
    with database.read() as connection:
        if connection.execute(select(SIGN_IN.c.id).where(other).limit(1)).first() is None:
            return
    with database.write() as session:
        session.connection().execute(update(SIGN_IN).where(other).values(lock_seconds=seconds))


def clear_beginning(session: Session) -> None:
    """Take back what there is without a place or a patient: name, staff, and their accounts."""
    entrances = (GUESS, SIGN_IN, ONE_TIME_LINK, PENDING_SIGN_IN)
    proofs = (CREDENTIAL, PIN, RECOVERY_CODE, SECOND_FACTOR, OIDC_ACCOUNT)
    people = (SAVED_VIEW, OPENED_RECORD, STAFF_ROLE, STAFF_LOCATION, STAFF)
    for table in (*entrances, *proofs, *people, CLINIC_PROFILE):
        session.connection().execute(table.delete())
