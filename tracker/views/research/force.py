"""How strongly the source demands and how strongly the local passage does: where words grew weaker or stronger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nlp.translation.modes import ElementName
from tracker.tables.guideline import Decided, Force, Requirement
from tracker.tables.link import Link
from tracker.tables.local import Passage
from tracker.tables.translation import ModeSuggestion, Modifier
from tracker.views.counted import counted_requirements
from tracker.views.review.translations import CODED, TranslationRow, Wanted, translations


class Shift(StrEnum):
    """What became of the force. UNLIKE: another force of something else, too far from the source to be compared.

    SILENT: the passage has no words of force (only the machine says so). APART: coders said different things.
    """

    WEAKER = "weaker"
    SAME = "same"
    STRONGER = "stronger"
    UNLIKE = "unlike"
    SILENT = "silent"
    APART = "apart"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftRow:
    """A confirmed passage; `local` is the force the machine reads in it, None where it read none.

    `verdicts` are what each coder says, or the machine alone, in their order.
    """

    translation: TranslationRow
    source: Force
    local: Force | None
    shift: Shift
    verdicts: Sequence[Shift]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifts:
    """The passages of which coders, or the machine, say what became of the force; `confirmed` counts all there are."""

    rows: Sequence[ShiftRow]
    confirmed: int

    def counts(self) -> Mapping[Force, Counter[Shift]]:
        """By force of the source how often each shift, the forces in the order of the vocabulary."""
        found = {force: Counter(row.shift for row in self.rows if row.source is force) for force in Force}
        return {force: counts for force, counts in found.items() if counts}

    def forces(self) -> Mapping[Force, Counter[Force | None]]:
        """By force of the source how often each local force; None counts passages without any."""
        found = {force: Counter(row.local for row in self.rows if row.source is force) for force in Force}
        return {force: counts for force, counts in found.items() if counts}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What the machine read of the force in a pair that reads the same still."""

    local: Force | None
    same: bool
    modifiers: frozenset[str]


def force_shifts(session: Session, workspace_id: int, *, said: str = CODED, sees_secrecy: bool = False) -> Shifts:
    """The shifts that people coded (`said` CODED), or those the machine reads, of coded passages too."""
    rows = translations(session, workspace_id, wanted=Wanted(), sees_secrecy=sees_secrecy)
    read = _readings(session, workspace_id)
    forces = dict(
        session.execute(
            select(Requirement.id, Requirement.force).where(Requirement.id.in_(counted_requirements(workspace_id)))
        ).all()
    )
    found = []
    for row in rows:
        machine = read.get(row.link_id)
        if said == CODED:
            verdicts = [_said(word.modifiers) for word in row.said] if row.coded else []
        else:
            verdicts = [_machine(machine)] if machine is not None else []
        if verdicts:
            found.append(
                ShiftRow(
                    translation=row,
                    source=forces[row.requirement_id],
                    local=machine.local if machine is not None else None,
                    shift=verdicts[0] if len(set(verdicts)) == 1 else Shift.APART,
                    verdicts=verdicts,
                )
            )
    return Shifts(rows=found, confirmed=_confirmed(session, workspace_id))


def _said(modifiers: Collection[str]) -> Shift:
    """What the modifiers in one word on a passage say.

    >>> _said([Modifier.CTX, Modifier.SOFT])
    <Shift.WEAKER: 'weaker'>
    """
    if Modifier.SOFT in modifiers:
        return Shift.WEAKER
    return Shift.STRONGER if Modifier.HARD in modifiers else Shift.SAME


def _machine(read: _Read) -> Shift:
    shift = _said(read.modifiers)
    if shift is not Shift.SAME or read.same:
        return shift
    return Shift.SILENT if read.local is None else Shift.UNLIKE


def _readings(session: Session, workspace_id: int) -> Mapping[int, _Read]:
    """By confirmed link what the machine read of the two texts as they are."""
    rows = session.execute(
        select(Link.id, ModeSuggestion.modifiers, ModeSuggestion.elements)
        .join(ModeSuggestion, ModeSuggestion.link_id == Link.id)
        .join(Requirement, Requirement.id == Link.requirement_id)
        .join(Passage, Passage.id == Link.passage_id)
        .where(
            Link.workspace_id == workspace_id,
            Link.state == Decided.CONFIRMED,
            ModeSuggestion.requirement_fingerprint == Requirement.fingerprint,
            ModeSuggestion.target_fingerprint == Passage.fingerprint,
        )
    )
    found = {}
    for number, modifiers, elements in rows:
        force = next((element for element in elements if element["name"] == ElementName.FORCE), None)
        if force is not None:
            local = force["values"].get("target")
            found[number] = _Read(
                local=Force(local) if local else None,
                same=force["state"] == "same",
                modifiers=frozenset(modifiers),
            )
    return found


def _confirmed(session: Session, workspace_id: int) -> int:
    """How many passages are confirmed, read or not; a number, so of all documents."""
    wanted = (
        select(func.count())
        .select_from(Link)
        .where(
            Link.workspace_id == workspace_id,
            Link.state == Decided.CONFIRMED,
            Link.passage_id.is_not(None),
            Link.requirement_id.in_(counted_requirements(workspace_id)),
        )
    )
    return session.scalar(wanted) or 0
