"""The requirement that a cell means: a guideline's identifier and a place in it, or a library key."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from policies.locators import LocatorError, parse
from tracker.listing.rows import BadCell
from tracker.tables.guideline import Guideline, Requirement, RequirementState


def find(session: Session, place: str, column: str) -> int:
    """The requirement at a place ("SFS 2018:1937 10 §", "SE-DOS-04"); BadCell where there is none, or several."""
    active = select(Requirement.id).where(Requirement.state == RequirementState.ACTIVE).order_by(Requirement.id)
    found = session.scalars(active.where(Requirement.key == place.strip())).all()
    if not found:
        try:
            locator = parse(place)
        except LocatorError as problem:
            raise BadCell("error.requirement_place", column=column, value=place[:80]) from problem
        rest = str(locator).removeprefix(locator.instrument).strip()
        query = active.join(Guideline, Guideline.id == Requirement.guideline_id)
        found = session.scalars(
            query.where(Guideline.identifier == locator.instrument, Requirement.locator == rest)
        ).all()
    if len(found) > 1:
        raise BadCell("error.requirement_several", column=column, value=place[:80], count=len(found))
    if not found:
        raise BadCell("error.requirement_place", column=column, value=place[:80])
    return found[0]
