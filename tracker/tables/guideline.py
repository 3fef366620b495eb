"""What comes from above, shared by all workspaces: guidelines, their editions, provisions and requirements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, MappedAsDataclass, mapped_column

from nlp.requirements import BearerKind as BearerKind
from nlp.requirements import Combination as Combination
from nlp.requirements import Force as Force
from nlp.requirements import StatementType as StatementType
from policies.document import Zone as Zone
from policies.library import Applies as Applies
from policies.library import Level as Level
from policies.library import Verified as Verified
from tracker.tables.schema import FileText, Key, LongText, Moment, Named, Table, UtcDateTime, enum, identity, reference


class Bindingness(StrEnum):
    """Whether the instrument binds; kept apart from the force of its words."""

    BINDING = "binding"
    SOFT = "soft"
    UNKNOWN = "unknown"


class GuidelineStatus(StrEnum):
    """Where an instrument is in its life; the words it was given are in the note."""

    PROPOSED = "proposed"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    IN_FORCE = "in_force"
    CURRENT = "current"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"
    UNKNOWN = "unknown"


class RequirementState(StrEnum):
    """Withdrawn and replaced requirements keep everything that was judged about them."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class Decided(StrEnum):
    """What a person has said of something the machine proposed."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Guideline(Named, Table):
    """A law, regulation, standard, strategy or framework; one row per identifier.

    `identifier` is normalised ("SFS 2018:1937", "32016R0679"), or the library's key where no official one exists.
    `name` is the title in the language of issue. Guidelines are shared; one with a `workspace` counts in that one only.
    """

    __tablename__ = "guideline"

    id: Mapped[int] = identity()
    identifier: Mapped[str] = mapped_column(Key, unique=True)
    library_key: Mapped[str | None] = mapped_column(String(80), unique=True, default=None)
    title_sv: Mapped[str] = mapped_column(String(1000), default="")
    title_en: Mapped[str] = mapped_column(String(1000), default="")
    issuer: Mapped[str] = mapped_column(String(400), default="")
    level: Mapped[Level] = mapped_column(enum(Level, "level"))
    bindingness: Mapped[Bindingness] = mapped_column(enum(Bindingness, "bindingness"))
    bindingness_note: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[GuidelineStatus] = mapped_column(enum(GuidelineStatus, "status"))
    status_note: Mapped[str] = mapped_column(Text, default="")
    verified: Mapped[Verified | None] = mapped_column(enum(Verified, "verified"), default=None)
    verified_note: Mapped[str] = mapped_column(Text, default="")
    adopted_on: Mapped[date | None] = mapped_column(default=None)
    in_force_on: Mapped[date | None] = mapped_column(default=None)
    applies_on: Mapped[date | None] = mapped_column(default=None)
    repealed_on: Mapped[date | None] = mapped_column(default=None)
    superseded_by_id: Mapped[int | None] = reference("guideline.id", default=None)
    source_url: Mapped[str] = mapped_column(String(1000), default="")
    added_at: Mapped[Moment]
    workspace_id: Mapped[int | None] = reference("workspace.id", default=None)


STANDS = text("undone_at IS NULL")
"""Which editions their checksum is unique among: those that were not taken back."""


class Edition(Table):
    """One imported text of a guideline; all offsets of its provisions and wordings point into `text`.

    `published_on` is the day the text is true for: of publication, or of the last change a consolidated text takes in.
    `applies_on` is when what it changes begins to apply. `previous_id` is the edition it was compared with. An edition
    that was taken back (`undone_at`) stays to be read, none of its wordings is anybody's newest, and the same bytes may
    come in again.
    """

    __tablename__ = "edition"
    __table_args__ = (
        Index(
            "uq_edition_standing",
            "guideline_id",
            "original_sha256",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
    )

    id: Mapped[int] = identity()
    guideline_id: Mapped[int] = reference("guideline.id")
    original_sha256: Mapped[str] = reference("original.sha256")
    file_name: Mapped[str] = mapped_column(String(400))
    title: Mapped[str] = mapped_column(String(1000), default="")
    language: Mapped[str] = mapped_column(String(12))
    format: Mapped[str] = mapped_column(String(40))
    tradition: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(FileText, deferred=True)
    published_on: Mapped[date | None] = mapped_column(default=None)
    applies_on: Mapped[date | None] = mapped_column(default=None)
    previous_id: Mapped[int | None] = reference("edition.id", default=None)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    imported_at: Mapped[Moment]
    imported_by_id: Mapped[int] = reference("person.id")
    pipeline: Mapped[str] = mapped_column(String(200), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    warnings: Mapped[list[Any]] = mapped_column(default_factory=list)


class Provision(Table):
    """A numbered part of an edition; `position` gives document order, `parent_id` the tree."""

    __tablename__ = "provision"
    __table_args__ = (UniqueConstraint("edition_id", "position"), Index(None, "edition_id", "locator"))

    id: Mapped[int] = identity()
    edition_id: Mapped[int] = reference("edition.id", index=False)
    parent_id: Mapped[int | None] = reference("provision.id", default=None)
    position: Mapped[int]
    locator: Mapped[str] = mapped_column(Key)
    zone: Mapped[Zone] = mapped_column(enum(Zone, "zone"))
    kind: Mapped[str] = mapped_column(String(40))
    heading: Mapped[str] = mapped_column(FileText, default="")
    label: Mapped[str] = mapped_column(String(80), default="")
    start: Mapped[int]
    end: Mapped[int]


class Requirement(Table):
    """One normative demand that keeps its identity over editions and languages.

    `key` is stable within the guideline. `force`, `locator` and `fingerprint` repeat the newest wording (or the summary
    where no official text is imported), so that lists need no join. `tracked` follows the force until a person decides.
    `applies` says whether it reaches a municipality: from the library or from `bearer_kind` and the act's scope, until
    a person says otherwise and why. `cross_border` marks demands on services used across borders only. `applies_on` is
    its own day of application where it is another than its guideline's.
    """

    __tablename__ = "requirement"
    __table_args__ = (UniqueConstraint("guideline_id", "key"), Index(None, "guideline_id", "locator"))

    id: Mapped[int] = identity()
    guideline_id: Mapped[int] = reference("guideline.id", index=False)
    key: Mapped[str] = mapped_column(Key)
    locator: Mapped[str] = mapped_column(Key)
    position: Mapped[int] = mapped_column(default=0)
    force: Mapped[Force] = mapped_column(enum(Force, "force"))
    goal: Mapped[bool] = mapped_column(default=False)
    tracked: Mapped[bool]
    state: Mapped[RequirementState] = mapped_column(enum(RequirementState, "state"), default=RequirementState.ACTIVE)
    applies: Mapped[Applies] = mapped_column(enum(Applies, "applies"), default=Applies.UNKNOWN)
    applies_condition: Mapped[str] = mapped_column(FileText, default="")
    applies_reason: Mapped[str] = mapped_column(Text, default="")
    applies_by_id: Mapped[int | None] = reference("person.id", index=False, default=None)
    bearer_kind: Mapped[BearerKind] = mapped_column(enum(BearerKind, "bearer_kind"), default=BearerKind.UNSPECIFIED)
    cross_border: Mapped[bool] = mapped_column(default=False)
    applies_on: Mapped[date | None] = mapped_column(default=None)
    topic: Mapped[str] = mapped_column(String(200), default="")
    fingerprint: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[Moment]


def lead_in_text(text: str, lead_ins: Iterable[Sequence[int]]) -> str:
    """The words a wording completes, outermost first, taken from its edition's text.

    >>> lead_in_text("Nämnden ska 1. svara", [[0, 11]])
    'Nämnden ska'
    """
    return " ".join(text[start:end] for start, end in lead_ins)


class AsRead(MappedAsDataclass, kw_only=True):
    """What the program, or a person after it, reads at `Edition.text[start:end]`.

    `lead_ins` are [start, end] pairs of the words that the text completes, outermost first. `spans` are what the
    explorer colours: {"role", "start", "end", "why"}. Probabilities are in [0, 1].
    """

    edition_id: Mapped[int] = reference("edition.id")
    provision_id: Mapped[int] = reference("provision.id")
    language: Mapped[str] = mapped_column(String(12))
    start: Mapped[int]
    end: Mapped[int]
    lead_ins: Mapped[list[Any]] = mapped_column(default_factory=list)
    force: Mapped[Force] = mapped_column(enum(Force, "force"))
    confidence: Mapped[float]
    p_requirement: Mapped[float]
    p_regulatory: Mapped[float]
    spans: Mapped[list[Any]] = mapped_column(default_factory=list)
    pipeline: Mapped[str] = mapped_column(String(200))


class Wording(AsRead, Table):
    """The text of a requirement in one edition.

    `fingerprint` is a checksum of lead-ins and text with white space folded; links and assessments keep the one they
    were made against. `edited_by_id` is who last changed what the program read.
    """

    __tablename__ = "wording"
    __table_args__ = (
        UniqueConstraint("requirement_id", "edition_id"),
        CheckConstraint('0 <= start AND start <= "end"', "offsets"),
    )

    id: Mapped[int] = identity()
    requirement_id: Mapped[int] = reference("requirement.id", index=False)
    locator: Mapped[str] = mapped_column(Key)
    duty_bearer: Mapped[str] = mapped_column(FileText, default="")
    duty_bearer_inferred: Mapped[bool] = mapped_column(default=False)
    action: Mapped[str] = mapped_column(FileText, default="")
    condition: Mapped[str] = mapped_column(FileText, default="")
    deadline: Mapped[str] = mapped_column(FileText, default="")
    deadline_normal: Mapped[str] = mapped_column(FileText, default="")
    combination: Mapped[Combination | None] = mapped_column(enum(Combination, "combination"), default=None)
    fingerprint: Mapped[str] = mapped_column(String(64))
    edited_by_id: Mapped[int | None] = reference("person.id", index=False, default=None)


class Statement(AsRead, Table):
    """A sentence of an edition that is no requirement; `requirement_id` is the one a person made of it."""

    __tablename__ = "statement"
    __table_args__ = (CheckConstraint('0 <= start AND start <= "end"', "offsets"),)

    id: Mapped[int] = identity()
    type: Mapped[StatementType | None] = mapped_column(enum(StatementType, "type"), default=None)
    requirement_id: Mapped[int | None] = reference("requirement.id", default=None)


class WordingReference(Table):
    """A legal reference in a wording; `target` is a normalised locator, "" when unresolved."""

    __tablename__ = "wording_reference"

    id: Mapped[int] = identity()
    wording_id: Mapped[int] = reference("wording.id")
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[LongText]
    target: Mapped[str] = mapped_column(Key, index=True)


class Summary(Table):
    """The library's own short text of a requirement: shown as a summary, never quoted, never counted twice."""

    __tablename__ = "summary"

    id: Mapped[int] = identity()
    requirement_id: Mapped[int] = reference("requirement.id")
    library_key: Mapped[str] = mapped_column(String(80), unique=True)
    text_sv: Mapped[LongText]
    text_en: Mapped[LongText]
    locator: Mapped[str] = mapped_column(String(400))
    places: Mapped[list[Any]] = mapped_column(default_factory=list)
    verified: Mapped[Verified] = mapped_column(enum(Verified, "verified"))
    unsure: Mapped[bool] = mapped_column(default=False)
    duty_bearer: Mapped[str] = mapped_column(FileText, default="")
    evidence_codes: Mapped[list[Any]] = mapped_column(default_factory=list)
    fingerprint: Mapped[str] = mapped_column(String(64))


class Takeover(Table):
    """The proposal that an extracted requirement takes a library summary over; a person decides."""

    __tablename__ = "takeover"
    __table_args__ = (
        UniqueConstraint("summary_id", "requirement_id"),
        CheckConstraint("state = 'suggested' OR decided_by_id IS NOT NULL", "person"),
    )

    id: Mapped[int] = identity()
    summary_id: Mapped[int] = reference("summary.id", index=False)
    requirement_id: Mapped[int] = reference("requirement.id")
    state: Mapped[Decided] = mapped_column(enum(Decided, "state"), default=Decided.SUGGESTED)
    decided_by_id: Mapped[int | None] = reference("person.id", default=None)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    version: Mapped[int] = mapped_column(default=1)
