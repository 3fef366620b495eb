"""What a report rests on: the texts in use, the head of the history, what is withheld and what is only suggested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.events import GENESIS, fingerprint
from tracker.tables.event import Event
from tracker.tables.guideline import Edition, Guideline, Requirement
from tracker.tables.local import LocalDocument
from tracker.tables.people import Workspace
from tracker.thresholds import Thresholds
from tracker.views import settings
from tracker.views.clearance import secret_document
from tracker.views.counted import counted_requirements, left_out
from tracker.views.guidelines.listing import GuidelineName, name_of
from tracker.views.how_many import how_many

SHORT = 12
"""So many letters of a checksum tell texts apart in print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionUsed:
    """The newest text of a guideline in one language; `checksum` begins that of its original file."""

    name: GuidelineName
    language: str
    published_on: date | None
    checksum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What the figures of a day were computed from.

    `chain`, `events`, `head` and `head_at` are the chain of the workspace's history, how many events it holds, its last
    hash and its last moment; the moment is None before there is any. `together` stands for all editions at once.
    `summaries` are guidelines without an imported text, `left_out` counts those the workspace does not.
    """

    workspace: str
    slug: str
    chain: int
    events: int
    head: str
    head_at: datetime | None
    editions: Sequence[EditionUsed]
    together: str
    summaries: Sequence[GuidelineName]
    left_out: int
    documents: int
    secret: int
    thresholds: Thresholds


def basis(session: Session, workspace_id: int) -> Basis:
    """What a report of the session's day rests on; on an earlier day, as it was known then."""
    place = session.get_one(Workspace, workspace_id)
    events, last = session.execute(
        select(func.count(), func.max(Event.seq)).where(Event.chain == workspace_id, Event.recorded_at <= clock.now())
    ).one()
    head = session.execute(
        select(Event.hash, Event.recorded_at).where(Event.chain == workspace_id, Event.seq == last)
    ).first()
    editions = _editions(session, workspace_id)
    return Basis(
        workspace=place.name,
        slug=place.slug,
        chain=workspace_id,
        events=events,
        head=head.hash if head is not None else GENESIS,
        head_at=head.recorded_at if head is not None else None,
        editions=editions,
        together=fingerprint(*(row.checksum for row in editions))[:SHORT],
        summaries=_summaries(session, workspace_id, {row.name.id for row in editions}),
        left_out=how_many(session, left_out(workspace_id)),
        documents=how_many(session, select(LocalDocument.id).where(LocalDocument.workspace_id == workspace_id)),
        secret=how_many(
            session,
            select(LocalDocument.id).where(LocalDocument.workspace_id == workspace_id, secret_document()),
        ),
        thresholds=settings.thresholds(session, workspace_id),
    )


def _editions(session: Session, workspace_id: int) -> list[EditionUsed]:
    """The newest standing edition of each counted guideline in each language."""
    rows = session.execute(
        select(Guideline, Edition.language, Edition.published_on, Edition.original_sha256)
        .join(Edition, Edition.guideline_id == Guideline.id)
        .where(Guideline.id.in_(_guidelines(workspace_id)), Edition.undone_at.is_(None))
        .order_by(Guideline.level, Guideline.name_sort, Guideline.id, Edition.language, Edition.id)
    )
    newest: dict[tuple[int, str], EditionUsed] = {}
    for guideline, language, published, checksum in rows:
        found = newest.get((guideline.id, language))
        if found is None or (found.published_on or date.min) <= (published or date.min):
            newest[guideline.id, language] = EditionUsed(
                name=name_of(guideline), language=language, published_on=published, checksum=checksum[:SHORT]
            )
    return list(newest.values())


def _summaries(session: Session, workspace_id: int, official: set[int]) -> list[GuidelineName]:
    rows = session.scalars(
        select(Guideline)
        .where(Guideline.id.in_(_guidelines(workspace_id)))
        .order_by(Guideline.level, Guideline.name_sort, Guideline.id)
    )
    return [name_of(row) for row in rows if row.id not in official]


def _guidelines(workspace_id: int) -> Select[int]:
    return select(Requirement.guideline_id).where(Requirement.id.in_(counted_requirements(workspace_id))).distinct()
