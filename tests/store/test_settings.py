"""Settings have the defaults that the product names, and say what is wrong."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from store.backups import Schedule, Shelf
from store.settings import Settings

NAMES = (
    *("HOST", "PORT", "ALLOWED_HOSTS", "DATA", "DATABASE_URL", "DEMO"),
    *("BACKUPS", "BACKUP_AT", "BACKUP_KEEP"),
    *("TLS_CERTIFICATE", "TLS_KEY", "PAGES_PER_MINUTE", "SOCKETS_PER_ADDRESS"),
    *("LOG_LEVEL", "LOG_FORMAT"),
)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(f"REGIMEN_{name}", raising=False)


def test_the_defaults_are_the_product_s() -> None:
    settings = Settings()
    assert (settings.host, settings.port, settings.demo) == ("127.0.0.1", 8080, False)
    assert settings.database_path == Path("data/regimen.db")
    assert {"localhost", "127.0.0.1", "::1"} <= settings.hosts
    assert settings.shelf == Shelf(Path("data/backups"))
    assert settings.schedule == Schedule(150, keep=30)
    assert (settings.tls_certificate, settings.tls_key) == (None, None)
    assert (settings.pages_per_minute, settings.sockets_per_address) == (600, 1_000)
    assert (settings.log_level, settings.log_format) == ("info", "text")


def test_an_empty_file_name_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGIMEN_TLS_CERTIFICATE", "")
    assert Settings().tls_certificate is None


def test_the_environment_is_heard_before_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("REGIMEN_PORT=9000\nREGIMEN_DEMO=1\n")
    monkeypatch.setenv("REGIMEN_PORT", "9001")
    assert (Settings().port, Settings().demo) == (9001, True)


def test_named_hosts_replace_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGIMEN_ALLOWED_HOSTS", " Clinic.example, [fd00::1] ,")
    assert Settings().hosts == {"clinic.example", "fd00::1"}


def test_a_sqlite_address_names_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGIMEN_DATABASE_URL", "sqlite:////srv/clinic.db")
    assert Settings().database_path == Path("/srv/clinic.db")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("DATABASE_URL", "mysql://x"),
        ("BACKUP_AT", "24:00"),
        ("BACKUP_AT", "2:30"),
        ("BACKUP_KEEP", "0"),
        ("PAGES_PER_MINUTE", "9"),
        ("SOCKETS_PER_ADDRESS", "none"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_what_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"REGIMEN_{name}", value)
    with pytest.raises(ValidationError):
        Settings()


def test_without_a_time_no_backup_is_made_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGIMEN_BACKUP_AT", "")
    monkeypatch.setenv("REGIMEN_BACKUPS", "/srv/safe")
    settings = Settings()
    assert (settings.schedule.at, settings.shelf.folder) == (None, Path("/srv/safe"))
