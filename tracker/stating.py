"""Requirements that a file sets apart itself, met with what the program reads in their words; no database."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from nlp.requirements import REGULATORY_FORCES, REQUIREMENT_FORCES, BearerKind, Force, Requirement, Role, RoleKind
from policies.document import Document, Stated
from tracker.extraction import Extracted

_STRONGEST = (
    Force.PROHIBITION, Force.OBLIGATION, Force.RIGHT, Force.RECOMMENDATION, Force.PERMISSION,
)  # fmt: skip


def readings(document: Document, found: Sequence[Extracted]) -> tuple[Requirement | None, ...]:
    """What the program reads in each stated requirement: the strongest of its demands, else its first words."""
    held = _by_provision(found)
    return tuple(_strongest(_within(held.get(stated.provision, ()), stated)) for stated in document.stated)


def settled(document: Document, found: Sequence[Extracted]) -> tuple[Extracted, ...]:
    """What was read in a document, its stated requirements in place of what lies in them.

    A stated requirement is one requirement, whatever number of sentences it has; its force is the one stated, else the
    one read. Words outside them ask for nothing: the file says all that it asks for. A document that states nothing is
    as it was read.
    """
    if not document.stated:
        return tuple(found)
    held = _by_provision(found)
    whole = [_settled(_within(held.get(stated.provision, ()), stated), stated) for stated in document.stated]
    edges = sorted((stated.start, stated.end) for stated in document.stated)
    furthest = list(accumulate((end for _, end in edges), max))
    outside = []
    for one in found:
        before = bisect_left(edges, (one.requirement.end,))
        if not before or furthest[before - 1] <= one.requirement.start:
            outside.append(_silent(one))
    return tuple(sorted([*whole, *outside], key=lambda one: (one.requirement.start, one.requirement.end)))


def _by_provision(found: Sequence[Extracted]) -> Mapping[int, Sequence[Extracted]]:
    held: dict[int, list[Extracted]] = {}
    for one in found:
        held.setdefault(one.provision, []).append(one)
    return held


def _within(found: Sequence[Extracted], stated: Stated) -> Sequence[Extracted]:
    return [one for one in found if stated.start <= one.requirement.start and one.requirement.end <= stated.end]


def _strongest(found: Sequence[Extracted]) -> Requirement | None:
    demands = [one.requirement for one in found if one.requirement.regulates]
    if demands:
        return min(demands, key=lambda one: _STRONGEST.index(one.force))
    return found[0].requirement if found else None


def _settled(within: Sequence[Extracted], stated: Stated) -> Extracted:
    read = _strongest(within)
    force = Force(stated.force) if stated.force else read.force if read is not None and read.regulates else None
    lead_ins = stated.lead_ins or (within[0].lead_ins if within else ())
    said = _roles(stated)
    kept = {role.kind for role in said}
    roles = [role for one in within for role in one.requirement.roles if role.kind not in kept]
    made = Requirement(
        unit_id=read.unit_id if read is not None else "",
        start=stated.start,
        end=stated.end,
        force=force or Force.STATEMENT,
        is_requirement=force in REQUIREMENT_FORCES,
        confidence=stated.confidence if stated.force else read.confidence if read is not None else 0.0,
        p_requirement=_probability(stated, force in REQUIREMENT_FORCES, read.p_requirement if read else 0.0),
        p_regulatory=_probability(stated, force in REGULATORY_FORCES, read.p_regulatory if read else 0.0),
        statement_type=None,
        combination=read.combination if read is not None else None,
        bearer_kind=read.bearer_kind if read is not None else BearerKind.UNSPECIFIED,
        roles=(*said, *roles),
        references=tuple(one for part in within for one in part.requirement.references),
        cues=tuple(one for part in within for one in part.requirement.cues),
    )
    return Extracted(provision=stated.provision, lead_ins=lead_ins, requirement=made)


def _roles(stated: Stated) -> list[Role]:
    """Who and by when, where the file says so beside the text."""
    said = ((RoleKind.DUTY_BEARER, stated.duty_bearer), (RoleKind.DEADLINE, stated.deadline))
    return [Role(kind=kind, text=words) for kind, words in said if words]


def _probability(stated: Stated, holds: bool, read: float) -> float:
    """That it is what its force says: as sure as the force where that is stated."""
    if not stated.force:
        return read
    return stated.confidence if holds else 1 - stated.confidence


def _silent(one: Extracted) -> Extracted:
    """Words that ask for nothing, since the file says what does."""
    if not one.requirement.regulates:
        return one
    return replace(one, requirement=replace(one.requirement, force=Force.STATEMENT, is_requirement=False))
