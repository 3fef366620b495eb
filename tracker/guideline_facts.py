"""What people say of a guideline's life: its days, its status, what superseded it; and of a requirement's own day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from itertools import pairwise

from sqlalchemy.orm import Session

from tracker import access, clock, events, meanwhile
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Guideline, GuidelineStatus, Requirement
from tracker.tables.people import Person
from tracker.validity import GuidelineFacts, facts_of, status_on

LONGEST_NOTE = 2000


def describe(
    session: Session, guideline_id: int, *, wanted: GuidelineFacts, seen: GuidelineFacts, by: Person
) -> Guideline:
    """A person says what holds of a guideline's life; the status follows the days where they decide it.

    Raises Conflict when the facts are no longer what the person saw, Refused when they contradict one another or the
    guideline would in the end be superseded by itself.
    """
    access.allow(session, by, "guideline.describe")
    guideline = _locked(session, guideline_id)
    access.allow_guideline(session, by, "guideline.describe", guideline.id)
    before = facts_of(guideline)
    if before != seen:
        who = meanwhile.last(session, LIBRARY_CHAIN, f"guideline:{guideline.id}", reader=by.id)
        raise Conflict("error.guideline_changed", title=guideline.name, **who)
    wanted = replace(wanted, status_note=wanted.status_note.strip()[:LONGEST_NOTE])
    _coherent(wanted)
    _ahead(session, guideline, wanted.superseded_by_id)
    wanted = replace(wanted, status=status_on(wanted, clock.today()))
    if wanted == before:
        return guideline
    for name, value in asdict(wanted).items():
        setattr(guideline, name, value)
    session.flush()
    events.record(
        session,
        LIBRARY_CHAIN,
        "guideline.describe",
        f"guideline:{guideline.id}",
        by=by,
        before=_told(before),
        after=_told(wanted),
        note=wanted.status_note,
    )
    return guideline


def apply_from(
    session: Session, requirement_id: int, *, wanted: date | None, seen: date | None, by: Person
) -> Requirement:
    """A person says from which day a requirement applies where that is another than its guideline's; None for the same.

    Raises Conflict when the day is no longer what the person saw, Refused for one before the guideline was adopted.
    """
    access.allow(session, by, "guideline.describe")
    requirement = session.get(Requirement, requirement_id, with_for_update=True)
    if requirement is None:
        raise NotFound("error.requirement_unknown", id=requirement_id)
    access.allow_guideline(session, by, "guideline.describe", requirement.guideline_id)
    if requirement.applies_on != seen:
        who = meanwhile.last(session, LIBRARY_CHAIN, f"requirement:{requirement_id}", reader=by.id)
        raise Conflict("error.requirement_day_changed", id=requirement_id, **who)
    guideline = session.get_one(Guideline, requirement.guideline_id)
    if wanted is not None and guideline.adopted_on is not None and wanted < guideline.adopted_on:
        raise Refused("error.days_out_of_order", earlier="adopted_on", later="applies_on")
    if wanted == seen:
        return requirement
    requirement.applies_on = wanted
    session.flush()
    events.record(
        session,
        LIBRARY_CHAIN,
        "guideline.describe",
        f"requirement:{requirement.id}",
        by=by,
        before={"applies_on": seen},
        after={"applies_on": wanted},
    )
    return requirement


def _coherent(facts: GuidelineFacts) -> None:
    """Adopted, then in force, then applied; ended last, and not while it is only proposed."""
    _in_order(facts, ("adopted_on", "in_force_on", "applies_on"), strictly=False)
    for first in ("adopted_on", "in_force_on"):
        _in_order(facts, (first, "repealed_on"), strictly=True)
    if facts.status is GuidelineStatus.PROPOSED and facts.repealed_on is not None:
        raise Refused("error.proposal_ended")
    if (
        facts.superseded_by_id is not None
        and facts.repealed_on is None
        and facts.status is not GuidelineStatus.SUPERSEDED
    ):
        raise Refused("error.superseded_when")


def _in_order(facts: GuidelineFacts, names: Iterable[str], *, strictly: bool) -> None:
    known = [(name, getattr(facts, name)) for name in names if getattr(facts, name) is not None]
    for (earlier, first), (later, second) in pairwise(known):
        if second < first or (strictly and second == first):
            raise Refused("error.days_out_of_order", earlier=earlier, later=later)


def _ahead(session: Session, guideline: Guideline, successor_id: int | None) -> None:
    """Follow what superseded what, each row locked, so that two people cannot close a circle between them."""
    met = {guideline.id}
    while successor_id is not None:
        if successor_id in met:
            raise Refused("error.superseded_circle", title=guideline.name)
        met.add(successor_id)
        successor_id = _locked(session, successor_id).superseded_by_id


def _locked(session: Session, number: int) -> Guideline:
    found = session.get(Guideline, number, with_for_update=True)
    if found is None:
        raise NotFound("error.guideline_unknown", id=number)
    return found


def _told(facts: GuidelineFacts) -> dict[str, object]:
    """What the chain keeps: no free text."""
    return {name: value for name, value in asdict(facts).items() if name != "status_note"}
