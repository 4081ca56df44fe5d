"""Roles and limits in their tables: brought over from the one role of earlier versions."""

from pathlib import Path

from alembic import command
from sqlalchemy import select, text

from store.accounts.roles import LIMITS, LOCATIONS, ROLES, locations_of, roles_of, sight_of
from store.database import Database
from store.migrate import configuration
from store.tables import STAFF
from store.views import Sight
from store.words import Role

OLD = """
INSERT INTO staff (id, name, role, disabled, provider_id, sign_in_name, version) VALUES
    (1, 'Mara Quist', 'manager', 0, NULL, 'mara', 3),
    (2, 'Femi Adeyemi', 'front-desk', 1, NULL, '', 1),
    (3, 'Noor Haddad', 'provider', 0, 1, 'noor', 2)
"""


def at(database: Database, version: str, *, back: bool = False) -> None:
    move = command.downgrade if back else command.upgrade
    with database.engine.connect() as connection, connection.begin():
        move(configuration(connection), version)


def earlier(folder: Path) -> Database:
    """The version before, with three people."""
    database = Database(folder / "regimen.db")
    at(database, "0011")
    with database.engine.connect() as connection, connection.begin():
        connection.execute(text("INSERT INTO provider VALUES (1, 'Noor Haddad', 0, 1)"))
        connection.execute(text(OLD))
    return database


def test_everybody_keeps_their_role_and_is_limited_in_nothing(tmp_path: Path) -> None:
    database = earlier(tmp_path)
    database.migrate()
    query = select(STAFF, ROLES, LOCATIONS).order_by(STAFF.c.id)
    with database.read() as connection:
        rows = connection.execute(query).all()
    assert [(row.name, row.version, set(roles_of(row.roles))) for row in rows] == [
        ("Mara Quist", 3, {Role.MANAGER}),
        ("Femi Adeyemi", 1, {Role.FRONT_DESK}),
        ("Noor Haddad", 2, {Role.PROVIDER}),
    ]
    assert all(locations_of(row.locations) == frozenset() for row in rows)
    assert [sight_of(row) for row in rows] == [Sight()] * 3


def test_the_way_back_keeps_the_role_that_may_most(tmp_path: Path) -> None:
    database = earlier(tmp_path)
    database.migrate()
    with database.engine.connect() as connection, connection.begin():
        for role in ("manager", "read-only"):
            connection.execute(text(f"INSERT INTO staff_role VALUES (3, '{role}')"))  # noqa: S608
    at(database, "0011", back=True)
    with database.engine.connect() as connection:
        roles = connection.execute(text("SELECT role FROM staff ORDER BY id")).scalars().all()
    assert roles == ["manager", "front-desk", "manager"]


def test_somebody_limited_to_own_patients_who_is_no_provider_has_none(tmp_path: Path) -> None:
    database = earlier(tmp_path)
    database.migrate()
    with database.write() as session:
        session.connection().execute(STAFF.update().values(own_patients=True))
    query = select(STAFF.c.provider_id, ROLES, *LIMITS).order_by(STAFF.c.id)
    with database.read() as connection:
        sights = [sight_of(row) for row in connection.execute(query)]
    assert [one.own_provider_id for one in sights] == [0, 0, 1]
