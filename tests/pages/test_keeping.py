"""The server's own backups: what stands in the way of one is logged, and never ends the watch."""

from pathlib import Path

import pytest

from pages import keeping
from store.backups import Schedule
from store.clinic import Clinic
from store.views import BackupView
from tests.factories import FixedClock, furnished
from tests.pages.logged import Logged
from tests.pages.waiting import until


class Moody(Clinic):
    """Fails at the first look in a way that nobody thought of."""

    looks = 0

    def back_up_when_due(self) -> BackupView | None:
        self.looks += 1
        if self.looks == 1:
            raise KeyError("a bug")
        return super().back_up_when_due()


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    made = furnished(tmp_path, clock=FixedClock())
    return Moody(made.database, clock=made.now, schedule=Schedule(at=0))


@pytest.mark.usefixtures("user")
async def test_a_backup_that_is_due_is_made_though_the_look_before_failed(
    clinic: Clinic,
    monkeypatch: pytest.MonkeyPatch,
    logged: Logged,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(keeping, "AGAIN_SECONDS", 0.0)
    keeping.watch(clinic)
    await until(lambda: bool(clinic.backups().backups))
    assert logged.events()[0]["failure"] == "KeyError"
    assert "a bug" not in logged.text()
    caplog.clear()


@pytest.mark.usefixtures("user")
async def test_a_folder_in_the_way_is_told_in_words(
    clinic: Clinic, logged: Logged, caplog: pytest.LogCaptureFixture
) -> None:
    clinic.shelf.folder.write_text("in the way", encoding="utf-8")
    assert [await keeping.look(clinic) for _ in range(2)] == [False, False]
    assert logged.events()[-1]["reason"].startswith("No backup was made in")
    caplog.clear()
