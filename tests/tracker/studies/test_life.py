"""A project from draft to publication: what each step asks for, what it refuses, and what the history keeps of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.tracker import studied
from tests.tracker.studied import OWN, Studied
from tracker import clock
from tracker.database import Database
from tracker.doctor import decisions
from tracker.errors import Conflict, NotAllowed, Refused, TrackerError
from tracker.studies import adjudicating, codebooks, judging, memos, plans, replying, sampling
from tracker.studies.codebooks import Coded, standard
from tracker.tables.people import Person, Role
from tracker.tables.study import (
    Adjudication,
    Code,
    CodeKind,
    Judgement,
    SampledLink,
    SampleKind,
    Stratum,
    StudyState,
)
from tracker.tables.translation import Mode, ModeSuggestion
from tracker.views.research import judged, studies, units

PLAN = plans.Plan(name="Prov", sample=SampleKind.ALL, suggestions=True)


def refused(database: Database, act: Callable[[Session], object], kind: type[TrackerError] = Refused) -> str:
    with pytest.raises(kind) as problem, database.writing() as session:
        act(session)
    return problem.value.code


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "error.study_name_needed"),
        ({"size": 3}, "error.study_size"),
        ({"sample": SampleKind.RANDOM}, "error.study_size"),
        ({"sample": SampleKind.RANDOM, "size": 0}, "error.study_size"),
        ({"sample": SampleKind.STRATIFIED, "size": 3}, "error.study_stratum"),
        ({"stratum": Stratum.LEVEL}, "error.study_stratum"),
        ({"reply_days": -1}, "error.study_reply_days"),
    ],
)
def test_a_plan_that_does_not_hold_together_is_refused(
    database: Database, person: Person, suggested: int, wrong: dict[str, object], code: str
) -> None:
    plan = replace(PLAN, **wrong)  # type: ignore[arg-type] # on purpose
    assert refused(database, lambda s: plans.begin(s, suggested, plan, by=person)) == code


def test_a_draft_changes_until_it_is_drawn_and_by_who_saw_it(
    database: Database, person: Person, suggested: int
) -> None:
    with database.writing() as session:
        number = plans.begin(session, suggested, PLAN, by=person).id
    with database.writing() as session:
        plans.change(session, number, replace(PLAN, seed=5), by=person, seen_version=1)
    stale = refused(database, lambda s: plans.change(s, number, PLAN, by=person, seen_version=1), Conflict)
    assert stale == "error.study_changed"
    assert refused(database, lambda s: sampling.draw(s, number, {1: ""}, by=person, seen_version=2)) == (
        "error.study_without_coders"
    )


def test_only_who_may_code_is_assigned(database: Database, person: Person, suggested: int) -> None:
    with database.writing() as session:
        number = plans.begin(session, suggested, PLAN, by=person).id
        viewer = studied.member(session, suggested, "Vi", Role.VIEWER)
    assert refused(database, lambda s: plans.assign(s, number, viewer.id, by=person)) == "error.study_coder_role"


def test_the_sample_is_drawn_by_its_seed_and_kept(database: Database, person: Person, suggested: int) -> None:
    found = studied.begun(database, suggested, person, links=5)
    with database.writing() as session:
        rows = session.scalars(select(SampledLink).order_by(SampledLink.position)).all()
        every = studies.frame(session, suggested, suggestions=True)
        assert [row.link_id for row in rows] == sampling.sample(every, SampleKind.RANDOM, 5, seed=7)
        assert all(len(row.requirement_fingerprint) == len(row.target_fingerprint) == 64 for row in rows)
        version = studied.version(session, found.study)
    again = refused(database, lambda s: sampling.draw(s, found.study, every, by=person, seen_version=version))
    assert again == "error.study_state"


def test_a_link_that_nobody_confirmed_is_in_no_sample_of_confirmed_ones(
    database: Database, person: Person, suggested: int
) -> None:
    with database.writing() as session:
        study = plans.begin(session, suggested, replace(PLAN, suggestions=False), by=person)
        plans.assign(session, study.id, person.id, by=person)
        assert studies.frame(session, suggested) == {}
        forged = studies.frame(session, suggested, suggestions=True)
        number, version = study.id, study.version
    assert refused(database, lambda s: sampling.draw(s, number, forged, by=person, seen_version=version)) == (
        "error.study_link"
    )


def test_a_judgement_is_of_the_newest_codebook_and_replaces_the_coders_own(
    database: Database, person: Person, suggested: int
) -> None:
    found = studied.begun(database, suggested, person)
    coder, unit = found.coders[0], found.units[0]
    with database.writing() as session:
        judging.judge(session, unit, Coded(mode=Mode.COPY), by=coder)
        codebooks.revise(session, found.study, [*standard(), replace(OWN, key="kind_words")], by=person, seen_edition=1)
    with database.writing() as session:
        judging.judge(session, unit, Coded(mode=Mode.PARA, codes=("kind_words",)), by=coder)
    unknown = refused(database, lambda s: judging.judge(s, unit, Coded(mode=Mode.PARA, codes=("plain",)), by=coder))
    assert unknown == "error.code_unknown"
    with database.reading() as session:
        (row,) = judged.judgements(session, found.study, coder.id)
        assert (row.mode, row.codes, row.edition) == (Mode.PARA, ("kind_words",), 2)
        old = studies.codebook(session, suggested, found.study, reader=coder.id, number=1)
        assert old is not None
        assert [code.key for code in old.of(CodeKind.OWN)] == ["plain"]


def test_what_the_machine_says_is_kept_shown_or_hidden(database: Database, person: Person, suggested: int) -> None:
    for shows in (False, True):
        found = studied.begun(database, suggested, person, links=1, shows=shows)
        with database.writing() as session:
            _suggest(session, found)
            judging.judge(session, found.units[0], Coded(mode=Mode.PARA), by=found.coders[0])
            (kept,) = session.scalars(select(Judgement).where(Judgement.study_id == found.study))
            assert (kept.suggested, kept.shown) == (Mode.OMIT, shows)
        with database.reading() as session:
            unit = units.unit(session, found.units[0], found.coders[0].id)
            (row,) = judged.judgements(session, found.study, found.coders[0].id)
            assert unit is not None
            assert (unit.suggested, row.suggested) == ((Mode.OMIT, Mode.OMIT) if shows else (None, None))


def test_who_does_not_code_or_has_finished_judges_nothing(database: Database, person: Person, suggested: int) -> None:
    found = studied.begun(database, suggested, person, links=2)
    unit, said = found.units[0], Coded(mode=Mode.PARA)
    assert refused(database, lambda s: judging.judge(s, unit, said, by=person), NotAllowed) == "error.study_not_coder"
    assert refused(database, lambda s: judging.finish(s, found.study, by=found.coders[0])) == "error.study_units_left"
    studied.code(database, found, [0])
    assert refused(database, lambda s: judging.judge(s, unit, said, by=found.coders[0])) == "error.study_finished"
    with database.writing() as session:
        judging.resume(session, found.study, by=found.coders[0])
        plans.take_off(session, found.study, found.coders[0].id, by=person)
    gone = refused(database, lambda s: judging.judge(s, unit, said, by=found.coders[0]), NotAllowed)
    assert gone == "error.study_not_coder"


def test_nothing_is_settled_without_a_reason_or_past_somebody_else(
    database: Database, person: Person, suggested: int
) -> None:
    found = studied.coded(database, suggested, person)
    unit, said = found.units[0], Coded(mode=Mode.PARA)
    assert refused(database, lambda s: adjudicating.adjudicate(s, unit, said, " ", by=person)) == (
        "error.study_reason_needed"
    )
    with database.writing() as session:
        first = adjudicating.adjudicate(session, unit, said, "läst igen", by=person).id
    late = refused(database, lambda s: adjudicating.adjudicate(s, unit, said, "nej", by=person), Conflict)
    assert late == "error.study_adjudicated"
    with database.writing() as session:
        adjudicating.adjudicate(session, unit, Coded(mode=Mode.ADD), "ändå", by=person, seen=first)
    with database.reading() as session:
        mark = (judged.marks(session, found.study, person.id) or ())[0]
        assert (mark.result, mark.adjudication.reason if mark.adjudication else "") == (("add",), "ändå")


def test_what_holds_is_what_was_settled_else_what_all_coders_said(
    database: Database, person: Person, suggested: int
) -> None:
    found = studied.coded(database, suggested, person)
    with database.reading() as session:
        marks = judged.marks(session, found.study, person.id) or ()
    assert [mark.result for mark in marks[:3]] == [(), ("para", "soft"), ("para",)]
    assert [(mark.differs, mark.varies) for mark in marks[:3]] == [(True, True), (False, True), (False, False)]


def test_publication_waits_for_the_municipality_and_for_what_it_objects_to(
    database: Database, person: Person, suggested: int
) -> None:
    now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    with clock.fixed(now):
        found = studied.coded(database, suggested, person, reply_days=10)
        assert _publish(database, found) == "error.study_unsettled"
        studied.settle(database, found)
        assert _publish(database, found) == "error.study_replies_not_asked"
        with database.writing() as session:
            version = studied.version(session, found.study)
            replying.ask(session, found.study, by=person, seen_version=version)
        assert _publish(database, found) == "error.study_replies_open"
        own = refused(
            database, lambda s: replying.close_replies(s, found.study, by=_editor(s, found.coders[0])), NotAllowed
        )
        assert own == "error.not_allowed"  # a coder does not speak for the municipality
        with database.writing() as session:
            answer = replying.reply(session, found.units[0], "Texten är utbytt.", objects=True, by=person).id
    with clock.fixed(now + timedelta(days=11)):
        over = refused(database, lambda s: replying.reply(s, found.units[1], "För sent", objects=False, by=person))
        assert over == "error.study_replies_over"
        assert _publish(database, found) == "error.study_objections"
        with database.writing() as session:
            replying.respond(session, answer, "Markeringen gäller texten den dagen.", by=person)
        assert _publish(database, found) == ""
    assert studied.state(database, found.study) is StudyState.PUBLISHED
    with database.writing() as session:
        visitor = studied.member(session, suggested, "Vi", Role.VIEWER)
        marks = judged.marks(session, found.study, visitor.id) or ()
        assert marks[0].reply is not None
        assert (marks[0].reply.text, marks[0].reply.response[:10]) == ("Texten är utbytt.", "Markeringe")


def test_a_reviewer_who_codes_does_not_answer_for_the_municipality(
    database: Database, person: Person, suggested: int
) -> None:
    with database.writing() as session:
        study = plans.begin(session, suggested, PLAN, by=person)
        plans.assign(session, study.id, person.id, by=person)
        study.state = StudyState.REPLYING
        number = study.id
    code = refused(database, lambda s: replying.close_replies(s, number, by=person))
    assert code == "error.study_reply_by_coder"


def test_without_days_for_replies_a_settled_project_is_published_at_once(
    database: Database, person: Person, suggested: int
) -> None:
    found = studied.coded(database, suggested, person)
    studied.settle(database, found)
    assert _publish(database, found) == ""


def test_a_memo_is_taken_back_by_its_writer_alone(database: Database, person: Person, suggested: int) -> None:
    found = studied.begun(database, suggested, person)
    with database.writing() as session:
        memo = memos.write(session, found.study, "gränsfall", by=found.coders[0], code="omit").id
    other = refused(database, lambda s: memos.withdraw(s, memo, by=found.coders[1]), NotAllowed)
    assert other == "error.memo_of_another"
    with database.writing() as session:
        memos.withdraw(session, memo, by=found.coders[0])
    with database.reading() as session:
        assert units.memos(session, found.study, found.coders[0].id) == ()


def test_every_row_of_a_project_has_its_account(database: Database, person: Person, suggested: int) -> None:
    found = studied.coded(database, suggested, person, reply_days=1)
    studied.settle(database, found)
    with database.writing() as session:
        version = studied.version(session, found.study)
        replying.ask(session, found.study, by=person, seen_version=version)
        reply = replying.reply(session, found.units[0], "Ja.", objects=False, by=person)
        memos.write(session, found.study, "tanke", by=person)
        assert list(decisions.replayed(session)) == []
        reply.objects = True
        session.flush()
        assert [(one.code, one.place) for one in decisions.replayed(session)] == [("row.changed", f"reply:{reply.id}")]
        session.rollback()


def test_the_database_keeps_what_was_drawn_and_said(database: Database, person: Person, suggested: int) -> None:
    found = studied.coded(database, suggested, person)
    studied.settle(database, found)
    for change in (
        update(Judgement).values(mode=Mode.ALTER),
        update(Judgement).values(seal=""),
        delete(Judgement),
        update(Adjudication).values(mode=Mode.ALTER),
        delete(Adjudication),
        update(SampledLink).values(position=SampledLink.position + 100),
        update(Code).values(key="other"),
    ):
        with pytest.raises((IntegrityError, TrackerError)), database.writing() as session:
            session.execute(change)


def _publish(database: Database, found: Studied) -> str:
    """The code of what is refused, "" for nothing."""
    try:
        with database.writing() as session:
            version = studied.version(session, found.study)
            replying.publish(session, found.study, by=found.lead, seen_version=version)
    except Refused as problem:
        return problem.code
    return ""


def _editor(session: Session, coder: Person) -> Person:
    return session.get_one(Person, coder.id)


def _suggest(session: Session, found: Studied) -> None:
    """The machine's word on the first unit."""
    unit = session.get_one(SampledLink, found.units[0])
    session.execute(delete(ModeSuggestion).where(ModeSuggestion.link_id == unit.link_id))
    session.add(
        ModeSuggestion(
            workspace_id=found.workspace, link_id=unit.link_id, mode=Mode.OMIT, modifiers=[], confidence=0.7,
            reasons=[], elements=[], reader="prov", requirement_fingerprint=unit.requirement_fingerprint,
            target_fingerprint=unit.target_fingerprint, recorded_at=clock.now(),
        )
    )  # fmt: skip
    session.flush()
