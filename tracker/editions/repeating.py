"""What requirements repeat of their newest words: place, fingerprint and order, worked out for a whole guideline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.succession import standing_editions
from tracker.tables.assessment import Assessment
from tracker.tables.crosswalk import Crosswalk
from tracker.tables.guideline import Edition, Requirement, Wording
from tracker.tables.link import GapProposal, Link, SearchRecord
from tracker.tables.translation import Coding, ModeSuggestion

MADE_AGAINST = (
    Link.requirement_fingerprint,
    SearchRecord.requirement_fingerprint,
    GapProposal.requirement_fingerprint,
    Assessment.requirement_fingerprint,
    Coding.requirement_fingerprint,
)
"""What remembers the words of a requirement that it was made against; what was read of links and crosswalks too."""


def repeat_newest(session: Session, guideline_id: int) -> None:
    """Let all requirements of a guideline repeat their newest wording in the language they were first worded in."""
    standing = standing_editions()
    rows = session.execute(
        select(Wording.requirement_id, Wording.language, Wording.locator, Wording.fingerprint)
        .join(standing, standing.c.id == Wording.edition_id)
        .where(standing.c.guideline_id == guideline_id)
        .order_by(standing.c.place, Wording.id)
    ).all()
    spoken = first_languages(session, guideline_id)
    newest = {row.requirement_id: row for row in rows if row.language == spoken[row.requirement_id]}
    for requirement in session.scalars(select(Requirement).where(Requirement.guideline_id == guideline_id)):
        if requirement.id in newest:
            requirement.locator = newest[requirement.id].locator
            requirement.fingerprint = newest[requirement.id].fingerprint
    session.flush()


def first_languages(session: Session, guideline_id: int) -> dict[int, str]:
    """For each requirement of a guideline with words that stand, the language it was first worded in."""
    rows = session.execute(
        select(Wording.requirement_id, Wording.language)
        .join(Edition, Edition.id == Wording.edition_id)
        .where(Edition.guideline_id == guideline_id, Edition.undone_at.is_(None))
        .order_by(Wording.id.desc())
    )
    return dict(rows.all())


def put_in_order(session: Session, edition: Edition) -> dict[str, tuple[int, int]]:
    """Give the requirements of an edition the order of its text; returns the positions before and after, by id."""
    spoken = first_languages(session, edition.guideline_id)
    rows = session.scalars(
        select(Requirement)
        .join(Wording, Wording.requirement_id == Requirement.id)
        .where(Wording.edition_id == edition.id)
        .order_by(Wording.start, Wording.end, Wording.id)
    )
    moved: dict[str, tuple[int, int]] = {}
    for position, requirement in enumerate(rows):
        if requirement.position != position and spoken[requirement.id] == edition.language:
            moved[str(requirement.id)] = requirement.position, position
            requirement.position = position
    session.flush()
    return moved


def renew(session: Session, same_words: Iterable[tuple[int, str, str]]) -> None:
    """Let what was made against words that are only set otherwise now (dashes, quotation marks) stand on those.

    Given are requirements with the fingerprints before and after.
    """
    for number, before, after in same_words:
        if before == after:
            continue
        for column in MADE_AGAINST:
            _renew(session, column, column.class_.requirement_id == number, before, after)
        links = select(Link.id).where(Link.requirement_id == number)
        _renew(session, ModeSuggestion.requirement_fingerprint, ModeSuggestion.link_id.in_(links), before, after)
        _renew(session, Crosswalk.upper_fingerprint, Crosswalk.upper_id == number, before, after)
        _renew(session, Crosswalk.lower_fingerprint, Crosswalk.lower_id == number, before, after)


def _renew(
    session: Session, column: InstrumentedAttribute[str], of_it: ColumnElement[bool], before: str, after: str
) -> None:
    session.execute(
        update(column.class_)
        .where(of_it, column == before)
        .values({column.key: after})
        .execution_options(synchronize_session="fetch")
    )


def restore_order(session: Session, positions: Mapping[str, int]) -> None:
    """Give requirements the positions they had, by id."""
    for requirement in session.scalars(select(Requirement).where(Requirement.id.in_(map(int, positions)))):
        requirement.position = positions[str(requirement.id)]
