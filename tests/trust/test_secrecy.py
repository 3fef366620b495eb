"""What is under secrecy gets out nowhere: not in a view, page, report, export, search or line of a command.

The registries are walked: a view, page, kind of report, sheet or command that is not told here how to be asked fails.
"""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from sqlalchemy.orm import Session
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from tests.tracker.pages.conftest import SCRIPT
from tests.trust import canaries
from tests.trust.canaries import WORDS, Canaries, out
from tests.trust.conftest import Tell, Times
from tests.trust.walker import told, views
from tracker import access, opening, rollups, tasks
from tracker.cli import app
from tracker.database import Database, connect
from tracker.errors import NotAllowed
from tracker.interchange import KINDS
from tracker.pages import routes
from tracker.reports import building, writing
from tracker.reports.building import Wanted
from tracker.settings import Settings
from tracker.subjects import Subject
from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.tables.people import Role
from tracker.views.exports.public_records import Selection
from tracker.views.exports.sheets import SHEETS
from tracker.views.history import Wanted as Told
from tracker.views.ladder.standings import standings
from tracker.views.matrix.table import columns
from tracker.views.review.queue import Filter
from tracker.views.review.translations import Wanted as Translated
from tracker.views.search.finding import question, ranked
from tracker.views.search.results import search
from tracker.views.search.shelves import open_shelves
from tracker.views.search.stock import HitKind, stock
from tracker.views.settings import thresholds
from tracker.views.texts import EditionTexts

DAY = date(2026, 1, 1)
ASKING = ("sees_secrecy", "cleared", "sees")
"""What a view calls the wish to see it."""
INTERNAL = {
    "search.stock.stock": "says of each thing whether it is secret; search leaves it out (searched below)",
    "search.stock.named": "the same",
    "search.shelves.open_shelves": "the same",
    "search.finding.ranked": "gives numbers, read again in the database",
    "search.hits.hits": "asked through search",
    "local.citing.citing": "rows of tables, which outdated_citations leaves out",
    "review.original.original_bytes": "the file itself, opened after original_place has allowed it",
    "work.uploaded": "the name a file was dropped under, given to whoever names its checksum and imports it again",
    "research.coders.coded_links": "numbers, with a mark that views leave out by",
    "earlier.earlier": "a copy of the database that views read", "earlier.walk": "the same",
    "clearance.secret_spans": "numbers", "clearance.secret_passages": "numbers",
    "local.editions.previewed": "of a revision that its maker holds in full",
    "progress.new_texts.text_moves": "of guidelines, which are public", "progress.levels.work_out": "figures",
    "matrix.groups.groups": "figures by names of guidelines and units",
    "matrix.grid.grid": "the same", "ladder.attachable.without": "numbers", "search.unread.passages_with": "numbers",
    "national.between.by_place": "numbers", "how_many.how_many": "a number of rows, of queries that views make",
    "members.members": "people and their roles",
    "review.translation.translation": "of a link that item has allowed",
    "search.results.search": "says the words typed again; searched below",
    "clearance.secret_entities": "the names of rows, by number",
    "exports.carried_out.links": "asked through framework", "exports.carried_out.assessments": "the same",
    "exports.carried_out.crosswalks": "the same",
}  # fmt: skip
"""Views that are not asked here, and why."""


@dataclass(frozen=True)
class Aviary:
    """A database with canaries; its role is given anew by each test."""

    database: Database
    settings: Settings
    found: Canaries


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Canaries]:
    folder = tmp_path_factory.mktemp("aviary")
    path = folder / "tracker.db"
    settings = Settings(database_url=f"sqlite:///{path}")
    opening.open_tracker(settings).close()
    opened = connect(settings.database_url)
    try:
        found = canaries.release(opened, settings)
        tasks.index(opened, found.workspace, settings=settings)
        rollups.renew(opened, found.workspace)
    finally:
        opened.close()
    return folder, found


@pytest.fixture
def aviary(filled: tuple[Path, Canaries], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Aviary]:
    folder, found = filled
    shutil.copytree(folder, tmp_path / "data")
    url = f"sqlite:///{tmp_path / 'data' / 'tracker.db'}"
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    st.cache_resource.clear()
    opened = connect(url)
    yield Aviary(opened, Settings(database_url=url), found)
    opened.close()


