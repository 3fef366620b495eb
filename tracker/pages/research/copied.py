"""Wording that documents share: which of them, how much of their text, and with whose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from tracker.pages import charts, downloads, frame, language, routes, tables
from tracker.pages.language import t, tn
from tracker.views.local.documents import document_names
from tracker.views.local.reuse import ReusedDocument, reused_documents

MOST = 20
"""So many bars a picture holds."""


def show(workspace: int) -> None:
    """The answer, the documents as a picture, and each pair; a row opens both texts side by side."""
    by = frame.person()
    with frame.reading() as session:  # not remembered: what others hold is another workspace's to open and close
        found = reused_documents(session, workspace, person_id=by.id)
    total = len(frame.remembered(document_names, workspace))
    if not found:
        st.info(t("page.research.copied.empty", total=total), icon=":material/lightbulb:")
        return
    here = frame.workspace()
    own = here.slug if here else ""
    elsewhere = sum(any(other.slug != own for other in one.reuse.others) for one in found)
    st.markdown(
        f"**{tn('page.research.copied.answer', len(found))}** "
        + t("page.research.copied.of", total=total, elsewhere=elsewhere)
    )
    st.caption(t("page.research.copied.rule"))
    drawn = found[:MOST]
    charts.draw(_bars(drawn), height=70 + 30 * len(drawn), key="copied", alt=t("page.research.copied.alt"))
    _table(found)


def _bars(found: Sequence[ReusedDocument]) -> Mapping[str, Any]:
    ink = {"color": charts.ink()}
    return {
        "grid": {"left": 8, "right": 24, "top": 8, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "value", "max": 100, "axisLabel": ink | {"formatter": "{value} %"}},
        "yAxis": {"type": "category", "inverse": True, "data": [one.name for one in found],
                  "axisLabel": ink | {"width": charts.NAME, "lineHeight": 14}},
        "series": [
            {"name": t("page.research.copied.column.share"), "type": "bar", "barMaxWidth": 18,
             "itemStyle": {"color": "#2b65a5"}, "data": [round(100 * one.reuse.share) for one in found]}
        ],
    }  # fmt: skip


def _table(found: Sequence[ReusedDocument]) -> None:
    """One row for each pair of documents."""
    pairs = [(one, other) for one in found for other in one.reuse.others]
    rows = [
        {
            "document": one.name,
            "share": language.percent(other.share),
            "passages": other.passages,
            "other": other.name,
            "municipality": other.municipality,
            "decided": one.decided_on,
            "other_decided": other.decided_on,
        }
        for one, other in pairs
    ]
    titles = {key: t(f"page.research.copied.column.{key}") for key in rows[0]}
    columns = titles | {
        "document": tables.wide(titles["document"], 220), "other": tables.long(titles["other"], 220),
        "decided": tables.day(titles["decided"]), "other_decided": tables.day(titles["other_decided"]),
    }  # fmt: skip
    chosen = tables.table(rows, columns, key="copied-pairs", alt=t("page.research.tab.copied"), tallest=560)
    downloads.downloads("copied-wording", lambda: rows, titles)
    if chosen is not None:
        one, other = pairs[chosen]
        routes.go("local", document=one.document_id, reuse=other.document_id)
