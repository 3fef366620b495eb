"""Gaps the machine proposes: requirements that everything local answers weakly. A search record stays a person's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from nlp.matching.gaps import Gap
from tracker import access, clock, events
from tracker.candidates import Corpus
from tracker.tables.guideline import Requirement
from tracker.tables.link import GapProposal
from tracker.tables.local import LocalEdition
from tracker.tables.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A requirement that probably nothing local carries out; numbers as in GapProposal."""

    requirement_id: int
    requirement_fingerprint: str
    probability: float
    best: float | None
    threshold: float
    searched: int
    scorer: str


def in_every_language(corpus: Corpus, found: Iterable[Gap]) -> list[Proposed]:
    """The requirements that are gaps among the passages of every language there are documents in.

    The language in which a gap is least probable decides. A requirement answered in one of them is no gap.
    """
    by_requirement: dict[str, list[Gap]] = {}
    for gap in found:
        by_requirement.setdefault(gap.requirement, []).append(gap)
    proposed = []
    for requirement, gaps in by_requirement.items():
        if len(gaps) == len(corpus.candidates) and all(gap.proposed for gap in gaps):
            least = min(gaps, key=lambda gap: gap.probability)
            proposed.append(
                Proposed(
                    requirement_id=int(requirement),
                    requirement_fingerprint=corpus.requirement_fingerprints[int(requirement)],
                    probability=least.probability,
                    best=max((gap.best for gap in gaps if gap.best is not None), default=None),
                    threshold=least.threshold,
                    searched=sum(gap.searched for gap in gaps),
                    scorer=least.scorer,
                )
            )
    return proposed


def store_gaps(session: Session, workspace_id: int, proposed: Sequence[Proposed], *, by: Person) -> int:
    """Replace all proposals of the workspace; gives how many there are now.

    A requirement whose text changed while the machine looked is left out.
    """
    access.allow(session, by, "link.suggest", workspace_id)
    session.execute(delete(GapProposal).where(GapProposal.workspace_id == workspace_id))
    current = dict(session.execute(select(Requirement.id, Requirement.fingerprint)).all())
    editions = session.scalar(
        select(func.count()).where(LocalEdition.workspace_id == workspace_id, LocalEdition.current)
    )
    rows = [
        GapProposal(
            workspace_id=workspace_id,
            requirement_id=found.requirement_id,
            probability=found.probability,
            best=found.best,
            threshold=found.threshold,
            searched=found.searched,
            editions=editions or 0,
            scorer=found.scorer,
            requirement_fingerprint=found.requirement_fingerprint,
            recorded_at=clock.now(),
        )
        for found in proposed
        if current.get(found.requirement_id) == found.requirement_fingerprint
    ]
    session.add_all(rows)
    session.flush()
    events.record(
        session,
        workspace_id,
        "gap.suggest",
        f"workspace:{workspace_id}",
        by=by,
        after={
            "proposed": len(rows),
            "threshold": proposed[0].threshold if proposed else None,
            "digest": events.fingerprint(*(f"{row.requirement_id} {row.probability:.4f}" for row in rows)),
        },
    )
    return len(rows)
