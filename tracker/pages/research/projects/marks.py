"""All units of a project with what was said of each: where coders differ, what was settled, what was answered."""

from __future__ import annotations

from typing import Any

import streamlit as st

from tracker.pages import address, downloads, frame, tables
from tracker.pages.language import t, tn
from tracker.pages.research.projects import one_mark, words
from tracker.views.research import judged
from tracker.views.research.judged import Mark
from tracker.views.research.studies import Codebook, StudyRow

KEPT = ("", "unsettled", "varies", "replied")


def show(found: StudyRow) -> None:
    """The answer, then the unit in the address or the table of them; nothing while the coding is blind."""
    with frame.reading() as session:
        every = judged.marks(session, found.id, frame.person().id)
    if every is None:
        st.info(t("page.studies.blind"), icon=":material/visibility_off:")
        return
    book = words.codebook_of(found)
    asked = address.number("unit")
    mark = next((one for one in every if one.unit_id == asked), None)
    if mark is not None:
        one_mark.show(found, mark, book, every)
        return
    differ, varying = sum(one.differs for one in every), sum(one.varies for one in every)
    left = sum(one.differs and one.adjudication is None for one in every)
    st.markdown(
        f"**{t('page.studies.differ', differ=differ, all=len(every))}** · "
        + tn("page.studies.unsettled", left)
        + " "
        + tn("page.studies.varying", varying - differ)
    )
    _table(every, book)


def _table(every: tuple[Mark, ...], book: Codebook) -> None:
    kept = address.choose(
        t("page.studies.which"), KEPT, key="kept", show=lambda name: t(f"page.studies.kept.{name or 'all'}")
    )
    rows = [mark for mark in every if _keeps(mark, kept)]
    if not rows:
        st.info(t("page.studies.none_kept"), icon=":material/lightbulb:")
        return
    numbers = sorted({row.coder for mark in every for row in mark.judgements})
    shown = [_shown(mark, book, numbers) for mark in rows]
    coders = {f"coder-{number}": t("page.studies.coder", number=number) for number in numbers}
    titles = {key: coders.get(key) or t(f"page.studies.column.{key}") for key in shown[0]}
    columns = titles | {key: tables.long(titles[key], 230) for key in (*coders, "result")}
    st.caption(t("page.studies.result_rule"))
    picked = tables.table(shown, columns, key="marks", alt=t("page.studies.part.marks"), tallest=600)
    downloads.downloads("coding-project", lambda: shown, titles)
    if picked is not None:
        address.put(unit=rows[picked].unit_id)
        st.rerun()


def _keeps(mark: Mark, kept: str) -> bool:
    if kept == "unsettled":
        return mark.differs and mark.adjudication is None
    if kept == "varies":
        return mark.varies
    return mark.reply is not None if kept == "replied" else True


def _shown(mark: Mark, book: Codebook, numbers: list[int]) -> dict[str, Any]:
    said = {row.coder: words.said(book, row.said) for row in mark.judgements}
    reply = mark.reply
    return {
        "unit": mark.position,
        **{f"coder-{number}": said.get(number, "–") for number in numbers},
        "result": words.said(book, mark.result) if mark.result else t("page.studies.open"),
        "settled": t("page.history.yes") if mark.adjudication is not None else "",
        "reply": "" if reply is None else t("page.studies.objects" if reply.objects else "page.studies.accepts"),
    }
