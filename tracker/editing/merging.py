"""Several requirements become one, worded by everything from the first word of the first to the last of the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from nlp.requirements import REGULATORY_FORCES
from tracker.bounds import EditionText, Span, active_at, edition_text, refuse_taken
from tracker.editing.births import new_requirement, new_wording
from tracker.editing.change import Change, follow_wordings, seen, wordings_of
from tracker.editing.readings import certain, read_at
from tracker.editing.rewording import worded_in
from tracker.errors import Refused
from tracker.tables.guideline import Force, Requirement, RequirementState, Wording
from tracker.tables.lineage import Edit, EditKind, LineageKind
from tracker.tables.people import Person


def merge(
    session: Session,
    versions: Mapping[int, str],
    edition_id: int,
    *,
    by: Person,
    force: Force | None = None,
    reason: str = "",
) -> Edit:
    """A person makes one requirement of two or more; `versions` are their ids with what the person saw of each.

    They must stand in one numbered provision of the edition, nothing between them belonging to another requirement.
    Where all of them have a wording in another edition too, and the same holds there, that is joined as well;
    otherwise such wordings stay with the replaced requirements. `force` is needed when theirs differ.
    """
    if len(versions) < 2:
        raise Refused("error.merge_too_few")
    sources = [seen(session, number, version, by) for number, version in sorted(versions.items())]
    if len({row.guideline_id for row in sources}) > 1:
        raise Refused("error.merge_across_guidelines")
    agreed = _force(sources, force)
    worded = sorted((worded_in(session, row, edition_id) for row in sources), key=lambda row: row.start)
    by_id = {row.id: row for row in sources}
    sources = [by_id[row.requirement_id] for row in worded]
    where = edition_text(session, edition_id)
    joined = {edition_id: _joined(session, where, worded)}
    change = Change(session, EditKind.MERGE, sources[0].guideline_id, by=by, reason=reason)
    change.touch(*sources)
    others = _elsewhere(session, sources, edition_id)
    for row in sources:
        row.state = RequirementState.REPLACED
    requirement = new_requirement(
        session,
        sources[0].guideline_id,
        where.holding(joined[edition_id][0]).locator,
        position=sources[0].position,
        force=agreed,
        tracked=any(row.tracked for row in sources),
        after=sources,
    )
    change.make(requirement)
    for row in sources:
        change.descend(row, requirement, LineageKind.MERGED)
    made = [_worded(change, requirement, where, worded, *joined[edition_id], force)]
    made += [_worded(change, requirement, *other, force) for other in others]
    follow_wordings(session, requirement)
    session.flush()
    refuse_taken(session, made)
    return change.finish()


def _force(sources: Sequence[Requirement], force: Force | None) -> Force:
    forces = {row.force for row in sources}
    if force is None and len(forces) > 1:
        raise Refused("error.merge_force_needed")
    agreed = force or forces.pop()
    if agreed not in REGULATORY_FORCES:
        raise Refused("error.force_not_regulatory", force=agreed.value)
    return agreed


def _joined(session: Session, where: EditionText, worded: Sequence[Wording]) -> tuple[Span, list[Span]]:
    """The span over all wordings, and the lead-ins that all of them share and that stand before it."""
    first, last = worded[0], max(worded, key=lambda row: row.end)
    span = first.start, last.end
    if where.shared(where.provision_at(span[0]), where.provision_at(span[1] - 1)) is None:
        raise Refused("error.merge_across_provisions", first=first.locator, last=last.locator)
    merged = {row.requirement_id for row in worded}
    for other in active_at(session, where.edition.id, span):
        if other.requirement_id not in merged:
            raise Refused("error.merge_over_requirement", id=other.requirement_id, locator=other.locator)
    lead_ins: list[Span] = []
    for level in zip(*(row.lead_ins for row in worded), strict=False):
        if any(lead_in != level[0] for lead_in in level) or level[0][1] > span[0]:
            break
        lead_ins.append((level[0][0], level[0][1]))
    return span, lead_ins


def _elsewhere(
    session: Session, sources: Sequence[Requirement], edition_id: int
) -> list[tuple[EditionText, list[Wording], Span, list[Span]]]:
    """The other editions in which all of the requirements can be joined too."""
    by_edition: dict[int, list[Wording]] = {}
    for row in sources:
        for wording in wordings_of(session, row.id):
            by_edition.setdefault(wording.edition_id, []).append(wording)
    found = []
    for edition, wordings in sorted(by_edition.items()):
        if edition == edition_id or len(wordings) < len(sources):
            continue
        ordered, where = sorted(wordings, key=lambda row: row.start), edition_text(session, edition)
        try:
            found.append((where, ordered, *_joined(session, where, ordered)))
        except Refused:
            continue
    return found


def _worded(
    change: Change,
    requirement: Requirement,
    where: EditionText,
    worded: Sequence[Wording],
    span: Span,
    lead_ins: list[Span],
    force: Force | None,
) -> Wording:
    reading = read_at(change.session, where, span, lead_ins)
    provision = where.holding(span)
    doubtful = min(worded, key=lambda row: row.confidence)
    said = certain(force) if force is not None else {"force": requirement.force}
    wording = new_wording(
        requirement, doubtful, reading, by=change.by, provision_id=provision.id, locator=provision.locator, **said
    )
    change.make(wording)
    change.refer(wording, reading.references)
    return wording
