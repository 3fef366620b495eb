"""Anchoring: what works outward and is weak inside, who lacks staff, training or owner, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from tracker.anchoring import Field
from tracker.pages import address, frame, meanings
from tracker.pages.anchoring import barriers as anchoring_barriers
from tracker.pages.anchoring import services, subject, units
from tracker.pages.anchoring import staffing as anchoring_staffing
from tracker.pages.language import number, t, tn
from tracker.views.anchoring import barriers, fields, staffing

TABS: Mapping[str, Callable[[int], None]] = {
    "fields": services.show,
    "units": units.show,
    "staffing": anchoring_staffing.show,
    "barriers": anchoring_barriers.show,
}
OPENED = ("show", "item", "row")
"""What a tab keeps in the address for itself."""


def show() -> None:
    workspace = frame.here()
    if address.get("subject"):
        subject.show(workspace)
        return
    st.title(t("nav.anchoring"))
    _answer(workspace)
    tab = address.segment(
        t("page.anchoring.tabs"), tuple(TABS), key="tab", show=lambda key: t(f"page.anchoring.tab.{key}"), resets=OPENED
    )
    TABS[tab](workspace)


def _answer(workspace: int) -> None:
    """The page in one sentence, and four figures that open their lists."""
    rows = frame.remembered(fields.service_fields, workspace)
    moved = frame.remembered(staffing.ledger, workspace).total
    found = frame.remembered(barriers.barriers, workspace)
    hollow = sum(row.field is Field.HOLLOW_FRONT for row in rows)
    placed = sum(row.field is not None for row in rows)
    lacking = len(services.launched_and_lacking(rows))
    if placed:
        st.markdown(tn("page.anchoring.answer", hollow, placed=placed, total=len(rows)))
    else:
        st.markdown(t("page.anchoring.answer_nothing", total=len(rows)))
    filled = number(moved.backfilled) if moved.backfilled is not None else t("page.anchoring.not_known")
    figures: Mapping[str, tuple[str, str, dict[str, str | None]]] = {
        "hollow": (number(hollow), t("page.anchoring.figure.hollow"), {"tab": None, "show": "hollow_front"}),
        "lacking": (number(lacking), t("page.anchoring.figure.lacking"), {"tab": None, "show": "lacking"}),
        "moved": (number(moved.moved), t("page.anchoring.figure.moved", filled=filled), {"tab": "staffing"}),
        "barriers": (number(len(found.rows)), t("page.anchoring.figure.barriers"), {"tab": "barriers"}),
    }
    called = {name: words for name, (_, words, _) in figures.items()}
    meanings.button(workspace, "anchoring", called, "outward_strong", "inward_weak")
    with st.container(key="figures"):
        for column, (name, (value, words, target)) in zip(st.columns(len(figures)), figures.items(), strict=True):
            with column:
                st.button(
                    f"**{value}** {words}", key=f"figure-{name}", width="stretch", wrap=True, on_click=_open,
                    args=({**dict.fromkeys(OPENED), **target},), help=meanings.of("anchoring", name),
                )  # fmt: skip


def _open(target: Mapping[str, str | None]) -> None:
    address.put(**target)
