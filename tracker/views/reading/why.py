"""One sentence with all that was read in it, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.errors import NlpError
from tracker import sentences, snapshots, subjects
from tracker.tables.checking import Correction, Refinement
from tracker.tables.guideline import (
    BearerKind,
    Combination,
    Force,
    Guideline,
    Provision,
    Requirement,
    Statement,
    StatementType,
    Wording,
    Zone,
    lead_in_text,
)
from tracker.tables.people import Person
from tracker.views.guidelines.listing import GuidelineName, name_of
from tracker.views.named import name_here
from tracker.views.reading.sentences import is_stated

if TYPE_CHECKING:
    from nlp.explanation import Explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Words of the sentence in a role; `why` is the rule of a cue, the normal form of a time, a reference's target."""

    role: str
    start: int
    end: int
    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a person of the workspace said of the force."""

    force: Force
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A sentence, its surroundings and what was read; offsets of `parts` count from the beginning of `text`.

    `before` and `after` are the edition's words around it and its lead-ins. `version` is the requirement as decisions
    are made on it, "" for a statement. `refined` holds the weights it was read with besides the shipped ones, if any,
    `stated` that the file itself says the force,
    `edited_by` names who changed what the program read, None where nobody did (named.name_here).
    """

    key: str
    requirement_id: int | None
    guideline: GuidelineName
    edition_id: int
    language: str
    position: int
    locator: str
    heading: str
    zone: Zone
    lead_in: str
    text: str
    before: str
    after: str
    force: Force
    statement_type: StatementType | None
    combination: Combination | None
    confidence: float
    bearer: str
    bearer_inferred: bool
    bearer_kind: BearerKind
    tracked: bool
    version: str
    pipeline: str
    refined: bytes
    stated: bool
    edited_by: str | None
    parts: Sequence[Part]
    checked: Checked | None


def why(session: Session, workspace_id: int, *, key: str, context: int = 300) -> Why:
    """The sentence with this key. Raises NotFound."""
    row = sentences.find(session, key)
    edition = subjects.known_edition(session, workspace_id, row.edition_id)
    provision = session.get_one(Provision, row.provision_id)
    guideline = session.get_one(Guideline, edition.guideline_id)
    text = edition.text
    first = min([row.start, *(start for start, _ in row.lead_ins if start >= provision.start)])
    wording = row if isinstance(row, Wording) else None
    requirement = session.get_one(Requirement, wording.requirement_id) if wording else None
    return Why(
        key=key,
        requirement_id=requirement.id if requirement else None,
        guideline=name_of(guideline),
        edition_id=edition.id,
        language=edition.language,
        position=provision.position,
        locator=provision.locator,
        heading=provision.heading,
        zone=provision.zone,
        lead_in=lead_in_text(text, row.lead_ins),
        text=text[row.start : row.end],
        before=text[max(provision.start, first - context) : first],
        after=text[row.end : min(provision.end, row.end + context)],
        force=row.force,
        statement_type=row.type if isinstance(row, Statement) else None,
        combination=wording.combination if wording else None,
        confidence=row.confidence,
        bearer=wording.duty_bearer if wording else "",
        bearer_inferred=wording.duty_bearer_inferred if wording else False,
        bearer_kind=requirement.bearer_kind if requirement else BearerKind.UNSPECIFIED,
        tracked=requirement.tracked if requirement else False,
        version=snapshots.version(session, requirement.id) if requirement else "",
        pipeline=row.pipeline,
        refined=_refined(session, row),
        stated=wording is not None and wording.edited_by_id is None and is_stated(edition, row.confidence),
        edited_by=_name(session, workspace_id, wording.edited_by_id) if wording else None,
        parts=_parts(row, text),
        checked=_checked(session, workspace_id, row),
    )


def explanation(sentence: Why) -> Explanation:
    """Why the program reads the sentence as it does; worked out anew, so ask for it outside a session."""
    from nlp.explanation import explain  # here, because it loads the language pipelines
    from nlp.refinement import read

    try:
        refinement = read(sentence.refined, sentence.language) if sentence.refined else None
    except NlpError:  # made for older weights: today's reading is shown, and that it is another one
        refinement = None
    return explain(
        sentence.text,
        sentence.language,
        lead_in=sentence.lead_in,
        heading=sentence.heading,
        zone=sentence.zone.value,
        refinement=refinement,
    )


def _refined(session: Session, row: Wording | Statement) -> bytes:
    """The weights of the refinement that the pipeline's name ends with."""
    named = re.search(r"\+refined-(\d+)-(\d+)$", row.pipeline)
    if named is None:
        return b""
    found = session.scalars(
        select(Refinement.weights).where(
            Refinement.workspace_id == int(named[1]),
            Refinement.language == row.language,
            Refinement.number == int(named[2]),
        )
    ).first()
    return found or b""


def _parts(row: Wording | Statement, text: str) -> list[Part]:
    return [
        Part(
            role=span["role"],
            start=span["start"] - row.start,
            end=span["end"] - row.start,
            text=text[span["start"] : span["end"]],
            why=str(span.get("why", "")),
        )
        for span in row.spans
        if 0 <= span["start"] < span["end"] <= len(text)
    ]


def _checked(session: Session, workspace_id: int, row: Wording | Statement) -> Checked | None:
    standing = sentences.standing_corrections(workspace_id, row).order_by(Correction.id.desc())
    found = session.scalars(standing).first()
    if found is None:
        return None
    return Checked(force=found.force, by=_name(session, workspace_id, found.by_id) or "")


def _name(session: Session, workspace_id: int, person_id: int | None) -> str | None:
    return session.scalar(select(name_here(workspace_id)).where(Person.id == person_id))
