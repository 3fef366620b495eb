"""The pictures of the page Anchoring as ECharts options; each has its table beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.anchoring import Field, Index
from tracker.pages import charts
from tracker.pages.anchoring.words import barrier_name, field_name, score, short_name
from tracker.pages.language import t
from tracker.views.anchoring.fields import ServiceField
from tracker.views.anchoring.staffing import Moved

SIGNS: Mapping[Field, tuple[str, str]] = {
    Field.HOLLOW_FRONT: ("#e5762f", "diamond"),
    Field.STRONG: ("#2b65a5", "circle"),
    Field.READY: ("#3a9a6d", "triangle"),
    Field.WEAK: ("#7d8aa0", "rect"),
}
"""Colour and shape of each field: told apart without colours too."""
MOVED, BACKFILLED, UNKNOWN = "#c2571a", "#4a9fc9", "#7d8aa0"
SIDES = {"organisation": "#e5762f", "technology": "#2b65a5", "": "#9aa3ae"}
LONGEST = 30
NARROW, PLOT = 480, 200
"""A picture this narrow, on a telephone, names hollow fronts only; so many of its pixels are between the axes."""
BROKEN = {"overflow": "break", "lineHeight": 15}
NEAR, CROWDED = 4.0, 60.0
"""Names nearer than this above one another take turns; right of this there is no room on the right."""


def four_fields(rows: Sequence[ServiceField], *, strong: float, weak: float) -> Mapping[str, Any]:
    """Anchoring inside from left to right, working outward upwards; one sign per service that has a place."""
    dots = [_dot(row, side) for row, side in zip(rows, _sides(rows), strict=True)]
    wide = {"data": dots, "markArea": {"silent": True, "data": _areas(strong, weak)}}
    narrow = {
        "data": [_narrow_dot(dot, row) for dot, row in zip(dots, rows, strict=True)],
        "markArea": {"silent": True, "data": _areas(strong, weak, pixels=PLOT)},
    }
    return {
        "grid": {"left": 50, "right": 30, "top": 16, "bottom": 48},
        "tooltip": {"formatter": "{b}"},
        "xAxis": _axis(t("page.anchoring.inward"), middle=30),
        "yAxis": _axis(t("page.anchoring.outward"), middle=34),
        "series": [
            {
                "type": "scatter",
                "selectedMode": "single",
                "symbolSize": 15,
                "labelLayout": {"hideOverlap": True},
            }
            | wide
        ],
        "media": [
            {"query": {"maxWidth": NARROW}, "option": {"series": [narrow]}},
            {"option": {"series": [wide]}},  # back again when the window grows
        ],
    }


def five_bars(found: Index) -> Mapping[str, Any]:
    """The dimensions of one subject; one of which nothing is known has no bar and says so."""
    codes = list(found.dimensions)
    bars = []
    for code in codes:
        value = found.dimensions[code]
        label = score(value) if value is not None else t("page.anchoring.not_known")
        bars.append({"value": value or 0, "label": {"show": True, "formatter": label, "position": "right"} | _ink()})
    return _bars([short_name(code) for code in codes], [{"data": bars, "color": "#4a9fc9"}], most=110)


def moved_bars(units: Sequence[tuple[str, Moved]]) -> Mapping[str, Any]:
    """Posts moved from each unit beside those filled again."""
    series: list[Mapping[str, Any]] = [
        {"name": t("page.anchoring.staffing.moved"), "data": [row.moved for _, row in units], "color": MOVED},
        {
            "name": t("page.anchoring.staffing.backfilled"),
            "data": [row.backfilled for _, row in units],
            "color": BACKFILLED,
        },
    ]
    return _bars([name for name, _ in units], series, legend=True)


def barrier_bars(counts: Mapping[str, int], sides: Mapping[str, str]) -> Mapping[str, Any]:
    """How many barriers there are of each type, organisation and technology in colours of their own."""
    data = [
        {
            "value": count,
            "itemStyle": {"color": SIDES[sides.get(code, "")]},
            "label": {"show": True, "position": "right"} | _ink(),
        }
        for code, count in counts.items()
    ]
    return _bars([barrier_name(code) for code in counts], [{"data": data, "color": UNKNOWN}])


def _dot(row: ServiceField, side: str) -> dict[str, Any]:
    assert row.field is not None  # only those with a place are drawn
    colour, sign = SIGNS[row.field]
    outward, inward = score(row.outward.value), score(row.anchoring.index.value)
    text = t("page.anchoring.dot", service=row.name, field=field_name(row.field), outward=outward, inward=inward)
    name = row.name if len(row.name) <= LONGEST else f"{row.name[: LONGEST - 1]}…"
    return {
        "name": text,
        "value": [row.anchoring.index.value, row.outward.value],
        "symbol": sign,
        "itemStyle": {"color": colour},
        "label": {"show": True, "formatter": name, "fontSize": 11, "position": side} | _ink(),
    }


def _narrow_dot(dot: Mapping[str, Any], row: ServiceField) -> dict[str, Any]:
    label = {"show": row.field is Field.HOLLOW_FRONT, "position": "right", "width": PLOT // 2}
    return dict(dot) | {"label": dot["label"] | label | BROKEN}


def _sides(rows: Sequence[ServiceField]) -> list[str]:
    """On which side of its sign each name stands: where there is room, by turns for signs of much the same height."""
    sides = ["right"] * len(rows)
    last, before = "right", -100.0
    for height, position in sorted((row.outward.value or 0.0, position) for position, row in enumerate(rows)):
        across = rows[position].anchoring.index.value or 0.0
        near = height - before < NEAR
        side = "left" if across > CROWDED or (near and last == "right") else "right"
        sides[position], last, before = side, side, height
    return sides


def _areas(strong: float, weak: float, *, pixels: int = 0) -> list[list[dict[str, Any]]]:
    """Where each field lies, with its name in an upper corner: in lines as wide as the field in so many pixels."""
    corners = {
        Field.HOLLOW_FRONT: (0, strong, weak, 100, "insideTopLeft"),
        Field.STRONG: (weak, strong, 100, 100, "insideTopRight"),
        Field.READY: (weak, 0, 100, strong, "insideTopRight"),
        Field.WEAK: (0, 0, weak, strong, "insideTopLeft"),
    }
    return [
        [
            {
                "name": field_name(field),
                "xAxis": left,
                "yAxis": low,
                "itemStyle": {"color": SIGNS[field][0], "opacity": 0.1, "borderColor": "#7d8aa0", "borderWidth": 0.5},
                "label": {"position": corner, "fontSize": 12, "fontWeight": "bold"}
                | _ink()
                | _lines(right - left, pixels),
            },
            {"xAxis": right, "yAxis": high},
        ]
        for field, (left, low, right, high, corner) in corners.items()
    ]


def _lines(share: float, pixels: int) -> dict[str, Any]:
    return BROKEN | {"width": share * pixels / 100 - 8} if pixels else {}


def _axis(name: str, *, middle: int) -> dict[str, Any]:
    return {
        "type": "value", "min": 0, "max": 100, "name": name, "nameLocation": "middle", "nameGap": middle,
        "nameTextStyle": _ink(), "axisLabel": _ink(), "splitLine": {"show": False},
    }  # fmt: skip


def _bars(
    names: Sequence[str], series: Sequence[Mapping[str, Any]], *, legend: bool = False, most: float | None = None
) -> Mapping[str, Any]:
    return {
        "grid": {"left": 8, "right": 48, "top": 30 if legend else 8, "bottom": 8, "containLabel": True},
        "legend": {"show": legend, "top": 0, "textStyle": _ink()},
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "value", "max": most, "axisLabel": _ink()} | ({"show": False} if most else {}),
        "yAxis": {"type": "category", "data": list(names), "inverse": True, "axisLabel": {"interval": 0} | _ink()},
        "series": [{"type": "bar", "barMaxWidth": 16} | dict(one) for one in series],
    }


def _ink() -> dict[str, Any]:
    return {"color": charts.ink()}
