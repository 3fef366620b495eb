"""Overview: how far the requirements have come, and what needs somebody now. Each number opens its list."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from tracker.pages import charts, downloads, frame, language, routes, tables
from tracker.pages.language import number, t, tn
from tracker.pages.measures.form import barrier_name
from tracker.pages.openings import openings
from tracker.pages.overview import moves
from tracker.pages.palette import LEVELS
from tracker.pages.problems import plain
from tracker.views import overview
from tracker.views.anchoring import fields
from tracker.views.overview import Overview
from tracker.views.reading import checking

MOST_BARS = 60
MOST_OVERDUE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Besides:
    """What waits for people that is no requirement on the ladder: readings to check, services weak inside."""

    unsure: int
    hollow_fronts: int


def show() -> None:
    workspace = frame.here()
    found = frame.remembered(overview.overview, workspace)
    besides = Besides(
        unsure=frame.remembered(checking.checking_queue, workspace, limit=0).left,
        hollow_fronts=len(frame.remembered(fields.hollow_fronts, workspace)),
    )
    st.title(t("nav.overview"))
    _answer(found)
    if not found.documents:
        _first_steps()
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.subheader(t("page.overview.picture"), anchor=False)
        _picture(found)
    with right:
        st.subheader(t("page.overview.now"), anchor=False)
        _now(found, besides)
        if found.examined:
            moves.show(workspace)
    st.subheader(t("page.overview.table"), anchor=False)
    _table(found)
    if st.button(t("page.start.another"), icon=":material/add_home:", type="tertiary", key="another"):
        routes.go("start", step="begin")


def _answer(found: Overview) -> None:
    """The figures, each a button to its list."""
    share = found.examined / found.requirements if found.requirements else 0
    st.markdown(t("page.overview.answer", share=language.percent(share)))
    figures = {
        "examined": (found.examined, t("page.overview.examined", total=found.requirements), {"show": "examined"}),
        "not-examined": (
            found.requirements - found.examined,
            t("page.overview.not_examined"),
            {"show": "not_examined"},
        ),
        "gaps": (found.gaps, t("page.overview.gaps"), {"show": "gaps"}),
        "suspect": (found.suspect, t("page.overview.suspect"), {"show": "suspect"}),
    }
    with st.container(key="figures"):
        for column, (name, (value, words, target)) in zip(st.columns(len(figures)), figures.items(), strict=True):
            with column:
                if st.button(f"**{number(value)}** {words}", key=f"figure-{name}", width="stretch", wrap=True):
                    routes.go("matrix", **target)


def _picture(found: Overview) -> None:
    st.html(charts.scale_html())
    bars = found.bars[:MOST_BARS]
    st.echarts_chart(
        charts.ladder_bars(bars),
        height=max(160, 60 + 19 * len(bars)),
        key="bars",
        on_select=lambda: _open_bar([bar.name.id for bar in bars]),
        alt=t("page.overview.alt", examined=found.examined, total=found.requirements, gaps=found.gaps),
    )


def _open_bar(ids: list[int]) -> None:
    """Remember which guideline was chosen in the picture; the run that follows opens it."""
    index = charts.chosen("bars")
    if index is not None and index < len(ids):
        st.session_state["open-guideline"] = ids[index]


def _now(found: Overview, besides: Besides) -> None:
    """What waits for a person, each line a button."""
    chosen = st.session_state.pop("open-guideline", None)
    if chosen is not None:
        routes.go("matrix", guideline=chosen)
    with openings("now"):
        for name, count, icon, page, values in _waiting(found, besides):
            if st.button(tn(name, count), icon=icon, width="stretch", wrap=True, key=f"now-{name}"):
                routes.go(page, **values)
        for row in found.overdue[:MOST_OVERDUE]:
            barrier = f" · {barrier_name(row.barrier)}" if row.barrier else ""
            label = t("page.overview.overdue", title=plain(row.title), owner=plain(row.owner) or "–", day=row.due_on)
            icon = ":material/schedule:"
            if st.button(f"{label}{barrier}", icon=icon, width="stretch", wrap=True, key=f"overdue-{row.id}"):
                routes.go("measures", measure=row.id)
        if len(found.overdue) > MOST_OVERDUE:
            label = t("page.overview.overdue_all", count=len(found.overdue))
            if st.button(label, icon=":material/list:", width="stretch", wrap=True, key="overdue-all"):
                routes.go("measures", tab="owner", state="overdue")
        for waits in found.waiting[:5]:
            label = tn("page.overview.waiting", waits.proposals, title=plain(waits.name.title(language.current())))
            if st.button(
                label, icon=":material/swap_horiz:", width="stretch", wrap=True, key=f"waiting-{waits.name.id}"
            ):
                routes.go("guidelines", guideline=waits.name.id, tab="takeovers")
    if not (_waiting(found, besides) or found.overdue or found.waiting):
        st.success(t("page.overview.nothing_now"), icon=":material/done_all:")


def _waiting(found: Overview, besides: Besides) -> list[tuple[str, int, str, str, dict[str, str | int | None]]]:
    """What there is at least one of: the text, how many, an icon, and the page and filters where they are listed."""
    weaker: dict[str, str | int | None] = {"view": "translations", "modifier": "soft"}
    suspects: dict[str, str | int | None] = {"view": "suspects"}
    lines: list[tuple[str, int, str, str, dict[str, str | int | None]]] = [
        ("page.overview.strong", found.strong, ":material/rule:", "review", {"floor": 50}),
        ("page.overview.suggestions", found.suggestions, ":material/inbox:", "review", {}),
        ("page.overview.suspect_links", found.suspect_links, ":material/report:", "review", suspects),
        ("page.overview.suspect_judgements", found.suspect_judgements, ":material/report:", "review", suspects),
        ("page.overview.weakened", found.weakened, ":material/trending_down:", "review", weaker),
        ("page.overview.proposed_gaps", found.proposed_gaps, ":material/search_off:", "review", {"view": "gaps"}),
        ("page.overview.hollow", besides.hollow_fronts, ":material/anchor:", "anchoring", {"show": "hollow_front"}),
        ("page.checking.open", besides.unsure, ":material/fact_check:", "guidelines", {"check": "all"}),
    ]
    return [line for line in lines if line[1]]


def _table(found: Overview) -> None:
    """The picture's numbers; a row opens the guideline's requirements."""
    language_now = language.current()
    present = [place for place in LEVELS if any(bar.counts.get(place) for bar in found.bars)]
    rows = [
        {"guideline": bar.name.title(language_now), "total": bar.total}
        | {place: bar.counts.get(place, 0) for place in present}
        for bar in found.bars
    ]
    titles = {"guideline": t("word.guideline"), "total": t("word.requirements")}
    titles |= {place: charts.place_name(place) for place in present}
    columns = {"guideline": tables.wide(titles["guideline"])} | {
        key: tables.count(title) for key, title in titles.items() if key != "guideline"
    }
    chosen = tables.table(rows, columns, key="bars-table", alt=t("page.overview.table"), tallest=420)
    downloads.downloads("overview", lambda: rows, titles)
    if chosen is not None:
        routes.go("guidelines", guideline=found.bars[chosen].name.id)


def _first_steps() -> None:
    """What to do in a workspace without documents."""
    with st.container(border=True):
        st.markdown(t("page.overview.first"))
        with st.container(horizontal=True):
            if st.button(t("page.overview.first_go"), type="primary", icon=":material/flag:", key="start-go"):
                routes.go("start")
