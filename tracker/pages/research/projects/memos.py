"""Memos of a project: written where the thought comes, and read together."""

from __future__ import annotations

import streamlit as st

from tracker.pages import frame, problems
from tracker.pages.language import day, t, tn
from tracker.pages.problems import plain
from tracker.pages.research.projects import words
from tracker.studies import memos
from tracker.tables.study import StudyState
from tracker.views.research import units
from tracker.views.research.studies import StudyRow
from tracker.views.research.units import MemoRow, UnitText


def show(found: StudyRow) -> None:
    """All memos the reader may read, and a new one on the project or a code."""
    with frame.reading() as session:
        rows = units.memos(session, found.id, frame.person().id)
    book = words.codebook_of(found)
    names = {code.key: words.name_of(code) for code in book.codes}
    st.markdown(f"**{tn('page.studies.memos', len(rows))}**")
    if found.state in (StudyState.DRAFT, StudyState.CODING):
        st.caption(t("page.studies.memos_blind"))
    code = st.selectbox(
        t("page.studies.memo_about"), ["", *names], key="memo-code",
        format_func=lambda key: names.get(key) or t("page.studies.memo_project"),
    )  # fmt: skip
    _write(found, code=code)
    for row in rows:
        _one(row, names)


def on_unit(found: StudyRow, unit: UnitText) -> None:
    """The memos on a unit, behind one button."""
    with st.popover(
        tn("page.studies.memos_on", len(unit.memos)), icon=":material/sticky_note_2:", type="tertiary", key="unit-memos"
    ):
        for row in unit.memos:
            _one(row, {})
        _write(found, unit_id=unit.id)


def _write(found: StudyRow, *, unit_id: int | None = None, code: str = "") -> None:
    key = f"memo-{unit_id or 0}"
    with st.form(f"form-{key}", border=False, clear_on_submit=True):
        st.text_area(t("page.studies.memo"), key=key, height=80, max_chars=10_000)
        st.form_submit_button(
            t("page.studies.memo_keep"), icon=":material/save:", key=f"keep-{key}", **frame.only("study.judge"),
            on_click=_keep, args=(found.id, key, unit_id, code),
        )  # fmt: skip


def _one(row: MemoRow, names: dict[str, str]) -> None:
    about = [t("page.studies.unit", position=row.position)] if row.position else []
    about += [names.get(row.code, row.code)] if row.code else []
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(plain(row.text))
        st.caption(" · ".join([*map(plain, about), day(row.recorded_at.date())]))
        if row.mine:
            st.button(
                t("page.studies.memo_withdraw"), type="tertiary", icon=":material/undo:", key=f"memo-undo-{row.id}",
                on_click=_withdraw, args=(row.id,),
            )  # fmt: skip


def _keep(study_id: int, key: str, unit_id: int | None, code: str) -> None:
    if frame.do(memos.write, study_id, str(st.session_state[key]), unit_id=unit_id, code=code) is not None:
        problems.tell("page.studies.memo_kept")


def _withdraw(memo_id: int) -> None:
    if frame.do(memos.withdraw, memo_id) is not None:
        problems.tell("page.studies.memo_withdrawn")
