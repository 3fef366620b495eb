"""Which guidelines count: the recommended ones ticked, each with why, none hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

import streamlit as st
from sqlalchemy.orm import Session

from tracker import choosing
from tracker.identifiers import official
from tracker.pages import address, background, frame, language, misplaced
from tracker.pages.guidelines import coming
from tracker.pages.language import day, t, tn
from tracker.pages.problems import plain
from tracker.tables.people import Person
from tracker.views.guidelines.choosing import ChoiceRow, choice_rows
from tracker.views.starting import Start

KINDS = ("import_guideline",)


def show(workspace: int, found: Start) -> None:
    """The answer, the one button that takes it, the groups, and the way in for own texts."""
    rows = frame.remembered(choice_rows, workspace)
    ticked = {row.name.id: _ticked(row) for row in rows}
    chosen = [row for row in rows if ticked[row.name.id]]
    st.markdown(
        f"**{tn('page.start.chosen', len(chosen), total=len(rows))}** · "
        f"{tn('count.requirements', sum(row.requirements for row in chosen))}"
    )
    st.markdown(t("page.start.guidelines.is"))
    with st.container(horizontal=True, gap="small"):
        st.button(
            tn("page.start.guidelines.do", len(chosen)),
            type="primary",
            icon=":material/arrow_forward:",
            key="start-guidelines",
            **frame.only("guideline.choose", unless=not chosen),
            on_click=_take,
            args=(workspace, rows),
            wrap=True,
        )
        if not found.chosen:
            st.button(
                t("page.start.guidelines.skip"), type="tertiary", key="start-skip", on_click=address.put,
                kwargs={"step": "documents"}, help=t("page.start.guidelines.skip_is"),
            )  # fmt: skip
    for why, group in groupby(rows, key=lambda row: row.why):
        _group(workspace, why.value, list(group), ticked, rows)
    with st.expander(t("page.start.guidelines.own"), icon=":material/upload_file:"):
        st.caption(t("page.start.guidelines.own_is"))
        background.uploader(workspace, "import_guideline", t("page.guidelines.drop"), several=True, asks=True)
    background.recall(workspace, KINDS)
    background.watch(workspace, KINDS)
    misplaced.show(workspace, KINDS)
    coming.show(workspace)


def _group(
    workspace: int, why: str, group: Sequence[ChoiceRow], ticked: Mapping[int, bool], rows: Sequence[ChoiceRow]
) -> None:
    """The guidelines with the same reason: the reason once, then a line each."""
    count = sum(ticked[row.name.id] for row in group)
    label = f"**{t(f'page.start.why.{why}')}** · {t('page.start.of', count=count, total=len(group))}"
    with st.expander(label, key=f"start-group-{why}"):
        st.caption(t(f"page.start.why.{why}.is"))
        for row in group:
            key = _key(workspace, row)
            st.session_state[key] = ticked[row.name.id]
            st.checkbox(
                f"{plain(row.name.title(language.current()))}  \n:small[{_line(row)}]", key=key,
                **frame.only("guideline.choose"), on_change=_take, args=(workspace, rows), kwargs={"step": None},
            )  # fmt: skip


def _line(row: ChoiceRow) -> str:
    """What it is called, since when it holds, how much it asks, and why it was left out."""
    since = ""
    if row.later:
        since = t("page.start.line.later", day=day(row.later))
    elif row.since:
        since = t("page.start.line.since", day=day(row.since))
    parts = [plain(official(row.name.identifier)), since, tn("count.requirements", row.requirements)]
    if row.certain:
        parts.append(tn("page.start.line.certain", row.certain))
    if not row.counts and row.reason:
        parts.append(plain(t("page.counting.left_out", reason=row.reason)))
    return " · ".join(part for part in parts if part)


def _ticked(row: ChoiceRow) -> bool:
    """What is stored, else what is recommended."""
    return row.recommended if row.chosen is None else row.chosen


def _take(workspace: int, rows: Sequence[ChoiceRow], step: str | None = "documents") -> None:
    """Store every tick as it stands; each is kept at once, so that nothing is lost on the way."""
    wanted = {row: bool(st.session_state.get(_key(workspace, row), _ticked(row))) for row in rows}
    if frame.do(_choose, workspace, wanted) is not None and step:
        address.put(step=step)


def _choose(session: Session, workspace: int, wanted: Mapping[ChoiceRow, bool], *, by: Person) -> int:
    """One reason for each group that is left out, as the page gave it; what was recommended is left out by hand."""
    count = choosing.choose(session, workspace, {row.name.id: True for row, yes in wanted.items() if yes}, by=by)
    for why, group in groupby((row for row, yes in wanted.items() if not yes), key=lambda row: row.why):
        numbers = [row.name.id for row in group]
        reason = t(f"page.start.left_out.{why.value}")
        count += choosing.choose(session, workspace, dict.fromkeys(numbers, False), reason, by=by)
    return count


def _key(workspace: int, row: ChoiceRow) -> str:
    return f"start-guideline-{workspace}-{row.name.id}"
