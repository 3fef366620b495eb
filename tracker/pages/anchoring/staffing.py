"""The staffing ledger on screen: moves and backfill, core roles, posts, and what else carries digital service."""

from __future__ import annotations

import streamlit as st

from tracker.pages import charts, frame
from tracker.pages.anchoring import pictures
from tracker.pages.anchoring.ledger import draw
from tracker.pages.anchoring.organisation import organisation
from tracker.pages.anchoring.words import role_name
from tracker.pages.language import day, number, percent, t
from tracker.pages.problems import plain
from tracker.views.anchoring import staffing
from tracker.views.anchoring.staffing import Ledger, Moved


def show(workspace: int) -> None:
    found = frame.remembered(staffing.ledger, workspace)
    _moves(found)
    _roles(found)
    _posts(found)
    organisation(workspace)


def sentence(total: Moved) -> str:
    """What was moved and filled again in one sentence; what nobody has said is named apart."""
    if not total.moves:
        return t("page.anchoring.staffing.no_moves")
    if total.backfilled is None:
        return t("page.anchoring.staffing.unsaid_all", moved=number(total.moved))
    share = percent(min(1.0, total.backfilled / (total.moved - total.unsaid)))
    said = t(
        "page.anchoring.staffing.answer", moved=number(total.moved), backfilled=number(total.backfilled), share=share
    )
    unsaid = t("page.anchoring.staffing.unsaid", unsaid=number(total.unsaid)) if total.unsaid else ""
    return f"{said} {unsaid}".strip()


def _moves(found: Ledger) -> None:
    st.subheader(t("page.anchoring.staffing.moves"), anchor=False)
    st.markdown(f"**{sentence(found.total)}**")
    if not found.moves:
        return
    units = [(name, moved) for _, name, moved in found.by_unit]
    charts.draw(
        pictures.moved_bars(units), height=60 + 44 * len(units), key="moved",
        alt=t("page.anchoring.staffing.alt", units=len(units)),
    )  # fmt: skip
    rows = [
        {
            "from": row.from_unit, "to": row.to_unit, "fte": row.fte, "on": row.on, "backfilled": row.backfilled,
            "backfilled_on": row.backfilled_on, "source": row.source, "title": row.title,
        }
        for row in found.moves
    ]  # fmt: skip
    draw(rows, key="moves", days=("on", "backfilled_on"), numbers=("fte", "backfilled"))


def _roles(found: Ledger) -> None:
    """The three core roles against the norm, with the size it is scaled by."""
    st.subheader(t("page.anchoring.staffing.roles"), anchor=False)
    size = found.inhabitants
    if size is None:
        st.info(t("page.anchoring.staffing.no_size"), icon=":material/lightbulb:")
    else:
        source = plain(size.source) or t("page.anchoring.no_source")
        st.caption(t("page.anchoring.staffing.norm", n=number(size.number), day=day(size.on), source=source))
    rows = [
        {
            "role": role_name(row.role),
            "needed": row.needed,
            "posts": row.posts,
            "filled": row.filled,
            "gap": None if row.needed is None or row.filled is None else max(0.0, row.needed - row.filled),
        }
        for row in found.roles
    ]
    draw(rows, key="roles", numbers=("needed", "posts", "filled", "gap"))


def _posts(found: Ledger) -> None:
    st.subheader(t("page.anchoring.staffing.posts"), anchor=False)
    if not found.posts:
        st.info(t("page.anchoring.staffing.no_posts"), icon=":material/lightbulb:")
        return
    vacant = sum(row.vacant or 0 for row in found.posts)
    fte = sum(row.fte for row in found.posts)
    st.markdown(t("page.anchoring.staffing.vacant", vacant=number(vacant), fte=number(fte)))
    rows = [
        {
            "unit": row.unit, "title": row.title, "fte": row.fte, "filled": row.filled, "vacant": row.vacant,
            "since": row.since, "source": row.source, "role": role_name(row.core_role) if row.core_role else "",
        }
        for row in sorted(found.posts, key=lambda row: -(row.vacant or 0))
    ]  # fmt: skip
    draw(rows, key="posts", days=("since",), numbers=("fte", "filled", "vacant"))
