"""A text that would change an edition that is there: what it would change, and the one button that applies it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from nlp.comparison.changes import ChangeKind
from tracker.pages import background, frame, highlights
from tracker.pages.differences import drawn
from tracker.pages.language import day, t, tn, word
from tracker.pages.problems import message, plain
from tracker.views.work import Work

KIND, FETCHED = "import_guideline", "fetch_guideline"
ORDER = (
    ChangeKind.UNCHANGED, ChangeKind.CHANGED, ChangeKind.MOVED, ChangeKind.SPLIT, ChangeKind.MERGED, ChangeKind.ADDED,
    ChangeKind.REMOVED,
)  # fmt: skip
SHOWN = 25
"""How many changes are drawn before a person has applied the edition; all of them are under the tab afterwards."""


def show(workspace: int) -> None:
    """Every text of this session that waits for a decision."""
    left: set[int] = st.session_state.setdefault("texts-left", set())
    for row in background.waiting(workspace, (KIND, FETCHED)):
        if row.id not in left:
            _one(workspace, row)


def counts(found: Mapping[Any, int]) -> str:
    """Counts by kind as one line, in the order people read them.

    >>> from tracker.pages.guidelines.coming import ORDER
    >>> [kind.value for kind in ORDER][:3]
    ['unchanged', 'changed', 'moved']
    """
    return " · ".join(f"{word(kind)} {found[kind]}" for kind in ORDER if found.get(kind))


def counted(group: str, found: Mapping[str, int]) -> str:
    """What there is any of, in words: `group` holds the texts, by the keys of the counts."""
    return " · ".join(tn(f"{group}.{key}", count) for key, count in found.items() if count)


def _one(workspace: int, row: Work) -> None:
    seen = row.result["waits"]
    with st.container(border=True, key=f"coming-{row.id}"):
        st.markdown(f"**{plain(t('page.coming.title', file=row.name))}**")
        older = _named(seen["against_on"]) or plain(seen["against_file"])
        newer = _named(seen["published_on"]) or plain(row.name)
        st.markdown(t("page.coming.backward" if seen["backward"] else "page.coming.from_to", old=older, new=newer))
        st.markdown(f"**{t('page.coming.requirements')}**: {counts(seen['requirements'])}")
        st.caption(f"{t('page.coming.provisions')}: {counts(seen['provisions'])}")
        for warning in row.result.get("warnings", ())[:20]:
            st.caption(message(warning["code"], warning["values"]))
        found = counted("page.changes", seen["affected"])
        none = seen["backward"] or not found
        st.markdown(t("page.coming.nothing") if none else t("page.coming.affected", found=found))
        published, applies = _days(row, seen)
        with st.container(horizontal=True):
            st.button(
                t("page.coming.apply"), type="primary", key=f"apply-{row.id}", icon=":material/check:",
                **frame.only("guideline.import"), on_click=_apply, args=(workspace, row, published, applies),
            )  # fmt: skip
            st.button(t("page.coming.leave"), key=f"leave-{row.id}", on_click=_leave, args=(row.id,))
        changes(seen)


def _days(row: Work, seen: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """The day the text is true for, as it says or a person does, and when what it changes begins to apply."""
    stated = date.fromisoformat(seen["published_on"]) if seen["published_on"] else None
    first, second = st.columns(2)
    with first:
        published = stated
        if stated is None:
            published = st.date_input(
                t("page.coming.published_on"), value=None, key=f"published-{row.id}", min_value=date(1800, 1, 1),
                format="YYYY-MM-DD", help=t("page.coming.published_help"),
            )  # fmt: skip
    with second:
        applies = st.date_input(
            t("page.coming.applies_on"), value=None, key=f"applies-{row.id}", min_value=date(1800, 1, 1),
            format="YYYY-MM-DD",
        )  # fmt: skip
    return published, applies


def changes(seen: Mapping[str, Any]) -> None:
    """What would change, a part before and after each, on demand."""
    rows = seen["changes"]
    with st.expander(t("page.coming.changes", count=len(rows)), icon=":material/difference:"):
        for one in rows[:SHOWN]:
            (place_before, before), (place_after, after) = one["before"], one["after"]
            draw(ChangeKind(one["kind"]), one["moved"], (place_before, before), (place_after, after), seen["language"])
        if len(rows) > SHOWN:
            st.caption(t("page.coming.more", count=len(rows) - SHOWN))


def draw(
    kind: ChangeKind, moved: bool, before: tuple[str, str], after: tuple[str, str], language: str
) -> None:  # fmt: skip
    """One change: its kind, and place and words before and after, what differs struck through or underlined."""
    with st.container(horizontal=True, gap="small"):
        st.badge(t(f"page.editions.one.{kind.value}"), color="blue" if kind is ChangeKind.MOVED else "orange")
        if moved and kind is not ChangeKind.MOVED:
            st.badge(t("page.editions.one.moved"), color="blue")
    was, now = drawn(before[1], after[1], language=language)
    left, right = st.columns(2, gap="medium")
    with left:
        st.caption(f"{t('page.suspects.before')} · {plain(before[0]) or '–'}")
        st.html(was or highlights.block("–", name="law"))
    with right:
        st.caption(f"{t('page.editions.after')} · {plain(after[0]) or '–'}")
        st.html(now or highlights.block("–", name="law"))


def _named(stated: str) -> str:
    return day(date.fromisoformat(stated)) if stated else ""


def _apply(workspace: int, row: Work, published: date | None, applies: date | None) -> None:
    """Import the text as it was seen; a day a person adds may put it elsewhere in time, so then it is compared anew."""
    stated = row.result["waits"]["published_on"]
    days = {"published_on": published, "applies_on": applies}
    arguments = dict(row.result["again"]) | {name: each.isoformat() for name, each in days.items() if each}
    if stated or published is None:
        arguments["digest"] = row.result["waits"]["digest"]
    _leave(row.id)
    background.submit(workspace, KIND, arguments)
    background.submit(workspace, "suggest")


def _leave(number: int) -> None:
    st.session_state.setdefault("texts-left", set()).add(number)
