"""Use of a service: starts, completions and where people give up, by period and by form."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tracker import services
from tracker.pages import charts, downloads, frame, problems, tables
from tracker.pages.language import named, number, percent, t
from tracker.pages.problems import plain
from tracker.pages.recorded import figures_shown, measuring
from tracker.pages.recorded.figures_shown import period
from tracker.pages.services import forms as services_forms
from tracker.views.recorded import figures
from tracker.views.services import use
from tracker.views.services.detail import ServiceDetail
from tracker.views.services.use import UsePeriod

EFFECT = ("digital_share", "handling_time", "completeness", "repeat_contacts", "cost_per_case", "cases", "steps")
SAVED = ("time_saved", "waiting_avoided", "outside_hours", "paper_avoided", "staff", "trained_share")
MEASURED = (*use.COUNTED, *EFFECT, *SAVED)


def show(workspace: int, detail: ServiceDetail) -> None:
    """Answer, picture, table, then the forms."""
    history = frame.remembered(use.use, workspace, service_id=detail.row.id)
    forms = frame.remembered(use.form_rows, workspace, service_id=detail.row.id)
    if history:
        _answer(history)
        _picture(history)
        _table(history)
    else:
        st.info(t("page.use.empty"), icon=":material/lightbulb:")
    _effect(workspace, detail)
    st.subheader(t("page.services.view.forms"), anchor=False)
    if forms:
        services_forms.table(forms, with_service=False)
    else:
        st.caption(t("page.use.no_forms"))
    _add_form(detail)
    measuring.adder(workspace, service_id=detail.row.id, codes=MEASURED)
    measuring.withdrawer(workspace, service_id=detail.row.id, codes=MEASURED)


def _answer(history: Sequence[UsePeriod]) -> None:
    rated = [row for row in history if row.rate is not None]
    if not rated or rated[-1].rate is None:
        st.markdown(f"**{t('page.use.no_rate')}**")
        return
    newest = rated[-1].rate
    when = period(newest.period_from, newest.period_to)
    parts = [f"**{t('page.use.answer', rate=percent(newest.value), n=newest.n, period=when)}**"]
    year = use.together(use.last_year(history))
    if year is not None and year.period_from != newest.period_from:
        when = period(year.period_from, year.period_to)
        parts.append(t("page.use.year", rate=percent(year.value), n=number(year.n), period=when))
    steps = next((row.drop_offs for row in reversed(history) if row.drop_offs), {})
    if steps:
        step, lost = next(iter(steps.items()))
        parts.append(t("page.use.worst_step", step=plain(step or "–"), lost=number(lost)))
    st.markdown(" · ".join(parts))


def _picture(history: Sequence[UsePeriod]) -> None:
    labels = [period(row.period_from, row.period_to) for row in history]
    series = {
        t("page.use.column.starts"): [row.starts for row in history],
        t("page.use.column.completions"): [row.completions for row in history],
    }
    charts.draw(
        figures_shown.line(labels, series), height=300, key="use-lines", alt=t("page.use.alt", count=len(history))
    )


def _table(history: Sequence[UsePeriod]) -> None:
    shown = [
        {
            "period": period(row.period_from, row.period_to),
            "visits": row.visits,
            "starts": row.starts,
            "completions": row.completions,
            "rate": percent(row.rate.value) if row.rate is not None else t("page.figure.none"),
            "drop_off_step": next(iter(row.drop_offs), ""),
            "drop_offs": next(iter(row.drop_offs.values()), None),
            "source": "; ".join(row.sources),
        }
        for row in reversed(history)
    ]
    titles = {key: t(f"page.use.column.{key}") for key in shown[0]}
    tables.table(shown, titles, key="use-table", alt=t("page.service.tab.use"), opens=False, tallest=380)
    downloads.downloads("use", lambda: shown, titles)


def _effect(workspace: int, detail: ServiceDetail) -> None:
    """What handling the cases takes: the newest value of each indicator with its n and source."""
    rows = frame.remembered(figures.figures, workspace, indicators=EFFECT, service_id=detail.row.id)
    if not rows:
        return
    st.subheader(t("page.use.effect"), anchor=False)
    names = frame.remembered(figures.indicator_names, workspace)
    shown = [
        {
            "indicator": named(names[row.indicator]),
            "group": row.group,
            "period": period(row.period_from, row.period_to),
            "value": figures_shown.value(row.value, row.unit),
            "n": row.n,
            "source": row.source,
        }
        for row in reversed(rows)
    ]
    titles = {key: t(f"page.measured.column.{key}") for key in shown[0]}
    columns = titles | {"indicator": tables.wide(titles["indicator"], 200), "n": tables.count("n")}
    tables.table(shown, columns, key="effect-table", alt=t("page.use.effect"), opens=False, tallest=320)
    downloads.downloads("effect", lambda: shown, titles)


def _add_form(detail: ServiceDetail) -> None:
    turn = st.session_state.get("form-turn", 0)
    with st.expander(t("page.use.add_form"), icon=":material/add:"), st.form(f"form-{turn}", border=False):
        st.text_input(t("page.forms.column.form"), key=f"form-name-{turn}", max_chars=400)
        st.text_input(t("page.service.field.url"), key=f"form-url-{turn}", max_chars=1000)
        for field in ("fields", "required_fields"):
            st.number_input(
                t(f"page.forms.column.{field}"), min_value=0, value=None, step=1, key=f"form-{field}-{turn}"
            )
        st.form_submit_button(
            t("page.record.save"),
            type="primary",
            **frame.only("service.change"),
            on_click=_save_form,
            args=(detail, turn),
        )


def _save_form(detail: ServiceDetail, turn: int) -> None:
    held = {field: st.session_state[f"form-{field}-{turn}"] for field in ("name", "url", "fields", "required_fields")}
    if frame.do(services.save_form, detail.row.id, held.pop("name"), **held) is not None:
        st.session_state["form-turn"] = turn + 1
        problems.tell("page.record.saved")
