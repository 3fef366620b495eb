"""A sentence that has been read and settled, and the requirement or statement it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from nlp.lists import asked_for
from nlp.requirements import (
    REGULATORY_FORCES,
    REQUIREMENT_FORCES,
    BearerKind,
    Cue,
    Force,
    ListPart,
    Reference,
    Requirement,
    Role,
    Unit,
)
from nlp.statements import statement_type

if TYPE_CHECKING:
    from nlp.compounds import Part
    from nlp.readings import Reading

FORCES = tuple(Force)
_REQUIREMENT = itemgetter(*(i for i, force in enumerate(FORCES) if force in REQUIREMENT_FORCES))
_REGULATORY = itemgetter(*(i for i, force in enumerate(FORCES) if force in REGULATORY_FORCES))


class Draft(NamedTuple):
    """A sentence read: the reading that decides, its own, and whether the first is its lead-in's.

    `number` counts the units read; `list_part` says how the sentence belongs to a list's requirements.
    """

    number: int
    unit: Unit
    settled: Reading
    own: Reading
    inherited: bool
    list_part: ListPart | None
    cited: tuple[Reference, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts to be told apart: an item's only under its lead-in, any other sentence's only on its own."""
        compound = self.own.compound
        if compound is None:
            return ()
        is_told = self.inherited or self.settled.rule == "imperative" if compound.needs_lead_in else not self.inherited
        return compound.parts if is_told else ()


def requirement_from(draft: Draft, roles: tuple[Role, ...], kind: BearerKind) -> Requirement:
    """The requirement or statement of a draft with the roles found for it."""
    unit, settled, own = draft.unit, draft.settled, draft.own
    base, text = unit.offset, unit.text
    probabilities = settled.probabilities
    confidence = max(probabilities)
    force = FORCES[probabilities.index(confidence)]
    typed = statement_type(settled.worded_type, settled.rule, force, unit.zone)
    first, last = settled.cue
    shows_cue = first >= 0 and not draft.inherited
    return Requirement(
        unit_id=unit.id,
        start=base + own.start,
        end=base + own.end,
        force=force,
        is_requirement=force in REQUIREMENT_FORCES and typed is None and draft.list_part is None,
        confidence=confidence,
        p_requirement=min(1.0, sum(_REQUIREMENT(probabilities))),
        p_regulatory=min(1.0, sum(_REGULATORY(probabilities))),
        statement_type=typed,
        combination=asked_for(unit.combination, force),
        list_part=draft.list_part if force in REGULATORY_FORCES else None,
        bearer_kind=kind,
        roles=roles,
        references=draft.cited,
        cues=(Cue(text=text[first:last], start=base + first, end=base + last, rule=settled.rule),) if shows_cue else (),
    )


def denied(probabilities: Sequence[float]) -> Sequence[float]:
    """The probabilities of a demand that is turned round by "not": what was to be done is forbidden."""
    turned = list(probabilities)
    done, forbidden = FORCES.index(Force.OBLIGATION), FORCES.index(Force.PROHIBITION)
    turned[done], turned[forbidden] = turned[forbidden], turned[done]
    return turned


def asks(part: Requirement) -> bool:
    """Whether a part asks for something, apart from the list its sentence may lead in."""
    return part.force in REQUIREMENT_FORCES and part.statement_type is None
