"""Links from requirements to passages, services and actors, and the searches that found nothing."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.guideline import Decided
from tracker.tables.schema import Moment, Table, UtcDateTime, enum, identity, reference


class LinkType(StrEnum):
    """What the target does for the requirement; a suggestion says nothing of it until a person decides."""

    IMPLEMENTS = "implements"
    PARTLY = "partly"
    MENTIONS = "mentions"
    RESPONSIBLE = "responsible"


class Link(Table):
    """Requirement to passage, service or actor (exactly one of the three).

    The two fingerprints are those of the texts the link was made against; when one no longer matches, the link is
    suspect. `subject` actor is whom the evidence speaks for. `score` is in [0, 1]; `scorer` names what gave it.
    `on` is the day the judgement is true for, `decided_at` when it was recorded. What a person decided, what about and
    on which words the database itself keeps (tracker.migrations.guards), and no scored link is born decided.
    """

    __tablename__ = "link"
    __table_args__ = (
        UniqueConstraint("workspace_id", "requirement_id", "passage_id"),
        UniqueConstraint("workspace_id", "requirement_id", "service_id"),
        UniqueConstraint("workspace_id", "requirement_id", "actor_id"),
        # All that counting reads.
        Index("ix_link_queue", "workspace_id", "state", "score", "requirement_id", "scorer", "recorded_at"),
        CheckConstraint(
            "(CASE WHEN passage_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN service_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN actor_id IS NULL THEN 0 ELSE 1 END) = 1",
            "one_target",
        ),
        CheckConstraint("(state = 'suggested') = (decided_by_id IS NULL)", "person"),
        CheckConstraint("state = 'suggested' OR score IS NULL OR version > 1", "born"),
        CheckConstraint("state <> 'confirmed' OR type IS NOT NULL", "typed"),
        CheckConstraint("score IS NULL OR (0 <= score AND score <= 1)", "score"),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    requirement_id: Mapped[int] = reference("requirement.id")
    passage_id: Mapped[int | None] = reference("passage.id", default=None)
    service_id: Mapped[int | None] = reference("service.id", default=None)
    actor_id: Mapped[int | None] = reference("actor.id", default=None)
    subject_id: Mapped[int | None] = reference("actor.id", default=None)
    type: Mapped[LinkType | None] = mapped_column(enum(LinkType, "type"), default=None)
    state: Mapped[Decided] = mapped_column(enum(Decided, "state"), default=Decided.SUGGESTED)
    score: Mapped[float | None] = mapped_column(default=None)
    scorer: Mapped[str] = mapped_column(String(80), default="")
    reasons: Mapped[list[Any]] = mapped_column(default_factory=list)
    requirement_fingerprint: Mapped[str] = mapped_column(String(64))
    target_fingerprint: Mapped[str] = mapped_column(String(64))
    on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = reference("person.id", default=None)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    recorded_at: Mapped[Moment]
    version: Mapped[int] = mapped_column(default=1)


class SearchRecord(Table):
    """ "Looked in these editions on this day, found nothing": the only way a gap becomes a finding."""

    __tablename__ = "search_record"
    __table_args__ = (Index(None, "workspace_id", "requirement_id"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    requirement_id: Mapped[int] = reference("requirement.id")
    requirement_fingerprint: Mapped[str] = mapped_column(String(64))
    on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = reference("person.id")
    recorded_at: Mapped[Moment]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class SearchedEdition(Table):
    """An edition that a search went through."""

    __tablename__ = "searched_edition"
    __table_args__ = (UniqueConstraint("workspace_id", "search_record_id", "edition_id"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    search_record_id: Mapped[int] = reference("search_record.id")
    edition_id: Mapped[int] = reference("local_edition.id")


class GapProposal(Table):
    """The machine's word that a search will find nothing: every candidate is weak. A person records the search, or not.

    `probability` that no passage carries the requirement out, and `best`, the score of the likeliest one (None when
    there was none), are in [0, 1]; `threshold` is the probability from which a gap is proposed. `searched` counts
    passages, `editions` the texts they stand in.
    """

    __tablename__ = "gap_proposal"
    __table_args__ = (
        UniqueConstraint("workspace_id", "requirement_id"),
        CheckConstraint("0 <= probability AND probability <= 1", "probability"),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    requirement_id: Mapped[int] = reference("requirement.id")
    probability: Mapped[float]
    best: Mapped[float | None] = mapped_column(default=None)
    threshold: Mapped[float]
    searched: Mapped[int]
    editions: Mapped[int]
    scorer: Mapped[str] = mapped_column(String(80))
    requirement_fingerprint: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[Moment]
