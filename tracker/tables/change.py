"""What new editions changed, part by part, and how people cleared what that made suspect."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, MappedAsDataclass, mapped_column

from nlp.comparison.changes import ChangeKind as ChangeKind
from tracker.tables.schema import Moment, Table, UtcDateTime, enum, identity, reference


class Compared(MappedAsDataclass, kw_only=True):
    """One part before and after: a split is as many rows as the part became, a merge as many as it came from.

    `similarity` of the words is in [0, 1]. `moved` says that the place is another too, whatever became of the words.
    """

    kind: Mapped[ChangeKind] = mapped_column(enum(ChangeKind, "kind"))
    similarity: Mapped[float]
    moved: Mapped[bool] = mapped_column(default=False)


class ProvisionChange(Compared, Table):
    """What became of a provision of the edition before; `from_id` is empty for what was added, `to_id` for removed."""

    __tablename__ = "provision_change"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = reference("edition.id")
    from_id: Mapped[int | None] = reference("provision.id", default=None)
    to_id: Mapped[int | None] = reference("provision.id", default=None)


class RequirementChange(Compared, Table):
    """What an edition made of a requirement: the same one in both columns unless it was split, merged, added, removed.

    The fingerprints are those of its words before and after, "" where there were none.
    """

    __tablename__ = "requirement_change"

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = reference("edition.id")
    from_id: Mapped[int | None] = reference("requirement.id", default=None)
    to_id: Mapped[int | None] = reference("requirement.id", default=None)
    before: Mapped[str] = mapped_column(String(64), default="")
    after: Mapped[str] = mapped_column(String(64), default="")


class PassageChange(Compared, Table):
    """What became of a passage of the edition before of a local document."""

    __tablename__ = "passage_change"
    __table_args__ = (Index(None, "workspace_id", "edition_id"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    edition_id: Mapped[int] = reference("local_edition.id")
    from_id: Mapped[int | None] = reference("passage.id", default=None)
    to_id: Mapped[int | None] = reference("passage.id", default=None)


class Outcome(StrEnum):
    """What a person found on looking again at something suspect."""

    KEPT = "kept"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


class Clearance(Table):
    """A person looked again at a link, an assessment or a crosswalk whose texts had changed, and says why what holds.

    `before` and `after` are what it stood on: fingerprints, passage, type, level. A crosswalk is shared: only its
    clearance has no workspace. One that was taken back (`undone_at`) says nothing any more.
    """

    __tablename__ = "clearance"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN link_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN assessment_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN crosswalk_id IS NULL THEN 0 ELSE 1 END) = 1",
            "one_subject",
        ),
        CheckConstraint("(workspace_id IS NULL) = (crosswalk_id IS NOT NULL)", "scope"),
        CheckConstraint("reason <> ''", "reason"),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int | None] = reference("workspace.id", default=None)
    link_id: Mapped[int | None] = reference("link.id", default=None)
    assessment_id: Mapped[int | None] = reference("assessment.id", default=None)
    crosswalk_id: Mapped[int | None] = reference("crosswalk.id", default=None)
    outcome: Mapped[Outcome] = mapped_column(enum(Outcome, "outcome"))
    reason: Mapped[str] = mapped_column(Text)
    before: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    by_id: Mapped[int] = reference("person.id")
    recorded_at: Mapped[Moment]
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class SourceState(StrEnum):
    """What a check of an address or a stored file found; `unreachable` says nothing of what is there."""

    SAME = "same"
    EDITED = "edited"
    MOVED = "moved"
    GONE = "gone"
    UNREACHABLE = "unreachable"
    MISSING = "missing"


class SourceCheck(Table):
    """One look at what a row rests on: `kind` and `number` name the row (record, service, guideline, document ...).

    `address` is what was looked up, "" for a file in the archive, of which `sha256` is the checksum; else `sha256` is
    that of the content found. `final_address` is where a moved one is now. A finding is settled by a person, with a
    reason.
    """

    __tablename__ = "source_check"
    __table_args__ = (Index(None, "kind", "number"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int | None] = reference("workspace.id", default=None)
    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    address: Mapped[str] = mapped_column(String(1000), default="")
    state: Mapped[SourceState] = mapped_column(enum(SourceState, "state"))
    sha256: Mapped[str] = mapped_column(String(64), default="")
    final_address: Mapped[str] = mapped_column(String(1000), default="")
    checked_at: Mapped[Moment]
    by_id: Mapped[int] = reference("person.id")
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    settled_by_id: Mapped[int | None] = reference("person.id", index=False, default=None)
    reason: Mapped[str] = mapped_column(Text, default="")
