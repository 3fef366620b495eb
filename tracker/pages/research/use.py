"""Whether anchoring inside goes with use outside, when the type and the size of services are held apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from tracker.pages import address, charts, downloads, frame, language, routes, tables, thresholds
from tracker.pages.language import t, tn, word
from tracker.views.research.anchoring_use import AnchoringUse, Point, anchoring_use

SIGNS = ("circle", "diamond", "triangle", "rect", "pin")


def show(workspace: int) -> None:
    """The answer, the services as a picture, and the table with what is not known; a row opens the service."""
    found = frame.remembered(anchoring_use, workspace)
    if not found.points:
        st.info(t("page.research.use.empty"), icon=":material/lightbulb:")
        return
    _answer(found)
    thresholds.note(workspace, "smallest_model", "smallest_n", rule=t("page.research.use.rule"))
    whole = [point for point in found.points if point.is_whole]
    if whole:
        charts.draw(_picture(whole), height=400, key="use", alt=t("page.research.use.alt", n=len(whole)))
    _table(found.points)


def _answer(found: AnchoringUse) -> None:
    n, relation = found.relation.n, found.relation
    if n < found.fewest:
        st.markdown(tn("page.research.use.too_few", n, fewest=found.fewest, total=len(found.points)))
        return
    figures = {
        key: language.number(round(value, 2)) if value is not None else "–"
        for key, value in (("plain", relation.plain), ("apart", relation.apart))
    }
    st.markdown(t("page.research.use.answer", n=n, free=relation.free, **figures))


def _picture(points: Sequence[Point]) -> Mapping[str, Any]:
    """Anchoring from left to right, completion upwards, one sign for each type of service."""
    ink = {"color": charts.ink()}
    types = sorted({point.type for point in points})
    axis = {"type": "value", "min": 0, "max": 100, "nameLocation": "middle", "nameTextStyle": ink, "axisLabel": ink}
    return {
        "grid": {"left": 60, "right": 30, "top": charts.legend_room([word(one) for one in types]), "bottom": 48},
        "legend": {"top": 0, "textStyle": ink},
        "tooltip": {"formatter": "{b}"},
        "xAxis": axis | {"name": t("page.research.use.anchoring"), "nameGap": 30},
        "yAxis": axis | {"name": t("page.research.use.completion"), "nameGap": 38},
        "series": [
            {
                "name": word(one), "type": "scatter", "symbol": SIGNS[position % len(SIGNS)], "symbolSize": 14,
                "data": [
                    {"name": point.name, "value": [point.anchoring, 100 * (point.completion or 0)]}
                    for point in points if point.type is one
                ],
            }
            for position, one in enumerate(types)
        ],
    }  # fmt: skip


def _table(points: Sequence[Point]) -> None:
    unknown = t("page.research.use.unknown")
    rows = [
        {
            "service": point.name,
            "type": word(point.type),
            "starts": point.starts,
            "anchoring": language.number(round(point.anchoring)) if point.anchoring is not None else unknown,
            "completion": language.percent(point.completion) if point.completion is not None else unknown,
        }
        for point in sorted(points, key=lambda point: not point.is_whole)
    ]
    titles = {key: t(f"page.research.use.column.{key}") for key in rows[0]}
    columns = titles | {"service": tables.wide(titles["service"], 300)}
    chosen = tables.table(rows, columns, key="anchoring-use", alt=t("page.research.tab.use"), tallest=500)
    downloads.downloads("anchoring-use", lambda: rows, titles)
    if chosen is not None:
        opened = sorted(points, key=lambda point: not point.is_whole)[chosen]
        routes.go("anchoring", subject=address.key_of(("service", opened.service_id)))
