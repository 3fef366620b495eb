"""Moving a wording's bounds, and correcting what it was read to say; the words themselves are the edition's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from nlp.requirements import RoleKind
from tracker.bounds import EditionText, Span, edition_text, refuse_disorder, refuse_outside, refuse_taken, trimmed
from tracker.editing.change import Change, follow_wordings, seen, wordings_of
from tracker.editing.readings import Roles, read_at
from tracker.errors import NotFound, Refused
from tracker.tables.guideline import Requirement, Wording
from tracker.tables.lineage import Edit, EditKind
from tracker.tables.people import Person

TOPIC = 200  # characters the column holds
_COLUMNS = {
    RoleKind.DUTY_BEARER: ("duty_bearer", "duty_bearer_inferred"),
    RoleKind.ACTION: ("action",),
    RoleKind.CONDITION: ("condition",),
    RoleKind.DEADLINE: ("deadline", "deadline_normal"),
}


def reword(
    session: Session,
    requirement_id: int,
    edition_id: int,
    *,
    by: Person,
    version: str,
    span: Span | None = None,
    lead_ins: Sequence[Span] | None = None,
    roles: Roles | None = None,
    topic: str | None = None,
    reason: str = "",
) -> Edit:
    """A person moves the bounds of a requirement in one edition, or corrects its roles or topic.

    `span` may reach over the text of the provision and its two neighbours; `lead_ins` are the words it completes.
    None leaves as it is. What moved has another fingerprint, so that judgements made on it become suspect; wordings
    in other languages and editions stay as they are. Refused when the span is that of another requirement.
    """
    requirement = seen(session, requirement_id, version, by)
    wording = worded_in(session, requirement, edition_id)
    where = edition_text(session, edition_id)
    change = Change(session, EditKind.REWORD, requirement.guideline_id, by=by, reason=reason)
    change.touch(requirement, wording)
    old = (wording.start, wording.end), [(start, end) for start, end in wording.lead_ins]
    new = _moved(where, wording, span, lead_ins)
    if new != old or roles:
        reading = read_at(session, where, *new, roles=roles, kept=wording)
        columns = dict(reading.columns)
        if new == old:
            for role in set(_COLUMNS) - set(roles or {}):  # nobody has said anything about these
                for name in _COLUMNS[role]:
                    del columns[name]
        else:
            change.refer(wording, reading.references)
            provision = where.holding(new[0])
            wording.provision_id, wording.locator = provision.id, provision.locator
        set_columns(wording, columns)
    if topic is not None:
        requirement.topic = topic.strip()[:TOPIC]
    if session.is_modified(wording):
        wording.edited_by_id = by.id
    session.flush()
    follow_wordings(session, requirement)
    refuse_taken(session, [wording])
    return change.finish()


def worded_in(session: Session, requirement: Requirement, edition_id: int) -> Wording:
    """The wording of a requirement in an edition; Refused where only a summary is known, NotFound where it has none."""
    wordings = wordings_of(session, requirement.id)
    if not wordings:
        raise Refused("error.requirement_without_wording", id=requirement.id, locator=requirement.locator)
    found = next((row for row in wordings if row.edition_id == edition_id), None)
    if found is None:
        raise NotFound("error.wording_unknown", id=requirement.id, edition=edition_id)
    return found


def set_columns(row: object, values: dict[str, Any]) -> None:
    """Give columns of a row new values."""
    for name, value in values.items():
        setattr(row, name, value)


def _moved(
    where: EditionText, wording: Wording, span: Span | None, lead_ins: Sequence[Span] | None
) -> tuple[Span, list[Span]]:
    """The new place, checked: within reach, the lead-ins in order and before it."""
    own = (wording.start, wording.end) if span is None else trimmed(where.text, span)
    reach = where.reach(where.of(wording))
    refuse_outside(own, (min(reach[0], wording.start), max(reach[1], wording.end)))
    if lead_ins is None:  # those that the wording has not grown over
        before = [(start, end) for start, end in wording.lead_ins if end <= own[0]]
    else:
        before = [trimmed(where.text, lead_in) for lead_in in lead_ins]
    refuse_disorder([*before, own])
    return own, before
