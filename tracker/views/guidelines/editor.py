"""What a person needs before them to edit a requirement: its words as choices, its neighbours, its version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.requirements import RoleKind
from tracker import bounds, snapshots, subjects
from tracker.succession import standing_editions
from tracker.tables.guideline import Edition, Force, Requirement, RequirementState, Wording, lead_in_text
from tracker.tables.lineage import Lineage
from tracker.views.guidelines.words import Cut, Word, cuts, words
from tracker.views.texts import RequirementText, requirement_texts

AROUND = 2000
"""How many characters before and after a wording are offered, at most: a table row may have a long neighbour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditableWording:
    """A wording in one edition; `words` are those its bounds can be moved over, `cuts` divide its own.

    `around` is the text from the first of the words to the last.
    `cue_end` is where the words that give it its force end (0 without any), `roles` what it is read to say.
    """

    edition_id: int
    edition: str
    language: str
    start: int
    end: int
    text: str
    lead_in: str
    around: str
    words: Sequence[Word]
    cuts: Sequence[Cut]
    cue_end: int
    roles: Mapping[RoleKind, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another active requirement of the same section, that could be joined to this one."""

    id: int
    version: str
    force: Force
    locator: str
    text: str
    editions: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Editable:
    """A requirement as an editor opens it; `version` is what every edit must bring back."""

    text: RequirementText
    state: RequirementState
    topic: str
    version: str
    wordings: Sequence[EditableWording]
    neighbours: Sequence[Neighbour]
    became: Sequence[RequirementText]


def editable(session: Session, workspace_id: int, *, requirement_id: int) -> Editable:
    """A requirement with everything that can be chosen about it; raises NotFound for one that is not there."""
    requirement = subjects.known_requirement(session, workspace_id, requirement_id)
    standing = standing_editions()
    rows = session.execute(
        select(Wording, Edition)
        .join(Edition, Edition.id == Wording.edition_id)
        .join(standing, standing.c.id == Edition.id)
        .where(Wording.requirement_id == requirement_id)
        .order_by(standing.c.place.desc(), Edition.id.desc())
    ).all()
    became = session.scalars(
        select(Lineage.to_id)
        .join(Requirement, Requirement.id == Lineage.to_id)
        .where(Lineage.from_id == requirement_id, Requirement.state != RequirementState.WITHDRAWN)
        .order_by(Lineage.id)
    ).all()
    is_active = requirement.state is RequirementState.ACTIVE
    return Editable(
        text=requirement_texts(session, [requirement_id])[requirement_id],
        state=requirement.state,
        topic=requirement.topic,
        version=snapshots.version(session, requirement_id),
        wordings=[_wording(session, wording, edition) for wording, edition in rows] if is_active else (),
        neighbours=_neighbours(session, requirement, [wording for wording, _ in rows]) if is_active else (),
        became=list(requirement_texts(session, became).values()),
    )


def _wording(session: Session, wording: Wording, edition: Edition) -> EditableWording:
    where = bounds.edition_text(session, edition.id)
    text = where.text
    reach = where.reach(where.of(wording))
    low, high = max(reach[0], wording.start - AROUND), min(reach[1], wording.end + AROUND)
    choices = words(text[low:high], low, stops=(wording.start, wording.end))
    cues = [span["end"] for span in wording.spans if span["role"] == "cue" and wording.start <= span["start"]]
    return EditableWording(
        edition_id=edition.id,
        edition=f"{edition.title or edition.file_name} ({edition.language})",
        language=wording.language,
        start=wording.start,
        end=wording.end,
        text=text[wording.start : wording.end],
        lead_in=lead_in_text(text, wording.lead_ins),
        around=text[choices[0].start : choices[-1].end],
        words=choices,
        cuts=cuts(text[wording.start : wording.end], wording.language, wording.start),
        cue_end=min((end for end in cues if end <= wording.end), default=0),
        roles={
            RoleKind.DUTY_BEARER: wording.duty_bearer,
            RoleKind.ACTION: wording.action,
            RoleKind.CONDITION: wording.condition,
            RoleKind.DEADLINE: wording.deadline,
        },
    )


def _neighbours(session: Session, requirement: Requirement, wordings: Sequence[Wording]) -> list[Neighbour]:
    """The other active requirements worded in the same section, in document order."""
    editions: dict[int, list[int]] = {}
    order: dict[int, int] = {}
    for wording in wordings:
        where = bounds.edition_text(session, wording.edition_id)
        section = where.section(where.of(wording))
        for other in session.scalars(
            select(Wording)
            .join(Requirement, Requirement.id == Wording.requirement_id)
            .where(
                Wording.edition_id == wording.edition_id,
                Wording.start >= section[0],
                Wording.end <= section[1],
                Wording.requirement_id != requirement.id,
                Requirement.state == RequirementState.ACTIVE,
            )
            .order_by(Wording.start)
        ):
            editions.setdefault(other.requirement_id, []).append(wording.edition_id)
            order.setdefault(other.requirement_id, other.start)
    texts = requirement_texts(session, editions)
    return [
        Neighbour(
            id=number,
            version=snapshots.version(session, number),
            force=texts[number].force,
            locator=texts[number].locator,
            text=texts[number].words(wordings[0].language),
            editions=editions[number],
        )
        for number in sorted(editions, key=lambda number: order[number])
    ]
