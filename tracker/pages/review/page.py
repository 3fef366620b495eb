"""Review: one suggestion at a time, both texts side by side, a decision per keystroke."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from tracker.errors import NotFound
from tracker.pages import address, frame, language, problems, routes, second, standing
from tracker.pages.highlights import escaped
from tracker.pages.language import t, tn
from tracker.pages.review import ahead, coding, filters, gaps, model, several, suspects, translations, undoing
from tracker.pages.review.ahead import Ahead, later
from tracker.pages.review.decisions import decisions, tools, wanted
from tracker.pages.review.item import draw
from tracker.pages.review.keys import key
from tracker.tables.guideline import Decided
from tracker.views.local import reuse
from tracker.views.local.reuse import ReusedWith
from tracker.views.review import item as items
from tracker.views.review.item import Item
from tracker.views.review.queue import Filter, Order

Shown = tuple[Item, Sequence[ReusedWith]]
"""A suggestion, and the documents its passage also stands in."""
VIEWS = ("", "suspects", "translations", "gaps")
"""The queue, what has to be looked at again, and the two lists beside them."""
STYLE = Path(__file__).parent / "style.css"


def show() -> None:
    workspace = frame.here()
    st.html(STYLE)
    head = st.container(horizontal=True, gap="medium", vertical_alignment="center", key="review-head")
    with head:
        st.title(t("nav.review"), width="content", anchor=False)
        view = address.segment(
            t("page.review.views"), VIEWS, key="view", resets=("link", "page", "suspect", "kind"),
            show=lambda name: t(f"page.review.view.{name or 'queue'}"),
        )  # fmt: skip
    if view == "suspects":
        model.show(workspace)
        suspects.show(workspace)
    elif view == "translations":
        model.show(workspace)
        translations.show(workspace)
    elif view == "gaps":
        model.show(workspace)
        gaps.show(workspace)
    else:
        with head:
            chosen, order = filters.chosen(workspace)
        if chosen.waiting:
            second.elsewhere(workspace)
        _queue(workspace, chosen, order)
        model.show(workspace)


@standing.part
def _queue(workspace: int, chosen: Filter, order: Order) -> None:
    """The suggestions, one at a time; a decision draws this part of the page only."""
    problems.show_kept()  # a decision runs no other part of the page
    asked = address.number("link")
    try:
        queue, shown = _next(workspace, chosen, order, asked)
    except NotFound as problem:  # an old address, or a suggestion that is no longer made
        st.error(problems.message(problem.code, problem.values), icon=":material/error:")
        st.button(t("page.review.to_next"), type="primary", on_click=address.put, kwargs={"link": None})
        return
    narrowed = chosen != Filter()
    if shown is None:
        _answer(queue, None, narrowed=narrowed)
        _nothing_left(queue, narrowed=narrowed)
        return
    item, also_in = shown
    _answer(queue, item, narrowed=narrowed)
    address.put(link=item.link_id)
    wanted(item)
    if item.first is not None:
        second.draw(item.first)
    draw(workspace, item, also_in)
    coding.show(item)
    several.same_words(item)
    tools(workspace, item)
    decisions(workspace, item)


def _next(workspace: int, chosen: Filter, order: Order, asked: int | None) -> tuple[Ahead, Shown | None]:
    """The queue, and the item in the address or else the next that is still a suggestion and not put off."""
    queue = ahead.ahead(workspace, chosen, order)
    person_id = frame.person().id
    cleared = frame.cleared(workspace)
    with frame.reading() as session:
        for link in [asked] if asked is not None else ahead.upcoming(queue):
            try:
                found = items.item(session, workspace, link, sees_secrecy=cleared, person_id=person_id)
            except NotFound:
                if asked is not None:
                    raise
                ahead.settled(link, decided=False)  # withdrawn since the queue was read
                continue
            if asked is None and found.state is not Decided.SUGGESTED and not chosen.waiting:
                ahead.settled(link)  # somebody else was faster
                continue
            passage = found.passage.id if found.passage else 0
            also_in = reuse.passage_reuse(session, workspace, passage_id=passage, person_id=person_id)
            return ahead.ahead(workspace, chosen, order), (found, also_in)
    return ahead.ahead(workspace, chosen, order), None


def _answer(queue: Ahead, item: Item | None, *, narrowed: bool) -> None:
    """How much is left and done of what the filter holds, the way to the neighbours, and what was decided so far."""
    total = queue.total + queue.decided
    said = f"<strong>{escaped(tn('page.review.left', queue.total))}</strong>"
    said += f" · {escaped(tn('page.review.decided', queue.decided))}"
    if total:
        share = language.percent(queue.decided / total)
        words = escaped(t("page.review.share_filtered" if narrowed else "page.review.share", share=share))
        said += f' · <progress value="{queue.decided}" max="{total}" title="{words}" aria-label="{words}"></progress>'
        said += f' <span aria-hidden="true">{escaped(share)}</span>'
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="review-answer"):
        st.html(f'<p class="answer">{said}</p>', width="content")
        if (
            queue.waiting
            and not queue.asked[1].waiting
            and st.button(
                tn("page.second.links", queue.waiting), key="to-waiting", icon=":material/group:", type="tertiary"
            )
        ):
            address.put(waits="second", link=None)
            st.rerun()
        if item is not None:
            for name, icon, step, letter in (("previous", "left", -1, "B"), ("next", "right", 1, "F")):
                to = ahead.beside(queue, item.link_id, step)
                st.button(
                    t(f"page.review.{name}"), key=f"to-{name}", icon=f":material/chevron_{icon}:", type="tertiary",
                    disabled=to is None, shortcut=key(letter), on_click=address.put, kwargs={"link": to},
                )  # fmt: skip
        undoing.listed()


def _nothing_left(queue: Ahead, *, narrowed: bool) -> None:
    """Says why there is nothing to review and what to do next."""
    if later():
        st.info(tn("page.review.put_off", len(later())), icon=":material/schedule:")
        st.button(t("page.review.show_put_off"), on_click=_show_put_off, type="primary")
    elif narrowed:
        st.success(t("page.review.done_filter"), icon=":material/done_all:")
        if st.button(t("page.review.clear_filter"), type="primary", key="clear-filter-done"):
            filters.clear()
            st.rerun()  # the filter stands outside the part of the page that a button here draws anew
    elif queue.decided:
        st.success(t("page.review.done"), icon=":material/done_all:")
        if st.button(t("page.review.to_matrix"), type="primary"):
            routes.go("matrix")
    else:
        st.info(t("page.review.empty"), icon=":material/lightbulb:")
        if st.button(t("page.review.to_local"), type="primary"):
            routes.go("local")
    if undoing.decided():
        st.button(t("page.review.undo"), key="undo-button", shortcut=key("Z"), on_click=undoing.undo)


def _show_put_off() -> None:
    later().clear()
    ahead.forget()
