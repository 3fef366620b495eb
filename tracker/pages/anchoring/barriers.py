"""What stands in the way, by type, and what the counts say of organisation against technology."""

from __future__ import annotations

import streamlit as st

from tracker import barriers as kinds
from tracker.barriers import HANDFUL, Comparison
from tracker.pages import charts, downloads, frame, routes, tables
from tracker.pages.anchoring import pictures, sources
from tracker.pages.anchoring.words import barrier_name
from tracker.pages.language import percent, t
from tracker.views.anchoring import barriers
from tracker.views.anchoring.barriers import BarrierRow, Barriers
from tracker.views.anchoring.findings import Basis, Source


def show(workspace: int) -> None:
    cleared = frame.cleared(workspace)
    found = frame.remembered(barriers.barriers, workspace, sees_secrecy=cleared)
    st.subheader(t("page.anchoring.barriers.question"), anchor=False)
    _answer(found)
    if not found.rows:
        st.info(t("page.anchoring.barriers.empty"), icon=":material/lightbulb:")
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        sides = {code: row.side for code, row in kinds.types().items()}
        charts.draw(
            pictures.barrier_bars(found.counts, sides), height=50 + 30 * len(found.counts), key="barriers",
            alt=t("page.anchoring.barriers.alt", n=len(found.rows)),
        )  # fmt: skip
    with right:
        _shares(found)
    _table(workspace, found)


def _answer(found: Barriers) -> None:
    """What the counts say, and no more than they say."""
    weighed = found.weighed
    values = {
        "organisation": weighed.organisation,
        "technology": weighed.technology,
        "n": weighed.organisation + weighed.technology,
        "handful": HANDFUL,
    }
    st.markdown(f"**{t(f'page.anchoring.barriers.{weighed.says.value}', **values)}**")
    if weighed.says is not Comparison.NOT_ENOUGH:
        st.caption(t("page.anchoring.barriers.rule", neither=weighed.neither))


def _shares(found: Barriers) -> None:
    total = len(found.rows)
    rows = [
        {"type": barrier_name(code), "count": count, "share": percent(count / total)}
        for code, count in found.counts.items()
    ]
    titles = {key: t(f"page.anchoring.column.{key}") for key in rows[0]}
    columns = titles | {"count": tables.count(titles["count"])}
    tables.table(rows, columns, key="barrier-shares", alt=t("page.anchoring.barriers.alt", n=total), opens=False)


def _table(workspace: int, found: Barriers) -> None:
    """The barriers one by one: a row opens its record, or the measure it was named for."""
    shown = [_cells(row) for row in found.rows]
    titles = {key: t(f"page.anchoring.column.{key}") for key in shown[0]}
    columns = titles | {
        "type": tables.wide(titles["type"], 140),
        "says": tables.long(titles["says"], 420),
        "on": tables.day(titles["on"]),
    }
    opened = st.container()  # above the table: what a row opens is seen without scrolling past the others
    chosen = tables.table(shown, columns, key="barrier-table", alt=t("page.anchoring.tab.barriers"), tallest=640)
    downloads.downloads("barriers", lambda: shown, titles)
    if chosen is None:
        return
    row = found.rows[chosen]
    if row.measure_id is not None:
        routes.go("measures", measure=row.measure_id)
    if row.record_id is not None:
        with opened, st.container(border=True):
            sources.show(workspace, [Basis(source=Source.RECORD, id=row.record_id)], key="barrier-source")


def _cells(row: BarrierRow) -> dict[str, object]:
    return {
        "type": barrier_name(row.type),
        "severity": t(f"page.anchoring.severity.{row.severity}") if row.severity in ("low", "medium", "high") else "",
        "about": row.name,
        "says": row.words,
        "on": row.on,
        "source": row.source,
        "kind": t(
            "page.anchoring.barriers.measure" if row.measure_id is not None else "page.anchoring.barriers.record"
        ),
    }
