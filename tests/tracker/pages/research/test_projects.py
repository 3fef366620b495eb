"""Coding projects on screen: set up, coded by keys, settled, answered and published, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select
from streamlit.testing.v1 import AppTest

from tests.tracker import studied
from tests.tracker.studied import Studied
from tracker.database import Database
from tracker.studies import judging, plans, replying, sampling
from tracker.studies.codebooks import Coded
from tracker.tables.people import Person, Workspace
from tracker.tables.study import Adjudication, Judgement, Reply, SampledLink, SampleKind, Study, StudyState
from tracker.tables.translation import Mode, ModeSuggestion
from tracker.views.research.studies import frame

Open = Callable[..., AppTest]
PARTS = ("progress", "code", "marks", "agreement", "codebook", "memos")


def said(page: AppTest) -> str:
    return "\n".join(str(part.value) for part in (*page.markdown, *page.caption, *page.info, *page.success))


@pytest.fixture
def coded(database: Database, person: Person, filled: int) -> Studied:
    return studied.coded(database, filled, person, links=4, reply_days=3)


@pytest.fixture
def own(database: Database, person: Person, filled: int) -> int:
    """A project in which the person at the machine codes two units."""
    with database.writing() as session:
        plan = plans.Plan(name="Eget", sample=SampleKind.RANDOM, size=2, suggestions=True, reply_days=0)
        study = plans.begin(session, filled, plan, by=person)
        plans.assign(session, study.id, person.id, by=person)
        held = frame(session, filled, suggestions=True)
        sampling.draw(session, study.id, held, by=person, seen_version=study.version)
        return study.id


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_list_says_how_many_there_are(open_page: Open, coded: Studied, lang: str) -> None:
    page = open_page("research", lang=lang, tab="studies")
    assert said(page).startswith("**1 ")
    assert page.dataframe[0].value.iloc[0, 0] == "Provstudie"


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_its_texts(open_page: Open, coded: Studied, part: str, lang: str) -> None:
    page = open_page("research", lang=lang, tab="studies", study=str(coded.study), part=part)
    assert "[page." not in said(page)
    assert not page.error


def test_a_project_is_set_up_and_drawn_on_one_screen(
    open_page: Open, database: Database, person: Person, filled: int
) -> None:
    page = open_page("research", tab="studies", study="new")
    assert page.button(key="study-draw").disabled
    page.text_input(key="study-name").set_value("Första studien")
    page.toggle(key="study-candidates").set_value(True).run()
    page.number_input(key="study-size").set_value(3)
    page.multiselect(key="study-coders").set_value([person.id]).run()
    page.button(key="study-draw").click().run()
    assert not page.error
    with database.reading() as session:
        study = session.scalars(select(Study)).one()
        assert (study.name, study.state, study.size) == ("Första studien", StudyState.CODING, 3)
        assert len(session.scalars(select(SampledLink.id)).all()) == 3
    assert page.query_params["study"] == str(study.id)


def test_what_nobody_read_is_read_before_it_is_drawn(
    open_page: Open, database: Database, person: Person, filled: int
) -> None:
    with database.writing() as session:
        held = sampling.sample(frame(session, filled, suggestions=True), SampleKind.RANDOM, 3, seed=1)
        session.execute(delete(ModeSuggestion))
    page = open_page("research", tab="studies", study="new")
    page.text_input(key="study-name").set_value("Första studien")
    page.toggle(key="study-candidates").set_value(True).run()
    page.number_input(key="study-size").set_value(3)
    page.multiselect(key="study-coders").set_value([person.id]).run()
    page.button(key="study-draw").click().run()
    with database.reading() as session:
        assert set(session.scalars(select(SampledLink.link_id))) == set(held)
        assert set(session.scalars(select(ModeSuggestion.link_id))) == set(held)
        unit = session.scalars(select(SampledLink.id)).first() or 0
    with database.writing() as session:
        judgement = judging.judge(session, unit, Coded(mode=Mode.PARA), by=person)
        assert (judgement.suggested is not None, judgement.shown) == (True, False)


def test_a_draft_is_kept_and_taken_up_again(open_page: Open, database: Database, person: Person, filled: int) -> None:
    page = open_page("research", tab="studies", study="new")
    page.text_input(key="study-name").set_value("Utkast").run()
    page.button(key="study-save").click().run()
    page.number_input(key="study-seed").set_value(9).run()
    page.button(key="study-save").click().run()
    with database.reading() as session:
        study = session.scalars(select(Study)).one()
        assert (study.state, study.seed, study.version) == (StudyState.DRAFT, 9, 2)


def test_a_mode_stores_everything_and_goes_on_until_all_is_judged(
    open_page: Open, database: Database, own: int
) -> None:
    page = open_page("research", tab="studies", study=str(own), part="code")
    next(one for one in page.text_input if str(one.key).startswith("study-note-")).set_value("gränsfall").run()
    page.button(key="mode-para").click().run()
    assert "1 av 2" in said(page)
    page.button(key="mode-omit").click().run()
    with database.reading() as session:
        rows = session.scalars(select(Judgement).order_by(Judgement.id)).all()
        assert [(row.mode, row.note) for row in rows] == [(Mode.PARA, "gränsfall"), (Mode.OMIT, "")]
    page.button(key="study-finish").click().run()
    assert not page.error
    page = open_page("research", tab="studies", study=str(own))
    assert page.button(key="study-step").label == "Stäng kodningen"


def test_nothing_of_what_others_said_is_on_any_part_while_the_coding_is_open(
    open_page: Open, database: Database, person: Person, filled: int
) -> None:
    found = studied.begun(database, filled, person, links=3)
    studied.code(database, found)
    for part in PARTS:
        page = open_page("research", tab="studies", study=str(found.study), part=part)
        assert "hemlig" not in said(page), part
    page = open_page("research", tab="studies", study=str(found.study), part="marks", unit=str(found.units[0]))
    assert [info.value for info in page.info] != []
    assert "hemlig" not in said(page)


def test_a_case_is_settled_with_a_reason(open_page: Open, database: Database, coded: Studied) -> None:
    page = open_page("research", tab="studies", study=str(coded.study), part="marks", unit=str(coded.units[0]))
    assert "hemlig 0" in said(page)
    page.button_group(key="settle-mode").set_value("copy")
    page.text_input(key="settle-reason").set_value("Ordagrant.")
    page.button(key="settle-do").click().run()
    with database.reading() as session:
        settled = session.scalars(select(Adjudication)).one()
        assert (settled.mode, settled.reason) == (Mode.COPY, "Ordagrant.")


def test_the_municipality_answers_and_is_answered(open_page: Open, database: Database, coded: Studied) -> None:
    studied.settle(database, coded)
    with database.writing() as session:
        replying.ask(session, coded.study, by=coded.lead, seen_version=studied.version(session, coded.study))
    page = open_page("research", tab="studies", study=str(coded.study), part="marks", unit=str(coded.units[1]))
    page.text_area(key="reply-text").set_value("Vi har ändrat texten.")
    page.checkbox(key="reply-objects").check()
    page.button(key="reply-do").click().run()
    page.text_area(key="respond-text").set_value("Noterat.")
    page.button(key="respond-do").click().run()
    with database.reading() as session:
        reply = session.scalars(select(Reply)).one()
        assert (reply.objects, reply.text, reply.response) == (True, "Vi har ändrat texten.", "Noterat.")
    page = open_page("research", tab="studies", study=str(coded.study))
    page.button(key="study-close-replies").click().run()
    page.button(key="study-step").click().run()
    assert studied.state(database, coded.study) is StudyState.PUBLISHED


def test_agreement_stands_with_its_intervals_and_the_package(
    open_page: Open, database: Database, person: Person, filled: int
) -> None:
    found = studied.coded(database, filled, person, links=8)
    with database.writing() as session:
        session.get_one(Workspace, filled).thresholds = {"smallest_n": 4}
    page = open_page("research", lang="en", tab="studies", study=str(found.study), part="agreement")
    table = page.dataframe[0].value
    measures = set(zip(table.iloc[:, 0], table.iloc[:, 1], strict=True))
    assert ("mode of translation", "Krippendorff's alpha") in measures
    assert ("plain language", "Cohen's kappa") in measures
    assert "freeze" in said(page)


def test_nothing_is_said_of_agreement_while_it_is_blind(
    open_page: Open, database: Database, person: Person, filled: int
) -> None:
    found = studied.begun(database, filled, person)
    page = open_page("research", tab="studies", study=str(found.study), part="agreement")
    assert not page.dataframe
    assert not page.error
