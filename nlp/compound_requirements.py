"""A requirement for each part of a compound sentence, from the sentence's and from reading the part with its lead-in.

Every part is read once more as a sentence of its own, "The authority shall" + "inform the users": so it gets its own
roles from the same components as any sentence, and what they find in the lead-in is marked inherited.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from nlp.requirements import Cue, Reference, Requirement, Role, RoleKind, Unit

if TYPE_CHECKING:
    from nlp.compounds import Part
    from nlp.readings import Reading

_SHARED = frozenset({RoleKind.CONDITION, RoleKind.EXCEPTION})


def sentence_of(text: str, part: Part) -> str:
    """The part as a sentence: its lead-in, a space, and its own words."""
    return _lead_in(text, part) + text[part.start : part.end]


def _lead_in(text: str, part: Part) -> str:
    return text[slice(*part.lead_in)] + " " if part.lead_in else ""


def capped(probabilities: Sequence[float], most: float) -> list[float]:
    """The probabilities with none above `most`; what is cut off is shared by the others.

    >>> capped([0.75, 0.25, 0.0], 0.5)
    [0.5, 0.375, 0.125]
    """
    highest = max(probabilities)
    if highest <= most:
        return list(probabilities)
    share = (highest - most) / (len(probabilities) - 1)
    at = probabilities.index(highest)
    return [most if i == at else p + share for i, p in enumerate(probabilities)]


def requirement_of(
    part: Part, whole: Requirement, judged: Requirement, read: Reading | None, unit: Unit
) -> Requirement:
    """The requirement of one part.

    `whole` is the requirement of its sentence, `judged` the same with the force the part itself has, `read` what the
    pipeline found in `sentence_of` the part, None if nothing.
    """
    base = unit.offset
    lead_in = None if part.lead_in is None else (base + part.lead_in[0], base + part.lead_in[1])
    shift = len(_lead_in(unit.text, part))
    start, end = base + part.start, base + part.end
    return replace(
        judged,
        start=start,
        end=end,
        lead_in=lead_in,
        roles=_roles(part, read, unit, shift) if read else (),
        references=tuple(reference for reference in whole.references if _inside(reference, start, end)),
        cues=_cues(part, whole, read, unit, shift),
    )


def _inside(reference: Reference, start: int, end: int) -> bool:
    return start <= reference.start and reference.end <= end


def _cues(part: Part, whole: Requirement, read: Reading | None, unit: Unit, shift: int) -> tuple[Cue, ...]:
    """The words that give the part its force: its own modal, or the one it shares."""
    if not part.is_own or read is None or read.cue[0] < shift:
        return whole.cues
    start, end = (place - shift + part.start for place in read.cue)
    return (Cue(text=unit.text[start:end], start=unit.offset + start, end=unit.offset + end, rule=read.rule),)


def _roles(part: Part, read: Reading, unit: Unit, shift: int) -> tuple[Role, ...]:
    found = []
    bearer = part.bearer
    if bearer is not None:
        found.append(_role(RoleKind.DUTY_BEARER, unit, *bearer))
    for role in read.roles:
        if role.kind is RoleKind.DUTY_BEARER and bearer is not None:
            continue  # it binds the outer duty
        if role.end <= shift:
            found.append(Role(kind=role.kind, text=role.text, inherited=True, normal=role.normal))
            continue
        start = max(role.start - shift, 0) + part.start
        if role.kind is RoleKind.ACTION and bearer is not None:
            start = max(start, bearer[1] + 1)
        end = role.end - shift + part.start
        if start < end:
            found.append(_role(role.kind, unit, start, end, role.normal))
    return tuple(found)


def _role(kind: RoleKind, unit: Unit, start: int, end: int, normal: str = "") -> Role:
    return Role(kind=kind, text=unit.text[start:end], start=unit.offset + start, end=unit.offset + end, normal=normal)


def with_shared_conditions(parts: list[Requirement], unit: Unit) -> list[Requirement]:
    """The parts, each with the condition or exception that stands behind the last one, set off by a comma."""
    if len(parts) < 2:
        return parts
    shared = [
        Role(kind=role.kind, text=role.text, inherited=True, normal=role.normal)
        for role in parts[-1].roles
        if role.kind in _SHARED and not role.inherited and _is_set_off(role, unit)
    ]
    if not shared:
        return parts
    return [*(replace(part, roles=(*part.roles, *shared)) for part in parts[:-1]), parts[-1]]


def _is_set_off(role: Role, unit: Unit) -> bool:
    return unit.text[: role.start - unit.offset].rstrip().endswith(",")
