"""Gaps the machine proposes, with what was searched and the likeliest of the weak candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, select
from sqlalchemy.orm import Session

from tracker.tables.guideline import Applies, Decided, Requirement
from tracker.tables.link import GapProposal, Link, SearchRecord
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.views.clearance import open_documents, open_passages, secret_document
from tracker.views.counted import counted_requirements
from tracker.views.how_many import how_many
from tracker.views.texts import PassageText, RequirementText, passage_texts, requirement_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """The passage that answers a requirement best, though weakly; `score` is in [0, 1]."""

    link_id: int
    score: float
    passage: PassageText


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A requirement that nothing local seems to carry out; numbers as in GapProposal."""

    requirement: RequirementText
    probability: float
    threshold: float
    searched: int
    editions: int
    candidate: Candidate | None
    candidates: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """A page of proposals, the most probable first; `total` counts all, `documents` are the texts in use.

    `withheld` is how many more there are, under secrecy, for those who may not see them.
    """

    rows: Sequence[Gap]
    total: int
    documents: Sequence[str]
    withheld: int


def proposed_gaps(
    session: Session,
    workspace_id: int,
    *,
    guideline_id: int | None = None,
    offset: int = 0,
    limit: int = 10,
    sees_secrecy: bool = False,
    certain_first: bool = False,
) -> Gaps:
    """The proposals that still stand: nobody searched, no passage is confirmed, and the requirement reads the same.

    `certain_first` puts those that reach every municipality before those that may.
    """
    wanted = _standing(workspace_id)
    if guideline_id is not None:
        wanted = wanted.where(Requirement.guideline_id == guideline_id)
    total = how_many(session, wanted)
    ranked: tuple[Any, ...] = (
        GapProposal.probability.desc(),
        Requirement.guideline_id,
        Requirement.position,
        Requirement.id,
    )
    if certain_first:
        ranked = (case((Requirement.applies == Applies.YES, 0), else_=1), *ranked)
    rows = session.scalars(wanted.order_by(*ranked).offset(offset).limit(limit)).all()
    texts = requirement_texts(session, [row.requirement_id for row in rows])
    return Gaps(
        rows=[_gap(session, row, texts[row.requirement_id], sees_secrecy) for row in rows],
        total=total,
        documents=list(session.scalars(_documents(workspace_id, open_documents(sees_secrecy)))),
        withheld=0 if sees_secrecy else how_many(session, _documents(workspace_id, secret_document())),
    )


def gaps_left(session: Session, workspace_id: int, *, at_least: float = 0.0) -> int:
    """How many proposals still stand, of those with at least this probability."""
    wanted = _standing(workspace_id).where(GapProposal.probability >= at_least)
    return how_many(session, wanted)


def standing_proposals(workspace_id: int) -> Select[int]:
    """The requirements of the proposals that still stand."""
    return _standing(workspace_id).with_only_columns(GapProposal.requirement_id)


def _standing(workspace_id: int) -> Select[GapProposal]:
    searched = select(SearchRecord.id).where(
        SearchRecord.workspace_id == workspace_id,
        SearchRecord.requirement_id == GapProposal.requirement_id,
        SearchRecord.withdrawn_at.is_(None),
    )
    confirmed = select(Link.id).where(
        Link.workspace_id == workspace_id,
        Link.requirement_id == GapProposal.requirement_id,
        Link.passage_id.is_not(None),
        Link.state == Decided.CONFIRMED,
    )
    return (
        select(GapProposal)
        .join(Requirement, Requirement.id == GapProposal.requirement_id)
        .where(
            GapProposal.workspace_id == workspace_id,
            GapProposal.requirement_fingerprint == Requirement.fingerprint,
            GapProposal.requirement_id.in_(counted_requirements(workspace_id)),
            ~searched.exists(),
            ~confirmed.exists(),
        )
    )


def _gap(session: Session, row: GapProposal, text: RequirementText, sees_secrecy: bool) -> Gap:
    candidates = (
        select(Link.id, Link.score, Link.passage_id)
        .join(Passage, Passage.id == Link.passage_id)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .where(
            Link.workspace_id == row.workspace_id,
            Link.requirement_id == row.requirement_id,
            Link.state == Decided.SUGGESTED,
            open_passages(sees_secrecy),
        )
        .order_by(Link.score.desc(), Link.id)
    )
    found = session.execute(candidates).all()
    best: Candidate | None = None
    if found:
        link_id, score, passage_id = found[0]
        passage = passage_texts(session, [passage_id or 0], context=120, sees_secrecy=sees_secrecy)[passage_id or 0]
        best = Candidate(link_id=link_id, score=score or 0.0, passage=passage)
    return Gap(
        requirement=text,
        probability=row.probability,
        threshold=row.threshold,
        searched=row.searched,
        editions=row.editions,
        candidate=best,
        candidates=len(found),
    )


def _documents(workspace_id: int, those: ColumnElement[bool]) -> Select[str]:
    return (
        select(LocalDocument.name)
        .join(LocalEdition, LocalEdition.document_id == LocalDocument.id)
        .where(LocalDocument.workspace_id == workspace_id, LocalEdition.current, those)
        .order_by(LocalDocument.name_sort, LocalDocument.id)
    )
