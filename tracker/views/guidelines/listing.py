"""The guidelines as a list and one by one: what they are, where their text came from, how far they have come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from policies.library import load
from tracker import clock, subjects
from tracker.tables.guideline import (
    Bindingness,
    Decided,
    Edition,
    Guideline,
    GuidelineStatus,
    Level,
    Provision,
    Requirement,
    RequirementState,
    Takeover,
    Verified,
    Wording,
)
from tracker.tables.link import Link
from tracker.validity import GuidelineFacts, facts_of, status_on
from tracker.views.counted import counted_requirements, left_out_reasons, of_others
from tracker.views.ladder.standings import Cell, standings
from tracker.views.texts import RequirementText, abbreviation, requirement_texts, shown_identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidelineName:
    """A guideline in a list to choose from."""

    id: int
    identifier: str
    library_key: str
    title_sv: str
    title_en: str

    @property
    def abbreviation(self) -> str:
        """What a row has room for: the library's short name, else the identifier; "" when there is neither."""
        return abbreviation(self.library_key, self.identifier)

    def short(self, language: str) -> str:
        """What fits in front of a bar: the library's short name and the identifier, else the title."""
        shown = shown_identifier(self.identifier)
        if self.library_key:
            name = self.library_key.partition("-")[2] or self.library_key
            return name if not shown or shown == self.library_key else f"{name} · {shown}"
        return shown or self.title(language)

    def title(self, language: str) -> str:
        """The title in the language, else in the other one."""
        return (self.title_sv or self.title_en) if language == "sv" else (self.title_en or self.title_sv)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidelineRow:
    """A guideline and how far its counted requirements have come in a workspace.

    `official` is true once a text of it was imported; until then its requirements are the library's summaries.
    `status` is that of today, `applies_on` the general day of application. `left_out` is why the workspace does not
    count it, None where it does.
    """

    name: GuidelineName
    issuer: str
    level: Level
    bindingness: Bindingness
    status: GuidelineStatus
    in_force_on: date | None
    applies_on: date | None
    requirements: int
    examined: int
    gaps: int
    suspect: int
    official: bool
    proposals: int
    left_out: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """An imported text; `warnings` are codes and values."""

    id: int
    title: str
    language: str
    file_name: str
    format: str
    imported_at: datetime
    provisions: int
    wordings: int
    pipeline: str
    warnings: Sequence[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidelineDetail:
    """What is known about one guideline: `facts` as people said them, `status` as they make it today.

    `successor` is the guideline that superseded it, `others` those that could have. `left_out` as in `GuidelineRow`.
    `library_notes` are the notes in the library's own words, which are English; those of people are in any language.
    """

    name: GuidelineName
    issuer: str
    level: Level
    bindingness: Bindingness
    bindingness_note: str
    status: GuidelineStatus
    facts: GuidelineFacts
    successor: GuidelineName | None
    others: Sequence[GuidelineName]
    verified: Verified | None
    verified_note: str
    source_url: str
    editions: Sequence[EditionRow]
    proposals: int
    library_notes: frozenset[str] = frozenset()
    left_out: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementRow:
    """A requirement of a guideline in a list; `counted` is false for what is shown but not tracked."""

    text: RequirementText
    counted: bool
    whole: Cell
    suggested: int
    confirmed: int


def guideline_names(session: Session, workspace_id: int) -> list[GuidelineName]:
    """The guidelines with requirements that count, in the order of the matrix."""
    rows = session.scalars(
        select(Guideline)
        .where(
            Guideline.id.in_(
                select(Requirement.guideline_id)
                .where(Requirement.id.in_(counted_requirements(workspace_id)))
                .distinct()
            )
        )
        .order_by(Guideline.level, Guideline.name_sort)
    )
    return [name_of(row) for row in rows]


def guideline_rows(session: Session, workspace_id: int) -> list[GuidelineRow]:
    """All guidelines of the workspace, those from the EU first, then by name."""
    found = standings(session, workspace_id)
    totals: dict[int, Counter[str]] = {}
    for requirement, guideline in session.execute(
        select(Requirement.id, Requirement.guideline_id).where(Requirement.id.in_(counted_requirements(workspace_id)))
    ):
        cell = found.whole(requirement)
        totals.setdefault(guideline, Counter()).update(
            total=1, examined=int(cell.examined), gaps=int(cell.gap), suspect=int(cell.suspect)
        )
    official = set(session.scalars(select(Edition.guideline_id).where(Edition.undone_at.is_(None)).distinct()))
    waiting = _waiting(session)
    left_out = left_out_reasons(session, workspace_id)
    today = clock.today()
    nothing: Counter[str] = Counter()
    return [
        GuidelineRow(
            name=name_of(row),
            issuer=row.issuer,
            level=row.level,
            bindingness=row.bindingness,
            status=status_on(row, today),
            in_force_on=row.in_force_on,
            applies_on=row.applies_on,
            requirements=totals.get(row.id, nothing)["total"],
            examined=totals.get(row.id, nothing)["examined"],
            gaps=totals.get(row.id, nothing)["gaps"],
            suspect=totals.get(row.id, nothing)["suspect"],
            official=row.id in official,
            proposals=waiting.get(row.id, 0),
            left_out=left_out.get(row.id),
        )
        for row in session.scalars(
            select(Guideline)
            .where(Guideline.id.not_in(of_others(workspace_id)))
            .order_by(Guideline.level, Guideline.name_sort)
        )
    ]


def guideline_detail(session: Session, workspace_id: int, *, guideline_id: int) -> GuidelineDetail:
    """One guideline with its editions, the newest first."""
    row = subjects.known_guideline(session, workspace_id, guideline_id)
    provisions = dict(session.execute(select(Provision.edition_id, func.count()).group_by(Provision.edition_id)).all())
    wordings = dict(session.execute(select(Wording.edition_id, func.count()).group_by(Wording.edition_id)).all())
    editions = session.scalars(
        select(Edition).where(Edition.guideline_id == guideline_id).order_by(Edition.imported_at.desc())
    )
    others = [
        name_of(other)
        for other in session.scalars(
            select(Guideline)
            .where(Guideline.id != guideline_id, Guideline.id.not_in(of_others(workspace_id)))
            .order_by(Guideline.name_sort)
        )
    ]
    return GuidelineDetail(
        name=name_of(row),
        issuer=row.issuer,
        level=row.level,
        bindingness=row.bindingness,
        bindingness_note=row.bindingness_note,
        status=status_on(row, clock.today()),
        facts=facts_of(row),
        successor=next((other for other in others if other.id == row.superseded_by_id), None),
        others=others,
        verified=row.verified,
        verified_note=row.verified_note,
        source_url=row.source_url,
        editions=[
            EditionRow(
                id=edition.id,
                title=edition.title,
                language=edition.language,
                file_name=edition.file_name,
                format=edition.format,
                imported_at=edition.imported_at,
                provisions=provisions.get(edition.id, 0),
                wordings=wordings.get(edition.id, 0),
                pipeline=edition.pipeline,
                warnings=tuple(edition.warnings),
            )
            for edition in editions
        ],
        proposals=_waiting(session).get(guideline_id, 0),
        library_notes=_library_notes(row.library_key),
        left_out=left_out_reasons(session, workspace_id).get(guideline_id),
    )


def _library_notes(key: str | None) -> frozenset[str]:
    entries = (entry for entry in load() if entry.id == key)
    return frozenset(
        note for entry in entries for note in (entry.bindingness_note, entry.status_note, entry.verified_note)
    )


def requirement_rows(session: Session, workspace_id: int, *, guideline_id: int) -> list[RequirementRow]:
    """The requirements of a guideline in document order, with what they are linked to."""
    subjects.known_guideline(session, workspace_id, guideline_id)
    ids = session.scalars(
        select(Requirement.id).where(
            Requirement.guideline_id == guideline_id, Requirement.state == RequirementState.ACTIVE
        )
    ).all()
    counted = set(session.scalars(counted_requirements(workspace_id).where(Requirement.guideline_id == guideline_id)))
    found = standings(session, workspace_id)
    links: Counter[tuple[int, Decided]] = Counter()
    for requirement, state, count in session.execute(
        select(Link.requirement_id, Link.state, func.count())
        .join(Requirement, Requirement.id == Link.requirement_id)
        .where(Link.workspace_id == workspace_id, Requirement.guideline_id == guideline_id)
        .group_by(Link.requirement_id, Link.state)
    ):
        links[requirement, state] = count
    return [
        RequirementRow(
            text=text,
            counted=text.id in counted,
            whole=found.whole(text.id),
            suggested=links[text.id, Decided.SUGGESTED],
            confirmed=links[text.id, Decided.CONFIRMED],
        )
        for text in requirement_texts(session, ids).values()
    ]


def name_of(row: Guideline) -> GuidelineName:
    """The guideline as it stands in lists."""
    return GuidelineName(
        id=row.id,
        identifier=row.identifier,
        library_key=row.library_key or "",
        title_sv=row.title_sv or row.name,
        title_en=row.title_en or row.name,
    )


def _waiting(session: Session) -> dict[int, int]:
    """Undecided take-over proposals per guideline."""
    return dict(
        session.execute(
            select(Requirement.guideline_id, func.count())
            .join(Takeover, Takeover.requirement_id == Requirement.id)
            .where(Takeover.state == Decided.SUGGESTED, Requirement.state == RequirementState.ACTIVE)
            .group_by(Requirement.guideline_id)
        ).all()
    )
