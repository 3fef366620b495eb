"""One cell of the matrix: the steps with their evidence, the judgement, measures and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from tracker.pages import address, charts, frame, ladder_rule, language, routes, texts
from tracker.pages.language import t, tn, word
from tracker.pages.matrix import evidence
from tracker.pages.matrix.forms import judgement_form, measures
from tracker.pages.measures import plan
from tracker.pages.problems import plain
from tracker.views.matrix import cell as cells
from tracker.views.matrix.cell import CellDetail, EvidenceRow, JudgementRow
from tracker.views.overview import place_of

STEPS = range(1, 8)


def show(workspace: int) -> None:
    """The cell in the address."""
    detail = _read(workspace)
    st.button(t("page.cell.back"), icon=":material/arrow_back:", type="tertiary", on_click=_close)
    st.title(plain(detail.column.name))
    _answer(detail)
    ladder_rule.popover(workspace, key="cell")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        with st.container(border=True):
            texts.requirement_head(detail.requirement)
            texts.requirement_words(detail.requirement)
            if st.button(t("page.cell.to_review"), icon=":material/rule:", type="tertiary"):
                routes.go("review", requirement=detail.requirement.id)
        _steps(detail)
        evidence.offers(workspace, detail)
    with right:
        with st.container(border=True):
            judgement_form(workspace, detail)
        with st.container(border=True):
            measures(workspace, detail)
        with st.container(border=True):
            _history(detail.judgements)


def _read(workspace: int) -> CellDetail:
    cleared = frame.cleared(workspace)
    with frame.reading() as session:
        return cells.cell_detail(
            session, workspace, address.number("requirement") or 0, address.subject(), sees_secrecy=cleared
        )


def _answer(detail: CellDetail) -> None:
    """The level in words, and what the next step lacks."""
    place = place_of(detail.cell)
    said = t("page.cell.judged") if detail.cell.judged is not None else t("page.cell.computed")
    st.markdown(f"### {ladder_rule.level_words(detail.cell)}")
    st.markdown(f"{t(f'page.cell.meaning.{place}') if place == 'beside' else t(f'level_meaning.{place}')} *{said}*")
    if detail.cell.suspect:
        st.warning(t("page.cell.suspect"), icon=":material/report:")
    _fallen(detail)
    missing = [ladder_rule.lacking(code) for code in detail.cell.standing.missing]
    if missing:
        st.caption(t("page.cell.missing", parts="; ".join(missing)))
    if detail.searched_on is not None:
        st.caption(t("page.cell.searched", day=language.day(detail.searched_on)))


def _fallen(detail: CellDetail) -> None:
    """That the level has fallen back: from where, since when, and which evidence ended."""
    fallen = detail.cell.fallen
    if fallen is None:
        return
    ended = ", ".join(dict.fromkeys(ladder_rule.kind_name(piece.kind) for piece in fallen.pieces))
    place = charts.place_name(str(fallen.level))
    st.warning(
        t("page.cell.fallen", level=place, day=language.day(fallen.since), ended=ended), icon=":material/trending_down:"
    )
    if st.button(t("page.cell.plan_renewal"), key="plan-renewal", type="tertiary", icon=":material/task_alt:"):
        plan.link(requirement=detail.requirement.id, subject=detail.column.subject, cause="aged_evidence")


def _steps(detail: CellDetail) -> None:
    """Every step with the evidence under it; those reached above a missing one are marked."""
    st.subheader(t("page.cell.steps"), anchor=False)
    by_step: Mapping[int, list[EvidenceRow]] = {
        step: [row for row in detail.evidence if row.step == step] for step in STEPS
    }
    for step in STEPS:
        reached = step in detail.cell.standing.steps
        above = step in detail.cell.standing.above_gap
        state = "above" if above else "reached" if reached else "missing"
        icon = {"above": ":material/priority_high:", "reached": ":material/check_circle:"}.get(
            state, ":material/circle:"
        )
        rows = by_step[step]
        label = f"**{step} {t(f'level.{step}')}** · {t(f'page.cell.step.{state}')}"
        if not rows:
            st.markdown(f"{icon} {label}")
            continue
        with st.expander(
            f"{label} · {tn('page.cell.evidence', len(rows))}",
            icon=icon,
            expanded=reached or above or any(not row.holds for row in rows),
        ):
            st.caption(t(f"level_meaning.{step}"))
            for row in rows:
                evidence.evidence(row)


def _history(rows: Sequence[JudgementRow]) -> None:
    st.subheader(t("page.cell.history"), anchor=False)
    if not rows:
        st.caption(t("page.cell.no_history"))
    for row in rows:
        place = (
            word(row.side_state)
            if row.side_state
            else charts.place_name(str(row.level))
            if row.level is not None
            else "–"
        )
        st.markdown(
            f"**{place}** · {word(row.compliance)}  \n{language.day(row.on)} · {plain(row.by)}"
            + (f"  \n{plain(row.note)}" if row.note else "")
        )


def _close() -> None:
    address.put(requirement=None, subject=None)