def arguments(session: Session, aviary: Aviary) -> dict[str, list[Any]]:
    """By the name of a parameter what it is tried with."""
    found, settings = aviary.found, aviary.settings
    subjects: list[Subject] = [column.subject for column in columns(session, found.workspace)]
    service = next(column.subject for column in columns(session, found.workspace, by="service"))
    known = standings(session, found.workspace)
    links = [session.get_one(Link, number) for number in found.links]
    shelves = open_shelves(session, settings, stock(session, found.workspace))
    entities = [f"{kind}:{number}" for kind in ("local_document", "passage", "link") for number in range(1, 99)]
    evidence = [piece.id for cell in known.cells.values() for piece in cell.pieces] if hasattr(known, "cells") else []
    return {
        "workspace_id": [found.workspace], "workspace_ids": [[found.workspace]], "person_id": [found.person.id],
        "requirement_id": list(found.requirements), "requirements": [list(found.requirements)],
        "requirement_ids": [list(found.requirements)], "ids": [list(found.secret_passages)],
        "numbers": [list(found.requirements)], "guideline_id": [found.guideline],
        "document_id": [found.secret_document, found.open_document],
        "other_id": [found.open_document, found.secret_document],
        "edition_id": [found.guideline_edition], "edition_ids": [[found.open_edition]],
        "passage_id": list(found.secret_passages), "link_id": list(found.links), "link": links,
        "service_id": [service[1]], "actor_id": [subject[1] for subject in subjects], "measure_id": [1],
        "subject": subjects, "found": [known], "thresholds": [thresholds(session, found.workspace)],
        "settings": [settings], "language": ["sv"], "since": [DAY], "day": [DAY], "on": [DAY], "first": [0],
        "size": [50], "by": ["unit"], "said": [""], "names": [True], "kind": ["document"],
        "kinds": [["import_document"]],
        "mine": [list(range(1, 9))], "sha256": [found.sha256], "wanted": [Translated(state=None)], "rows": [[]],
        "chosen": [Filter(state=state) for state in (*Decided, None)], "typed": list(WORDS), "shelves": [shelves],
        "evidence": [evidence], "bases": [[]], "asked": [""], "below": [2.0], "number": [found.secret_document],
        "fingerprint": ["0"], "records": [[]], "measurements": [[]], "indicators": [[]], "carried": [{}],
        "key": ["w1"], "entities": [entities], "selection": [Selection()], "for_person": [found.person.id],
        "targets": [[]], "narrowing": [None], "put_off": [frozenset()], "gaps": [5], "name": [""],
        "reader": [found.person.id], "study_id": [1], "unit_id": [1], "slug": [found.slug], "other_slug": [found.slug],
        "places": [dict.fromkeys((1,), (found.open_edition, 0, 400))], "standing": [None],
    }  # fmt: skip


SPECIAL: Mapping[str, Mapping[str, Any]] = {
    "chain.review.crosswalks": {"wanted": "skip"}, "reading.sentences.narrowed": {"narrowing": "skip"},
    "matrix.fitting.fitting": {"asked": "skip"}, "guidelines.editor.editable": {},
    "ladder.attachable.attachable": {"standing": "skip"}, "reading.why.why": {"key": "skip"},
    "chain.whole.said": {"requirements": "skip"}, "matrix.table.rows_of": {"requirements": "skip"},
}  # fmt: skip
"""Views of guidelines and figures whose arguments are made on a page; what they give has no words of documents."""


def test_no_view_tells_what_is_secret_unless_asked(aviary: Aviary, tell: Tell) -> None:
    leaks, tried, opened = {}, 0, set[str]()
    with aviary.database.reading() as session:
        known = arguments(session, aviary)
        for name, view in views().items():
            if name in INTERNAL or name in SPECIAL:
                continue
            asks = [word for word in ASKING if word in inspect.signature(view).parameters]
            given = known | ({"wanted": [Told()]} if name.startswith("history.") else {})
            tried += 1
            if secret := told(view, session, given, dict.fromkeys(asks, False)):
                leaks[name] = secret
            if asks:
                opened |= told(view, session, given, dict.fromkeys(asks, True))
    control = f"asked for by who may, the views told of {len(opened)} of 2"
    tell("views asked for what is under secrecy", of=tried, bad=len(leaks), control=control)
    assert leaks == {}
    assert opened == set(WORDS)


