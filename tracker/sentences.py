"""The keys of sentences: what is read of a text is a wording of a requirement or a statement, each numbered apart."""

from __future__ import annotations

import re

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.tables.checking import Correction
from tracker.tables.guideline import Statement, Wording

_TABLES: dict[str, type[Wording | Statement]] = {"w": Wording, "s": Statement}


def find(session: Session, key: str) -> Wording | Statement:
    """The sentence with this key: "w12" is wording 12, "s7" statement 7. Raises NotFound, also for what is no key."""
    known = re.fullmatch(r"([ws])([0-9]{1,9})", key)
    row = session.get(_TABLES[known[1]], int(known[2])) if known else None
    if not isinstance(row, Wording | Statement):
        raise NotFound("error.sentence_unknown", sentence=key[:20])
    return row


def standing_corrections(workspace_id: int, row: Wording | Statement) -> Select[Correction]:
    """What people of the workspace have said of the sentence and not taken back."""
    return select(Correction).where(
        Correction.workspace_id == workspace_id,
        Correction.edition_id == row.edition_id,
        Correction.start == row.start,
        Correction.end == row.end,
        Correction.withdrawn_at.is_(None),
    )
