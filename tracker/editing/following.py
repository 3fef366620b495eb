"""What people did to requirements, found again in a new edition: an import undoes nobody's work."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import events
from tracker.bounds import Place, Span, active_at, place
from tracker.editing.change import follow_wordings, set_references, snapshot
from tracker.tables.guideline import Edition, Requirement, RequirementState, Statement, Wording, lead_in_text

KEPT = (
    "force", "confidence", "p_requirement", "p_regulatory", "combination", "duty_bearer", "duty_bearer_inferred",
    "action", "condition", "deadline", "deadline_normal",
)  # fmt: skip
"""Columns of a wording that hold in another edition as long as its words are the same."""


def follow(session: Session, edition: Edition) -> int:
    """Let a new edition's wordings be those people made in the one before it, wherever their words are found again.

    Words are sought in the provision with the same locator, white space aside. What is not found stays as the program
    read it: on the requirement with that key, which a split, merge or withdrawal keeps out of the count. Returns how
    many were found.
    """
    edited = _edited(session, edition)
    if not edited:
        return 0
    where = place(session, edition.id)
    found = 0
    for requirement, wording in edited:
        at = _found(where, session.get_one(Edition, wording.edition_id).text, wording)
        if at is not None and _is_free(session, edition, requirement, at[0]):
            _word(session, where, requirement, wording, *at)
            found += 1
    return found


def _edited(session: Session, edition: Edition) -> list[tuple[Requirement, Wording]]:
    """The active requirements whose newest earlier wording in the edition's language a person has made."""
    rows = session.execute(
        select(Requirement, Wording)
        .join(Wording, Wording.requirement_id == Requirement.id)
        .where(
            Requirement.guideline_id == edition.guideline_id,
            Requirement.state == RequirementState.ACTIVE,
            Wording.language == edition.language,
            Wording.edition_id != edition.id,
        )
        .order_by(Wording.edition_id, Wording.id)
    )
    newest = {requirement.id: (requirement, wording) for requirement, wording in rows}
    return [pair for pair in newest.values() if pair[1].edited_by_id is not None]


def _found(where: Place, text: str, wording: Wording) -> tuple[Span, list[Span]] | None:
    """Where a wording's words and lead-ins stand in another edition; None unless there is one such place."""
    spans = [
        span
        for provision in where.provisions
        if provision.locator == wording.locator
        for span in _all(text[wording.start : wording.end], where.text, provision.start, provision.end)
    ]
    if len(set(spans)) != 1:
        return None
    end = spans[0][0]
    lead_ins: list[Span] = []
    for first, last in reversed(wording.lead_ins):
        before = _all(text[first:last], where.text, 0, end)
        if not before:
            return None
        lead_ins.insert(0, before[-1])
        end = before[-1][0]
    return spans[0], lead_ins


def _all(words: str, text: str, start: int, end: int) -> list[Span]:
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    return [found.span() for found in pattern.finditer(text, start, end)]


def _is_free(session: Session, edition: Edition, requirement: Requirement, span: Span) -> bool:
    """Whether no other active requirement has these words; one that this very import has made gives way."""
    for other in active_at(session, edition.id, span):
        if (other.start, other.end) != span or other.requirement_id == requirement.id:
            continue
        elsewhere = select(Wording.id).where(
            Wording.requirement_id == other.requirement_id, Wording.edition_id != edition.id
        )
        own = select(Wording.id).where(Wording.requirement_id == requirement.id, Wording.edition_id == edition.id)
        if session.scalars(elsewhere).first() is not None or session.scalars(own).first() is not None:
            return False
        newcomer = session.get_one(Requirement, other.requirement_id)
        other.requirement_id = requirement.id
        session.flush()
        session.delete(newcomer)
        session.flush()
    return True


def _word(
    session: Session, where: Place, requirement: Requirement, old: Wording, span: Span, lead_ins: Sequence[Span]
) -> None:
    """Word a requirement at a span of the new edition as it was worded in the old one."""
    provision = where.holding(span)
    by = span[0] - old.start if span[1] - span[0] == old.end - old.start else None
    values = {name: getattr(old, name) for name in KEPT} | {
        "provision_id": provision.id,
        "locator": provision.locator,
        "start": span[0],
        "end": span[1],
        "lead_ins": [list(lead_in) for lead_in in lead_ins],
        "spans": [] if by is None else [
            {**mark, "start": mark["start"] + by, "end": mark["end"] + by}
            for mark in old.spans
            if old.start <= mark["start"] <= mark["end"] <= old.end
        ],
        "fingerprint": events.fingerprint(lead_in_text(where.text, lead_ins), where.text[span[0] : span[1]]),
        "edited_by_id": old.edited_by_id,
    }  # fmt: skip
    wording = session.scalars(
        select(Wording).where(Wording.requirement_id == requirement.id, Wording.edition_id == where.edition.id)
    ).first()
    if wording is None:
        wording = Wording(
            requirement_id=requirement.id,
            edition_id=where.edition.id,
            language=where.edition.language,
            pipeline=where.edition.pipeline,
            **values,
        )
        session.add(wording)
    for name, value in values.items():
        setattr(wording, name, value)
    session.flush()
    if by is not None:
        references = snapshot(session, old)["references"]
        set_references(
            session, wording, [(start + by, end + by, text, target) for start, end, text, target in references]
        )
    for statement in session.scalars(
        select(Statement).where(
            Statement.edition_id == where.edition.id, Statement.start == span[0], Statement.end == span[1]
        )
    ):
        statement.requirement_id = requirement.id
    follow_wordings(session, requirement)
    session.flush()
