"""The keys of sentences: what is read of a text is a wording of a requirement or a statement, each numbered apart."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.tables.guideline import Statement, Wording

_TABLES: dict[str, type[Wording | Statement]] = {"w": Wording, "s": Statement}


def key_of(row: Wording | Statement) -> str:
    """The key of a sentence in addresses and jobs: "w12" is wording 12, "s7" statement 7."""
    return f"{'w' if isinstance(row, Wording) else 's'}{row.id}"


def find(session: Session, key: str) -> Wording | Statement:
    """The sentence with this key. Raises NotFound, also for what is no key at all."""
    known = re.fullmatch(r"([ws])([0-9]{1,9})", key)
    row = session.get(_TABLES[known[1]], int(known[2])) if known else None
    if not isinstance(row, Wording | Statement):
        raise NotFound("error.sentence_unknown", sentence=key[:20])
    return row
