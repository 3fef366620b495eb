"""How long it takes from the day a requirement applies to its mention, translation, assignment and service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from tracker.pages import address, charts, downloads, frame, language, routes, tables
from tracker.pages.language import t
from tracker.views.counted import FEWEST
from tracker.views.progress import lags
from tracker.views.progress.lags import BY, STEPS, Lag, LagGroup, LagRow, Lags


def show(workspace: int, day: date | None) -> None:
    """The answer, the medians as a picture, the table by group, and one by one."""
    by = address.choose(t("page.progress.by"), BY, key="by", show=lambda key: t(f"page.progress.lags.by.{key}"))
    found = frame.remembered_of(day, lags.lags, workspace, by=by)
    if not any(lag.reached for lag in found.whole.steps):
        st.info(t("page.progress.lags.empty"), icon=":material/lightbulb:")
        return
    st.markdown(_answer(found))
    st.caption(t("page.progress.lags.rule", fewest=FEWEST))
    picture = _bars(found)
    if picture is not None:
        charts.draw(picture, height=90 + 44 * len(STEPS), key="lags", alt=t("page.progress.lags.alt"))
    _groups(found, by)
    st.subheader(t("page.progress.lags.each"), anchor=False)
    _each(found.rows)


def _answer(found: Lags) -> str:
    """Each step in a few words, the share not reached beside every median."""
    steps = " · ".join(f"{t(f'page.progress.step.{lag.step}')}: {_median(lag)}" for lag in found.whole.steps)
    return t(
        "page.progress.lags.answer",
        steps=f"**{steps}**", n=found.whole.requirements, undated=found.undated, ahead=found.ahead,
    )  # fmt: skip


def _median(lag: Lag) -> str:
    waiting = language.percent(lag.share_waiting) if lag.share_waiting is not None else "–"
    if lag.median is None:
        return t("page.progress.lags.too_few", n=lag.reached, waiting=waiting)
    return t("page.progress.lags.median", days=language.number(round(lag.median)), n=lag.reached, waiting=waiting)


def _bars(found: Lags) -> Mapping[str, Any] | None:
    """The medians of each group, one bar per step; None where no group has enough."""
    groups = [group for group in found.groups if any(lag.median is not None for lag in group.steps)][:8]
    if not groups:
        return None
    ink = {"color": charts.ink()}
    names = [_name(group.group) for group in groups]
    return {
        "grid": {"left": 8, "right": 24, "top": charts.legend_room(names), "bottom": 28, "containLabel": True},
        "legend": {"top": 0, "textStyle": ink},
        "tooltip": {"trigger": "item"},
        "xAxis": {
            "type": "value", "name": t("page.progress.lags.axis"), "nameLocation": "middle", "nameGap": 24,
            "nameTextStyle": ink, "axisLabel": ink | {"formatter": "{value}"},  # by itself 1,000, in Swedish one
        },
        "yAxis": {
            "type": "category", "inverse": True, "data": [t(f"page.progress.step.{step}") for step in STEPS],
            "axisLabel": ink,
        },
        "series": [
            {"name": name, "type": "bar", "barMaxWidth": 14, "data": [lag.median for lag in group.steps]}
            for name, group in zip(names, groups, strict=True)
        ],
    }  # fmt: skip


def _name(group: str) -> str:
    """A level or kind in the reader's language; a guideline is called what it is called."""
    for prefix in ("guideline_level", "bindingness"):
        name = t(f"{prefix}.{group}")
        if not name.startswith("["):
            return name
    return group


def _groups(found: Lags, by: str) -> None:
    rows = [
        {
            "group": _name(group.group) if group.group else t("page.filter.all"),
            "step": t(f"page.progress.step.{lag.step}"),
            "median": round(lag.median) if lag.median is not None else None,
            "n": lag.reached,
            "half": lag.half,
            "shortest": lag.shortest,
            "longest": lag.longest,
            "early": lag.early,
            "waiting": lag.waiting,
            "share_waiting": language.percent(lag.share_waiting) if lag.share_waiting is not None else "–",
        }
        for group in _shown(found)
        for lag in group.steps
    ]
    titles = {key: t(f"page.progress.column.{key}") for key in rows[0]}
    columns = titles | {"group": tables.wide(titles["group"], 200)}
    tables.table(rows, columns, key=f"lags-{by}", alt=t("page.progress.tab.lags"), tallest=440, opens=False)
    downloads.downloads("lags", lambda: rows, titles)


def _shown(found: Lags) -> list[LagGroup]:
    return [found.whole, *found.groups] if len(found.groups) > 1 else [found.whole]


def _each(found: Sequence[LagRow]) -> None:
    """One by one, the furthest come first; a row opens its requirement beside what carries it, each with its day."""
    found = sorted(found, key=lambda row: [row.reached[step] is None for step in reversed(STEPS)])
    rows = [
        {
            "requirement": row.requirement.short(language.current()),
            "applies_on": row.applies_on,
            **{step: row.days(step) for step in STEPS},
            "words": row.requirement.words(language.current()),
        }
        for row in found
    ]
    titles = {key: t(f"page.progress.column.{key}") for key in ("requirement", "applies_on")}
    titles |= {step: t(f"page.progress.step.{step}") for step in STEPS} | {"words": t("page.progress.column.words")}
    columns = titles | {
        "requirement": tables.wide(titles["requirement"], 220), "applies_on": tables.day(titles["applies_on"]),
        "words": tables.long(titles["words"], 320),
    }  # fmt: skip
    chosen = tables.table(rows, columns, key="lags-each", alt=t("page.progress.lags.each"), tallest=480)
    downloads.downloads("lags-each", lambda: rows, titles)
    if chosen is not None:
        routes.go("chain", requirement=found[chosen].requirement.id)
