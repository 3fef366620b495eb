"""Reports: choose one, read it as it will be printed, and download it. All choices stand in the address.

Beside them the workbook: working data to edit in a spreadsheet and bring back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st
from sqlalchemy.orm import Session

from tracker import clock
from tracker.pages import address, frame, language, standing
from tracker.pages.language import t, tn
from tracker.pages.reports import drawn, handed_over, workbook
from tracker.reports import building, pdf, writing
from tracker.reports.building import ABOUT, KINDS, Wanted
from tracker.reports.content import Report
from tracker.subjects import Subject
from tracker.views.matrix import table
from tracker.views.matrix.table import Column
from tracker.views.progress.movement import last_quarter

MOST_PAGES = 12
"""So many pages are shown as pictures; a report may have a thousand."""
PARTS = ("reports", "workbook")
VIEWS = ("content", "pages")
RESETS = ("page", "subject")
CONTROL = "control"
"""The kind that is about a unit only where one is chosen."""


def show() -> None:
    workspace = frame.here()
    st.title(t("nav.reports"))
    part = address.segment(
        t("page.workbook.parts"), PARTS, key="part", show=lambda key: t(f"page.workbook.part.{key}"), resets=RESETS
    )
    if part == "workbook":
        workbook.show(workspace)
        return
    st.markdown(t("page.reports.meaning"))
    day = frame.as_of()
    wanted = _wanted(workspace, day)
    if wanted is None:
        st.info(t("page.reports.no_services"), icon=":material/lightbulb:")
        return
    with st.spinner(t("page.reports.building")):
        report = frame.remembered(_built, workspace, wanted=wanted, today=clock.today())
    st.subheader(f"{report.title} · {report.subtitle}", anchor=False)
    _downloads(report)
    view = address.segment(
        t("page.reports.view"), VIEWS, key="view", show=lambda key: t(f"page.reports.view.{key}"), resets=("page",)
    )
    if view == "pages":
        _pages(report)
    else:
        drawn.show(workspace, report)
    handed_over.show(workspace)


def _built(session: Session, workspace_id: int, *, wanted: Wanted, today: date) -> Report:
    del today  # what is remembered of one day is not of the next
    return building.build(session, workspace_id, wanted, by=frame.person())


def _wanted(workspace: int, day: date | None) -> Wanted | None:
    """What the address asks for; None where there is no unit or service to write about."""
    columns = iter(st.columns(3 if address.get("kind") in {*ABOUT, CONTROL} else 2))
    with next(columns):
        kind = address.choose(
            t("page.reports.kind"), tuple(KINDS), key="kind", show=lambda key: t(f"report.kind.{key}"), resets=RESETS
        )
    chosen, there = None, True
    if kind in {*ABOUT, CONTROL}:
        with next(columns):
            chosen, there = _subject(workspace, kind)
    with next(columns):
        since = address.pick_day(t("page.reports.since"), key="since", default=last_quarter(day or clock.today()))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        own = language.current()
        codes = (own, *(code for code in language.LANGUAGES if code != own))
        code = address.choose(
            t("page.reports.language"), codes, key="in", show=lambda key: language.LANGUAGES[key], resets=("page",)
        )
        _day(day)
        secrecy = frame.cleared(workspace) and address.switch(t("page.reports.secrecy"), key="secrecy")
    if not there:
        return None
    if since is not None and since > (day or clock.today()):
        since = day
    return Wanted(kind=kind, language=code, on=day, since=since, subject=chosen, secrecy=secrecy)


def _day(day: date | None) -> None:
    """The calendar of the day reported: today unless the address names another."""
    widget = "pick-on"
    st.session_state[widget] = day or clock.today()

    def follow() -> None:
        picked = st.session_state[widget]
        address.put(on=None if picked in (None, clock.today()) else picked.isoformat())

    st.date_input(
        t("page.reports.on"), key=widget, on_change=follow, format="YYYY-MM-DD",
        min_value=address.FIRST_DAY, max_value=clock.today(),
    )  # fmt: skip


def _subject(workspace: int, kind: str) -> tuple[Subject | None, bool]:
    """The unit or service the report is about, and whether there is what the kind needs."""
    by = "service" if kind == "service" else "unit"
    found: Sequence[Column] = frame.remembered(table.columns, workspace, by=by)
    columns = {address.key_of(column.subject): column for column in found}
    if kind in ABOUT and not columns:
        return None, False
    options = [*columns] if kind in ABOUT else ["", *columns]
    label = t(f"page.reports.{kind if kind in ABOUT else 'subject'}")
    chosen = address.choose(
        label, options, key="subject", resets=("page",),
        show=lambda key: columns[key].name if key in columns else t("page.reports.whole"),
    )  # fmt: skip
    return (columns[chosen].subject if chosen else None), True


def _downloads(report: Report) -> None:
    """Three files, each made when it is asked for."""
    with st.container(horizontal=True, gap="small", key="report-downloads"):
        for form in writing.FORMATS:
            standing.download(
                t("page.reports.download", format=form.upper()),
                data=partial(writing.write, form, report),
                file_name=writing.file_name(report, form),
                mime=writing.MEDIA_TYPES[form],
                key=f"report-{form}",
                on_click="ignore",
                icon=":material/download:",
                type="primary" if form == "pdf" else "secondary",
            )


def _pages(report: Report) -> None:
    """The pages as they will be printed; their words are under Content, for those who cannot see pictures."""
    with st.spinner(t("page.reports.drawing")):
        pages = _pictures(report)
    st.caption(tn("page.reports.pages", len(pages)))
    for number, page in enumerate(pages[:MOST_PAGES], start=1):
        alt = t("page.reports.page_of", page=number, pages=len(pages))
        with st.container(border=True):
            st.image(page, width=820, alt=alt)
    if len(pages) > MOST_PAGES:
        st.caption(t("page.reports.first_pages", count=MOST_PAGES))


@st.cache_data(show_spinner=False, max_entries=8, hash_funcs={Report: repr})
def _pictures(report: Report) -> list[bytes]:
    return pdf.pictures(report, dots=110)
