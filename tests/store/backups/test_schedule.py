"""When a backup is due: once a day, at a time of the clinic's clock."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.backups import Schedule
from store.models import ClinicProfile
from tests.factories import ZONE, FixedClock, furnished, make_clinic

AT = 2 * 60 + 30
DUE = datetime(2026, 3, 4, 7, 30, tzinfo=UTC)
"""Half past two in New York."""
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "last", "is_due"),
    [
        (DUE, None, True),
        (DUE, DUE - SECOND, True),
        (DUE, DUE, False),
        (DUE - SECOND, DUE - timedelta(days=1), False),
        (DUE - SECOND, DUE - timedelta(days=1) - SECOND, True),
    ],
)
def test_one_is_due_when_none_was_made_since_the_last_time(
    now: datetime, last: datetime | None, is_due: bool
) -> None:
    assert Schedule(AT).is_due(now, ZONE, last) is is_due


def test_it_is_late_two_hours_after_it_was_due() -> None:
    last = DUE - timedelta(days=1)
    assert not Schedule(AT).is_late(DUE + timedelta(hours=2) - SECOND, ZONE, last)
    assert Schedule(AT).is_late(DUE + timedelta(hours=2), ZONE, last)


def test_without_a_time_none_is_due_and_only_none_at_all_is_late() -> None:
    assert not Schedule().is_due(DUE, ZONE, None)
    assert Schedule().is_late(DUE, ZONE, None)
    assert not Schedule().is_late(DUE, ZONE, DUE - timedelta(days=300))


@pytest.mark.parametrize(
    "day", [datetime(2026, 3, 8, 12, tzinfo=UTC), datetime(2026, 11, 1, 12, tzinfo=UTC)]
)
def test_one_is_due_on_the_days_of_a_clock_change(day: datetime) -> None:
    due = Schedule(AT).last_due(day, ZONE)
    assert due is not None
    assert timedelta(0) < day - due < timedelta(hours=6)


def test_the_clinic_makes_what_is_due_once_and_keeps_so_many(tmp_path: Path) -> None:
    clock = FixedClock(DUE)
    clinic = furnished(tmp_path, clock=clock)
    clinic.schedule = Schedule(AT, keep=2)
    made = []
    for _ in range(3):
        made.append(clinic.back_up_when_due())
        assert clinic.back_up_when_due() is None
        clock.advance(days=1)
    assert clinic.backups().backups == (made[2], made[1])


def test_a_demo_and_a_clinic_without_a_location_need_none(tmp_path: Path) -> None:
    empty = make_clinic(tmp_path / "empty", clock=FixedClock(DUE))
    demo = furnished(tmp_path / "demo", clock=FixedClock(DUE))
    with demo.database.write() as session:
        session.get_one(ClinicProfile, 1).is_demo = True
    for clinic in (empty, demo):
        clinic.schedule = Schedule(AT)
        assert clinic.back_up_when_due() is None
        assert not clinic.backups().is_late
