"""The goals as a tree: what each answers to, what it wants to reach by when, and what was last measured."""

from __future__ import annotations

import streamlit as st

from tracker.pages import downloads, frame, routes, tables
from tracker.pages.language import named, t, tn
from tracker.pages.recorded import figures_shown
from tracker.views.measures import goals
from tracker.views.measures.goals import GoalRow
from tracker.views.recorded import figures
from tracker.vocabulary import IndicatorKind, goal_kinds

COLUMNS = ("name", "kind", "owner", "answers_to", "indicator", "target", "measured", "n", "period", "due_on", "note")


def show(workspace: int) -> None:
    cleared = frame.cleared(workspace)
    rows = frame.remembered(goals.goal_rows, workspace, sees_secrecy=cleared)
    if not rows:
        st.info(t("page.goals.empty"), icon=":material/lightbulb:")
        return
    measured = sum(row.measured is not None for row in rows)
    st.markdown(f"**{tn('page.goals.count', len(rows))}** · {tn('page.goals.measured', measured)}")
    names = frame.remembered(figures.indicator_names, workspace)
    shown = [_cells(row, names) for row in rows]
    titles = {key: t(f"page.goals.field.{key}") for key in COLUMNS}
    columns = titles | {
        "name": tables.wide(titles["name"], 330),
        "answers_to": tables.long(titles["answers_to"], 240),
        "due_on": tables.day(titles["due_on"]),
    }
    chosen = tables.table(shown, columns, key="goals", alt=t("page.measures.tab.goals"))
    if chosen is None:
        st.caption(t("page.goals.open"))
    else:
        _open(rows[chosen])
    downloads.downloads("goals", lambda: shown, titles)


def _cells(row: GoalRow, names: dict[str, IndicatorKind]) -> dict[str, object]:
    indicator, found = names.get(row.indicator), row.measured
    unit = indicator.unit if indicator else ""
    nothing = t("page.goals.not_measured") if indicator else ""
    return {
        "name": f"{'– ' * row.depth}{row.name}",
        "kind": named(goal_kinds().get(row.kind), row.kind),
        "owner": row.owner,
        "answers_to": row.requirement or row.service or row.document,
        "indicator": named(indicator) if indicator else t("page.goals.no_indicator"),
        "target": "" if row.target is None else figures_shown.value(row.target, unit),
        "measured": figures_shown.value(found.value, unit) if found else nothing,
        "n": found.n if found else None,
        "period": figures_shown.period(found.period_from, found.period_to) if found else "",
        "due_on": row.due_on,
        "note": row.note,
    }


def _open(row: GoalRow) -> None:
    """Leave for what the goal answers to; a goal that names nothing stays where it is."""
    if row.requirement_id is not None:
        routes.go("matrix", requirement=row.requirement_id)
    if row.service_id is not None:
        routes.go("services", service=row.service_id, tab="use")
    if row.document_id is not None:
        routes.go("local", document=row.document_id)
    st.caption(t("page.goals.answers_to_nothing"))
