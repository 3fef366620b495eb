"""The first page: six figures and their lists, what waits, and what changed since the reader was last here."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from streamlit.testing.v1 import AppTest

from tracker import clock
from tracker.database import Database
from tracker.pages import routes
from tracker.tables.assessment import Measure, MeasureState
from tracker.tables.choice import Visit
from tracker.tables.guideline import Bindingness, Guideline
from tracker.tables.people import Person

Open = Callable[..., AppTest]
FIGURES = ("missing", "weakened", "overdue", "hollow", "suspect", "not_examined")


@pytest.fixture
def binding(database: Database, filled: int) -> int:
    with database.writing() as session:
        session.execute(update(Guideline).values(bindingness=Bindingness.BINDING))
    return filled


@pytest.fixture
def went(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, object]]]:
    """Where buttons lead: the pages stand alone here, so that none can be left."""
    seen: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(routes, "go", lambda name, **values: seen.append((name, values)))
    return seen


def late(database: Database, workspace: int, count: int = 1) -> None:
    """Measures whose day has passed."""
    with database.writing() as session:
        session.add_all(
            Measure(
                workspace_id=workspace, actor_id=1, title=f"Rutin {number}", due_on=clock.today() - timedelta(days=3),
                state=MeasureState.PLANNED, recorded_at=clock.now(),
            )
            for number in range(count)
        )  # fmt: skip


def visited(database: Database, workspace: int, person: Person, days: int) -> None:
    """A visit so many days ago."""
    moment = clock.now() - timedelta(days=days)
    with database.writing() as session:
        session.add(Visit(workspace_id=workspace, person_id=person.id, began_at=moment, last_at=moment))


def captions(page: AppTest) -> str:
    return "\n".join(str(part.value) for part in page.caption)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_figure_stands_with_its_meaning(open_page: Open, binding: int, lang: str) -> None:
    page = open_page("overview", lang=lang)
    for name in FIGURES:
        figure = page.button(key=f"figure-{name}")
        assert figure.label.startswith("**")
        assert len(figure.help) > 20


@pytest.mark.parametrize(
    ("name", "page", "values"),
    [
        ("missing", "overview", {"list": "missing"}),
        ("weakened", "review", {"view": "translations", "modifier": "soft"}),
        ("overdue", "progress", {"tab": "overdue", "because": "measure"}),
        ("hollow", "anchoring", {"show": "hollow_front"}),
        ("suspect", "review", {"view": "suspects"}),
        ("not_examined", "matrix", {"show": "not_examined"}),
    ],
)
def test_a_figure_opens_its_list(
    open_page: Open, binding: int, went: list[object], name: str, page: str, values: dict[str, str]
) -> None:
    open_page("overview").button(key=f"figure-{name}").click().run()
    assert went == [(page, values)]


def test_a_late_measure_says_whose_it_is_and_what_stands_in_its_way(
    open_page: Open, binding: int, database: Database, went: list[object]
) -> None:
    late(database, binding)
    page = open_page("overview")
    row = next(button for button in page.button if "Rutin 0" in button.label)
    assert "okänd ansvarig" in row.label
    assert "inget hinder angivet" in row.label
    row.click().run()
    assert went == [("measures", {"measure": 1})]


def test_more_than_a_few_rows_are_shown_on_request(open_page: Open, binding: int, database: Database) -> None:
    late(database, binding, 5)
    page = open_page("overview")
    assert sum("Rutin" in button.label for button in page.button) == 3
    page.button(key="now-all").click().run()
    assert sum("Rutin" in button.label for button in page.button) == 5


def test_the_first_visit_is_said_and_shows_a_month(open_page: Open, binding: int) -> None:
    assert "first visit" in captions(open_page("overview", lang="en"))


def test_the_last_visit_is_where_the_changes_begin(
    open_page: Open, binding: int, database: Database, person: Person, went: list[tuple[str, dict[str, object]]]
) -> None:
    visited(database, binding, person, 4)
    page = open_page("overview")
    assert "Du var här senast" in captions(page)
    page.button(key="changed-moved").click().run()
    assert went == [("progress", {"tab": "moved", "since": str(clock.today() - timedelta(days=5))})]


def test_another_day_is_kept_in_the_address(open_page: Open, binding: int, went: list[object]) -> None:
    page = open_page("overview", since="week")
    page.button(key="changed-moved").click().run()
    assert went == [("progress", {"tab": "moved", "since": str(clock.today() - timedelta(days=7))})]


def test_nonsense_about_the_day_is_ignored(open_page: Open, binding: int) -> None:
    assert [part.value for part in open_page("overview", since="day", **{"from": "9999-99-99"}).error] == []


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_is_missing_is_listed_with_who_would_own_it(open_page: Open, binding: int, lang: str) -> None:
    number = open_page("overview", lang=lang).button(key="figure-missing").label.split("**")[1]
    page = open_page("overview", lang=lang, list="missing")
    assert [problem.value for problem in page.error] == []
    assert page.markdown[0].value.startswith(f"**{number} ")
    assert len(page.dataframe[0].value) == int(number)
    assert "[page." not in "\n".join(str(part.value) for part in (*page.markdown, *page.caption, *page.title))


def test_the_list_is_narrowed_to_those_nobody_would_own(open_page: Open, binding: int) -> None:
    page = open_page("overview", list="missing", owner="0")
    assert set(page.dataframe[0].value["owner"]) == {"Okänd"}
    page = open_page("overview", list="missing", owner="nobody", looked="?")
    assert len(page.dataframe) == 1


def test_the_list_leads_back(open_page: Open, binding: int) -> None:
    page = open_page("overview", list="missing", owner="0")
    page.button(key="missing-back").click().run()
    assert page.title[0].value == "Översikt"
    assert "owner" not in page.query_params


def test_a_workspace_with_nothing_leads_to_the_first_steps(
    open_page: Open, database: Database, workspace: object, went: list[object]
) -> None:
    page = open_page("overview")
    assert [button.key for button in page.button if button.key and button.key.startswith("figure-")] == []
    page.button(key="start-go").click().run()
    assert went == [("start", {})]


def test_a_page_notes_that_the_reader_is_here_once(database: Database, binding: int, person: Person) -> None:
    script = "from tracker.pages import frame, visiting\nframe.begin()\nvisiting.note()\n"
    page = AppTest.from_string(script, default_timeout=30).run().run()
    assert [problem.message for problem in page.exception] == []
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Visit)) == 1


def test_whoever_comes_first_waits_for_no_language_models() -> None:
    modules = "{'spacy', 'scipy', 'networkx', 'lxml'} & sys.modules.keys()"
    code = f"import sys, streamlit_app, tracker.pages.frame, tracker.pages.overview.page; print(sorted({modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
