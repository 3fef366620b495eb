"""Crosswalks to work through: both texts side by side, why one is suggested, and what a person says of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from tracker.clearing.crosswalks import clear_crosswalk
from tracker.crosswalks import deciding
from tracker.pages import address, background, downloads, frame, language, problems, routes, second, texts
from tracker.pages.language import day, t, tn, word
from tracker.pages.problems import person, plain
from tracker.pages.review import reason_marks
from tracker.tables.change import Outcome
from tracker.tables.crosswalk import CrosswalkType
from tracker.tables.guideline import Decided
from tracker.views import waiting
from tracker.views.chain import review
from tracker.views.chain.review import CrosswalkRow, Listed, Wanted
from tracker.views.exports import sheets
from tracker.views.review.reasons import ShownReason
from tracker.views.waiting import Waiting

STATES = ("suggested", "confirmed", "suspect", "rejected")
SIZE = 5
JOBS = ("suggest_crosswalks",)


def show(workspace: int, *, guideline: int | None = None, requirement: int | None = None) -> None:
    """The crosswalks of a guideline, of a requirement, or all of them."""
    state = address.segment(
        t("page.crosswalk.states"), STATES, key="state", resets=("from",), show=lambda key: t(f"page.crosswalk.{key}")
    )
    wanted = Wanted(
        guideline=guideline,
        requirement=requirement,
        state=Decided.CONFIRMED if state == "suspect" else Decided(state),
        suspect=state == "suspect",
    )
    answer = st.container()
    found = _page(workspace, wanted)
    with answer:
        _answer(found)
    if not found.rows:
        st.info(t(f"page.crosswalk.none.{state}"), icon=":material/lightbulb:")
    with frame.reading() as session:
        firsts = waiting.waiting(
            session, workspace, person_id=frame.person().id, entities=[f"crosswalk:{row.id}" for row in found.rows]
        )
    for row in found.rows:
        _card(row, next((first for first in firsts if first.entity == f"crosswalk:{row.id}"), None))
    _more(workspace, whole=guideline is None and requirement is None)


def _page(workspace: int, wanted: Wanted) -> Listed:
    total = frame.remembered(review.crosswalks, workspace, wanted=wanted, limit=0).total
    first = address.page_of(total, size=SIZE, key="from")
    found: Listed = frame.remembered(review.crosswalks, workspace, wanted=wanted, offset=first, limit=SIZE)
    return found


def _answer(found: Listed) -> None:
    """How many wait and how many hold."""
    st.markdown(
        f"**{tn('page.crosswalk.wait', found.counts.get(Decided.SUGGESTED, 0))}** · "
        f"{tn('page.crosswalk.hold', found.counts.get(Decided.CONFIRMED, 0))} · "
        f"{tn('count.suspects', found.suspect)}"
    )
    st.caption(t("page.crosswalk.meaning"))


def _card(row: CrosswalkRow, first: Waiting | None) -> None:
    """One crosswalk: above to the left, below to the right, then why, and the decision."""
    with st.container(border=True, key=f"crosswalk-{row.id}"):
        left, right = st.columns(2, gap="medium")
        for column, text, side in ((left, row.upper, "upper"), (right, row.lower, "lower")):
            with column:
                st.caption(f"{t(f'page.crosswalk.{side}')} · {word(text.level)}")
                texts.requirement_head(text)
                texts.requirement_words(text, reasons=row.reasons if side == "upper" else _turned(row.reasons))
        _why(row)
        if first is not None:
            second.draw(first)
        _decision(row, mine=first is not None and first.mine)
        if address.number("requirement") not in (row.upper.id, row.lower.id) and st.button(
            t("page.crosswalk.every_level"), key=f"levels-{row.id}", type="tertiary", icon=":material/view_column:"
        ):
            routes.go("chain", requirement=row.lower.id)


def _turned(reasons: Sequence[ShownReason]) -> list[ShownReason]:
    """The reasons with what they rest on in the text below, which is drawn like the one above."""
    return [replace(reason, source=reason.target, source_of=reason.target_of) for reason in reasons]


def _why(row: CrosswalkRow) -> None:
    if row.reasons:
        score = "" if row.score is None else t("page.review.score", score=language.number(round(row.score, 2)))
        st.markdown(" · ".join(part for part in (f"**{t('page.crosswalk.why')}**", score) if part))
        reason_marks.listed(row.reasons)
    elif row.state is Decided.SUGGESTED:
        st.caption(t("page.review.by_person"))
    if row.state is not Decided.SUGGESTED:
        _decided(row)


def _decided(row: CrosswalkRow) -> None:
    """What was decided, by whom and when, and where it came from."""
    parts = [word(row.state), word(row.type) if row.type else "", person(row.by), day(row.on), plain(row.source)]
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(" · ".join(part for part in parts if part))
        if row.suspect:
            st.badge(t("page.crosswalk.is_suspect"), color="orange", icon=":material/report:")
    if row.note:
        st.caption(t("page.review.noted", note=plain(row.note)))


def _decision(row: CrosswalkRow, *, mine: bool) -> None:
    """The buttons; a suspect one is cleared with a reason, any other decided one can be taken up again.

    Closed for whoever has decided it already, where a second person has to agree (`mine`).
    """
    closed = frame.only("crosswalk.decide", unless=mine, help=t("page.second.mine") if mine else None)
    open_again = row.state is not Decided.SUGGESTED and not row.suspect
    if not open_again:
        label = t("page.crosswalk.reason" if row.suspect else "page.review.note")
        st.text_input(label, key=_key(row.id), max_chars=2000)
    with st.container(horizontal=True, gap="small", key=f"decide-{row.id}"):
        if open_again:
            st.button(
                t("page.crosswalk.reopen"),
                key=f"reopen-{row.id}",
                icon=":material/undo:",
                **frame.only("crosswalk.decide"),
                on_click=_do,
                args=(deciding.reopen, row.id, row.version, "page.crosswalk.reopened"),
            )
            return
        for kind in CrosswalkType:
            same = kind is (row.type or CrosswalkType.IMPLEMENTS)
            st.button(
                t("page.crosswalk.still", type=word(kind)) if row.suspect and same else word(kind),
                key=f"{kind.value}-{row.id}", type="primary" if same else "secondary", **closed,
                on_click=_clear if row.suspect else _confirm, args=(row, kind),
            )  # fmt: skip
        st.button(
            t("page.crosswalk.withdraw" if row.suspect else "page.crosswalk.reject"), key=f"reject-{row.id}",
            icon=":material/block:", on_click=_clear if row.suspect else _reject, args=(row,), **closed,
        )  # fmt: skip


def _confirm(row: CrosswalkRow, kind: CrosswalkType) -> None:
    done = frame.do(deciding.confirm, row.id, kind, seen_version=row.version, note=_said(row.id))
    if done is not None:
        _told(row, done.version, "page.crosswalk.confirmed_as", type=word(kind))


def _reject(row: CrosswalkRow) -> None:
    done = frame.do(deciding.reject, row.id, seen_version=row.version, note=_said(row.id))
    if done is not None:
        _told(row, done.version, "page.crosswalk.rejected_one")


def _told(row: CrosswalkRow, version: int, key: str, **values: str) -> None:
    """A decision that waits leaves the version as it was."""
    problems.tell(key, **values) if version > row.version else problems.tell("page.second.waits")


def _clear(row: CrosswalkRow, kind: CrosswalkType | None = None) -> None:
    """Somebody looked again at a suspect crosswalk: it stays as it was, is of another type, or is withdrawn."""
    outcome = Outcome.WITHDRAWN if kind is None else Outcome.KEPT if kind is row.type else Outcome.CHANGED
    done = frame.do(
        clear_crosswalk, row.id, outcome, _said(row.id), seen_version=row.version,
        seen=(row.upper.fingerprint, row.lower.fingerprint), type=kind if outcome is Outcome.CHANGED else None,
    )  # fmt: skip
    second.told(done, "page.crosswalk.cleared")


def _do(verb: Callable[..., Any], number: int, version: int, said: str) -> None:
    if frame.do(verb, number, seen_version=version) is not None:
        problems.tell(said)


def _said(number: int) -> str:
    return str(st.session_state.get(_key(number)) or "").strip()


def _key(number: int) -> str:
    return f"crosswalk-note-{number}"


def _more(workspace: int, *, whole: bool) -> None:
    """The search for more, and the table out and in."""
    st.button(
        t("page.crosswalk.search"),
        key="suggest-crosswalks",
        icon=":material/search:",
        **frame.only("crosswalk.suggest", help=t("page.crosswalk.search_help")),
        on_click=background.submit,
        args=(workspace, "suggest_crosswalks"),
    )
    background.watch(workspace, JOBS)
    if not whole:
        return
    sheet = frame.remembered(sheets.SHEETS["crosswalk"], workspace, language=language.current())
    st.caption(t("page.crosswalk.table"))
    downloads.downloads("crosswalk", lambda: sheet.rows, sheet.titles)
    if st.button(t("page.crosswalk.import"), icon=":material/upload_file:", type="tertiary", key="import-crosswalk"):
        routes.go("local", tab="lists", list="crosswalk")
