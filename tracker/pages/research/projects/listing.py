"""The coding projects of a workspace, and the way into one."""

from __future__ import annotations

import streamlit as st

from tracker.pages import address, frame, tables
from tracker.pages.language import t, tn, word
from tracker.pages.research.projects import planning, project
from tracker.tables.study import StudyState
from tracker.views.research import studies
from tracker.views.research.studies import StudyRow

NEW = "new"


def show(workspace: int) -> None:
    """The list, the form of a new project, or the one in the address."""
    if address.get("study") == NEW:
        planning.show(workspace)
        return
    asked = address.number("study")
    if asked is not None:
        with frame.reading() as session:
            found = studies.study(session, workspace, asked, reader=frame.person().id)
        if found is not None:
            project.show(found)
            return
        st.error(t("error.study_unknown", id=asked), icon=":material/error:")
    _list(workspace)


def _list(workspace: int) -> None:
    with frame.reading() as session:
        rows = studies.studies(session, workspace, reader=frame.person().id)
    if rows:
        going = sum(row.state is not StudyState.PUBLISHED for row in rows)
        st.markdown(f"**{tn('page.studies.answer', len(rows))}** · {tn('page.studies.going', going)}")
        picked = _table(rows)
    else:
        st.info(t("page.studies.empty"), icon=":material/lightbulb:")
        picked = None
    st.button(
        t("page.studies.new"), type="primary" if not rows else "secondary", icon=":material/add:", key="study-new",
        **frame.only("study.plan"), on_click=address.put, kwargs={"study": NEW},
    )  # fmt: skip
    if picked is not None:
        address.put(study=rows[picked].id)
        st.rerun()


def _table(rows: list[StudyRow]) -> int | None:
    shown = [
        {
            "name": row.name,
            "state": word(row.state),
            "units": row.units or None,
            "coders": sum(not coder.ended for coder in row.coders),
            "judged": sum(coder.judged for coder in row.coders),
        }
        for row in rows
    ]
    titles = {key: t(f"page.studies.column.{key}") for key in shown[0]}
    columns = titles | {"name": tables.wide(titles["name"], 380)}
    return tables.table(shown, columns, key="studies", alt=t("page.research.tab.studies"))
