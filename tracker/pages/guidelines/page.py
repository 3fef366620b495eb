"""Guidelines: all of them as a table, import, and one guideline with its requirements, text, take-overs and source."""

from __future__ import annotations

import streamlit as st

from tracker.pages import address, background, downloads, frame, language, stage, tables
from tracker.pages.checking import queue
from tracker.pages.guidelines import coming, fetching, own, tabs
from tracker.pages.language import t, tn, word
from tracker.tables.guideline import GuidelineStatus, Level
from tracker.views.guidelines import listing
from tracker.views.guidelines.listing import GuidelineRow
from tracker.views.reading import checking as views
from tracker.views.texts import shown_identifier

COLUMNS = (
    "title", "identifier", "level", "bindingness", "status", "in_force_on", "applies_on", "requirements", "examined",
    "gaps", "text",
)  # fmt: skip
KINDS = ("import_guideline", "fetch_guideline", "suggest")


def show() -> None:
    workspace = frame.here()
    if address.number("guideline") is not None:
        tabs.show(workspace)
        return
    if address.get("check"):
        st.button(t("page.guideline.back"), icon=":material/arrow_back:", type="tertiary", on_click=_leave_checking)
        st.title(t("page.checking.title"))
        queue.show(workspace, None)
        return
    if address.get("own"):
        own.show(workspace)
        return
    st.title(t("nav.guidelines"))
    rows = frame.remembered(listing.guideline_rows, workspace)
    _answer(rows)
    unsure = frame.remembered(views.checking_queue, workspace, limit=0).left
    if unsure and st.button(tn("page.checking.open", unsure), icon=":material/fact_check:"):
        address.put(check="all")
        st.rerun()
    own.opener()
    _import(workspace)
    fetching.show(workspace)
    coming.show(workspace)
    background.watch(workspace, KINDS)
    if rows:
        _table(rows)
    else:
        st.info(t("page.guidelines.empty"), icon=":material/lightbulb:")


def _answer(rows: list[GuidelineRow]) -> None:
    counted = sum(row.requirements for row in rows)
    official = sum(row.official for row in rows)
    left_out = sum(row.left_out is not None for row in rows)
    st.markdown(
        f"**{tn('count.guidelines', len(rows))}** · {tn('count.requirements', counted)} · "
        f"{t('page.guidelines.official', count=official)}"
        + (f" · {tn('page.counting.some', left_out)}" if left_out else "")
    )


def _import(workspace: int) -> None:
    """Import of a guideline; identifier and level are asked for, but never needed."""
    with st.expander(t("page.guidelines.import"), icon=":material/upload_file:"):
        st.caption(t("page.guidelines.import_is"))
        first, second = st.columns(2)
        with first:
            identifier = st.text_input(
                t("page.guidelines.identifier"), key="import-identifier", help=t("page.guidelines.identifier_help")
            )
        with second:
            level = st.selectbox(
                t("page.guidelines.level"), ["", *Level], key="import-level",
                format_func=lambda code: word(Level(code)) if code else t("page.guidelines.level_auto"),
            )  # fmt: skip
        background.uploader(
            workspace, "import_guideline", t("page.guidelines.drop"), several=True,
            identifier=identifier.strip(), level=str(level or ""), asks=True,
        )  # fmt: skip


def _table(rows: list[GuidelineRow]) -> None:
    shown = [_cells(row) for row in rows]
    keys = (*COLUMNS, "left_out") if any(row.left_out is not None for row in rows) else COLUMNS
    titles = {key: t(f"page.guidelines.column.{key}") for key in keys}
    days = {key: tables.day(titles[key]) for key in ("in_force_on", "applies_on")}
    columns = titles | {"title": tables.wide(titles["title"])} | days
    chosen = tables.table(shown, columns, key="guidelines-table", alt=t("nav.guidelines"), tallest=900)
    st.caption(t("page.guidelines.open"))
    downloads.downloads("guidelines", lambda: shown, titles)
    if chosen is not None:
        address.put(guideline=rows[chosen].name.id)
        st.rerun()


def _leave_checking() -> None:
    address.put(check=None, sentence=None, below=None)


def _cells(row: GuidelineRow) -> dict[str, object]:
    return {
        "title": row.name.title(language.current()),
        "identifier": shown_identifier(row.name.identifier),
        "level": word(row.level),
        "bindingness": word(row.bindingness),
        "status": stage.in_words(row.status),
        # a day that is only planned is told on the guideline's own page, as planned
        "in_force_on": None if row.status is GuidelineStatus.PROPOSED else row.in_force_on,
        "applies_on": row.applies_on,
        "requirements": row.requirements,
        "examined": row.examined,
        "gaps": row.gaps,
        "text": t("page.guidelines.text.official" if row.official else "page.guidelines.text.summary"),
        "left_out": "" if row.left_out is None else t("page.counting.left_out", reason=row.left_out),
    }
