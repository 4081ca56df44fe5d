"""Settings of one installation, from the environment or a ``.env`` file, each with a default."""

import re
import socket
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from store.accounts.sign_ins import Limits
from store.backups import Schedule, Shelf

VERSION = "0.1.0"
SQLITE = "sqlite:///"
TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class OidcTerms:
    """The identity provider whose accounts may sign in, and what it knows Regimen by."""

    issuer: str
    client_id: str
    secret: SecretStr
    label: str
    name_claim: str


class Settings(BaseSettings):
    """Every setting, named ``REGIMEN_…`` in capitals outside."""

    model_config = SettingsConfigDict(env_prefix="REGIMEN_", env_file=".env", extra="ignore")

    host: str = "127.0.0.1"
    """The address to listen on; 0.0.0.0 for every one of this machine."""
    port: int = Field(default=8080, ge=1, le=65535)
    allowed_hosts: str = ""
    """Names the server may be asked by, parted by commas; empty: those it knows itself by."""
    tls_certificate: Path | None = None
    """A PEM file with the server's certificate and those between it and its authority."""
    tls_key: Path | None = None
    """A PEM file with its key, without a password; both or none."""
    pages_per_minute: int = Field(default=600, ge=10)
    """New pages one address may open; a whole clinic behind one router is one address."""
    sockets_per_address: int = Field(default=1_000, ge=10)
    """Pages one address may have open at once."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """What is logged: events of this weight and above."""
    log_format: Literal["text", "json"] = "text"
    """How a line of the log is written."""
    data: Path = Path("data")
    """The folder for the SQLite database and backups."""
    database_url: str = ""
    """Empty: SQLite in that folder; else ``sqlite:///`` and a path."""
    backups: Path | None = None
    """The folder for backups; empty: ``backups`` in the folder for the data."""
    backup_at: str = "02:30"
    """When a backup is made every day, on the first location's clock; empty: never by itself."""
    backup_keep: int = Field(default=30, ge=1)
    """How many of the backups made by themselves are kept."""
    demo: bool = False
    """Whether an empty database is filled with the demo clinic."""

    idle_minutes: int = Field(default=480, ge=1)
    """After so long without a touch somebody has to sign in again."""
    sign_in_hours: int = Field(default=12, ge=1)
    """After so long they have to in any case."""
    lock_minutes: int = Field(default=10, ge=0)
    """After so long without a touch a device is locked; 0: never by itself."""

    oidc_issuer: str = ""
    """The address of an identity provider whose accounts may sign in; empty: none."""
    oidc_client_id: str = ""
    """What the identity provider knows Regimen by."""
    oidc_client_secret: SecretStr = SecretStr("")
    """What Regimen proves it with."""
    oidc_label: str = "your work account"
    """What the button says after "Sign in with"."""
    oidc_name_claim: str = "email"
    """Which claim holds the sign-in name; an e-mail counts only when it is verified."""

    @field_validator("oidc_issuer")
    @classmethod
    def _safe_issuer(cls, url: str) -> str:
        parts = urlsplit(url)
        is_here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
        if url and not (parts.hostname and (parts.scheme == "https" or is_here)):
            raise ValueError("an https:// address is needed")
        return url

    @model_validator(mode="after")
    def _whole_oidc(self) -> Self:
        parts = (self.oidc_issuer, self.oidc_client_id, self.oidc_client_secret.get_secret_value())
        if any(parts) and not all(parts):
            raise ValueError(
                "REGIMEN_OIDC_ISSUER, REGIMEN_OIDC_CLIENT_ID and REGIMEN_OIDC_CLIENT_SECRET go"
                " together: set all three or none."
            )
        return self

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if url and not url.startswith(SQLITE):
            raise ValueError("only sqlite:/// addresses are understood so far")
        return url

    @field_validator("backups", "tls_certificate", "tls_key", mode="before")
    @classmethod
    def _folder(cls, text: object) -> object:
        return text or None

    @field_validator("backup_at")
    @classmethod
    def _time_of_day(cls, text: str) -> str:
        if text and not TIME_OF_DAY.fullmatch(text):
            raise ValueError("a time of day such as 02:30 is needed, or nothing")
        return text

    @property
    def schedule(self) -> Schedule:
        """When backups are made by themselves."""
        hours, _, minutes = self.backup_at.partition(":")
        at = int(hours) * 60 + int(minutes) if self.backup_at else None
        return Schedule(at, self.backup_keep)

    @property
    def address(self) -> str:
        """Where it can be opened on this machine."""
        anywhere = self.host in ("127.0.0.1", "0.0.0.0", "::", "::1")  # noqa: S104 - compared only
        scheme = "https" if self.tls_certificate else "http"
        return f"{scheme}://{'localhost' if anywhere else self.host}:{self.port}"

    def link_address(self, token: str) -> str:
        """Where a one-time link is opened."""
        return f"{self.address}/set-up/{token}"

    @property
    def limits(self) -> Limits:
        """How long a sign-in lasts, and when it is locked."""
        return Limits(
            timedelta(minutes=self.idle_minutes),
            timedelta(hours=self.sign_in_hours),
            timedelta(minutes=self.lock_minutes),
        )

    @property
    def oidc(self) -> OidcTerms | None:
        """The identity provider, if there is one."""
        if not self.oidc_issuer:
            return None
        return OidcTerms(
            self.oidc_issuer,
            self.oidc_client_id,
            self.oidc_client_secret,
            self.oidc_label.strip() or "your work account",
            self.oidc_name_claim,
        )

    @property
    def shelf(self) -> Shelf:
        """Where backups lie."""
        return Shelf(self.backups or self.database_path.parent / "backups")

    @property
    def database_path(self) -> Path:
        """The SQLite file."""
        if self.database_url:
            return Path(self.database_url.removeprefix(SQLITE))
        return self.data / "regimen.db"

    @property
    def hosts(self) -> frozenset[str]:
        """Names that requests may carry, in small letters; without those of network cards."""
        if self.allowed_hosts.strip():
            return _names(self.allowed_hosts.split(","))
        name = socket.gethostname()
        return _names(["localhost", "127.0.0.1", "::1", self.host, name, f"{name}.local"])


def _names(given: list[str]) -> frozenset[str]:
    return frozenset(name.strip().strip("[]").lower() for name in given if name.strip())
