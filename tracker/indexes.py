"""Where the indexes of a workspace's passages are kept, and what is put into them: one for linking and for search."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from nlp.matching.matches import Passage as Candidate
from tracker.settings import Settings
from tracker.tables.local import LocalEdition, Passage

LANGUAGES = ("sv", "en")
"""A workspace has an index for each; a text in any other language is read as the first."""


def language_of(edition_language: str) -> str:
    """The index an edition's passages stand in."""
    return "en" if edition_language == "en" else "sv"


def passages_folder(settings: Settings, workspace_id: int, language: str) -> Path:
    """Where the index of a workspace's passages in a language is kept."""
    return settings.indexes / str(workspace_id) / language


def name_of(passage_id: int) -> str:
    """A passage as indexes and matches name it."""
    return f"passage:{passage_id}"


def indexed_passages(
    session: Session, workspace_id: int, *, editions: Collection[int] | None = None
) -> tuple[dict[str, tuple[Candidate, ...]], dict[str, str]]:
    """Passages of current editions by language, with their fingerprints by name; of some editions only, if any."""
    by_language: dict[str, list[Candidate]] = {}
    fingerprints: dict[str, str] = {}
    wanted = select(LocalEdition).where(LocalEdition.workspace_id == workspace_id, LocalEdition.current)
    if editions is not None:
        wanted = wanted.where(LocalEdition.id.in_(editions))
    # By their texts, so that of equals it does not matter who came first.
    ordered = wanted.options(undefer(LocalEdition.text)).order_by(LocalEdition.original_sha256, LocalEdition.id)
    for edition in session.scalars(ordered):
        for passage in session.scalars(
            select(Passage).where(Passage.edition_id == edition.id).order_by(Passage.position)
        ):
            name = name_of(passage.id)
            fingerprints[name] = passage.fingerprint
            language = language_of(edition.language)
            by_language.setdefault(language, []).append(
                Candidate(
                    id=name,
                    document=str(edition.document_id),
                    text=edition.text[passage.start : passage.end],
                    language=language,
                    heading=passage.heading,
                    type=passage.type.value,
                )
            )
    return {language: tuple(candidates) for language, candidates in by_language.items()}, fingerprints
