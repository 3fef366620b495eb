"""Network: who is tied to whom, who stands between, what waits to be confirmed, and what nobody answers for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from tracker import clock
from tracker.exporters import network as exports
from tracker.pages import address, background, charts, downloads, frame, meanings, standing, tables, thresholds
from tracker.pages.language import number, t, tn, word
from tracker.pages.network import actor, chart, lists, review
from tracker.tables.guideline import Decided
from tracker.views.network import whole as network
from tracker.views.network.whole import ActorRow, Answer, NetworkShown

TABS = ("picture", "waiting", "load", "documents", "years")
FORMALITY = ("", "formal", "informal")
ORDERS = ("", "betweenness", "constraint", "requirements")
JOBS = ("read_network",)
FIGURES = ("actors", "ties", "waiting", "holes", "overloaded")


def show() -> None:
    workspace = frame.here()
    if address.number("actor") is not None:
        actor.show(workspace)
        return
    st.title(t("nav.network"))
    found = frame.remembered(network.answer, workspace)
    _answer(workspace, found)
    tab = address.segment(
        t("page.network.tabs"), TABS, key="tab", show=lambda key: t(f"page.network.tab.{key}"), resets=("page",)
    )
    if tab == "waiting":
        review.show(workspace)
    elif tab == "load":
        lists.load(workspace)
    elif tab == "documents":
        lists.documents(workspace)
    elif tab == "years":
        lists.years(workspace)
    else:
        _network(workspace, found)


def _answer(workspace: int, counts: Answer) -> None:
    """The network in one line; every figure opens its list."""
    figures = {
        "waiting": tn("count.network_suggestions", counts.suggestions),
        "load": f"{tn('count.holes', counts.holes)} · {tn('count.overloaded', counts.overloaded)}",
    }
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="network-answer"):
        st.markdown(f"**{tn('count.actors', counts.actors)}** · **{tn('count.ties', counts.ties)}**", width="content")
        for tab, said in figures.items():
            st.button(
                said, key=f"network-to-{tab}", type="tertiary", on_click=address.put,
                kwargs={"tab": tab, "page": None},
            )  # fmt: skip
        called = {name: t(f"page.network.meant.{name}") for name in FIGURES}
        meanings.button(workspace, "network", called, "overload")


def read_again(workspace: int) -> None:
    """The button that reads the documents, and the job at work."""
    st.button(
        t("page.network.read"),
        key="read-network",
        icon=":material/person_search:",
        **frame.only("network.suggest", help=t("page.network.read_help")),
        on_click=background.submit,
        args=(workspace, "read_network"),
    )
    background.watch(workspace, JOBS)


def _filters(found: Answer) -> dict[str, Any]:
    """What the address asks for: year, sort of ties, kind, hierarchy."""
    first, last = found.years
    left, middle, right, end = st.columns([3, 2, 3, 2], vertical_alignment="bottom")
    with left:
        year = _year(first, last)
    with middle:
        formality = address.choose(
            t("page.network.formality"), FORMALITY, key="formal",
            show=lambda key: t(f"page.network.{key}_ties") if key else t("page.filter.all"),
        )  # fmt: skip
    with right:
        kind = address.choose(
            t("page.network.kind"), ["", *found.kinds], key="kind",
            show=lambda key: chart.kind_name(key) if key else t("page.filter.all"),
        )  # fmt: skip
    with end:
        flat = address.switch(t("page.network.flat"), key="flat")
    return {
        "year": year if year != last else None,
        "formal": {"formal": True, "informal": False}.get(formality),
        "hierarchy": not flat,
        "kind": kind,
    }


def _year(first: int, last: int) -> int:
    """The year in the address, by a slider where there are several."""
    asked = min(max(address.number("year") or last, first), last)
    if first == last:
        return last
    st.session_state["network-year"] = asked

    def follow() -> None:
        chosen = st.session_state["network-year"]
        address.put(year=None if chosen == last else chosen)

    return int(st.slider(t("page.network.year"), first, last, key="network-year", on_change=follow))


def _network(workspace: int, found: Answer) -> None:
    if not found.kinds:
        st.info(t("page.network.empty"), icon=":material/lightbulb:")
        return
    shown = frame.remembered(network.network_shown, workspace, **_filters(found))
    if not shown.ties:
        st.info(t("page.network.no_ties"), icon=":material/lightbulb:")
    else:
        options, ids = chart.picture(shown)
        st.caption(t("page.network.reading_it"))
        charts.draw(
            options, height=chart.SIZE, key="network-picture", on_select=lambda: _open_point(ids),
            alt=t("page.network.alt", actors=len(ids), ties=len(shown.ties)),
        )  # fmt: skip
        if len(ids) < len(shown.nodes):
            st.caption(t("page.network.drawn", drawn=len(ids), actors=len(shown.nodes)))
    _whole(workspace, shown)
    _table(shown)
    _files(shown)
    read_again(workspace)


def _open_point(ids: Sequence[int]) -> None:
    """Open the actor that was clicked; a click on a line opens nothing."""
    point = charts.chosen("network-picture")
    if point is not None:
        address.put(actor=ids[point])


def _whole(workspace: int, shown: NetworkShown) -> None:
    """The figures of the whole, and what they must not be taken for."""
    whole = shown.whole
    parts = [
        t("page.network.measured", actors=whole.actors, ties=len(shown.ties)),
        t("page.network.density", value=_figure(whole.density)),
        tn("page.network.components", whole.components),
        t("page.network.ei", units=_figure(whole.ei_index), organisations=_figure(shown.organisations)),
    ]
    st.markdown(" · ".join(parts))
    alone = len(shown.rows) - whole.actors
    for warning in shown.warnings:
        st.caption(f":material/info: {t(f'page.network.warning.{warning}', count=alone, parts=whole.components)}")
    thresholds.note(workspace, "small_network", "broker_betweenness", "broker_constraint", "overload")


def _table(shown: NetworkShown) -> None:
    order = address.choose(
        t("page.network.order"), ORDERS, key="order", show=lambda key: t(f"page.network.order.{key or 'name'}")
    )
    rows = sorted(shown.rows, key=lambda row: _rank(row, order)) if order else shown.rows
    chosen = tables.table(
        [_cells(row) for row in rows],
        {
            "actor": tables.wide(t("word.actor"), 230),
            "kind": tables.long(t("page.network.column.kind"), 135),
            "role": tables.long(t("page.network.column.role"), 210),
            "betweenness": st.column_config.NumberColumn(t("page.network.column.betweenness"), format="localized"),
            "constraint": st.column_config.NumberColumn(t("page.network.column.constraint"), format="localized"),
            "ties": tables.count(t("page.network.column.ties")),
            "requirements": tables.count(t("page.network.column.requirements")),
            "warning": tables.long(t("page.network.column.warning"), 190),
            "why": tables.long(t("page.network.column.why"), 420),
        },
        key="network-table",
        alt=t("page.network.table_alt"),
        tallest=520,
    )
    if chosen is not None:
        address.put(actor=rows[chosen].id)
        st.rerun()


def _rank(row: ActorRow, order: str) -> tuple[bool, float]:
    """The reader's order: who has the measure first, low constraint before high, all else from the top."""
    value = getattr(row, order)
    return value is None, 0.0 if value is None else float(value if order == "constraint" else -value)


