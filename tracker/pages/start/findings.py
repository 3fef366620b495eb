"""The first answer from one's own files, and the two decisions that make it a finding."""

from __future__ import annotations

import streamlit as st

from nlp.matching.gaps import LIKELIER_THAN_NOT
from tracker import linking, searching
from tracker.pages import address, background, frame, problems, routes, texts
from tracker.pages.language import current, number, percent, t, tn
from tracker.pages.problems import plain
from tracker.pages.review import reason_marks
from tracker.pages.review.ahead import later
from tracker.tables.link import Link, LinkType
from tracker.views import starting
from tracker.views.review.gaps import Gap, Gaps
from tracker.views.review.item import Item
from tracker.views.starting import Finding, Start
from tracker.views.texts import RequirementText

KINDS = ("import_document", "import_guideline", "suggest")
FIRST_GAPS = 3
TYPES = (LinkType.IMPLEMENTS, LinkType.PARTLY, LinkType.MENTIONS)


def show(workspace: int, found: Start) -> None:
    """The answer in words, the strongest suggestion, the first gaps, and what to do next."""
    background.watch(workspace, KINDS, quiet=True)
    if not found.documents:
        _missing("documents")
    elif not found.requirements:
        _missing("guidelines")
    elif not found.looked:
        _look(workspace)
    else:
        _found(workspace, found)


def _found(workspace: int, found: Start) -> None:
    cleared = frame.cleared(workspace)
    with frame.reading() as session:
        first = starting.first(session, workspace, put_off=later(), gaps=FIRST_GAPS, cleared=cleared)
    # That none is a likely gap is no good news where some may be one: then those are what the line tells.
    unsure = not found.unmentioned and first.gaps.total > 0
    said = t(
        "page.start.answer_unsure" if unsure else "page.start.answer", total=number(found.requirements),
        unmentioned=number(first.gaps.total if unsure else found.unmentioned),
    )  # fmt: skip
    st.markdown(
        f"**{said}** {tn('page.start.answer_in', found.documents)} "
        f"{tn('page.start.answer_suggestions', first.suggestions)}"
    )
    if first.gaps.rows:
        st.caption(
            t(
                "page.start.answer_unsure_is" if unsure else "page.start.answer_is",
                likelier=percent(LIKELIER_THAN_NOT), proposed=number(first.gaps.total),
                threshold=percent(first.gaps.rows[0].threshold),
            )
        )  # fmt: skip
    if found.last is not None and first.settled is not None:
        _settled(found, found.last, first.settled)
    left, right = st.columns(2, gap="medium")
    with left:
        st.subheader(t("page.start.suggestion"), anchor=False)
        _suggestion(first.item)
    with right:
        st.subheader(t("page.start.gaps"), anchor=False)
        _gaps(workspace, first.gaps)


def _missing(step: str) -> None:
    """What has to be there first, and the way to it."""
    st.info(t(f"page.start.missing.{step}"), icon=":material/lightbulb:")
    st.button(
        t(f"page.start.missing.{step}.do"), type="primary", key="start-missing", on_click=address.put,
        kwargs={"step": step},
    )  # fmt: skip


def _look(workspace: int) -> None:
    """Documents that nobody has searched through yet, as when the search was stopped."""
    if background.unfinished(workspace, KINDS):
        st.info(t("page.start.looking"), icon=":material/hourglass_top:")
        return
    st.info(t("page.start.not_looked"), icon=":material/lightbulb:")
    st.button(
        t("page.start.look"), type="primary", key="start-look", icon=":material/search:",
        **frame.only("link.suggest"), on_click=background.submit, args=(workspace, "suggest"),
    )  # fmt: skip


def _settled(found: Start, last: Finding, requirement: RequirementText) -> None:
    """The last finding, where it is seen, and the way back from it."""
    with st.container(border=True, key="start-settled"):
        said = t(f"page.start.settled.{last.kind}", requirement=_named(requirement))
        st.markdown(f":material/check_circle: **{tn('page.start.findings', found.findings)}** {said}")
        with st.container(horizontal=True, gap="small"):
            if st.button(t("page.start.to_overview"), key="start-overview", icon=":material/dashboard:"):
                routes.go("overview")
            if st.button(t("page.start.to_matrix"), key="start-matrix", icon=":material/grid_on:"):
                routes.go("matrix", requirement=requirement.id, subject=address.key_of(("actor", last.subject_id)))
            if st.button(t("page.start.to_review"), key="start-review", icon=":material/rule:"):
                routes.go("review")
            st.button(
                t("page.review.undo"),
                key="start-undo",
                icon=":material/undo:",
                type="tertiary",
                **frame.only("link.decide"),
                on_click=_undo,
                args=(last,),
            )


