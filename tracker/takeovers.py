"""Handing library summaries over to the official wording: proposed by locator, decided by a person."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from policies.locators import Locator, LocatorError, contains, parse
from tracker import access, clock, events, meanwhile
from tracker.errors import Conflict, NotFound, Refused
from tracker.succession import standing_wordings
from tracker.tables.assessment import Assessment, Evidence, Measure
from tracker.tables.change import Clearance
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import (
    Decided,
    Edition,
    Requirement,
    RequirementState,
    Summary,
    Takeover,
    Wording,
)
from tracker.tables.lineage import Lineage, LineageKind
from tracker.tables.link import Link, SearchRecord
from tracker.tables.people import Person
from tracker.tables.translation import Coding, ModeSuggestion

PROPOSED_PER_SUMMARY = 3


def propose(session: Session, guideline_id: int) -> int:
    """Propose, for every summary of the guideline not yet taken over, the requirements worded at its places.

    At most three each, those with the most similar words first. Returns how many proposals were added.
    """
    worded = _worded(session, guideline_id)
    known = set(session.execute(select(Takeover.summary_id, Takeover.requirement_id)))
    waiting = session.execute(
        select(Summary, Requirement.id)
        .join(Requirement, Requirement.id == Summary.requirement_id)
        .where(Requirement.guideline_id == guideline_id, Requirement.state == RequirementState.ACTIVE)
    )
    added = 0
    for summary, requirement_id in waiting:
        if any(requirement == requirement_id for requirement, _, _, _ in worded):
            continue  # taken over already
        places = list(_parsed(summary.places))
        at_place = [row for row in worded if row[1] is not None and _within(row[1], places)]
        at_place.sort(key=lambda row: -_likeness(summary, row[2], row[3]))
        for requirement, _, _, _ in at_place[:PROPOSED_PER_SUMMARY]:
            if (summary.id, requirement) not in known:
                session.add(Takeover(summary_id=summary.id, requirement_id=requirement))
                added += 1
    session.flush()
    return added


def decide(session: Session, takeover_id: int, *, confirmed: bool, by: Person, seen_version: int) -> Takeover:
    """A person says whether the official requirement is the one the summary sums up.

    Confirming moves the summary, and every link, piece of evidence, judgement, measure and search made on it, to the
    official requirement; the library's requirement stays as replaced, with its lineage.
    """
    access.allow(session, by, "guideline.take_over")
    takeover = session.get(Takeover, takeover_id, with_for_update=True)
    if takeover is None:
        raise NotFound("error.takeover_unknown", id=takeover_id)
    if takeover.version != seen_version:
        who = meanwhile.told(session, LIBRARY_CHAIN, takeover.decided_by_id, takeover.decided_at, reader=by.id)
        raise Conflict("error.takeover_changed", id=takeover.id, state=takeover.state.value, **who)
    requirement = session.get_one(Requirement, takeover.requirement_id)
    access.allow_guideline(session, by, "guideline.take_over", requirement.guideline_id)
    if confirmed and requirement.state is not RequirementState.ACTIVE:
        raise Refused("error.requirement_not_active", id=requirement.id, requirement_state=requirement.state.value)
    takeover.state = Decided.CONFIRMED if confirmed else Decided.REJECTED
    takeover.decided_by_id, takeover.decided_at, takeover.version = by.id, clock.now(), takeover.version + 1
    moved = _move(session, takeover) if confirmed else {}
    session.flush()
    events.record(
        session,
        LIBRARY_CHAIN,
        "guideline.take_over",
        f"takeover:{takeover.id}",
        by=by,
        before={"state": Decided.SUGGESTED},
        after={
            "state": takeover.state,
            "summary": takeover.summary_id,
            "requirement": takeover.requirement_id,
            **moved,
        },
    )
    return takeover


def _move(session: Session, takeover: Takeover) -> dict[str, int]:
    """Bring everything made on the summary's requirement to the official one; returns how much of what."""
    summary = session.get_one(Summary, takeover.summary_id)
    old = session.get_one(Requirement, summary.requirement_id)
    new = session.get_one(Requirement, takeover.requirement_id)
    summary.requirement_id = new.id
    new.goal = new.goal or old.goal
    new.applies, new.applies_condition = old.applies, old.applies_condition
    new.topic = new.topic or old.topic
    old.state = RequirementState.REPLACED
    session.add(Lineage(from_id=old.id, to_id=new.id, kind=LineageKind.TAKEN_OVER, recorded_at=clock.now()))
    moved = {"links": _move_links(session, old, new)}
    carried: list[Evidence | Assessment | Measure | SearchRecord] = [
        *session.scalars(select(Evidence).where(Evidence.requirement_id == old.id)),
        *session.scalars(select(Assessment).where(Assessment.requirement_id == old.id)),
        *session.scalars(select(Measure).where(Measure.requirement_id == old.id)),
        *session.scalars(select(SearchRecord).where(SearchRecord.requirement_id == old.id)),
    ]
    for row in carried:
        row.requirement_id = new.id
        if isinstance(row, Assessment | SearchRecord):
            row.requirement_fingerprint = new.fingerprint
        moved[row.__tablename__] = moved.get(row.__tablename__, 0) + 1
    # The other proposals for this summary are answered by this one.
    session.execute(
        update(Takeover)
        .where(Takeover.summary_id == summary.id, Takeover.state == Decided.SUGGESTED, Takeover.id != takeover.id)
        .values(
            state=Decided.REJECTED,
            decided_by_id=takeover.decided_by_id,
            decided_at=takeover.decided_at,
            version=Takeover.version + 1,
        )
    )
    return moved


