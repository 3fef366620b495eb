"""What people of the demonstration judged, and what they found when new editions had made it suspect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import assessing, coding
from tracker.clearing import crosswalks, judgements, links
from tracker.demonstration import story
from tracker.demonstration.guidelines import named
from tracker.demonstration.people import actor_ids
from tracker.demonstration.reviewing import Desk
from tracker.editing import carrying
from tracker.subjects import Subject
from tracker.tables.assessment import Assessment, Compliance
from tracker.tables.change import Outcome
from tracker.tables.crosswalk import Crosswalk, CrosswalkType
from tracker.tables.guideline import Requirement
from tracker.tables.lineage import Lineage
from tracker.tables.link import Link, LinkType
from tracker.tables.local import LocalEdition, Passage
from tracker.tables.schema import folded
from tracker.tables.translation import Mode, Modifier
from tracker.views.ladder.standings import standings


def judge(work: Desk) -> None:
    """Judge how far requirements have come in units, on the evidence of the day."""
    actors = actor_ids(work.session, work.workspace_id)
    for row in story.decisions()["assessments"]:
        requirement_id = named(work.session, row["requirement"])
        if row["on"] != work.day.isoformat() or requirement_id is None:
            continue
        actor_id = actors[folded(row["unit"])]
        assessing.assess(
            work.session,
            work.workspace_id,
            requirement_id,
            by=work.by,
            actor_id=actor_id,
            level=row["level"],
            compliance=Compliance(row.get("compliance", Compliance.NOT_ASSESSED)),
            evidence_digest=_digest(work, requirement_id, ("actor", actor_id)),
            note=row["note"],
        )


def clear(work: Desk) -> None:
    """Look again at what new editions made suspect, as decisions.json says; the rest is left for the visitor."""
    clearing = {"link": _clear_link, "assessment": _clear_assessment, "crosswalk": _clear_crosswalk}
    for row in story.decisions()["cleared"]:
        if row["on"] == work.day.isoformat():
            clearing[row["kind"]](work, row)


def carry_over(work: Desk) -> None:
    """Make links again on what a divided requirement became, and code them as before."""
    for row in story.decisions()["carried"]:
        requirement_id = named(work.session, row["requirement"])
        if row["on"] != work.day.isoformat() or requirement_id is None:
            continue
        onto = work.session.scalars(
            select(Requirement.id)
            .join(Lineage, Lineage.to_id == Requirement.id)
            .where(Lineage.from_id == requirement_id)
            .order_by(Requirement.position)
        ).all()[row["part"]]
        made = carrying.carry_over(work.session, "link", _link(work, row).id, onto, by=work.by)
        if "mode" in row:
            modifiers: list[Modifier] = []
            coding.code(work.session, made.id, Mode(row["mode"].lower()), modifiers, by=work.by, note="")


def _clear_link(work: Desk, row: Mapping[str, Any]) -> None:
    link = _link(work, row)
    onto = work.passages.holding(row["now_document"], row["now"]) if "now" in row else None
    links.clear_link(
        work.session,
        link.id,
        Outcome(row["outcome"]),
        row["reason"],
        by=work.by,
        seen_version=link.version,
        seen_requirement=_fingerprint(work.session, link.requirement_id),
        passage_id=onto,
        type=LinkType(row["type"]) if "type" in row else None,
    )


def _clear_assessment(work: Desk, row: Mapping[str, Any]) -> None:
    requirement_id = named(work.session, row["requirement"])
    assert requirement_id is not None
    actor_id = actor_ids(work.session, work.workspace_id)[folded(row["unit"])]
    newest = work.session.scalars(
        select(Assessment)
        .where(
            Assessment.workspace_id == work.workspace_id,
            Assessment.requirement_id == requirement_id,
            Assessment.actor_id == actor_id,
        )
        .order_by(Assessment.id.desc())
    ).first()
    assert newest is not None
    judgements.clear_assessment(
        work.session,
        newest.id,
        Outcome(row["outcome"]),
        row["reason"],
        by=work.by,
        seen_requirement=_fingerprint(work.session, requirement_id),
        evidence_digest=_digest(work, requirement_id, ("actor", actor_id)),
        level=row.get("level"),
    )


def _clear_crosswalk(work: Desk, row: Mapping[str, Any]) -> None:
    upper, lower = (named(work.session, row[end]) for end in ("upper", "lower"))
    found = work.session.scalars(
        select(Crosswalk).where(Crosswalk.upper_id == upper, Crosswalk.lower_id == lower)
    ).one()
    crosswalks.clear_crosswalk(
        work.session,
        found.id,
        Outcome(row["outcome"]),
        row["reason"],
        by=work.by,
        seen_version=found.version,
        seen=(_fingerprint(work.session, found.upper_id), _fingerprint(work.session, found.lower_id)),
        type=CrosswalkType(row["type"]) if "type" in row else None,
    )


def _link(work: Desk, row: Mapping[str, Any]) -> Link:
    """The link from a requirement to the passage that holds a sentence, whichever edition that stands in by now."""
    requirement_id = named(work.session, row["requirement"])
    rows = work.session.scalars(
        select(Link)
        .join(Passage, Passage.id == Link.passage_id)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .where(
            Link.workspace_id == work.workspace_id,
            Link.requirement_id == requirement_id,
            Link.passage_id == work.passages.holding(row["document"], row["sentence"]),
        )
    )
    return rows.one()


def _fingerprint(session: Session, requirement_id: int) -> str:
    return session.get_one(Requirement, requirement_id).fingerprint


def _digest(work: Desk, requirement_id: int, subject: Subject) -> str:
    """What the person saw of the evidence."""
    found = standings(work.session, work.workspace_id, requirement_id=requirement_id)
    return found.cell(requirement_id, subject).digest
