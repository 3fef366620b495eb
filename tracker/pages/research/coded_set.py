"""The whole coded set as one file: codings, codebook, editions, thresholds, so that a study can be repeated."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from tracker import clock
from tracker.exporters.archive import csv_archive
from tracker.pages import downloads, frame, standing, tables
from tracker.pages.language import current, t, tn
from tracker.views.exports.sheets import Sheet
from tracker.views.research.coded_set import coded_set


def show(workspace: int) -> None:
    """What is in the set, and the file; made of what the person may read."""
    sheets = frame.remembered(coded_set, workspace, sees_secrecy=frame.cleared(workspace))
    by_name = {sheet.name: sheet for sheet in sheets}
    if not by_name["codings"].rows:
        st.info(t("page.research.set.empty"), icon=":material/lightbulb:")
        return
    about = {row["what"]: row["value"] for row in by_name["about"].rows}
    st.markdown(tn("page.research.set.answer", int(about["codings"]), links=about["links"]))
    st.caption(t("page.research.set.rule"))
    if about["withheld"]:
        st.caption(tn("page.research.set.withheld", int(about["withheld"])))
    rows = [
        {"table": f"{sheet.name}.csv", "rows": len(sheet.rows), "holds": t(f"page.research.set.holds.{sheet.name}")}
        for sheet in sheets
    ]
    titles = {key: t(f"page.research.set.column.{key}") for key in rows[0]}
    columns = titles | {"holds": tables.long(titles["holds"], 480)}
    tables.table(rows, columns, key="coded-set", alt=t("page.research.tab.set"), opens=False)
    standing.download(
        t("page.research.set.download"),
        data=partial(_archive, sheets, downloads.stamp_of()),
        file_name=f"coded-set-{clock.today().isoformat()}.zip",
        mime="application/zip",
        key="download-coded-set",
        on_click="ignore",
        icon=":material/download:",
        type="primary",
    )
    with st.expander(t("page.research.set.codebook"), icon=":material/menu_book:"):
        _codebook(by_name["codebook"])


def _archive(sheets: list[Sheet], stamped: Callable[[str, bytes], bytes]) -> bytes:
    packed = csv_archive((sheet.name, sheet.rows, {column: column for column in sheet.columns}) for sheet in sheets)
    return stamped("zip", packed)


def _codebook(codebook: Sheet) -> None:
    """The codes with their definitions, in the reader's language."""
    rows = [
        {"code": row["code"].upper(), "name": row[f"name_{current()}"], "definition": row[f"definition_{current()}"]}
        for row in codebook.rows
    ]
    titles = {key: t(f"page.research.set.column.{key}") for key in rows[0]}
    columns = titles | {"definition": tables.long(titles["definition"], 620)}
    tables.table(rows, columns, key="codebook", alt=t("page.research.set.codebook"), opens=False)
