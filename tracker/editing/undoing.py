"""Taking an edit back: the rows it changed become what they were, those it made are withdrawn and kept."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access, clock, snapshots
from tracker.bounds import refuse_taken
from tracker.editing.change import (
    REFERENCES,
    Row,
    differing,
    follow_wordings,
    queue,
    set_references,
    snapshot,
    tell,
    wordings_of,
)
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.guideline import Requirement, RequirementState, Statement, Wording
from tracker.tables.lineage import Edit, EditKind
from tracker.tables.people import Person

FOLLOWS = frozenset({"fingerprint", "locator"})
"""Columns of a requirement that repeat its wordings: worked out again rather than restored."""


def undo(session: Session, edit_id: int, *, by: Person) -> Edit:
    """A person takes an edit back; Conflict says what stands in the way: a later edit, or something else that changed.

    Requirements that the edit made are withdrawn with all that was judged about them; their lineage leads there.
    """
    access.allow(session, by, "requirement.undo")
    edit = session.get(Edit, edit_id)
    if edit is None:
        raise NotFound("error.edit_unknown", id=edit_id)
    access.allow_guideline(session, by, "requirement.undo", edit.guideline_id)
    queue(session, edit.guideline_id)
    session.refresh(edit)
    if edit.undone_at is not None:
        raise Conflict("error.edit_undone", id=edit.id)
    if edit.kind is EditKind.EDITION:
        raise Refused("error.edit_of_edition", id=edit.id)
    _refuse_later(session, edit)
    rows = {name: _row(session, name) for name in edit.after}
    now = {name: snapshot(session, row) for name, row in rows.items()}
    _refuse_changed(edit, now)
    for name, row in rows.items():
        if name not in edit.before:
            if isinstance(row, Requirement):
                row.state = RequirementState.WITHDRAWN
            continue
        _restore(session, row, edit.before[name], differing(edit.before[name], edit.after[name]))
    edit.undone_at, edit.undone_by_id = clock.now(), by.id
    session.flush()
    restored = [row for row in rows.values() if isinstance(row, Requirement) and row.state is RequirementState.ACTIVE]
    for requirement in restored:
        follow_wordings(session, requirement)
        refuse_taken(session, wordings_of(session, requirement.id))
    session.flush()
    after = {name: snapshot(session, row) for name, row in rows.items()}
    tell(session, edit, "requirement.undo", now, after, by=by)
    return edit


def _refuse_later(session: Session, edit: Edit) -> None:
    later = session.scalars(
        select(Edit)
        .where(Edit.guideline_id == edit.guideline_id, Edit.id > edit.id, Edit.undone_at.is_(None))
        .order_by(Edit.id.desc())
    )
    for other in later:
        if not edit.after.keys().isdisjoint(other.after):
            raise Conflict("error.edit_has_later", id=edit.id, edit_kind=other.kind.value, later=other.id)


def _refuse_changed(edit: Edit, now: dict[str, dict[str, Any]]) -> None:
    """What the edit left must still be there; columns it did not change may have moved on."""
    for name, left in edit.after.items():
        made = name not in edit.before
        is_requirement = name.startswith("requirement:")
        if made:
            columns = ["state"] if is_requirement else []
        else:
            columns = [key for key in differing(edit.before[name], left) if not (is_requirement and key in FOLLOWS)]
        if any(now[name][key] != left[key] for key in columns):
            raise Conflict("error.edit_rows_changed", id=edit.id, row=name)


def _restore(session: Session, row: Row, before: dict[str, Any], changed: list[str]) -> None:
    follows = FOLLOWS if isinstance(row, Requirement) else frozenset()
    snapshots.restore(row, {key: before[key] for key in changed if key != REFERENCES and key not in follows})
    if isinstance(row, Wording) and REFERENCES in changed:
        set_references(session, row, before[REFERENCES])


def _row(session: Session, name: str) -> Row:
    table, _, number = name.partition(":")
    if table == "requirement":
        return session.get_one(Requirement, int(number))
    if table == "wording":
        return session.get_one(Wording, int(number))
    return session.get_one(Statement, int(number))
