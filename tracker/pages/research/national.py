"""All municipalities at once: how far each has come, as tiles by county and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from statistics import median
from typing import Any

import streamlit as st

from tracker.pages import address, charts, downloads, frame, language, palette, routes, tables
from tracker.pages.language import t, tn
from tracker.pages.research import country
from tracker.views.counted import FEWEST
from tracker.views.ladder.decoupling import IN_SERVICE
from tracker.views.ladder.places import NOT_EXAMINED
from tracker.views.ladder.standings import USED
from tracker.views.national.coverage import MEASURES, OF_ALL, Covered, Wanted, count, coverage

SIZE = 50
ACROSS = 20
"""Tiles in a line: a county with more goes on in the next."""
TILE = 25
SHADES = (("0", 0), ("1", 1), ("3", 25), ("4", 50), ("6", 75), ("7", 100))
"""Places of the palette whose colours stand for shares from so many per cent on."""


def show(workspace: int) -> None:
    """The answer, the tiles, and the table; a row opens that municipality's matrix."""
    among = country.among()
    left, right = st.columns(2)
    with left:
        guideline = country.guideline(workspace, every=True)
    with right:
        measure = address.choose(
            t("page.national.measure"), MEASURES, key="measure", resets=("page",), show=measure_name
        )
    wanted = Wanted(measure=measure, guideline=guideline, among=among)
    reader = frame.person().id
    with frame.reading() as session:
        found = coverage(session, reader=reader, wanted=wanted)
    country.fresh(workspace)
    if not found:
        st.info(t("page.national.nobody"), icon=":material/lightbulb:")
        return
    _answer(found, measure)
    charts.draw(
        _tiles(found), height=90 + TILE * len(_lines(found)), key="national-tiles",
        alt=t("page.national.alt", measure=measure_name(measure)),
    )  # fmt: skip
    _table(wanted, reader)


def measure_name(measure: str) -> str:
    """What share is shown: what was examined, or a step of the ladder."""
    if measure in OF_ALL:
        return t(f"page.national.measure.{measure}")
    return charts.place_name(measure.removeprefix("level_"))


def _answer(found: Sequence[Covered], measure: str) -> None:
    shares = [one.share for one in found if one.share is not None]
    said = f"**{tn('page.national.answer', len(shares), total=len(found))}**"
    if shares:
        said += " " + t(
            "page.national.spread", measure=measure_name(measure), median=language.percent(median(shares)),
            lowest=language.percent(min(shares)), highest=language.percent(max(shares)),
        )  # fmt: skip
    st.markdown(said)
    if not shares:
        st.info(t("page.national.no_share", fewest=FEWEST), icon=":material/lightbulb:")
    of_all = measure in OF_ALL
    st.caption(t(f"page.national.rule.{'all' if of_all else 'ladder'}", fewest=FEWEST))
    if not of_all and int(measure.removeprefix("level_")) >= USED and any(one.own_criteria for one in found):
        own = sum(one.own_criteria for one in found)
        st.warning(tn("page.national.own_criteria", own), icon=":material/balance:")


def _lines(found: Sequence[Covered]) -> list[tuple[str, list[Covered]]]:
    """The tiles by county in lines of ACROSS, by name; only the first line of a county says which it is."""
    ordered = sorted(found, key=lambda one: (one.code[:2] if one.county else "~", one.code))
    lines = []
    for county, some in groupby(ordered, key=lambda one: one.county):
        tiles = list(some)
        for first in range(0, len(tiles), ACROSS):
            name = (county or t("page.national.no_county")) if first == 0 else ""
            lines.append((name, tiles[first : first + ACROSS]))
    return lines


