"""The index of every unit as five bars, with the items nobody knows."""

from __future__ import annotations

import streamlit as st

from tracker.anchoring import dimensions
from tracker.pages import address, downloads, frame, tables, thresholds
from tracker.pages.anchoring.words import item_name, short_name
from tracker.pages.language import number, t, tn
from tracker.pages.problems import plain
from tracker.views.anchoring import index
from tracker.views.anchoring.index import Anchoring

Cells = dict[str, str | float | None]


def show(workspace: int) -> None:
    found = [row for row in frame.remembered(index.index_of, workspace).values() if row.subject[0] == "actor"]
    known = [row for row in found if row.is_own]
    known.sort(key=lambda row: (row.index.value is None, row.index.value or 0))  # the weakest first, unknown last
    st.markdown(
        f"**{t('page.anchoring.units.answer', n=sum(row.index.value is not None for row in found), total=len(found))}**"
    )
    if not known:
        st.info(t("page.anchoring.units.empty"), icon=":material/lightbulb:")
    else:
        _table(known)
    thresholds.note(
        workspace, "anchoring_dimensions", "anchoring_items", "shelf_life", "smallest_n",
        rule=t("page.anchoring.rule.index"),
    )  # fmt: skip
    silent = [row for row in found if not row.is_own]
    if silent:
        with st.expander(tn("page.anchoring.units.silent", len(silent)), icon=":material/help:"):
            _silent(silent)


def _table(rows: list[Anchoring]) -> None:
    """A bar for each dimension; a row opens the unit with its items and their sources."""
    shown = [_cells(row) for row in rows]
    titles = {key: t(f"page.anchoring.column.{key}") for key in ("unit", "index")}
    titles |= {code: short_name(code) for code in dimensions()}
    titles["missing"] = t("page.anchoring.column.missing")
    columns = titles | {code: _bar(titles[code]) for code in dimensions()}
    columns |= {"index": st.column_config.TextColumn(titles["index"], width=125)}
    columns |= {"unit": tables.wide(titles["unit"], 190), "missing": tables.long(titles["missing"], 420)}
    chosen = tables.table(shown, columns, key="units", alt=t("page.anchoring.units.alt"), tallest=700)
    downloads.downloads("anchoring-units", lambda: shown, titles)
    if chosen is not None:
        address.put(subject=address.key_of(rows[chosen].subject))
        st.rerun()


def _bar(title: str) -> object:
    return st.column_config.ProgressColumn(title, min_value=0, max_value=100, format="%d", width=96)


def _cells(row: Anchoring) -> Cells:
    value = row.index.value
    bars: Cells = {code: None if known is None else round(known) for code, known in row.index.dimensions.items()}
    return {
        "unit": row.name,
        "index": t("page.anchoring.not_enough") if value is None else number(round(value)),
        **bars,
        "missing": _missing(row),
    }


def _missing(row: Anchoring) -> str:
    """How many of the items asked nobody knows, and which."""
    names = ", ".join(map(item_name, row.index.missing))
    of = f"{len(row.index.missing)}/{len(row.index.asked)}"
    return f"{of}: {names}" if names else of


def _silent(rows: list[Anchoring]) -> None:
    """The units nobody has said anything of, each a way to its form."""
    with st.container(horizontal=True, gap="small"):
        for row in rows:
            st.button(
                plain(row.name), key=f"silent-{row.subject[1]}", type="tertiary", on_click=_open,
                args=(address.key_of(row.subject),),
            )  # fmt: skip


def _open(key: str) -> None:
    address.put(subject=key)
