"""Several links decided in one go: each with its own event, and what somebody else changed meanwhile left as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker import linking
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.link import Link, LinkType
from tracker.tables.people import Person

Seen = tuple[int, int]
"""A link and the version a person had before them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """What became of several links: those `decided`, at their new versions, and those `left` as somebody made them.

    Those that are `waiting`, where four eyes are demanded, have been decided by a first person.
    """

    decided: tuple[Seen, ...]
    left: tuple[int, ...]
    waiting: tuple[Seen, ...] = ()


def confirm(
    session: Session,
    links: Iterable[Seen],
    type: LinkType,  # noqa: A002 - the domain's word for it
    *,
    by: Person,
    note: str = "",
) -> Together:
    """Confirm links whose passages read the same, each for whom its own document speaks."""
    return _each(session, links, lambda link, seen: linking.confirm(
        session, link, type, by=by, seen_version=seen, note=note
    ))  # fmt: skip


def reject(session: Session, links: Iterable[Seen], *, by: Person, note: str = "") -> Together:
    """Reject links that a person has seen listed."""
    return _each(session, links, lambda link, seen: linking.reject(session, link, by=by, seen_version=seen, note=note))


def reopen(session: Session, links: Iterable[Seen], *, by: Person) -> Together:
    """Undo: the links become suggestions again, but for those that somebody has changed since."""
    return _each(session, links, lambda link, seen: linking.reopen(session, link, by=by, seen_version=seen))


def _each(session: Session, links: Iterable[Seen], decide: Callable[[int, int], Link]) -> Together:
    decided: list[Seen] = []
    waiting: list[Seen] = []
    left: list[int] = []
    for number, version in links:
        try:
            with session.begin_nested():
                link = decide(number, version)
        except (Conflict, NotFound, Refused):
            left.append(number)
        else:
            (decided if link.version > version else waiting).append((link.id, link.version))
    return Together(decided=tuple(decided), left=tuple(left), waiting=tuple(waiting))
