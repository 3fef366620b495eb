"""How far the coders of a project agree, with intervals; and the project as one file for other researchers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from tracker import interchange
from tracker.database import Database
from tracker.freezing import study as freezing
from tracker.interchange import Wanted
from tracker.pages import downloads, frame, language, standing, tables, thresholds
from tracker.pages.language import t
from tracker.pages.research.coders import CLAIMS_FROM
from tracker.pages.research.projects import words
from tracker.views.research.studies import Codebook, StudyRow
from tracker.views.settings import thresholds as thresholds_of

MEASURED = ("mode", "depth")
"""What is asked of every project beside its codes: the mode, and how deep the translation goes."""


def show(found: StudyRow) -> None:
    """The answer, every measure with n and interval, and the package; nothing while the coding is blind."""
    reader = frame.person().id
    rows = frame.remembered(
        freezing.worked_out, found.workspace_id, study_id=found.id, reader=reader, table="agreement"
    )
    if rows is None:
        st.info(t("page.studies.blind"), icon=":material/visibility_off:")
        return
    with frame.reading() as session:
        fewest = thresholds_of(session, found.workspace_id).smallest_n
    enough = [row for row in rows if int(row["n"]) >= fewest]
    _answer(enough, most=max((int(row["n"]) for row in rows), default=0), fewest=fewest)
    rule = t("page.studies.agreement.limit", limit=language.number(CLAIMS_FROM))
    thresholds.note(found.workspace_id, "smallest_n", rule=rule)
    if enough:
        _table(enough, words.codebook_of(found))
    st.subheader(t("page.studies.package"), anchor=False)
    st.markdown(t("page.studies.package.what", number=found.id))
    standing.download(
        t("page.studies.package.get"),
        data=partial(_package, frame.database(), found.workspace_id, found.id, reader),
        file_name=f"coding-project-{found.id}.zip",
        mime="application/zip",
        key="download-package",
        on_click="ignore",
        icon=":material/download:",
    )
    st.markdown(t("page.studies.qdpx.what", number=found.id))
    wanted = Wanted(language=language.current(), study_id=found.id, reader=reader)
    standing.download(
        t("page.studies.qdpx.get"),
        data=partial(_for_others, frame.database(), found.workspace_id, wanted),
        file_name=f"coding-project-{found.id}.qdpx",
        mime="application/zip",
        key="download-qdpx",
        on_click="ignore",
        icon=":material/download:",
    )


def _answer(rows: list[Mapping[str, str]], *, most: int, fewest: int) -> None:
    said = {row["measure"]: row for row in rows if row["code"] == "mode" and row["coders"] == "all"}
    alpha, share = said.get("alpha", {}).get("value"), said.get("share", {}).get("value")
    if not alpha or not share:
        st.markdown(t("page.research.coders.too_few", n=most, fewest=fewest))
        return
    key = "usable" if float(alpha) >= CLAIMS_FROM else "not_usable"
    st.markdown(
        t(
            "page.research.coders.answer",
            share=language.percent(float(share)),
            n=said["alpha"]["n"],
            alpha=language.number(round(float(alpha), 2)),
            verdict=t(f"page.research.coders.{key}"),
        )
    )


def _table(rows: list[Mapping[str, str]], book: Codebook) -> None:
    names = {code.key: words.name_of(code) for code in book.codes}
    names |= {code: t(f"page.studies.agreement.{code}") for code in MEASURED}
    shown = [
        {
            "code": names.get(row["code"], row["code"]),
            "measure": t(f"page.studies.measure.{row['measure']}"),
            "coders": t("page.studies.everybody") if row["coders"] == "all" else row["coders"].replace(" ", " – "),
            "n": int(row["n"]),
            "value": _figure(row["value"]),
            "interval": f"{_figure(row['low'])} – {_figure(row['high'])}" if row["low"] else "–",
        }
        for row in rows
    ]
    titles: dict[str, Any] = {key: t(f"page.studies.column.{key}") for key in shown[0]}
    tables.table(shown, titles, key="study-agreement", alt=t("page.studies.part.agreement"), opens=False, tallest=500)
    st.caption(t("page.studies.agreement.rule"))
    downloads.downloads("coding-project-agreement", lambda: shown, titles)


def _figure(value: str) -> str:
    return language.number(round(float(value), 2)) if value else "–"


def _package(database: Database, workspace: int, study: int, reader: int) -> bytes:
    with database.reading() as session:
        return freezing.package(session, workspace, study, reader)


def _for_others(database: Database, workspace: int, wanted: Wanted) -> bytes:
    with database.reading() as session:
        return interchange.make(session, workspace, "codings", "qdpx", wanted).content
