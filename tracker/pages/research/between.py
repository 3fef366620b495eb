"""Reuse between municipalities: who has passages word for word in common, and who decided on them first."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from tracker.pages import address, downloads, frame, routes, tables
from tracker.pages.language import t, tn
from tracker.pages.problems import plain
from tracker.pages.research import country
from tracker.views.national.between import LEAST, MOST_PLACES, Pair, Twin, pairs, pairs_count, twins

SIZE = 50
MOST = 100


def show(workspace: int) -> None:
    """The answer, the pairs, and of the one chosen the passages side by side."""
    among = country.among(resets=("pair",))
    here = frame.workspace()
    only = address.switch(t("page.between.only", name=here.name if here else ""), key="only", resets=("page", "pair"))
    slug = here.slug if only and here else ""
    country.fresh(workspace)
    reader = frame.person().id
    with frame.reading() as session:
        total, passages = pairs_count(session, reader=reader, among=among, slug=slug)
    if not total:
        st.info(t("page.between.empty"), icon=":material/lightbulb:")
        return
    st.markdown(f"**{tn('page.between.answer', total)}** {tn('page.between.passages', passages)}")
    st.caption(t("page.between.rule", least=LEAST, most=MOST_PLACES))
    first = address.page_of(total, size=SIZE)
    with frame.reading() as session:
        page = pairs(session, reader=reader, among=among, slug=slug, first=first, most=SIZE)

    def every() -> list[dict[str, Any]]:
        with frame.reading() as session:
            return list(map(_row, pairs(session, reader=reader, among=among, slug=slug)))

    rows = list(map(_row, page))
    titles = {key: t(f"page.between.column.{key}") for key in rows[0]}
    columns = titles | {"one": tables.wide(titles["one"], 180), "other": tables.long(titles["other"], 180)}
    chosen = tables.table(rows, columns, key="between-pairs", alt=t("page.research.tab.between"), tallest=460)
    downloads.downloads("reuse-between", every, titles)
    if chosen is not None:
        address.put(pair=f"{page[chosen].one_slug},{page[chosen].other_slug}")
    _side_by_side(reader)


def _row(pair: Pair) -> dict[str, Any]:
    return {
        "one": pair.one, "other": pair.other, "passages": pair.passages, "first": pair.first,
        "other_first": pair.other_first, "undated": pair.passages - pair.first - pair.other_first,
    }  # fmt: skip


def _side_by_side(reader: int) -> None:
    """The passages of the pair in the address; a row opens the document of the second."""
    slug, _, other = address.get("pair").partition(",")
    if not other:
        return
    names = {one.slug: one.name for one in frame.workspaces()}
    with frame.reading() as session:
        found = twins(session, reader=reader, slug=slug, other_slug=other, most=MOST)
    if not found:
        return
    st.subheader(plain(f"{names[slug]} – {names[other]}"), anchor=False)
    if len(found) == MOST:
        st.caption(t("page.between.most", most=MOST))
    rows = [_twin(twin, names[slug], names[other]) for twin in found]
    titles = {key: t(f"page.between.column.{key}") for key in rows[0]}
    titles |= {"document": names[slug], "other_document": names[other]}
    columns = titles | {
        "words": tables.long(titles["words"], 420), "document": tables.long(titles["document"], 170),
        "other_document": tables.long(titles["other_document"], 170),
        "on": tables.day(titles["on"]), "other_on": tables.day(titles["other_on"]),
    }  # fmt: skip
    chosen = tables.table(rows, columns, key="between-twins", alt=t("page.between.alt"), tallest=460)
    downloads.downloads("same-passages", lambda: rows, titles)
    if chosen is not None:
        routes.go("local", ws=other, document=found[chosen].other.document_id, passage=found[chosen].other.id)


def _twin(twin: Twin, one: str, other: str) -> dict[str, Any]:
    return {
        "words": " ".join(twin.passage.text.split()), "who": _who(twin.on, twin.other_on, one, other),
        "document": twin.passage.title, "on": twin.on, "other_document": twin.other.title, "other_on": twin.other_on,
    }  # fmt: skip


def _who(on: date | None, other_on: date | None, one: str, other: str) -> str:
    """Who decided on the words first, as far as the documents say."""
    if on is None or other_on is None:
        return t("page.research.use.unknown")
    return t("page.between.same_day") if on == other_on else one if on < other_on else other
