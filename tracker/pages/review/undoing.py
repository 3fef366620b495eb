"""What this session has decided, and the way back from each of it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from tracker import coding, countersigning, linking, searching, together
from tracker.pages import address, frame, problems
from tracker.pages.language import t
from tracker.pages.problems import plain
from tracker.pages.review import ahead

SHOWN = 12
"""Decisions that are listed; those before them are in the history of their links."""
_KEPT = "review-decided"

Thing = tuple[str, int, int]
"""What was stored: link, coding or search, its number, and the version the decision gave it.

"first" stands for a link that waits for a second person, with the number of the first decision.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One press of a key: all that it stored, `said` in which words (a key of the locale), and about what."""

    number: int
    things: tuple[Thing, ...]
    said: str
    about: str


def decided() -> list[Decision]:
    """The decisions of this session that still stand, the newest last."""
    found: list[Decision] = st.session_state.setdefault(_KEPT, [])
    return found


def remember(*things: Thing, said: str, about: str) -> None:
    """Keep what was decided, say it, and let the next suggestion come."""
    standing = decided()
    number = standing[-1].number + 1 if standing else 1
    standing.append(Decision(number=number, things=things, said=said, about=about))
    for kind, link, _ in things:
        if kind in ("link", "first"):
            ahead.settled(link, decided=kind == "link", waits=kind == "first")
    problems.tell(said)
    address.put(link=None)


def is_repeated(link_id: int, version: int) -> bool:
    """Whether a key was pressed again before the next item had come: the first press decided on the version seen."""
    return any(
        link == link_id and (kind == "first" or (kind == "link" and reached > version))
        for decision in decided()[-1:]
        for kind, link, reached in decision.things
    )


def undo(number: int | None = None) -> None:
    """Take one decision of the session back, the newest unless another is named; its suggestion is shown again."""
    standing = decided()
    chosen = next((one for one in reversed(standing) if number in (None, one.number)), None)
    if chosen is None:
        return
    standing.remove(chosen)
    links = tuple((link, version) for kind, link, version in chosen.things if kind == "link")
    waited = [(link, first) for kind, link, first in chosen.things if kind == "first"]
    if any(frame.do(countersigning.withdraw, first) is None for _, first in waited):
        return
    for kind, thing, _ in chosen.things:
        verb = {"search": searching.withdraw, "coding": coding.withdraw}.get(kind)
        if verb is not None and frame.do(verb, thing) is None:
            return
    if links and not _reopened(links):
        return
    if waited and not links:
        address.put(link=waited[0][0])
        problems.tell("page.review.undone")
    ahead.forget()


def listed() -> None:
    """How many decisions the session has made, and the newest of them, each with its way back."""
    standing = decided()
    with st.popover(
        t("page.review.session", count=len(standing)), key="session", on_change="rerun", icon=":material/history:",
        type="tertiary",
    ) as shown:  # fmt: skip
        if not shown.open:
            return
        if not standing:
            st.markdown(t("page.review.session_empty"))
        for decision in reversed(standing[-SHOWN:]):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"{t(decision.said)} {plain(decision.about)}")
                st.button(
                    t("page.review.undo"), key=f"undo-{decision.number}", type="tertiary", icon=":material/undo:",
                    on_click=undo, args=(decision.number,),
                )  # fmt: skip


def _reopened(links: tuple[tuple[int, int], ...]) -> bool:
    """Make suggestions of links again, and show the first."""
    if len(links) == 1:
        ((link, version),) = links
        done = frame.do(linking.reopen, link, seen_version=version) is not None
        left = 0
    else:
        found = frame.do(together.reopen, links)
        done = found is not None and bool(found.decided)
        left = len(found.left) if found is not None else 0
    if done:
        address.put(link=links[0][0])
        problems.tell("page.review.undone_but", n=left) if left else problems.tell("page.review.undone")
    return done
