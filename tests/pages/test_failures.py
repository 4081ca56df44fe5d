"""A failure is told as a sentence with a number; what it was made of stays inside."""

import pytest

from pages import failures
from store.errors import SlotTaken
from tests.pages.logged import Logged


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
