"""The matrix as a picture: the colour and number of a cell are its level, hatched where too little is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from tracker.pages import charts
from tracker.pages.palette import LEVELS, colours
from tracker.views.ladder.places import NOT_EXAMINED

ROW = 24
WIDE = 30
"""From so many columns on their names stand upright, and cells hold their level only."""
SUSPECT = ("#b3261e", "#ffb4ab")
"""The ring around what is suspect, in the light and in the dark theme."""
HEAD = 190
HATCH = charts.HATCH | {"dashArrayY": [1, 7], "color": "rgba(90,100,115,.55)"}
"""Finer than that of bars: a number is read on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A cell of the picture in the colour of a place; `told` is said on pointing at it, `unknown` hatches it."""

    place: str
    sign: str
    told: str
    unknown: bool
    suspect: bool


def draw(
    rows: Sequence[str],
    columns: Sequence[str],
    marks: Sequence[Sequence[Mark]],
    *,
    alt: str,
    on_cell: Callable[[int, int], None],
) -> None:
    """Rows by columns; choosing a cell calls `on_cell` with its row and column."""
    spots = [(y, x) for y in range(len(rows)) for x in range(len(columns))]
    spots.sort(key=lambda spot: marks[spot[0]][spot[1]].suspect)  # a ring is drawn over the cells beside it

    def follow() -> None:
        point = charts.chosen("heatmap")
        if point is not None:
            on_cell(*spots[point])

    with st.container(key="heatmap-box"):
        charts.draw(
            _heatmap(rows, columns, [(y, x, marks[y][x]) for y, x in spots]),
            height=HEAD + ROW * len(rows),
            key="heatmap",
            on_select=follow,
            alt=alt,
        )


def _heatmap(rows: Sequence[str], columns: Sequence[str], marks: Sequence[tuple[int, int, Mark]]) -> Mapping[str, Any]:
    label = {"interval": 0, "fontSize": 11, "color": charts.ink()}
    upright = {"rotate": 90 if len(columns) >= WIDE else 60, "width": 180, "overflow": "truncate"}
    return {
        "grid": {"left": 8, "right": 8, "top": 8, "bottom": 8, "containLabel": True},
        "tooltip": {"formatter": "{b}"},
        "xAxis": {
            "type": "category",
            "position": "top",
            "data": list(columns),
            "axisLabel": label | (upright if len(columns) > 1 else {}),
            "axisTick": {"show": False},
        },
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": list(rows),
            "axisLabel": label | {"width": charts.NAME},
            "axisTick": {"show": False},
        },
        "series": [
            {
                "type": "heatmap",
                "selectedMode": "single",
                "progressive": 0,  # drawn piece by piece, cells lose their hatch
                "data": [_cell(mark, x, y, wide=len(columns) < WIDE) for y, x, mark in marks],
            }
        ],
        "visualMap": {"show": False, "min": 0, "max": len(LEVELS), "inRange": {"opacity": [1, 1]}},
    }


def _cell(mark: Mark, x: int, y: int, *, wide: bool) -> dict[str, Any]:
    dark = charts.is_dark()
    back, front = colours(mark.place, dark=dark)
    edge = {"borderColor": "#12181f" if dark else "#ffffff", "borderWidth": 1}
    ring = {"borderColor": SUSPECT[dark], "borderWidth": 2.5}
    return {
        "name": mark.told,
        "value": [x, y, list(LEVELS).index(mark.place)],
        "label": {
            "show": mark.sign != charts.place_sign(NOT_EXAMINED),
            "formatter": mark.sign if wide else mark.sign[:1],
            "color": front,
        },
        "itemStyle": {"color": back} | (ring if mark.suspect else edge) | ({"decal": HATCH} if mark.unknown else {}),
    }
