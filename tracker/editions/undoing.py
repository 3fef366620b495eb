"""Taking an edition back: what it changed becomes what it was, what it brought is withdrawn, and nothing is lost."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.comparison.changes import SAME_WORDS, ChangeKind
from tracker import access, clock, events, snapshots
from tracker.editing.change import queue
from tracker.editions.keeping import POSITIONS, name_of, told
from tracker.editions.repeating import first_languages, renew, repeat_newest, restore_order
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.change import RequirementChange
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Edition, Requirement, RequirementState
from tracker.tables.lineage import Edit, EditKind
from tracker.tables.people import Person
from tracker.tables.portions import portions


def undo(session: Session, edition_id: int, *, by: Person) -> Edition:
    """A person takes an edition back; Conflict says what stands in the way: a later edition, or edits of its words.

    What it brought is withdrawn with all that was judged about it since; imported again, it comes back with that.
    The first edition in a language has nothing to go back to: Refused.
    """
    access.allow(session, by, "edition.undo")
    edition = session.get(Edition, edition_id)
    if edition is None:
        raise NotFound("error.edition_unknown", id=edition_id)
    access.allow_guideline(session, by, "edition.undo", edition.guideline_id)
    queue(session, edition.guideline_id)
    session.refresh(edition)
    if edition.undone_at is not None:
        raise Conflict("error.edition_undone", id=edition_id)
    edit = session.scalars(
        select(Edit).where(Edit.edition_id == edition_id, Edit.kind == EditKind.EDITION, Edit.undone_at.is_(None))
    ).first()
    if edit is None:
        raise Refused("error.edition_first", id=edition_id)
    _refuse_later(session, edition, edit)
    spoken = first_languages(session, edition.guideline_id)
    _restore(session, edit)
    renew(session, [
        (change.to_id, change.after, change.before)
        for change in _same_words(session, edition)
        if change.to_id is not None and spoken.get(change.to_id) == edition.language
    ])  # fmt: skip
    edition.undone_at = edit.undone_at = clock.now()
    edit.undone_by_id = by.id
    session.flush()
    repeat_newest(session, edition.guideline_id)
    events.record(
        session,
        LIBRARY_CHAIN,
        "edition.undo",
        f"edition:{edition_id}",
        by=by,
        after={
            "guideline": edition.guideline_id,
            "edit": edit.id,
            "digest": snapshots.digest([edit.before, edit.after]),
        },
    )
    return edition


def _refuse_later(session: Session, edition: Edition, edit: Edit) -> None:
    """What was compared with this edition, or made of its words, has to be taken back first."""
    later = session.scalars(
        select(Edition).where(Edition.previous_id == edition.id, Edition.undone_at.is_(None)).order_by(Edition.id)
    ).first()
    if later is not None:
        raise Conflict("error.edition_has_later", id=edition.id, later=later.id)
    since = session.scalars(
        select(Edit)
        .where(Edit.guideline_id == edition.guideline_id, Edit.id > edit.id, Edit.undone_at.is_(None))
        .order_by(Edit.id.desc())
    )
    ours = edit.after.keys() - {POSITIONS}
    for other in since:
        worded = any(values.get("edition_id") == edition.id for values in other.after.values())
        if worded or not ours.isdisjoint(other.after):
            raise Conflict("error.edition_edited", id=edition.id, edit_kind=other.kind.value, later=other.id)


def _restore(session: Session, edit: Edit) -> None:
    """The requirements as they were before the edition; Conflict when something else has changed them since."""
    numbers = [int(name.partition(":")[2]) for name in edit.after if name != POSITIONS]
    rows: list[Requirement] = []
    for some in portions(numbers):
        rows += session.scalars(select(Requirement).where(Requirement.id.in_(some)))
    for row in rows:
        before: dict[str, Any] | None = edit.before.get(name_of(row))
        left, now = edit.after[name_of(row)], told(row)
        watched = [key for key in left if before is None or before[key] != left[key]]
        if any(now[key] != left[key] for key in (watched if before is not None else ["state"])):
            raise Conflict("error.edit_rows_changed", id=edit.id, row=name_of(row))
        if before is None:
            row.state = RequirementState.WITHDRAWN
        else:
            snapshots.restore(row, {key: before[key] for key in watched})
    restore_order(session, edit.before.get(POSITIONS, {}))
    session.flush()


def _same_words(session: Session, edition: Edition) -> list[RequirementChange]:
    kinds: list[ChangeKind] = sorted(SAME_WORDS)
    return list(
        session.scalars(
            select(RequirementChange).where(
                RequirementChange.edition_id == edition.id,
                RequirementChange.kind.in_(kinds),
                RequirementChange.before != RequirementChange.after,
            )
        )
    )
