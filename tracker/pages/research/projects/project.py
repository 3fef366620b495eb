"""One coding project: where it is, what to do next, and its parts."""

from __future__ import annotations

import streamlit as st

from tracker.pages import address, frame, language, problems, tables
from tracker.pages.language import day, t, tn, word
from tracker.pages.problems import plain
from tracker.pages.research.projects import agreement, codebook, coding, marks, memos, planning
from tracker.studies import adjudicating, judging, replying
from tracker.tables.study import StudyState
from tracker.views.research import judged
from tracker.views.research.judged import Mark
from tracker.views.research.studies import StudyRow

PARTS = ("progress", "code", "marks", "agreement", "codebook", "memos")


def show(found: StudyRow) -> None:
    """The project's name and question, then the part in the address."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            t("page.studies.all"), type="tertiary", icon=":material/arrow_back:", key="to-studies",
            on_click=address.put, kwargs={"study": None, "part": None, "unit": None},
        )  # fmt: skip
        st.subheader(plain(found.name), anchor=False)
        st.badge(word(found.state), color="blue")
    if found.question:
        st.markdown(plain(found.question))
    part = address.segment(
        t("page.studies.parts"), PARTS, key="part", show=lambda key: t(f"page.studies.part.{key}"), resets=("unit",)
    )
    if part == "code":
        coding.show(found)
    elif part == "marks":
        marks.show(found)
    elif part == "agreement":
        agreement.show(found)
    elif part == "codebook":
        codebook.show(found)
    elif part == "memos":
        memos.show(found)
    elif found.state is StudyState.DRAFT:
        planning.show(found.workspace_id, found)
    else:
        _progress(found)


def _progress(found: StudyRow) -> None:
    """How far everybody has come, what the project rests on, and the next step."""
    with frame.reading() as session:
        every = judged.marks(session, found.id, frame.person().id)
    coding_now = [coder for coder in found.coders if not coder.ended]
    done = sum(coder.judged for coder in coding_now)
    st.markdown(f"**{t('page.studies.progress', done=done, all=found.units * len(coding_now))}** · {_drawn(found)}")
    st.caption(t(f"page.studies.shown.{'yes' if found.shows_suggestion else 'no'}"))
    rows = [
        {
            "coder": coder.name or t("page.studies.coder", number=coder.number),
            "judged": coder.judged,
            "share": language.percent(coder.judged / found.units) if found.units else "–",
            "state": t(f"page.studies.coder.{'ended' if coder.ended else 'finished' if coder.finished else 'coding'}"),
        }
        for coder in found.coders
    ]
    if rows:
        titles = {key: t(f"page.studies.column.{key}") for key in rows[0]}
        columns = titles | {"coder": tables.wide(titles["coder"], 260)}
        tables.table(rows, columns, key="study-coders-table", alt=t("page.studies.part.progress"), opens=False)
    _next(found, every)


def _drawn(found: StudyRow) -> str:
    by = word(found.stratum) if found.stratum is not None else ""
    return t(
        f"page.studies.drawn_as.{found.sample.value}", units=found.units, seed=found.seed, by=by, edition=found.edition
    )


def _next(found: StudyRow, every: tuple[Mark, ...] | None) -> None:
    """What the state asks for next, with its button; a step that is not possible yet says why."""
    st.markdown(f"**{t('page.studies.next')}**")
    if found.state is StudyState.CODING:
        _coding(found)
    elif found.state is StudyState.ADJUDICATING and every is not None:
        left = sum(mark.differs and mark.adjudication is None for mark in every)
        st.markdown(tn("page.studies.unsettled", left))
        if left:
            _to_marks("page.studies.to_settle")
        elif found.reply_days:
            _step("page.studies.ask", replying.ask, found, icon="forum", days=found.reply_days)
        else:
            _step("page.studies.publish", replying.publish, found, icon="publish")
    elif found.state is StudyState.REPLYING and every is not None:
        _replying(found, every)
    else:
        st.markdown(t("page.studies.published", day=day(found.published_at.date() if found.published_at else None)))
        _to_marks("page.studies.to_results")


def _coding(found: StudyRow) -> None:
    mine = found.mine
    if mine is not None and mine.finished:
        st.button(
            t("page.studies.resume"), icon=":material/undo:", type="tertiary", key="study-resume",
            on_click=_do, args=(judging.resume, found.id),
        )  # fmt: skip
    elif mine is not None:
        st.button(
            t("page.studies.to_code"), type="primary", icon=":material/edit_note:", key="study-to-code",
            on_click=address.put, kwargs={"part": "code"},
        )  # fmt: skip
    left = sum(not coder.finished for coder in found.coders if not coder.ended)
    st.caption(t("page.studies.blind") + " " + tn("page.studies.unfinished", left))
    if found.may_close:
        _step("page.studies.close", adjudicating.close_coding, found, icon="lock_open")


def _replying(found: StudyRow, every: tuple[Mark, ...]) -> None:
    waiting = sum(mark.reply is not None and mark.reply.objects and not mark.reply.response for mark in every)
    answered = sum(mark.reply is not None for mark in every)
    ended = found.replied_at is not None
    st.markdown(
        f"{tn('page.studies.answered', answered)} "
        + (t("page.studies.replies_ended") if ended else t("page.studies.replies_until", day=day(found.replies_until)))
        + " "
        + tn("page.studies.objections", waiting)
    )
    _to_marks("page.studies.to_replies")
    coders = {coder.person_id for coder in found.coders}
    if not ended and frame.person().id not in coders:
        st.button(
            t("page.studies.close_replies"), icon=":material/done_all:", key="study-close-replies",
            **frame.only("study.reply"), on_click=_do, args=(replying.close_replies, found.id),
        )  # fmt: skip
    _step("page.studies.publish", replying.publish, found, icon="publish")


def _to_marks(label: str) -> None:
    st.button(
        t(label), icon=":material/list_alt:", key="study-to-marks", on_click=address.put, kwargs={"part": "marks"}
    )


def _step(label: str, verb: object, found: StudyRow, *, icon: str, **values: int) -> None:
    st.button(
        t(label, **values), type="primary", icon=f":material/{icon}:", key="study-step", **frame.only("study.plan"),
        on_click=_do, args=(verb, found.id), kwargs={"seen_version": found.version},
    )  # fmt: skip


def _do(verb: object, study_id: int, **options: int) -> None:
    if frame.do(verb, study_id, **options) is not None:  # type: ignore[arg-type] # one of the verbs above
        problems.tell("page.studies.done")
