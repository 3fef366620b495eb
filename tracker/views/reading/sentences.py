"""Every sentence of an edition with what the program read in it, and narrowing them down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.requirements import REQUIREMENT_FORCES
from tracker import subjects
from tracker.tables.checking import Correction
from tracker.tables.guideline import (
    BearerKind,
    Edition,
    Force,
    Provision,
    Requirement,
    RequirementState,
    Statement,
    StatementType,
    Wording,
    Zone,
)
from tracker.tables.schema import folded

UNSURE_BELOW, SURE_FROM = 0.6, 0.8
"""Bounds between the three words for confidence, in [0, 1]."""

STATING = frozenset({"framework", "reqif", "oscal"})
"""Formats whose files can say the force of a requirement beside its words (`policies.document.Stated`)."""

Span = tuple[int, int]

EXCERPT = 240
"""How many characters of a sentence a list shows."""


class Certainty(StrEnum):
    """How sure the program is of a force, in words."""

    UNSURE = "unsure"
    FAIR = "fair"
    SURE = "sure"


def certainty(confidence: float) -> Certainty:
    """The word for a probability.

    >>> [certainty(p).value for p in (0.59, 0.6, 0.8)]
    ['unsure', 'fair', 'sure']
    """
    if confidence < UNSURE_BELOW:
        return Certainty.UNSURE
    return Certainty.FAIR if confidence < SURE_FROM else Certainty.SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence or item as read; `start:end` are offsets in the edition, `position` is its provision's.

    `requirement_id` is None for what never was a requirement; `withdrawn` marks what a person withdrew. `checked` says
    that a person of the workspace has confirmed or corrected the force, `edited` that a person decided about it,
    `stated` that the file itself says the force: nobody read it in the words.
    """

    key: str
    requirement_id: int | None
    provision_id: int
    position: int
    locator: str
    zone: Zone
    start: int
    end: int
    excerpt: str
    force: Force
    statement_type: StatementType | None
    confidence: float
    bearer: str
    bearer_inferred: bool
    bearer_kind: BearerKind
    topic: str
    withdrawn: bool
    checked: bool
    edited: bool
    stated: bool = False

    @property
    def is_requirement(self) -> bool:
        """Whether it demands something."""
        return self.force in REQUIREMENT_FORCES


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What sentences must be like to be listed; "", None and False ask for nothing."""

    requirements: bool = False
    force: Force | None = None
    statement_type: StatementType | None = None
    certainty: Certainty | None = None
    zone: Zone | None = None
    bearer: str = ""
    bearer_kind: BearerKind | None = None
    topic: str = ""

    def takes(self, sentence: Sentence) -> bool:
        """Whether a sentence is like this."""
        return all(
            (
                not self.requirements or sentence.is_requirement,
                self.force in (None, sentence.force),
                self.statement_type in (None, sentence.statement_type),
                self.certainty in (None, certainty(sentence.confidence)),
                self.zone in (None, sentence.zone),
                folded(self.bearer) in folded(sentence.bearer),
                self.bearer_kind in (None, sentence.bearer_kind if sentence.requirement_id else None),
                self.topic in ("", sentence.topic),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The values there are to narrow an edition by, each list in the order of its set."""

    forces: Sequence[Force]
    statement_types: Sequence[StatementType]
    zones: Sequence[Zone]
    bearer_kinds: Sequence[BearerKind]
    topics: Sequence[str]


def sentences(session: Session, workspace_id: int, *, edition_id: int) -> list[Sentence]:
    """The sentences of an edition in reading order."""
    edition = subjects.known_edition(session, workspace_id, edition_id)
    text = edition.text
    checked: dict[Span, Force] = {
        (start, end): force
        for start, end, force in session.execute(
            select(Correction.start, Correction.end, Correction.force).where(
                Correction.workspace_id == workspace_id,
                Correction.edition_id == edition_id,
                Correction.withdrawn_at.is_(None),
            )
        )
    }
    found: dict[Span, Sentence] = {}
    # What a requirement was once made of stands again where the requirement was withdrawn by undoing it.
    wordings = _wordings(session, edition, checked)
    for row in (
        *(row for row in wordings if row.withdrawn),
        *_statements(session, edition_id, text, checked),
        *(row for row in wordings if not row.withdrawn),
    ):
        found[row.start, row.end] = row
    return sorted(found.values(), key=lambda row: (row.start, row.end))


