"""Storing an edition's provisions and the wordings of its requirements, every quote at its offsets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from nlp.requirements import Requirement as Reading
from nlp.requirements import RoleKind
from policies.document import Document, Zone
from tracker import clock, events
from tracker.extraction import Extracted
from tracker.tables.guideline import (
    Edition,
    Provision,
    Requirement,
    Statement,
    Wording,
    WordingReference,
    lead_in_text,
)

NOT_BINDING_ZONES = frozenset({Zone.PREAMBLE, Zone.RECITAL})
"""Zones whose sentences explain the act; what they ask for is kept and shown, but not tracked."""


def store_provisions(session: Session, edition: Edition, document: Document) -> list[Provision]:
    """The provision tree of an edition as rows, in document order."""
    rows: list[Provision] = []
    for position, provision in enumerate(document.provisions):
        rows.append(
            Provision(
                edition_id=edition.id,
                position=position,
                locator=provision.locator[:400],
                zone=provision.zone,
                kind=provision.kind,
                heading=provision.heading,
                label=provision.label[:80],
                start=provision.start,
                end=provision.end,
            )
        )
    session.add_all(rows)
    session.flush()
    for row, provision in zip(rows, document.provisions, strict=True):
        if provision.parent is not None:
            row.parent_id = rows[provision.parent].id
    session.flush()
    return rows


def store_wordings(
    session: Session,
    edition: Edition,
    provisions: Sequence[Provision],
    text: str,
    worded: Iterable[tuple[Requirement, Extracted]],
) -> list[Wording]:
    """The wordings of requirements in an edition, with the references in them; whose words are whose is known."""
    pairs = list(worded)
    wordings = [
        _wording(requirement, edition, provisions[found.provision], found, text) for requirement, found in pairs
    ]
    session.add_all(wordings)
    session.flush()
    session.add_all(
        WordingReference(wording_id=wording.id, start=r.start, end=r.end, text=r.text, target=r.target[:400])
        for wording, (_, found) in zip(wordings, pairs, strict=True)
        for r in found.requirement.references
    )
    session.flush()
    return wordings


def store_statements(
    session: Session, edition: Edition, provisions: list[Provision], extracted: Iterable[Extracted]
) -> int:
    """The sentences that are no requirements, so that people can see what they were taken for; returns how many."""
    rows = [
        Statement(type=found.requirement.statement_type, **_as_read(edition, provisions[found.provision], found))
        for found in extracted
        if not found.requirement.regulates
    ]
    session.add_all(rows)
    session.flush()
    return len(rows)


def names(extracted: Sequence[Extracted], locators: Sequence[str]) -> dict[int, str]:
    """By index the names of what demands something: its locator, numbered in order where a provision says several.

    `locators` are those of the provisions.
    """
    kept = [(index, found) for index, found in enumerate(extracted) if found.requirement.regulates]
    per_provision = Counter(found.provision for _, found in kept)
    ordinal: Counter[int] = Counter()
    named: dict[int, str] = {}
    for index, found in kept:
        ordinal[found.provision] += 1
        locator = locators[found.provision]
        several = per_provision[found.provision] > 1
        named[index] = f"{locator} #{ordinal[found.provision]}" if several else locator
    return named


def newcomer(guideline_id: int, provision: Provision, key: str, position: int, found: Extracted) -> Requirement:
    """A requirement that no edition has had before; not stored yet."""
    return Requirement(
        guideline_id=guideline_id,
        key=key,
        locator=provision.locator,
        position=position,
        force=found.requirement.force,
        tracked=found.requirement.is_requirement and provision.zone not in NOT_BINDING_ZONES,
        fingerprint="",
        created_at=clock.now(),
    )


def _wording(requirement: Requirement, edition: Edition, provision: Provision, found: Extracted, text: str) -> Wording:
    read = found.requirement
    bearer, deadline = read.duty_bearer, read.deadline
    return Wording(
        requirement_id=requirement.id,
        locator=provision.locator,
        duty_bearer=bearer.text if bearer else "",
        duty_bearer_inferred=bearer.inherited if bearer else False,
        action=_words(read, RoleKind.ACTION),
        condition=_words(read, RoleKind.CONDITION),
        deadline=deadline.text if deadline else "",
        deadline_normal=deadline.normal if deadline else "",
        combination=read.combination,
        fingerprint=fingerprint_of(text, found),
        **_as_read(edition, provision, found),
    )


def _words(read: Reading, kind: RoleKind) -> str:
    role = read.role(kind)
    return role.text if role else ""


def _as_read(edition: Edition, provision: Provision, found: Extracted) -> dict[str, Any]:
    """The columns that wordings and statements share."""
    read = found.requirement
    return {
        "edition_id": edition.id,
        "provision_id": provision.id,
        "language": edition.language,
        "start": read.start,
        "end": read.end,
        "lead_ins": [list(lead_in) for lead_in in found.lead_ins],
        "force": read.force,
        "confidence": read.confidence,
        "p_requirement": read.p_requirement,
        "p_regulatory": read.p_regulatory,
        "spans": _spans(read),
        "pipeline": edition.pipeline,
    }


def fingerprint_of(text: str, found: Extracted) -> str:
    """The fingerprint of a wording: its lead-ins and its own text."""
    own = text[found.requirement.start : found.requirement.end]
    return events.fingerprint(lead_in_text(text, found.lead_ins), own)


def whole(text: str, found: Extracted) -> str:
    """A reading as people read it: the words it completes and its own."""
    return f"{lead_in_text(text, found.lead_ins)} {text[found.requirement.start : found.requirement.end]}".strip()


def _spans(found: Reading) -> list[Any]:
    """What the explorer colours, in reading order: role, offsets, and the rule, norm or target behind it."""
    spans = [("cue", cue.start, cue.end, cue.rule) for cue in found.cues]
    spans += [(role.kind.value, role.start, role.end, role.normal) for role in found.roles if role.start >= 0]
    spans += [("reference", reference.start, reference.end, reference.target) for reference in found.references]
    return [
        {"role": role, "start": start, "end": end, "why": why}
        for role, start, end, why in sorted(spans, key=lambda span: span[1:3])
    ]
