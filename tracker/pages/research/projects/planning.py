"""A coding project set up on one screen: what is asked, of which links, by whom, and how it goes about it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from sqlalchemy.orm import Session

from tracker import tasks
from tracker.errors import TrackerError
from tracker.pages import address, frame, problems
from tracker.pages.language import t, tn, word
from tracker.studies import plans, sampling
from tracker.studies.plans import Plan
from tracker.tables.people import Person
from tracker.tables.study import SampleKind, Stratum, Study
from tracker.views.research import studies
from tracker.views.research.studies import StudyRow

USUAL = 120
"""How many units are proposed."""
LARGEST = 100_000


def show(workspace: int, draft: StudyRow | None = None) -> None:
    """The form of a new project, or of one that is still a draft."""
    st.subheader(t("page.studies.new" if draft is None else "page.studies.draft"), anchor=False)
    if not frame.may("study.plan"):
        st.info(frame.only("study.plan")["help"] or "", icon=":material/lock:")
        return
    plan, size = _plan(workspace, draft)
    with frame.reading() as session:
        people = plans.could_code(session, workspace)
    coders = _coders(people, draft)
    with st.container(horizontal=True):
        st.button(
            t("page.studies.draw"), type="primary", icon=":material/casino:", key="study-draw",
            disabled=not (plan.name.strip() and coders and size), on_click=_begin,
            args=(workspace, draft, plan, coders), kwargs={"drawn": True},
        )  # fmt: skip
        st.button(
            t("page.studies.save_draft"), icon=":material/save:", key="study-save",
            disabled=not plan.name.strip(), on_click=_begin, args=(workspace, draft, plan, coders),
        )  # fmt: skip
        st.button(
            t("page.studies.back"), type="tertiary", icon=":material/arrow_back:", key="study-back",
            on_click=address.put, kwargs={"study": None},
        )  # fmt: skip
    st.caption(t("page.studies.drawn_once"))


def _plan(workspace: int, draft: StudyRow | None) -> tuple[Plan, int]:
    """What the form says, and how many links could be coded."""
    left, right = st.columns(2, gap="medium")
    with left:
        name = st.text_input(
            t("page.studies.field.name"), value=draft.name if draft else "", max_chars=200, key="study-name"
        )
        question = st.text_area(
            t("page.studies.field.question"), value=draft.question if draft else "", key="study-question", height=80
        )
        shows = st.toggle(
            t("page.studies.field.shows_suggestion"), value=bool(draft and draft.shows_suggestion), key="study-shows",
            help=t("page.studies.help.shows_suggestion"),
        )  # fmt: skip
        days = st.number_input(
            t("page.studies.field.reply_days"), min_value=0, max_value=365,
            value=draft.reply_days if draft else Plan(name="").reply_days, key="study-days",
            help=t("page.studies.help.reply_days"),
        )  # fmt: skip
    with right:
        kinds = list(SampleKind)
        kind = st.selectbox(
            t("page.studies.field.sample"), kinds, index=kinds.index(draft.sample if draft else SampleKind.RANDOM),
            format_func=word, key="study-sample",
        )  # fmt: skip
        strata = list(Stratum)
        stratum = st.selectbox(
            t("page.studies.field.stratum"), strata, format_func=word, key="study-stratum",
            index=strata.index(draft.stratum) if draft and draft.stratum else 0,
        ) if kind is SampleKind.STRATIFIED else None  # fmt: skip
        candidates = st.toggle(
            t("page.studies.field.suggestions"), value=bool(draft and draft.suggestions), key="study-candidates",
            help=t("page.studies.help.suggestions"),
        )  # fmt: skip
        with frame.reading() as session:
            held = len(studies.frame(session, workspace, suggestions=candidates))
        st.markdown(f"**{tn('page.studies.frame', held)}**")
        size = None
        if kind is not SampleKind.ALL:
            size = st.number_input(
                t("page.studies.field.size"), min_value=1, max_value=LARGEST,
                value=(draft.size if draft else None) or max(1, min(USUAL, held)), key="study-size",
            )  # fmt: skip
        seed = st.number_input(
            t("page.studies.field.seed"), min_value=0, max_value=2**31 - 1, value=draft.seed if draft else 1,
            key="study-seed", help=t("page.studies.help.seed"),
        )  # fmt: skip
    found = Plan(
        name=name, question=question, sample=kind, size=size, stratum=stratum, seed=seed, suggestions=candidates,
        shows_suggestion=shows, reply_days=days,
    )  # fmt: skip
    return found, held


def _coders(people: Sequence[Person], draft: StudyRow | None) -> list[int]:
    names = {person.id: person.name for person in people}
    chosen = [coder.person_id for coder in draft.coders if not coder.ended] if draft else []
    return st.multiselect(
        t("page.studies.field.coders"), list(names), default=[one for one in chosen if one in names],
        format_func=lambda number: names[number], key="study-coders", help=t("page.studies.help.coders"),
    )  # fmt: skip


def _begin(workspace: int, draft: StudyRow | None, plan: Plan, coders: list[int], *, drawn: bool = False) -> None:
    if drawn:
        try:
            tasks.read_sample(frame.database(), workspace, plan, by=frame.person())
        except TrackerError as problem:
            problems.keep(problem)
            return
    stored = frame.do(_store, workspace, draft, plan, coders, drawn=drawn)
    if stored is not None:
        problems.tell("page.studies.drawn" if drawn else "page.studies.saved")
        address.put(study=stored.id, part=None)


def _store(
    session: Session, workspace: int, draft: StudyRow | None, plan: Plan, coders: list[int], *, by: Person, drawn: bool
) -> Study:
    """The project, its coders and its sample in one transaction: all of it or nothing."""
    if draft is None:
        study = plans.begin(session, workspace, plan, by=by)
    else:
        study = plans.change(session, draft.id, plan, by=by, seen_version=draft.version)
    there = {coder.person_id for coder in draft.coders if not coder.ended} if draft else set()
    for person in coders:
        if person not in there:
            plans.assign(session, study.id, person, by=by)
    for person in there.difference(coders):
        plans.take_off(session, study.id, person, by=by)
    if drawn:
        held = studies.frame(session, workspace, suggestions=plan.suggestions, stratum=plan.stratum)
        sampling.draw(session, study.id, held, by=by, seen_version=study.version)
    return study
