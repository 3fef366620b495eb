"""Review: one suggestion at a time, both texts side by side, a decision per keystroke."""

from __future__ import annotations

import streamlit as st

from tracker.errors import NotFound
from tracker.pages import address, frame, language, problems, routes
from tracker.pages.language import t, tn
from tracker.pages.review import gaps, model, suspects, translations
from tracker.pages.review.decisions import decisions, later
from tracker.pages.review.item import draw
from tracker.tables.guideline import Decided
from tracker.views.guidelines import listing
from tracker.views.local import documents
from tracker.views.review import queue as review
from tracker.views.review.queue import Filter, Item, Order, Queue

VIEWS = ("", "suspects", "translations", "gaps")
"""The queue, what has to be looked at again, and the two lists beside them."""

TARGETS = ("", "passage", "service", "actor")
FLOORS = ("0", "5", "10", "20", "30", "50", "70")
AHEAD = 60


def show() -> None:
    workspace = frame.here()
    st.title(t("nav.review"))
    model.show(workspace)
    view = address.segment(
        t("page.review.views"), VIEWS, key="view", resets=("link", "page", "suspect", "kind"),
        show=lambda key: t(f"page.review.view.{key or 'queue'}"),
    )  # fmt: skip
    if view == "suspects":
        suspects.show(workspace)
    elif view == "translations":
        translations.show(workspace)
    elif view == "gaps":
        gaps.show(workspace)
    else:
        _queue(workspace)


def _queue(workspace: int) -> None:
    """The suggestions, one at a time."""
    answer = st.container()
    chosen = _filters(workspace)
    try:
        queue, item = _read(workspace, chosen)
    except NotFound as problem:  # an old address, or a suggestion that is no longer made
        st.error(problems.message(problem.code, problem.values), icon=":material/error:")
        st.button(t("page.review.to_next"), type="primary", on_click=address.put, kwargs={"link": None})
        return
    with answer:
        _answer(queue, whole=chosen == Filter())
    if item is None:
        _nothing_left(queue)
        return
    address.put(link=item.link_id)
    draw(workspace, item)
    decisions(workspace, item)


def _read(workspace: int, chosen: Filter) -> tuple[Queue, Item | None]:
    """The queue, and the item in the address or else the next one not put off."""
    order = Order(address.get("order") or Order.SCORE) if address.get("order") in ("", *Order) else Order.SCORE
    put_off = later()
    cleared = frame.cleared(workspace)
    with frame.reading() as session:
        queue = review.queue(session, workspace, chosen, order=order, limit=AHEAD + len(put_off), sees_secrecy=cleared)
        asked = address.number("link")
        wanted = asked or next((row.link_id for row in queue.rows if row.link_id not in put_off), None)
        item = review.item(session, workspace, wanted, sees_secrecy=cleared) if wanted is not None else None
    return queue, item


def _answer(queue: Queue, *, whole: bool) -> None:
    """How much is left and how much is done; a share only of the whole queue, not of a part of it."""
    total = queue.total + queue.decided
    st.markdown(f"**{tn('page.review.left', queue.total)}** · {tn('page.review.decided', queue.decided)}")
    if whole and total:
        st.progress(queue.decided / total, text=t("page.review.share", share=language.percent(queue.decided / total)))


def _filters(workspace: int) -> Filter:
    """What the queue is narrowed to, kept in the address."""
    laws = {str(row.id): row.title(language.current()) for row in frame.remembered(listing.guideline_names, workspace)}
    papers = {str(row.id): row.name for row in frame.remembered(documents.document_names, workspace)}
    active = any(address.get(key) for key in ("guideline", "document", "target", "floor", "order", "requirement"))
    with st.expander(t("page.review.filter"), icon=":material/filter_list:", expanded=active):
        first, second = st.columns(2)
        with first:
            law = address.choose(
                t("page.filter.guideline"), ["", *laws], key="guideline", resets=("link",),
                show=lambda key: laws.get(key, t("page.filter.all")),
            )  # fmt: skip
            kind = address.choose(
                t("page.filter.target"), TARGETS, key="target", resets=("link",),
                show=lambda key: t(f"page.target.{key}") if key else t("page.filter.all"),
            )  # fmt: skip
        with second:
            paper = address.choose(
                t("page.filter.document"), ["", *papers], key="document", resets=("link",),
                show=lambda key: papers.get(key, t("page.filter.all")),
            )  # fmt: skip
            floor = address.choose(
                t("page.filter.floor"), FLOORS, key="floor", resets=("link",),
                show=lambda key: language.percent(int(key) / 100) if key != "0" else t("page.filter.all"),
            )  # fmt: skip
        address.choose(
            t("page.review.order"), list(Order), key="order", resets=("link",),
            show=lambda key: t(f"page.review.order.{key}"),
        )  # fmt: skip
        requirement = address.number("requirement")
        if requirement is not None and st.button(t("page.review.all_requirements"), icon=":material/close:"):
            address.put(requirement=None, link=None)
            st.rerun()
    return Filter(
        guideline_id=int(law) if law else None,
        requirement_id=requirement,
        document_id=int(paper) if paper else None,
        target=kind,
        floor=int(floor) / 100,
        state=Decided.SUGGESTED,
    )


def _nothing_left(queue: Queue) -> None:
    """Says why there is nothing to review and what to do next."""
    if later():
        st.info(tn("page.review.put_off", len(later())), icon=":material/schedule:")
        st.button(t("page.review.show_put_off"), on_click=lambda: st.session_state.update(later=[]), type="primary")
    elif queue.decided:
        st.success(t("page.review.done"), icon=":material/done_all:")
        if st.button(t("page.review.to_matrix"), type="primary"):
            routes.go("matrix")
    else:
        st.info(t("page.review.empty"), icon=":material/lightbulb:")
        if st.button(t("page.review.to_local"), type="primary"):
            routes.go("local")
