"""How requirements were translated, by kind of guideline, document, year or municipality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from tracker.pages import address, charts, downloads, frame, language, routes, tables
from tracker.pages.language import t, tn, word
from tracker.tables.translation import Mode
from tracker.views.guidelines import listing
from tracker.views.local.document_types import document_types
from tracker.views.research import distribution
from tracker.views.research.distribution import By, ModeRow
from tracker.views.review.translations import CODED, SUGGESTED

APART = "apart"
COLOURS: Mapping[str, str] = {
    Mode.COPY: "#1e3b78", Mode.REF: "#2b65a5", Mode.PARA: "#63b8bd", Mode.ADD: "#9ed2b4", Mode.OMIT: "#f6edb8",
    Mode.ALTER: "#e5762f", Mode.NONE: "#e7e9ec", APART: "#b9bec6",
}  # fmt: skip
"""From reproducing (blue) over modifying (green, yellow) to radical (orange), told apart in grey by their lightness."""


def show(workspace: int) -> None:
    """The answer, the bars, and the table whose rows open the translations."""
    left, right = st.columns(2)
    with left:
        by = By(
            address.choose(
                t("page.research.by"),
                [one.value for one in By],
                key="by",
                show=lambda key: t(f"page.research.by.{key}"),
            )
        )
    with right:
        said = address.choose(
            t("page.translations.filter.said"), (CODED, SUGGESTED), key="said",
            show=lambda key: t(f"page.translations.said.{key}"),
        )  # fmt: skip
    among = [place.id for place in frame.workspaces()] if by is By.MUNICIPALITY else [workspace]
    rows = [row for one in among for row in frame.remembered(distribution.distribution, one, by=by, said=said)]
    if not rows:
        st.info(t(f"page.research.modes.empty.{said}"), icon=":material/lightbulb:")
        return
    _answer(rows, said)
    names = _names(workspace, [row.group for row in rows], by)
    charts.draw(_bars(rows, names), height=110 + 30 * len(rows), key="modes", alt=t("page.research.modes.alt"))
    _table(rows, names, by, said)


def _answer(rows: Sequence[ModeRow], said: str) -> None:
    """How many translations, and which modes are most common."""
    counts: Counter[Mode] = Counter()
    for row in rows:
        counts.update(row.counts)
    total = sum(row.total for row in rows)
    most = ", ".join(
        f"{word(mode)} {language.percent(count / total)}" for mode, count in counts.most_common(3) if count
    )
    st.markdown(f"**{tn(f'page.research.modes.answer.{said}', total)}** · {most}")
    apart = sum(row.apart for row in rows)
    if apart:
        st.caption(tn("page.research.modes.apart", apart))
    st.caption(t("page.research.modes.rule"))


def _names(workspace: int, groups: Sequence[str], by: By) -> list[str]:
    """What the groups are called in the reader's language."""
    known: Mapping[str, str] = {}
    if by is By.KIND:
        parts = {group: group.split(" ") for group in groups}
        known = {
            group: f"{t(f'guideline_level.{level}')}, {t(f'bindingness.{bound}').lower()}"
            for group, (level, bound) in parts.items()
        }
    elif by is By.LEVEL:
        known = {group: t(f"guideline_level.{group}") for group in groups}
    elif by is By.GUIDELINE:
        laws = frame.remembered(listing.guideline_names, workspace)
        known = {str(row.id): row.short(language.current()) for row in laws}
    elif by is By.DOCUMENT_TYPE:
        known = document_types(language.current())
    return [known.get(group, group) or t("page.research.unknown") for group in groups]


def _bars(rows: Sequence[ModeRow], names: Sequence[str]) -> Mapping[str, Any]:
    present = [mode for mode in Mode if any(row.counts.get(mode) for row in rows)]
    series = [(word(mode), COLOURS[mode], [row.counts.get(mode, 0) for row in rows]) for mode in present]
    if any(row.apart for row in rows):
        series.append((t("page.research.apart"), COLOURS[APART], [row.apart for row in rows]))
    ink = {"color": charts.ink()}
    return {
        "grid": {"left": 8, "right": 24, "top": charts.legend_room([name for name, _, _ in series]), "bottom": 8,
                 "containLabel": True},
        "legend": {"top": 0, "textStyle": ink},
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "value", "minInterval": 1, "axisLabel": ink},
        "yAxis": {"type": "category", "inverse": True, "data": list(names), "axisLabel": ink},
        "series": [
            {
                "name": name, "type": "bar", "stack": "modes", "barMaxWidth": 18, "data": data,
                "itemStyle": {"color": colour, "borderColor": "#7c8898", "borderWidth": 0.5},
            }
            for name, colour, data in series
        ],
    }  # fmt: skip


def _table(rows: Sequence[ModeRow], names: Sequence[str], by: By, said: str) -> None:
    shown = [
        {"group": name, "total": row.total}
        | {mode.value: row.counts.get(mode, 0) for mode in Mode}
        | {APART: row.apart}
        for row, name in zip(rows, names, strict=True)
    ]
    titles = {"group": t(f"page.research.by.{by.value}"), "total": t("page.research.total")}
    titles |= {mode.value: word(mode) for mode in Mode} | {APART: t("page.research.apart")}
    columns = {"group": tables.wide(titles["group"], 240)} | {
        key: tables.count(title) for key, title in titles.items() if key != "group"
    }
    chosen = tables.table(shown, columns, key=f"modes-{by.value}", alt=t("page.research.tab.modes"), tallest=440)
    downloads.downloads("modes", lambda: shown, titles)
    if chosen is not None:
        guideline = rows[chosen].group if by is By.GUIDELINE else None
        routes.go("review", view="translations", said=said, guideline=guideline)
