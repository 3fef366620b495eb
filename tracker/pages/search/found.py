"""One thing found: what it is, the words sought marked where they stand, and the way to it."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from tracker.pages import highlights, routes
from tracker.pages.highlights import Mark
from tracker.pages.language import t, word
from tracker.pages.problems import plain
from tracker.views.search.excerpts import Excerpt
from tracker.views.search.hits import Hit
from tracker.views.search.stock import HitKind

LONGEST_TITLE = 110


def show(hit: Hit) -> None:
    """Draw a hit; its title opens it."""
    with st.container(key=f"hit-{hit.kind.value}-{hit.id}", gap=None):
        title = hit.title if len(hit.title) <= LONGEST_TITLE else f"{hit.title[:LONGEST_TITLE].rstrip()} …"
        parts = [hit.place, title] if hit.kind is HitKind.REQUIREMENT and hit.place else [title]
        if st.button(plain(" · ".join(parts)), key=f"open-{hit.kind.value}-{hit.id}", type="tertiary"):
            _open(hit)
        around = " · ".join(_around(hit))
        if around:
            st.caption(plain(around))
        if hit.excerpt.text:
            st.html(highlights.block(_marked(hit.excerpt), language=hit.language, name="law"))


def _around(hit: Hit) -> list[str]:
    """What else is said of where a hit stands."""
    parts: list[str] = []
    if hit.kind is not HitKind.REQUIREMENT and hit.place:
        parts.append(hit.place)
    if hit.page:
        parts.append(t("page.text.page", page=hit.page))
    if hit.passage_type is not None:
        parts.append(word(hit.passage_type))
    if hit.force is not None:
        parts.append(word(hit.force))
        if not hit.sentence:
            parts.append(t("page.text.summary_only"))
    if hit.left_out:
        parts.append(t("page.search.left_out"))
    elif not hit.counted:
        parts.append(t("page.search.not_counted"))
    return parts


def _marked(shown: Excerpt) -> str:
    marks = [Mark(start=start, end=end, role="shared") for start, end in shown.places]
    return f"{'… ' if shown.before else ''}{highlights.marked(shown.text, marks)}{' …' if shown.after else ''}"


def _open(hit: Hit) -> NoReturn:
    """Leave for where the hit stands: a requirement in its text, a passage in its document."""
    if hit.kind is HitKind.PASSAGE:
        routes.go("local", document=hit.document_id, passage=hit.id)
    if hit.kind is HitKind.DOCUMENT:
        routes.go("local", document=hit.id)
    if hit.kind is HitKind.SERVICE:
        routes.go("services", service=hit.id)
    if hit.kind is HitKind.ACTOR:
        routes.go("network", actor=hit.id)
    if hit.kind is HitKind.GUIDELINE:
        routes.go("guidelines", guideline=hit.id)
    if hit.sentence:
        routes.go("guidelines", guideline=hit.guideline_id, tab="text", edition=hit.edition_id, sentence=hit.sentence)
    routes.go("guidelines", guideline=hit.guideline_id, edit=hit.id)
