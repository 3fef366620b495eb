"""What a person can say about a cell: the level and compliance, and the measures planned for it."""

from __future__ import annotations

import streamlit as st

from tracker import assessing
from tracker.pages import frame, language, routes, second
from tracker.pages.language import t, word
from tracker.pages.measures import form
from tracker.pages.problems import plain
from tracker.tables.assessment import Compliance, SideState
from tracker.views.ladder.standings import Cell
from tracker.views.matrix.cell import CellDetail
from tracker.views.measures.listing import MeasureRow

LEVELS = ("", *map(str, range(8)))


def judgement_form(workspace: int, detail: CellDetail) -> None:
    """Level, place beside the ladder, compliance and note; each save is a new judgement, earlier ones stay."""
    st.subheader(t("page.cell.judge"), anchor=False)
    first = second.draw_of(workspace, second.cell(detail.requirement.id, detail.column.subject))
    mine = first is not None and first.mine
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
            t("page.cell.save"),
            type="primary",
            **frame.only("assessment.decide", unless=mine, help=t("page.second.mine") if mine else None),
            on_click=_judge,
            args=(workspace, detail),
            key="judge-save",
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
        seen=detail.judgements[0].id if detail.judgements else 0,
        note=chosen["judge-note"],
    )
    second.told(saved, "page.cell.saved")


def measures(workspace: int, detail: CellDetail, *, past: bool) -> None:
    """The measures planned for the cell, each the way to its page, and a form for another but on a `past` day."""
    st.subheader(t("word.measures"), anchor=False)
    for row in detail.measures:
        _measure(row)
    if not detail.measures:
        st.caption(t("page.cell.no_measures"))
    if past:
        return
    with st.expander(t("page.cell.plan"), icon=":material/add:"):
        form.new(workspace, detail.requirement.id, detail.column.subject, key="measure", cause=_cause(detail.cell))


def _cause(cell: Cell) -> str:
    """What a measure for the cell most likely answers to."""
    if cell.fallen is not None:
        return "aged_evidence"
    if cell.standing.above_gap:
        return "above_gap"
    return "suspect" if cell.suspect else "gap"


def _measure(row: MeasureRow) -> None:
    state = t("page.measures.state.overdue") if row.overdue else word(row.state)
    owner = plain(row.owner) or t("page.cell.no_owner")
    st.markdown(f"**{plain(row.title)}**  \n{state} · {owner} · {language.day(row.due_on)}")
    if st.button(t("page.measures.show"), key=f"measure-{row.id}", type="tertiary", icon=":material/task_alt:"):
        routes.go("measures", measure=row.id)


def _subject(detail: CellDetail) -> dict[str, int]:
    kind, number = detail.column.subject
    return {f"{kind}_id": number}
