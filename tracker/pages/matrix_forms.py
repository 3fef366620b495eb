"""What a person can say about a cell: the level and compliance, and the measures planned for it."""

from __future__ import annotations

import streamlit as st

from tracker import assessing, planning
from tracker.pages import frame, language, problems
from tracker.pages.language import t, word
from tracker.pages.problems import plain
from tracker.tables.assessment import Compliance, MeasureState, SideState
from tracker.views import carriers
from tracker.views.cell import CellDetail, MeasureRow

LEVELS = ("", *map(str, range(8)))


def judgement_form(workspace: int, detail: CellDetail) -> None:
    """Level, place beside the ladder, compliance and note; each save is a new judgement, earlier ones stay."""
    st.subheader(t("page.cell.judge"), anchor=False)
    judged = detail.cell.judged
    level = judged.level if judged is not None else detail.cell.standing.level
    with st.form("judgement", border=False):
        st.selectbox(
            t("word.level"), LEVELS, index=0 if level is None else level + 1, key="judge-level",
            format_func=lambda code: f"{code} {t(f'level.{code}')}" if code else t("page.cell.no_level"),
        )  # fmt: skip
        beside = ["", *SideState]
        st.selectbox(
            t("page.cell.beside"), beside, key="judge-side",
            index=beside.index(judged.side_state) if judged and judged.side_state else 0,
            format_func=lambda code: word(SideState(code)) if code else t("page.cell.on_ladder"),
        )  # fmt: skip
        options = list(Compliance)
        st.selectbox(
            t("word.compliance"), options, key="judge-compliance", format_func=word,
            index=options.index(judged.compliance) if judged else 0,
        )  # fmt: skip
        st.text_area(t("page.cell.note"), key="judge-note", help=t("page.cell.note_help"), max_chars=4000, height=80)
        st.form_submit_button(
            t("page.cell.save"), type="primary", on_click=_judge, args=(workspace, detail), key="judge-save"
        )


def _judge(workspace: int, detail: CellDetail) -> None:
    chosen = st.session_state
    saved = frame.do(
        assessing.assess,
        workspace,
        detail.requirement.id,
        **_subject(detail),
        level=int(chosen["judge-level"]) if chosen["judge-level"] else None,
        side_state=SideState(chosen["judge-side"]) if chosen["judge-side"] else None,
        compliance=chosen["judge-compliance"],
        evidence_digest=detail.cell.digest,
        note=chosen["judge-note"],
    )
    if saved is not None:
        problems.tell("page.cell.saved")


def measures(workspace: int, detail: CellDetail) -> None:
    """The measures planned for the cell, each with its state, and a form for another."""
    st.subheader(t("word.measures"), anchor=False)
    owners = {row.id: row.name for row in frame.remembered(carriers.actor_rows, workspace)}
    for row in detail.measures:
        _measure(row)
    if not detail.measures:
        st.caption(t("page.cell.no_measures"))
    with (
        st.expander(t("page.cell.plan"), icon=":material/add:"),
        st.form("measure", border=False, clear_on_submit=True),
    ):
        st.text_input(t("page.cell.measure_title"), key="measure-title", max_chars=400)
        st.selectbox(
            t("page.cell.owner"), [0, *owners], key="measure-owner",
            format_func=lambda actor: owners.get(actor, t("page.cell.no_owner")),
        )  # fmt: skip
        st.date_input(t("page.cell.due"), value=None, key="measure-due", format="YYYY-MM-DD")
        st.form_submit_button(t("page.cell.plan_save"), on_click=_plan, args=(workspace, detail), key="measure-save")


def _measure(row: MeasureRow) -> None:
    st.markdown(f"**{plain(row.title)}**  \n{plain(row.owner) or t('page.cell.no_owner')} · {language.day(row.due_on)}")
    states = list(MeasureState)
    st.selectbox(
        t("page.cell.state"), states, index=states.index(row.state), format_func=word, key=f"measure-state-{row.id}",
        on_change=_change, args=(row,), label_visibility="collapsed",
    )  # fmt: skip


def _change(row: MeasureRow) -> None:
    frame.do(
        planning.change,
        row.id,
        seen_version=row.version,
        state=st.session_state[f"measure-state-{row.id}"],
        owner_id=row.owner_id,
        due_on=row.due_on,
    )


def _plan(workspace: int, detail: CellDetail) -> None:
    chosen = st.session_state
    planned = frame.do(
        planning.plan,
        workspace,
        detail.requirement.id,
        chosen["measure-title"],
        **_subject(detail),
        owner_id=chosen["measure-owner"] or None,
        due_on=chosen["measure-due"],
    )
    if planned is not None:
        problems.tell("page.cell.planned")


def _subject(detail: CellDetail) -> dict[str, int]:
    kind, number = detail.column.subject
    return {f"{kind}_id": number}
