"""One requirement becomes several, each worded by a part of its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from nlp.requirements import REGULATORY_FORCES
from tracker.bounds import EditionText, Span, edition_text, refuse_disorder, refuse_outside, refuse_taken, trimmed
from tracker.editing.births import new_requirement, new_wording
from tracker.editing.change import Change, follow_wordings, seen
from tracker.editing.readings import certain, is_tracked, read_at
from tracker.editing.rewording import worded_in
from tracker.errors import Refused
from tracker.tables.guideline import Force, Provision, Requirement, RequirementState, Wording
from tracker.tables.lineage import Edit, EditKind, LineageKind
from tracker.tables.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a wording: offsets in the edition's text, and the words earlier in the wording that it completes.

    `force` is given where it differs from the whole's.
    """

    start: int
    end: int
    stem: Span | None = None
    force: Force | None = None


def split(
    session: Session,
    requirement_id: int,
    parts: Mapping[int, Sequence[Part]],
    *,
    by: Person,
    version: str,
    reason: str = "",
) -> Edit:
    """A person divides a requirement; `parts` are its parts by edition, in order, as many in each.

    Every part becomes a requirement; the whole one is replaced and keeps what was judged about it, and its wordings
    in editions that were not divided. Words that no part takes stay with the whole. Refused when parts overlap or
    reach beyond the wording they are parts of.
    """
    requirement = seen(session, requirement_id, version, by)
    number = len(next(iter(parts.values()), ()))
    if number < 2 or any(len(of_edition) != number for of_edition in parts.values()):
        raise Refused("error.parts_too_few", id=requirement_id)
    whole = {edition: worded_in(session, requirement, edition) for edition in sorted(parts)}
    places = {edition: edition_text(session, edition) for edition in whole}
    spans = {
        edition: [_checked(places[edition], wording, part) for part in parts[edition]]
        for edition, wording in whole.items()
    }
    for of_edition in spans.values():
        refuse_disorder([span for span, _ in of_edition])
    change = Change(session, EditKind.SPLIT, requirement.guideline_id, by=by, reason=reason)
    change.touch(requirement)
    requirement.state = RequirementState.REPLACED
    made: list[Wording] = []
    for index in range(number):
        force = next((of[index].force for of in parts.values() if of[index].force), None)
        part = _part(session, requirement, next(iter(whole.values())), force)
        change.make(part)
        change.descend(requirement, part, LineageKind.SPLIT)
        for edition, wording in whole.items():
            made.append(_worded(change, part, wording, places[edition], *spans[edition][index], force))
        follow_wordings(session, part)
    session.flush()
    refuse_taken(session, made)
    return change.finish()


def _checked(where: EditionText, wording: Wording, part: Part) -> tuple[Span, list[Span]]:
    """A part's span and lead-ins: those of the whole wording, then its stem."""
    limits = wording.start, wording.end
    span = trimmed(where.text, (part.start, part.end))
    refuse_outside(span, limits)
    lead_ins = [(start, end) for start, end in wording.lead_ins]
    if part.stem is not None:
        stem = trimmed(where.text, part.stem)
        refuse_outside(stem, limits)
        lead_ins.append(stem)
    refuse_disorder([*lead_ins, span])
    return span, lead_ins


def _part(session: Session, whole: Requirement, wording: Wording, force: Force | None) -> Requirement:
    if force is not None and force not in REGULATORY_FORCES:
        raise Refused("error.force_not_regulatory", force=force.value)
    zone = session.get_one(Provision, wording.provision_id).zone
    return new_requirement(
        session,
        whole.guideline_id,
        whole.locator,
        position=whole.position,
        force=force or whole.force,
        tracked=whole.tracked if force in (None, whole.force) else is_tracked(force, zone, None),
        after=[whole],
    )


def _worded(
    change: Change,
    part: Requirement,
    whole: Wording,
    where: EditionText,
    span: Span,
    lead_ins: list[Span],
    force: Force | None,
) -> Wording:
    reading = read_at(change.session, where, span, lead_ins)
    provision = where.holding(span)
    wording = new_wording(
        part,
        whole,
        reading,
        by=change.by,
        provision_id=provision.id,
        locator=provision.locator,
        **(certain(force) if force is not None else {}),
    )
    change.make(wording)
    change.refer(wording, reading.references)
    return wording
