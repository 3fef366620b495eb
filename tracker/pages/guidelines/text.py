"""The text of a guideline with what the program read in it: outline, text, and why a sentence was read as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from tracker.pages import address, clicks, downloads, frame, highlights, tables
from tracker.pages.guidelines import narrowing
from tracker.pages.language import t, tn, word
from tracker.pages.reading import explained, marks, references
from tracker.pages.reading.references import SIZE
from tracker.tables.guideline import Zone
from tracker.views.guidelines.listing import GuidelineDetail
from tracker.views.reading import explorer, sentences
from tracker.views.reading.explorer import OutlineRow, ProvisionText
from tracker.views.reading.references import ReferencePlace
from tracker.views.reading.sentences import Narrowing, Sentence, certainty

_PLAIN_ZONES = frozenset({Zone.ENACTING, Zone.BODY})  # what a reader takes a text for


def show(workspace: int, detail: GuidelineDetail) -> None:
    """The newest edition, or the one chosen; the outline to the left jumps in it."""
    if not detail.editions:
        st.info(t("page.guideline.no_text"), icon=":material/short_text:")
        return
    names = {str(row.id): f"{row.title or row.file_name} ({row.language})" for row in detail.editions}
    edition = int(
        address.choose(
            t("word.edition"), list(names), key="edition", resets=("page", "sentence"), show=lambda key: names[key]
        )
        if len(names) > 1
        else next(iter(names))
    )
    there = frame.remembered(sentences.choices, workspace, edition_id=edition)
    chosen = narrowing.narrowing(there)
    everything = frame.remembered(sentences.narrowed, workspace, edition_id=edition, narrowing=Narrowing())
    found = everything
    if chosen != Narrowing():
        found = frame.remembered(sentences.narrowed, workspace, edition_id=edition, narrowing=chosen)
        _matches(found, total=len(everything))
    opened = address.get("sentence")
    _turn_to(opened, everything)
    outline, text = st.columns([2, 3] if opened else [1, 3], gap="medium")
    with outline, st.container(key="beside-text"):
        if opened:
            with st.container(key="why", border=True):
                explained.show(workspace, opened)
        _outline(frame.remembered(explorer.outline, workspace, edition_id=edition), folded=bool(opened))
    with text:
        _text(workspace, edition, everything, {row.key for row in found}, opened, narrowed=found is not everything)
    clicks.on_sentence(_open, opened=opened)


def _text(
    workspace: int, edition: int, rows: Sequence[Sentence], matching: set[str], opened: str, *, narrowed: bool
) -> None:
    """One page of the text, its marks, and behind every sentence what it was read as."""
    marks.legend()
    total = frame.remembered(explorer.text_page, workspace, edition_id=edition, first=0, size=0).total
    first = address.page_of(total, size=SIZE)
    page = frame.remembered(explorer.text_page, workspace, edition_id=edition, first=first, size=SIZE)
    there = {row.id: [sentence for sentence in rows if sentence.provision_id == row.id] for row in page.provisions}
    spans = [span for row in page.provisions for span in row.marks]
    places = references.places(spans, edition_id=edition, language=page.language)
    inner = "".join(_provision(row, there, places, matching if narrowed else None, opened) for row in page.provisions)
    st.html(highlights.block(inner, language=page.language, name="law read"))


def _provision(
    row: ProvisionText,
    there: Mapping[int, Sequence[Sentence]],
    places: Mapping[str, ReferencePlace],
    matching: set[str] | None,
    opened: str,
) -> str:
    """A provision as HTML: its place above, its own words with their marks and sentences."""
    zone = "" if row.zone in _PLAIN_ZONES else word(row.zone)
    place = highlights.escaped(" · ".join(part for part in (row.locator, zone) if part))
    is_only_label = row.text.strip() in (row.locator, row.locator.removeprefix("kap. "))
    if is_only_label:
        words = ""
    else:
        shown = [
            highlights.Sentence(
                start=sentence.start - row.start,
                end=sentence.end - row.start,
                key=sentence.key,
                label=marks.label(sentence),
                name=_names(sentence, matching),
                opened=sentence.key == opened,
            )
            for sentence in there.get(row.id, ())
        ]
        words = highlights.opened_by_sentence(row.text.rstrip(), marks.marks(row.marks, places), shown)
    heading = highlights.block(highlights.escaped(row.heading), name="heading") if is_only_label and row.heading else ""
    return highlights.block(
        heading + highlights.block(place, name="place") + words, name=f"provision depth-{row.depth}"
    )


def _names(sentence: Sentence, matching: set[str] | None) -> str:
    names = [certainty(sentence.confidence).value]
    if matching is not None:
        names.append("match" if sentence.key in matching else "no-match")
    return " ".join(names)


def _matches(rows: Sequence[Sentence], *, total: int) -> None:
    """The sentences looked for, over the whole edition; choosing one goes there."""
    st.markdown(f"**{tn('page.text.matches', len(rows), total=total)}**")
    if not rows:
        return
    keys = ("locator", "reading", "bearer", "certainty", "text")
    titles = {key: t(f"page.text.column.{key}") for key in keys}
    shown = [
        {
            "locator": row.locator,
            "reading": marks.meaning(row.force, row.statement_type),
            "bearer": marks.bearer(row.bearer, inferred=row.bearer_inferred),
            "certainty": marks.certain(row),
            "text": row.excerpt,
        }
        for row in rows
    ]
    columns = titles | {
        "locator": tables.wide(titles["locator"], 130),
        "text": st.column_config.TextColumn(titles["text"], width=520),
    }
    chosen = tables.table(shown, columns, key="matches", alt=t("page.text.matches_alt"), tallest=300)
    downloads.downloads("sentences", lambda: shown, titles)
    if _just_chosen("matches-chosen", chosen) and chosen is not None:
        _open(rows[chosen].key)


def _outline(rows: Sequence[OutlineRow], *, folded: bool) -> None:
    """The parts people look a text up by; choosing one turns to its page."""
    if not rows:
        return
    columns = {"locator": t("column.locator"), "heading": t("page.guideline.heading")}
    shown = [{"locator": row.locator, "heading": row.heading} for row in rows]
    with st.expander(t("page.text.outline"), icon=":material/toc:", expanded=not folded):
        chosen = tables.table(shown, columns, key="outline", alt=t("page.guideline.outline"), tallest=560)
    if _just_chosen("outline-chosen", chosen) and chosen is not None:
        address.put(page=rows[chosen].position // SIZE + 1, sentence=None)
        st.rerun()


def _just_chosen(key: str, chosen: int | None) -> bool:
    """Whether a row was chosen in this run; afterwards the page numbers lead."""
    before = st.session_state.get(key)
    st.session_state[key] = chosen
    return chosen != before


def _turn_to(key: str, rows: Sequence[Sentence]) -> None:
    """Turn to the page a sentence stands on when it was just opened from elsewhere."""
    if key == st.session_state.get("sentence-shown"):
        return
    st.session_state["sentence-shown"] = key
    position = next((row.position for row in rows if row.key == key), None)
    if position is not None:
        address.put(page=position // SIZE + 1)


def _open(key: str) -> None:
    """Open a sentence; "" closes the one that is open."""
    address.put(sentence=key)
