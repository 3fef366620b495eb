"""One edit from its first look at the rows to the Edit and the event that tell of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access, clock, events, snapshots
from tracker.errors import Conflict, NotFound, Refused
from tracker.succession import standing_wordings
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Guideline, Requirement, RequirementState, Statement, Wording, WordingReference
from tracker.tables.lineage import Edit, EditKind, Lineage, LineageKind
from tracker.tables.people import Person

Row = Requirement | Wording | Statement
REFERENCES = "references"
"""The name under which a snapshot of a wording holds its references, which stand in a table of their own."""
TOLD = frozenset({
    "state", "force", "tracked", "fingerprint", "provision_id", "edition_id", "requirement_id", "start", "end",
    "lead_ins",
})  # fmt: skip
"""Columns the history names: codes and numbers only; the words are in the Edit, of which it holds the checksum."""


class Change:
    """The rows an edit touches, as they were before it; `finish` writes down what became of them."""

    def __init__(self, session: Session, kind: EditKind, guideline_id: int, *, by: Person, reason: str) -> None:
        self.session, self.kind, self.guideline_id, self.by, self.reason = (
            session,
            kind,
            guideline_id,
            by,
            reason.strip(),
        )
        self._before: dict[str, dict[str, Any]] = {}
        self._rows: list[Row] = []

    def touch(self, *rows: Row) -> None:
        """Remember rows as they are, before anything of them is changed."""
        for row in rows:
            self._before[snapshots.name_of(row)] = snapshot(self.session, row)
            self._rows.append(row)

    def make(self, row: Row) -> None:
        """Store a row that the edit brings about."""
        self.session.add(row)
        self.session.flush()
        self._rows.append(row)

    def descend(self, old: Requirement, new: Requirement, kind: LineageKind) -> None:
        """Say that one requirement lives on in another."""
        self.session.add(Lineage(from_id=old.id, to_id=new.id, kind=kind, recorded_at=clock.now()))

    def refer(self, wording: Wording, references: Iterable[Iterable[Any]]) -> None:
        """Give a wording the references that stand in it, and no others."""
        set_references(self.session, wording, references)

    def finish(self) -> Edit:
        """Store the edit and its event; Refused when nothing was changed."""
        self.session.flush()
        after = {snapshots.name_of(row): snapshot(self.session, row) for row in self._rows}
        if after == self._before:
            raise Refused("error.edit_changes_nothing")
        edit = Edit(
            guideline_id=self.guideline_id,
            kind=self.kind,
            before=self._before,
            after=after,
            reason=self.reason,
            by_id=self.by.id,
            recorded_at=clock.now(),
        )
        self.session.add(edit)
        self.session.flush()
        tell(self.session, edit, "requirement.edit", self._before, after, by=self.by, note=self.reason)
        return edit


def snapshot(session: Session, row: Row) -> dict[str, Any]:
    """The columns of a row; for a wording with the references in it, in reading order."""
    values = snapshots.columns(row)
    if isinstance(row, Wording):
        values[REFERENCES] = [
            [found.start, found.end, found.text, found.target]
            for found in session.scalars(
                select(WordingReference)
                .where(WordingReference.wording_id == row.id)
                .order_by(WordingReference.start, WordingReference.id)
            )
        ]
    return values


def set_references(session: Session, wording: Wording, references: Iterable[Iterable[Any]]) -> None:
    """Let a wording have these references and no others."""
    for row in session.scalars(select(WordingReference).where(WordingReference.wording_id == wording.id)):
        session.delete(row)
    session.add_all(
        WordingReference(wording_id=wording.id, start=start, end=end, text=text, target=target)
        for start, end, text, target in references
    )
    session.flush()


def differing(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The columns in which two snapshots of a row differ."""
    return [key for key in after if before.get(key) != after[key]]


def tell(
    session: Session,
    edit: Edit,
    action: str,
    before: dict[str, dict[str, Any]],
    after: dict[str, dict[str, Any]],
    *,
    by: Person,
    note: str = "",
) -> None:
    """The event of an edit or its undoing: the codes and numbers that changed, and a checksum of both snapshots."""
    changed = {
        name: [key for key in differing(before.get(name, {}), values) if key in TOLD] for name, values in after.items()
    }
    events.record(
        session,
        LIBRARY_CHAIN,
        action,
        f"edit:{edit.id}",
        by=by,
        before={name: {key: before[name][key] for key in keys} for name, keys in changed.items() if name in before},
        after={
            **{name: {key: after[name][key] for key in keys} for name, keys in changed.items()},
            "kind": edit.kind,
            "digest": snapshots.digest([edit.before, edit.after]),
        },
        note=note,
    )


def queue(session: Session, guideline_id: int) -> None:
    """Wait for one's turn: edits of a guideline follow one another, so that what one has checked holds to its end."""
    session.get(Guideline, guideline_id, with_for_update=True)


def seen(session: Session, requirement_id: int, version: str, by: Person) -> Requirement:
    """The requirement, once it is its guideline's turn, if it is active and still as the person saw it.

    `version` is what `snapshots.version` gave for it then.
    """
    access.allow(session, by, "requirement.edit")
    requirement = session.get(Requirement, requirement_id)
    if requirement is None:
        raise NotFound("error.requirement_unknown", id=requirement_id)
    access.allow_guideline(session, by, "requirement.edit", requirement.guideline_id)
    queue(session, requirement.guideline_id)
    session.refresh(requirement)
    now = snapshots.version(session, requirement_id)
    if now != version:
        raise Conflict(
            "error.requirement_changed",
            id=requirement_id,
            locator=requirement.locator,
            requirement_state=requirement.state.value,
            force=requirement.force.value,
            seen=version[:8],
            now=now[:8],
        )
    if requirement.state is not RequirementState.ACTIVE:
        raise Refused("error.requirement_not_active", id=requirement_id, requirement_state=requirement.state.value)
    return requirement


def wordings_of(session: Session, requirement_id: int) -> list[Wording]:
    """A requirement's wordings in editions that stand, the oldest first."""
    return list(session.scalars(standing_wordings().where(Wording.requirement_id == requirement_id)))


def follow_wordings(session: Session, requirement: Requirement) -> None:
    """Let a requirement repeat the newest wording in the language it was first worded in, as lists show it."""
    wordings = wordings_of(session, requirement.id)
    if not wordings:
        return
    spoken = min(wordings, key=lambda wording: wording.id).language
    newest = [wording for wording in wordings if wording.language == spoken][-1]
    requirement.fingerprint, requirement.locator = newest.fingerprint, newest.locator
