"""The app comes up by itself and a browser can open it."""

import json
import re
import urllib.request

from playwright.sync_api import Page, expect


def test_health_is_told_without_patient_data(server: str) -> None:
    with urllib.request.urlopen(f"{server}/healthz", timeout=10) as answer:
        told = json.load(answer)
    assert told["version"]
    assert "patient" not in json.dumps(told).lower()


def test_the_first_page_is_the_list_of_sessions(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/sessions\b"))
    expect(page.get_by_role("tablist", name="Scope")).to_be_visible()
