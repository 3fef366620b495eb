"""Links with what a person decides of each: state, type, for whom it speaks, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker import locales
from tracker.exchange.workbook import Kind, Row, Said, Sheet, glimpse
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.network import Actor
from tracker.tables.portions import portions
from tracker.tables.service import Service
from tracker.views.clearance import open_passages
from tracker.views.exports.working.columns import choice, edited, read, word
from tracker.views.how_many import how_many
from tracker.views.texts import RequirementText, passage_texts, requirement_texts

MOST = 15_000
"""Links in one workbook: those decided, then the likeliest suggestions."""


def links_sheet(
    session: Session,
    workspace_id: int,
    language: str,
    *,
    sees_secrecy: bool = False,
    only: frozenset[str] | None = None,
) -> Sheet:
    """The links, those of a requirement together; passages under secrecy are left out for most roles."""
    subject = aliased(Actor)
    wanted = (
        select(Link, Service.name, Actor.name, subject.name)
        .outerjoin(Passage, Passage.id == Link.passage_id)
        .outerjoin(LocalEdition, LocalEdition.id == Passage.edition_id)
        .outerjoin(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .outerjoin(Service, Service.id == Link.service_id)
        .outerjoin(Actor, Actor.id == Link.actor_id)
        .outerjoin(subject, subject.id == Link.subject_id)
        .where(Link.workspace_id == workspace_id, open_passages(sees_secrecy))
        .order_by(Link.state == Decided.SUGGESTED, Link.score.desc(), Link.id)
    )
    every = 0
    if only is None:
        every = how_many(session, wanted.order_by(None))
        found = list(session.execute(wanted.limit(MOST)))
    else:
        found = [row for some in numbered(only) for row in session.execute(wanted.where(Link.id.in_(some)))]
    texts = requirement_texts(session, {link.requirement_id for link, *_ in found})
    numbers = [link.passage_id for link, *_ in found if link.passage_id is not None]
    passages = passage_texts(session, numbers, context=0, sees_secrecy=sees_secrecy)
    rows: dict[int, list[Row]] = {number: [] for number in texts}
    for link, service, actor, speaks in sorted(found, key=lambda row: row[0].id):
        passage = passages.get(link.passage_id or 0)
        target = (passage.title, passage.text) if passage is not None else (service or actor or "", "")
        rows[link.requirement_id].append(_row(link, texts[link.requirement_id], target, speaks, language))
    return Sheet(
        key="links",
        title=locales.text("workbook.sheet.links", language),
        columns=(
            read("id", language),
            read("guideline", language),
            read("locator", language),
            read("requirement", language),
            read("target", language),
            read("words", language),
            choice("state", Decided, language),
            choice("type", LinkType, language),
            edited("subject", language, Kind.NAME, actor_names(session, workspace_id)),
            edited("note", language),
        ),
        rows=[row for some in rows.values() for row in some],
        left_out=max(0, every - len(found)),
    )


def numbered(ids: Iterable[str]) -> Iterator[Sequence[int]]:
    """The numbers among ids, some at a time: so many as go in one IN list."""
    return portions(sorted(int(one) for one in ids if one.isascii() and one.isdecimal() and len(one) < 10))


def actor_names(session: Session, workspace_id: int) -> Sequence[str]:
    """What all actors of the workspace are called, in order."""
    wanted = select(Actor.name).where(Actor.workspace_id == workspace_id).order_by(Actor.name_sort)
    return session.scalars(wanted).all()


def _row(link: Link, text: RequirementText, target: tuple[str, str], speaks: str | None, language: str) -> Row:
    title, words = target
    cells: tuple[Said, ...] = (
        link.id,
        text.title(language),
        text.locator,
        glimpse(text.words(language)),
        title,
        glimpse(words),
        word(link.state, language),
        word(link.type, language),
        speaks,
        link.note,
    )
    return Row(id=str(link.id), version=link.version, cells=cells, name=f"{text.short(language)} – {title}")
