"""One unit with everybody's codes beside each other: settled here with a reason, and answered by the municipality."""

from __future__ import annotations

import streamlit as st

from tracker.pages import address, frame, problems
from tracker.pages.language import current, day, t, word
from tracker.pages.problems import plain
from tracker.pages.research.projects import memos, unit_texts, words
from tracker.pages.research.projects.coding import KINDS
from tracker.studies import adjudicating, replying
from tracker.studies.codebooks import Coded
from tracker.tables.study import CodeKind, StudyState
from tracker.tables.translation import Mode
from tracker.views.research.judged import Mark
from tracker.views.research.studies import Codebook, StudyRow


def show(found: StudyRow, mark: Mark, book: Codebook, every: tuple[Mark, ...]) -> None:
    """The texts, the codes, what was settled, what was answered, and what can be done about each now."""
    _head(mark, every)
    unit = unit_texts.read(mark.unit_id)
    if unit is None:
        return
    unit_texts.draw(unit)
    _said(mark, book)
    if found.state in (StudyState.ADJUDICATING, StudyState.REPLYING) and (mark.varies or mark.reply is not None):
        _settle(mark, book)
    if found.state in (StudyState.REPLYING, StudyState.PUBLISHED):
        _reply(found, mark)
    memos.on_unit(found, unit)


def _head(mark: Mark, every: tuple[Mark, ...]) -> None:
    at = every.index(mark)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            t("page.studies.to_all"), type="tertiary", icon=":material/arrow_back:", key="to-marks",
            on_click=address.put, kwargs={"unit": None},
        )  # fmt: skip
        st.markdown(f"**{t('page.studies.unit_of', position=mark.position, all=len(every))}**")
        for name, icon, to in (("previous", "left", at - 1), ("next", "right", at + 1)):
            st.button(
                t(f"page.review.{name}"), key=f"mark-{name}", icon=f":material/chevron_{icon}:", type="tertiary",
                disabled=not 0 <= to < len(every), on_click=address.put,
                kwargs={"unit": every[to % len(every)].unit_id},
            )  # fmt: skip


def _said(mark: Mark, book: Codebook) -> None:
    """Every coder's codes with their note, the machine's beside them, and what was settled."""
    for row in mark.judgements:
        note = f" — {plain(row.note)}" if row.note else ""
        coder = t("page.studies.coder", number=row.coder)
        st.markdown(f"**{coder}:** {plain(words.said(book, row.said))}{note}")
    machine = {row.suggested for row in mark.judgements} - {None}
    for mode in sorted(machine, key=str):
        shown = any(row.shown for row in mark.judgements)
        assert mode is not None
        code = f"{mode.value.upper()} {word(mode)}"
        st.caption(t(f"page.studies.machine_was.{'shown' if shown else 'hidden'}", code=plain(code)))
    settled = mark.adjudication
    if settled is not None:
        by = f" · {plain(settled.by)}" if settled.by else ""
        st.success(
            f"**{t('page.studies.settled')}:** {plain(words.said(book, settled.said))} — {plain(settled.reason)}"
            f" ({day(settled.recorded_at.date())}{by})",
            icon=":material/gavel:",
        )


def _settle(mark: Mark, book: Codebook) -> None:
    held = mark.adjudication or (mark.judgements[0] if mark.judgements else None)
    with st.form(f"settle-{mark.unit_id}", border=True):
        st.markdown(f"**{t('page.studies.settle')}**")
        modes = {code.key: words.name_of(code) for code in book.of(CodeKind.MODE)}
        st.pills(
            t("page.studies.mode_only"), list(modes), key="settle-mode", format_func=modes.__getitem__,
            default=mark.adjudication.mode.value if mark.adjudication is not None else None,
        )  # fmt: skip
        for name, kind in KINDS.items():
            named = {code.key: code.name(current()) for code in book.of(kind)}
            if named:
                st.pills(
                    t(f"page.studies.{name}"), list(named), selection_mode="multi", key=f"settle-{name}",
                    default=[key for key in getattr(held, name, ()) if key in named],
                    format_func=named.__getitem__,
                )  # fmt: skip
        st.text_input(t("page.studies.reason"), key="settle-reason", max_chars=2000)
        st.form_submit_button(
            t("page.studies.settle"), type="primary", icon=":material/gavel:", key="settle-do",
            **frame.only("study.adjudicate"), on_click=_adjudicate, args=(mark,),
        )  # fmt: skip


def _reply(found: StudyRow, mark: Mark) -> None:
    """The municipality's answer beside the mark, the project's to it, and the forms while both may be given."""
    reply = mark.reply
    if reply is not None:
        stance = t("page.studies.objects" if reply.objects else "page.studies.accepts")
        st.info(
            f"**{t('page.studies.reply')} ({stance}):** {plain(reply.text)} ({day(reply.recorded_at.date())})"
            + (f"  \n**{t('page.studies.response')}:** {plain(reply.response)}" if reply.response else ""),
            icon=":material/forum:",
        )
    if found.state is not StudyState.REPLYING:
        return
    coder = frame.person().id in {one.person_id for one in found.coders}
    if found.replied_at is None and not coder and (reply is None or not reply.response):
        with st.form(f"reply-{mark.unit_id}", border=True, clear_on_submit=True):
            st.text_area(t("page.studies.reply_write"), key="reply-text", height=80, max_chars=10_000)
            st.checkbox(t("page.studies.reply_objects"), key="reply-objects")
            st.form_submit_button(
                t("page.studies.reply_send"), icon=":material/send:", key="reply-do", **frame.only("study.reply"),
                on_click=_answer, args=(mark.unit_id,),
            )  # fmt: skip
    if reply is not None and not reply.response:
        with st.form(f"respond-{reply.id}", border=True, clear_on_submit=True):
            st.text_area(t("page.studies.respond_write"), key="respond-text", height=80, max_chars=10_000)
            st.form_submit_button(
                t("page.studies.respond"), icon=":material/reply:", key="respond-do",
                **frame.only("study.adjudicate"), on_click=_respond, args=(reply.id,),
            )  # fmt: skip


def _adjudicate(mark: Mark) -> None:
    mode = st.session_state.get("settle-mode")
    if mode is None:
        problems.tell("page.studies.mode_needed")
        return
    chosen = {name: tuple(st.session_state.get(f"settle-{name}") or ()) for name in KINDS}
    seen = mark.adjudication.id if mark.adjudication is not None else None
    reason = str(st.session_state["settle-reason"])
    if frame.do(adjudicating.adjudicate, mark.unit_id, Coded(mode=Mode(mode), **chosen), reason, seen=seen) is not None:
        problems.tell("page.studies.settled_now")


def _answer(unit_id: int) -> None:
    text, objects = str(st.session_state["reply-text"]), bool(st.session_state["reply-objects"])
    if frame.do(replying.reply, unit_id, text, objects=objects) is not None:
        problems.tell("page.studies.replied")


def _respond(reply_id: int) -> None:
    if frame.do(replying.respond, reply_id, str(st.session_state["respond-text"])) is not None:
        problems.tell("page.studies.responded")
