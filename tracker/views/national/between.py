"""Reuse between municipalities: passages that stand word for word in the public documents of two of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from nlp.reuse import MOST_IN_ALL
from tracker.tables.local import LocalDocument, LocalEdition, Passage, PassageType
from tracker.tables.people import Workspace
from tracker.tables.rollup import RollupReuse
from tracker.views.clearance import open_passages
from tracker.views.national.among import EVERYWHERE, Among, in_use, seen
from tracker.views.texts import PassageText, passage_texts

LEAST = 60
"""Characters from which two passages that read the same were hardly written twice."""
MOST_PLACES = MOST_IN_ALL
"""Workspaces that may hold the same words; more of them is common property, such as a form or the law."""
NEVER = (PassageType.HEADING, PassageType.CONTENTS, PassageType.REJECTED)

_Other, _OtherEdition, _OtherDocument = aliased(Passage), aliased(LocalEdition), aliased(LocalDocument)
_One, _Two = aliased(Workspace), aliased(Workspace)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two municipalities and how many passages they have in common; `first` so many of them the one decided first.

    Of the rest a day is not known, or it is the same.
    """

    one: str
    other: str
    one_slug: str
    other_slug: str
    passages: int
    first: int
    other_first: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A passage that stands in both, with the documents and the days they were decided on."""

    passage: PassageText
    on: date | None
    other: PassageText
    other_on: date | None


def pairs(
    session: Session, *, reader: int, among: Among = EVERYWHERE, slug: str = "", first: int = 0, most: int | None = None
) -> list[Pair]:
    """Pairs of municipalities a person may see, most passages in common first; with `slug` only those of one."""
    rows = session.execute(
        _pairs(session, reader, among, slug)
        .with_only_columns(
            _One.name, _Two.name, _One.slug, _Two.slug, RollupReuse.passages, RollupReuse.first, RollupReuse.other_first
        )
        .order_by(RollupReuse.passages.desc(), RollupReuse.workspace_id, RollupReuse.other_id)
        .offset(first)
        .limit(most)
    )
    found = []
    for one, two, one_slug, two_slug, passages, earlier, later in rows:
        pair = Pair(
            one=one, other=two, one_slug=one_slug, other_slug=two_slug, passages=passages, first=earlier,
            other_first=later,
        )  # fmt: skip
        found.append(_turned(pair) if slug == two_slug else pair)
    return found


def pairs_count(session: Session, *, reader: int, among: Among = EVERYWHERE, slug: str = "") -> tuple[int, int]:
    """How many such pairs there are, and how many passages they have in common, those of each pair counted."""
    wanted = _pairs(session, reader, among, slug)
    many, passages = session.execute(
        wanted.with_only_columns(func.count(), func.coalesce(func.sum(RollupReuse.passages), 0))
    ).one()
    return many, int(passages)


def twins(session: Session, *, reader: int, slug: str, other_slug: str, most: int = 100) -> list[Twin]:
    """The passages that two municipalities have in common as they stand today, those decided on first of all first."""
    here = dict(
        session.execute(
            select(Workspace.slug, Workspace.id).where(*in_use(session, reader), Workspace.slug.in_([slug, other_slug]))
        ).all()
    )
    if len(here) < 2:
        return []
    rows = session.execute(
        same_words(here[slug])
        .with_only_columns(Passage.id, LocalDocument.decided_on, _Other.id, _OtherDocument.decided_on)
        .where(_Other.workspace_id == here[other_slug])
        .order_by(LocalDocument.decided_on.is_(None), LocalDocument.decided_on, Passage.id, _Other.id)
        .limit(most)
    ).all()
    texts = passage_texts(session, [number for row in rows for number in (row[0], row[2])], context=0)
    return [Twin(passage=texts[row[0]], on=row[1], other=texts[row[2]], other_on=row[3]) for row in rows]


def same_words(workspace_id: int) -> Select[Any]:
    """Passages of a workspace joined with those of others that read the same, both public and in current texts."""
    held = aliased(Passage)
    places = (
        select(func.count(held.workspace_id.distinct()))
        .where(held.fingerprint == Passage.fingerprint)
        .correlate(Passage)
        .scalar_subquery()
    )
    return (
        select(Passage.fingerprint)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .join(_Other, and_(_Other.fingerprint == Passage.fingerprint, _Other.workspace_id != workspace_id))
        .join(_OtherEdition, _OtherEdition.id == _Other.edition_id)
        .join(_OtherDocument, _OtherDocument.id == _OtherEdition.document_id)
        .join(Workspace, Workspace.id == _Other.workspace_id)
        .where(
            Passage.workspace_id == workspace_id,
            LocalEdition.current,
            _OtherEdition.current,
            *_telling(Passage),
            *_telling(_Other),
            open_passages(False),
            open_passages(False, _OtherDocument, _Other),
            Workspace.retired_at.is_(None),
            places <= MOST_PLACES,
        )
    )


def by_place(session: Session, workspace_id: int) -> dict[int, tuple[int, int, int]]:
    """By other workspace how many passages it has in common with this one, and how many either decided on first.

    Of other workspaces whoever asks, so for roll-ups alone.
    """
    each = (
        same_words(workspace_id)
        .with_only_columns(
            _Other.workspace_id.label("place"),
            func.min(LocalDocument.decided_on).label("own_day"),
            func.min(_OtherDocument.decided_on).label("other_day"),
        )
        .group_by(_Other.workspace_id, Passage.fingerprint)
        .subquery()
    )
    rows = session.execute(
        select(
            each.c.place,
            func.count(),
            func.count().filter(each.c.own_day < each.c.other_day),
            func.count().filter(each.c.own_day > each.c.other_day),
        ).group_by(each.c.place)
    )
    return {place: (passages, earlier, later) for place, passages, earlier, later in rows}


def _telling(passage: Any) -> tuple[ColumnElement[bool], ...]:
    return passage.type.not_in(NEVER), passage.end - passage.start >= LEAST


def _pairs(session: Session, reader: int, among: Among, slug: str) -> Select[Any]:
    visible = seen(session, reader, among)
    every = select(Workspace.id).where(*in_use(session, reader))
    wanted = (
        select(RollupReuse.id)
        .join(_One, _One.id == RollupReuse.workspace_id)
        .join(_Two, _Two.id == RollupReuse.other_id)
        .where(
            RollupReuse.workspace_id.in_(every),
            RollupReuse.other_id.in_(every),
            or_(RollupReuse.workspace_id.in_(visible), RollupReuse.other_id.in_(visible)),
        )
    )
    return wanted.where(or_(_One.slug == slug, _Two.slug == slug)) if slug else wanted


def _turned(pair: Pair) -> Pair:
    return Pair(
        one=pair.other, other=pair.one, one_slug=pair.other_slug, other_slug=pair.one_slug, passages=pair.passages,
        first=pair.other_first, other_first=pair.first,
    )  # fmt: skip
