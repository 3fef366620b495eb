"""How the invented guideline was translated locally, as people of the demonstration confirmed and coded it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import clock, coding, linking, searching, translating
from tracker.demonstration import reviewing
from tracker.demonstration.guidelines import requirement
from tracker.demonstration.reviewing import REVIEWED_AT, Passages
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType
from tracker.tables.people import Person, Role
from tracker.tables.translation import Mode, Modifier

CODER = "Demokodare"


def review(session: Session, workspace_id: int, *, by: Person) -> int:
    """Confirm most of the known translations and code some of them, a few with a second coder beside."""
    passages = Passages(session, workspace_id)
    coders = {by.name: by, CODER: reviewing.join(session, workspace_id, CODER, Role.CODER)}
    with clock.fixed(REVIEWED_AT):
        confirmed = _confirm(session, workspace_id, passages, by)
        _read(session, workspace_id, by)
        return confirmed + _code(session, workspace_id, passages, coders)


def _confirm(session: Session, workspace_id: int, passages: Passages, by: Person) -> int:
    """Confirm the translations that are not left for the visitor, and record what was searched for in vain."""
    decided = 0
    for answer in reviewing.answers()["translations"]:
        found = _ends(session, answer, passages)
        if found is None or answer["requirement"] in reviewing.decisions()["left_for_the_visitor"]:
            continue
        link = linking.add(session, workspace_id, found[0], "passage", found[1], by=by)
        if link.state is Decided.SUGGESTED:
            with clock.fixed(REVIEWED_AT + timedelta(minutes=decided)):
                linking.confirm(session, link.id, LinkType(answer["type"]), by=by, seen_version=link.version)
            decided += 1
    for gap in reviewing.answers()["untranslated"]:
        requirement_id = requirement(session, gap["guideline"], gap["requirement"])
        if requirement_id is not None:
            searching.record(session, workspace_id, requirement_id, by=by)
            decided += 1
    return decided


def _code(session: Session, workspace_id: int, passages: Passages, coders: dict[str, Person]) -> int:
    """Code some of what is confirmed, the machine's reading at hand; the rest stays with the machine's word alone."""
    translations = {answer["requirement"]: answer for answer in reviewing.answers()["translations"]}
    coded = 0
    for row in reviewing.decisions()["codings"]:
        by, note = coders[row["coder"]], row.get("note", "")
        answer = translations[row["requirement"]]
        link_id = _link(session, workspace_id, _ends(session, answer, passages))
        if link_id is not None:
            said = {**answer, **row}
            modifiers = [Modifier(name.lower()) for name in said["modifiers"]]
            coding.code(session, link_id, Mode(said["mode"].lower()), modifiers, by=by, note=note)
            coded += 1
    return coded


def _read(session: Session, workspace_id: int, by: Person) -> None:
    """Read what the reviewer linked by hand, as the tracker does when links are suggested anew."""
    pairs = translating.unread(session, workspace_id)
    translating.store_readings(session, workspace_id, translating.read_all(pairs), by=by)


def _ends(session: Session, answer: dict[str, Any], passages: Passages) -> tuple[int, int] | None:
    """Requirement and passage of an answer; None where one of them was not imported."""
    requirement_id = requirement(session, answer["guideline"], answer["requirement"])
    passage_id = passages.holding(answer["document"], answer["sentence"])
    return None if requirement_id is None or passage_id is None else (requirement_id, passage_id)


def _link(session: Session, workspace_id: int, ends: tuple[int, int] | None) -> int | None:
    if ends is None:
        return None
    return session.scalars(
        select(Link.id).where(
            Link.workspace_id == workspace_id,
            Link.requirement_id == ends[0],
            Link.passage_id == ends[1],
            Link.state == Decided.CONFIRMED,
        )
    ).first()
