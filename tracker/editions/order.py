"""Which edition a text is compared with: the one before it in its language, or the one after an older text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.succession import standing_editions
from tracker.tables.guideline import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """The edition beside a text in time; `later` when the text is the older of the two."""

    id: int
    later: bool


def neighbour(session: Session, guideline_id: int, language: str, published_on: date | None) -> Neighbour | None:
    """The edition a text of that day is compared with; None when it is the first one in its language.

    A text without a day comes after all that are there. Only the newest text changes what counts: an older one is
    compared with the next newer one.
    """
    standing = standing_editions()
    rows = session.execute(
        select(standing.c.id, standing.c.true_on)
        .where(standing.c.guideline_id == guideline_id, standing.c.language == language)
        .order_by(standing.c.place)
    ).all()
    if not rows:
        return None
    newer = [row.id for row in rows if published_on and row.true_on and row.true_on > published_on]
    return Neighbour(id=newer[0], later=True) if newer else Neighbour(id=rows[-1].id, later=False)


def stored(session: Session, guideline_id: int, sha256: str) -> Edition | None:
    """The edition of these very bytes that stands, if there is one; one that was taken back may come in again."""
    return session.scalars(
        select(Edition).where(
            Edition.guideline_id == guideline_id, Edition.original_sha256 == sha256, Edition.undone_at.is_(None)
        )
    ).first()