def _move_links(session: Session, old: Requirement, new: Requirement) -> int:
    """Links move along; where both requirements are linked to the same target, the decided link counts."""
    present = {
        (link.workspace_id, link.passage_id, link.service_id, link.actor_id): link
        for link in session.scalars(select(Link).where(Link.requirement_id == new.id))
    }
    moved = 0
    for link in session.scalars(select(Link).where(Link.requirement_id == old.id)):
        rival = present.get((link.workspace_id, link.passage_id, link.service_id, link.actor_id))
        if rival is not None:
            if rival.state is not Decided.SUGGESTED or link.state is Decided.SUGGESTED or _has_past(session, rival):
                continue
            session.execute(delete(ModeSuggestion).where(ModeSuggestion.link_id == rival.id))
            session.delete(rival)  # an undecided suggestion of the machine; the person's decision takes its place
            session.flush()
        link.requirement_id = new.id
        link.requirement_fingerprint = new.fingerprint
        link.version += 1
        moved += 1
    return moved


def _has_past(session: Session, link: Link) -> bool:
    """Whether a suggestion was decided before it became one again, so that its row has to stay."""
    return any(
        session.scalars(select(table.id).where(table.link_id == link.id).limit(1)).first() is not None
        for table in (Evidence, Coding, Clearance)
    )


def _worded(session: Session, guideline_id: int) -> list[tuple[int, Locator | None, str, str]]:
    """Requirements with an official wording: id, locator, language, text of the newest one in each language."""
    texts: dict[int, str] = dict(
        session.execute(select(Edition.id, Edition.text).where(Edition.guideline_id == guideline_id)).all()
    )
    rows = session.scalars(
        standing_wordings()
        .join(Requirement, Requirement.id == Wording.requirement_id)
        .where(Requirement.guideline_id == guideline_id, Requirement.state == RequirementState.ACTIVE)
    )
    newest = {(wording.requirement_id, wording.language): wording for wording in rows}
    return [
        (
            wording.requirement_id,
            _locator(wording.locator),
            wording.language,
            texts[wording.edition_id][wording.start : wording.end],
        )
        for wording in sorted(newest.values(), key=lambda wording: wording.id)
    ]


def _parsed(places: Iterable[str]) -> Iterable[Locator]:
    return (locator for place in places if (locator := _locator(place)) is not None)


def _locator(text: str) -> Locator | None:
    try:
        return parse(text)
    except LocatorError:
        return None


def _within(locator: Locator, places: list[Locator]) -> bool:
    return any(contains(place, locator) for place in places)


def _likeness(summary: Summary, language: str, text: str) -> float:
    """How alike the words are, in [0, 1]; only to order proposals at the same place."""
    return fuzz.token_set_ratio(summary.text_sv if language == "sv" else summary.text_en, text) / 100
