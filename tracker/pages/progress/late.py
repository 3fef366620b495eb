"""What is overdue, who owns it and what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from tracker.pages import address, charts, downloads, frame, ladder_rule, language, routes, tables
from tracker.pages.language import t, tn
from tracker.pages.measures.form import barrier_name
from tracker.views.ladder.places import NOT_EXAMINED
from tracker.views.matrix import table
from tracker.views.progress import overdue
from tracker.views.progress.overdue import Because, OverdueRow


def show(workspace: int, day: date | None) -> None:
    """The answer by which day has passed, and the list."""
    found = frame.remembered_of(day, overdue.overdue, workspace)
    counts = {because: sum(row.because is because for row in found) for because in Because}
    parts = [tn(f"page.progress.overdue.{because.value}", count) for because, count in counts.items()]
    unowned = sum(not row.owner for row in found)
    st.markdown(f"**{parts[0]} · {parts[1]}** · {parts[2]} · {tn('page.progress.unowned', unowned)}")
    ladder_rule.popover(workspace, key="overdue")
    st.caption(t("page.progress.overdue.rule"))
    if not found:
        st.success(t("page.progress.overdue.none"), icon=":material/done_all:")
        return
    because = address.choose(
        t("page.progress.which_day"), ("", *(one for one in Because if counts[one])), key="because",
        show=lambda key: t(f"page.progress.because.{key}") if key else t("page.filter.all"),
    )  # fmt: skip
    _table(workspace, [row for row in found if because in ("", row.because)])


def _table(workspace: int, rows: Sequence[OverdueRow]) -> None:
    """A row opens its measure, else the requirement's cell, where a measure is planned."""
    shown = [_cells(row) for row in rows]
    titles = {key: t(f"page.progress.column.{key}") for key in shown[0]}
    columns = titles | {
        "what": tables.wide(titles["what"], 260), "due_on": tables.day(titles["due_on"]),
        "days": tables.count(titles["days"]), "words": tables.long(titles["words"], 300),
    }  # fmt: skip
    chosen = tables.table(shown, columns, key="overdue", alt=t("page.progress.tab.overdue"), tallest=560)
    downloads.downloads("overdue", lambda: shown, titles)
    if chosen is None:
        return
    row = rows[chosen]
    if row.measure_id is not None:
        routes.go("measures", measure=row.measure_id)
    if row.requirement is not None:
        whole = frame.remembered(table.columns, workspace)[0].subject
        routes.go("matrix", requirement=row.requirement.id, subject=address.key_of(whole))


def _cells(row: OverdueRow) -> dict[str, Any]:
    requirement = row.requirement.short(language.current()) if row.requirement is not None else ""
    return {
        "what": row.title or requirement,
        "because": t(f"page.progress.because.{row.because.value}"),
        "due_on": row.due_on,
        "days": row.days,
        "owner": row.owner or t("page.progress.no_owner"),
        "barrier": barrier_name(row.barrier) if row.barrier else t("page.progress.no_barrier"),
        "level": charts.place_name(NOT_EXAMINED if row.level is None else str(row.level)),
        "about": requirement if row.title else "",
        "words": row.requirement.words(language.current()) if row.requirement is not None else "",
    }
