"""Settings: the thresholds behind figures, and the personal data a workspace keeps."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial

import streamlit as st

from tracker import personal_data, workspaces
from tracker.pages import address, downloads, frame, problems, routes, tables
from tracker.pages.language import current, day, number, t, tn
from tracker.pages.settings import backups, people
from tracker.views import settings
from tracker.views.settings import IndividualRow, ThresholdRow

TABS = ("thresholds", "personal", "people", "backup", "workspaces")


def show() -> None:
    workspace = frame.here()
    st.title(t("nav.settings"))
    tab = address.segment(t("page.settings.tabs"), TABS, key="tab", show=lambda key: t(f"page.settings.tab.{key}"))
    if tab == "workspaces":
        _workspaces()
    elif tab == "backup":
        backups.show(workspace)
    elif tab == "people":
        people.show(workspace)
    elif tab == "personal":
        _personal(workspace)
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
            on_click=_save,
            args=(workspace, row.name, key),
        )


def _save(workspace: int, name: str, key: str) -> None:
    if frame.do(workspaces.set_threshold, workspace, name, float(st.session_state[key])) is not None:
        problems.tell("page.settings.saved")


def _personal(workspace: int) -> None:
    with frame.reading() as session:
        names = settings.sees_names(session, workspace, frame.person().id)
    rows = frame.remembered(settings.individual_rows, workspace, names=names)
    kept = [row for row in rows if row.disposed_at is None]
    st.markdown(f"**{tn('page.settings.kept', len(kept))}** · {t('page.settings.roles_first')}")
    if not rows:
        st.info(t("page.settings.nobody"), icon=":material/lightbulb:")
        return
    shown = [
        {
            "name": row.name or (t("page.settings.gone") if row.disposed_at else t("page.settings.withheld")),
            "roles": ", ".join(row.roles),
            "recorded": row.recorded_at.date(),
            "disposed": row.disposed_at.date() if row.disposed_at else None,
        }
        for row in rows
    ]
    titles = {key: t(f"page.settings.field.{key}") for key in shown[0]}
    columns = titles | {key: tables.day(titles[key]) for key in ("recorded", "disposed")}
    chosen = tables.table(shown, columns, key="individuals", alt=t("page.settings.tab.personal"), opens=names)
    if not names:
        st.caption(t("page.settings.admins"))
    elif chosen is None:
        st.caption(t("page.settings.choose_person"))
    else:
        _individual(rows[chosen])


def _individual(row: IndividualRow) -> None:
    """Where the person's data stands, the file to hand over, and the way to dispose of it."""
    by = frame.person()
    with frame.reading() as session:
        found = personal_data.gather(session, row.id, by=by)
    st.subheader(problems.plain(row.name) or t("page.settings.gone"), anchor=False)
    shown = [{"table": t(f"page.settings.table.{place.table}"), "text": place.text} for place in found]
    titles = {key: t(f"page.settings.field.{key}") for key in ("table", "text")}
    columns = titles | {"text": tables.long(titles["text"], 640)}
    tables.table(shown, columns, key="found", alt=t("page.settings.found"), opens=False)
    st.download_button(
        t("page.settings.export"),
        data=partial(_file, found),
        file_name=f"individual-{row.id}.json",
        mime="application/json",
        on_click="ignore",
        icon=":material/download:",
    )
    if row.disposed_at is not None:
        st.caption(t("page.settings.disposed", day=day(row.disposed_at.date()), decision=problems.plain(row.disposal)))
        return
    with st.form("dispose", border=True):
        st.markdown(t("page.settings.dispose_what"))
        st.text_input(t("page.settings.decision"), max_chars=400, key="decision")
        st.form_submit_button(t("page.settings.dispose"), icon=":material/delete:", on_click=_dispose, args=(row.id,))


def _dispose(individual_id: int) -> None:
    if frame.do(personal_data.dispose, individual_id, st.session_state["decision"]) is not None:
        problems.tell("page.settings.done")


def _file(found: list[personal_data.Found]) -> bytes:
    """What the person is entitled to, in a form a machine can read."""
    places = [asdict(place) | {"on": place.on.isoformat() if place.on else None} for place in found]
    return json.dumps({"language": current(), "places": places}, ensure_ascii=False, indent=1).encode()
