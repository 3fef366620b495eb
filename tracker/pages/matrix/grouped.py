"""The matrix with a row per group of requirements, so that hundreds of them by dozens of units are seen at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from tracker.pages import address, charts, frame, tables
from tracker.pages.language import t, tn, word
from tracker.pages.matrix import filters, picture
from tracker.pages.matrix.filters import PAGE
from tracker.pages.matrix.picture import Mark
from tracker.pages.palette import LEVELS, colours
from tracker.tables.guideline import Force, Level
from tracker.views.guidelines import listing
from tracker.views.ladder.places import NOT_EXAMINED
from tracker.views.matrix import groups
from tracker.views.matrix.fitting import Filter
from tracker.views.matrix.grid import SUSPECT_SIGN
from tracker.views.matrix.groups import Group, Spread
from tracker.views.matrix.table import Column

SIZE = 30
"""Groups on a screen: a window draws twice as many so slowly that every change of a filter is felt."""
HALF = 2
"""Grey and hatched where fewer than one of so many requirements has a level: what nobody knows is no colour."""


def show(
    workspace: int, day: date | None, asked: Filter, by: str, requirements: Sequence[int], columns: Sequence[Column]
) -> None:
    """Picture and table of the groups; a group or a cell of it opens its requirements."""
    found = frame.remembered_of(day, groups.groups, workspace, requirements=requirements, columns=columns, by=by)
    known = [group for group in found if any(spread.examined for spread in group.spreads)]
    idle = len(found) - len(known)
    with_idle = not known or not idle or address.switch(tn("page.matrix.idle_groups", idle), key="rows", resets=PAGE)
    found = found if with_idle else known
    first = address.page_of(len(found), size=SIZE)
    found = found[first : first + SIZE]
    names = _names(workspace, by, found)
    st.html(charts.scale_html())
    st.caption(t("page.matrix.group_rule"))
    keys = [address.key_of(column.subject) for column in columns]

    def open_cell() -> None:
        for row, key in st.session_state["groups"].selection.cells[:1]:
            _open(by, found[row].key, key if key in keys else "")

    counted = [f"{name} ({group.total})" for name, group in zip(names, found, strict=True)]
    picture.draw(
        counted,
        [column.name for column in columns],
        [
            [_mark(f"{name} · {column.name}", spread) for column, spread in zip(columns, group.spreads, strict=True)]
            for name, group in zip(names, found, strict=True)
        ],
        alt=t("page.matrix.group_alt", groups=len(found), columns=len(columns)),
        on_cell=lambda y, x: _open(by, found[y].key, keys[x]),
    )
    _table(by, counted, found, columns, open_cell, least=asked.least)


def _table(
    by: str, names: Sequence[str], found: Sequence[Group], columns: Sequence[Column], on_cell: Callable[[], None],
    *, least: int,
) -> None:  # fmt: skip
    """The same as numbers: the median, how many it is of, and how many have come to the step that counts as met."""
    st.caption(t("page.matrix.group_cells", level=charts.place_name(str(least))))
    css = {place: "background-color: {}; color: {}".format(*colours(place, dark=charts.is_dark())) for place in LEVELS}
    titles = {
        "group": tables.wide(t(f"page.matrix.group.{by}"), 190),
    }
    widths = {
        address.key_of(column.subject): st.column_config.TextColumn(
            column.name, width=max(165, 24 + 8 * len(column.name))
        )
        for column in columns
    }
    tables.coloured_table(
        {"group": names},
        [[_words(spread, least) for spread in group.spreads] for group in found],
        [[css[_colour(spread)] for spread in group.spreads] for group in found],
        titles | widths,
        key="groups",
        alt=t("page.matrix.group_alt", groups=len(found), columns=len(columns)),
        on_cell=on_cell,
    )


def _names(workspace: int, by: str, found: Sequence[Group]) -> list[str]:
    if by == "guideline":
        called = {str(row.id): row.abbreviation for row in frame.remembered(listing.guideline_names, workspace)}
        return [called.get(group.key) or group.key for group in found]
    if by == "topic":
        return [group.key or t("page.matrix.no_topic") for group in found]
    return [word(Level(group.key) if by == "level" else Force(group.key)) for group in found]


def _mark(name: str, spread: Spread) -> Mark:
    suspect = f", {tn('count.suspects', spread.suspect)}" if spread.suspect else ""
    known = t("page.matrix.of", examined=spread.examined, total=spread.concerned)
    return Mark(
        place=_colour(spread),
        sign=charts.place_sign(spread.place),
        told=f"{name}: {charts.place_name(spread.place)} ({known}{suspect})",
        unknown=_is_thin(spread),
        suspect=bool(spread.suspect),
    )


def _is_thin(spread: Spread) -> bool:
    return spread.examined * HALF < spread.concerned


def _colour(spread: Spread) -> str:
    """The place whose colour a cell has."""
    return NOT_EXAMINED if _is_thin(spread) else spread.place


def _words(spread: Spread, least: int) -> str:
    """Like "2 (8/31) ≥4: 3 !": the median, of how many, how many have come to the step, and that one is suspect."""
    if not spread.examined:
        return charts.place_sign(spread.place)
    met = spread.reached(least)
    far, suspect = f" ≥{least}: {met}" if met else "", SUSPECT_SIGN if spread.suspect else ""
    return f"{spread.place} ({spread.examined}/{spread.concerned}){far}{suspect}"


def _open(by: str, key: str, column: str) -> None:
    """The requirements of the group one by one, in one column where a cell was chosen."""
    address.put(**{by: key}, group=None if key else filters.ONE_BY_ONE, page=None)
    if column:
        address.put(column=column)
