"""One guideline: requirements, text, take-overs, and what is known about it."""

from __future__ import annotations

import re

import streamlit as st

from tracker import locales
from tracker.pages import address, charts, downloads, frame, language, routes, stage, tables, texts
from tracker.pages.chain import crosswalks
from tracker.pages.checking import queue
from tracker.pages.guidelines import applicability, counting, describing, editions, editor, sharing, takeovers, text
from tracker.pages.language import t, tn, word
from tracker.pages.problems import message, plain
from tracker.pages.reading import marks
from tracker.tables.guideline import Applies, BearerKind, GuidelineStatus
from tracker.validity import ENDED, PENDING
from tracker.views.guidelines import lineage, listing
from tracker.views.guidelines.listing import EditionRow, GuidelineDetail, RequirementRow
from tracker.views.ladder.places import place_of
from tracker.views.reading import checking as views
from tracker.views.texts import shown_identifier

SIGNS = {"V": "checked", "K": "from knowledge", "(?)": "(unsure)"}
"""What the signs mean that the notes of the library are written with."""
TABS = ("requirements", "text", "checking", "takeovers", "editions", "crosswalk", "about")


def show(workspace: int) -> None:
    """The guideline in the address."""
    number = address.number("guideline") or 0
    detail = frame.remembered(listing.guideline_detail, workspace, guideline_id=number)
    st.button(t("page.guideline.back"), icon=":material/arrow_back:", type="tertiary", on_click=_close)
    st.title(plain(detail.name.title(language.current())))
    _badges(detail)
    describing.notice(detail)
    counting.show(workspace, detail)
    rows: list[RequirementRow] = []
    if address.get("tab") != "checking":  # each answer there changes the workspace; these figures would be counted anew
        rows = frame.remembered(listing.requirement_rows, workspace, guideline_id=number)
        _answer(rows)
    edited = address.number("edit")
    if edited is not None:
        editor.show(workspace, number, edited)
        return
    unsure = frame.remembered(views.checking_queue, workspace, guideline_id=number, limit=0).left
    tab = address.segment(
        t("page.guideline.tabs"), TABS, key="tab", resets=("page", "from", "sentence", "state", "edition", "changes"),
        show=lambda key: t(f"page.guideline.tab.{key}", count=unsure if key == "checking" else detail.proposals),
    )  # fmt: skip
    if tab == "text":
        text.show(workspace, detail)
    elif tab == "checking":
        queue.show(workspace, number)
    elif tab == "takeovers":
        takeovers.show(workspace, detail)
    elif tab == "editions":
        editions.show(workspace, detail)
    elif tab == "crosswalk":
        crosswalks.show(workspace, guideline=number)
    elif tab == "about":
        _about(detail)
        sharing.show(workspace, detail)
    else:
        _requirements(rows)
        _gone(workspace, number)


def _badges(detail: GuidelineDetail) -> None:
    with st.container(horizontal=True, gap="small"):
        st.badge(plain(shown_identifier(detail.name.identifier)) or "–", color="gray")
        st.badge(word(detail.level), color="gray")
        st.badge(word(detail.bindingness), color="gray")
        if detail.status in PENDING | ENDED:
            stage.badge(detail.status)
        else:
            st.badge(word(detail.status), color="gray")
        if not detail.editions:
            st.badge(t("page.text.summary_only"), color="orange", icon=":material/short_text:")


def _answer(rows: list[RequirementRow]) -> None:
    counted = [row for row in rows if row.counted]
    examined = sum(row.whole.examined for row in counted)
    st.markdown(f"**{t('page.matrix.answer', examined=examined, total=len(counted))}**")


