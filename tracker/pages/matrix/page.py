"""Matrix: how far each requirement has come in each unit or service; a click opens what stands behind a cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from tracker.pages import address, charts, downloads, frame, language, routes, stage, tables
from tracker.pages.language import t, tn, word
from tracker.pages.matrix import cell as matrix_cell
from tracker.pages.matrix import shares
from tracker.pages.palette import LEVELS, colours
from tracker.tables.guideline import Force
from tracker.views.exports import sheets
from tracker.views.guidelines import listing
from tracker.views.matrix import table
from tracker.views.matrix.grid import SHOWN, Fitting, Grid, fitting, grid

SIZE = 25
TRACKED = ("obligation", "prohibition", "recommendation", "right")


def show() -> None:
    workspace = frame.here()
    if address.number("requirement") is not None and address.get("subject"):
        matrix_cell.show(workspace)
        return
    st.title(t("nav.matrix"))
    day = frame.as_of()
    answer = st.container()
    found = _filters(workspace, day)
    fits = frame.remembered_of(day, fitting, workspace, **found)
    total = len(fits.requirements)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        first = address.page_of(total, size=SIZE)
    with answer:
        _answer(fits)
        shares.show(workspace, day)
    if not total:
        st.info(t("page.matrix.empty"), icon=":material/lightbulb:")
        return
    part = frame.remembered_of(
        day,
        grid,
        workspace,
        requirements=fits.requirements[first : first + SIZE],
        by=found["by"],
        subjects=found["subjects"],
        language=language.current(),
        names={row.id: row.abbreviation for row in frame.remembered(listing.guideline_names, workspace)},
    )
    st.html(charts.scale_html())
    st.caption(t("page.matrix.signs"))
    with st.container(key="heatmap-box"):
        _picture(part)
    _table(part)
    _by_name(part)
    titles = frame.remembered_of(day, sheets.matrix_titles, workspace)
    downloads.downloads(
        "matrix",
        partial(_rows, day, workspace, language.current()),
        {key: titles.get(key) or t(f"column.{key}") for key in (*sheets.MATRIX_COLUMNS, *titles)},
    )


def _rows(day: date | None, workspace: int, words: str) -> Sequence[Any]:
    """All rows for a file: read once somebody asks for it."""
    return frame.remembered_of(day, sheets.matrix_sheet, workspace, language=words).rows


def _answer(fits: Fitting) -> None:
    """The matrix in one line."""
    st.markdown(
        f"**{t('page.matrix.answer', examined=fits.examined, total=len(fits.requirements))}** · "
        f"{tn('count.gaps', fits.gaps)} · {tn('count.suspects', fits.suspect)}"
    )


def _filters(workspace: int, day: date | None) -> dict[str, Any]:
    """The filters in one row; gives what was chosen as the views ask for it."""
    laws = {str(row.id): row.title(language.current()) for row in frame.remembered(listing.guideline_names, workspace)}
    resets = ("page",)
    by = address.segment(
        t("page.matrix.by"), ("unit", "service"), key="by", show=lambda key: t(f"page.matrix.by.{key}"),
        resets=("page", "column"),
    )  # fmt: skip
    columns = frame.remembered_of(day, table.columns, workspace, by=by)
    names = {address.key_of(column.subject): column for column in columns}
    first, second, third, fourth = st.columns(4)
    with first:
        law = address.choose(
            t("page.filter.guideline"), ["", *laws], key="guideline", resets=resets,
            show=lambda key: laws.get(key, t("page.filter.all")),
        )  # fmt: skip
    with second:
        force = address.choose(
            t("page.filter.force"), ["", *TRACKED], key="force", resets=resets,
            show=lambda key: word(Force(key)) if key else t("page.filter.all"),
        )  # fmt: skip
    with third:
        column = address.choose(
            t(f"page.matrix.column.{by}"), ["", *names], key="column", resets=resets,
            show=lambda key: names[key].name if key in names else t("page.filter.all"),
        )  # fmt: skip
    with fourth:
        shown = address.choose(
            t("page.matrix.show"), SHOWN, key="show", resets=resets,
            show=lambda key: t(f"page.matrix.show.{key}") if key else t("page.filter.all"),
        )  # fmt: skip
    return {
        "by": by,
        "guideline_id": int(law) if law else None,
        "force": Force(force) if force else None,
        "subjects": (names[column].subject,) if column else (),
        "shown": shown,
    }


def _keys(part: Grid) -> list[str]:
    return [address.key_of(column.subject) for column in part.columns]


def _table(part: Grid) -> None:
    """The matrix as a table: each cell a number on its colour; choosing a cell opens it."""
    keys = _keys(part)
    css = {place: "background-color: {}; color: {}".format(*colours(place, dark=charts.is_dark())) for place in LEVELS}
    leading = {
        "requirement": [stage.marked(row.label, row.status) for row in part.rows],
        "text": [row.text for row in part.rows],
    }
    columns = {
        "requirement": tables.wide(t("word.requirement"), 165),
        "text": st.column_config.TextColumn(t("column.text"), width=230),
    }
    widths = {
        key: st.column_config.TextColumn(column.name, width=max(60, 24 + 8 * len(column.name)))
        for key, column in zip(keys, part.columns, strict=True)
    }
    ids = [row.requirement_id for row in part.rows]
    tables.coloured_table(
        leading,
        [row.signs for row in part.rows],
        [[css[place] for place in row.places] for row in part.rows],
        columns | widths,
        key="grid",
        alt=t("page.matrix.alt"),
        on_cell=lambda: _open(ids, keys),
    )


def _picture(part: Grid) -> None:
    keys = _keys(part)
    ids = [row.requirement_id for row in part.rows]
    st.echarts_chart(
        charts.heatmap(part),
        height=170 + 24 * len(part.rows),
        key="heatmap",
        on_select=lambda: _open_point(ids, keys),
        alt=t("page.matrix.alt"),
    )


def _open(ids: Sequence[int], keys: Sequence[str]) -> None:
    """Go to the cell that was chosen; the requirement's own columns open its first cell."""
    cells = [tuple(cell) for cell in st.session_state["grid"].selection.cells]
    if cells:
        row, key = cells[0]
        address.put(requirement=ids[row], subject=key if key in keys else keys[0])


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


def _open_point(ids: Sequence[int], keys: Sequence[str]) -> None:
    point = charts.chosen("heatmap")
    if point is not None:
        address.put(requirement=ids[point // len(keys)], subject=keys[point % len(keys)])


def link(requirement_id: int, subject: tuple[str, int]) -> None:
    """Leave for a cell from another page."""
    routes.go("matrix", requirement=requirement_id, subject=address.key_of(subject))
