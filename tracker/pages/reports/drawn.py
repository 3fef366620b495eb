"""A report on screen: the same content, each figure, row and risk a way to where the app lists it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from tracker.pages import address, charts, frame, routes, tables
from tracker.pages.language import t
from tracker.pages.openings import openings
from tracker.pages.palette import LEVELS, colours
from tracker.pages.problems import plain
from tracker.reports import plain as said
from tracker.reports.content import Bars, Block, Cell, Figures, Points, Quote, Report, Section, Table, Target, Text
from tracker.views.ladder.places import NOT_EXAMINED
from tracker.views.matrix import table

QUOTES = 20
"""Quotes on a page."""
LONG = 90
"""Characters from which a column gets room to read."""


def show(workspace: int, report: Report) -> None:
    """Section by section; what stands under a heading of the second level is drawn together."""
    for number, (title, blocks) in enumerate(_together(report.sections)):
        st.subheader(plain(title), anchor=False)
        quotes = [block for block in blocks if isinstance(block, Quote)]
        for place, block in enumerate(block for block in blocks if not isinstance(block, Quote)):
            _draw(workspace, report, block, key=f"{number}-{place}")
        if quotes:
            first = address.page_of(len(quotes), size=QUOTES)
            for quote in quotes[first : first + QUOTES]:
                _quote(quote)


def _together(sections: Sequence[Section]) -> Iterator[tuple[str, Sequence[Block]]]:
    """Titles of the first level with their blocks; tables of one name below them are one table led by their titles."""
    for section, below in _below(sections):
        rows: dict[str, Table] = {}
        notes: list[Text] = []
        for part in below:
            for block in part.blocks:
                if isinstance(block, Table):
                    lead = _led(block, part.title)
                    held = rows.get(block.name)
                    rows[block.name] = lead if held is None else replace(
                        held, rows=[*held.rows, *lead.rows], targets=[*held.targets, *lead.targets]
                    )  # fmt: skip
                elif isinstance(block, Text):
                    notes.append(Text(text=f"{part.title}: {block.text}", style="note"))
        yield section.title, [*section.blocks, *rows.values(), *notes]


def _below(sections: Sequence[Section]) -> Iterator[tuple[Section, Sequence[Section]]]:
    found: list[tuple[Section, list[Section]]] = []
    for section in sections:
        if section.level == 1 or not found:
            found.append((section, []))
        else:
            found[-1][1].append(section)
    yield from found


def _led(block: Table, title: str) -> Table:
    column = replace(block.columns[0], title=t("report.column.section"))
    return replace(block, columns=[column, *block.columns], rows=[[title, *row] for row in block.rows])


def _draw(workspace: int, report: Report, block: Block, *, key: str) -> None:
    match block:
        case Text():
            _text(block)
        case Points():
            _points(workspace, block, key)
        case Figures():
            _figures(workspace, report, block, key)
        case Bars():
            st.html(charts.scale_html())
            charts.draw(_bars(block), height=48 + 22 * len(block.rows), key=f"bars-{key}", alt=block.alt)
        case Table():
            _table(workspace, report, block, key)


def _text(block: Text) -> None:
    if block.style == "note":
        st.caption(plain(block.text))
    else:
        st.markdown(f"**{plain(block.text)}**" if block.style == "lead" else plain(block.text))


def _points(workspace: int, block: Points, key: str) -> None:
    with openings(f"report-{key}"):
        for number, (text, target) in enumerate(block.items):
            if target is None:
                st.markdown(plain(text))
            elif st.button(plain(text), key=f"point-{key}-{number}", width="stretch", wrap=True):
                _open(workspace, target)


def _figures(workspace: int, report: Report, block: Figures, key: str) -> None:
    with st.container(key="figures"):
        for number, (column, row) in enumerate(zip(st.columns(len(block.rows)), block.rows, strict=True)):
            label = f"**{plain(said.figure(row.value, report.language))}** {plain(row.label)}"
            with column:
                if row.target is None:
                    st.markdown(label)
                elif st.button(label, key=f"figure-{key}-{number}", width="stretch", wrap=True):
                    _open(workspace, row.target)


def _table(workspace: int, report: Report, block: Table, key: str) -> None:
    """The rows; one that is listed somewhere opens it."""
    names = [str(number) for number in range(len(block.columns))]
    rows = [{name: _cell(value, report.language) for name, value in zip(names, row, strict=True)} for row in block.rows]
    columns: dict[str, Any] = {}
    for place, (name, column) in enumerate(zip(names, block.columns, strict=True)):
        if len({type(row[name]) for row in rows if row[name] is not None}) > 1:  # a column holds one kind of values
            for shown, row in zip(rows, block.rows, strict=True):
                shown[name] = said.cell(row[place], report.language)
        columns[name] = _column(column.title, [row[name] for row in rows])
    opens = any(target is not None for target in block.targets)
    chosen = tables.table(rows, columns, key=f"table-{key}", alt=block.name, tallest=460, opens=opens)
    if block.more:
        st.caption(plain(block.more))
    target = block.targets[chosen] if chosen is not None and chosen < len(block.targets) else None
    if target is not None:
        _open(workspace, target)


def _column(title: str, values: Sequence[Any]) -> Any:
    """Room for what is long, the calendar for days, the right side for numbers."""
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, date) for value in known):
        return tables.day(title)
    if known and all(isinstance(value, int) for value in known):
        return tables.count(title)
    longest = max((len(str(value)) for value in known), default=0)
    return tables.long(title) if longest > LONG else title


def _cell(value: Cell, language: str) -> Any:
    if value is None or isinstance(value, int | float | date):
        return value
    return " · ".join(line for line in said.cell(value, language).split("\n") if line)


def _quote(block: Quote) -> None:
    with st.container(border=True):
        st.markdown(plain(block.text))
        st.caption(plain(f"{block.source} · {block.evidence}"))


def _bars(block: Bars) -> Mapping[str, Any]:
    """The same stacks as in print, in the colours of the theme."""
    axis = {"color": charts.ink(), "interval": 0, "fontSize": 12}
    return {
        "grid": {"left": 8, "right": 16, "top": 8, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "value", "minInterval": 1, "axisLabel": {"color": charts.ink()}},
        "yAxis": {"type": "category", "inverse": True, "data": [row.name for row in block.rows], "axisLabel": axis},
        "series": [
            {
                "name": name,
                "type": "bar",
                "stack": "ladder",
                "barMaxWidth": 18,
                "itemStyle": {
                    "color": colours(place, dark=charts.is_dark())[0],
                    "borderColor": "#7c8898",
                    "borderWidth": 0.5,
                }
                | ({"decal": charts.HATCH} if place == NOT_EXAMINED else {}),
                "data": [row.counts.get(place, 0) for row in block.rows],
            }
            for place, name in block.places.items()
            if place in LEVELS
        ],
    }


def _open(workspace: int, target: Target) -> None:
    """Leave for where it is listed; a requirement without a unit opens for the municipality as a whole."""
    values = dict(target.values)
    if target.page == "matrix" and "requirement" in values and "subject" not in values:
        values["subject"] = address.key_of(frame.remembered(table.columns, workspace)[0].subject)
    routes.go(target.page, **values)
