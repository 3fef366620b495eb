"""The text of a guideline with what the program read in it, a page at a time."""

from __future__ import annotations

import streamlit as st

from tracker.pages import address, frame, highlights, tables, texts
from tracker.pages.highlights import Mark
from tracker.pages.language import t, word
from tracker.views import explorer
from tracker.views.explorer import OutlineRow, ProvisionText
from tracker.views.guidelines import GuidelineDetail

SIZE = 40
ROLES = ("cue", "duty_bearer", "deadline", "reference")


def show(workspace: int, detail: GuidelineDetail) -> None:
    """The newest edition, or the one chosen; the outline to the left jumps in it."""
    if not detail.editions:
        st.info(t("page.guideline.no_text"), icon=":material/short_text:")
        return
    names = {str(row.id): f"{row.title or row.file_name} ({row.language})" for row in detail.editions}
    edition = int(
        address.choose(t("word.edition"), list(names), key="edition", resets=("page",), show=lambda key: names[key])
        if len(names) > 1
        else next(iter(names))
    )
    left, right = st.columns([1, 3], gap="medium")
    rows = frame.remembered(explorer.outline, workspace, edition_id=edition)
    with left:
        _outline(rows)
    with right:
        texts.legend(ROLES)
        total = frame.remembered(explorer.text_page, workspace, edition_id=edition, first=0, size=0).total
        first = address.page_of(total, size=SIZE)
        page = frame.remembered(explorer.text_page, workspace, edition_id=edition, first=first, size=SIZE)
        st.html(highlights.block("".join(map(_provision, page.provisions)), language=page.language, name="law"))


def _outline(rows: list[OutlineRow]) -> None:
    """The parts people look a text up by; choosing one turns to its page."""
    if not rows:
        return
    columns = {"locator": t("column.locator"), "heading": t("page.guideline.heading")}
    shown = [{"locator": row.locator, "heading": row.heading} for row in rows]
    chosen = tables.table(shown, columns, key="outline", alt=t("page.guideline.outline"), tallest=560)
    _turn(rows, chosen)


def _turn(rows: list[OutlineRow], chosen: int | None) -> None:
    """Turn to the page of a part that was just chosen; afterwards the page numbers lead."""
    if chosen != st.session_state.get("outline-chosen"):
        st.session_state["outline-chosen"] = chosen
        if chosen is not None:
            address.put(page=rows[chosen].position // SIZE + 1)


def _provision(row: ProvisionText) -> str:
    """A provision as HTML: its place and forces above, its own words with their marks."""
    marks = [
        Mark(start=span["start"], end=span["end"], role=span["role"], title=str(span.get("why", "")))
        for span in row.marks
    ]
    forces = ", ".join(dict.fromkeys(word(force) for _, force in row.forces))
    place = highlights.escaped(" · ".join(part for part in (row.locator, forces) if part))
    is_only_label = row.text.strip() in (row.locator, row.locator.removeprefix("kap. "))
    words = "" if is_only_label else highlights.marked(row.text.rstrip(), marks)
    heading = highlights.block(highlights.escaped(row.heading), name="heading") if is_only_label and row.heading else ""
    return highlights.block(
        heading + highlights.block(place, name="place") + words, name=f"provision depth-{row.depth}"
    )
