"""Figures in words: a value in its unit, always with its n, and "not enough data" in place of what cannot be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tracker import locales
from tracker.pages import charts
from tracker.pages.language import current, number, percent, t

LINES = ("#2b65a5", "#c2571a", "#2e8b6f", "#8a4fa3")
LINES_IN_THE_DARK = ("#7db4ea", "#f0955c", "#6fcbb0", "#c79be0")
"""Told apart by colour-blind readers and from the background, each also named in the legend."""


def value(amount: float | None, unit: str) -> str:
    """An amount as its unit is written: a share as a percentage, an index without decimals."""
    if amount is None:
        return t("page.figure.none")
    if unit == "share":
        return percent(amount)
    if unit in {"index", "count", "contacts", "people", "SEK"}:
        shown = locales.number(amount, current(), decimals=0)
    else:
        shown = locales.number(amount, current(), decimals=1)
    return f"{shown} {unit_name(unit)}" if unit in {"minutes", "days", "SEK"} else shown


def unit_name(unit: str) -> str:
    """A unit in the reader's language, as it was written when the program does not know it."""
    key = f"unit.{unit}"
    return t(key) if locales.has_text(key) else unit


def with_n(amount: float | None, unit: str, n: int | None) -> str:
    """A value with the n it rests on; an n that nobody knows is said to be unknown."""
    if amount is None:
        return t("page.figure.none")
    return f"{value(amount, unit)} (n = {number(n)})" if n is not None else f"{value(amount, unit)} (n ?)"


def period(first: date, last: date) -> str:
    """A period as short as it can be said.

    >>> period(date(2026, 3, 1), date(2026, 3, 31)), period(date(2026, 1, 1), date(2026, 3, 31))
    ('2026-03', '2026-01 – 2026-03')
    """
    one, other = f"{first:%Y-%m}", f"{last:%Y-%m}"
    return one if one == other else f"{one} – {other}"


def line(
    labels: Sequence[str],
    series: Mapping[str, Sequence[float | None]],
    *,
    share: bool = False,
    marks: Mapping[str, str] | None = None,
) -> Mapping[str, Any]:
    """One line per series over the labels; `marks` names labels at which something happened."""
    ink = charts.ink()
    colours = LINES_IN_THE_DARK if charts.is_dark() else LINES
    scale = 100 if share else 1
    at = [{"xAxis": label, "label": {"formatter": name, "color": ink}} for label, name in (marks or {}).items()]
    return {
        "grid": {"left": 8, "right": 24, "top": charts.legend_room(series) + 4, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0, "textStyle": {"color": ink}},
        "xAxis": {"type": "category", "data": list(labels), "axisLabel": {"color": ink}},
        "yAxis": {
            "type": "value",
            "min": 0,
            "axisLabel": {"color": ink, "formatter": "{value} %" if share else "{value}"},
        },
        "series": [
            {
                "name": name,
                "type": "line",
                "connectNulls": False,
                "itemStyle": {"color": colours[place % len(colours)]},
                "lineStyle": {"width": 2, "type": "solid" if place == 0 else "dashed"},
                "data": [None if amount is None else round(amount * scale, 1) for amount in amounts],
            }
            | ({"markLine": {"symbol": "none", "data": at}} if at and place == 0 else {})
            for place, (name, amounts) in enumerate(series.items())
        ],
    }


def bars(labels: Sequence[str], series: Mapping[str, Sequence[float]], colours: Sequence[str]) -> Mapping[str, Any]:
    """Horizontal bars, one row per label, the series stacked."""
    ink = charts.ink()
    return {
        "grid": {"left": 8, "right": 16, "top": charts.legend_room(series), "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "legend": {"top": 0, "textStyle": {"color": ink}},
        "xAxis": {"type": "value", "minInterval": 1, "axisLabel": {"color": ink}},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [label if len(label) < 40 else f"{label[:38]}…" for label in labels],
            "axisLabel": {"interval": 0, "color": ink},
        },
        "series": [
            {
                "name": name,
                "type": "bar",
                "stack": "all",
                "barMaxWidth": 18,
                "itemStyle": {"color": colour, "borderColor": "#7c8898", "borderWidth": 0.5},
                "data": list(amounts),
            }
            for (name, amounts), colour in zip(series.items(), colours, strict=True)
        ],
    }
