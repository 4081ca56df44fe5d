"""A stay in a tab: what was being written when it was loaded again comes back, if it may."""

from pathlib import Path

import pytest
from nicegui.testing import User

from components.dialog import Dialog
from components.frame import Connection
from components.notices import Notices
from pages.visit import NOT_GONE_ON
from store.views import Actor
from store.words import Role
from tests.factories import FRONT_DESK, furnished
from tests.pages.entering import served
from tests.pages.waiting import until


async def left_behind(user: User, folder: Path, by: Actor) -> None:
    """Somebody's tab is loaded again in which a new patient was being written."""
    served(user, furnished(folder), by=by)
    await user.open("/patients")
    user.find(Connection).trigger("left", [f"{by.staff_id}/add_patient/0"])


def is_open(user: User) -> bool:
    return any(dialog.is_open for dialog in user.find(Dialog).elements)


async def test_what_was_being_written_comes_back(user: User, tmp_path: Path) -> None:
    await left_behind(user, tmp_path, FRONT_DESK)
    await until(lambda: is_open(user))


async def test_what_may_not_be_written_any_more_does_not(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(Notices, "_say", lambda _self, notice: said.append(notice["text"]))
    looks = Actor(staff_id=77, name="Noor", roles=frozenset({Role.READ_ONLY}))
    await left_behind(user, tmp_path, looks)
    await until(lambda: bool(said))
    assert said[0].startswith(NOT_GONE_ON)
    assert not is_open(user)