def _cells(row: ActorRow) -> Mapping[str, Any]:
    return {
        "actor": row.name,
        "kind": word(row.kind),
        "role": ", ".join(
            word(role.role) if role.state is Decided.CONFIRMED else t("page.network.proposed", role=word(role.role))
            for role in row.roles
        ),
        "why": "; ".join(t(role.reason["code"], **role.reason["values"]) for role in row.roles if role.reason),
        "betweenness": row.betweenness,
        "constraint": row.constraint,
        "ties": row.degree,
        "requirements": row.requirements,
        "warning": ", ".join(t(f"page.network.sign.{code}") for code in row.warnings),
    }


def _files(shown: NetworkShown) -> None:
    """The ties as a table and the whole as GraphML, under the filters on screen."""
    titles = {key: t(f"page.network.edge.{key}") for key in exports.EDGE_COLUMNS}
    with st.container(horizontal=True, gap="small"):
        downloads.downloads("network", lambda: exports.edge_rows(shown.nodes, shown.ties), titles)
        standing.download(
            t("page.network.graphml"), key="download-network-graphml", type="tertiary", icon=":material/download:",
            data=partial(_graphml, shown, downloads.stamp_of()),
            file_name=f"network-{clock.today().isoformat()}.graphml", mime=exports.MEDIA_TYPE, on_click="ignore",
        )  # fmt: skip


def _graphml(shown: NetworkShown, stamped: Callable[[str, bytes], bytes]) -> bytes:
    return stamped("graphml", exports.graphml(shown.nodes, shown.ties, shown.whole, shown.selection))


def _figure(value: float | None) -> str:
    return t("page.network.not_enough") if value is None else number(round(value, 2))
