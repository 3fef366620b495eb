"""Acts that were imported in several languages, as texts that say the same: what a lexicon can be learned from."""

from __future__ import annotations

from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from nlp.matching.parallel import Parallel, aligned
from tracker.succession import newest_editions
from tracker.tables.guideline import Edition, Provision


def parallel_texts(session: Session) -> tuple[Parallel, ...]:
    """The provisions of the newest edition in each language, paired by their locators; () without such an act."""
    newest: dict[int, dict[str, int]] = {}
    rows = (
        select(Edition.guideline_id, Edition.language, Edition.id)
        .where(Edition.id.in_(newest_editions()))
        .order_by(Edition.id)
    )
    for guideline, language, edition in session.execute(rows):
        newest.setdefault(guideline, {})[language] = edition
    found: list[Parallel] = []
    for by_language in newest.values():
        if len(by_language) > 1:
            texts = {language: _provisions(session, edition) for language, edition in sorted(by_language.items())}
            for one, other in combinations(texts, 2):
                found += (
                    Parallel(source=first, target=second, source_language=one, target_language=other)
                    for first, second in aligned(texts[one], texts[other])
                )
    return tuple(found)


def _provisions(session: Session, edition_id: int) -> list[tuple[str, str]]:
    text = session.get_one(Edition, edition_id, options=[undefer(Edition.text)]).text
    rows = select(Provision.locator, Provision.start, Provision.end).where(Provision.edition_id == edition_id)
    return [(locator, text[start:end]) for locator, start, end in session.execute(rows.order_by(Provision.position))]
