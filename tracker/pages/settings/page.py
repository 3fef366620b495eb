"""Settings: the thresholds behind figures, people, what is kept of them and for how long, and public records."""

from __future__ import annotations

import streamlit as st

from tracker import workspaces
from tracker.pages import address, downloads, frame, problems, routes, tables
from tracker.pages.language import number, t, tn
from tracker.pages.settings import backups, people, personal, records, retention
from tracker.views import settings
from tracker.views.settings import ThresholdRow

TABS = ("thresholds", "personal", "people", "backup", "workspaces")


def show() -> None:
    workspace = frame.here()
    st.title(t("nav.settings"))
    routes.link("history", t("nav.history"))
    tab = address.segment(t("page.settings.tabs"), TABS, key="tab", show=lambda key: t(f"page.settings.tab.{key}"))
    if tab == "workspaces":
        _workspaces()
    elif tab == "backup":
        backups.show(workspace)
    elif tab == "people":
        people.show(workspace)
    elif tab == "personal":
        personal.show(workspace)
    elif tab == "retention":
        retention.show(workspace)
    elif tab == "records":
        records.show(workspace)
    else:
        _thresholds(workspace)


def _workspaces() -> None:
    """The workspaces there are, and the way to another one."""
    found = frame.workspaces()
    st.markdown(f"**{tn('count.workspaces', len(found))}**")
    for place in found:
        if st.button(problems.plain(place.name), key=f"workspace-{place.slug}", icon=":material/home_work:"):
            routes.go("overview", ws=place.slug)
    if st.button(t("page.start.another"), key="another", icon=":material/add_home:", type="tertiary"):
        routes.go("start", step="begin")


def _thresholds(workspace: int) -> None:
    rows = frame.remembered(settings.threshold_rows, workspace)
    changed = sum(row.value != row.proposal for row in rows)
    st.markdown(f"**{tn('page.settings.changed', changed)}** · {t('page.settings.proposals')}")
    shown = [
        {"name": t(f"threshold.{row.name}"), "value": number(row.value), "proposal": number(row.proposal)}
        for row in rows
    ]
    titles = {key: t(f"page.settings.field.{key}") for key in ("name", "value", "proposal")}
    columns = titles | {"name": tables.wide(titles["name"], 460)}
    chosen = tables.table(shown, columns, key="thresholds", alt=t("page.settings.tab.thresholds"))
    if chosen is None:
        st.caption(t("page.settings.choose"))
    else:
        _threshold_form(workspace, rows[chosen])
    downloads.downloads("thresholds", lambda: shown, titles)


def _threshold_form(workspace: int, row: ThresholdRow) -> None:
    with st.form(f"threshold-{row.name}", border=True):
        whole = isinstance(row.proposal, int)
        least, step = (0, 1) if whole else (0.0, 1.0 if row.proposal > 1 else 0.05)
        key = f"threshold-value-{row.name}"
        st.number_input(
            t(f"threshold.{row.name}"), value=row.value, min_value=least, step=step, key=key,
            format="%d" if whole else "%g",
        )  # fmt: skip
        st.caption(t("page.settings.follow"))
        st.form_submit_button(
            t("page.settings.save"),
            type="primary",
            key="threshold-save",
            **frame.only("threshold.set"),
            on_click=_save,
            args=(workspace, row, key),
        )


def _save(workspace: int, row: ThresholdRow, key: str) -> None:
    wanted = float(st.session_state[key])
    if frame.do(workspaces.set_threshold, workspace, row.name, wanted, seen=row.value) is not None:
        problems.tell("page.settings.saved")
