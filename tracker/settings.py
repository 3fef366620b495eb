"""Where data lives, how much a run of suggestions keeps, and how people sign in."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from tracker.errors import DatabaseProblem, SettingProblem

ROOT = Path(__file__).resolve().parent.parent
SECRET = (
    "TRACKER_DATABASE_URL", "TRACKER_COOKIE_SECRET", "TRACKER_OIDC_SECRET", "TRACKER_SIGN_IN_SECRET",
)  # fmt: skip
"""Settings that may also be the first line of a file named by `<name>_FILE`."""
KNOWN = frozenset(
    {
        *SECRET, *(f"{name}_FILE" for name in SECRET),
        "TRACKER_ADDRESS", "TRACKER_BACKUP_DAYS", "TRACKER_CONNECTIONS_A_MINUTE", "TRACKER_CONTACT", "TRACKER_DEBUG",
        "TRACKER_EMBEDDINGS",
        "TRACKER_IDLE_MINUTES", "TRACKER_LANGUAGE", "TRACKER_LOG", "TRACKER_LOG_LEVEL", "TRACKER_LONGEST_HOURS",
        "TRACKER_OIDC_CLIENT", "TRACKER_OIDC_METADATA", "TRACKER_PERSON", "TRACKER_PROXY", "TRACKER_REQUESTS_A_MINUTE",
        "TRACKER_SIGN_IN", "TRACKER_SIGN_IN_FROM", "TRACKER_SIGN_IN_HEADER",
    }
)  # fmt: skip
"""Every variable the program reads; docs/settings.md says what each means."""


Read = TypeVar("Read")


def address_of(url: str) -> URL:
    """The parts of the address of a database. DatabaseProblem where it is none, without it: it may hold a password."""
    try:
        return make_url(url)
    except (ArgumentError, ValueError):  # a port that is no number is no ArgumentError
        raise DatabaseProblem("error.database_url") from None


def _database_url() -> str:
    return secret("TRACKER_DATABASE_URL") or f"sqlite:///{ROOT / 'data' / 'tracker.db'}"


def _embeddings() -> Path | None:
    folder = os.environ.get("TRACKER_EMBEDDINGS")
    return Path(folder) if folder else None


def _proxy() -> str:
    return os.environ.get("TRACKER_PROXY") or ""


def _contact() -> str:
    return os.environ.get("TRACKER_CONTACT") or ""


def _said(name: str, otherwise: str = "") -> Callable[[], str]:
    return lambda: os.environ.get(name, "").strip() or otherwise


def _number(name: str, otherwise: int) -> Callable[[], int]:
    return lambda: _read(name, str(otherwise), int)


def _span(name: str, otherwise: str, unit: timedelta) -> Callable[[], timedelta]:
    return lambda: _read(name, otherwise, lambda said: float(said) * unit)


def _read(name: str, otherwise: str, reader: Callable[[str], Read]) -> Read:
    """What a reader of numbers makes of a setting; SettingProblem for no number, "nan", or more than there can be."""
    said = os.environ.get(name, "").strip() or otherwise
    try:
        return reader(said)
    except (ValueError, OverflowError):
        raise SettingProblem("error.setting_number", setting=name, value=said[:40]) from None


def secret(name: str) -> str:
    """A secret from the environment, or from the file `<name>_FILE` names, which only its owner may read; "" for none.

    Read where it is used and kept nowhere, so that no listing of the settings can show it. SettingProblem where the
    file is open to others or cannot be read.
    """
    file = os.environ.get(f"{name}_FILE")
    if not file:
        return os.environ.get(name, "")
    try:
        mode, said = Path(file).stat().st_mode, Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingProblem("error.secret_unreadable", setting=f"{name}_FILE") from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingProblem("error.secret_open", setting=f"{name}_FILE")
    return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Read from the environment once per call; nothing is written back.

    `database_url` is an SQLAlchemy URL. `suggestion_floor` is the lowest score (0 to 1) stored as a suggestion,
    `suggestions_per_requirement` how many passages at most are stored for each requirement, `carriers_per_requirement`
    how many services and how many actors. `embeddings` is a folder with a model of sentence vectors, None without.
    `proxy` is what fetching goes through ("http://proxy.kommun.se:8080"), "" for the straight way. `contact` is where
    readers report what they cannot use ("it@kommun.se"), "" where nobody has said. `sign_in` is how people sign in
    (tracker.signing_in), `idle` and `longest` after how long a sign-in ends, unused or at all. `sign_in_header` names
    the header of a proxy that says who it is, `sign_in_from` the proxy's addresses or networks, comma between.
    `address` is where readers find the tracker ("https://tracker.kommun.se"), `oidc_metadata` where the provider
    describes itself. `requests_a_minute` and `connections_a_minute` are how many one address may send, 0 for any.
    `backup_days` is how old the last backup may be before the app reminds, 0 for any age.
    `log` is "text" or "json", `log_level` the least that is logged; with `debug` errors are logged with their words.
    """

    database_url: str = field(default_factory=_database_url)
    suggestion_floor: float = 0.02
    suggestions_per_requirement: int = 8
    carriers_per_requirement: int = 3
    embeddings: Path | None = field(default_factory=_embeddings)
    proxy: str = field(default_factory=_proxy)
    contact: str = field(default_factory=_contact)
    sign_in: str = field(default_factory=_said("TRACKER_SIGN_IN", "local"))
    idle: timedelta = field(default_factory=_span("TRACKER_IDLE_MINUTES", "60", timedelta(minutes=1)))
    longest: timedelta = field(default_factory=_span("TRACKER_LONGEST_HOURS", "12", timedelta(hours=1)))
    sign_in_header: str = field(default_factory=_said("TRACKER_SIGN_IN_HEADER", "X-Forwarded-User"))
    sign_in_from: str = field(default_factory=_said("TRACKER_SIGN_IN_FROM", "127.0.0.1, ::1"))
    address: str = field(default_factory=_said("TRACKER_ADDRESS"))
    oidc_metadata: str = field(default_factory=_said("TRACKER_OIDC_METADATA"))
    oidc_client: str = field(default_factory=_said("TRACKER_OIDC_CLIENT"))
    requests_a_minute: int = field(default_factory=_number("TRACKER_REQUESTS_A_MINUTE", 1200))
    connections_a_minute: int = field(default_factory=_number("TRACKER_CONNECTIONS_A_MINUTE", 240))
    backup_days: int = field(default_factory=_number("TRACKER_BACKUP_DAYS", 7))
    log: str = field(default_factory=_said("TRACKER_LOG", "text"))
    log_level: str = field(default_factory=_said("TRACKER_LOG_LEVEL", "info"))
    debug: bool = field(default_factory=lambda: bool(os.environ.get("TRACKER_DEBUG")))

    @property
    def backups(self) -> Path:
        """Where backups are kept: beside an SQLite database, else in the program's own data folder."""
        return self._beside / "backups"

    @property
    def indexes(self) -> Path:
        """Where search indexes are kept, a folder for each workspace and language. Deleting it loses nothing."""
        return self._beside / "index"

    @property
    def passed(self) -> Path:
        """Where figures of days that have passed are kept, which do not change. Deleting it loses nothing."""
        return self._beside / "passed"

    @property
    def fetched(self) -> Path:
        """Where what was fetched is kept, by address. Deleting it loses nothing but the way to work offline."""
        return self._beside / "fetched"

    @property
    def database_file(self) -> Path | None:
        """The file of an SQLite database; None where it is in memory or on a server."""
        url = address_of(self.database_url)
        stored = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
        return Path(str(url.database)) if stored else None

    @property
    def _beside(self) -> Path:
        return self.database_file.parent if self.database_file else ROOT / "data"
