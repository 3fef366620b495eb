"""Links that follow their words from one edition of a local document to another."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.tables.link import Link
from tracker.tables.local import Passage
from tracker.tables.portions import portions
from tracker.tables.translation import Coding, ModeSuggestion


def links_on(session: Session, passage_ids: Iterable[int]) -> list[Link]:
    """The links to passages, in their order."""
    found = [
        link
        for some in portions(sorted(set(passage_ids)))
        for link in session.scalars(select(Link).where(Link.passage_id.in_(some)))
    ]
    return sorted(found, key=lambda link: link.id)


def follow(session: Session, pairs: Iterable[tuple[Passage, Passage]]) -> list[int]:
    """Let links, and what was coded and read of them, follow their words to another passage; gives the links.

    A link stays where the requirement has one to the other passage already. What was made on the words of the passage
    is as good on those of the other, which may differ in typography only.
    """
    to = {old.id: (old, new) for old, new in pairs}
    links = links_on(session, to)
    there = {(link.requirement_id, link.passage_id) for link in links_on(session, (new.id for _, new in to.values()))}
    moved = []
    for link in links:
        old, new = to[link.passage_id or 0]
        if (link.requirement_id, new.id) in there:
            continue
        link.passage_id = new.id
        moved.append(link.id)
        if old.fingerprint != new.fingerprint:
            _renew(session, link, old.fingerprint, new.fingerprint)
    session.flush()
    return moved


def _renew(session: Session, link: Link, before: str, now: str) -> None:
    if link.target_fingerprint == before:
        link.target_fingerprint = now
    for table in (Coding, ModeSuggestion):
        session.execute(
            update(table)
            .where(table.link_id == link.id, table.target_fingerprint == before)
            .values(target_fingerprint=now)
        )
