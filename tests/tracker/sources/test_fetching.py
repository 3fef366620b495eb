"""A guideline by its number: fetched, imported as a file would be, its provenance kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from policies.errors import NotFetched
from policies.sources.network import Network, pinned
from tests.outside import Outside, Said
from tracker import fetching, jobs, opening, outward, rot, tasks
from tracker.cli import app
from tracker.database import Database
from tracker.errors import NotAllowed
from tracker.settings import Settings
from tracker.tables.change import SourceCheck, SourceState
from tracker.tables.event import Event
from tracker.tables.guideline import Edition, Guideline, Level
from tracker.tables.job import Job
from tracker.tables.people import Person, Workspace

STATUTE = "data.riksdagen.se/dokument/sfs-2031-45.json"
PAGE = "https://data.riksdagen.se/dokument/sfs-2031-45.html"
HTML = "<h2>Lag (2031:45) om provning</h2><p><b>1 §</b> Kommunen ska svara.</p><p><b>2 §</b> Kommunen ska {}.</p>"


def statute(words: str = "pröva") -> Said:
    document = {
        "doktyp": "sfs",
        "beteckning": "2031:45",
        "titel": "Lag (2031:45) om provning",
        "html": HTML.format(words),
    }
    body = json.dumps({"dokumentstatus": {"dokument": document}}).encode()
    return Said(200, body, {"Content-Type": "application/json"})


@dataclass(frozen=True)
class Desk:
    """Whoever fetches, and with what."""

    database: Database
    network: Network
    by: Person

    def fetch(self, text: str = "sfs:2031:45", language: str = "sv") -> outward.ingest.ImportedGuideline:
        return outward.fetch_guideline(self.database, text, language, self.network, by=self.by)[0]


@pytest.fixture
def desk(database: Database, network: Network, person: Person, workspace: Workspace) -> Desk:
    return Desk(database=database, network=network, by=person)


def test_a_fetched_guideline_is_imported_as_a_file(desk: Desk, outside: Outside) -> None:
    outside.says(STATUTE, statute())
    imported = desk.fetch()
    assert (imported.new, imported.requirements) == (True, 2)
    with desk.database.reading() as session:
        guideline = session.get_one(Guideline, imported.guideline_id)
        assert (guideline.identifier, guideline.level) == ("SFS 2031:45", Level.NATIONAL)


def test_where_and_when_it_was_fetched_is_kept(desk: Desk, outside: Outside) -> None:
    outside.says(STATUTE, statute())
    imported = desk.fetch()
    with desk.database.reading() as session:
        edition = session.get_one(Edition, imported.edition_id)
        source = edition.facts[fetching.PROVENANCE]
        assert source["asked"] == f"https://{STATUTE}"
        assert source["sha256"] == edition.original_sha256
        assert source["retrieved_at"]
        assert session.get_one(Guideline, imported.guideline_id).source_url == PAGE


def test_an_address_that_a_person_gave_stays(desk: Desk, outside: Outside) -> None:
    outside.says(STATUTE, statute(), statute("svara igen"))
    imported = desk.fetch()
    with desk.database.writing() as session:
        session.get_one(Guideline, imported.guideline_id).source_url = "https://www.kommun.se/lag"
    desk.fetch()
    with desk.database.reading() as session:
        assert session.get_one(Guideline, imported.guideline_id).source_url == "https://www.kommun.se/lag"


def test_the_same_text_again_changes_nothing(desk: Desk, outside: Outside) -> None:
    outside.says(STATUTE, statute())
    first = desk.fetch()
    again = desk.fetch()
    assert (again.new, again.edition_id) == (False, first.edition_id)
    with desk.database.reading() as session:
        assert len(session.scalars(select(SourceCheck)).all()) == 1
        assert len(session.scalars(select(Event).where(Event.action == "guideline.fetch")).all()) == 1


def test_the_first_look_is_what_later_ones_are_compared_with(desk: Desk, outside: Outside) -> None:
    outside.says(STATUTE, statute())
    desk.fetch()
    with desk.database.reading() as session:
        look = session.scalars(select(SourceCheck)).one()
        assert (look.kind, look.address, look.state) == ("guideline", PAGE, SourceState.SAME)


def test_another_text_at_the_publisher_is_found_by_looking_again(
    desk: Desk, outside: Outside, workspace: Workspace
) -> None:
    outside.says(STATUTE, statute(), statute("svara igen"))
    imported = desk.fetch()
    outward.check_sources(desk.database, workspace.id, desk.network, by=desk.by)
    with desk.database.reading() as session:
        assert rot.rotten(session, workspace.id) == {("guideline", imported.guideline_id)}


def test_offline_the_text_of_an_earlier_day_comes_and_says_so(desk: Desk, outside: Outside) -> None:
    outside.says(STATUTE, statute())
    desk.fetch()
    outside.down = True
    assert [warning.code for warning in desk.fetch().warnings] == ["warning.fetched_offline"]


def test_the_command_line_fetches_by_number(desk: Desk, outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    outside.says(STATUTE, statute())
    monkeypatch.setattr(fetching, "network", lambda _settings: desk.network)
    monkeypatch.setattr(opening, "open_tracker", lambda: desk.database)
    monkeypatch.setattr(opening, "local_person", lambda _database: desk.by)
    done = CliRunner().invoke(app, ["import", "sfs:2031:45", "--language", "sv", "--json"])
    row = json.loads(done.stdout)
    assert (row["file"], row["new"], row["requirements"]) == ("sfs:2031:45", True, 2)


def work(desk: Desk, kind: str, workspace: Workspace, **arguments: object) -> Mapping[str, Any]:
    """Does one background job and gives its result."""
    with desk.database.writing() as session:
        number = jobs.submit(session, workspace.id, kind, arguments, by=desk.by)
    jobs.work(desk.database, {**tasks.KINDS, **outward.KINDS})
    with desk.database.reading() as session:
        return session.get_one(Job, number).result


def test_a_fetched_text_that_is_a_new_edition_waits_and_keeps_where_it_came_from(
    desk: Desk, outside: Outside, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside.says(STATUTE, statute(), statute("pröva igen"))
    monkeypatch.setattr(fetching, "network", lambda _settings: desk.network)
    first = desk.fetch()
    asked = work(desk, "fetch_guideline", workspace, identifier="sfs:2031:45", language="sv", file_name="SFS 2031:45")
    assert asked["waits"]["requirements"]["changed"] == 1
    with desk.database.reading() as session:
        assert session.scalars(select(Edition.id)).all() == [first.edition_id]
    done = work(desk, "import_guideline", workspace, **asked["again"], digest=asked["waits"]["digest"])
    assert done["new"]
    with desk.database.reading() as session:
        edition = session.scalars(select(Edition).order_by(Edition.id.desc())).first()
        assert edition is not None
        assert edition.facts[fetching.PROVENANCE]["sha256"] == edition.original_sha256
        looks = session.scalars(select(SourceCheck.sha256).order_by(SourceCheck.id)).all()
        assert len(set(looks)) == len(looks) == 2


def test_a_first_text_and_the_same_again_wait_for_nobody(
    desk: Desk, outside: Outside, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside.says(STATUTE, statute())
    monkeypatch.setattr(fetching, "network", lambda _settings: desk.network)
    asked = {"identifier": "sfs:2031:45", "language": "sv", "file_name": "SFS 2031:45"}
    assert [work(desk, "fetch_guideline", workspace, **asked)["new"] for _ in range(2)] == [True, False]


def test_provenance_that_cannot_be_kept_leaves_no_edition(
    desk: Desk, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    outside.says(STATUTE, statute())
    monkeypatch.setattr(fetching, "keep_provenance", broken)
    with pytest.raises(RuntimeError):
        desk.fetch()
    with desk.database.reading() as session:
        assert session.scalars(select(Edition)).all() == []


def test_the_command_line_says_what_a_fetched_text_would_change_and_applies_it(
    desk: Desk, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside.says(STATUTE, statute(), statute("pröva igen"))
    monkeypatch.setattr(fetching, "network", lambda _settings: desk.network)
    monkeypatch.setattr(opening, "open_tracker", lambda: desk.database)
    monkeypatch.setattr(opening, "local_person", lambda _database: desk.by)
    first = desk.fetch()
    rows = [
        json.loads(CliRunner().invoke(app, ["import", "sfs:2031:45", "--json", *words]).stdout)
        for words in (["--preview"], [])
    ]
    assert [(row["unchanged"], row["changed"]) for row in rows] == [(1, 1), (1, 1)]
    assert rows[0]["compared_with"] == first.edition_id
    assert "edition" not in rows[0]
    assert rows[1]["edition"] > first.edition_id


def test_nothing_is_stored_of_what_does_not_come(desk: Desk, outside: Outside) -> None:
    with pytest.raises(NotFetched, match="fetch_unknown_act"):
        desk.fetch()
    with desk.database.reading() as session:
        assert session.scalars(select(Guideline)).all() == []


def test_provenance_is_kept_by_those_who_may_import(desk: Desk, outside: Outside) -> None:
    outside.says(STATUTE, statute())
    stranger = Person(name="Utomstående")
    with desk.database.writing() as session:
        session.add(stranger)
    with pytest.raises(NotAllowed):
        outward.fetch_guideline(desk.database, "sfs:2031:45", "sv", desk.network, by=stranger)


def test_the_way_out_is_straight_unless_the_settings_name_a_proxy() -> None:
    assert fetching.network(Settings()).open is pinned
    assert fetching.network(Settings(proxy="http://proxy.kommun.se:8080")).open is not pinned
