"""What changed since the reader's last visit, or another day: three reasons, three numbers, never added up."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from tracker import clock
from tracker.pages import address, frame, language, routes, visiting
from tracker.pages.language import t, tn
from tracker.pages.openings import openings
from tracker.views import overview
from tracker.views.progress import since
from tracker.views.progress.movement import Why, last_quarter

SINCE = ("", "week", "month", "quarter", "day")
"""Since when, as the address says it; the first is the last visit."""
EDITIONS = frozenset({"edition", "local_edition"})


def show(workspace: int) -> None:
    """The choice of a day, and the numbers since."""
    st.subheader(t("page.overview.changed"), anchor=False)
    day = _since(workspace)
    found = frame.remembered(since.changes, workspace, since=day, sees_secrecy=frame.cleared(workspace))
    offered = frame.remembered(overview.new_suggestions, workspace, since=day)
    counts = {why: sum(change.why is why for change in found) for why in Why}
    if not found and not offered:
        st.caption(t("page.overview.changed.nothing"))
    with openings("changed"):
        for why, count in counts.items():
            if count and _row(_words(why, count, found), f"changed-{why.value}"):
                routes.go("progress", tab="since", since=day.isoformat(), because=why.value)
        if offered and _row(tn("page.overview.changed.suggestions", offered), "changed-suggestions"):
            routes.go("review")
        if _row(t("page.overview.changed.moved"), "changed-moved"):
            routes.go("progress", tab="moved", since=day.isoformat())


def _row(words: str, key: str) -> bool:
    return st.button(words, key=key, width="stretch", wrap=True)


def _words(why: Why, count: int, found: list[since.Change]) -> str:
    words = f"**{tn(f'page.progress.new.{why.value}', count)}**"
    editions = sum(change.what in EDITIONS for change in found)
    if why is Why.TEXT and editions:
        words += f" · {tn('page.overview.changed.editions', editions)}"
    return words


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