def test_texts_of_editions_are_blacked_out(aviary: Aviary) -> None:
    with aviary.database.reading() as session:
        texts = EditionTexts(session)
        assert out(texts.local(aviary.found.open_edition) + texts.local(aviary.found.secret_edition)) == set()


def test_search_finds_nothing_secret(aviary: Aviary, tell: Tell) -> None:
    with aviary.database.reading() as session:
        shelves = open_shelves(session, aviary.settings, stock(session, aviary.found.workspace))
        for word, typed in zip(WORDS, ("zebrafinkens plan", "koltrastens plan"), strict=True):
            hidden = search(session, shelves, typed, language="sv", cleared=False)
            shown = search(session, shelves, typed, language="sv", cleared=True)
            assert out((hidden.hits, hidden.groups, hidden.meant)) == set()
            assert word in out(shown.hits)
            for kind in HitKind:
                ranks = ranked(session, shelves, kind, question(typed), cleared=False)
                assert not {*ranks.numbers.tolist()} & set(aviary.found.secret_passages) or kind is not HitKind.PASSAGE
    tell("searches for words under secrecy", of=2, bad=0, control="found for those who may and ask")


@pytest.mark.parametrize("kind", list(building.KINDS))
def test_no_report_tells_what_is_secret_unless_asked(aviary: Aviary, kind: str, times: Times, tell: Tell) -> None:
    forms = list(writing.FORMATS)[-1:] if times(100) < 10 else list(writing.FORMATS)
    wanted = Wanted(kind=kind, language="sv", subject=_subject(aviary, kind))
    with aviary.database.reading() as session:
        made = building.build(session, aviary.found.workspace, wanted, by=aviary.found.person)
    assert out(made) | set().union(*(out(writing.write(form, made)) for form in forms)) == set()
    tell(f"reports of what is under secrecy: {kind}", of=len(forms), bad=0)


def test_an_audit_report_tells_it_to_who_may_and_asks(aviary: Aviary) -> None:
    wanted = Wanted(kind="audit", language="sv", secrecy=True)
    for role in Role:
        canaries.give(aviary.database, aviary.found, role)
        with aviary.database.reading() as session:
            if role in access.READS["secrecy.read"]:
                made = building.build(session, aviary.found.workspace, wanted, by=aviary.found.person)
                assert out(made) == set(WORDS)
            else:
                with pytest.raises(NotAllowed):
                    building.build(session, aviary.found.workspace, wanted, by=aviary.found.person)


def _subject(aviary: Aviary, kind: str) -> Subject | None:
    if kind not in building.ABOUT:
        return None
    with aviary.database.reading() as session:
        return columns(session, aviary.found.workspace, by=kind)[0].subject


@pytest.mark.parametrize("name", list(SHEETS))
def test_no_sheet_tells_what_is_secret(aviary: Aviary, name: str) -> None:
    with aviary.database.reading() as session:
        assert out(SHEETS[name](session, aviary.found.workspace, "sv").rows) == set()


COMMANDS: Mapping[str, list[list[str]]] = {
    "status": [["--json"], []],
    "export": [[table, "--to", "{folder}/out.xlsx"] for table in (*SHEETS, "progress")]
    + [["impact", "--edition", "1", "--to", "{folder}/out.xlsx"], ["workbook", "--to", "{folder}/out.xlsx"]]
    + [
        [kind, "--to", f"{{folder}}/out.{form}"]
        for kind, one in KINDS.items()
        for form in one.forms
        if kind != "mappings"
    ],
    "report": [[kind, "--output", "{folder}/out.xlsx"] for kind in ("board", "audit", "control")],
    "link": [["--workspace", "{slug}"]],
}
ELSEWHERE = {
    "outline": "reads a file", "extract": "reads a file", "analyse": "reads a file", "suggest": "reads files",
    "demo": "fills a workspace of its own", "import": "says what it stored of a file that is given to it",
    "serve": "the pages, asked below", "upgrade": "figures", "work": "jobs, which print nothing",
    "backup": "a copy as a whole, for those who run the machine", "restore": "the same",
    "doctor": "numbers of rows", "admit": "people", "move": "a copy as a whole", "drill": "a copy as a whole",
    "freeze": "a coding project, tried in test_package", "rebuild": "reads a file",
    "batch": "counts, and names of files that are given to it",
    "remember": "days", "extract-records": "a decided extract, tried in test_public_records",
}  # fmt: skip
"""Commands that read no workspace, and what they do."""


