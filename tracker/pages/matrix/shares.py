"""The shares of requirements at each level or higher, per guideline, unit or service, with the rule they follow."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from tracker.ladder import TOP
from tracker.pages import address, charts, downloads, frame, ladder_rule, language, routes, tables
from tracker.pages.language import t, tn
from tracker.views.ladder import decoupling, shares
from tracker.views.ladder.shares import Share

STEPS = range(1, TOP + 1)


def show(workspace: int, day: date | None = None) -> None:
    """A folded panel: it is computed only once somebody opens it."""
    with st.expander(
        t("page.shares.title"), icon=":material/stacked_bar_chart:", key="shares", on_change="rerun"
    ) as box:
        if box.open:
            _shares(workspace, day)


def _shares(workspace: int, day: date | None) -> None:
    by = address.segment(
        t("page.shares.by"),
        ("guideline", "unit", "service"),
        key="shares_by",
        show=lambda key: t(f"page.shares.by.{key}"),
    )
    found = [
        row for row in frame.remembered_of(day, shares.shares, workspace, by=by) if row.concerned or row.not_applicable
    ]
    st.markdown(t(f"page.shares.rule.{by}"))
    ladder_rule.popover(workspace, key="shares")
    decoupled = len(frame.remembered_of(day, decoupling.decoupled, workspace))
    if st.button(tn("page.shares.decoupled", decoupled), icon=":material/link_off:", key="decoupled", type="tertiary"):
        routes.go("review", view="translations", modifier="decoup")
    if not found:
        st.info(t("page.shares.empty"), icon=":material/lightbulb:")
        return
    shown = [_cells(row) for row in found]
    titles = {
        "name": t(f"page.shares.by.{by}"),
        "concerned": t("page.shares.concerned"),
        "not_applicable": t("page.shares.not_applicable"),
        **{f"at{step}": f"≥ {step} {t(f'level.{step}')}" for step in STEPS},
        "lowest": t("page.shares.lowest"),
        "above_gap": t("page.shares.above_gap"),
        "fallen": t("page.shares.fallen"),
    }
    columns = titles | {"name": tables.wide(titles["name"], 240)}
    columns |= {key: tables.count(titles[key]) for key in ("concerned", "not_applicable", "above_gap", "fallen")}
    chosen = tables.table(shown, columns, key=f"shares-{by}", alt=t("page.shares.title"), tallest=520)
    downloads.downloads("shares", lambda: shown, titles)
    if chosen is not None:
        _open(found[chosen], by)


def _cells(row: Share) -> dict[str, Any]:
    """Shares with their counts, so that nobody reads a percentage of three as one of three hundred."""
    return {
        "name": row.name,
        "concerned": row.concerned,
        "not_applicable": row.not_applicable,
        **{
            f"at{step}": f"{language.percent(row.reached[step] / row.concerned)} ({row.reached[step]})"
            if row.concerned
            else "–"
            for step in STEPS
        },
        "lowest": _lowest(row),
        "above_gap": row.above_gap,
        "fallen": row.fallen,
    }


def _lowest(row: Share) -> str:
    """The lowest level of the binding requirements, or how many of them nobody has examined."""
    if row.lowest is not None:
        return charts.place_name(str(row.lowest))
    return tn("page.shares.unexamined", row.binding_unexamined) if row.binding else "–"


def _open(row: Share, by: str) -> None:
    if by == "guideline":
        routes.go("matrix", guideline=row.id)
    elif row.subject is not None:
        routes.go("matrix", by=by, column=address.key_of(row.subject))