def narrowed(session: Session, workspace_id: int, *, edition_id: int, narrowing: Narrowing) -> list[Sentence]:
    """The sentences of an edition that are like this, in reading order."""
    return [row for row in sentences(session, workspace_id, edition_id=edition_id) if narrowing.takes(row)]


def choices(session: Session, workspace_id: int, *, edition_id: int) -> Choices:
    """What the sentences of an edition can be narrowed by."""
    rows = sentences(session, workspace_id, edition_id=edition_id)
    kinds = {row.bearer_kind for row in rows if row.requirement_id}
    return Choices(
        forces=_in_order(Force, (row.force for row in rows)),
        statement_types=_in_order(StatementType, (row.statement_type for row in rows)),
        zones=_in_order(Zone, (row.zone for row in rows)),
        bearer_kinds=_in_order(BearerKind, kinds),
        topics=sorted({row.topic for row in rows} - {""}),
    )


def _in_order(kind: type[StrEnum], values: Iterable[object]) -> list:  # type: ignore[type-arg] # one set in, its own members out
    there = set(values)
    return [member for member in kind if member in there]


def is_stated(edition: Edition, confidence: float) -> bool:
    """Whether a force is what the edition's file says itself: what the program reads is never wholly sure."""
    return edition.format in STATING and confidence == 1.0


def _wordings(session: Session, edition: Edition, checked: Mapping[Span, Force]) -> list[Sentence]:
    rows = session.execute(
        select(
            Wording.id, Wording.requirement_id, Wording.provision_id, Provision.position, Wording.locator,
            Provision.zone, Wording.start, Wording.end, Wording.force, Wording.confidence, Wording.duty_bearer,
            Wording.duty_bearer_inferred, Requirement.bearer_kind, Requirement.topic, Wording.edited_by_id,
            Requirement.state,
        )
        .join(Provision, Provision.id == Wording.provision_id)
        .join(Requirement, Requirement.id == Wording.requirement_id)
        .where(Wording.edition_id == edition.id, Requirement.state != RequirementState.REPLACED)
    )  # fmt: skip
    return [
        Sentence(
            key=f"w{number}", requirement_id=requirement, provision_id=provision, position=position, locator=locator,
            zone=zone, start=start, end=end, excerpt=_excerpt(edition.text, start, end), force=force,
            statement_type=None, confidence=confidence, bearer=bearer, bearer_inferred=inferred, bearer_kind=kind,
            topic=topic, withdrawn=state is RequirementState.WITHDRAWN, checked=(start, end) in checked,
            edited=editor is not None,
            stated=editor is None and is_stated(edition, confidence),
        )
        for number, requirement, provision, position, locator, zone, start, end, force, confidence, bearer, inferred,
            kind, topic, editor, state in rows
    ]  # fmt: skip


def _statements(session: Session, edition_id: int, text: str, checked: Mapping[Span, Force]) -> list[Sentence]:
    """Those no requirement was made of; one that a person made a requirement stands among the wordings."""
    rows = session.execute(
        select(
            Statement.id, Statement.provision_id, Provision.position, Provision.locator, Provision.zone,
            Statement.start, Statement.end, Statement.force, Statement.type, Statement.confidence,
        )
        .join(Provision, Provision.id == Statement.provision_id)
        .where(Statement.edition_id == edition_id, Statement.requirement_id.is_(None))
    )  # fmt: skip
    found = []
    for number, provision, position, locator, zone, start, end, force, kind, confidence in rows:
        said = checked.get((start, end), force)
        found.append(
            Sentence(
                key=f"s{number}", requirement_id=None, provision_id=provision, position=position, locator=locator,
                zone=zone, start=start, end=end, excerpt=_excerpt(text, start, end), force=said,
                statement_type=kind if said is force else None, confidence=confidence, bearer="",
                bearer_inferred=False, bearer_kind=BearerKind.UNSPECIFIED, topic="", withdrawn=False,
                checked=(start, end) in checked, edited=said is not force,
            )
        )  # fmt: skip
    return found


def _excerpt(text: str, start: int, end: int) -> str:
    shown = " ".join(text[start : min(end, start + EXCERPT)].split())
    return f"{shown} …" if end - start > EXCERPT else shown
