"""Settings, read once from the environment. Nothing else reads os.environ."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parent


class WrongSettings(Exception):
    """The program refuses to start: the message says which setting and why."""


def setting(name: str, default: str = "") -> str:
    return os.environ.get(f"RONDETAFEL_{name}", default)


def var() -> Path:
    """Where the demonstration keeps its database, its secret and its mail."""
    return Path(setting("VAR") or ROOT / "var")


def kept_secret(path: Path) -> str:
    """A secret made at the first start and kept beside the demonstration's data."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text()


@dataclass(frozen=True)
class Config:
    """A real installation. Every value comes from `RONDETAFEL_<NAME>` (docs/installation.md)."""

    SECRET_KEY: str = field(default_factory=lambda: setting("SECRET_KEY"))
    DATABASE_URL: str = field(default_factory=lambda: setting("DATABASE_URL", f"sqlite:///{var() / 'rondetafel.db'}"))
    BASE_URL: str = field(default_factory=lambda: setting("BASE_URL"))
    TRUSTED_PROXIES: int = field(default_factory=lambda: int(setting("TRUSTED_PROXIES", "0")))
    SMTP_URL: str = field(default_factory=lambda: setting("SMTP_URL"))
    MAIL_FROM: str = field(default_factory=lambda: setting("MAIL_FROM"))
    MAIL_FOLDER: str = ""
    MAILDIR: str = field(default_factory=lambda: setting("MAILDIR"))
    FILES_FOLDER: str = field(default_factory=lambda: setting("FILES_FOLDER"))
    FILE_LIMIT: int = 25_000_000
    WORD_TEMPLATE: str = field(default_factory=lambda: setting("WORD_TEMPLATE"))
    BACKUP_RECIPIENT: str = field(default_factory=lambda: setting("BACKUP_RECIPIENT"))
    DEMONSTRATION: bool = False
    SESSION_COOKIE_HTTPONLY: bool = True
    SESSION_COOKIE_SAMESITE: str = "Lax"
    WTF_CSRF_TIME_LIMIT: int | None = None
    WTF_CSRF_SSL_STRICT: bool = False
    MAX_CONTENT_LENGTH: int = 8_000_000
    MAX_FORM_MEMORY_SIZE: int = 4_000_000
    MAX_FORM_PARTS: int = 1_000
    ARGON2_MEMORY_KIB: int = 19_456
    ARGON2_TIME: int = 2
    BABEL_DEFAULT_LOCALE: str = "nl"
    BABEL_DEFAULT_TIMEZONE: str = "Europe/Brussels"

    def __post_init__(self) -> None:
        if len(self.SECRET_KEY) < 16:
            raise WrongSettings("RONDETAFEL_SECRET_KEY: at least 16 characters, and secret")
        address = urlsplit(self.BASE_URL)
        if not address.hostname:
            raise WrongSettings("RONDETAFEL_BASE_URL: the address people open, https://…")
        if address.scheme != "https" and address.hostname not in ("127.0.0.1", "localhost"):
            raise WrongSettings("RONDETAFEL_BASE_URL: https, except on this machine itself")

    @property
    def https(self) -> bool:
        return self.BASE_URL.startswith("https://")

    @property
    def files(self) -> str:
        """Where files are kept: beside the database when that is a file itself, unless it is said."""
        database = self.DATABASE_URL.removeprefix("sqlite:///")
        beside = Path(database).parent if database not in (self.DATABASE_URL, "", ":memory:") else var()
        return self.FILES_FOLDER or str(beside / "files")

    def flask(self) -> dict[str, Any]:
        """As Flask and its extensions want it."""
        address = urlsplit(self.BASE_URL)
        return {
            **self.__dict__,
            "FILES_FOLDER": self.files,
            "SQLALCHEMY_ENGINES": {"default": {"url": self.DATABASE_URL, "pool_pre_ping": True}},
            "TRUSTED_HOSTS": [address.hostname, *(["localhost"] if self.DEMONSTRATION else [])],
            "PREFERRED_URL_SCHEME": address.scheme,
            "SESSION_COOKIE_SECURE": self.https,
            "SESSION_COOKIE_NAME": "__Host-rondetafel" if self.https else "rondetafel",
            "ALEMBIC": {"script_location": str(ROOT / "migrations")},
        }


@dataclass(frozen=True)
class DemonstrationConfig(Config):
    """What `make run` serves on this machine only: invented persons, mail in a folder."""

    SECRET_KEY: str = field(default_factory=lambda: kept_secret(var() / "secret-key"))
    BASE_URL: str = field(default_factory=lambda: setting("BASE_URL", "http://127.0.0.1:8000"))
    MAIL_FROM: str = "rondetafel@example.invalid"
    MAIL_FOLDER: str = field(default_factory=lambda: str(var() / "mail"))
    DEMONSTRATION: bool = True


@dataclass(frozen=True)
class TestConfig(Config):
    """For the tests: the rules of a real installation, cheap hashing."""

    __test__ = False
    SECRET_KEY: str = "test-test-test-test"  # noqa: S105
    BASE_URL: str = "http://localhost"
    MAIL_FROM: str = "rondetafel@example.invalid"
    TESTING: bool = True
    ARGON2_MEMORY_KIB: int = 64
    ARGON2_TIME: int = 1


def from_environment() -> Config:
    """The settings of the process that asks: a demonstration where the environment says so."""
    return DemonstrationConfig() if setting("DEMONSTRATION") else Config()


def child_environment(more: dict[str, str]) -> dict[str, str]:
    """For a program that is started from here: this environment and something more."""
    return {**os.environ, **more}
