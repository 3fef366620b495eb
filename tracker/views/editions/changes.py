"""The editions of a guideline, from which to which, and what became of every requirement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import subjects
from tracker.succession import standing_editions
from tracker.tables.change import ChangeKind, ProvisionChange, RequirementChange
from tracker.tables.guideline import Edition, Guideline, Requirement, RequirementState, Wording, lead_in_text
from tracker.tables.lineage import Edit, EditKind
from tracker.tables.portions import portions
from tracker.views.texts import EditionTexts


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionStep:
    """An edition and what it changed: counts by kind, of requirements and of provisions; {} for a first one.

    `backward` marks a text older than the one it was compared with (`previous_id`). `can_undo` is false for a first
    edition and for one that a later one was compared with.
    """

    id: int
    title: str
    language: str
    file_name: str
    published_on: date | None
    applies_on: date | None
    imported_at: datetime
    newest: bool
    previous_id: int | None
    backward: bool
    undone_at: datetime | None
    can_undo: bool
    requirements: Mapping[ChangeKind, int]
    provisions: Mapping[ChangeKind, int]

    @property
    def name(self) -> str:
        """What tells it from the others: the day its text is true for, else the file."""
        return self.published_on.isoformat() if self.published_on else self.file_name


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeText:
    """Requirements before and after an edition, with their places and words; "" where there are none."""

    kind: ChangeKind
    moved: bool
    from_ids: Sequence[int]
    to_ids: Sequence[int]
    place_before: str
    place_after: str
    before: str
    after: str

    @property
    def ids(self) -> list[int]:
        """Every requirement the change concerns, once."""
        return list(dict.fromkeys((*self.from_ids, *self.to_ids)))


def editions(session: Session, workspace_id: int, *, guideline_id: int) -> list[EditionStep]:
    """The editions of a guideline, the newest text first, what was taken back last."""
    subjects.known_guideline(session, workspace_id, guideline_id)
    standing = standing_editions()
    places = {
        row.id: (row.place, bool(row.newest))
        for row in session.execute(select(standing).where(standing.c.guideline_id == guideline_id))
    }
    rows = session.scalars(select(Edition).where(Edition.guideline_id == guideline_id)).all()
    built_on = {edition.previous_id for edition in rows if edition.undone_at is None}
    compared = set(
        session.scalars(
            select(Edit.edition_id).where(
                Edit.guideline_id == guideline_id, Edit.kind == EditKind.EDITION, Edit.undone_at.is_(None)
            )
        )
    )
    requirements = _counts(session, RequirementChange, guideline_id)
    provisions = _counts(session, ProvisionChange, guideline_id)
    steps = [
        EditionStep(
            id=row.id,
            title=row.title,
            language=row.language,
            file_name=row.file_name,
            published_on=row.published_on,
            applies_on=row.applies_on,
            imported_at=row.imported_at,
            newest=places.get(row.id, (0, False))[1],
            previous_id=row.previous_id,
            backward=_is_backward(places, row),
            undone_at=row.undone_at,
            can_undo=row.id in compared and row.id not in built_on,
            requirements=requirements.get(row.id, {}),
            provisions=provisions.get(row.id, {}),
        )
        for row in rows
    ]
    return sorted(
        steps,
        key=lambda step: (step.undone_at is None, places.get(step.id, (0, False))[0], step.imported_at, step.id),
        reverse=True,
    )


def changes(session: Session, workspace_id: int, *, edition_id: int) -> list[ChangeText]:
    """What an edition made of requirements, in the order it was compared; what stayed as it was is left out."""
    edition = session.get(Edition, edition_id)
    if edition is None or edition.previous_id is None:
        return []
    if session.get_one(Guideline, edition.guideline_id).workspace_id not in (None, workspace_id):
        return []
    standing = standing_editions()
    places = dict(
        session.execute(
            select(standing.c.id, standing.c.place).where(standing.c.guideline_id == edition.guideline_id)
        ).all()
    )
    backward = places.get(edition_id, 1) < places.get(edition.previous_id, 0)
    older, newer = (edition_id, edition.previous_id) if backward else (edition.previous_id, edition_id)
    grouped = _grouped(
        session.scalars(
            select(RequirementChange)
            .where(RequirementChange.edition_id == edition_id, RequirementChange.kind != ChangeKind.UNCHANGED)
            .order_by(RequirementChange.id)
        )
    )
    numbers = {number for _, _, froms, tos in grouped for number in (*froms, *tos)}
    then, now = (_words(session, number, numbers) for number in (older, newer))
    return [
        ChangeText(
            kind=kind,
            moved=moved,
            from_ids=froms,
            to_ids=tos,
            place_before=_joined(then, froms, 0, ", "),
            place_after=_joined(now, tos, 0, ", "),
            before=_joined(then, froms, 1, "\n"),
            after=_joined(now, tos, 1, "\n"),
        )
        for kind, moved, froms, tos in grouped
    ]


def states(session: Session, numbers: Iterable[int]) -> dict[int, RequirementState]:
    """What has become of requirements since."""
    found: dict[int, RequirementState] = {}
    for some in portions(sorted(set(numbers))):
        rows = session.execute(select(Requirement.id, Requirement.state).where(Requirement.id.in_(some)))
        found |= dict(rows.all())
    return found


def _is_backward(places: Mapping[int, tuple[int, bool]], row: Edition) -> bool:
    mine, other = places.get(row.id), places.get(row.previous_id or 0)
    return mine is not None and other is not None and mine[0] < other[0]


def _grouped(
    rows: Iterable[RequirementChange],
) -> list[tuple[ChangeKind, bool, list[int], list[int]]]:
    """One entry for each change: a split is told by what was divided, a merge by what was made."""
    found: dict[tuple[ChangeKind, int], tuple[ChangeKind, bool, list[int], list[int]]] = {}
    for row in rows:
        whole = {ChangeKind.SPLIT: row.from_id, ChangeKind.MERGED: row.to_id}.get(row.kind)
        entry = found.setdefault((row.kind, -row.id if whole is None else whole), (row.kind, row.moved, [], []))
        for side, number in ((entry[2], row.from_id), (entry[3], row.to_id)):
            if number is not None and number not in side:
                side.append(number)
    return list(found.values())


def _counts(
    session: Session, table: type[RequirementChange] | type[ProvisionChange], guideline_id: int
) -> dict[int, dict[ChangeKind, int]]:
    """How many changes of each kind every edition brought; a split or merge counts once."""
    wholes: defaultdict[int, defaultdict[ChangeKind, set[int | None]]] = defaultdict(lambda: defaultdict(set))
    rows = session.execute(
        select(table.edition_id, table.kind, table.id, table.from_id, table.to_id)
        .join(Edition, Edition.id == table.edition_id)
        .where(Edition.guideline_id == guideline_id)
    )
    for edition, kind, number, old, new in rows:
        whole = {ChangeKind.SPLIT: old, ChangeKind.MERGED: new}.get(kind, number)
        wholes[edition][kind].add(whole)
    return {edition: {kind: len(found) for kind, found in kinds.items()} for edition, kinds in wholes.items()}


def _words(session: Session, edition_id: int, numbers: set[int]) -> dict[int, tuple[str, str]]:
    """Place and words of requirements in an edition."""
    text = EditionTexts(session).shared(edition_id)
    return {
        row.requirement_id: (row.locator, f"{lead_in_text(text, row.lead_ins)} {text[row.start : row.end]}".strip())
        for row in session.scalars(select(Wording).where(Wording.edition_id == edition_id))
        if row.requirement_id in numbers
    }


def _joined(words: Mapping[int, tuple[str, str]], numbers: Iterable[int], which: int, by: str) -> str:
    return by.join(dict.fromkeys(words[number][which] for number in numbers if number in words))
