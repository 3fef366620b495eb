"""Measures: who does what by when, what stands in the way, and what must be decided at which meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from tracker.pages import address, charts, downloads, frame, ladder_rule, tables
from tracker.pages.language import t, tn, word
from tracker.pages.measures import decisions, detail, goals, plan, report
from tracker.pages.measures.detail import label
from tracker.pages.measures.form import barrier_name
from tracker.views.measures import listing
from tracker.views.measures.listing import MeasureRow

TABS = ("meeting", "owner", "barrier", "report", "goals")
STATES = ("open", "overdue", "ended", "all")
OVERDUE, OPEN = "#c2571a", "#4a9fc9"


def show() -> None:
    workspace = frame.here()
    if address.number("measure") is not None:
        detail.show(workspace)
        return
    st.title(t("nav.measures"))
    rows = frame.remembered(listing.measure_rows, workspace)
    _answer(rows)
    plan.offer(workspace)
    tab = address.segment(
        t("page.measures.tabs"), TABS, key="tab", show=lambda key: t(f"page.measures.tab.{key}"), resets=("state",)
    )
    if tab == "report":
        report.show(workspace)
    elif tab == "goals":
        goals.show(workspace)
    elif not rows:
        st.info(t("page.measures.empty"), icon=":material/lightbulb:")
    elif tab == "meeting":
        _meetings(rows)
    else:
        _groups(rows, tab)


def _answer(rows: Sequence[MeasureRow]) -> None:
    """The measures in one line, each number a way to its list."""
    found = listing.counts(rows)
    st.markdown(
        f"**{tn('page.measures.open', found.open)}** · {tn('page.measures.overdue', found.overdue)} · "
        f"{tn('page.measures.decisions', found.decisions)} · {tn('page.measures.ended', found.ended)}"
    )


def _meetings(rows: Sequence[MeasureRow]) -> None:
    """What each meeting is asked to decide."""
    waiting = [row for row in rows if row.waits]
    if not waiting:
        st.info(t("page.measures.no_decisions"), icon=":material/lightbulb:")
        return
    decisions.show(waiting)
    _download(waiting)


def _groups(rows: Sequence[MeasureRow], by: str) -> None:
    """The measures by who owns them or by what stands in the way: a picture, and the table it is made of."""
    state = address.choose(t("page.cell.state"), STATES, key="state", show=lambda key: t(f"page.measures.state.{key}"))
    found = [row for row in rows if _fits(row, state)]
    if not found:
        st.info(t("page.measures.none_here"), icon=":material/lightbulb:")
        return
    found.sort(key=lambda row: (_group(row, by) == "", _group(row, by)))  # stable: the next due first within each
    if state in {"open", "overdue"}:
        _picture(found, by)
    leading = {"owner": "barrier", "barrier": "owner"}[by]
    shown = [_cells(row, (by, "title", "due_on", "state", leading, "about", "level", "meeting_on")) for row in found]
    _open(found, shown, key=f"by-{by}")
    _download(found)


def _fits(row: MeasureRow, state: str) -> bool:
    return {"open": row.open, "overdue": row.overdue, "ended": not row.open}.get(state, True)


def _group(row: MeasureRow, by: str) -> str:
    return barrier_name(row.barrier) if by == "barrier" else row.owner


def _picture(rows: Sequence[MeasureRow], by: str) -> None:
    """One bar per group: what is overdue and what is still to come."""
    names = list(dict.fromkeys(_group(row, by) for row in rows))
    parts = {
        "overdue": [sum(row.overdue and _group(row, by) == name for row in rows) for name in names],
        "due_later": [sum(not row.overdue and _group(row, by) == name for row in rows) for name in names],
    }
    labels = [name or t(f"page.measures.no_{by}") for name in names]
    charts.draw(
        _bars(labels, parts), height=70 + 26 * len(names), key=f"picture-{by}",
        alt=t("page.measures.alt", by=t(f"page.measures.tab.{by}")),
    )  # fmt: skip


def _bars(names: Sequence[str], parts: Mapping[str, Sequence[int]]) -> Mapping[str, Any]:
    ink = {"color": "#d5dce5" if charts.is_dark() else "#3d4654"}
    colour = {"overdue": OVERDUE, "due_later": OPEN}
    return {
        "grid": {"left": 8, "right": 16, "top": 28, "bottom": 8, "containLabel": True},
        "legend": {"top": 0, "textStyle": ink},
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "value", "minInterval": 1, "axisLabel": ink},
        "yAxis": {"type": "category", "data": list(names), "inverse": True, "axisLabel": ink},
        "series": [
            {
                "name": t(f"page.measures.part.{name}"), "type": "bar", "stack": "measures", "barMaxWidth": 16,
                "itemStyle": {"color": colour[name]}, "data": list(values),
            }
            for name, values in parts.items()
        ],
    }  # fmt: skip


def _cells(row: MeasureRow, keys: Sequence[str]) -> dict[str, Any]:
    """The row as the table and the file show it."""
    known = {
        "id": row.id,
        "title": row.title,
        "about": label(row),
        "owner": row.owner,
        "due_on": row.due_on,
        "state": t("page.measures.state.overdue") if row.overdue else word(row.state),
        "barrier": barrier_name(row.barrier),
        "level": ladder_rule.level_words(row.cell) if row.cell is not None else "",
        "evidence": len(row.evidence),
        "evidence_ids": ", ".join(map(str, row.evidence)),
        "decision": row.decision,
        "decision_from": row.decision_from,
        "meeting_on": row.meeting_on,
        "note": row.note,
    }
    return {key: known[key] for key in keys}


def _open(rows: Sequence[MeasureRow], shown: Sequence[Mapping[str, Any]], *, key: str) -> None:
    """The table; a row opens its measure."""
    titles = {name: t(f"page.measures.column.{name}") for name in shown[0]}
    dates = {name: tables.day(titles[name]) for name in ("due_on", "meeting_on") if name in titles}
    words = {name: tables.long(titles[name]) for name in ("title", "decision") if name in titles}
    first = next(iter(titles))
    columns = titles | words | dates | {first: tables.wide(titles[first], 230)}
    chosen = tables.table(shown, columns, key=key, alt=t("nav.measures"), tallest=520)
    if chosen is not None:
        address.put(measure=rows[chosen].id)
        st.rerun()


def _download(rows: Sequence[MeasureRow]) -> None:
    keys = (
        "id", "title", "about", "owner", "due_on", "state", "barrier", "decision", "decision_from", "meeting_on",
        "level", "evidence_ids", "note",
    )  # fmt: skip
    titles = {key: t(f"page.measures.column.{key}") for key in keys}
    downloads.downloads("measures", lambda: [_cells(row, keys) for row in rows], titles)
