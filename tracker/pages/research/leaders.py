"""Requirement by requirement who has come furthest, and the passages by which: something to learn from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import streamlit as st

from tracker.pages import address, charts, downloads, frame, language, routes, tables
from tracker.pages.language import t, tn, word
from tracker.pages.problems import plain
from tracker.pages.research import country
from tracker.views.national.among import Among
from tracker.views.national.leaders import MOST, QUOTES, Leader, Led, Lesson, leaders, led, lessons
from tracker.views.texts import requirement_texts

SIZE = 50


def show(workspace: int) -> None:
    """The answer, the requirements of a guideline, and of the one chosen its leaders with their passages."""
    among = country.among(resets=("requirement",))
    guideline = country.guideline(workspace, every=False, resets=("requirement",))
    country.fresh(workspace)
    reader = frame.person().id
    with frame.reading() as session:
        found = led(session, reader=reader, guideline_id=guideline or 0, among=among)
    if not found:
        st.info(t("page.leaders.empty"), icon=":material/lightbulb:")
        return
    reached = sum(one.level > 0 for one in found)
    st.markdown(f"**{tn('page.leaders.answer', reached)}** {t('page.leaders.of', total=len(found))}")
    st.caption(t("page.leaders.rule"))
    _requirements(found)
    requirement = address.number("requirement")
    if requirement in {one.requirement_id for one in found}:
        _learn(requirement or 0, among, reader)


def _requirements(found: Sequence[Led]) -> None:
    """A page of the requirements; a row shows who leads."""
    ordered = sorted(found, key=lambda one: -one.level)
    first = address.page_of(len(ordered), size=SIZE)

    def shown(some: Sequence[Led]) -> list[dict[str, Any]]:
        with frame.reading() as session:
            texts = requirement_texts(session, [one.requirement_id for one in some])
        return [
            {
                "requirement": texts[one.requirement_id].short(language.current()),
                "level": charts.place_name(str(one.level)), "leaders": one.leaders, "compared": one.compared,
                "confirmed": one.confirmed, "words": texts[one.requirement_id].words(language.current()),
            }
            for one in some
        ]  # fmt: skip

    page = ordered[first : first + SIZE]
    rows = shown(page)
    titles = {key: t(f"page.leaders.column.{key}") for key in rows[0]}
    columns = titles | {
        "requirement": tables.wide(titles["requirement"], 200), "level": tables.long(titles["level"], 190),
        "words": tables.long(titles["words"], 360),
    }  # fmt: skip
    chosen = tables.table(rows, columns, key="leaders-requirements", alt=t("page.research.tab.leaders"), tallest=460)
    downloads.downloads("leaders", lambda: shown(ordered), titles)
    if chosen is not None:
        address.put(requirement=page[chosen].requirement_id)


def _learn(requirement: int, among: Among, reader: int) -> None:
    """Who leads, and what of theirs was confirmed."""
    with frame.reading() as session:
        text = requirement_texts(session, [requirement])[requirement]
        first = leaders(session, reader=reader, requirement_id=requirement, among=among)
        quotes = lessons(session, reader=reader, requirement_id=requirement, among=among)
    st.subheader(plain(text.short(language.current())), anchor=False)
    st.markdown(f"> {plain(text.words(language.current()))}")
    if not first:
        st.info(t("page.leaders.nobody"), icon=":material/lightbulb:")
        return
    st.caption(t("page.leaders.quotes", most=MOST, quotes=QUOTES))
    of = {place: list(some) for place, some in groupby(quotes, key=lambda one: one.workspace_id)}
    for one in first:
        _leader(one, of.get(one.workspace_id, []))


def _leader(one: Leader, quotes: Sequence[Lesson]) -> None:
    with st.container(border=True):
        confirmed = tn("page.leaders.confirmed", one.confirmed)
        st.markdown(f"**{plain(one.name)}** · {charts.place_name(str(one.level))} · {confirmed}")
        if not quotes:
            st.caption(t("page.leaders.no_passage"))
        for quote in quotes:
            st.markdown(f"> {plain(' '.join(quote.passage.text.split()))}")
            where = " · ".join(filter(None, (quote.passage.title, quote.passage.heading)))
            st.caption(f"{word(quote.type)} · {plain(where)}")
            if st.button(
                t("page.leaders.open"), key=f"lesson-{quote.link_id}", type="tertiary", icon=":material/article:"
            ):
                routes.go("local", ws=one.slug, document=quote.passage.document_id, passage=quote.passage.id)
