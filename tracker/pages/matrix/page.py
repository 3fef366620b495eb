"""Matrix: how far each requirement has come in each unit or service; a click opens what stands behind a cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from textwrap import shorten
from typing import Any

import streamlit as st

from tracker.pages import address, charts, downloads, frame, language, routes, stage, tables
from tracker.pages.language import t
from tracker.pages.matrix import cell as matrix_cell
from tracker.pages.matrix import filters, grouped, picture, shares
from tracker.pages.matrix.picture import Mark
from tracker.pages.palette import LEVELS, colours
from tracker.pages.problems import plain
from tracker.views.exports import sheets
from tracker.views.guidelines import listing
from tracker.views.ladder.places import NOT_EXAMINED
from tracker.views.matrix.fitting import FIGURES, Filter, Fitting, fitting
from tracker.views.matrix.grid import Grid, grid
from tracker.views.matrix.table import Column

SIZE = 25
LONGEST = 115
"""Letters of a requirement that stand whole in its row; all of them stand in the opened cell."""


def show() -> None:
    workspace = frame.here()
    if address.number("requirement") is not None and address.get("subject"):
        matrix_cell.show(workspace)
        return
    st.title(t("nav.matrix"))
    day = frame.as_of()
    answer = st.container()
    how = st.container(horizontal=True, vertical_alignment="center", gap="medium")
    asked = filters.show(workspace, day, how)
    fits = frame.remembered_of(day, fitting, workspace, asked=asked)
    with answer:
        _answer(fits, asked)
    with how:
        by = filters.grouping(workspace, asked, fits.total)
        columns = [*fits.columns, *fits.idle] if filters.with_idle(fits.idle, asked.by) else fits.columns
    if fits.requirements:
        if len(asked.subjects) != 1:
            with st.container(key="matrix-narrow"):
                st.caption(t(f"page.matrix.narrow.{asked.by}"))
        if by:
            grouped.show(workspace, day, asked, by, fits.requirements, columns)
        else:
            _one_by_one(workspace, day, asked, fits.requirements, columns)
    else:
        st.info(t("page.matrix.empty"), icon=":material/lightbulb:")
    shares.show(workspace, day)
    titles = frame.remembered_of(day, sheets.matrix_titles, workspace)
    downloads.downloads(
        "matrix",
        partial(_rows, day, workspace, language.current()),
        {key: titles.get(key) or t(f"column.{key}") for key in (*sheets.MATRIX_COLUMNS, *titles)},
    )


def _rows(day: date | None, workspace: int, words: str) -> Sequence[Any]:
    """All rows for a file: read once somebody asks for it."""
    return frame.remembered_of(day, sheets.matrix_sheet, workspace, language=words).rows


def _answer(fits: Fitting, asked: Filter) -> None:
    """The matrix in one line, and its figures: each shows what it counts, and all again when it is chosen anew."""
    st.markdown(f"**{t('page.matrix.answer', examined=fits.counts.get('examined', 0), total=fits.total)}**")
    with st.container(horizontal=True, gap="small", key="matrix-figures"):
        for name in FIGURES:
            chosen = asked.shown == name
            st.button(
                f"{fits.counts.get(name, 0)} {_figure(name, asked.by)}",
                key=f"figure-{name}",
                type="secondary" if chosen else "tertiary",
                icon=":material/filter_alt:" if chosen else None,
                on_click=lambda name=name, chosen=chosen: address.put(show=None if chosen else name, page=None),
            )
    if asked.shown == "one":
        st.caption(t(f"page.matrix.one_rule.{asked.by}", level=charts.place_name(str(asked.least))))
    if asked.shown == "fallen":
        st.caption(t(f"page.matrix.fallen_rule.{asked.by}"))
    if asked.subjects:
        st.caption(t("page.matrix.these_only", names=plain(", ".join(column.name for column in fits.columns))))


def _figure(name: str, by: str) -> str:
    shown = filters.shown_name(name) if name != "one" else t(f"page.matrix.one.{by}")
    return shown[0].lower() + shown[1:]


def _one_by_one(
    workspace: int, day: date | None, asked: Filter, requirements: Sequence[int], columns: Sequence[Column]
) -> None:
    """A row for every requirement, some of them at a time."""
    first = address.page_of(len(requirements), size=SIZE)
    part = frame.remembered_of(
        day,
        grid,
        workspace,
        requirements=requirements[first : first + SIZE],
        by=asked.by,
        subjects=tuple(column.subject for column in columns),
        language=language.current(),
        names={row.id: row.abbreviation for row in frame.remembered(listing.guideline_names, workspace)},
    )
    st.html(charts.scale_html())
    st.caption(t("page.matrix.signs"))
    if len(part.columns) > 1:
        _picture(part)
    _table(part)
    _by_name(part)


def _keys(part: Grid) -> list[str]:
    return [address.key_of(column.subject) for column in part.columns]


def _picture(part: Grid) -> None:
    keys = _keys(part)

    picture.draw(
        [row.label for row in part.rows],
        [column.name for column in part.columns],
        [
            [
                Mark(
                    place=place,
                    sign=row.signs[x],
                    told=f"{row.label} · {part.columns[x].name}: {charts.place_name(place)}",
                    unknown=place == NOT_EXAMINED,
                    suspect=row.suspect[x],
                )
                for x, place in enumerate(row.places)
            ]
            for row in part.rows
        ],
        alt=t("page.matrix.alt_of", rows=len(part.rows), columns=len(part.columns)),
        on_cell=lambda y, x: address.put(requirement=part.rows[y].requirement_id, subject=keys[x]),
    )


def _table(part: Grid) -> None:
    """The matrix as a table, a list where it has one column; choosing a cell opens it."""
    keys = _keys(part)
    css = {place: "background-color: {}; color: {}".format(*colours(place, dark=charts.is_dark())) for place in LEVELS}
    labels = [stage.marked(row.label, row.status) for row in part.rows]
    texts = [shorten(row.text, LONGEST, placeholder=" …") for row in part.rows]
    widths = {
        key: st.column_config.TextColumn(column.name, width=max(60, 24 + 8 * len(column.name)))
        for key, column in zip(keys, part.columns, strict=True)
    }
    leading, wide = {"requirement": labels}, {"requirement": tables.wide(t("word.requirement"), 165)}
    text = {"text": st.column_config.TextColumn(t("column.text"), width=290)}
    cells = [list(row.signs) for row in part.rows]
    styles = [[css[place] for place in row.places] for row in part.rows]
    if len(keys) == 1:  # what it says stands before the words: a telephone shows no more
        cells = [[_said(row.places[0], row.signs[0]), words] for row, words in zip(part.rows, texts, strict=True)]
        styles = [[*css_of_row, ""] for css_of_row in styles]
        order = wide | {keys[0]: st.column_config.TextColumn(part.columns[0].name, width=150)}
        order |= {"text": st.column_config.TextColumn(t("column.text"), width=560)}
    else:
        leading["text"] = texts
        order = wide | text | widths
    tables.coloured_table(
        leading, cells, styles, order, key="grid",
        alt=t("page.matrix.alt_of", rows=len(part.rows), columns=len(keys)), on_cell=lambda: _open(part, keys),
    )  # fmt: skip


def _said(place: str, sign: str) -> str:
    """A cell in words: its sign, and the name of its place."""
    return f"{sign} {charts.place_name(place).removeprefix(place).strip()}"


def _open(part: Grid, keys: Sequence[str]) -> None:
    """Go to the cell that was chosen; the requirement's own columns open its first cell."""
    for row, key in st.session_state["grid"].selection.cells[:1]:
        address.put(requirement=part.rows[row].requirement_id, subject=key if key in keys else keys[0])


def _by_name(part: Grid) -> None:
    """A way to any cell of these rows without pointing at it."""
    rows = {row.requirement_id: row for row in part.rows}
    names = {address.key_of(column.subject): column.name for column in part.columns}
    with st.expander(t("page.matrix.by_name"), icon=":material/keyboard:", key="by-name", on_change="rerun") as box:
        if not box.open:
            return
        chosen = st.selectbox(
            t("word.requirement"),
            list(rows),
            format_func=lambda number: f"{rows[number].label} {rows[number].text[:90]}",
            key="by-name-requirement",
        )
        subject = st.selectbox(
            t("page.matrix.by"), list(names), format_func=lambda key: names[key], key="by-name-subject"
        )
        st.button(
            t("page.matrix.open"), key="by-name-open", on_click=lambda: address.put(requirement=chosen, subject=subject)
        )


def link(requirement_id: int, subject: tuple[str, int]) -> None:
    """Leave for a cell from another page."""
    routes.go("matrix", requirement=requirement_id, subject=address.key_of(subject))
