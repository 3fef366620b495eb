"""Where data lives, and how much a run of suggestions keeps."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import make_url

ROOT = Path(__file__).resolve().parent.parent


def _database_url() -> str:
    return os.environ.get("TRACKER_DATABASE_URL") or f"sqlite:///{ROOT / 'data' / 'tracker.db'}"


def _embeddings() -> Path | None:
    folder = os.environ.get("TRACKER_EMBEDDINGS")
    return Path(folder) if folder else None


def _proxy() -> str:
    return os.environ.get("TRACKER_PROXY") or ""


def _contact() -> str:
    return os.environ.get("TRACKER_CONTACT") or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Read from the environment once per call; nothing is written back.

    `database_url` is an SQLAlchemy URL. `suggestion_floor` is the lowest score (0 to 1) stored as a suggestion,
    `suggestions_per_requirement` how many passages at most are stored for each requirement, `carriers_per_requirement`
    how many services and how many actors. `embeddings` is a folder with a model of sentence vectors, None without.
    `proxy` is what fetching goes through ("http://proxy.kommun.se:8080"), "" for the straight way. `contact` is where
    readers report what they cannot use ("it@kommun.se"), "" where nobody has said.
    """

    database_url: str = field(default_factory=_database_url)
    suggestion_floor: float = 0.02
    suggestions_per_requirement: int = 8
    carriers_per_requirement: int = 3
    embeddings: Path | None = field(default_factory=_embeddings)
    proxy: str = field(default_factory=_proxy)
    contact: str = field(default_factory=_contact)

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
    def _beside(self) -> Path:
        url = make_url(self.database_url)
        stored = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
        return Path(str(url.database)).parent if stored else ROOT / "data"
