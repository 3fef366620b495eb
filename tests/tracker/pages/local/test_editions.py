"""The tab Editions: what each edition changed, the next one compared before it is used, and the way back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import jobs, originals, tasks
from tracker.database import Database
from tracker.tables.job import Job, JobState
from tracker.tables.local import LocalDocument, LocalEdition
from tracker.tables.people import Person

Open = Callable[..., AppTest]
DATA = Path(__file__).parents[3] / "data" / "tracker"
NEW = (DATA / "riktlinje.md").read_text("utf-8").replace("varje år", "vartannat år").encode()


def document_of(database: Database) -> str:
    with database.reading() as session:
        return str(session.scalars(select(LocalDocument.id)).one())


def shown(page: AppTest) -> str:
    parts = (*page.markdown, *page.get("html"), *page.caption, *page.subheader, *page.info)
    return "".join(str(part.value) for part in parts)


def test_one_edition_says_how_the_next_one_comes(open_page: Open, filled: int, database: Database) -> None:
    page = open_page("local", document=document_of(database), part="editions", lang="en")
    assert "compared passage by passage" in shown(page)


def test_what_changed_is_shown_word_by_word_and_undone(
    open_page: Open, filled: int, database: Database, person: Person
) -> None:
    document = document_of(database)
    done = tasks.import_edition(database, NEW, "ny.md", int(document), by=person)
    for lang in ("sv", "en"):
        page = open_page("local", document=document, part="editions", lang=lang)
        assert '<mark class="added">vartannat' in shown(page)
        assert "[page." not in shown(page)
        assert "[change_kind" not in shown(page)
    page.button(key="undo-edition-do").click().run()
    with database.reading() as session:
        assert session.get_one(LocalEdition, done.edition_id).undone_at is not None


def drop(database: Database, workspace: int, person: Person, name: str, data: bytes) -> str:
    """What the page does with a dropped file before a worker reads it; gives its checksum."""
    sha256 = hashlib.sha256(data).hexdigest()
    with database.writing() as session:
        originals.store(session, sha256, data)
        jobs.submit(session, workspace, "import_document", {"sha256": sha256, "file_name": name}, by=person)
    return sha256


def test_a_file_taken_for_a_new_edition_is_compared_and_used_by_a_click(
    open_page: Open, filled: int, database: Database, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "ensure_worker", lambda _url: None)
    sha256 = drop(database, filled, person, "ny.md", NEW)
    page = open_page("local", document=document_of(database), part="editions", upload=sha256)
    assert '<mark class="added">vartannat' in shown(page)
    with database.reading() as session:
        assert len(session.scalars(select(LocalEdition.id)).all()) == 1
    page.button(key="apply-edition").click().run()
    with database.reading() as session:
        assert session.scalars(select(LocalEdition.file_name).where(LocalEdition.current)).one() == "ny.md"


def test_a_file_that_is_the_document_already_is_refused_plainly(
    open_page: Open, filled: int, database: Database, person: Person
) -> None:
    sha256 = drop(database, filled, person, "samma.md", (DATA / "riktlinje.md").read_bytes())
    page = open_page("local", document=document_of(database), part="editions", upload=sha256)
    assert any("samma" in str(error.value) for error in page.error)


def test_a_file_that_nobody_dropped_here_is_not_opened_by_its_checksum(
    open_page: Open, filled: int, database: Database
) -> None:
    sha256 = hashlib.sha256(NEW).hexdigest()
    with database.writing() as session:
        originals.store(session, sha256, NEW)
    page = open_page("local", document=document_of(database), part="editions", upload=sha256)
    assert "vartannat" not in shown(page)


def test_a_dropped_file_that_looks_like_a_new_edition_waits_for_an_answer(
    open_page: Open, filled: int, database: Database, person: Person
) -> None:
    sha256 = drop(database, filled, person, "riktlinje-2.md", NEW)
    with database.reading() as session:
        number = session.scalars(select(Job.id).order_by(Job.id.desc())).first() or 0
    task = jobs.Task(
        database=database, workspace_id=filled, by=person, report=lambda _done, _total: None,
        arguments={"sha256": sha256, "file_name": "riktlinje-2.md", "asks": True},
    )  # fmt: skip
    result = tasks.KINDS["import_document"](task)
    with database.writing() as session:
        job = session.get_one(Job, number)
        job.state, job.result = JobState.DONE, dict(result)
        assert len(session.scalars(select(LocalDocument.id)).all()) == 1
    page = open_page("local")
    page.session_state["jobs"] = [number]
    page.run()
    assert page.button(key=f"own-{sha256[:12]}") is not None
    page.button(key=f"compare-{sha256[:12]}-{document_of(database)}").click().run()
    assert '<mark class="added">vartannat' in shown(page)
