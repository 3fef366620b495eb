"""What waits for a second person: who decided it first, what and why, and the ways to agree or not."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

import streamlit as st

from tracker import countersigning
from tracker.pages import frame, language, problems, routes
from tracker.pages.language import t, tn
from tracker.pages.problems import plain
from tracker.subjects import Subject
from tracker.tables.countersign import FirstDecision
from tracker.views import waiting
from tracker.views.texts import RequirementText
from tracker.views.waiting import CLEAR, LINK, Waiting

WORDS = {
    "state": "link_state", "outcome": "page.suspects.done", "level": "level", "side_state": "side_state",
    "compliance": "compliance",
}  # fmt: skip
"""The parts of a decision that are said in words, and the group of each part's words."""
MOST = 12
"""So many decisions of other kinds are listed beside the queue."""
WORDS_LONG = 110
"""Characters of a requirement's words in that list."""


def draw(first: Waiting) -> None:
    """Who decided what and why; the first person may take it back, the second may decline it."""
    with st.container(border=True, key=f"second-{first.id}"):
        who = plain(first.who) or t(f"role.{first.role}")
        st.markdown(f":material/group: {t('page.second.first', who=who, at=first.at, what=plain(said(first)))}")
        if first.note:
            st.caption(t("page.review.noted", note=plain(first.note)))
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            if first.mine:
                st.markdown(t("page.second.mine"))
                st.button(
                    t("page.second.take_back"), key=f"take-back-{first.id}", icon=":material/undo:",
                    on_click=_take_back, args=(first,),
                )  # fmt: skip
                return
            st.markdown(t("page.second.yours"))
            _declining(first)


def draw_of(workspace: int, entity: str) -> Waiting | None:
    """The same for whatever waits of an entity; None for nothing."""
    with frame.reading() as session:
        found = waiting.waiting(session, workspace, person_id=frame.person().id, entities=[entity])
    for first in found:
        draw(first)
    return found[0] if found else None


def elsewhere(workspace: int) -> None:
    """What waits besides the links of the queue, each the way to where it is decided."""
    with frame.reading() as session:
        found = waiting.waiting(session, workspace, person_id=frame.person().id)
        others = [first for first in found if first.action != LINK]
        about = waiting.about(session, workspace, others[:MOST])
    if not others:
        return
    with st.container(border=True, key="second-elsewhere"):
        st.markdown(tn("page.second.others", len(others)))
        for first in others[:MOST]:
            who = plain(first.who) or t(f"role.{first.role}")
            words = t("page.second.by", who=who, at=first.at, what=plain(said(first)))
            if st.button(words, key=f"second-open-{first.id}", type="tertiary", icon=":material/arrow_forward:"):
                _open(first)
            for text in about[first.id]:
                st.caption(_place(text))


def cell(requirement: int, subject: Subject) -> str:
    """A cell of the matrix as a first decision names it."""
    return f"cell:{requirement}:{subject[0]}:{subject[1]}"


def said(first: Waiting) -> str:
    """What was decided, in words."""
    kind = first.entity.partition(":")[0]
    words = [t(f"page.second.of.{kind}")]
    for part, group in WORDS.items():
        value = first.decision.get(part)
        if value is not None and value != "":
            words.append(f"{value} {t(f'level.{value}')}" if part == "level" else t(f"{group}.{value}"))
    named = first.decision.get("type")
    if named:
        words.append(t(f"{'crosswalk_type' if kind == 'crosswalk' else 'link_type'}.{named}"))
    return " · ".join(words)


def things(links: Sequence[int]) -> tuple[tuple[str, int, int], ...]:
    """The links that wait now by the person's own decision, as what can be taken back."""
    workspace = frame.here()
    with frame.reading() as session:
        found = waiting.waiting(
            session, workspace, person_id=frame.person().id, entities=[f"link:{link}" for link in links]
        )
    return tuple(("first", int(first.entity.partition(":")[2]), first.id) for first in found if first.mine)


def told(stored: Any, key: str, **values: Any) -> bool:
    """Confirm what a verb stored: that it waits, or that it holds; whether anything was stored."""
    if stored is not None:
        problems.tell("page.second.waits") if isinstance(stored, FirstDecision) else problems.tell(key, **values)
    return stored is not None


def _place(text: RequirementText) -> str:
    """Guideline, locator and the first words of a requirement."""
    reader = language.current()
    return f"**{plain(text.short(reader))}** {plain(shorten(text.words(reader), WORDS_LONG, placeholder=' …'))}"


def _declining(first: Waiting) -> None:
    action = frame.only(first.action)
    with st.popover(t("page.second.decline"), icon=":material/block:", key=f"decline-{first.id}", **action):
        key = f"decline-reason-{first.id}"
        st.text_input(t("page.second.reason"), key=key, max_chars=countersigning.LONGEST)
        st.button(
            t("page.second.decline"),
            key=f"decline-do-{first.id}",
            type="primary",
            **frame.only(first.action),
            on_click=_decline,
            args=(first, key),
        )


def _decline(first: Waiting, key: str) -> None:
    if frame.do(countersigning.decline, first.id, reason=str(st.session_state.get(key) or "")) is not None:
        problems.tell("page.second.declined")


def _take_back(first: Waiting) -> None:
    if frame.do(countersigning.withdraw, first.id) is not None:
        problems.tell("page.second.taken_back")


def _open(first: Waiting) -> None:
    """The place where it is decided."""
    kind, _, rest = first.entity.partition(":")
    if kind == "cell":
        requirement, _, subject = rest.partition(":")
        routes.go("matrix", requirement=requirement, subject=subject.replace(":", "-"))
    elif first.action == CLEAR:
        routes.go("review", view="suspects", suspect=f"{kind}-{rest}")
    else:
        routes.go("chain", tab="crosswalks")
