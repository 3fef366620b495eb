"""Figures of days that have passed, kept in a file: they are final, and a year of them takes seconds to work out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy.orm import Session

from tracker.settings import ROOT, Settings
from tracker.views.earlier import history_until
from tracker.views.ladder.shares import Share
from tracker.views.progress.levels import Known

_writing = Lock()


def read(session: Session, workspace_id: int, history: str) -> Known:
    """What was kept of a history: nothing where it goes another way since, or another program worked it out."""
    known = Known(history=history)
    try:
        found = json.loads(_file(history).read_text(encoding="utf-8"))
        days = {date.fromisoformat(day): _shares(by) for day, by in found["days"].items()}
        if days and found["by"] == _program() and found["until"] == history_until(session, workspace_id, max(days)):
            known.days.update(days)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        pass  # lost or damaged: the days are worked out again
    return known


def write(session: Session, workspace_id: int, known: Known) -> None:
    """Keep the days; a folder that cannot be written is left alone."""
    days = dict(known.days)
    if not known.history or not days:
        return
    kept = {
        "by": _program(),
        "until": history_until(session, workspace_id, max(days)),
        "days": {
            day.isoformat(): {by: [asdict(share) for share in rows] for by, rows in found.items()}
            for day, found in days.items()
        },
    }
    try:
        with _writing:
            file = _file(known.history)
            file.parent.mkdir(parents=True, exist_ok=True)
            whole = file.with_suffix(".new")
            whole.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
            whole.replace(file)  # a reader finds the old or the new, never half
    except OSError:
        return


def _file(history: str) -> Path:
    return Settings().passed / f"{history}.json"


@cache
def _program() -> str:
    """The checksum of all that figures are worked out with: whatever changes in it, they are worked out anew."""
    found = sha256()
    for file in sorted(file for kind in ("*.py", "*.toml") for file in (ROOT / "tracker").rglob(kind)):
        found.update(file.read_bytes())
    return found.hexdigest()


def _shares(found: Mapping[str, Sequence[Mapping[str, Any]]]) -> Mapping[str, Sequence[Share]]:
    return {by: [_share(row) for row in rows] for by, rows in found.items()}


def _share(row: Mapping[str, Any]) -> Share:
    subject = row["subject"]
    return Share(**{**row, "subject": None if subject is None else (str(subject[0]), int(subject[1]))})
