"""All translations as a list: by mode and modifier, coded or only suggested, each row the way to its two texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import streamlit as st

from tracker.pages import address, downloads, frame, tables
from tracker.pages.language import current, t, tn, word
from tracker.tables.guideline import Decided
from tracker.tables.translation import Mode, Modifier
from tracker.views.guidelines import listing
from tracker.views.local import documents
from tracker.views.review import translations
from tracker.views.review.translations import CODED, SUGGESTED, TranslationRow, Wanted, WordedTranslation
from tracker.views.texts import shown_identifier

SIZE = 100
STATES = ("", "suggested", "any")
SAID = ("", CODED, SUGGESTED)


def show(workspace: int) -> None:
    """The list and its filters; choosing a row opens the link."""
    answer = st.container()
    wanted = _wanted(workspace)
    cleared = frame.cleared(workspace)
    with frame.reading() as session:
        found = translations.translations(session, workspace, wanted=wanted, sees_secrecy=cleared)
    with answer:
        _answer(found, wanted)
        _unread(workspace)
    first = address.page_of(len(found), size=SIZE)
    rows = _worded(workspace, found[first : first + SIZE])
    if not rows:
        st.info(t("page.translations.none"), icon=":material/lightbulb:")
        return
    titles = {column: t(f"page.translations.column.{column}") for column in _shown(rows[0])}
    columns = titles | {name: tables.long(titles[name], 240) for name in ("requirement", "passage")}
    picked = tables.table([_shown(row) for row in rows], columns, key="translations-table", alt=titles["requirement"])
    downloads.downloads("translations", lambda: [_whole(row) for row in _worded(workspace, found)], titles)
    if picked is not None:
        address.put(
            view=None, mode=None, modifier=None, said=None, state=None, page=None, link=rows[picked].row.link_id
        )
        st.rerun()


def _worded(workspace: int, rows: Sequence[TranslationRow]) -> list[WordedTranslation]:
    with frame.reading() as session:
        return translations.with_words(session, rows, sees_secrecy=frame.cleared(workspace))


def _wanted(workspace: int) -> Wanted:
    laws = {str(row.id): row.title(current()) for row in frame.remembered(listing.guideline_names, workspace)}
    papers = {str(row.id): row.name for row in frame.remembered(documents.document_names, workspace)}
    first, second, third = st.columns(3)
    with first:
        mode = _choose("mode", ["", *(mode.value for mode in Mode)], _names("mode", Mode))
        said = _choose("said", SAID, {key: t(f"page.translations.said.{key}") for key in SAID if key})
    with second:
        modifier = _choose("modifier", ["", *(one.value for one in Modifier)], _names("modifier", Modifier))
        state = _choose("state", STATES, {key: t(f"page.translations.state.{key or 'confirmed'}") for key in STATES})
    with third:
        law = _choose("guideline", ["", *laws], laws)
        paper = _choose("document", ["", *papers], papers)
    return Wanted(
        mode=Mode(mode) if mode else None,
        modifier=Modifier(modifier) if modifier else None,
        said=said,
        state={"": Decided.CONFIRMED, "suggested": Decided.SUGGESTED, "any": None}[state],
        guideline_id=int(law) if law else None,
        document_id=int(paper) if paper else None,
    )


def _choose(key: str, options: Sequence[str], names: Mapping[str, str]) -> str:
    return address.choose(
        t(f"page.translations.filter.{key}"), options, key=key, resets=("page",),
        show=lambda value: names.get(value) or t("page.filter.all"),
    )  # fmt: skip


def _names(group: str, members: Iterable[StrEnum]) -> dict[str, str]:
    return {member.value: f"{member.value.upper()} {t(f'{group}.{member.value}')}" for member in members}


def _answer(found: Sequence[TranslationRow], wanted: Wanted) -> None:
    """How many places there are, and how many of them a person has coded."""
    if wanted.modifier is Modifier.SOFT:
        said = tn("page.translations.weakened", len(found))
    elif wanted.modifier is Modifier.DECOUP:
        apart = {row.requirement_id for row in found if row.apart}  # a coder may say the same of others
        said = f"{tn('page.shares.decoupled', len(apart))} · {tn('page.translations.count', len(found))}"
    else:
        said = tn("page.translations.count", len(found))
    coded = sum(row.coded for row in found)
    st.markdown(f"**{said}** · {t('page.translations.coded', count=coded)}")
    st.caption(t("page.translations.meaning"))


def _unread(workspace: int) -> None:
    """What the list cannot hold: silence about it would read as an answer."""
    count = frame.remembered(translations.unread, workspace)
    if count:
        st.caption(tn("page.translations.unread", count))


def _shown(found: WordedTranslation) -> dict[str, Any]:
    """A row of the table; several coders' words stand beside each other."""
    row, requirement, passage = found.row, found.requirement, found.passage
    unread = word(Modifier.DECOUP) if row.apart else ""
    return {
        "requirement": requirement.words(current()),
        "passage": found.told,
        "mode": " / ".join(word(said.mode) for said in row.said) or "–",
        "modifiers": " / ".join(
            ", ".join(word(one) for one in Modifier if one in said.modifiers) or "–" for said in row.said
        )
        or unread,
        "coder": " / ".join(said.coder or t("page.translations.machine") for said in row.said) or "–",
        "state": word(row.state),
        "place": f"{shown_identifier(requirement.guideline)} {requirement.locator}".strip(),
        "document": passage.title,
    }


def _whole(found: WordedTranslation) -> dict[str, Any]:
    """The same row for a file, where there is room for all of the passage."""
    return {**_shown(found), "passage": found.passage.text}
