"""Backups in words: how old the last good one is, and how large each is."""

from datetime import timedelta

import pytest

from components.backup_list import NEVER, NOT_NEEDED, size_text, verdict
from store.views import BackupsView, BackupView
from tests.factories import NOW, ZONE


def backups(
    age: timedelta | None, *, is_late: bool = False, at: str = "02:30", is_needed: bool = True
) -> BackupsView:
    made = [] if age is None else [BackupView(name="regimen-x.db", made_at=NOW - age, size=1)]
    return BackupsView(
        folder="/srv/safe",
        zone=ZONE,
        at=at,
        keep=30,
        is_needed=is_needed,
        is_due=False,
        is_late=is_late,
        backups=tuple(made),
        now=NOW,
    )


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(seconds=119), "just now"),
        (timedelta(minutes=2), "2 minutes ago"),
        (timedelta(minutes=119), "119 minutes ago"),
        (timedelta(hours=2), "2 hours ago"),
        (timedelta(hours=47), "47 hours ago"),
        (timedelta(days=2), "2 days ago"),
    ],
)
def test_the_age_of_the_last_good_backup_is_told(age: timedelta, said: str) -> None:
    assert verdict(backups(age))[0] == f"The last good backup was made {said}"


def test_a_clinic_that_is_not_safe_is_told_so() -> None:
    assert verdict(backups(None))[0] == "No backup was made yet"
    title, text = verdict(backups(timedelta(days=3), is_late=True))
    assert title == "The last good backup is too old"
    assert "Sun 1 Mar 2026, 10:00, 3 days ago" in text


def test_when_the_next_one_comes_is_said_on_the_clinic_s_clock() -> None:
    assert "at 02:30" in verdict(backups(timedelta(hours=5)))[1]
    assert verdict(backups(None, at=""))[1] == NEVER
    assert verdict(backups(None, is_needed=False))[1] == NOT_NEEDED


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (2_449_000, "2.4 MB"),
        (10**13, "10.0 TB"),
    ],
)
def test_sizes_are_read_at_a_glance(size: int, text: str) -> None:
    assert size_text(size) == text
