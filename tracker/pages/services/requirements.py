"""The requirements on a service, and how far each has come."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from tracker.pages import address, charts, downloads, frame, routes, tables
from tracker.pages.language import current, t, tn, word
from tracker.pages.matrix.page import link
from tracker.pages.palette import LEVELS, colours
from tracker.views.ladder.places import place_of
from tracker.views.services import detail as services_detail
from tracker.views.services.detail import ServiceDetail


def show(workspace: int, detail: ServiceDetail) -> None:
    """The service's own requirements; those that only texts above speak of are there when asked for."""
    rows = frame.remembered(services_detail.service_requirements, workspace, service_id=detail.row.id)
    own = sum(row.own for row in rows)
    steps = [int(place_of(row.cell)) for row in rows if row.own and place_of(row.cell).isdecimal()]
    lowest = charts.place_name(str(min(steps))) if steps else t("page.place.not_examined")
    if own:
        st.markdown(f"**{tn('page.service.requirements', own, lowest=lowest)}**")
    else:
        st.markdown(f"**{t('page.service.no_own_requirements')}**")
    everything = address.switch(tn("page.service.inherited", len(rows) - own), key="own")
    shown_rows = [row for row in rows if everything or row.own]
    if st.button(t("page.service.to_review"), icon=":material/rule:", type="tertiary"):
        routes.go("review")
    if not shown_rows:
        st.info(t("page.service.no_requirements"), icon=":material/lightbulb:")
        return
    _picture(Counter(place_of(row.cell) for row in shown_rows))
    shown = [
        {
            "level": charts.place_name(place_of(row.cell)),
            "compliance": word(row.cell.judged.compliance) if row.cell.judged is not None else "",
            "guideline": row.requirement.title(current()),
            "locator": row.requirement.locator,
            "force": word(row.requirement.force),
            "text": row.requirement.words(current()),
            "own": t("truth.true" if row.own else "truth.false"),
        }
        for row in shown_rows
    ]
    titles = {key: t(f"page.service.demand.{key}") for key in shown[0]}
    columns = titles | {
        "level": tables.wide(titles["level"], 150),
        "guideline": tables.long(titles["guideline"], 200),
        "text": tables.long(titles["text"], 460),
    }
    chosen = tables.table(shown, columns, key="demands", alt=t("word.requirements"), tallest=560)
    downloads.downloads("service-requirements", lambda: shown, titles)
    if chosen is not None:
        link(shown_rows[chosen].requirement.id, ("service", detail.row.id))


def _picture(counts: Counter[str]) -> None:
    """One bar of levels, as finished HTML without any stored text."""
    st.html(charts.scale_html())
    present = [place for place in LEVELS if counts.get(place)]
    parts = [
        f'<span style="flex:{counts[place]};background:{back};color:{front};padding:2px 6px;text-align:center">'
        f"{counts[place]}</span>"
        for place in present
        for back, front in [colours(place, dark=charts.is_dark())]
    ]
    st.html(f'<div style="display:flex;width:100%;border-radius:4px;overflow:hidden">{"".join(parts)}</div>')
