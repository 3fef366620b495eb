"""What a list would change or did change, and what must be mended in it, as people read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from tracker import locales
from tracker.importers import lists
from tracker.importers.headings import title
from tracker.importers.intake import Preview
from tracker.listing.rows import Change, RowProblem, Shown, Stored
from tracker.pages import downloads, tables
from tracker.pages.language import current, t, tn
from tracker.pages.problems import message, plain

SHOWN = 500
"""So many changes are listed on the page; the file has all."""
LISTED = 100
"""And so many cells to mend."""
_DONE = "list-done"


def preview(found: Preview) -> None:
    """The answer in one line, then the problems or the changes."""
    for warning in found.warnings:
        st.caption(message(warning.code, warning.values))
    if found.problems:
        to_mend(found.kind, found.problems)
        return
    stored = found.stored
    counts = {"added": stored.added, "changed": stored.changed, "unchanged": stored.unchanged}
    st.markdown(t("page.importing.would", **counts))
    _introduced(stored)
    rows = [row for change in stored.changes for row in _change_rows(found.kind, change)]
    if rows:
        titles = {key: t(f"page.importing.column.{key}") for key in rows[0]}
        columns = titles | {"name": tables.wide(titles["name"], 260), "after": tables.long(titles["after"])}
        tables.table(
            rows[:SHOWN], columns, key="list-changes", alt=t("page.importing.changes"), tallest=420, opens=False
        )
        if len(rows) > SHOWN:
            st.caption(t("page.importing.first", shown=SHOWN, total=len(rows)))
        downloads.downloads("changes", lambda: rows, titles)


def keep(kind: str, name: str, stored: Stored) -> None:
    """Keep what an import did for the run that follows."""
    counts = {"added": stored.added, "changed": stored.changed, "unchanged": stored.unchanged}
    st.session_state[_DONE] = {"kind": kind, "name": name, **counts}


def done() -> None:
    """Show what the last import did, once."""
    kept = st.session_state.pop(_DONE, None)
    if kept:
        said = kept | {"kind": t(f"list_kind.{kept['kind']}")}
        st.success(plain(t("page.importing.done", **said)), icon=":material/check_circle:")


def to_mend(kind: str, problems: Sequence[RowProblem]) -> None:
    """Every cell to mend, in the order of the file."""
    st.error(f"**{tn('count.cells_to_mend', len(problems))}** {t('page.importing.mend')}", icon=":material/error:")
    rows = [
        {
            "cell": problem.cell or str(problem.row),
            "column": _column(kind, problem),
            "mend": t(problem.code, **problem.values),
        }
        for problem in problems
    ]
    titles = {key: t(f"page.importing.column.{key}") for key in rows[0]}
    # A plain table breaks its lines: what to do must be read whole, on a telephone too.
    shown = [{titles[key]: plain(row[key]) for key in titles} for row in rows[:LISTED]]
    st.table(shown, hide_index=True)
    if len(rows) > LISTED:
        st.caption(t("page.importing.first_problems", shown=LISTED, total=len(rows)))
    downloads.downloads("problems", lambda: rows, titles)


def _column(kind: str, problem: RowProblem) -> str:
    """The heading in the file, or what the column that it lacks is called."""
    column = next((column for column in lists.kind_of(kind).columns if column.key == problem.column), None)
    return problem.column if problem.cell or column is None else title(kind, column, current())


def _introduced(stored: Stored) -> None:
    by_kind: dict[str, list[str]] = {}
    for kind, name in stored.introduced:
        by_kind.setdefault(kind, []).append(name)
    for kind, names in by_kind.items():
        listed = ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
        st.caption(plain(t("page.importing.introduced", what=t(f"list_introduced.{kind}"), names=listed)))


def _change_rows(kind: str, change: Change) -> list[dict[str, Any]]:
    base = {"row": change.row, "name": change.name}
    if change.new:
        return [{**base, "field": t("page.importing.new"), "before": "", "after": ""}]
    return [
        {**base, "field": _field(kind, field.field), "before": _said(field.before), "after": _said(field.after)}
        for field in change.fields
    ]


def _field(kind: str, field: str) -> str:
    for key in (f"list_column.{kind}.{field}", f"list_column.{field}", f"page.importing.field.{field}"):
        if locales.has_text(key):
            return t(key)
    return field


def _said(value: Shown) -> str:
    """A value of a preview; members of closed sets come as the keys of their names."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return t(f"truth.{str(value).lower()}")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return locales.number(value, current())
    return t(value) if "." in value and locales.has_text(value) else value
