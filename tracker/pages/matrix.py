"""Matrix: how far each requirement has come in each unit or service; a click opens what stands behind a cell."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from tracker.pages import address, charts, downloads, frame, language, matrix_cell, routes
from tracker.pages.language import t, tn, word
from tracker.pages.palette import LEVELS
from tracker.tables.guideline import Force
from tracker.views import exports, guidelines, matrix
from tracker.views.grid import SHOWN, Grid, grid
from tracker.views.matrix import Matrix

SIZE = 25
TRACKED = ("obligation", "prohibition", "recommendation", "right")


def show() -> None:
    workspace = frame.here()
    if address.number("requirement") is not None and address.get("subject"):
        matrix_cell.show(workspace)
        return
    st.title(t("nav.matrix"))
    answer = st.container()
    found, shown = _filters(workspace)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        whole = grid(found, shown=shown, size=0)
        first = address.page_of(whole.total, size=SIZE)
    part = grid(found, shown=shown, first=first, size=SIZE, language=language.current())
    with answer:
        _answer(part)
    if not part.rows:
        st.info(t("page.matrix.empty"), icon=":material/lightbulb:")
        return
    st.html(charts.scale_html())
    st.caption(t("page.matrix.signs"))
    _table(part)
    with st.expander(t("page.matrix.picture"), icon=":material/grid_on:", expanded=False, key="picture", on_change="rerun") as box:
        if box.open:
            _picture(part)
    sheet = frame.remembered(exports.matrix_sheet, workspace, language=language.current())
    titles = {key: sheet.titles.get(key) or t(f"column.{key}") for key in sheet.columns}
    downloads.downloads("matrix", lambda: sheet.rows, titles)


def _answer(part: Grid) -> None:
    """The matrix in one line."""
    st.markdown(
        f"**{t('page.matrix.answer', examined=part.examined, total=part.total)}** · "
        f"{tn('count.gaps', part.gaps)} · {tn('count.suspects', part.suspect)}"
    )


def _filters(workspace: int) -> tuple[Matrix, str]:
    laws = {str(row.id): row.title(language.current()) for row in frame.remembered(guidelines.guideline_names, workspace)}
    resets = ("page",)
    by = address.segment(
        t("page.matrix.by"), ("unit", "service"), key="by", show=lambda key: t(f"page.matrix.by.{key}"),
        resets=("page", "column"),
    )  # fmt: skip
    names = {
        f"{column.subject[0]}-{column.subject[1]}": column
        for column in frame.remembered(matrix.columns, workspace, by=by)
    }
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
    found = frame.remembered(
        matrix.matrix,
        workspace,
        by=by,
        guideline_id=int(law) if law else None,
        force=Force(force) if force else None,
        subjects=(names[column].subject,) if column else (),
    )
    return found, shown


def _keys(part: Grid) -> list[str]:
    return [f"{column.subject[0]}-{column.subject[1]}" for column in part.columns]


def _table(part: Grid) -> None:
    """The matrix as a table: each cell a number on its colour; choosing a cell opens it."""
    keys = _keys(part)
    data = pd.DataFrame([row.signs for row in part.rows], columns=keys)
    places = pd.DataFrame([row.places for row in part.rows], columns=keys)
    styles = {place: f"background-color: {back}; color: {front}" for place, (back, front) in LEVELS.items()}
    data.insert(0, "requirement", [row.label for row in part.rows])
    data.insert(1, "text", [row.text for row in part.rows])
    colours = places.map(styles.get)
    colours.insert(0, "requirement", "")
    colours.insert(1, "text", "")
    st.dataframe(
        data.style.apply(lambda _: colours, axis=None),
        hide_index=True,
        key="grid",
        on_select=lambda: _open([row.requirement_id for row in part.rows], keys),
        selection_mode=["single-cell", "single-row"],
        height=min(38 + 35 * len(part.rows), 950),
        column_config={
            "requirement": st.column_config.TextColumn(t("word.requirement"), pinned=True, width=170),
            "text": st.column_config.TextColumn(t("column.text"), width=260),
        }
        | {
            key: st.column_config.TextColumn(column.name, width=88, help=column.name)
            for key, column in zip(keys, part.columns, strict=True)
        },
        alt=t("page.matrix.alt"),
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
    """Go to the cell that was chosen; a whole row opens its requirement for the municipality or first column."""
    chosen = st.session_state["grid"].selection
    cells = [tuple(cell) for cell in chosen.cells]
    if cells:
        row, key = cells[0]
        address.put(requirement=ids[row], subject=key if key in keys else keys[0])
    elif chosen.rows:
        address.put(requirement=ids[chosen.rows[0]], subject=keys[0])


def _open_point(ids: Sequence[int], keys: Sequence[str]) -> None:
    selected = st.session_state["heatmap"].selection.selected
    point = next((index for series in selected for index in series.get("dataIndex", ())), None)
    if point is not None:
        address.put(requirement=ids[point // len(keys)], subject=keys[point % len(keys)])


def link(requirement_id: int, subject: tuple[str, int]) -> None:
    """Leave for a cell from another page."""
    routes.go("matrix", requirement=requirement_id, subject=f"{subject[0]}-{subject[1]}")
