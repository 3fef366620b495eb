"""What people did to requirements, found again in a new edition: an import undoes nobody's work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from policies.document import Document
from tracker import events
from tracker.bounds import EditionText, Span
from tracker.editing.change import set_references, snapshot
from tracker.succession import newest_wordings
from tracker.tables.guideline import Edition, Requirement, RequirementState, Statement, Wording, lead_in_text

KEPT = (
    "force", "confidence", "p_requirement", "p_regulatory", "combination", "duty_bearer", "duty_bearer_inferred",
    "action", "condition", "deadline", "deadline_normal",
)  # fmt: skip
"""Columns of a wording that hold in another edition as long as its words are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A requirement as a person made it, and where its words stand in another text; `wording` is that person's."""

    requirement: Requirement
    wording: Wording
    locator: str
    span: Span
    lead_ins: tuple[Span, ...]
    fingerprint: str


def seek(session: Session, edition: Edition, document: Document, where_to: Mapping[str, str]) -> list[Found]:
    """The requirements that people made in the editions up to one, wherever their words stand in the next text.

    Words are sought, white space aside, in the provision that `where_to` gives for theirs, else in the one with the
    same locator. No two requirements are found at the same words.
    """
    found: list[Found] = []
    taken: set[Span] = set()
    for requirement, wording in _edited(session, edition):
        text = session.get_one(Edition, wording.edition_id).text
        locator = where_to.get(wording.locator, wording.locator)
        at = _found(document, text, wording, locator)
        if at is not None and at[0] not in taken:
            taken.add(at[0])
            found.append(_as_found(document, requirement, wording, *at))
    return found


def word(session: Session, where: EditionText, found: Found) -> Wording:
    """Word a requirement at the words found again, as a person had worded it."""
    old, span, provision = found.wording, found.span, where.holding(found.span)
    by = span[0] - old.start if span[1] - span[0] == old.end - old.start else None
    values: dict[str, Any] = {name: getattr(old, name) for name in KEPT}
    wording = Wording(
        requirement_id=found.requirement.id,
        edition_id=where.edition.id,
        language=where.edition.language,
        pipeline=where.edition.pipeline,
        provision_id=provision.id,
        locator=provision.locator,
        start=span[0],
        end=span[1],
        lead_ins=[list(lead_in) for lead_in in found.lead_ins],
        spans=[] if by is None else list(_shifted(old, by)),
        fingerprint=found.fingerprint,
        edited_by_id=old.edited_by_id,
        **values,
    )
    session.add(wording)
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
        statement.requirement_id = found.requirement.id
    session.flush()
    return wording


def _edited(session: Session, edition: Edition) -> list[tuple[Requirement, Wording]]:
    """The active requirements whose newest wording in the edition's language a person has made."""
    made = session.scalars(
        select(Wording)
        .join(Requirement, Requirement.id == Wording.requirement_id)
        .where(
            Requirement.guideline_id == edition.guideline_id,
            Requirement.state == RequirementState.ACTIVE,
            Wording.language == edition.language,
            Wording.edited_by_id.is_not(None),
            Wording.id.in_(newest_wordings()),
        )
        .order_by(Wording.id)
    )
    return [(session.get_one(Requirement, row.requirement_id), row) for row in made]


def _found(document: Document, text: str, wording: Wording, locator: str) -> tuple[Span, list[Span]] | None:
    """Where a wording's words and lead-ins stand in another text; None unless there is one such place."""
    spans = [
        span
        for provision in document.provisions
        if provision.locator == locator
        for span in _all(text[wording.start : wording.end], document.text, provision.start, provision.end)
    ]
    if len(set(spans)) != 1:
        return None
    end = spans[0][0]
    lead_ins: list[Span] = []
    for first, last in reversed(wording.lead_ins):
        before = _all(text[first:last], document.text, 0, end)
        if not before:
            return None
        lead_ins.insert(0, before[-1])
        end = before[-1][0]
    return spans[0], lead_ins


def _all(words: str, text: str, start: int, end: int) -> list[Span]:
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    return [found.span() for found in pattern.finditer(text, start, end)]


def _as_found(
    document: Document, requirement: Requirement, wording: Wording, span: Span, lead_ins: Sequence[Span]
) -> Found:
    holding = [row for row in document.provisions if row.start <= span[0] and span[1] <= row.end]
    inner = min(holding, key=lambda row: row.end - row.start, default=None)
    words = lead_in_text(document.text, lead_ins)
    return Found(
        requirement=requirement,
        wording=wording,
        locator=inner.locator if inner else wording.locator,
        span=span,
        lead_ins=tuple(lead_ins),
        fingerprint=events.fingerprint(words, document.text[slice(*span)]),
    )


def _shifted(wording: Wording, by: int) -> Iterator[dict[str, Any]]:
    """The marks within a wording, as far along as its words are."""
    for mark in wording.spans:
        if wording.start <= mark["start"] <= mark["end"] <= wording.end:
            yield {**mark, "start": mark["start"] + by, "end": mark["end"] + by}
