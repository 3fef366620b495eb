"""Pictures as ECharts options, from frozen rows; every one has its table beside it and a text in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from tracker.pages.language import current, t
from tracker.pages.palette import LEVELS, colours
from tracker.views.ladder.places import BESIDE, NOT_EXAMINED
from tracker.views.overview import Bar

HATCH = {
    "symbol": "rect",
    "dashArrayX": [1, 0],
    "dashArrayY": [2, 5],
    "rotation": 0.785,
    "color": "rgba(90,100,115,.5)",
}
NAME = 190
"""Pixels of a name beside an axis before it goes on in a second line."""
TELEPHONE = 46
"""Letters of a legend, six for each sign, that stand in one line at 390 pixels."""


def draw(option: Mapping[str, Any], *, height: int, key: str, alt: str, **more: Any) -> Any:
    """The picture, as every picture is drawn: said in words, readable in both themes, its numbers as people write them.

    ECharts puts a comma between thousands, in Swedish the sign of decimals: axes write their numbers plain, and what
    is told on pointing follows the language of the browser. Names beside an axis go on in a second line, never cut.
    """
    ready = {"animation": False} | dict(option) | {"aria": {"enabled": True}}
    ready["textStyle"] = {"fontFamily": "system-ui, 'DejaVu Sans', sans-serif", "color": ink()} | dict(
        option.get("textStyle", {})
    )
    ready["tooltip"] = {"valueFormatter": "localized", "confine": True} | dict(option.get("tooltip", {}))
    for name in ("xAxis", "yAxis"):
        if name in option:
            axes = option[name]
            ready[name] = [_ready(one) for one in axes] if isinstance(axes, list) else _ready(axes)
    return st.echarts_chart(ready, height=height, key=key, alt=alt, **more)


def _ready(axis: Mapping[str, Any]) -> dict[str, Any]:
    """An axis whose words are dark enough and whole."""
    plain = {"formatter": "{value}"} if axis.get("type") == "value" else {"overflow": "break"}
    return dict(axis) | {"axisLabel": {"color": ink()} | plain | dict(axis.get("axisLabel", {}))}


def chosen(key: str) -> int | None:
    """Which mark of the picture was clicked last, counted from the first; a line between two marks is none."""
    selected = st.session_state[key].selection.selected
    marks = (series for series in selected if series["data_type"] != "edge")
    return next((index for series in marks for index in series["data_indices"]), None)


def place_name(place: str) -> str:
    """The name of a place on or off the ladder, with its number."""
    if place in (NOT_EXAMINED, BESIDE):
        return t(f"page.place.{place}")
    return f"{place} {t(f'level.{place}')}"


def ladder_bars(bars: Sequence[Bar]) -> Mapping[str, Any]:
    """One bar per guideline, stacked by place on the ladder."""
    names = [bar.name.short(current()) for bar in bars]
    present = [place for place in LEVELS if any(bar.counts.get(place) for bar in bars)]
    return {
        "grid": {"left": 8, "right": 16, "top": 8, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "value", "minInterval": 1, "axisLabel": {"color": ink()}},
        "yAxis": {"type": "category", "data": names, "inverse": True, "axisLabel": _axis(12) | {"width": NAME}},
        "series": [
            {
                "name": place_name(place),
                "type": "bar",
                "stack": "ladder",
                "barMaxWidth": 16,
                "selectedMode": "single",
                "itemStyle": {"color": colours(place, dark=is_dark())[0], "borderColor": "#7c8898", "borderWidth": 0.5}
                | ({"decal": HATCH} if place == NOT_EXAMINED else {}),
                "data": [bar.counts.get(place, 0) for bar in bars],
            }
            for place in present
        ],
    }


def scale_html() -> str:
    """The ladder's colours with their numbers and names, as finished HTML without any stored text."""
    from tracker.pages.highlights import escaped

    parts = [
        f'<span><span class="sample" style="background:{back};color:{front}">{escaped(place_sign(place))}</span>'
        f"{escaped(_bare_name(place))}</span>"
        for place in LEVELS
        for back, front in [colours(place, dark=is_dark())]
    ]
    return f'<div class="scale">{"".join(parts)}</div>'


def is_dark() -> bool:
    """Whether the reader has the dark theme."""
    return st.context.theme.type == "dark"


def legend_room(names: Iterable[str]) -> int:
    """Pixels the legend takes above a picture: a second line where a telephone has no room for all names in one."""
    return 36 if sum(len(name) + 6 for name in names) <= TELEPHONE else 60


def ink() -> str:
    """The colour of words in a picture: the theme's own is too pale to read."""
    return "#d5dce5" if is_dark() else "#3d4654"


def _axis(size: int) -> dict[str, Any]:
    return {"interval": 0, "fontSize": size, "color": ink()}


def _bare_name(place: str) -> str:
    return t(f"page.place.{place}") if place in (NOT_EXAMINED, BESIDE) else t(f"level.{place}")


def place_sign(place: str) -> str:
    """What stands in a cell at a place: its number, or the sign of one without."""
    return {NOT_EXAMINED: "·", BESIDE: "×"}.get(place, place)
