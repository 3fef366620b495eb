"""Learning from corrections: what there is to learn from, what came of it, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from tracker import checking
from tracker.pages import background, frame, problems
from tracker.pages.language import day, t, tn
from tracker.pages.problems import plain
from tracker.views.reading import checking as views
from tracker.views.reading.checking import Lessons, RefinementRow


def show(workspace: int) -> None:
    """One box: learn, watch it run, and everything learnt so far."""
    lessons = frame.remembered(views.lessons, workspace)
    learnt = frame.remembered(views.refinements, workspace)
    if not lessons and not learnt:
        return
    with st.container(border=True, key="learning"):
        st.subheader(t("page.learning.title"), anchor=False)
        st.caption(t("page.learning.is"))
        for row in lessons:
            _lessons(workspace, row)
        background.watch(workspace, ("learn",))
        for refinement in learnt:
            _refinement(refinement)


def _lessons(workspace: int, row: Lessons) -> None:
    label = tn("page.learning.learn", row.corrections, language=t(f"language.{row.language}"))
    st.button(
        label,
        key=f"learn-{row.language}",
        icon=":material/model_training:",
        **frame.only(
            "reading.refine", unless=row.fresh == 0, help=t("page.learning.nothing_new") if row.fresh == 0 else None
        ),
        on_click=background.submit,
        args=(workspace, "learn", {"language": row.language}),
    )
    st.caption(tn("page.learning.corrected", row.corrected))


def _refinement(row: RefinementRow) -> None:
    """What one refinement came to, struck out once it was withdrawn."""
    title = t(
        "page.learning.number",
        number=row.number,
        language=t(f"language.{row.language}"),
        day=day(row.made_at),
        by=plain(row.by),
    )
    if row.withdrawn:
        st.markdown(f"~~{title}~~ · {t('page.learning.withdrawn')}")
        return
    st.markdown(f"**{title}** · {t('page.learning.in_use' if row.in_use else 'page.learning.replaced')}")
    st.markdown("\n".join(f"- {line}" for line in _scores(row.corrections, row.scores)))
    if row.in_use:
        st.button(
            t("page.learning.undo"),
            key=f"unlearn-{row.id}",
            icon=":material/undo:",
            **frame.only("reading.refine"),
            on_click=_undo,
            args=(row.id,),
        )


def _scores(corrections: int, scores: Mapping[str, Any]) -> list[str]:
    lines = [t("page.learning.right", before=scores["before"], after=scores["after"], total=corrections)]
    if scores.get("unseen") is not None:
        lines.append(t("page.learning.unseen", right=scores["unseen"], total=corrections))
    lines.append(tn("page.learning.changes", scores["changes"]))
    return lines


def _undo(refinement_id: int) -> None:
    if frame.do(checking.withdraw_refinement, refinement_id) is not None:
        problems.tell("page.learning.undone")
