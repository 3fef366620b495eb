"""The sources behind the evidence: looked at again on request, what was found, and what stands on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from tracker import rechecking
from tracker.pages import address, background, charts, downloads, frame, problems, routes, tables
from tracker.pages.language import current, day, t, tn, word
from tracker.pages.problems import plain
from tracker.tables.change import SourceState
from tracker.views.local import sources as views
from tracker.views.local.sources import SourceRow, Sources
from tracker.views.texts import shown_identifier

KIND = "check_sources"
OPENS = {"guideline": "guidelines", "service": "services", "document": "local"}
"""The page that shows a row of a kind; its number goes by the kind's name there."""

COLUMNS = ("state", "name", "kind", "checked_at", "links", "records", "address", "final_address")
BAR = 22
"""Pixels of a bar of the picture."""


def show(workspace: int) -> None:
    found = frame.remembered(views.sources, workspace, cleared=frame.cleared(workspace))
    _answer(found)
    st.button(
        t("page.sources.check"),
        icon=":material/sync:",
        **frame.only("source.check", help=t("page.sources.check_is")),
        on_click=background.submit,
        args=(workspace, KIND),
    )
    background.watch(workspace, (KIND,))
    if not found.rows:
        st.info(t("page.sources.empty"), icon=":material/lightbulb:")
        return
    _picture(found)
    rows = found.rows if address.switch(t("page.sources.all"), key="all", resets=("source",)) else found.findings
    _table(rows)
    asked = address.number("source")
    opened = next((row for row in found.findings if row.finding == asked), None)
    if opened is not None:
        _finding(workspace, opened)


def _answer(found: Sources) -> None:
    """How many findings wait, and how fresh that is."""
    when = t("page.sources.checked", day=day(found.checked_at.date())) if found.checked_at else t("page.sources.never")
    unreachable = found.counts.get(SourceState.UNREACHABLE, 0)
    unknown = f" · {tn('page.sources.unreachable', unreachable)}" if unreachable else ""
    st.markdown(f"**{tn('page.sources.findings', len(found.findings))}**{unknown} · {when}")
    st.caption(t("page.sources.means"))


def _picture(found: Sources) -> None:
    """How many sources are in which state."""
    states = [state for state in SourceState if found.counts.get(state)]
    option: Mapping[str, Any] = {
        "grid": {"left": 8, "right": 36, "top": 4, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "value", "show": False, "minInterval": 1},
        "yAxis": {
            "type": "category", "data": [word(state) for state in states], "inverse": True,
            "axisTick": {"show": False}, "axisLabel": {"color": charts.ink()},
        },
        "series": [
            {
                "type": "bar", "barMaxWidth": 14, "data": [found.counts[state] for state in states],
                "label": {"show": True, "position": "right", "color": charts.ink()},
            }
        ],
    }  # fmt: skip
    said = ", ".join(f"{word(state)}: {found.counts[state]}" for state in states)
    charts.draw(option, height=12 + BAR * len(states), key="sources-states", alt=said)


def _table(rows: Sequence[SourceRow]) -> None:
    if not rows:
        st.success(t("page.sources.nothing"), icon=":material/check_circle:")
        return
    shown = [_cells(row) for row in rows]
    titles = {key: t(f"page.sources.column.{key}") for key in COLUMNS}
    columns = titles | {
        "name": tables.long(titles["name"], 340),
        "checked_at": tables.day(titles["checked_at"]),
        "address": tables.long(titles["address"]),
        "final_address": tables.long(titles["final_address"]),
    }
    chosen = tables.table(shown, columns, key="sources-table", alt=t("page.local.tab.sources"), tallest=520)
    st.caption(t("page.sources.choose"))
    downloads.downloads("sources", lambda: shown, titles)
    if chosen is not None and rows[chosen].finding is not None:
        address.put(source=rows[chosen].finding)


def _cells(row: SourceRow) -> dict[str, object]:
    return {
        "state": word(row.state),
        "name": _name(row),
        "kind": t(f"source_kind.{row.kind}"),
        "checked_at": row.checked_at.date(),
        "links": row.links if row.finding is not None else None,
        "records": row.records if row.finding is not None else None,
        "address": row.address or t("page.sources.archive"),
        "final_address": row.final_address,
    }


def _name(row: SourceRow) -> str:
    return t("page.local.withheld") if row.withheld else row.names[current() == "en"]


def _finding(workspace: int, row: SourceRow) -> None:
    """What was found, what stands on it, and the way to say that it still holds."""
    with st.container(border=True):
        st.subheader(plain(_name(row)), anchor=False)
        st.markdown(f"**{word(row.state)}.** {t(f'page.sources.state.{row.state.value}')}")
        with st.container(horizontal=True):
            if row.address.startswith(("https://", "http://")):
                st.link_button(t("page.sources.open"), row.address, icon=":material/open_in_new:")
            if row.kind in OPENS and not row.withheld:
                label = t(f"page.sources.here.{row.kind}")
                if st.button(label, icon=":material/arrow_forward:", key="source-here"):
                    routes.go(OPENS[row.kind], **{row.kind: row.number})
        if row.final_address:
            st.caption(t("page.sources.now_at", address=plain(row.final_address)))
        _resting(workspace, row)
        _settle(row)


def _resting(workspace: int, row: SourceRow) -> None:
    with frame.reading() as session:
        found = views.resting_on(session, workspace, kind=row.kind, number=row.number)
    st.markdown(f"**{tn('page.sources.resting', len(found))}**")
    if not found:
        return
    shown = [
        {
            "place": f"{shown_identifier(one.requirement.guideline)} {one.requirement.locator}".strip(),
            "title": one.requirement.title(current()),
        }
        for one in found
    ]
    titles = {key: t(f"page.sources.column.{key}") for key in ("place", "title")}
    columns = titles | {"place": tables.wide(titles["place"], 260), "title": tables.long(titles["title"], 460)}
    chosen = tables.table(shown, columns, key="source-resting", alt=t("page.sources.resting_alt"), tallest=320)
    if chosen is not None:
        one = found[chosen]
        routes.go("matrix", requirement=one.requirement.id, subject=address.key_of(one.subject))


def _settle(row: SourceRow) -> None:
    with st.form("settle-source", border=False):
        st.text_area(t("page.sources.reason"), max_chars=rechecking.LONGEST, key="source-reason", height=80)
        st.form_submit_button(
            t("page.sources.settle"),
            icon=":material/task_alt:",
            type="primary",
            **frame.only("suspect.clear"),
            on_click=_settled,
            args=(row.finding,),
        )


def _settled(check: int) -> None:
    if frame.do(rechecking.settle, check, st.session_state["source-reason"]) is not None:
        address.put(source=None)
        problems.tell("page.sources.settled")
