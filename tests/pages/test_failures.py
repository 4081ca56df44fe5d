"""A failure is told as a sentence with a number; what it was made of stays inside."""

from pathlib import Path

import pytest
from nicegui import background_tasks, ui
from nicegui.testing import User

from components.buttons import Button
from components.notices import Notices
from pages import failures
from store.errors import SlotTaken
from tests.factories import furnished
from tests.pages.entering import served
from tests.pages.logged import Logged
from tests.pages.waiting import until


def test_a_bug_is_told_by_a_number_that_the_log_has_too(logged: Logged) -> None:
    told = failures.explain(KeyError("SELECT phone"))
    reference = told.rsplit(" ", 1)[1].rstrip(".")
    (event,) = logged.events()
    assert (event["reference"], event["failure"]) == (reference, "KeyError")
    assert "KeyError" not in told
    assert "phone" not in told


def test_a_failure_has_one_number_however_often_it_is_told(logged: Logged) -> None:
    failure = KeyError("phone")
    assert failures.reference_for(failure) == failures.reference_for(failure)
    assert len(logged.events()) == 1


def test_a_name_in_a_plain_page_is_text() -> None:
    told = failures.explain(SlotTaken("<img src=x onerror=go()> is elsewhere."))
    body = bytes(failures.plain_page(500, title="Not <now>", text=told).body).decode()
    assert "<img" not in body
    assert "Not &lt;now&gt;" in body
    assert "&lt;img src=x onerror=go()&gt; is elsewhere." in body


@pytest.mark.parametrize("status", [*failures.WORDS, 500, 418])
def test_every_refusal_shows_the_number_that_the_log_has(logged: Logged, status: int) -> None:
    page = bytes(failures.plain_page(status, path="/patients/Aoki").body).decode()
    (event,) = logged.events()
    assert f"Reference {event['reference']}" in page
    assert (event["status"], event["at"]) == (status, "/patients/*")


@pytest.mark.parametrize("kind", ["task", "timer", "press"])
async def test_whatever_fails_on_a_page_is_said_there(
    user: User,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    logged: Logged,
    caplog: pytest.LogCaptureFixture,
    kind: str,
) -> None:
    said: list[str] = []
    monkeypatch.setattr(Notices, "_say", lambda _self, notice: said.append(notice["text"]))

    async def fail() -> None:
        raise KeyError("Quartermaine")

    served(user, furnished(tmp_path))
    await user.open("/sessions")
    assert user.client is not None
    with user.client:
        if kind == "task":
            background_tasks.create(fail(), context=ui.context.client.content)
        elif kind == "timer":
            ui.timer(0.01, fail, once=True)
        else:
            Button("Break", on_press=fail)
    if kind == "press":
        user.find("Break").trigger("press")
    await until(lambda: bool(said))
    (event,) = [one for one in logged.events() if one["event"] == "failed"]
    assert said == [one for one in said if f"reference {event['reference']}." in one]
    assert len(said) == 1
    caplog.clear()  # the failure was wanted