def _suggestion(item: Item | None) -> None:
    """Both texts, why they were put together, and what a person can say of it."""
    if item is None or item.passage is None:
        st.info(t("page.start.no_suggestion"), icon=":material/lightbulb:")
        if later():
            st.button(t("page.review.show_put_off"), key="start-again", on_click=later().clear)
        return
    with st.container(border=True, key="start-suggestion"):
        st.caption(t("page.start.demanded"))
        texts.requirement_head(item.requirement)
        texts.requirement_words(item.requirement, reasons=item.reasons)
        st.caption(t("page.start.written"))
        texts.passage_head(item.passage)
        texts.passage_words(item.passage, reasons=item.reasons)
        with st.expander(t("page.review.why"), icon=":material/help:"):
            reason_marks.listed(item.reasons)
        st.markdown(f"**{t('page.start.question')}**")
        with st.container(horizontal=True, gap="small"):
            for position, kind in enumerate(TYPES):
                st.button(
                    t(f"page.start.says.{kind.value}"),
                    key=f"start-confirm-{kind.value}",
                    wrap=True,
                    type="secondary" if position else "primary",
                    **frame.only("link.decide", help=t(f"page.start.says.{kind.value}.is")),
                    on_click=_confirm,
                    args=(item.link_id, item.version, kind),
                )
            st.button(
                t("page.start.says.no"),
                key="start-reject",
                **frame.only("link.decide", help=t("page.start.says.no.is")),
                on_click=_reject,
                args=(item.link_id, item.version),
            )
            st.button(
                t("page.start.says.later"),
                key="start-later",
                type="tertiary",
                on_click=later().append,
                args=(item.link_id,),
            )


def _gaps(workspace: int, gaps: Gaps) -> None:
    if not gaps.rows:
        st.info(t("page.start.no_gaps"), icon=":material/done_all:")
    for gap in gaps.rows:
        with st.container(border=True, key=f"start-gap-{gap.requirement.id}"):
            texts.requirement_head(gap.requirement)
            texts.requirement_words(gap.requirement)
            _nearest(gap)
            st.button(
                t("page.start.absent"),
                key=f"start-absent-{gap.requirement.id}",
                icon=":material/search_off:",
                **frame.only("search.record", help=t("page.start.absent.is")),
                on_click=_absent,
                args=(workspace, gap.requirement.id),
                wrap=True,
            )
    if gaps.total > len(gaps.rows) and st.button(
        tn("page.start.all_gaps", gaps.total), key="start-all-gaps", type="tertiary", icon=":material/list:"
    ):
        routes.go("review", view="gaps")


def _nearest(gap: Gap) -> None:
    """How much was searched, and the sentence that came nearest."""
    said = t(
        "page.gaps.searched",
        passages=tn("count.passages", gap.searched), documents=tn("count.documents", gap.editions),
        share=percent(min(gap.probability, 0.99)), threshold=percent(gap.threshold),
    )  # fmt: skip
    st.caption(plain(said))
    if gap.candidate is not None:
        with st.expander(t("page.start.nearest"), icon=":material/visibility:"):
            texts.passage_head(gap.candidate.passage)
            texts.passage_words(gap.candidate.passage, around=False)


def _named(requirement: RequirementText) -> str:
    return plain(f"{requirement.title(current())} {requirement.locator}".strip())


def _confirm(link_id: int, version: int, kind: LinkType) -> None:
    _told(frame.do(linking.confirm, link_id, kind, seen_version=version), version, "page.review.confirmed")


def _reject(link_id: int, version: int) -> None:
    _told(frame.do(linking.reject, link_id, seen_version=version), version, "page.review.rejected")


def _told(link: Link | None, version: int, key: str) -> None:
    """Say that a decision holds, or that it waits for a second person: then the next one comes."""
    if link is None:
        return
    if link.version == version:
        later().append(link.id)
    problems.tell(key if link.version > version else "page.second.waits")


def _absent(workspace: int, requirement_id: int) -> None:
    if frame.do(searching.record, workspace, requirement_id) is not None:
        problems.tell("page.review.recorded")


def _undo(last: Finding) -> None:
    if last.kind == "link":
        undone = frame.do(linking.reopen, last.id, seen_version=last.version)
    else:
        undone = frame.do(searching.withdraw, last.id)
    if undone is not None:
        problems.tell("page.review.undone")
