"""Copied policy: which passages of a workspace also stand elsewhere, found among all documents its reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session, undefer

from nlp.reuse import Reused, Text, reused
from tracker import access, clock, events
from tracker.tables.guideline import Edition
from tracker.tables.local import FURNITURE, LocalDocument, LocalEdition, Passage, Publicity
from tracker.tables.people import Person, Workspace
from tracker.tables.translation import SharedWording

MOST_OTHERS = 5
"""Others that are kept for a passage: those with the most words in common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What is compared, read once: the passages of public documents in the workspaces of `readable`, and the law.

    `begins` says where each passage begins in the text of its edition.
    """

    workspace_id: int
    readable: frozenset[int]
    texts: tuple[Text, ...]
    begins: Mapping[int, int]
    law: tuple[str, ...]


def gather(session: Session, workspace_id: int, *, by: Person) -> Shelf:
    """Read the current public documents of the workspaces that `by` may read. Documents under secrecy stay out."""
    access.allow(session, by, "reuse.find", workspace_id)
    readable = access.readable(session, by.id)
    texts: list[Text] = []
    begins: dict[int, int] = {}
    editions = session.scalars(
        select(LocalEdition)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .join(Workspace, Workspace.id == LocalEdition.workspace_id)
        .where(
            LocalEdition.workspace_id.in_(readable),
            LocalEdition.current,
            LocalDocument.publicity == Publicity.PUBLIC,
            Workspace.retired_at.is_(None),
        )
        .options(undefer(LocalEdition.text))
        .order_by(LocalEdition.id)
    )
    for edition in editions:
        places = session.execute(
            select(Passage.id, Passage.start, Passage.end)
            .where(Passage.edition_id == edition.id, Passage.type.not_in(FURNITURE), ~Passage.secret)
            .order_by(Passage.position)
        )
        for number, start, end in places:
            begins[number] = start
            texts.append(
                Text(
                    id=number,
                    document=edition.document_id,
                    owner=edition.workspace_id,
                    text=edition.text[start:end],
                )
            )
    law = tuple(session.scalars(select(Edition.text).where(Edition.undone_at.is_(None)).order_by(Edition.id)))
    return Shelf(workspace_id=workspace_id, readable=readable, texts=tuple(texts), begins=begins, law=law)


def find(shelf: Shelf) -> tuple[Reused, ...]:
    """What the workspace's passages share with others, both ways round, each with the others it shares most with.

    Slow, so outside any transaction.
    """
    own = {text.id for text in shelf.texts if text.owner == shelf.workspace_id}
    pairs = reused(shelf.texts, known=shelf.law, about=shelf.workspace_id)
    of: dict[int, list[Reused]] = {}
    for pair in (*pairs, *map(_turned, pairs)):
        if pair.first in own:
            of.setdefault(pair.first, []).append(pair)
    return tuple(
        pair
        for number in sorted(of)
        for pair in sorted(of[number], key=lambda pair: (-pair.words, -pair.share, pair.other))[:MOST_OTHERS]
    )


def store(session: Session, shelf: Shelf, found: Sequence[Reused], *, by: Person) -> int:
    """Write what was found in place of what was known before; returns how many passages stand elsewhere too.

    What others found in workspaces that `by` may not read is kept as long as both texts are current.
    """
    access.allow(session, by, "reuse.find", shelf.workspace_id)
    current = select(Passage.id).join(LocalEdition, LocalEdition.id == Passage.edition_id).where(LocalEdition.current)
    seen = select(Passage.id).where(Passage.workspace_id.in_(shelf.readable))
    session.execute(
        delete(SharedWording)
        .where(
            SharedWording.workspace_id == shelf.workspace_id,
            or_(
                SharedWording.other_id.in_(seen),
                SharedWording.other_id.not_in(current),
                SharedWording.passage_id.not_in(current),
            ),
        )
        .execution_options(synchronize_session=False)
    )
    now = clock.now()
    session.add_all(
        SharedWording(
            workspace_id=shelf.workspace_id,
            passage_id=pair.first,
            other_id=pair.other,
            start=shelf.begins[pair.first] + pair.source.start,
            end=shelf.begins[pair.first] + pair.source.end,
            other_start=shelf.begins[pair.other] + pair.target.start,
            other_end=shelf.begins[pair.other] + pair.target.end,
            share=pair.share,
            recorded_at=now,
        )
        for pair in found
    )
    session.flush()
    passages = len({pair.first for pair in found})
    events.record(
        session,
        shelf.workspace_id,
        "reuse.find",
        f"workspace:{shelf.workspace_id}",
        by=by,
        after={
            "compared": len(shelf.texts),
            "passages": passages,
            "digest": events.fingerprint(*(f"{pair.first} {pair.other} {pair.share:.4f}" for pair in found)),
        },
    )
    return passages


def _turned(pair: Reused) -> Reused:
    return Reused(
        first=pair.other,
        other=pair.first,
        source=pair.target,
        target=pair.source,
        words=pair.words,
        share=pair.share,
    )
