"""Opens a clinic's database and makes sure that somebody can work in it."""

from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session

from store.audit import SERVER, Entry, append
from store.clinic import Clinic, Clock, utc_now
from store.database import Database
from store.models import ClinicProfile, Staff
from store.tables import CLINIC_PROFILE, LOCATION, PATIENT, STAFF
from store.words import Deed, Role

NAME_TO_BEGIN_WITH = "Our clinic"
FILE = "regimen.db"
BEGUN = "A clinic was given what it lacked to begin with: a name, or staff to work as."


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
    """Give a clinic without a name one, and a manager and a front desk to work as."""
    with database.read() as connection:
        has_name = connection.execute(select(CLINIC_PROFILE.c.id).limit(1)).first()
        has_staff = connection.execute(select(STAFF.c.id).where(_leads).limit(1)).first()
    if has_name and has_staff:
        return
    with database.write() as session:
        if not has_name:
            session.add(ClinicProfile(id=1, name=NAME_TO_BEGIN_WITH))
        if not has_staff:
            session.add(Staff(name=Role.MANAGER.label, role=Role.MANAGER))
            session.add(Staff(name=Role.FRONT_DESK.label, role=Role.FRONT_DESK))
        append(session.connection(), [Entry(utc_now(), SERVER, "begin", BEGUN, kind=Deed.SERVER)])


def clear_beginning(session: Session) -> None:
    """Take back what ``begin`` gave, for a demo that brings its own name and staff."""
    session.connection().execute(STAFF.delete())
    session.connection().execute(CLINIC_PROFILE.delete())


_leads = STAFF.c.role == Role.MANAGER
