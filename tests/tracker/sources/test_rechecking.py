"""Sources are looked at again: what is gone or edited makes what stands on it suspect until a person settles it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from policies.errors import Unreachable
from policies.sources.network import Network
from tests.outside import Outside, Said
from tests.tracker.conftest import Town
from tracker import access, evidencing, outward, rechecking, rot
from tracker.clearing.links import clear_link
from tracker.database import Database
from tracker.errors import NotAllowed, NotFound, Refused
from tracker.migrations import guards
from tracker.suspects import suspect_links
from tracker.tables.change import Outcome, SourceCheck, SourceState
from tracker.tables.guideline import Requirement
from tracker.tables.link import Link
from tracker.tables.measurement import Record
from tracker.tables.original import Original
from tracker.tables.people import Person, Workspace
from tracker.tables.service import Service
from tracker.views.ladder.standings import standings

PAGE = "www.provby.se/bygglov"


def page(words: str = "Sök bygglov här") -> Said:
    return Said(200, f"<html><body><main><p>{words}.</p></main></body></html>".encode(), {"Content-Type": "text/html"})


@dataclass(frozen=True)
class Round:
    """A town whose service has an address, and whoever looks at it again."""

    database: Database
    town: Town
    network: Network
    by: Person

    def check(self) -> Mapping[str, int]:
        return outward.check_sources(self.database, self.town.workspace, self.network, by=self.by)

    def findings(self) -> list[SourceCheck]:
        with self.database.reading() as session:
            return rot.open_findings(session, self.town.workspace)

    def suspects(self) -> frozenset[int]:
        with self.database.reading() as session:
            rows = rot.rotten(session, self.town.workspace)
            return rot.links_standing_on(session, self.town.workspace, rows)

    def settle(self, reason: str = "Läst på nytt; det stämmer") -> None:
        with self.database.writing() as session:
            rechecking.settle(session, self.findings()[0].id, reason, by=self.by)

    def link(self) -> int:
        with self.database.reading() as session:
            return session.scalars(select(Link.id)).one()


@pytest.fixture
def round_(database: Database, town: Town, network: Network, person: Person) -> Round:
    with database.writing() as session:
        session.get_one(Service, town.service).url = f"https://{PAGE}"
    return Round(database=database, town=town, network=network, by=person)


def test_a_source_that_is_as_it_was_is_no_finding(round_: Round, outside: Outside) -> None:
    outside.says(PAGE, page())
    assert round_.check()["same"] == round_.check()["same"]
    assert (round_.findings(), round_.suspects()) == ([], frozenset())


def test_gone_makes_the_links_to_it_suspect(round_: Round, outside: Outside) -> None:
    outside.says(PAGE, page(), Said(410, b"no"))
    round_.check()
    assert round_.check()["gone"] == 1
    assert [(row.kind, row.number, row.state) for row in round_.findings()] == [
        ("service", round_.town.service, SourceState.GONE)
    ]
    assert round_.suspects() == {round_.link()}


def test_edited_is_a_finding_until_a_person_settles_it(round_: Round, outside: Outside) -> None:
    outside.says(PAGE, page(), page("Vi tar inte längre emot ansökningar"))
    round_.check()
    assert round_.check()["edited"] == 1
    assert round_.check()["edited"] == 0
    assert round_.suspects() == {round_.link()}
    round_.settle()
    assert round_.suspects() == frozenset()


def test_moved_is_told_and_makes_nothing_suspect(round_: Round, outside: Outside) -> None:
    outside.says(PAGE, Said(301, headers={"Location": "/nytt"}))
    outside.says("www.provby.se/nytt", page())
    assert round_.check()["moved"] == 1
    assert round_.findings() == []


def test_a_source_that_is_back_is_no_finding_any_more(round_: Round, outside: Outside) -> None:
    outside.says(PAGE, page(), Said(404, b"no"), page())
    for _ in range(3):
        round_.check()
    assert round_.findings() == []


def test_back_with_other_words_is_edited(round_: Round, outside: Outside) -> None:
    outside.says(PAGE, page(), Said(404, b"no"), page("Något annat"))
    for _ in range(3):
        round_.check()
    assert [row.state for row in round_.findings()] == [SourceState.EDITED]


def test_nobody_answering_is_not_gone(round_: Round, outside: Outside) -> None:
    outside.says(PAGE, page())
    round_.check()
    outside.down = True
    assert round_.check()["unreachable"] == 2
    assert round_.findings() == []


def test_an_act_that_its_publisher_never_had_is_not_gone(round_: Round, outside: Outside) -> None:
    outside.says(PAGE, page())
    assert round_.check()["unreachable"] == 1
    assert round_.findings() == []


def test_a_host_that_stays_silent_is_left_alone(round_: Round, outside: Outside) -> None:
    outside.down = True
    with round_.database.writing() as session:
        for number in range(6):
            service = Service(workspace_id=round_.town.workspace, name=f"Tjänst {number}")
            service.url = f"https://www.provby.se/{number}"
            session.add(service)
    assert round_.check()["unreachable"] == 8
    assert [host for host, _ in outside.opened].count("www.provby.se") == rechecking.GIVE_UP


def test_a_finding_stays_while_nobody_answers(round_: Round, outside: Outside) -> None:
    outside.says(PAGE, Said(404, b"no"))
    round_.check()
    outside.down = True
    round_.check()
    assert len(round_.findings()) == 1


def test_without_a_network_no_name_is_called_gone(round_: Round, outside: Outside) -> None:
    def unknown(host: str) -> tuple[str, ...]:
        raise Unreachable("error.fetch_no_host", host=host)

    alone = Round(
        database=round_.database,
        town=round_.town,
        network=Network(folder=round_.network.folder, resolve=unknown, open=outside.open, pause=0),
        by=round_.by,
    )
    assert alone.check()["gone"] == 0


def test_what_was_settled_stays_settled_while_nothing_changes(round_: Round, outside: Outside) -> None:
    outside.says(PAGE, Said(404, b"no"))
    round_.check()
    round_.settle()
    round_.check()
    assert round_.findings() == []


def test_what_went_again_after_it_was_back_is_a_new_finding(round_: Round, outside: Outside) -> None:
    outside.says(PAGE, Said(404, b"no"), page(), Said(404, b"no"))
    round_.check()
    round_.settle()
    round_.check()
    round_.check()
    assert len(round_.findings()) == 1


def test_a_record_with_an_address_is_looked_at(round_: Round, outside: Outside) -> None:
    outside.says(PAGE, page())
    with round_.database.writing() as session:
        test = session.get_one(Record, round_.town.test)
        test.facts = {**test.facts, "url": "https://www.provby.se/rapport"}
    round_.check()
    with round_.database.reading() as session:
        rows = rot.rotten(session, round_.town.workspace)
        assert rows == {("record", round_.town.test)}
        assert rot.records_standing_on(session, round_.town.workspace, rows) == {round_.town.test}


def damage(session: Session, data: bytes) -> None:
    """What a failing disk does to a file that no program may change."""
    guards.drop(session.connection())
    session.execute(update(Original).values(data=data))
    guards.renew(session.connection())


def test_a_file_whose_bytes_are_not_what_was_imported_is_missing(round_: Round, outside: Outside) -> None:
    outside.says(PAGE, page())
    assert round_.check()["missing"] == 0
    with round_.database.writing() as session:
        damage(session, b"something else")
    assert round_.check()["missing"] == 1
    assert [(row.kind, row.address) for row in round_.findings()] == [("guideline", "")]
    assert round_.suspects() == {round_.link()}


def test_a_file_that_is_whole_again_is_no_finding(round_: Round, outside: Outside) -> None:
    outside.says(PAGE, page())
    with round_.database.reading() as session:
        whole = session.scalars(select(Original.data)).one()
    for data in (b"something else", whole):
        with round_.database.writing() as session:
            damage(session, data)
        round_.check()
    assert round_.findings() == []


def test_findings_of_another_workspace_are_not_shown(round_: Round, outside: Outside, person: Person) -> None:
    outside.says(PAGE, Said(404, b"no"))
    round_.check()
    with round_.database.reading() as session:
        assert rot.open_findings(session, round_.town.workspace + 1) == []


def test_settling_needs_a_reason(round_: Round, outside: Outside) -> None:
    outside.says(PAGE, Said(404, b"no"))
    round_.check()
    with pytest.raises(Refused, match="source_reason_needed"):
        round_.settle("  ")


def test_a_finding_is_settled_once(round_: Round, outside: Outside) -> None:
    outside.says(PAGE, Said(404, b"no"))
    round_.check()
    number = round_.findings()[0].id
    round_.settle()
    with round_.database.writing() as session, pytest.raises(Refused, match="source_check_settled"):
        rechecking.settle(session, number, "en gång till", by=round_.by)


def test_what_is_not_there_cannot_be_settled(round_: Round) -> None:
    with round_.database.writing() as session, pytest.raises(NotFound, match="source_check_unknown"):
        rechecking.settle(session, 4711, "för att", by=round_.by)


def test_only_those_who_may_look_again(round_: Round) -> None:
    assert {"source.check", "suspect.clear"} <= access.ACTIONS.keys()
    stranger = Person(name="Utomstående")
    with round_.database.writing() as session:
        session.add(stranger)
    with pytest.raises(NotAllowed):
        outward.check_sources(round_.database, round_.town.workspace, round_.network, by=stranger)


def test_a_link_looked_at_since_the_finding_is_not_suspect(
    round_: Round, outside: Outside, workspace: Workspace
) -> None:
    outside.says(PAGE, Said(404, b"no"))
    round_.check()
    with round_.database.reading() as session:
        link = session.scalars(select(Link)).one()
        seen = session.get_one(Requirement, link.requirement_id).fingerprint
        assert suspect_links(session, workspace.id) == {link.id}
    with round_.database.writing() as session:
        clear_link(
            session, link.id, Outcome.KEPT, "Tjänsten finns kvar på annan plats", by=round_.by,
            seen_version=link.version, seen_requirement=seen,
        )  # fmt: skip
    with round_.database.reading() as session:
        assert suspect_links(session, workspace.id) == frozenset()


def test_evidence_whose_record_is_gone_makes_its_cell_suspect(
    round_: Round, outside: Outside, workspace: Workspace
) -> None:
    outside.says(PAGE, page())
    with round_.database.writing() as session:
        test = session.get_one(Record, round_.town.test)
        test.facts = {**test.facts, "url": "https://www.provby.se/rapport"}
        evidencing.add_evidence(
            session, workspace.id, [round_.town.requirements[0]], "tested", by=round_.by,
            service_id=round_.town.service, record_id=test.id,
        )  # fmt: skip
    round_.check()
    with round_.database.reading() as session:
        found = standings(session, workspace.id, requirement_id=round_.town.requirements[0])
        assert found.cell(round_.town.requirements[0], ("service", round_.town.service)).suspect
