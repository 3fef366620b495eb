"""The queue read ahead for a session: the next suggestion is known before it is asked for."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import streamlit as st

from tracker.pages import frame
from tracker.views.review import queue as review
from tracker.views.review.queue import Filter, Order

READ = 60
FRESH_SECONDS = 60
_KEPT = "review-ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What is left of the queue as it was read, less what this session has decided since.

    What others decide meanwhile is seen when its turn comes: a suggestion is read anew before it is shown.
    """

    asked: tuple[int, Filter, Order]
    read_at: float
    links: tuple[int, ...]
    total: int
    decided: int
    waiting: int


def ahead(workspace: int, chosen: Filter, order: Order) -> Ahead:
    """The queue for a filter, read again after a minute, or once all that was read is decided or put off."""
    kept: Ahead | None = st.session_state.get(_KEPT)
    asked = (workspace, chosen, order)
    if kept is None or kept.asked != asked or time.monotonic() - kept.read_at > FRESH_SECONDS or not _left(kept):
        kept = _read(asked)
        st.session_state[_KEPT] = kept
    return kept


def later() -> list[int]:
    """Links put off in this session."""
    found: list[int] = st.session_state.setdefault("later", [])
    return found


def upcoming(queue: Ahead) -> list[int]:
    """The links to come that have not been put off."""
    put_off = frozenset(later())
    return [link for link in queue.links if link not in put_off]


def beside(queue: Ahead, link_id: int, step: int) -> int | None:
    """The link before (-1) or after (1) another one; None at the ends."""
    links = upcoming(queue)
    if link_id not in links:
        return links[0] if links else None
    at = links.index(link_id) + step
    return links[at] if 0 <= at < len(links) else None


def settled(link_id: int, *, decided: bool = True, waits: bool = False) -> None:
    """A suggestion is one no more, by a decision or because it is gone; or it `waits` for a second person."""
    kept: Ahead | None = st.session_state.get(_KEPT)
    if kept is not None and link_id in kept.links:
        st.session_state[_KEPT] = replace(
            kept,
            links=tuple(link for link in kept.links if link != link_id),
            total=max(kept.total - 1, 0),
            decided=kept.decided + decided,
            waiting=kept.waiting + waits,
        )


def forget() -> None:
    """Read the queue anew the next time."""
    st.session_state.pop(_KEPT, None)


def _left(kept: Ahead) -> bool:
    return bool(upcoming(kept)) or kept.total <= len(kept.links)


def _read(asked: tuple[int, Filter, Order]) -> Ahead:
    workspace, chosen, order = asked
    cleared, by = frame.cleared(workspace), frame.person().id
    with frame.reading() as session:
        found = review.queue(
            session, workspace, chosen, order=order, limit=READ + len(later()), sees_secrecy=cleared, person_id=by
        )
    return Ahead(
        asked=asked,
        read_at=time.monotonic(),
        links=tuple(row.link_id for row in found.rows),
        total=found.total,
        decided=found.decided,
        waiting=found.waiting,
    )
