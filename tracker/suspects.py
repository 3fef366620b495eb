"""Which confirmed links no longer stand on the texts they were made against, and what became of their passages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker import rot
from tracker.tables.change import PassageChange
from tracker.tables.guideline import Requirement
from tracker.tables.link import Link
from tracker.tables.local import LocalEdition, Passage, PassageType
from tracker.tables.portions import portions

NEVER_EVIDENCE = frozenset({PassageType.HEADING, PassageType.CONTENTS, PassageType.REJECTED})
"""Types of passages that cannot show that a requirement was translated, whatever a person clicks."""


class Cause(StrEnum):
    """Why something is suspect. Of a crosswalk `requirement` is the one above, `lower` the one below."""

    REQUIREMENT = "requirement"
    LOWER = "lower"
    PASSAGE = "passage"
    EVIDENCE = "evidence"
    SOURCE = "source"


def suspect_links(session: Session, workspace_id: int, *, link_id: int | None = None) -> frozenset[int]:
    """Confirmed links that no longer stand on what they were made against; with `link_id` only that one is asked."""
    return frozenset(why_suspect(session, workspace_id, link_id=link_id))


def why_suspect(session: Session, workspace_id: int, *, link_id: int | None = None) -> dict[int, tuple[Cause, ...]]:
    """Confirmed links whose requirement or passage no longer reads as it did when the link was made, and which does.

    A passage of an earlier edition reads as it did where the edition in use has the same words, unless they stand there
    as what can never be evidence (a rejected proposal). Those that stand on a source that is gone or edited, which
    nobody has looked at since (`tracker.rot`), are suspect too.
    """
    now, in_use = aliased(Passage), aliased(LocalEdition)
    still_there = (
        select(now.id)
        .join(in_use, in_use.id == now.edition_id)
        .where(
            in_use.document_id == LocalEdition.document_id,
            in_use.current,
            now.fingerprint == Link.target_fingerprint,
            now.type.not_in(NEVER_EVIDENCE),
        )
    )
    requirement = Link.requirement_fingerprint != Requirement.fingerprint
    passage = or_(
        Link.target_fingerprint != func.coalesce(Passage.fingerprint, Link.target_fingerprint),
        and_(LocalEdition.current.is_(False), ~still_there.exists()),
    )
    changed = (
        select(Link.id, requirement, passage)
        .join(Requirement, Requirement.id == Link.requirement_id)
        .outerjoin(Passage, Passage.id == Link.passage_id)
        .outerjoin(LocalEdition, LocalEdition.id == Passage.edition_id)
        .where(Link.workspace_id == workspace_id, Link.state == "confirmed", or_(requirement, passage))
    )
    if link_id is not None:
        changed = changed.where(Link.id == link_id)
    found: dict[int, tuple[Cause, ...]] = {
        number: tuple(cause for cause, holds in ((Cause.REQUIREMENT, above), (Cause.PASSAGE, below)) if holds)
        for number, above, below in session.execute(changed)
    }
    for number in rot.suspect_links(session, workspace_id):
        if link_id in (None, number):
            found[number] = (*found.get(number, ()), Cause.SOURCE)
    return found


def successors(session: Session, passage_ids: Iterable[int]) -> Mapping[int, tuple[int, ...]]:
    """What passages are in the editions in use: themselves there, several after a split, none after a removal.

    Followed from edition to edition as they were compared; from one that was taken back, back to the one before it.
    """
    wanted = set(passage_ids)
    steps: dict[int, frozenset[int]] = {}
    asked = wanted
    while asked:
        found = _steps(session, asked)
        steps |= found
        asked = {number for reached in found.values() for number in reached} - steps.keys()
    return {number: tuple(sorted(_ends(number, steps, frozenset()))) for number in wanted}


def _ends(number: int, steps: Mapping[int, frozenset[int]], before: frozenset[int]) -> frozenset[int]:
    if number in before or number in steps[number]:
        return frozenset({number}) & steps[number]
    return frozenset().union(*(_ends(step, steps, before | {number}) for step in steps[number]))


def _steps(session: Session, passage_ids: set[int]) -> dict[int, frozenset[int]]:
    """Where each passage is one edition on: itself in the edition in use, nowhere where it ends."""
    steps: dict[int, set[int]] = {number: set() for number in passage_ids}
    through: dict[int, int] = {}
    after = aliased(LocalEdition)
    for some in portions(sorted(passage_ids)):
        for passage, edition, current, undone_at, following in session.execute(
            select(Passage.id, LocalEdition.id, LocalEdition.current, LocalEdition.undone_at, after.id)
            .join(LocalEdition, LocalEdition.id == Passage.edition_id)
            .outerjoin(after, and_(after.previous_id == LocalEdition.id, after.undone_at.is_(None)))
            .where(Passage.id.in_(some))
        ):
            if current:
                steps[passage].add(passage)
            elif undone_at is not None:
                through[passage] = edition
            elif following is not None:
                through[passage] = following
    for some in portions(sorted(through)):
        for edition, old, new in session.execute(
            select(PassageChange.edition_id, PassageChange.from_id, PassageChange.to_id).where(
                or_(PassageChange.from_id.in_(some), PassageChange.to_id.in_(some))
            )
        ):
            if old is not None and new is not None:
                for one, other in ((old, new), (new, old)):
                    if through.get(one) == edition:
                        steps[one].add(other)
    return {number: frozenset(found) for number, found in steps.items()}