def test_every_command_is_tried_or_explained() -> None:
    names = {one.name or one.callback.__name__.replace("_", "-") for one in app.registered_commands if one.callback}
    assert names - COMMANDS.keys() - ELSEWHERE.keys() == set()


@pytest.mark.parametrize("name", list(COMMANDS))
def test_no_command_tells_what_is_secret(aviary: Aviary, name: str, tmp_path: Path, tell: Tell) -> None:
    for given in COMMANDS[name]:
        words = [word.format(folder=tmp_path, slug=aviary.found.slug) for word in given]
        if name in {"export", "report"}:
            words += ["--workspace", aviary.found.slug]
        done = CliRunner().invoke(app, [name, *words])
        assert done.exit_code == 0 or "No such option" in done.output, done.output
        assert out(done.output) == set()
        assert set().union(*map(out, tmp_path.glob("out.*")), set()) == set()
    tell(f"lines of the command {name}", of=len(COMMANDS[name]), bad=0)


ADDRESSES: Mapping[str, list[dict[str, str]]] = {
    "local": [{}, {"document": "secret_document"}, {"document": "open_document"},
              {"document": "open_document", "part": "editions"}],
    "review": [{}, {"link": "link"}, {"view": "suspects"}, {"view": "translations"}, {"view": "gaps"}],
    "search": [{"q": "zebrafink"}, {"q": "koltrastens plan"}],
    "settings": [{}, {"tab": "personal"}, {"tab": "workspaces"}],
    "research": [{}, {"part": "set"}, {"tab": "leaders"}, {"tab": "between"}],
}  # fmt: skip
"""Addresses at which a page shows more; every other one is opened as it is."""


@pytest.mark.parametrize("name", [*routes.PAGES, *routes.BESIDE])
def test_no_page_tells_what_is_secret_unless_asked(
    aviary: Aviary, name: str, monkeypatch: pytest.MonkeyPatch, times: Times, tell: Tell
) -> None:
    handed: list[object] = []
    monkeypatch.setattr(st, "download_button", lambda *_, data=b"", **__: handed.append(_made(data)))
    found = aviary.found
    numbers = {"secret_document": found.secret_document, "open_document": found.open_document, "link": found.links[0]}
    roles = [Role.VIEWER] if times(100) < 10 else list(Role)
    tried = 0
    for role in roles:
        canaries.give(aviary.database, found, role)
        for asked in (False, True):
            may = asked and role in access.READS["secrecy.read"]
            if may and name != "local":
                continue
            for values in ADDRESSES.get(name, [{}]):
                handed.clear()
                page = AppTest.from_string(SCRIPT.format(name=name), default_timeout=60)
                page.session_state["secrecy-shown"] = asked
                page.query_params["ws"] = found.slug
                for key, value in values.items():
                    page.query_params[key] = str(numbers.get(value, value))
                page.run()
                shown = drawn(page) | out(handed)
                typed = {word for word in WORDS if word in values.get("q", "")}
                tried += 1
                assert may or shown <= typed, (role, asked, values)
    tell(f"page {name} opened", of=tried, bad=0)


def test_a_page_tells_it_to_who_may_and_asks(aviary: Aviary) -> None:
    page = AppTest.from_string(SCRIPT.format(name="local"), default_timeout=60)
    page.session_state["secrecy-shown"] = True
    page.query_params["ws"] = aviary.found.slug
    page.run()
    assert "zebrafink" in drawn(page)


def drawn(page: AppTest) -> set[str]:
    """The canaries in all that a page has sent to the browser, tables and charts included."""
    waiting, found = [page._tree], set[str]()
    while waiting:
        node = waiting.pop()
        waiting += list(getattr(node, "children", {}).values())
        proto = getattr(node, "proto", None)
        found |= out(str(proto)) if proto is not None else set()
    return found


def _made(data: Any) -> object:
    return data() if callable(data) else data
