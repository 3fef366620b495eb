"""The tab Editions of a guideline: what changed word by word, what it concerns, the next text before it is applied."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import jobs, originals, tasks
from tracker.database import Database
from tracker.jobs import Task
from tracker.tables.guideline import Edition, Guideline
from tracker.tables.job import Job
from tracker.tables.people import Person

Open = Callable[..., AppTest]
DATA = Path(__file__).parents[3] / "data" / "tracker"
NEW = (DATA / "provbarhet.md").read_text("utf-8").replace("varje år", "vartannat år").encode()


def guideline_of(database: Database) -> str:
    with database.reading() as session:
        return str(session.scalars(select(Guideline.id).where(Guideline.identifier == "SFS 2030:12")).one())


def shown(page: AppTest) -> str:
    parts = (*page.markdown, *page.get("html"), *page.caption, *page.subheader, *page.info)
    return "".join(str(part.value) for part in parts)


def test_one_edition_says_how_the_next_one_comes(open_page: Open, filled: int, database: Database) -> None:
    page = open_page("guidelines", guideline=guideline_of(database), tab="editions", lang="en")
    assert "no edition to compare with" in shown(page)


def test_what_changed_is_shown_in_both_languages_and_taken_back(
    open_page: Open, filled: int, database: Database, person: Person
) -> None:
    done = tasks.import_guideline(database, NEW, "ny.md", by=person)
    for lang in ("sv", "en"):
        page = open_page("guidelines", guideline=guideline_of(database), tab="editions", lang=lang)
        assert '<mark class="added">vartannat' in shown(page)
        assert "[page." not in shown(page)
    page.button(key="undo-guideline-edition").click().run()
    with database.reading() as session:
        assert session.get_one(Edition, done.edition_id).undone_at is not None


def test_a_new_text_waits_until_a_person_applies_it(
    open_page: Open, filled: int, database: Database, person: Person
) -> None:
    sha256 = hashlib.sha256(NEW).hexdigest()
    arguments = {"sha256": sha256, "file_name": "ny.md", "identifier": "", "level": "", "asks": True}
    with database.writing() as session:
        originals.store(session, sha256, NEW)
        number = jobs.submit(session, filled, "import_guideline", arguments, by=person)
    task = Task(database=database, arguments=arguments, workspace_id=filled, by=person, report=lambda *_: None)
    result = dict(tasks.KINDS["import_guideline"](task))
    assert result["waits"]["requirements"]["changed"] == 1
    with database.reading() as session:
        assert len(session.scalars(select(Edition)).all()) == 1
    arguments = {**result["again"], "digest": result["waits"]["digest"]}
    task = Task(database=database, arguments=arguments, workspace_id=filled, by=person, report=lambda *_: None)
    assert tasks.KINDS["import_guideline"](task)["new"]
    with database.reading() as session:
        assert len(session.scalars(select(Edition)).all()) == 2
        assert session.get(Job, number) is not None
