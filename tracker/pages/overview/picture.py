"""How far the guidelines have come: a bar each for those furthest behind, all on request, and the table of all."""

from __future__ import annotations

import streamlit as st

from tracker.pages import address, charts, downloads, language, routes, tables
from tracker.pages.language import t
from tracker.pages.palette import LEVELS
from tracker.views.overview import Overview, furthest_behind

FEW, MOST = 15, 60
"""How many bars are drawn at first, and at most; the table has every guideline."""
_CHOSEN = "open-guideline"


def show(found: Overview) -> None:
    """The bars; choosing one opens its requirements."""
    everything = address.get("bars") == "all"
    bars = found.bars[:MOST] if everything else furthest_behind(found.bars, FEW)
    few = len(found.bars) > FEW and not everything
    st.subheader(t("page.overview.picture.behind" if few else "page.overview.picture"), anchor=False)
    st.html(charts.scale_html())
    charts.draw(
        charts.ladder_bars(bars),
        height=max(160, 60 + 19 * len(bars)),
        key=f"bars-{len(bars)}",
        on_select=lambda: _choose(f"bars-{len(bars)}", [bar.name.id for bar in bars]),
        alt=t("page.overview.alt", examined=found.examined, total=found.requirements, gaps=found.gaps),
    )
    if len(found.bars) > FEW:
        words = t("page.overview.picture.all", count=min(len(found.bars), MOST))
        st.button(
            t("page.overview.picture.fewer") if everything else words, key="bars-all", type="tertiary",
            on_click=address.put, kwargs={"bars": None if everything else "all"},
        )  # fmt: skip


def open_chosen() -> None:
    """Go to the guideline chosen in the picture in the run before: a callback cannot leave the page."""
    chosen = st.session_state.pop(_CHOSEN, None)
    if chosen is not None:
        routes.go("matrix", guideline=chosen)


def table(found: Overview) -> None:
    """The numbers of all guidelines; a row opens the guideline's requirements."""
    st.subheader(t("page.overview.table"), anchor=False)
    present = [place for place in LEVELS if any(bar.counts.get(place) for bar in found.bars)]
    rows = [
        {"guideline": bar.name.title(language.current()), "total": bar.total}
        | {place: bar.counts.get(place, 0) for place in present}
        for bar in found.bars
    ]
    titles = {"guideline": t("word.guideline"), "total": t("word.requirements")}
    titles |= {place: charts.place_name(place) for place in present}
    columns = {"guideline": tables.wide(titles["guideline"], 520)} | {
        key: tables.count(title) for key, title in titles.items() if key != "guideline"
    }
    chosen = tables.table(rows, columns, key="bars-table", alt=t("page.overview.table"), tallest=420)
    downloads.downloads("overview", lambda: rows, titles)
    if chosen is not None:
        routes.go("guidelines", guideline=found.bars[chosen].name.id)


def _choose(key: str, ids: list[int]) -> None:
    index = charts.chosen(key)
    if index is not None and index < len(ids):
        st.session_state[_CHOSEN] = ids[index]
