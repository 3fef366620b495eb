"""One cell of the matrix: the steps with their evidence, the judgement, measures and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from tracker.pages import address, charts, frame, ladder_rule, language, routes, texts
from tracker.pages.language import t, tn, word
from tracker.pages.matrix import evidence
from tracker.pages.matrix.forms import judgement_form, measures
from tracker.pages.measures import plan
from tracker.pages.problems import plain
from tracker.views.ladder.places import place_of
from tracker.views.matrix import cell as cells
from tracker.views.matrix.cell import CellDetail, EvidenceRow, JudgementRow

STEPS = range(1, 8)


def show(workspace: int) -> None:
    """The cell in the address, on the day in the address; a day that has passed is read only."""
    day = frame.as_of()
    detail = _read(workspace, day)
    frame.at_top(f"{detail.requirement.id} {address.key_of(detail.column.subject)}")
    st.button(t("page.cell.back"), icon=":material/arrow_back:", type="tertiary", on_click=_close)
    st.title(plain(detail.column.name))
    _answer(detail, past=day is not None)
    ladder_rule.popover(workspace, key="cell")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        with st.container(border=True):
            texts.requirement_head(detail.requirement)
            texts.requirement_words(detail.requirement)
            if st.button(t("page.cell.to_review"), icon=":material/rule:", type="tertiary"):
                routes.go("review", requirement=detail.requirement.id)
        _steps(detail, past=day is not None)
        if day is None:
            evidence.offers(workspace, detail)
    with right:
        if day is None:
            with st.container(border=True):
                judgement_form(workspace, detail)
        with st.container(border=True):
            measures(workspace, detail, past=day is not None)
        with st.container(border=True):
            _history(detail.judgements)


def _read(workspace: int, day: date | None) -> CellDetail:
    """Read anew each time, but for a day that has passed: nothing about it changes."""
    asked: dict[str, Any] = {
        "requirement_id": address.number("requirement") or 0,
        "subject": address.subject(),
        "sees_secrecy": frame.cleared(workspace),
    }
    if day is not None:
        return frame.remembered_of(day, cells.cell_detail, workspace, **asked)
    with frame.reading() as session:
        return cells.cell_detail(session, workspace, **asked)


def _answer(detail: CellDetail, *, past: bool) -> None:
    """The level in words, and what the next step lacks."""
    place = place_of(detail.cell)
    said = t("page.cell.judged") if detail.cell.judged is not None else t("page.cell.computed")
    st.markdown(f"### {ladder_rule.level_words(detail.cell)}")
    st.markdown(f"{t(f'page.cell.meaning.{place}') if place == 'beside' else t(f'level_meaning.{place}')} *{said}*")
    if detail.cell.suspect:
        st.warning(t("page.cell.suspect"), icon=":material/report:")
    _fallen(detail, past=past)
    missing = [ladder_rule.lacking(code) for code in detail.cell.standing.missing]
    if missing:
        st.caption(t("page.cell.missing", parts="; ".join(missing)))
    if detail.searched_on is not None:
        st.caption(t("page.cell.searched", day=language.day(detail.searched_on)))


def _fallen(detail: CellDetail, *, past: bool) -> None:
    """That the level has fallen back: from where, since when, and which evidence ended."""
    fallen = detail.cell.fallen
    if fallen is None:
        return
    ended = ", ".join(dict.fromkeys(ladder_rule.kind_name(piece.kind) for piece in fallen.pieces))
    place = charts.place_name(str(fallen.level))
    st.warning(
        t("page.cell.fallen", level=place, day=language.day(fallen.since), ended=ended), icon=":material/trending_down:"
    )
    if not past and st.button(
        t("page.cell.plan_renewal"), key="plan-renewal", type="tertiary", icon=":material/task_alt:"
    ):
        plan.link(requirement=detail.requirement.id, subject=detail.column.subject, cause="aged_evidence")


def _steps(detail: CellDetail, *, past: bool) -> None:
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
                evidence.evidence(row, past=past)


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
