"""What every import keeps besides its rows: the original bytes once, a digest of what was stored, the warnings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from policies.document import ReadWarning
from tracker import clock
from tracker.tables.original import Original


def store(session: Session, sha256: str, data: bytes) -> None:
    """Keep the bytes once, whoever imported them."""
    if session.get(Original, sha256) is None:
        session.add(Original(sha256=sha256, size=len(data), data=data, stored_at=clock.now()))
        session.flush()


def digest_of(fingerprints: Iterable[str]) -> str:
    """One checksum over many rows, in their order."""
    total = hashlib.sha256()
    for fingerprint in fingerprints:
        total.update(fingerprint.encode())
    return total.hexdigest()


def warning_rows(warnings: tuple[ReadWarning, ...]) -> list[Any]:
    """Warnings as they are stored: code and values, never a sentence."""
    return [{"code": warning.code, "values": dict(warning.values)} for warning in warnings]
