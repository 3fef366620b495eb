"""How a requirement and a passage are drawn, alike on every page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tracker.pages import highlights, stage
from tracker.pages.language import current, t, word
from tracker.pages.problems import plain
from tracker.pages.reading import marks as reading_marks
from tracker.pages.reading import references
from tracker.pages.review import reason_marks
from tracker.tables.guideline import Applies, Force
from tracker.views.review.reasons import ShownReason
from tracker.views.texts import PassageText, RequirementText, WordingText, shown_identifier

FORCE_COLOURS = {
    Force.OBLIGATION: "blue",
    Force.PROHIBITION: "red",
    Force.RECOMMENDATION: "green",
    Force.RIGHT: "violet",
}


def requirement_head(found: RequirementText) -> None:
    """Guideline, place and force of a requirement, and the mark that tells a summary from the official wording."""
    st.markdown(f"**{plain(found.title(current()))}**")
    with st.container(horizontal=True, gap="small"):
        st.badge(plain(f"{shown_identifier(found.guideline)} {found.locator}".strip() or "–"), color="gray")
        stage.badge(found.guideline_status)
        st.badge(word(found.force), color=FORCE_COLOURS.get(found.force, "gray"))  # type: ignore[arg-type] # the table above holds Streamlit's names only
        if found.applies in {Applies.NO, Applies.CONDITIONAL}:
            st.badge(word(found.applies), color="gray")
        if found.goal:
            st.badge(t("page.text.goal"), color="gray")
        if found.is_summary:
            st.badge(t("page.text.summary_only"), color="orange", icon=":material/short_text:")


def requirement_words(found: RequirementText, *, reasons: Sequence[ShownReason] = ()) -> None:
    """The official wordings with their marks, and the library's summary set apart from them.

    What reasons rest on is marked in the text they were made from.
    """
    for wording in found.wordings.values():
        st.html(wording_html(wording, reasons))
    if found.summary is not None:
        swedish, english = found.summary.sv, found.summary.en
        ordered = [("sv", swedish), ("en", english)] if current() == "sv" else [("en", english), ("sv", swedish)]
        st.caption(t("page.text.summary_is") if found.wordings else t("page.text.summary_alone"))
        for language, text in ordered:
            inner = highlights.marked(text, reason_marks.in_source(reasons, text))
            st.html(highlights.block(inner, language=language, name="law"))
        if found.summary.unsure:
            st.caption(t("page.text.unsure"))


def passage_head(found: PassageText) -> None:
    """Document, decision and page of a passage."""
    st.markdown(f"**{plain(found.title)}**")
    with st.container(horizontal=True, gap="small"):
        st.badge(t(f"document_status.{found.status}"), color="gray")
        st.badge(word(found.type), color="gray")
        for text in passage_place(found):
            st.badge(plain(text), color="gray")


def passage_place(found: PassageText) -> list[str]:
    """Who decided, under which paragraph, and on which page, as far as known."""
    parts = [" ".join(part for part in (found.body, found.paragraph) if part)]
    if found.page:
        parts.append(t("page.text.page", page=found.page))
    return [part for part in parts if part]


def passage_words(found: PassageText, *, reasons: Sequence[ShownReason] = (), around: bool = True) -> None:
    """The passage, with what reasons rest on marked, between what stands before and after it."""
    st.html(passage_html(found, reasons=reasons, around=around))


def passage_html(found: PassageText, *, reasons: Sequence[ShownReason] = (), around: bool = True) -> str:
    """What `passage_words` draws."""
    before, after = (found.before, found.after) if around else ("", "")
    inner = highlights.marked(found.text, reason_marks.in_target(reasons, found.text))
    parts = [
        highlights.block(f"… {highlights.escaped(before.strip())}", name="around") if before.strip() else "",
        highlights.block(inner, name="quoted"),
        highlights.block(f"{highlights.escaped(after.strip())} …", name="around") if after.strip() else "",
    ]
    return highlights.block("".join(parts), language=found.language, name="law")


def wording_html(wording: WordingText, reasons: Sequence[ShownReason]) -> str:
    """A wording with the marks of what was read in it and of what reasons rest on."""
    places = references.places(wording.spans, edition_id=wording.edition_id, language=wording.language)
    in_lead_in, in_text = reason_marks.in_wording(reasons, wording.lead_in, wording.text)
    lead_in = (
        highlights.block(highlights.marked(wording.lead_in, in_lead_in), name="lead-in") if wording.lead_in else ""
    )
    marks = [*reading_marks.marks(wording.spans, places), *in_text]
    return highlights.block(
        (highlights.block(lead_in, name="lead-in") if lead_in else "")
        + highlights.block(highlights.marked(wording.text, marks)),
        language=wording.language,
        name="law",
    )
