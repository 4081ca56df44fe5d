"""A failure is told as a sentence with a number; what it was made of stays in the log."""

import logging

import pytest

from pages import failures
from store.errors import SlotTaken


def test_a_bug_is_told_by_a_number_that_the_log_has_too(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="regimen"):
        told = failures.explain(KeyError("SELECT phone"))
    reference = told.rsplit(" ", 1)[1].rstrip(".")
    assert [f"reference {reference}"] == caplog.messages
    assert "KeyError" not in told
    assert "phone" not in told


def test_a_name_in_a_plain_page_is_text() -> None:
    told = failures.explain(SlotTaken("<img src=x onerror=go()> is elsewhere."))
    body = bytes(failures.plain_page(500, "Not <now>", told).body).decode()
    assert "<img" not in body
    assert "Not &lt;now&gt;" in body
    assert "&lt;img src=x onerror=go()&gt; is elsewhere." in body
