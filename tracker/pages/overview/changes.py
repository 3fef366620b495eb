"""What changed since the reader's last visit, or another day: three reasons, three numbers, never added up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from tracker import clock
from tracker.pages import address, frame, language, routes, visiting
from tracker.pages.language import number, t, tn
from tracker.views import overview
from tracker.views.progress import since
from tracker.views.progress.movement import Why, last_quarter

SINCE = ("", "week", "month", "quarter", "day")
"""Since when, as the address says it; the first is the last visit."""
SUGGESTIONS = "suggestions"
EDITIONS = frozenset({"edition", "local_edition"})


def show(workspace: int) -> None:
    """The choice of a day, the numbers since, and the way to what rose or fell."""
    with st.container(horizontal=True, vertical_alignment="center", key="changed"):
        st.subheader(t("page.overview.changed"), anchor=False, width="content")
        day = _since(workspace)
    found = frame.remembered(since.changes, workspace, since=day, sees_secrecy=frame.cleared(workspace))
    figures = [(why.value, sum(change.why is why for change in found)) for why in Why]
    new = frame.remembered(overview.new_suggestions, workspace, since=day, sees_secrecy=frame.cleared(workspace))
    figures.append((SUGGESTIONS, new))
    with st.container(key="figures-changed"):
        for column, (name, count) in zip(st.columns(len(figures)), figures, strict=True):
            with column:
                words = f"**{number(count)}** {tn(f'page.overview.changed.{name}', count)}{_beside(name, found)}"
                if not st.button(words, key=f"changed-{name}", width="stretch", wrap=True, disabled=not count):
                    continue
            if name == SUGGESTIONS:
                routes.go("review")
            routes.go("progress", tab="since", since=day.isoformat(), because=name)
    if st.button(t("page.overview.changed.moved"), icon=":material/trending_up:", type="tertiary", key="changed-moved"):
        routes.go("progress", tab="moved", since=day.isoformat())


def _beside(name: str, found: Sequence[since.Change]) -> str:
    """How many of the new texts are editions."""
    editions = sum(change.what in EDITIONS for change in found) if name == Why.TEXT else 0
    return f", {tn('page.overview.changed.editions', editions)}" if editions else ""


def _since(workspace: int) -> date:
    """The day at whose end the comparison begins, with a line that says so.

    A day that was partly behind the reader is shown whole: rather something seen before than something missed.
    """
    chosen = address.choose(
        t("page.overview.since"), SINCE, key="since", show=lambda key: t(f"page.overview.since.{key or 'visit'}")
    )
    today = clock.today()
    month = clock.months_before(today, 1)
    if chosen == "day":
        return address.pick_day(t("page.overview.since.own"), key="from", default=month) or month
    if chosen:
        day = {"week": today - timedelta(days=7), "month": month, "quarter": last_quarter(today)}[chosen]
        st.caption(t("page.overview.since.after", day=language.day(day)))
        return day
    visit = visiting.last(workspace)
    if visit is None:
        st.caption(t("page.overview.since.first", day=language.day(month)))
        return month
    there = clock.day_of(visit)
    st.caption(t("page.overview.since.from", day=language.day(there)))
    return there - timedelta(days=1)
