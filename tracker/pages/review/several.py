"""Several suggestions decided at once, each shown first: those that read alike, and a requirement's weak ones."""

from __future__ import annotations

import streamlit as st

from tracker import together
from tracker.pages import frame, problems, second
from tracker.pages.highlights import block, escaped
from tracker.pages.language import number, percent, t, tn
from tracker.pages.problems import plain
from tracker.pages.review import undoing
from tracker.pages.review.item import name_of
from tracker.tables.guideline import Decided
from tracker.views.review import together as companions
from tracker.views.review.item import Item
from tracker.views.review.together import Companion

FLOORS = (5, 10, 20)
"""Per cent: below 10 the score says little more than that words are shared (docs/linking.md)."""


def same_words(item: Item) -> None:
    """Offers the same decision for passages that read exactly alike; off until somebody asks for it."""
    if not item.same_words or item.state is not Decided.SUGGESTED:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="same-words"):
        st.toggle(tn("page.review.same_words", len(item.same_words)), key=_same(item))
        named = "; ".join(dict.fromkeys(companion.document for companion in item.same_words))
        st.markdown(plain(t("page.review.same_words_in", documents=named)))


def wanted(item: Item) -> bool:
    """Whether the decision is to hold for the passages that read alike."""
    return bool(item.same_words) and bool(st.session_state.get(_same(item)))


def seen(item: Item) -> tuple[together.Seen, ...]:
    """Those passages' links, at the versions that were shown."""
    return tuple((companion.link_id, companion.version) for companion in item.same_words)


def weaker(workspace: int, item: Item) -> None:
    """Rejects the suggestions for this requirement that score below a floor, once their words have been shown."""
    if item.state is not Decided.SUGGESTED and not item.other:
        return
    with st.popover(
        t("page.review.weaker"), icon=":material/playlist_remove:", type="tertiary", key="weaker", on_change="rerun"
    ) as shown:
        if not shown.open:
            return
        floor = st.segmented_control(
            t("page.review.weaker_floor"), FLOORS, default=FLOORS[1], key="weaker-floor", required=True,
            format_func=lambda value: percent(value / 100),
        )  # fmt: skip
        cleared = frame.cleared(workspace)
        with frame.reading() as session:
            found = companions.weaker(
                session, workspace, requirement_id=item.requirement.id, below=(floor or FLOORS[1]) / 100,
                sees_secrecy=cleared,
            )  # fmt: skip
        if not found:
            st.markdown(t("page.review.weaker_none"))
            return
        st.markdown(t("page.review.weaker_read"))
        st.html("".join(map(_listed, found)))
        st.button(
            tn("page.review.weaker_reject", len(found)),
            key="reject-weaker",
            icon=":material/close:",
            **frame.only("link.decide"),
            on_click=_reject,
            args=(item, tuple((one.link_id, one.version) for one in found)),
        )


def _listed(companion: Companion) -> str:
    score = "" if companion.score is None else f" · {number(round(companion.score, 2))}"
    page = f" · {t('page.text.page', page=companion.page)}" if companion.page else ""
    head = f'<p class="aside">{escaped(companion.document + page + score)}</p>'
    return head + block(escaped(companion.text), name="law companion")


def _reject(item: Item, links: tuple[together.Seen, ...]) -> None:
    found = frame.do(together.reject, links)
    if found is None:
        return
    waits = second.things([number for number, _ in found.waiting])
    stored = (*(("link", number, version) for number, version in found.decided), *waits)
    if stored:
        said = "page.second.waits" if waits else "page.review.rejected"
        undoing.remember(*stored, said=said, about=f"{name_of(item)} ({tn('page.review.links', len(stored))})")
    if found.left:
        problems.tell("page.review.together_left", n=len(found.left))


def _same(item: Item) -> str:
    return f"same-words-{item.link_id}"
