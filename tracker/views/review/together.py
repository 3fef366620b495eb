"""Suggestions that may be decided together, each with the words a person has to see first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.views.clearance import open_passages

MOST = 100
"""How many suggestions are offered at once; more than that nobody reads before deciding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """A suggestion for the same requirement; `version` is the one to decide on, `text` the passage's words."""

    link_id: int
    version: int
    score: float | None
    document: str
    page: int
    text: str


def same_words(session: Session, link: Link, *, sees_secrecy: bool = False) -> list[Companion]:
    """The other suggestions for the requirement whose passage reads exactly as this one's does."""
    if link.passage_id is None:
        return []
    own = _words(session, [link.passage_id]).get(link.passage_id, "")
    alike = _suggested(link.workspace_id, link.requirement_id, sees_secrecy=sees_secrecy)
    found = _companions(
        session, alike.where(Link.id != link.id, Link.target_fingerprint == link.target_fingerprint).limit(MOST)
    )
    return [companion for companion in found if companion.text == own]


def weaker(
    session: Session, workspace_id: int, *, requirement_id: int, below: float, sees_secrecy: bool = False
) -> list[Companion]:
    """The suggestions of passages for a requirement that score less than `below`, the best of them first."""
    wanted = _suggested(workspace_id, requirement_id, sees_secrecy=sees_secrecy).where(Link.score < below)
    return _companions(session, wanted.order_by(Link.score.desc(), Link.id).limit(MOST))


def _suggested(
    workspace_id: int, requirement_id: int, *, sees_secrecy: bool
) -> Select[int, int, int | None, float | None, str, int]:
    return (
        select(Link.id, Link.version, Link.passage_id, Link.score, LocalDocument.name, Passage.page)
        .join(Passage, Passage.id == Link.passage_id)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(
            Link.workspace_id == workspace_id,
            Link.requirement_id == requirement_id,
            Link.state == Decided.SUGGESTED,
            open_passages(sees_secrecy),
        )
    )


def _companions(session: Session, wanted: Select[int, int, int | None, float | None, str, int]) -> list[Companion]:
    rows = session.execute(wanted).all()
    words = _words(session, [passage for _, _, passage, *_ in rows if passage is not None])
    return [
        Companion(link_id=link, version=version, score=score, document=document, page=page, text=words[passage])
        for link, version, passage, score, document, page in rows
        if passage is not None
    ]


def _words(session: Session, passages: Sequence[int]) -> dict[int, str]:
    """What passages say, cut from their editions by the database."""
    cut = func.substr(LocalEdition.text, Passage.start + 1, Passage.end - Passage.start)
    return dict(
        session.execute(
            select(Passage.id, cut)
            .join(LocalEdition, LocalEdition.id == Passage.edition_id)
            .where(Passage.id.in_(passages))
        ).all()
    )
