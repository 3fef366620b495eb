"""The words that parts and ties rest on, found again in the documents they were read in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.tables.local import LocalEdition, Passage
from tracker.views.texts import EditionTexts

AROUND = 120
"""Characters shown around quoted words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a document with what stands around them, and the passage they are in; "" where a person said so."""

    before: str
    words: str
    after: str
    passage_id: int | None
    language: str


def quotes_at(
    session: Session, places: Mapping[Any, tuple[int | None, int, int]], *, sees_secrecy: bool = False
) -> dict[Any, Quote]:
    """The words at each place, found again in the stored text; nothing for what a person entered."""
    editions = {edition for edition, start, _ in places.values() if edition is not None and start >= 0}
    languages = dict(
        session.execute(select(LocalEdition.id, LocalEdition.language).where(LocalEdition.id.in_(editions))).all()
    )
    passages: dict[int, list[tuple[int, int, int]]] = {}
    for row in session.execute(
        select(Passage.edition_id, Passage.start, Passage.end, Passage.id).where(Passage.edition_id.in_(editions))
    ):
        passages.setdefault(row.edition_id, []).append((row.start, row.end, row.id))
    texts = EditionTexts(session, sees_secrecy=sees_secrecy)
    found = {}
    for key, (edition, start, end) in places.items():
        if edition is None or edition not in languages or start < 0:
            continue
        text = texts.local(edition)
        inside = next((number for a, z, number in passages.get(edition, ()) if a <= start < z), None)
        found[key] = Quote(
            before=_from_word(text, max(0, start - AROUND), start),
            words=text[start:end],
            after=_to_word(text, end, end + AROUND),
            passage_id=inside,
            language=languages[edition],
        )
    return found


def _from_word(text: str, start: int, end: int) -> str:
    """What stands before, within the line and from a whole word on."""
    before = text[start:end].rpartition("\n")[2]
    return before.partition(" ")[2] if 0 < start == end - len(before) and text[start - 1].isalnum() else before


def _to_word(text: str, start: int, end: int) -> str:
    """What stands behind, within the line and up to a whole word."""
    after = text[start:end].partition("\n")[0]
    return after.rpartition(" ")[0] if len(after) == end - start and text[end : end + 1].isalnum() else after
