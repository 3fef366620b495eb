"""What changed texts made suspect, one at a time: both texts before and after, why, and a person's decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from tracker.errors import NotFound
from tracker.pages import address, frame, problems, routes, second
from tracker.pages.language import t, tn, word
from tracker.pages.openings import openings
from tracker.pages.problems import plain
from tracker.pages.review import clearing, looking_again
from tracker.views.review import suspects as views
from tracker.views.review.suspect import Suspect, suspect
from tracker.views.review.suspects import Kind, SuspectRow
from tracker.views.texts import shown_identifier

LISTED = 30
"""So many of the list are shown beside; the next ones come as these are done."""


def show(workspace: int) -> None:
    """The answer, then the one in the address or else the first not put off, with the list beside it."""
    rows = frame.remembered(views.suspects, workspace, sees_secrecy=frame.cleared(workspace))
    _answer(rows)
    chosen = _narrowed(rows)
    if not rows:
        _nothing_left()
        return
    row = _next(chosen)
    if row is None:
        _put_off()
        clearing.undo_only()
        return
    main, beside = st.columns([3, 1], gap="medium")
    with beside:
        _list(chosen, row)
    with main:
        found = _read(workspace, row)
        if found is None:
            return
        address.put(suspect=row.key)
        first = second.draw_of(workspace, _entity(found))
        looking_again.draw(found)
        clearing.decisions(found, mine=first is not None and first.mine)


def _entity(found: Suspect) -> str:
    """What a first decision on it names."""
    if found.kind is not Kind.JUDGEMENT or found.subject is None:
        return f"{found.kind}:{found.id}"
    return second.cell(found.demands[0].text.id, found.subject)


def _answer(rows: Sequence[SuspectRow]) -> None:
    """How much is left, of what, and what that means."""
    counts = Counter(row.kind for row in rows)
    parts = [tn(f"page.suspects.{kind}", counts[kind]) for kind in Kind if counts[kind]]
    st.markdown(" · ".join([f"**{tn('page.suspects.left', len(rows))}**", *parts]))
    if rows:
        st.caption(t("page.suspects.meaning"))


def _narrowed(rows: Sequence[SuspectRow]) -> list[SuspectRow]:
    """Those of the kind and requirement in the address."""
    kinds = [kind for kind in Kind if any(row.kind is kind for row in rows)]
    asked = ""
    if len(kinds) > 1:
        asked = address.segment(
            t("page.suspects.kinds"), ["", *kinds], key="kind", resets=("suspect",),
            show=lambda key: t(f"page.suspects.kind.{key or 'all'}"),
        )  # fmt: skip
    requirement = address.number("requirement")
    if requirement is not None and st.button(t("page.suspects.all_requirements"), icon=":material/close:"):
        address.put(requirement=None, suspect=None)
        st.rerun()
    return [row for row in rows if asked in ("", row.kind) and requirement in (None, row.requirement_id)]


def _next(rows: Sequence[SuspectRow]) -> SuspectRow | None:
    """The one in the address, else the first that is open to the reader and not put off."""
    asked = address.get("suspect")
    put_off = clearing.later()
    found = next((row for row in rows if row.key == asked and not row.withheld), None)
    return found or next((row for row in rows if not row.withheld and row.key not in put_off), None)


def _read(workspace: int, row: SuspectRow) -> Suspect | None:
    cleared = frame.cleared(workspace)
    try:
        with frame.reading() as session:
            return suspect(session, workspace, row.kind, row.id, sees_secrecy=cleared)
    except NotFound as problem:  # gone between the list and the look
        st.error(problems.message(problem.code, problem.values), icon=":material/error:")
        st.button(t("page.review.to_next"), type="primary", on_click=address.put, kwargs={"suspect": None})
        return None


def _list(rows: Sequence[SuspectRow], opened: SuspectRow) -> None:
    """The ones to look at, each a way to open it; those around the opened one when there are many."""
    place = rows.index(opened)
    first = max(0, min(place - LISTED // 2, len(rows) - LISTED))
    st.markdown(f"**{t('page.suspects.list')}**")
    with openings("suspects"):
        for row in rows[first : first + LISTED]:
            _entry(row, opened=row.key == opened.key)
    if len(rows) > LISTED:
        st.caption(t("page.suspects.shown", shown=LISTED, total=len(rows)))


def _entry(row: SuspectRow, *, opened: bool) -> None:
    place = f"{shown_identifier(row.guideline)} {row.locator}".strip()
    if row.withheld:
        st.caption(f"{plain(place)} · {t('page.cell.withheld')}")
        return
    put_off = " :material/schedule:" if row.key in clearing.later() else ""
    named = f"**{plain(place)}**" if opened else plain(place)
    why = ", ".join(word(cause) for cause in row.causes)
    st.button(
        f"{named}{put_off}  \n{plain(row.target)} · {why}", key=f"open-{row.key}", type="tertiary", width="stretch",
        wrap=True, on_click=address.put, kwargs={"suspect": row.key},
    )  # fmt: skip


def _nothing_left() -> None:
    """Says why there is nothing to look at and where changes come from."""
    clearing.undo_only()
    st.success(t("page.suspects.none"), icon=":material/done_all:")
    if st.button(t("page.review.to_matrix"), type="primary"):
        routes.go("matrix")


def _put_off() -> None:
    if clearing.later():
        st.info(tn("page.suspects.put_off", len(clearing.later())), icon=":material/schedule:")
        st.button(t("page.review.show_put_off"), type="primary", on_click=clearing.later().clear)
    else:
        st.info(t("page.suspects.none_here"), icon=":material/done_all:")
