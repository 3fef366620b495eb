"""Requirements with their words in every edition, as programs read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.succession import standing_editions
from tracker.tables.guideline import (
    Applies,
    BearerKind,
    Edition,
    Force,
    Guideline,
    Provision,
    Requirement,
    RequirementState,
    Summary,
    Verified,
    Wording,
    lead_in_text,
)
from tracker.views.counted import counted_requirements, of_others
from tracker.views.rows.paging import page


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingItem:
    """The official words of a requirement in one edition; `lead_in` are the words that `text` completes.

    `newest` marks the words in the newest edition of each language. `start` and `end` count characters in the edition.
    """

    edition_id: int
    language: str
    newest: bool
    locator: str
    heading: str
    force: Force
    lead_in: str
    text: str
    start: int
    end: int
    duty_bearer: str
    deadline: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryItem:
    """The library's own short words for a requirement: never to be quoted as the official text."""

    sv: str
    en: str
    verified: Verified


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementItem:
    """A requirement; `counted` says whether it counts in the workspace's figures.

    `fingerprint` is the checksum of its newest words, which links and assessments are compared with. `wordings` is
    empty while no official text is imported; `summary` is the library's, null without one.
    """

    id: int
    guideline_id: int
    guideline: str
    key: str
    locator: str
    position: int
    force: Force
    goal: bool
    state: RequirementState
    tracked: bool
    counted: bool
    applies: Applies
    bearer_kind: BearerKind
    cross_border: bool
    applies_on: date | None
    topic: str
    fingerprint: str
    created_at: datetime
    wordings: Sequence[WordingItem]
    summary: SummaryItem | None


def requirements(
    session: Session,
    workspace_id: int,
    *,
    after: int = 0,
    size: int | None = None,
    ids: Sequence[int] | None = None,
    guideline_id: int | None = None,
    force: Force | None = None,
    state: RequirementState | None = None,
    counted: bool | None = None,
) -> list[RequirementItem]:
    """The requirements of the guidelines that can count in the workspace, by number; the other arguments narrow."""
    counts = Requirement.id.in_(counted_requirements(workspace_id))
    wanted = (
        select(Requirement, Guideline.identifier, counts)
        .join(Guideline, Guideline.id == Requirement.guideline_id)
        .where(Guideline.id.not_in(of_others(workspace_id)))
    )
    for column, value in (
        (Requirement.guideline_id, guideline_id),
        (Requirement.force, force),
        (Requirement.state, state),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    if counted is not None:
        wanted = wanted.where(counts if counted else ~counts)
    found = session.execute(page(wanted, Requirement.id, after, size, ids)).all()
    numbers = None if size is None and ids is None else [row.id for row, _, _ in found]
    wordings, summaries = _wordings(session, numbers), _summaries(session, numbers)
    return [
        RequirementItem(
            id=row.id,
            guideline_id=row.guideline_id,
            guideline=identifier,
            key=row.key,
            locator=row.locator,
            position=row.position,
            force=row.force,
            goal=row.goal,
            state=row.state,
            tracked=row.tracked,
            counted=bool(within),
            applies=row.applies,
            bearer_kind=row.bearer_kind,
            cross_border=row.cross_border,
            applies_on=row.applies_on,
            topic=row.topic,
            fingerprint=row.fingerprint,
            created_at=row.created_at,
            wordings=wordings.get(row.id, ()),
            summary=summaries.get(row.id),
        )
        for row, identifier, within in found
    ]


def _wordings(session: Session, requirements: Sequence[int] | None) -> Mapping[int, Sequence[WordingItem]]:
    """By requirement its words in the editions that stand, the oldest edition first; of all with None."""
    standing = standing_editions()
    wanted = (
        select(Wording, Provision.heading)
        .join(standing, standing.c.id == Wording.edition_id)
        .join(Provision, Provision.id == Wording.provision_id)
        .order_by(standing.c.place, Wording.edition_id, Wording.id)
    )
    if requirements is not None:
        wanted = wanted.where(Wording.requirement_id.in_(requirements))
    rows = session.execute(wanted).all()
    newest = {(row.requirement_id, row.language): row.id for row, _ in rows}
    editions = select(Edition.id, Edition.text).where(Edition.id.in_({row.edition_id for row, _ in rows}))
    texts = {number: text for number, text in session.execute(editions)}  # noqa: C416 - rows are no pairs to mypy
    found: dict[int, list[WordingItem]] = defaultdict(list)
    for row, heading in rows:
        whole = texts[row.edition_id]
        found[row.requirement_id].append(
            WordingItem(
                edition_id=row.edition_id,
                language=row.language,
                newest=row.id == newest[row.requirement_id, row.language],
                locator=row.locator,
                heading=heading,
                force=row.force,
                lead_in=lead_in_text(whole, row.lead_ins),
                text=whole[row.start : row.end],
                start=row.start,
                end=row.end,
                duty_bearer=row.duty_bearer,
                deadline=row.deadline,
                fingerprint=row.fingerprint,
            )
        )
    return found


def _summaries(session: Session, requirements: Sequence[int] | None) -> Mapping[int, SummaryItem]:
    wanted = select(Summary).order_by(Summary.id.desc())
    if requirements is not None:
        wanted = wanted.where(Summary.requirement_id.in_(requirements))
    return {
        row.requirement_id: SummaryItem(sv=row.text_sv, en=row.text_en, verified=row.verified)
        for row in session.scalars(wanted)
    }
