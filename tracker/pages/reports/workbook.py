"""The workbook of working data: downloaded, edited in a spreadsheet, brought back and looked at before it is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from tracker import clock, tasks
from tracker.database import Database
from tracker.errors import TrackerError
from tracker.exporters.tables import MEDIA_TYPES
from tracker.offline import RowEdit, Trouble, Weight
from tracker.pages import address, background, downloads, frame, language, problems, standing, tables
from tracker.pages.language import t, tn
from tracker.pages.problems import message, plain
from tracker.settings import Settings
from tracker.tables.people import Person
from tracker.tasks.workbook import Brought
from tracker.views.versions import data_version

SHOWN = 500
"""So many changes are listed on the page; the file has all."""
LISTED = 60
"""And so many troubles of each weight."""
_DONE = "workbook-done"
_LOOKED = "workbook-looked"


def show(workspace: int) -> None:
    """The way out and the way back."""
    st.markdown(t("page.workbook.meaning"))
    st.subheader(t("page.workbook.step_out"), anchor=False)
    secrecy = frame.cleared(workspace) and address.switch(t("page.workbook.secrecy"), key="secrecy")
    standing.download(
        t("page.workbook.download"),
        data=partial(_made, frame.database(), frame.person(), workspace, language.current(), secrecy=secrecy),
        file_name=f"tracker-{clock.today().isoformat()}.xlsx",
        mime=MEDIA_TYPES["xlsx"],
        key="workbook-download",
        on_click="ignore",
        icon=":material/download:",
        type="primary",
    )
    st.subheader(t("page.workbook.step_back"), anchor=False)
    file = st.file_uploader(
        t("page.workbook.drop"),
        type=["xlsx"],
        key=f"workbook-{st.session_state.get('uploads', 0)}",
        max_upload_size=background.LIMIT_MB,
        **frame.only("link.decide", help=t("page.workbook.drop_help")),
    )
    _done()
    if file is not None:
        _file(workspace, file.name, file.getvalue())


def _made(database: Database, by: Person, workspace: int, spoken: str, *, secrecy: bool) -> bytes:
    """The file, made when the page has run: nothing here may ask it anything."""
    return tasks.make_workbook(database, workspace, spoken, by=by, secrecy=secrecy).content


def _file(workspace: int, name: str, data: bytes) -> None:
    """What would come of the file, and the buttons that store it."""
    found = _looked_at(workspace, name, data)
    if found is None:
        return
    _answer(found)
    _changes((*found.stored, *found.waiting))
    _conflicts([one for one in found.troubles if one.weight is Weight.CONFLICT])
    _problems([one for one in found.troubles if one.weight is Weight.ROW])
    told = [one for one in found.troubles if one.weight is Weight.TOLD]
    if told:
        with st.expander(t("page.workbook.told", count=len(told))):
            _listed("told", told, ("place", "why"))
    if found.cells:
        st.button(
            t("page.workbook.store_rest") if found.blocked else t("page.workbook.store", name=plain(name)),
            type="primary",
            icon=":material/check:",
            key="workbook-store",
            on_click=_store,
            args=(workspace, name, data, found.digest),
            **frame.only("link.decide", help=t("page.workbook.rest_help") if found.blocked else None),
        )


def _looked_at(workspace: int, name: str, data: bytes) -> Brought | None:
    """What storing would do, found out again once anything was written; None where the file cannot be read."""
    with frame.reading() as session:
        version = data_version(session, workspace)
    sha256 = hashlib.sha256(data).hexdigest()
    key = repr((Settings().database_url, version, workspace, frame.person().id, name, sha256))
    kept: tuple[str, Any] | None = st.session_state.get(_LOOKED)
    if kept is None or kept[0] != key:
        try:
            with st.spinner(t("page.workbook.looking")):
                found: Any = tasks.preview_workbook(frame.database(), data, name, workspace, by=frame.person())
        except TrackerError as problem:
            found = problem
        kept = st.session_state[_LOOKED] = (key, found)
    if isinstance(kept[1], TrackerError):
        st.error(message(kept[1].code, kept[1].values), icon=":material/error:")
        return None
    looked_at: Brought = kept[1]
    return looked_at


def _answer(found: Brought) -> None:
    """One line: how much changes, and what waits."""
    if not found.cells:
        st.info(t("page.workbook.nothing"), icon=":material/check:")
        return
    rows = len(found.stored) + len(found.waiting)
    said = t("page.workbook.would", cells=tn("count.cells", found.cells), rows=tn("count.rows", rows))
    if found.waiting:
        said += " " + t("page.workbook.would_wait", rows=tn("count.rows", len(found.waiting)))
    st.markdown(f"**{said}**")


def _changes(edited: Sequence[RowEdit]) -> None:
    rows = [
        {
            "sheet": row.title,
            "cell": edit.cell,
            "name": row.name,
            "column": edit.column,
            "before": edit.before,
            "after": edit.after,
        }
        for row in edited
        for edit in row.edits
    ]
    if not rows:
        return
    shown = [
        {"place": _place(row), "before": row["before"], "after": row["after"], "name": row["name"]}
        for row in rows[:SHOWN]
    ]
    titles = _titles(shown[0])
    columns = titles | {key: tables.long(titles[key]) for key in ("before", "after")}
    tables.table(shown, columns, key="workbook-changes", alt=t("page.workbook.changes"), tallest=420, opens=False)
    if len(rows) > SHOWN:
        st.caption(t("page.workbook.first", shown=SHOWN, total=len(rows)))
    downloads.downloads("workbook-changes", lambda: rows, _titles(rows[0]))


def _conflicts(troubles: Sequence[Trouble]) -> None:
    if troubles:
        st.warning(t("page.workbook.conflicts", count=tn("count.cells", len(troubles))), icon=":material/call_split:")
        _listed("conflicts", troubles, ("place", "mine", "theirs", "why"))


def _problems(troubles: Sequence[Trouble]) -> None:
    if troubles:
        st.error(t("page.workbook.problems", count=tn("count.cells", len(troubles))), icon=":material/error:")
        _listed("problems", troubles, ("place", "mine", "why"))


def _listed(name: str, troubles: Sequence[Trouble], keys: Sequence[str]) -> None:
    """A plain table, which breaks its lines: what to do must be read whole, on a telephone too."""
    rows = [
        {
            "sheet": one.title,
            "cell": one.cell,
            "name": one.name,
            "column": one.column,
            "mine": one.mine,
            "theirs": one.theirs,
            "why": t(one.code, **one.values),
        }
        for one in troubles
    ]
    shown = [{**row, "place": _place(row)} for row in rows[:LISTED]]
    titles = _titles(shown[0])
    st.table([{titles[key]: plain(row[key]) for key in keys} for row in shown], hide_index=True)
    if len(rows) > LISTED:
        st.caption(t("page.workbook.first", shown=LISTED, total=len(rows)))
    downloads.downloads(f"workbook-{name}", lambda: rows, _titles(rows[0]))


def _place(row: Mapping[str, str]) -> str:
    """Sheet, cell and column in one: a telephone has no room for three columns."""
    return " · ".join(part for part in (f"{row['sheet']} {row['cell']}".strip(), row["column"]) if part)


def _titles(row: Mapping[str, Any]) -> dict[str, str]:
    return {key: t(f"page.workbook.column.{key}") for key in row}


def _store(workspace: int, name: str, data: bytes, digest: str) -> None:
    """Store what was looked at: all of it where nothing is wrong, else the other rows."""
    try:
        done = tasks.import_workbook(
            frame.database(), data, name, workspace, by=frame.person(), rest=True, digest=digest
        )
    except TrackerError as problem:
        problems.keep(problem)
        return
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
    st.session_state[_DONE] = (name, done.cells, len(done.stored) + len(done.waiting))


def _done() -> None:
    """Show what the last file did, once."""
    kept = st.session_state.pop(_DONE, None)
    if kept is not None:
        name, cells, rows = kept
        said = t("page.workbook.done", name=name, cells=tn("count.cells", cells), rows=tn("count.rows", rows))
        st.success(plain(said), icon=":material/check_circle:")
