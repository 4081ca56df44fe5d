"""Health is told at once, whatever the database does, and without patient data."""

from pathlib import Path
from threading import Event

import pytest
from nicegui.testing import User

from pages import health
from store.clinic import Clinic
from store.database import Database
from store.settings import VERSION
from store.views import ClinicView
from tests.factories import furnished


class Stuck(Clinic):
    """A clinic whose database answers when it is let go."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.go, self.asked = Event(), 0

    def profile(self) -> ClinicView:
        self.asked += 1
        self.go.wait()
        return super().profile()


async def test_it_is_well_while_somebody_writes(user: User, tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    health.register(clinic)
    with clinic.database.write():
        answer = await user.http_client.get("/healthz")
    assert (answer.status_code, answer.json()["database"]) == (200, "ok")


async def test_a_database_that_hangs_is_asked_once_and_told(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.01)
    clinic = Stuck(furnished(tmp_path).database)
    health.register(clinic)
    answers = [await user.http_client.get("/healthz") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503] * 3
    assert answers[0].json() == {
        "status": "unavailable",
        "version": VERSION,
        "database": health.BUSY,
    }
    assert clinic.asked == 1
    clinic.go.set()
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 60)
    assert (await user.http_client.get("/healthz")).status_code == 200
