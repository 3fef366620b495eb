"""What needs somebody now: to decide, to review, to look at again; a few rows of each, and all on request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from tracker.pages import address, frame, language, routes
from tracker.pages.language import t, tn
from tracker.pages.measures.form import barrier_name
from tracker.pages.openings import openings
from tracker.pages.problems import plain
from tracker.views.overview import OverdueRow, Overview
from tracker.views.reading import checking

FEW: Mapping[str, int] = {"decide": 3, "review": 2, "again": 2}
"""The groups, and how many rows of each are shown before all are asked for: seven together."""
MOST_OVERDUE = 10
"""So many measures that are late are named; their list has the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line to open: its name in the page, its words, and the page and address behind it."""

    key: str
    words: str
    page: str
    values: Mapping[str, str | int | None]


def show(workspace: int, found: Overview) -> None:
    """The rows by group."""
    st.subheader(t("page.overview.now"), anchor=False)
    rows = _rows(found, frame.remembered(checking.checking_queue, workspace, limit=0).left)
    if not any(rows.values()):
        st.success(t("page.overview.nothing_now"), icon=":material/done_all:")
        return
    everything = address.get("now") == "all"
    for group, some in rows.items():
        if not some:
            continue
        with st.container(gap=None, key=f"group-{group}"):
            st.caption(t(f"page.overview.now.{group}"))
            with openings(f"now-{group}"):
                for row in some if everything else some[: FEW[group]]:
                    if st.button(row.words, key=f"now-{row.key}", width="stretch", wrap=True):
                        routes.go(row.page, **row.values)
    total = sum(map(len, rows.values()))
    if any(len(some) > FEW[group] for group, some in rows.items()):
        st.button(
            t("page.overview.now.fewer") if everything else t("page.overview.now.all", count=total),
            key="now-all", type="tertiary", on_click=address.put, kwargs={"now": None if everything else "all"},
        )  # fmt: skip


def _rows(found: Overview, unsure: int) -> Mapping[str, Sequence[Row]]:
    """What there is at least one of, the most pressing of each group first."""
    return {
        "decide": [
            *_counted("page.overview.meetings", found.meetings, "measures"),
            *(_late(row) for row in found.overdue[:MOST_OVERDUE]),
            *_counted(
                "page.overview.overdue_all", len(found.overdue) if len(found.overdue) > MOST_OVERDUE else 0,
                "progress", tab="overdue", because="measure",
            ),
        ],
        "review": [
            *_counted("page.overview.second", found.second, "review", waits="second"),
            *_counted("page.overview.strong", found.strong, "review", floor=50),
            *_counted("page.overview.proposed_gaps", found.proposed_gaps, "review", view="gaps"),
            *_counted("page.overview.suggestions", found.suggestions, "review"),
            *_counted("page.checking.open", unsure, "guidelines", check="all"),
            *(
                Row(
                    key=f"waiting-{waits.name.id}",
                    words=tn(
                        "page.overview.waiting", waits.proposals, title=plain(waits.name.title(language.current()))
                    ),
                    page="guidelines",
                    values={"guideline": waits.name.id, "tab": "takeovers"},
                )
                for waits in found.waiting
            ),
        ],
        "again": [
            *_counted("page.overview.suspect_links", found.suspect_links, "review", view="suspects"),
            *_counted("page.overview.suspect_judgements", found.suspect_judgements, "review", view="suspects"),
            *_counted("page.overview.suspect_crosswalks", found.suspect_crosswalks, "review", view="suspects"),
        ],
    }  # fmt: skip


def _counted(key: str, count: int, page: str, **values: str | int) -> Sequence[Row]:
    return [Row(key=key, words=tn(key, count), page=page, values=values)] if count else []


def _late(row: OverdueRow) -> Row:
    """A measure with whose it is, since when it is late and what stands in its way."""
    parts = [
        f"**{plain(row.title)}**",
        plain(row.owner) or t("page.progress.no_owner"),
        t("page.overview.overdue", day=language.day(row.due_on)),
        barrier_name(row.barrier) if row.barrier else t("page.progress.no_barrier"),
    ]
    return Row(key=f"overdue-{row.id}", words=" · ".join(parts), page="measures", values={"measure": row.id})
