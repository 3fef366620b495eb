"""Coding projects: a question, a codebook, a sample that was drawn once, and what each coder says of each unit of it.

Kept apart from `tracker.tables.translation.Coding`, so that a blind code reaches no view that was made without it;
who may read a judgement or a memo is decided in one place, `tracker.blinding`.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from nlp.translation.modes import Mode
from tracker.tables.schema import Moment, Table, UtcDateTime, enum, identity, reference

_STANDS = text("withdrawn_at IS NULL")


class StudyState(StrEnum):
    """Where a project is; it only goes forward."""

    DRAFT = "draft"
    CODING = "coding"
    ADJUDICATING = "adjudicating"
    REPLYING = "replying"
    PUBLISHED = "published"


class SampleKind(StrEnum):
    """How units are taken from all that could be coded."""

    ALL = "all"
    RANDOM = "random"
    STRATIFIED = "stratified"


class Stratum(StrEnum):
    """What the strata of a stratified sample are."""

    GUIDELINE = "guideline"
    LEVEL = "level"
    DOCUMENT_TYPE = "document_type"


class CodeKind(StrEnum):
    """What a code of a codebook says: the mode (one per unit), a modifier, an editing rule, or something of its own."""

    MODE = "mode"
    MODIFIER = "modifier"
    RULE = "rule"
    OWN = "own"


class Study(Table):
    """A coding project. `size`, `seed` and `stratum` say how its sample was drawn; without `suggestions` of links as
    candidates it is drawn from confirmed ones alone.

    `shows_suggestion`: whether coders see what the machine says of a unit. `reply_days`: how long the municipality has
    to answer before publication, 0 where it is not asked; `replies_until` is the last of them, `replied_at` when it
    said that it has no more to say.
    """

    __tablename__ = "study"
    __table_args__ = (
        CheckConstraint("size IS NULL OR size > 0", "size"),
        CheckConstraint("reply_days >= 0", "reply_days"),
        CheckConstraint("(sample = 'stratified') = (stratum IS NOT NULL)", "stratum"),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id")
    name: Mapped[str] = mapped_column(String(200))
    question: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[StudyState] = mapped_column(enum(StudyState, "state"), default=StudyState.DRAFT)
    sample: Mapped[SampleKind] = mapped_column(enum(SampleKind, "sample"))
    stratum: Mapped[Stratum | None] = mapped_column(enum(Stratum, "stratum_kind"), default=None)
    size: Mapped[int | None] = mapped_column(default=None)
    seed: Mapped[int]
    suggestions: Mapped[bool] = mapped_column(default=False)
    shows_suggestion: Mapped[bool] = mapped_column(default=False)
    reply_days: Mapped[int] = mapped_column(default=0)
    replies_until: Mapped[date | None] = mapped_column(default=None)
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    by_id: Mapped[int] = reference("person.id")
    recorded_at: Mapped[Moment]
    version: Mapped[int] = mapped_column(default=1)


class CodebookEdition(Table):
    """One text of a project's codebook; it never changes, a change is another edition. The newest one counts."""

    __tablename__ = "codebook_edition"
    __table_args__ = (UniqueConstraint("study_id", "number"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id")
    study_id: Mapped[int] = reference("study.id", index=False)
    number: Mapped[int]
    by_id: Mapped[int] = reference("person.id")
    recorded_at: Mapped[Moment]


class Code(Table):
    """One code as an edition of a codebook has it: its name, when to use it, and an example, in both languages.

    `key` is a value of nlp.translation's Mode or Modifier, or of the project's own making; it means the same in all
    editions.
    """

    __tablename__ = "code"
    __table_args__ = (UniqueConstraint("edition_id", "key"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id")
    edition_id: Mapped[int] = reference("codebook_edition.id", index=False)
    position: Mapped[int]
    kind: Mapped[CodeKind] = mapped_column(enum(CodeKind, "kind"))
    key: Mapped[str] = mapped_column(String(40))
    name_sv: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    definition_sv: Mapped[str] = mapped_column(Text, default="")
    definition_en: Mapped[str] = mapped_column(Text, default="")
    example_sv: Mapped[str] = mapped_column(Text, default="")
    example_en: Mapped[str] = mapped_column(Text, default="")


class SampledLink(Table):
    """One unit of a project's sample, in the order it is coded; drawn once, and what it pointed to on that day.

    The fingerprints are those of the two texts when it was drawn. `stratum` is its guideline's number, its level or
    its document's type, "" where the sample has no strata.
    """

    __tablename__ = "sampled_link"
    __table_args__ = (UniqueConstraint("study_id", "position"), UniqueConstraint("study_id", "link_id"))

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id")
    study_id: Mapped[int] = reference("study.id", index=False)
    position: Mapped[int]
    link_id: Mapped[int] = reference("link.id")
    requirement_id: Mapped[int] = reference("requirement.id")
    passage_id: Mapped[int] = reference("passage.id")
    stratum: Mapped[str] = mapped_column(String(200), default="")
    requirement_fingerprint: Mapped[str] = mapped_column(String(64))
    target_fingerprint: Mapped[str] = mapped_column(String(64))


class StudyCoder(Table):
    """Who codes in a project. `number` stands for them wherever coders are not named, from 1 in the order assigned.

    `finished_at` is when they said they were done, `ended_at` when they were taken off; what they judged stays.
    """

    __tablename__ = "study_coder"
    __table_args__ = (UniqueConstraint("study_id", "person_id"), UniqueConstraint("study_id", "number"))

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id")
    study_id: Mapped[int] = reference("study.id", index=False)
    person_id: Mapped[int] = reference("person.id")
    number: Mapped[int]
    recorded_at: Mapped[Moment]
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Judgement(Table):
    """What one coder says of one unit; one stands per coder and unit, a new one withdraws the old.

    `modifiers`, `rules` and `codes` (the project's own) are keys of the codebook's edition. `suggested` is what the
    machine said, None when nothing, and `shown` whether the coder could see it. `seal` is random and part of the row's
    account in the history, so that nobody can try out which codes give that account while the coding is blind.
    """

    __tablename__ = "judgement"
    __table_args__ = (
        Index(
            "uq_judgement_stands", "unit_id", "coder_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS
        ),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id")
    study_id: Mapped[int] = reference("study.id")
    unit_id: Mapped[int] = reference("sampled_link.id", index=False)
    coder_id: Mapped[int] = reference("study_coder.id")
    edition_id: Mapped[int] = reference("codebook_edition.id")
    mode: Mapped[Mode] = mapped_column(enum(Mode, "mode"))
    modifiers: Mapped[list[Any]] = mapped_column(default_factory=list)
    rules: Mapped[list[Any]] = mapped_column(default_factory=list)
    codes: Mapped[list[Any]] = mapped_column(default_factory=list)
    note: Mapped[str] = mapped_column(Text, default="")
    suggested: Mapped[Mode | None] = mapped_column(enum(Mode, "suggested"), default=None)
    shown: Mapped[bool]
    requirement_fingerprint: Mapped[str] = mapped_column(String(64))
    target_fingerprint: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[Moment]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Adjudication(Table):
    """What holds of a unit that coders saw differently, and why; one stands per unit, a new one withdraws the old."""

    __tablename__ = "adjudication"
    __table_args__ = (
        Index("uq_adjudication_stands", "unit_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
    )

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id")
    study_id: Mapped[int] = reference("study.id")
    unit_id: Mapped[int] = reference("sampled_link.id", index=False)
    edition_id: Mapped[int] = reference("codebook_edition.id")
    mode: Mapped[Mode] = mapped_column(enum(Mode, "mode"))
    modifiers: Mapped[list[Any]] = mapped_column(default_factory=list)
    rules: Mapped[list[Any]] = mapped_column(default_factory=list)
    codes: Mapped[list[Any]] = mapped_column(default_factory=list)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = reference("person.id")
    recorded_at: Mapped[Moment]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Memo(Table):
    """A thought kept while coding: on the project, on one of its codes (`code`, a key), or on one unit."""

    __tablename__ = "memo"
    __table_args__ = (CheckConstraint("unit_id IS NULL OR code = ''", "subject"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id")
    study_id: Mapped[int] = reference("study.id")
    unit_id: Mapped[int | None] = reference("sampled_link.id", default=None)
    code: Mapped[str] = mapped_column(String(40), default="")
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = reference("person.id")
    recorded_at: Mapped[Moment]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Reply(Table):
    """What the municipality answers to the mark of one unit before publication; stands beside the mark from then on.

    One that `objects` must be answered in turn (`response`) before anything is published.
    """

    __tablename__ = "reply"
    __table_args__ = (Index("uq_reply_stands", "unit_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id")
    study_id: Mapped[int] = reference("study.id")
    unit_id: Mapped[int] = reference("sampled_link.id", index=False)
    objects: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = reference("person.id")
    recorded_at: Mapped[Moment]
    response: Mapped[str] = mapped_column(Text, default="")
    responded_by_id: Mapped[int | None] = reference("person.id", default=None)
    responded_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
