"""What a wording says once a person has moved it: marks, roles and references follow the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from nlp.requirements import REGULATORY_FORCES, REQUIREMENT_FORCES, RoleKind
from tracker import events
from tracker.bounds import EditionText, Span, trimmed
from tracker.errors import Refused
from tracker.tables.guideline import AsRead, Force, Statement, Wording, Zone, lead_in_text
from tracker.wordings import NOT_BINDING_ZONES

CHOSEN_ROLES = (RoleKind.DUTY_BEARER, RoleKind.ACTION, RoleKind.CONDITION, RoleKind.DEADLINE)
"""The roles a person can correct; each is words of the edition's text."""
INHERITED = (RoleKind.DUTY_BEARER, RoleKind.CONDITION, RoleKind.DEADLINE)
"""The roles that the words of a lead-in hand on to what completes them."""
Roles = Mapping[RoleKind, Span | None]
"""Where the words in a role stand; None says that nobody fills it, a role left out stays as it is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The columns of a wording that follow from where it stands, and the references in it."""

    columns: Mapping[str, Any]
    references: Sequence[tuple[int, int, str, str]]


def read_at(
    session: Session,
    place: EditionText,
    span: Span,
    lead_ins: Sequence[Span],
    *,
    roles: Roles | None = None,
    kept: Wording | None = None,
) -> Reading:
    """What stands at a span: as the program read it there, as a person says in `roles`.

    `kept` is the wording that stood there before: what it was read to say outside the span is remembered, and its
    duty bearer when that was inferred from elsewhere.
    """
    text, words = place.text, _chosen(place.text, roles or {})
    marks = _marks(session, place.edition.id, [span, *lead_ins])
    marks += [mark for mark in (kept.spans if kept else ()) if mark not in marks]
    marks = _with_chosen(marks, span, words)
    found = {role: _filled(role, marks, span, lead_ins, words) for role in CHOSEN_ROLES}
    bearer, deadline = found[RoleKind.DUTY_BEARER], found[RoleKind.DEADLINE]
    inferred = _inferred(kept, words) if bearer is None else ""
    return Reading(
        columns={
            "start": span[0],
            "end": span[1],
            "lead_ins": [list(lead_in) for lead_in in lead_ins],
            "spans": marks if kept else [mark for mark in marks if _inside(mark, [span, *lead_ins])],
            "duty_bearer": _text(text, bearer) or inferred,
            "duty_bearer_inferred": bool(inferred) or (bearer is not None and not _inside(bearer, [span])),
            "action": _text(text, found[RoleKind.ACTION]),
            "condition": _text(text, found[RoleKind.CONDITION]),
            "deadline": _text(text, deadline),
            "deadline_normal": deadline["why"] if deadline else "",
            "fingerprint": events.fingerprint(lead_in_text(text, lead_ins), text[span[0] : span[1]]),
        },
        references=[
            (mark["start"], mark["end"], text[mark["start"] : mark["end"]], mark["why"][:400])
            for mark in marks
            if mark["role"] == "reference" and _inside(mark, [span])
        ],
    )


def certain(force: Force) -> dict[str, Any]:
    """The force a person gives, as columns: nobody doubts it any more."""
    return {
        "force": force,
        "confidence": 1.0,
        "p_requirement": float(force in REQUIREMENT_FORCES),
        "p_regulatory": float(force in REGULATORY_FORCES),
    }


def is_tracked(force: Force, zone: Zone, said: bool | None) -> bool:
    """Whether a requirement is tracked: as its force and zone say, unless a person says otherwise."""
    return said if said is not None else force in REQUIREMENT_FORCES and zone not in NOT_BINDING_ZONES


def _marks(session: Session, edition_id: int, spans: Iterable[Span]) -> list[dict[str, Any]]:
    """Everything ever read in these stretches of the edition, each mark once."""
    spans = list(spans)
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for table in (Statement, Wording):
        touching = or_(*(and_(table.start < end, table.end > start) for start, end in spans))
        rows: Iterable[AsRead] = session.scalars(
            select(table).where(table.edition_id == edition_id, touching).order_by(table.id)
        )
        for row in rows:
            for mark in row.spans:
                if _inside(mark, spans):
                    found[mark["role"], mark["start"], mark["end"]] = dict(mark)
    return list(found.values())


def _chosen(text: str, roles: Roles) -> Roles:
    """What a person says of roles, without white space around the words; Refused for a role nobody can correct."""
    if unknown := [role for role in roles if role not in CHOSEN_ROLES]:
        raise Refused("error.role_not_editable", role=unknown[0].value)
    return {role: trimmed(text, at) if at else None for role, at in roles.items()}


def _with_chosen(marks: Sequence[dict[str, Any]], span: Span, words: Roles) -> list[dict[str, Any]]:
    """The marks in their order, those of the chosen roles in the span replaced; words read before keep their `why`."""
    normal = {(mark["role"], mark["start"], mark["end"]): mark["why"] for mark in marks}
    found = [mark for mark in marks if not (mark["role"] in words and _inside(mark, [span]))]
    found += [
        {"role": role.value, "start": at[0], "end": at[1], "why": normal.get((role.value, *at), "")}
        for role, at in words.items()
        if at is not None
    ]
    return sorted(found, key=lambda mark: (mark["start"], mark["end"], mark["role"]))


def _inferred(kept: Wording | None, words: Roles) -> str:
    """The duty bearer that was inferred from elsewhere, "" where none was or a person says who it is."""
    if kept is None or not kept.duty_bearer_inferred or RoleKind.DUTY_BEARER in words:
        return ""
    return kept.duty_bearer


def _filled(
    role: RoleKind, marks: Sequence[Mapping[str, Any]], span: Span, lead_ins: Sequence[Span], words: Roles
) -> Mapping[str, Any] | None:
    """The mark whose words fill a role: the one chosen, else the first in the span, else the last word of a lead-in."""
    if role in words:
        at = words[role]
        return None if at is None else next(m for m in marks if (m["role"], m["start"], m["end"]) == (role.value, *at))
    own = [mark for mark in marks if mark["role"] == role.value and _inside(mark, [span])]
    if own:
        return own[0]
    handed = [mark for mark in marks if mark["role"] == role.value and _inside(mark, lead_ins)]
    return handed[-1] if handed and role in INHERITED else None


def _inside(mark: Mapping[str, Any], spans: Iterable[Span]) -> bool:
    return any(start <= mark["start"] <= mark["end"] <= end for start, end in spans)


def _text(text: str, mark: Mapping[str, Any] | None) -> str:
    return text[mark["start"] : mark["end"]] if mark else ""