def _requirements(rows: list[RequirementRow]) -> None:
    """All requirements; those that do not count are there when asked for."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        everything = st.toggle(t("page.guideline.all"), key="all-requirements")
        binds = address.choose(
            t("page.applies.binds"), ["", *BearerKind], key="binds",
            show=lambda kind: word(BearerKind(kind)) if kind else t("page.filter.all"),
        )  # fmt: skip
    # Somebody who asks for a kind of bearer wants all of its requirements, whether they count or not.
    everything = everything or not any(row.counted for row in rows)  # of what has ended nothing counts, all is shown
    chosen_rows = [row for row in rows if (row.text.bearer_kind == binds if binds else everything or row.counted)]
    if not chosen_rows:
        st.info(t("page.guideline.none"), icon=":material/lightbulb:")
        return
    lang = language.current()
    shown = [
        {
            "locator": row.text.locator,
            "force": word(row.text.force),
            "binds": word(row.text.bearer_kind),
            "text": row.text.words(lang),
            "text_is": t("page.guidelines.text.summary" if row.text.is_summary else "page.guidelines.text.official"),
            "level": charts.place_name(place_of(row.whole)) if row.counted else _not_counted(row),
            "confirmed": row.confirmed,
            "suggested": row.suggested,
        }
        for row in chosen_rows
    ]
    if any(row.text.applies_on for row in chosen_rows):
        shown = [
            {"locator": line["locator"], "applies_on": row.text.applies_on, **line}
            for line, row in zip(shown, chosen_rows, strict=True)
        ]
    titles = {key: t(f"page.guideline.column.{key}") for key in shown[0]}
    columns = titles | {
        **({"applies_on": tables.day(titles["applies_on"])} if "applies_on" in titles else {}),
        "locator": tables.wide(titles["locator"], 130),
        "text": st.column_config.TextColumn(titles["text"], width=520),
    }
    chosen = tables.table(shown, columns, key="requirements-table", alt=t("word.requirements"), tallest=620)
    downloads.downloads("requirements", lambda: shown, titles)
    if chosen is None:
        st.caption(t("page.guideline.choose"))
        return
    row = chosen_rows[chosen]
    with st.container(border=True):
        texts.requirement_head(row.text)
        texts.requirement_words(row.text)
        marks.legend()
        with st.container(horizontal=True):
            applicability.show(row.text)
            describing.requirement(row.text)
        with st.container(horizontal=True):
            if row.suggested and st.button(tn("page.guideline.review", row.suggested), icon=":material/rule:"):
                routes.go("review", requirement=row.text.id)
            editor.button(row.text)
            if row.counted and st.button(t("page.guideline.matrix"), icon=":material/grid_on:"):
                routes.go("matrix", guideline=row.text.guideline_id)


def _not_counted(row: RequirementRow) -> str:
    if row.text.guideline_status in ENDED:
        return word(row.text.guideline_status)
    return word(Applies.NO) if row.text.applies is Applies.NO else t("page.guideline.not_tracked")


def _gone(workspace: int, number: int) -> None:
    """What people withdrew, divided or joined, on demand: nothing of it is lost."""
    rows = frame.remembered(lineage.gone, workspace, guideline_id=number)
    if not rows or not st.toggle(tn("page.edit.show_gone", len(rows)), key="gone-requirements"):
        return
    lang = language.current()
    shown = [
        {"locator": row.text.locator, "state": word(row.state), "text": row.text.words(lang), "id": row.text.id}
        for row in rows
    ]
    columns = {
        "locator": t("page.guideline.column.locator"),
        "state": t("page.edit.column.state"),
        "text": st.column_config.TextColumn(t("page.guideline.column.text"), width=520),
        "id": t("page.edit.column.id"),
    }
    chosen = tables.table(shown, columns, key="gone-table", alt=t("page.edit.gone_table"), tallest=420)
    if chosen is not None:
        editor.open_editor(rows[chosen].text.id)
        st.rerun()


def _about(detail: GuidelineDetail) -> None:
    """Source, dates, how far the library's words were checked, and the imported editions."""
    facts = {
        "issuer": plain(detail.issuer),
        "bindingness": _noted(word(detail.bindingness), detail, detail.bindingness_note),
        "status": _noted(stage.in_words(detail.status), detail, detail.facts.status_note),
        "adopted_on": language.day(detail.facts.adopted_on),
        "in_force_planned" if detail.status is GuidelineStatus.PROPOSED else "in_force_on": language.day(
            detail.facts.in_force_on
        ),
        "applies_on": language.day(detail.facts.applies_on),
        "repealed_on": language.day(detail.facts.repealed_on),
        "superseded_by": plain(detail.successor.title(language.current())) if detail.successor else "",
        "verified": _noted(word(detail.verified) if detail.verified else "", detail, detail.verified_note),
    }
    lines = [f"- **{t(f'page.about.{key}')}**: {value}" for key, value in facts.items() if value not in ("", "–")]
    st.markdown("\n".join(lines))
    if detail.source_url.startswith(("https://", "http://")):
        st.link_button(t("page.about.source"), detail.source_url, icon=":material/open_in_new:")
    describing.guideline(detail)
    st.subheader(t("word.editions"), anchor=False)
    if not detail.editions:
        st.info(t("page.about.no_editions"), icon=":material/short_text:")
    for edition in detail.editions:
        _edition(edition)


def _noted(said: str, detail: GuidelineDetail, note: str) -> str:
    """What is said, and the note to it; one of the library's is shown as such, and not when it says nothing more."""
    if note in detail.library_notes:
        if note in SIGNS or note in _named_already(detail):
            return said
        spelt = re.sub(r"\b[KV]\b|\(\?\)", lambda found: SIGNS[found.group()], note)
        return t("page.about.library_note", said=said, note=plain(spelt))
    return f"{said}. {plain(note)}".strip(". ")


def _named_already(detail: GuidelineDetail) -> set[str]:
    return {locales.text(locales.member_key(one), "en").lower() for one in (detail.bindingness, detail.status)}


def _edition(edition: EditionRow) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(edition.title or edition.file_name)}**")
        st.caption(
            t(
                "page.about.edition",
                file=plain(edition.file_name),
                language=edition.language,
                day=edition.imported_at,
                provisions=edition.provisions,
                requirements=edition.wordings,
            )
        )
        for warning in edition.warnings[:20]:
            st.caption(message(warning["code"], warning["values"]))


def _close() -> None:
    address.put(guideline=None, tab=None, page=None, edit=None, action=None)
