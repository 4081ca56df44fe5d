"""An older clinic learns whose own its patients are when it is brought up to date."""

from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import delete, select

from store.clinic import Clinic
from store.migrate import configuration
from store.tables import TREATING
from tests.factories import MANAGER
from tests.store import reading
from tests.store.sight.limited import HERE, clinic_of


def treating(clinic: Clinic) -> list[tuple[int, int, int]]:
    with clinic.database.read() as connection:
        return [tuple(row) for row in connection.execute(select(TREATING))]


def test_the_migration_finds_what_is_derived_from_then_on(tmp_path: Path) -> None:
    clinic = clinic_of(tmp_path)
    clinic.perform(1, location_id=HERE, provider_id=2, by=MANAGER)
    clinic.cancel(2, version=1, reason="Ill", by=MANAGER)
    derived = treating(clinic)
    assert [row[:2] for row in derived] == [(2, 1)]
    fill = ScriptDirectory.from_config(configuration()).get_revision("0013").module.FILL
    with clinic.database.write() as session:
        session.connection().execute(delete(TREATING))
        session.connection().exec_driver_sql(fill)
    assert treating(clinic) == derived
    assert reading.differences(clinic) == []


def test_the_check_names_what_is_not_by_who_treats_them(tmp_path: Path) -> None:
    clinic = clinic_of(tmp_path)
    with clinic.database.write() as session:
        session.connection().execute(delete(TREATING).where(TREATING.c.session_id == 1))
    (told,) = reading.differences(clinic)
    assert told.startswith("session 1: whose own patient")
