"""The editions of a local document, what each changed passage by passage, and which links that concerns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nlp.comparison.changes import Change, ChangeKind
from tracker.errors import NotFound
from tracker.suspects import suspect_links
from tracker.tables.change import PassageChange
from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, LocalEdition, Passage, Publicity
from tracker.tables.people import Person
from tracker.tables.portions import portions
from tracker.views.texts import EditionTexts


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """One text of a document. `kinds` counts its changes from the edition before; `suspect` the links left behind."""

    id: int
    file_name: str
    imported_at: datetime
    by: str
    passages: int
    current: bool
    previous_id: int | None
    undone_at: datetime | None
    kinds: Mapping[ChangeKind, int]
    suspect: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What became of passages: their words before and after, and the confirmed links that stand, or stood, there.

    `suspect` are those of `links` that have to be looked at again.
    """

    kind: ChangeKind
    moved: bool
    before: Sequence[str]
    after: Sequence[str]
    links: Sequence[int]
    suspect: Sequence[int]


def editions(session: Session, workspace_id: int, *, document_id: int, cleared: bool) -> list[EditionRow]:
    """The editions of a document, the newest first; NotFound outside the workspace or under secrecy."""
    _visible(session, workspace_id, document_id, cleared)
    rows = session.execute(
        select(LocalEdition, Person.name)
        .join(Person, Person.id == LocalEdition.imported_by_id)
        .where(LocalEdition.document_id == document_id)
        .order_by(LocalEdition.id.desc())
    ).all()
    numbers = [row.id for row, _ in rows]
    passages: dict[int, int] = dict(
        session.execute(
            select(Passage.edition_id, func.count()).where(Passage.edition_id.in_(numbers)).group_by(Passage.edition_id)
        ).all()
    )
    kinds = {number: _kinds(session, number) for number in numbers}
    suspects = suspect_links(session, workspace_id)
    left: Counter[int] = Counter()
    for edition, link in session.execute(
        select(Passage.edition_id, Link.id)
        .join(Passage, Passage.id == Link.passage_id)
        .where(Passage.edition_id.in_(numbers), Link.state == Decided.CONFIRMED)
    ):
        left[edition] += link in suspects
    return [
        EditionRow(
            id=row.id,
            file_name=row.file_name,
            imported_at=row.imported_at,
            by=name,
            passages=passages.get(row.id, 0),
            current=row.current,
            previous_id=row.previous_id,
            undone_at=row.undone_at,
            kinds=kinds[row.id],
            suspect=left[row.previous_id or 0],
        )
        for row, name in rows
    ]


def differences(
    session: Session, workspace_id: int, *, document_id: int, edition_id: int, cleared: bool
) -> list[Difference]:
    """What an edition changed from the one before it, in the order of its text."""
    _visible(session, workspace_id, document_id, cleared)
    rows = session.scalars(
        select(PassageChange)
        .where(PassageChange.workspace_id == workspace_id, PassageChange.edition_id == edition_id)
        .order_by(PassageChange.id)
    ).all()
    suspects = suspect_links(session, workspace_id)
    numbers = {number for row in rows for number in (row.from_id, row.to_id) if number is not None}
    texts = _words(session, numbers, sees_secrecy=cleared)
    links = _links(session, texts)
    return [
        Difference(
            kind=group[0].kind,
            moved=group[0].moved,
            before=[texts[number] for number in before],
            after=[texts[number] for number in after],
            links=(here := [link for number in (*before, *after) for link in links[number]]),
            suspect=[link for link in here if link in suspects],
        )
        for group in _groups(rows)
        for before, after in [_sides(group)]
    ]


def previewed(
    session: Session,
    old: Sequence[int],
    new: Sequence[str],
    changes: Iterable[Change],
    follows: Iterable[bool],
    *,
    cleared: bool = False,
) -> list[Difference]:
    """What applying a planned edition would change: `old` passages, the `new` words, and whether links go along."""
    texts = _words(session, set(old), sees_secrecy=cleared)
    links = _links(session, texts)
    return [
        Difference(
            kind=change.kind,
            moved=change.moved,
            before=[texts[old[i]] for i in change.old],
            after=[new[j] for j in change.new],
            links=(here := [link for i in change.old for link in links[old[i]]]),
            suspect=[] if goes_along else here,
        )
        for change, goes_along in zip(changes, follows, strict=True)
    ]


def _visible(session: Session, workspace_id: int, document_id: int, cleared: bool) -> None:
    row = session.get(LocalDocument, document_id)
    if row is None or row.workspace_id != workspace_id or (row.publicity is not Publicity.PUBLIC and not cleared):
        raise NotFound("error.document_unknown", id=document_id)


def _kinds(session: Session, edition_id: int) -> Counter[ChangeKind]:
    """How many changes of each kind: a split or merge is one, however many rows it has."""
    rows = session.scalars(select(PassageChange).where(PassageChange.edition_id == edition_id)).all()
    return Counter(group[0].kind for group in _groups(rows))


def _groups(rows: Sequence[PassageChange]) -> list[list[PassageChange]]:
    """The rows of one change together: a split shares what was divided, a merge what came of it."""
    groups: dict[tuple[str, int], list[PassageChange]] = {}
    for row in rows:
        shared = row.from_id if row.kind is ChangeKind.SPLIT else row.to_id if row.kind is ChangeKind.MERGED else row.id
        groups.setdefault((row.kind, shared or 0), []).append(row)
    return list(groups.values())


def _sides(group: Sequence[PassageChange]) -> tuple[list[int], list[int]]:
    before = dict.fromkeys(row.from_id for row in group if row.from_id is not None)
    after = dict.fromkeys(row.to_id for row in group if row.to_id is not None)
    return list(before), list(after)


def _words(session: Session, passages: set[int], *, sees_secrecy: bool) -> dict[int, str]:
    texts = EditionTexts(session, sees_secrecy=sees_secrecy)
    return {
        number: texts.local(edition)[start:end]
        for some in portions(sorted(passages))
        for number, edition, start, end in session.execute(
            select(Passage.id, Passage.edition_id, Passage.start, Passage.end).where(Passage.id.in_(some))
        )
    }


def _links(session: Session, passages: Iterable[int]) -> Mapping[int, list[int]]:
    """The confirmed links to each passage."""
    found: dict[int, list[int]] = defaultdict(list)
    for some in portions(sorted(passages)):
        for passage, link in session.execute(
            select(Link.passage_id, Link.id)
            .where(Link.passage_id.in_(some), Link.state == Decided.CONFIRMED)
            .order_by(Link.id)
        ):
            found[passage or 0].append(link)
    return found
