"""What is kept of an edition's coming in: its changes part by part, lineage, and one edit by which it is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.editions.comparing import Comparison, Fate
from tracker.tables.change import ProvisionChange, RequirementChange
from tracker.tables.guideline import Edition, Provision, Requirement
from tracker.tables.lineage import Edit, EditKind, Lineage, LineageKind
from tracker.tables.people import Person

POSITIONS = "positions"
"""The name under which an edition's edit holds where its requirements stood in lists, before and after."""


class Told(NamedTuple):
    """One requirement before and after, with the fingerprints of its words."""

    fate: Fate
    old: Requirement | None
    new: Requirement | None
    before: str
    after: str


@dataclass(slots=True)
class Outcome:
    """What an edition made of requirements; `before` holds those it changed as they were, by the name of their row."""

    before: dict[str, dict[str, Any]] = field(default_factory=dict)
    touched: dict[int, Requirement] = field(default_factory=dict)
    made: list[Requirement] = field(default_factory=list)
    lineage: list[tuple[Requirement, Requirement, LineageKind]] = field(default_factory=list)
    changes: list[Told] = field(default_factory=list)
    positions: dict[str, tuple[int, int]] = field(default_factory=dict)

    def touch(self, requirement: Requirement) -> None:
        """Remember a requirement as it is, before anything of it is changed."""
        if requirement.id not in self.touched:
            self.touched[requirement.id] = requirement
            self.before[name_of(requirement)] = told(requirement)

    def tell(self, fate: Fate, old: Requirement | None, new: Requirement | None, before: str, after: str) -> None:
        """Note one pair of a fate."""
        self.changes.append(Told(fate, old, new, before, after))


def name_of(requirement: Requirement) -> str:
    """The name of a requirement's row, as edits hold it."""
    return f"requirement:{requirement.id}"


def told(requirement: Requirement) -> dict[str, Any]:
    """What an edition's edit keeps of a requirement: all that an edition changes and no wording says again."""
    return {"state": requirement.state.value, "force": requirement.force.value, "tracked": requirement.tracked}


def keep(
    session: Session,
    edition: Edition,
    provisions: Sequence[Provision],
    comparison: Comparison,
    outcome: Outcome,
    *,
    by: Person,
) -> Edit:
    """Store what became of provisions and requirements, and the edit that holds what the edition changed of these."""
    _keep_provisions(session, edition, provisions, comparison)
    _insert(session, RequirementChange, [
        {
            "edition_id": edition.id, "kind": each.fate.kind, "similarity": each.fate.similarity,
            "moved": each.fate.moved, "from_id": each.old.id if each.old else None,
            "to_id": each.new.id if each.new else None, "before": each.before, "after": each.after,
        }
        for each in outcome.changes
    ])  # fmt: skip
    known = {(old, new) for old, new in session.execute(select(Lineage.from_id, Lineage.to_id))}
    for old, new, kind in outcome.lineage:
        if (old.id, new.id) not in known:
            session.add(Lineage(from_id=old.id, to_id=new.id, kind=kind, recorded_at=clock.now()))
    edit = Edit(
        guideline_id=edition.guideline_id,
        kind=EditKind.EDITION,
        before=outcome.before | _positions(outcome, 0),
        after={name_of(row): told(row) for row in (*outcome.touched.values(), *outcome.made)} | _positions(outcome, 1),
        by_id=by.id,
        recorded_at=clock.now(),
        edition_id=edition.id,
    )
    session.add(edit)
    session.flush()
    return edit


def _positions(outcome: Outcome, which: int) -> dict[str, dict[str, int]]:
    return {POSITIONS: {number: both[which] for number, both in outcome.positions.items()}}


def _keep_provisions(
    session: Session, edition: Edition, provisions: Sequence[Provision], comparison: Comparison
) -> None:
    assert comparison.against is not None, "only what was compared has changes"
    stored = session.scalars(
        select(Provision.id).where(Provision.edition_id == comparison.against.id).order_by(Provision.position)
    ).all()
    ours = [row.id for row in provisions]
    old, new = (ours, stored) if comparison.backward else (stored, ours)
    rows: list[dict[str, Any]] = []
    for change in comparison.provisions:
        about = {
            "edition_id": edition.id, "kind": change.kind, "similarity": change.similarity, "moved": change.moved,
        }  # fmt: skip
        froms: Sequence[int | None] = [old[i] for i in change.old] or [None]
        tos: Sequence[int | None] = [new[j] for j in change.new] or [None]
        rows += [about | {"from_id": one, "to_id": other} for one in froms for other in tos]
    _insert(session, ProvisionChange, rows)


def _insert(session: Session, table: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)
