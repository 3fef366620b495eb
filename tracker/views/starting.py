"""How far a workspace has come on the way from nothing to its first finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from nlp.matching.gaps import LIKELIER_THAN_NOT
from tracker.tables.choice import GuidelineChoice
from tracker.tables.guideline import Decided
from tracker.tables.link import GapProposal, Link, SearchRecord
from tracker.tables.local import LocalEdition
from tracker.tables.network import Actor, ActorKind
from tracker.views.counted import counted_requirements
from tracker.views.how_many import how_many
from tracker.views.review.gaps import Gaps, gaps_left, proposed_gaps
from tracker.views.review.item import Item, item
from tracker.views.review.queue import Filter, queue
from tracker.views.texts import RequirementText, requirement_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a person settled last: a confirmed link ("link") or a search that found nothing ("search").

    `version` is the link's, for undoing; `subject_id` the actor it speaks for, of a search the municipality.
    """

    kind: str
    id: int
    version: int
    requirement_id: int
    subject_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where a workspace stands: `requirements` count, of which `unmentioned` are likelier gaps than not.

    `chosen` tells whether anybody has chosen guidelines, `looked` whether suggestions have been looked for.
    """

    chosen: bool
    documents: int
    looked: bool
    requirements: int
    unmentioned: int
    findings: int
    last: Finding | None

    @property
    def step(self) -> str:
        """The first step that is not done; the last one stays open."""
        if not (self.chosen or self.documents or self.findings):
            return "guidelines"
        return "findings" if self.documents or self.findings else "documents"

    def done(self, step: str) -> bool:
        """Whether a step has been taken."""
        return {"guidelines": self.chosen, "documents": self.documents > 0, "findings": self.findings > 0}[step]


def start(session: Session, workspace_id: int) -> Start:
    """Where the workspace stands today."""
    links = select(Link.id).where(Link.workspace_id == workspace_id)
    proposals = select(GapProposal.id).where(GapProposal.workspace_id == workspace_id)
    confirmed = links.where(Link.state == Decided.CONFIRMED)
    searches = select(SearchRecord.id).where(
        SearchRecord.workspace_id == workspace_id, SearchRecord.withdrawn_at.is_(None)
    )
    return Start(
        chosen=_any(session, select(GuidelineChoice.id).where(GuidelineChoice.workspace_id == workspace_id)),
        documents=how_many(
            session, select(LocalEdition.id).where(LocalEdition.workspace_id == workspace_id, LocalEdition.current)
        ),
        looked=_any(session, links) or _any(session, proposals),
        requirements=how_many(session, counted_requirements(workspace_id)),
        unmentioned=gaps_left(session, workspace_id, at_least=LIKELIER_THAN_NOT),
        findings=how_many(session, confirmed) + how_many(session, searches),
        last=_last(session, workspace_id),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """What the last step shows: the strongest suggestion that is not put off, of `suggestions`; the first gaps.

    `settled` is the requirement of the last finding, None before there is one.
    """

    item: Item | None
    suggestions: int
    gaps: Gaps
    settled: RequirementText | None


def first(session: Session, workspace_id: int, *, put_off: Sequence[int], gaps: int, cleared: bool) -> First:
    """The strongest suggestion of a passage and the `gaps` most probable gaps."""
    found = queue(session, workspace_id, Filter(target="passage"), limit=len(put_off) + 1, sees_secrecy=cleared)
    wanted = next((row.link_id for row in found.rows if row.link_id not in put_off), None)
    last = _last(session, workspace_id)
    return First(
        item=item(session, workspace_id, wanted, sees_secrecy=cleared) if wanted is not None else None,
        suggestions=found.total,
        gaps=proposed_gaps(session, workspace_id, limit=gaps, sees_secrecy=cleared, certain_first=True),
        settled=requirement_texts(session, [last.requirement_id])[last.requirement_id] if last else None,
    )


def _last(session: Session, workspace_id: int) -> Finding | None:
    link = session.scalars(
        select(Link)
        .where(Link.workspace_id == workspace_id, Link.state == Decided.CONFIRMED)
        .order_by(Link.decided_at.desc(), Link.id.desc())
        .limit(1)
    ).first()
    search = session.scalars(
        select(SearchRecord)
        .where(SearchRecord.workspace_id == workspace_id, SearchRecord.withdrawn_at.is_(None))
        .order_by(SearchRecord.recorded_at.desc(), SearchRecord.id.desc())
        .limit(1)
    ).first()
    found = []
    if link is not None and link.decided_at is not None:
        found.append(
            Finding(
                kind="link", id=link.id, version=link.version, requirement_id=link.requirement_id,
                subject_id=link.subject_id or _municipality(session, workspace_id), at=link.decided_at,
            )
        )  # fmt: skip
    if search is not None:
        found.append(
            Finding(
                kind="search", id=search.id, version=0, requirement_id=search.requirement_id,
                subject_id=_municipality(session, workspace_id), at=search.recorded_at,
            )
        )  # fmt: skip
    return max(found, key=lambda one: one.at, default=None)


def _municipality(session: Session, workspace_id: int) -> int:
    wanted = select(Actor.id).where(Actor.workspace_id == workspace_id, Actor.kind == ActorKind.MUNICIPALITY)
    return session.scalars(wanted.order_by(Actor.id).limit(1)).one()


def _any(session: Session, wanted: Select[int]) -> bool:
    return session.scalars(wanted.limit(1)).first() is not None
