"""The first run without a browser: each step stands, keeps what is chosen, and can be left, returned to and skipped."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from streamlit.testing.v1 import AppTest

from policies import library as shelf
from tracker import jobs, library, workspaces
from tracker.database import Database
from tracker.tables.choice import GuidelineChoice
from tracker.tables.guideline import Decided, Guideline
from tracker.tables.job import Job, JobState
from tracker.tables.link import GapProposal, Link, SearchRecord
from tracker.tables.people import Person, Workspace

Open = Callable[..., AppTest]


@pytest.fixture
def stocked(database: Database, person: Person) -> str:
    """The slug of a workspace with the library and nothing else."""
    with database.writing() as session:
        made = workspaces.begin(session, "Ystad", "1286", by=person)
        library.stock(session, shelf.load(), by=person)
        return made.slug


def words(page: AppTest) -> str:
    return "\n".join(str(part.value) for part in (*page.title, *page.markdown, *page.caption, *page.info))


def step_of(page: AppTest) -> str:
    """The step in the address."""
    found = page.query_params["step"]
    return found if isinstance(found, str) else found[0]


def test_the_first_page_offers_two_ways_to_begin(open_page: Open) -> None:
    page = open_page("start")
    assert step_of(page) == "begin"
    assert {button.key for button in page.button} >= {"start-demo", "start-own"}


@pytest.mark.parametrize("asked", ["1286", "Ystad"])
def test_a_municipality_is_found_by_name_and_by_number(open_page: Open, asked: str) -> None:
    options = open_page("start").selectbox(key="start-municipality").options
    assert len(options) == 290
    assert [option for option in options if asked in option] == ["Ystad, Skåne län · 1286"]


def test_nothing_begins_before_a_municipality_is_chosen(open_page: Open) -> None:
    assert open_page("start").button(key="start-own").disabled


def test_one_that_was_begun_is_offered_to_be_continued(open_page: Open, stocked: str) -> None:
    page = open_page("start", step="begin")
    page.selectbox(key="start-municipality").set_value("1286").run()
    assert page.button(key="start-own").label == "Fortsätt med Ystad"


def test_two_windows_begin_one_workspace(database: Database, person: Person, stocked: str) -> None:
    with database.writing() as session:
        assert workspaces.begin(session, "Ystad", "1286", by=person).slug == stocked
        assert len(session.scalars(select(Workspace)).all()) == 1


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("step", ["guidelines", "documents", "findings"])
def test_every_step_stands_in_both_languages(open_page: Open, filled: int, step: str, lang: str) -> None:
    page = open_page("start", lang=lang, step=step)
    assert [problem.value for problem in page.error] == []
    assert "[page." not in words(page)


def test_a_return_without_a_step_goes_where_the_workspace_stands(
    open_page: Open, stocked: str, filled: int, database: Database
) -> None:
    with database.reading() as session:
        slug = session.scalars(select(Workspace.slug).where(Workspace.id == filled)).one()
    assert step_of(open_page("start", ws=stocked)) == "guidelines"
    assert step_of(open_page("start", ws=slug)) == "findings"


def test_taking_the_recommended_set_keeps_what_is_left_out_with_why(
    open_page: Open, stocked: str, database: Database
) -> None:
    page = open_page("start", ws=stocked)
    page.button(key="start-guidelines").click().run()
    assert step_of(page) == "documents"
    with database.reading() as session:
        chosen = session.execute(
            select(Guideline.library_key, GuidelineChoice.counts, GuidelineChoice.reason).join(
                GuidelineChoice, GuidelineChoice.guideline_id == Guideline.id
            )
        ).all()
    counts = {key: yes for key, yes, _ in chosen}
    assert len(counts) == len(shelf.load())
    assert (counts["SE-DOS"], counts["EU-GDPR"], counts["EU-WAD"], counts["SE-ENA"]) == (True, True, False, False)
    assert all(bool(reason) is not yes for _, yes, reason in chosen)


def test_a_tick_is_kept_at_once(open_page: Open, stocked: str, database: Database) -> None:
    with database.reading() as session:
        number = session.scalars(select(Guideline.id).where(Guideline.library_key == "SE-ENA")).one()
        place = session.scalars(select(Workspace.id)).one()
    page = open_page("start", ws=stocked)
    page.checkbox(key=f"start-guideline-{place}-{number}").check().run()
    assert step_of(page) == "guidelines"
    with database.reading() as session:
        row = session.scalars(select(GuidelineChoice).where(GuidelineChoice.guideline_id == number)).one()
    assert row.counts
    again = open_page("start", ws=stocked, step="guidelines")
    assert again.checkbox(key=f"start-guideline-{place}-{number}").value


def test_with_no_tick_left_there_is_no_way_on_but_to_skip(open_page: Open, filled: int) -> None:
    page = open_page("start", step="guidelines")
    (tick,) = page.checkbox
    page = tick.uncheck().run()
    assert page.button(key="start-guidelines").disabled


def test_a_step_can_be_skipped(open_page: Open, stocked: str) -> None:
    page = open_page("start", ws=stocked)
    page.button(key="start-skip").click().run()
    page.button(key="start-skip").click().run()
    assert step_of(page) == "findings"
    assert page.button(key="start-missing").label == "Lägg in dokument"


def test_confirming_is_a_finding_that_can_be_undone(open_page: Open, filled: int, database: Database) -> None:
    page = open_page("start", step="findings")
    page.button(key="start-confirm-partly").click().run()
    with database.reading() as session:
        assert len(session.scalars(select(Link).where(Link.state == Decided.CONFIRMED)).all()) == 1
    assert "1 fynd sparat." in words(page)
    page.button(key="start-undo").click().run()
    with database.reading() as session:
        assert session.scalars(select(Link).where(Link.state == Decided.CONFIRMED)).all() == []


def test_an_absence_is_a_finding(open_page: Open, filled: int, database: Database) -> None:
    page = open_page("start", step="findings")
    next(button for button in page.button if str(button.key).startswith("start-absent-")).click().run()
    with database.reading() as session:
        assert len(session.scalars(select(SearchRecord)).all()) == 1
    assert "Senast konstaterad lucka" in words(page)


@pytest.mark.parametrize(("probability", "said"), [(0.3, "krav kan vara luckor"), (0.9, "verkar inte nämnas")])
def test_gaps_that_are_unsure_are_no_good_news(
    open_page: Open, filled: int, database: Database, probability: float, said: str
) -> None:
    with database.writing() as session:
        session.execute(update(GapProposal).values(probability=probability))
        assert session.scalars(select(GapProposal)).all()
    first = next(part.value for part in open_page("start", step="findings").markdown if said in part.value)
    assert not first.startswith("**0 ")


def test_who_returns_sees_again_what_could_not_be_read(
    open_page: Open, stocked: str, database: Database, person: Person
) -> None:
    with database.writing() as session:
        place = session.scalars(select(Workspace.id)).one()
        number = jobs.submit(session, place, "import_document", {"sha256": "0", "file_name": "skannad.pdf"}, by=person)
        job = session.get_one(Job, number)
        job.state = JobState.FAILED
        job.result = {"code": "error.needs_ocr", "values": {"file": "skannad.pdf", "pages": 3}}
    page = open_page("start", ws=stocked, step="documents")
    assert ["OCR" in problem.value for problem in page.error] == [True]


def test_a_law_among_the_documents_is_asked_about(
    open_page: Open, stocked: str, database: Database, person: Person
) -> None:
    with database.writing() as session:
        place = session.scalars(select(Workspace.id)).one()
        said = {"sha256": "0", "file_name": "lag.md"}
        job = session.get_one(Job, jobs.submit(session, place, "import_document", said, by=person))
        job.state, job.result = JobState.DONE, {"belongs": "guidelines", "new": False, **said}
    page = open_page("start", ws=stocked, step="documents")
    assert "ser ut som en riktlinje" in words(page)
    page.button(key=f"misplaced-{job.id}-leave").click().run()
    assert "ser ut som en riktlinje" not in words(page)
