"""Guidelines with their editions, as programs read them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.tables.guideline import Bindingness, Edition, Guideline, GuidelineStatus, Level, Requirement
from tracker.validity import has_ended, status_on
from tracker.views.counted import counted_requirements, left_out, of_others
from tracker.views.rows.paging import page


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionItem:
    """One imported text of a guideline; `sha256` is the checksum of the file it came in."""

    id: int
    language: str
    title: str
    published_on: date | None
    applies_on: date | None
    imported_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidelineItem:
    """A guideline; `status` is that of today.

    `counted` is false where the workspace has left it out or it has ended; `requirements` is how many of its
    requirements count in the workspace.
    """

    id: int
    identifier: str
    library_key: str
    title_sv: str
    title_en: str
    issuer: str
    level: Level
    bindingness: Bindingness
    status: GuidelineStatus
    adopted_on: date | None
    in_force_on: date | None
    applies_on: date | None
    repealed_on: date | None
    superseded_by_id: int | None
    source_url: str
    counted: bool
    requirements: int
    editions: Sequence[EditionItem]


def guidelines(
    session: Session, workspace_id: int, *, after: int = 0, size: int | None = None, ids: Sequence[int] | None = None
) -> list[GuidelineItem]:
    """The guidelines that can count in the workspace, by number."""
    others = of_others(workspace_id)
    wanted = select(Guideline, has_ended(clock.today()), Guideline.id.in_(left_out(workspace_id)))
    found = session.execute(page(wanted.where(Guideline.id.not_in(others)), Guideline.id, after, size, ids)).all()
    numbers = [guideline.id for guideline, _, _ in found]
    counted = Counter(
        session.scalars(
            select(Requirement.guideline_id).where(
                Requirement.guideline_id.in_(numbers), Requirement.id.in_(counted_requirements(workspace_id))
            )
        )
    )
    hidden, editions = set(session.scalars(others)), _editions(session, numbers)
    today = clock.today()
    return [
        GuidelineItem(
            id=row.id,
            identifier=row.identifier,
            library_key=row.library_key or "",
            title_sv=row.title_sv or row.name,
            title_en=row.title_en or row.name,
            issuer=row.issuer,
            level=row.level,
            bindingness=row.bindingness,
            status=status_on(row, today),
            adopted_on=row.adopted_on,
            in_force_on=row.in_force_on,
            applies_on=row.applies_on,
            repealed_on=row.repealed_on,
            superseded_by_id=None if row.superseded_by_id in hidden else row.superseded_by_id,
            source_url=row.source_url,
            counted=not (ended or out),
            requirements=counted[row.id],
            editions=editions.get(row.id, ()),
        )
        for row, ended, out in found
    ]


def _editions(session: Session, guidelines: Sequence[int]) -> Mapping[int, Sequence[EditionItem]]:
    """By guideline the editions that were not taken back, the oldest first."""
    found: dict[int, list[EditionItem]] = defaultdict(list)
    wanted = select(Edition).where(Edition.guideline_id.in_(guidelines), Edition.undone_at.is_(None))
    for row in session.scalars(wanted.order_by(Edition.id)):
        found[row.guideline_id].append(
            EditionItem(
                id=row.id,
                language=row.language,
                title=row.title,
                published_on=row.published_on,
                applies_on=row.applies_on,
                imported_at=row.imported_at,
                sha256=row.original_sha256,
            )
        )
    return found
