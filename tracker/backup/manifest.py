"""What stands beside every backup: what it held when it was made, and the checksum it must still have."""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker.backup.contents import Contents, Fault
from tracker.chains import Head
from tracker.errors import DatabaseProblem
from tracker.settings import ROOT

SUFFIXES = {"sqlite": "db", "postgresql": "dump"}
_FORMAT = 1
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`made_at` is in UTC, `size` in bytes, `kind` the kind of database (sqlite, postgresql), `program` its version.

    `contents` is what was found in the backup itself, not in the database it was made from.
    """

    made_at: datetime
    reason: str
    program: str
    kind: str
    size: int
    sha256: str
    contents: Contents


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup that was made, and its manifest."""

    path: Path
    manifest: Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A backup in a folder; without a manifest when that is missing or cannot be read."""

    path: Path
    manifest: Manifest | None

    @property
    def verified(self) -> bool:
        """Whether everything held when it was made, and the file still has the size it had."""
        made = self.manifest
        return made is not None and not made.contents.faults and self.path.stat().st_size == made.size


def known(folder: Path) -> Iterator[Found]:
    """The backups of a folder, newest first."""
    found = [path for suffix in SUFFIXES.values() for path in folder.glob(f"tracker-*.{suffix}")]
    return (Found(path=path, manifest=_read_or_none(path)) for path in sorted(found, reverse=True))


def beside(backup: Path) -> Path:
    """Where the manifest of a backup stands."""
    return backup.with_name(f"{backup.name}.json")


def write(manifest: Manifest, path: Path) -> None:
    """Write a manifest so that it is on the disk, whole, before anything relies on it."""
    body = {"format": _FORMAT, **asdict(manifest), "made_at": manifest.made_at.isoformat()}
    unfinished = path.with_name(f"{path.name}.unfinished")
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump(body, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    unfinished.chmod(0o600)
    unfinished.replace(path)


def read(backup: Path) -> Manifest | None:
    """The manifest of a backup, None when there is none."""
    path = beside(backup)
    try:
        body = json.loads(path.read_text("utf-8"))
        return _manifest(body)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise DatabaseProblem("error.backup_manifest", file=path.name) from problem


def sha256_of(path: Path) -> str:
    """The checksum of a file's bytes."""
    total = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            total.update(chunk)
    return total.hexdigest()


def program() -> str:
    """This program's version, "" where its description is not installed with it."""
    try:
        described = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    except FileNotFoundError:
        return ""
    return str(described["project"]["version"])


def _manifest(body: dict[str, Any]) -> Manifest:
    held = body["contents"]
    contents = Contents(
        revision=held["revision"],
        rows=dict(held["rows"]),
        chains=tuple(Head(**each) for each in held["chains"]),
        faults=tuple(Fault(**each) for each in held["faults"]),
    )
    return Manifest(
        made_at=datetime.fromisoformat(body["made_at"]),
        reason=body["reason"],
        program=body["program"],
        kind=body["kind"],
        size=int(body["size"]),
        sha256=body["sha256"],
        contents=contents,
    )


def _read_or_none(backup: Path) -> Manifest | None:
    try:
        return read(backup)
    except DatabaseProblem:
        return None
