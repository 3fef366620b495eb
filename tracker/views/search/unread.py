"""Editions that no index holds yet, read word by word in the database until one does."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from nlp.matching.matches import NEVER_EVIDENCE
from nlp.matching.searching import Asked
from nlp.matching.tokens import analyse, fold, stem
from tracker.indexes import LANGUAGES, language_of
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.views.clearance import open_documents

MOST = 200
"""Passages that are given at most."""


def passages_with(
    session: Session, workspace_id: int, editions: Sequence[int], sought: Asked, *, cleared: bool
) -> list[tuple[int, int]]:
    """Passages of some current editions that have every word in some form, and their documents."""
    if not sought.words or not editions:
        return []
    stemmed = {language: wanted_stems(sought, language) for language in LANGUAGES}
    wanted = (
        select(LocalEdition.id, LocalEdition.document_id, LocalEdition.language, LocalEdition.text)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(
            LocalEdition.workspace_id == workspace_id,
            LocalEdition.current,
            LocalEdition.id.in_(editions),
            open_documents(cleared),
        )
        .order_by(LocalEdition.id)
    )
    found: list[tuple[int, int]] = []
    for edition, document, spoken, text in session.execute(wanted):
        language = language_of(spoken)
        whole = fold(text)
        if not all(one in whole for one in stemmed[language]):
            continue
        passages = session.execute(
            select(Passage.id, Passage.start, Passage.end)
            .where(
                Passage.edition_id == edition,
                Passage.type.not_in(NEVER_EVIDENCE),
                true() if cleared else ~Passage.secret,
            )
            .order_by(Passage.position)
        )
        for number, start, end in passages:
            if stemmed[language] <= set(analyse(text[start:end], language)):
                found.append((number, document))
                if len(found) == MOST:
                    return found
    return found


def wanted_stems(sought: Asked, language: str) -> frozenset[str]:
    """The stems of the words in a language; function words there count as themselves."""
    return frozenset(stem(word, language) for word in sought.words)
