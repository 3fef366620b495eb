"""Trust, satisfaction and added value of a service; with too few answers no figure is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from tracker.pages import charts, downloads, frame, language, tables, thresholds
from tracker.pages.language import named, number, t, tn, word
from tracker.pages.problems import plain
from tracker.pages.recorded import figures_shown, measuring, record_forms
from tracker.pages.recorded.figures_shown import period, value
from tracker.pages.recorded.records_shown import one
from tracker.pages.services.records import of_service
from tracker.tables.journey import Channel
from tracker.tables.network import ActorKind
from tracker.views.local import carriers
from tracker.views.recorded import figures
from tracker.views.recorded.records import RecordRow
from tracker.views.services import trust
from tracker.views.services.detail import ServiceDetail
from tracker.views.services.trust import SATISFACTION, TRUST, Answered, Trust

GROUPS = frozenset({"citizens", "staff"})


def show(workspace: int, detail: ServiceDetail) -> None:
    """Answer, picture, table, claims of added value."""
    found = frame.remembered(trust.trust, workspace, service_id=detail.row.id)
    answer(found)
    thresholds.note(workspace, "smallest_n", rule=t("page.trust.scale"))
    rows = [*found.trust, *found.satisfaction]
    if rows:
        _picture(rows)
        table(rows)
    _everywhere(workspace)
    st.subheader(t("page.trust.value"), anchor=False)
    claims = of_service(workspace, detail.row.id, ("added_value",))
    if not claims:
        st.caption(t("page.trust.no_claims"))
    for claim in claims:
        st.markdown(_claim(workspace, claim))
        one(workspace, claim, key="value", with_kind=False)
    record_forms.adder(workspace, ("added_value",), key="value", service_id=detail.row.id)
    measuring.adder(workspace, codes=(*TRUST, *SATISFACTION), service_id=detail.row.id)
    measuring.withdrawer(workspace, codes=(*TRUST, *SATISFACTION), service_id=detail.row.id)


def _everywhere(workspace: int) -> None:
    """What was asked about all services of the municipality together: no answer about this one, but beside it."""
    actors = frame.remembered(carriers.actor_rows, workspace)
    whole = next((row.id for row in actors if row.kind is ActorKind.MUNICIPALITY), None)
    if whole is None:
        return
    asked = frame.remembered(trust.trust, workspace, actor_id=whole)
    if asked.trust or asked.satisfaction:
        st.subheader(t("page.trust.everywhere"), anchor=False)
        table([*asked.trust, *asked.satisfaction], key="trust-everywhere")


def group_name(group: str) -> str:
    """A group that surveys know by a code or the channel that was used, else as it was written."""
    if group in set(Channel):
        return word(Channel(group))
    return t(f"group.{group}") if group in GROUPS else group or t("page.trust.all")


def answer(found: Trust) -> None:
    """The mean trust of each group that answered enough, or that there is not enough data."""
    groups = dict.fromkeys(row.group for row in found.trust)
    if not groups:
        st.info(t("page.trust.empty"), icon=":material/lightbulb:")
        return
    parts = []
    for group in groups:
        own = [row for row in found.trust if row.group == group]
        enough = [row for row in own if row.enough]
        if enough:
            least = min(row.n or 0 for row in enough)
            mean = sum(row.value for row in enough) / len(enough)
            said = tn("page.trust.mean", len(enough), value=value(mean, "index"), answers=number(least))
        else:
            most = max((row.n or 0 for row in own), default=0)
            said = t("page.trust.too_few", n=number(most), least=found.smallest_n)
        parts.append(f"**{plain(group_name(group))}**: {said}")
    st.markdown("  \n".join(parts))


def _picture(rows: Sequence[Answered]) -> None:
    """The figures that may be shown, as bars from 0 to 100."""
    enough = [row for row in rows if row.enough]
    if not enough:
        return
    labels = [f"{named(row.indicator)} · {group_name(row.group)}" for row in enough]
    chart: dict[str, Any] = dict(
        figures_shown.bars(labels, {t("page.measured.value"): [round(row.value) for row in enough]}, ("#4a9fc9",))
    )
    chart["xAxis"] = {**chart["xAxis"], "min": 0, "max": 100}
    chart["yAxis"] = {**chart["yAxis"], "axisLabel": {**chart["yAxis"]["axisLabel"], "width": 320}}
    charts.draw(chart, height=70 + 26 * len(enough), key="trust-bars", alt=t("page.trust.alt", count=len(enough)))


def table(rows: Sequence[Answered], *, key: str = "trust") -> None:
    """The answers with n, those of too few as not enough data."""
    shown = [
        {
            "indicator": named(row.indicator),
            "group": group_name(row.group),
            "value": value(row.value, "index") if row.enough else t("page.figure.none"),
            "n": row.n,
            "period": period(row.period_from, row.period_to),
            "earlier": value(row.earlier, "index") if row.earlier is not None else "",
            "source": row.source,
        }
        for row in rows
    ]
    titles = {key: t(f"page.measured.column.{key}") for key in shown[0]}
    columns = titles | {"indicator": tables.wide(titles["indicator"], 280), "n": tables.count("n")}
    tables.table(shown, columns, key=f"{key}-table", alt=t("page.service.tab.trust"), opens=False)
    downloads.downloads(key, lambda: shown, titles)


def _claim(workspace: int, row: RecordRow) -> str:
    """A claim with its baseline and result; what was never measured is said to be."""
    said = row.facts
    head = f"**{plain(str(said.get('beneficiary', '')))}**: {plain(str(said.get('claim', '')))}"
    indicator = frame.remembered(figures.indicator_names, workspace).get(str(said.get("indicator", "")))
    baseline, result = said.get("baseline"), said.get("result")
    if baseline is None or result is None:
        return f"{head}  \n{t('page.trust.unmeasured')} · {language.day(row.on)}"
    unit = indicator.unit if indicator is not None else ""
    first = figures_shown.with_n(baseline, unit, said.get("baseline_n"))
    last = figures_shown.with_n(result, unit, said.get("result_n"))
    name = named(indicator) if indicator is not None else t("page.measured.value")
    return f"{head}  \n{plain(name)}: {plain(first)} → {plain(last)} · {language.day(row.on)}"
