"""How one link translates its requirement: what the machine reads, what coders say, and why nothing may be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.translation.modes import ElementName, ElementState
from tracker.succession import standing_wordings
from tracker.suspects import Cause, why_suspect
from tracker.tables.guideline import Requirement, Wording
from tracker.tables.link import Link
from tracker.tables.local import Passage
from tracker.tables.people import Person
from tracker.tables.translation import Coding, Mode, ModeSuggestion, Modifier


class Unread(StrEnum):
    """Why no mode is suggested for a link."""

    NOT_A_PASSAGE = "not_a_passage"
    SUMMARY_ONLY = "summary_only"
    CHANGED = "changed"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownElement:
    """A part of the demand on both sides: the words as written, "" where there are none, and normal forms if known."""

    name: ElementName
    state: ElementState
    source: str
    target: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedMode:
    """What the machine suggests; `reasons` are {"code", "values"} as stored, `confidence` is in [0, 1]."""

    mode: Mode
    modifiers: Sequence[Modifier]
    confidence: float
    reasons: Sequence[Any]
    elements: Sequence[ShownElement]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedMode:
    """What a coder says; `suspect` when one of the two texts reads differently than when it was coded."""

    id: int
    coder_id: int
    coder: str
    mode: Mode
    modifiers: Sequence[Modifier]
    note: str
    on: date
    suggested: Mode | None
    suspect: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """What is said of a link's translation; `unread` says why nothing is suggested, None where something is."""

    suggested: SuggestedMode | None
    unread: Unread | None
    coded: Sequence[CodedMode]


def translation(session: Session, link: Link) -> Translation:
    """What the machine and the coders say of a link."""
    if link.passage_id is None:
        return Translation(suggested=None, unread=Unread.NOT_A_PASSAGE, coded=())
    requirement = session.get_one(Requirement, link.requirement_id)
    passage = session.get_one(Passage, link.passage_id)
    why = why_suspect(session, link.workspace_id, link_id=link.id).get(link.id, ())
    # A passage that the edition in use has otherwise, or no more, reads as nothing that was coded.
    now = requirement.fingerprint, "" if Cause.PASSAGE in why else passage.fingerprint
    row = session.scalars(select(ModeSuggestion).where(ModeSuggestion.link_id == link.id)).first()
    holds = row is not None and (row.requirement_fingerprint, row.target_fingerprint) == now
    return Translation(
        suggested=_suggested(row) if row is not None and holds else None,
        unread=None if holds else _unread(session, requirement.id, row),
        coded=_coded(session, link, now),
    )


def _unread(session: Session, requirement_id: int, row: ModeSuggestion | None) -> Unread:
    if session.scalars(standing_wordings().where(Wording.requirement_id == requirement_id)).first() is None:
        return Unread.SUMMARY_ONLY
    return Unread.NOT_YET if row is None else Unread.CHANGED


def _suggested(row: ModeSuggestion) -> SuggestedMode:
    return SuggestedMode(
        mode=row.mode,
        modifiers=_modifiers(row.modifiers),
        confidence=row.confidence,
        reasons=row.reasons,
        elements=[
            ShownElement(
                name=ElementName(element["name"]),
                state=ElementState(element["state"]),
                source=element.get("source_words", ""),
                target=element.get("target_words", ""),
                values=element.get("values", {}),
            )
            for element in row.elements
        ],
    )


def _coded(session: Session, link: Link, now: tuple[str, str]) -> list[CodedMode]:
    rows = session.execute(
        select(Coding, Person.name)
        .join(Person, Person.id == Coding.coder_id)
        .where(Coding.link_id == link.id, Coding.withdrawn_at.is_(None))
        .order_by(Coding.recorded_at, Coding.id)
    )
    return [
        CodedMode(
            id=row.id,
            coder_id=row.coder_id,
            coder=name,
            mode=row.mode,
            modifiers=_modifiers(row.modifiers),
            note=row.note,
            on=row.on,
            suggested=row.suggested,
            suspect=(row.requirement_fingerprint, row.target_fingerprint) != now,
        )
        for row, name in rows
    ]


def _modifiers(stored: Sequence[str]) -> list[Modifier]:
    return [modifier for modifier in Modifier if modifier.value in stored]
