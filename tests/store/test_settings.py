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
    *("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_LABEL", "OIDC_NAME_CLAIM"),
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


OIDC = {
    "REGIMEN_OIDC_ISSUER": "https://id.example",
    "REGIMEN_OIDC_CLIENT_ID": "regimen",
    "REGIMEN_OIDC_CLIENT_SECRET": "not-to-be-told",
}


def test_an_identity_provider_is_named_whole_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Settings().oidc is None
    for missing in OIDC:
        for name, value in OIDC.items():
            monkeypatch.setenv(name, "" if name == missing else value)
        with pytest.raises(ValidationError, match="set all three or none"):
            Settings()
    monkeypatch.setenv("REGIMEN_OIDC_CLIENT_SECRET", "not-to-be-told")
    settings = Settings()
    assert settings.oidc is not None
    assert (settings.oidc.label, settings.oidc.name_claim) == ("your work account", "email")
    assert "not-to-be-told" not in f"{settings!r}{settings.oidc!r}"


@pytest.mark.parametrize("issuer", ["http://id.example", "id.example", "ftp://id.example", "x"])
def test_an_identity_provider_is_spoken_to_by_tls(
    monkeypatch: pytest.MonkeyPatch, issuer: str
) -> None:
    for name, value in (OIDC | {"REGIMEN_OIDC_ISSUER": issuer}).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match="an https:// address is needed"):
        Settings()


@pytest.mark.parametrize("host", ["127.0.0.1:9000", "localhost", "[::1]:1"])
def test_on_this_machine_it_need_not_be(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    for name, value in (OIDC | {"REGIMEN_OIDC_ISSUER": f"http://{host}"}).items():
        monkeypatch.setenv(name, value)
    assert Settings().oidc is not None
