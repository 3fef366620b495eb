"""The extract for internal control and the annual report: on screen, and as a file with its thresholds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import streamlit as st

from tracker import clock
from tracker.pages import address, charts, downloads, frame, ladder_rule, language, routes, tables
from tracker.pages.language import t, tn, word
from tracker.subjects import Subject
from tracker.thresholds import OF_LEVELS
from tracker.views.ladder.places import place_of
from tracker.views.matrix import table
from tracker.views.measures import extract
from tracker.views.measures.extract import Extract, ExtractRow
from tracker.views.progress import movement
from tracker.views.progress.movement import Course

COLUMNS = ("place", "text", "subject", "level", "before", "trend", "compliance", "measures", "evidence_ids")
SIZE = 200
"""Rows on a screen; the file has them all."""
FIRST_DAY = date(2000, 1, 1)
"""No report looks further back."""


def show(workspace: int) -> None:
    """The report of the unit in the address, compared with the day in the address."""
    columns = {address.key_of(column.subject): column for column in frame.remembered(table.columns, workspace)}
    left, right = st.columns(2)
    with left:
        chosen = address.choose(
            t("page.measures.report.unit"), ["", *columns], key="unit",
            show=lambda key: columns[key].name if key in columns else t("page.measures.report.whole"),
        )  # fmt: skip
    with right:
        since = _since()
    subject = columns[chosen].subject if chosen else None
    name = columns[chosen].name if chosen else t("page.measures.report.whole")
    found = frame.remembered(extract.extract, workspace, subject=subject, since=since)
    went = Counter(row.trend for row in found.rows)
    courses = " · ".join(tn(f"page.moves.{way.value}", went[way]) for way in (Course.UP, Course.DOWN, Course.NEW))
    st.markdown(
        f"**{tn('page.measures.report.rows', len(found.rows))}** · {courses} · "
        f"{t('page.measures.report.left_out', count=found.left_out)}"
    )
    ladder_rule.popover(workspace, key="report")
    if not found.rows:
        st.info(t("page.measures.report.empty"), icon=":material/lightbulb:")
        return
    first = address.page_of(len(found.rows), size=SIZE)
    rows = found.rows[first : first + SIZE]
    titles = {key: t(f"page.measures.report.column.{key}") for key in COLUMNS}
    widths = {"place": tables.wide(titles["place"], 150), "text": tables.long(titles["text"])}
    shown = [_cells(row, name) for row in rows]
    at = tables.table(shown, titles | widths, key="report", alt=t("page.measures.tab.report"), tallest=600)
    downloads.downloads("extract", lambda: [*(_cells(row, name) for row in found.rows), *_rule(found)], titles)
    if at is not None:
        _open(workspace, rows[at], subject)


def _since() -> date:
    """The day the report compares with: the end of the quarter before, unless the address says otherwise."""
    usual = movement.last_quarter(clock.today())
    asked = address.get("since")
    try:
        known = date.fromisoformat(asked) if asked else usual
    except ValueError:
        known = usual
    known = min(max(known, FIRST_DAY), clock.today())
    st.session_state["report-since"] = known

    def follow() -> None:
        day = st.session_state["report-since"]
        address.put(since=None if day in (None, usual) else day.isoformat())

    st.date_input(
        t("page.measures.report.since"), key="report-since", on_change=follow, format="YYYY-MM-DD",
        max_value=clock.today(), min_value=FIRST_DAY,
    )  # fmt: skip
    return known


def _cells(row: ExtractRow, name: str) -> dict[str, Any]:
    return {
        "place": row.requirement.short(language.current()),
        "text": row.requirement.words(language.current()),
        "subject": name,
        "level": ladder_rule.level_words(row.cell),
        "before": charts.place_name(place_of(row.before)),
        "trend": t(f"page.moves.trend.{row.trend.value}"),
        "compliance": word(row.compliance),
        "measures": "; ".join(_measure(each) for each in row.measures),
        "evidence_ids": ", ".join(map(str, row.evidence)),
    }


def _measure(row: Any) -> str:
    """A measure on one line: title, owner, day, state."""
    state = t("page.measures.state.overdue") if row.overdue else word(row.state)
    return ", ".join(part for part in (row.title, row.owner, language.day(row.due_on), state) if part)


def _rule(found: Extract) -> Sequence[dict[str, Any]]:
    """The last rows of the file: the day, what it is compared with, and the thresholds."""
    empty = dict.fromkeys(COLUMNS, "")
    said = [
        (t("page.measures.report.on"), found.on.isoformat()),
        (t("page.measures.report.since"), found.since.isoformat()),
    ]
    said += [
        (t(f"threshold.{name}"), language.number(value))
        for name, value in asdict(found.thresholds).items()
        if name in OF_LEVELS
    ]
    return [empty | {"place": t("page.measures.report.rule"), "text": name, "subject": value} for name, value in said]


def _open(workspace: int, row: ExtractRow, subject: Subject | None) -> None:
    at = subject or frame.remembered(table.columns, workspace)[0].subject
    routes.go("matrix", requirement=row.requirement.id, subject=address.key_of(at))
