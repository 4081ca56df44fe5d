"""Served with a certificate of its own: the address, the headers and the cookies say so."""

import ssl
import subprocess
import sys
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.certificates import certified
from tools.environment import ROOT
from tools.serving import serving


def test_everything_goes_by_tls(browser: Browser, tmp_path: Path) -> None:
    certificate, key = certified(tmp_path)
    trust = ssl.create_default_context(cafile=str(certificate))
    settings = {"REGIMEN_TLS_CERTIFICATE": str(certificate), "REGIMEN_TLS_KEY": str(key)}
    with serving(tmp_path / "clinic", settings=settings, trust=trust) as address:
        with urllib.request.urlopen(f"{address}/sessions", context=trust, timeout=20) as answer:
            assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        context = browser.new_context(base_url=address, ignore_https_errors=True)
        page = context.new_page()
        page.goto("/sign-in")
        page.get_by_role("button", name="Manager").click()
        page.wait_for_function("window.did_handshake")
        page.get_by_role("button", name="Theme").click()
        expect(page.locator("html")).to_have_attribute("data-theme", "light")
        cookies = {one.get("name"): one.get("secure") for one in context.cookies()}
        context.close()
    own = dict.fromkeys(("__Host-regimen-sign-in", "__Host-regimen-device"), True)
    assert cookies == {**own, "regimen-theme": True}
    log = (tmp_path / "clinic" / "server.log").read_text(encoding="utf-8")
    assert "Regimen is at https://localhost:" in log


def test_without_a_good_pair_it_does_not_start(tmp_path: Path) -> None:
    certificate, _key = certified(tmp_path)
    done = subprocess.run(
        [sys.executable, str(ROOT / "app.py")],
        cwd=tmp_path,
        env={"REGIMEN_TLS_CERTIFICATE": str(certificate), "REGIMEN_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr.splitlines()) == (
        2,
        [
            "Regimen cannot start.",
            "REGIMEN_TLS_CERTIFICATE and REGIMEN_TLS_KEY belong together: only one of them is set.",
        ],
    )
    assert not (tmp_path / "data").exists()
