"""Checking: one reading at a time, the least certain first; what people say is kept, and can be learnt from."""

from __future__ import annotations

import streamlit as st

from tracker.pages import address, frame, language
from tracker.pages.checking import decisions, refinements
from tracker.pages.checking.decisions import later
from tracker.pages.language import t, tn, word
from tracker.pages.problems import plain
from tracker.pages.reading import explained
from tracker.views.reading import checking, why
from tracker.views.reading.checking import CheckingQueue, ToCheck
from tracker.views.reading.sentences import SURE_FROM

BOUNDS = ("80", "60", "101")
"""Confidences in per cent below which sentences are asked for, the usual one first; the last takes all."""
AHEAD = 60


def show(workspace: int, guideline: int | None) -> None:
    """The queue of one guideline, or of all of them."""
    answer = st.container()
    below = int(
        address.choose(
            t("page.checking.below"), BOUNDS, key="below", resets=("sentence",),
            show=lambda key: t("page.checking.all") if int(key) > 100
            else t("page.checking.under", share=language.percent(int(key) / 100)),
        )
    )  # fmt: skip
    put_off = later()
    queue = frame.remembered(
        checking.checking_queue, workspace, guideline_id=guideline, below=below / 100, limit=AHEAD + len(put_off)
    )
    with answer:
        _answer(queue)
    asked = address.get("sentence")
    rows = {row.key: row for row in queue.rows}
    key = asked or next((row.key for row in queue.rows if row.key not in put_off), "")
    if key:
        _item(workspace, key, rows.get(key))
    else:
        _nothing_left(queue, whole=below > SURE_FROM * 100)
    refinements.show(workspace)


def _answer(queue: CheckingQueue) -> None:
    """How much is left and done."""
    total = queue.left + queue.checked
    st.markdown(f"**{tn('page.checking.left', queue.left)}** · {tn('page.checking.checked', queue.checked)}")
    if total:
        st.progress(queue.checked / total, text=t("page.review.share", share=language.percent(queue.checked / total)))
    if queue.proposals:
        st.caption(tn("page.checking.proposals", queue.proposals))


def _item(workspace: int, key: str, row: ToCheck | None) -> None:
    """One sentence with its surroundings, what was read, why, and the answers."""
    address.put(sentence=key)
    found = frame.remembered(why.why, workspace, key=key)
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(border=True):
        title = found.guideline.title(language.current())
        st.caption(plain(" · ".join(part for part in (title, found.heading) if part)))
        explained.head(found)
        explained.words(found)
        if row is not None and row.proposed is not None:
            st.info(t("page.checking.proposed", force=word(row.proposed)), icon=":material/model_training:")
        decisions.forces(workspace, found)
    with right, st.container(border=True):
        explained.reasons(found)
    decisions.decisions(workspace, found)


def _nothing_left(queue: CheckingQueue, *, whole: bool) -> None:
    """Why there is nothing to check, and what to do next."""
    with st.bottom:
        decisions.undo()
    if later():
        st.info(tn("page.checking.put_off", len(later())), icon=":material/schedule:")
        st.button(t("page.review.show_put_off"), on_click=later().clear, type="primary")
    elif queue.checked or not whole:
        st.success(t("page.checking.done"), icon=":material/done_all:")
    else:
        st.info(t("page.checking.empty"), icon=":material/lightbulb:")