def _tiles(found: Sequence[Covered]) -> Mapping[str, Any]:
    """A tile for each municipality with its share in figures; a dot where that is not known."""
    lines = _lines(found)
    marks = [
        _tile(one, across, down) for down, (_, tiles) in enumerate(lines) for across, one in enumerate(tiles)
    ]  # fmt: skip
    ink = {"color": charts.ink()}
    unknown, dark = NOT_EXAMINED, charts.is_dark()
    edge = "#0e1117" if dark else "#ffffff"
    pieces = [{"value": -1, "label": t("page.national.unknown"), "color": palette.colours(unknown, dark=dark)[0]}]
    for (place, low), (_, high) in zip(SHADES, [*SHADES[1:], ("", 101)], strict=True):
        label = f"{low} %" if high - low == 1 else f"{low}–{high - 1} %"
        pieces.append({"gte": low, "lt": high, "label": label, "color": palette.colours(place, dark=dark)[0]})
    return {
        "grid": {"left": 8, "right": 8, "top": 60, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "visualMap": {"type": "piecewise", "pieces": pieces, "orient": "horizontal", "top": 0, "left": 0,
                      "textStyle": ink, "itemGap": 8, "selectedMode": False},
        "xAxis": {"type": "category", "data": list(range(ACROSS)), "show": False},
        "yAxis": {"type": "category", "data": [name for name, _ in lines], "inverse": True,
                  "axisLine": {"show": False}, "axisTick": {"show": False},
                  "axisLabel": ink | {"interval": 0, "width": charts.NAME}},
        "series": [{"type": "heatmap", "data": marks, "itemStyle": {"borderWidth": 2, "borderColor": edge}}],
    }  # fmt: skip


def _tile(one: Covered, across: int, down: int) -> Mapping[str, Any]:
    share = None if one.share is None else round(100 * one.share)
    place = NOT_EXAMINED if share is None else _shade(share)
    return {
        "name": f"{one.name}: {_said(one)}",
        "value": [across, down, -1 if share is None else share],
        "label": {"show": True, "formatter": "·" if share is None else str(share), "fontSize": 11,
                  "color": palette.colours(place, dark=charts.is_dark())[1]},
    }  # fmt: skip


def _shade(share: int) -> str:
    return next(place for place, low in reversed(SHADES) if share >= low)


def _said(one: Covered) -> str:
    """The share, or why there is none."""
    if one.share is not None:
        return language.percent(one.share)
    if one.on is None:
        return t("page.national.not_yet")
    return t("page.national.empty") if one.empty else t("page.national.not_known")


def _table(wanted: Wanted, reader: int) -> None:
    """One row for each municipality, the furthest first; a page of them is read at a time."""
    with frame.reading() as session:
        total = count(session, reader=reader, wanted=wanted)
    first = address.page_of(total, size=SIZE)
    with frame.reading() as session:
        page = coverage(session, reader=reader, wanted=wanted, first=first, most=SIZE)

    def every() -> list[dict[str, Any]]:
        with frame.reading() as session:
            return list(map(_row, coverage(session, reader=reader, wanted=wanted)))

    rows = list(map(_row, page))
    titles = {key: t(f"page.national.column.{key}") for key in rows[0]} | {"share": measure_name(wanted.measure)}
    columns = titles | {"name": tables.wide(titles["name"], 200), "on": tables.day(titles["on"])}
    chosen = tables.table(rows, columns, key="national-table", alt=t("page.research.tab.national"), tallest=600)
    downloads.downloads("national", every, titles)
    if chosen is not None:
        routes.go("matrix", ws=page[chosen].slug)


def _row(one: Covered) -> dict[str, Any]:
    known = one.on is not None
    counts = {
        "requirements": one.requirements, "examined": one.examined, "suggested": one.suggested,
        "confirmed": one.confirmed, "in_service": sum(one.levels[IN_SERVICE:]), "beside": one.beside,
    }  # fmt: skip
    return {
        "name": one.name, "county": one.county or t("page.research.use.unknown"), "share": _said(one),
        **{key: value if known else None for key, value in counts.items()},
        "documents": one.documents if known else None,
        "population": None if one.population is None else one.population, "on": one.on,
    }  # fmt: skip
