"""What a new text did to the requirements since a day: those that came or went, those that read otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.tables.assessment import Assessment
from tracker.tables.change import Clearance, Outcome, RequirementChange
from tracker.tables.guideline import Edition, Guideline, Requirement
from tracker.views.counted import counted_requirements
from tracker.views.texts import RequirementText, requirement_texts


class TextCourse(StrEnum):
    """What became of a requirement as such."""

    CAME = "came"
    WENT = "went"
    REWORDED = "reworded"


class Through(StrEnum):
    """What did it: a new edition, a guideline that is new here, or a person's decision what counts."""

    EDITION = "edition"
    GUIDELINE = "guideline"
    DECISION = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMove:
    """A requirement that counts and did not, counted and does not, or counts with other words."""

    requirement: RequirementText
    course: TextCourse
    through: Through


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """What people gave up or changed, on looking again after a new text: links, and requirements judged anew."""

    links: frozenset[int]
    requirements: frozenset[int]


def counted_words(session: Session, workspace_id: int) -> Mapping[int, str]:
    """The counted requirements with the fingerprints of their words."""
    rows = select(Requirement.id, Requirement.fingerprint).where(Requirement.id.in_(counted_requirements(workspace_id)))
    return dict(session.execute(rows).all())


def text_moves(session: Session, then: Mapping[int, str], now: Mapping[int, str], since: date) -> Sequence[TextMove]:
    """The requirements that are others than at the end of a day, in document order."""
    courses = {
        **dict.fromkeys(now.keys() - then.keys(), TextCourse.CAME),
        **dict.fromkeys(then.keys() - now.keys(), TextCourse.WENT),
        **{number: TextCourse.REWORDED for number in now.keys() & then.keys() if now[number] != then[number]},
    }
    through = _through(session, since)
    return [
        TextMove(
            requirement=text,
            course=courses[number],
            through=Through.EDITION
            if number in through.changed
            else Through.GUIDELINE
            if courses[number] is TextCourse.CAME and text.guideline_id in through.guidelines
            else Through.DECISION,
        )
        for number, text in requirement_texts(session, courses).items()
    ]


def clearances(session: Session, workspace_id: int, since: date) -> Cleared:
    """What was given up or changed since the end of a day because its text is another."""
    rows = session.execute(
        select(Clearance.link_id, Assessment.requirement_id)
        .outerjoin(Assessment, Assessment.id == Clearance.assessment_id)
        .where(
            Clearance.workspace_id == workspace_id,
            Clearance.outcome != Outcome.KEPT,
            Clearance.recorded_at >= clock.end_of(since),
            Clearance.undone_at.is_(None),
        )
    ).all()
    return Cleared(
        links=frozenset(link for link, _ in rows if link is not None),
        requirements=frozenset(number for _, number in rows if number is not None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """Requirements that editions taken in since a day changed, and guidelines whose first text or entry is as new."""

    changed: frozenset[int]
    guidelines: frozenset[int]


def _through(session: Session, since: date) -> _Texts:
    known_by = clock.end_of(since)
    changed = session.execute(
        select(RequirementChange.from_id, RequirementChange.to_id)
        .join(Edition, Edition.id == RequirementChange.edition_id)
        .where(Edition.imported_at >= known_by, Edition.undone_at.is_(None))
    )
    had_text = select(Edition.guideline_id).where(Edition.imported_at < known_by)
    new = select(Edition.guideline_id).where(Edition.imported_at >= known_by, Edition.guideline_id.not_in(had_text))
    added = select(Guideline.id).where(Guideline.added_at >= known_by)
    return _Texts(
        changed=frozenset(number for row in changed for number in row if number is not None),
        guidelines=frozenset([*session.scalars(new), *session.scalars(added)]),
    )
