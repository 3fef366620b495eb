"""One municipality sees nothing of another: not by a number put into an address, nor by naming it to a verb."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.trust import neighbours
from tests.trust.conftest import SHARE, Tell
from tests.trust.neighbours import WORDS, Neighbours
from tests.trust.walker import told, views
from tracker import (
    assessing,
    choosing,
    disposals,
    evidencing,
    linking,
    opening,
    people,
    planning,
    recording,
    rollups,
    searching,
    services,
    sign_ins,
)
from tracker.database import Database, connect
from tracker.errors import NotAllowed, NotFound
from tracker.settings import Settings
from tracker.tables.guideline import Decided, Guideline, Requirement, Wording
from tracker.tables.measurement import Record
from tracker.tables.people import Role, Workspace
from tracker.tables.service import Service
from tracker.views.chain.review import Wanted as Crossed
from tracker.views.exports.public_records import Selection
from tracker.views.history import Wanted as Told
from tracker.views.ladder.standings import standings
from tracker.views.review.queue import Filter
from tracker.views.review.translations import Wanted as Translated
from tracker.views.search.shelves import open_shelves
from tracker.views.search.stock import stock
from tracker.views.settings import thresholds

pytestmark = pytest.mark.skipif(SHARE < 0.1, reason="two towns: with the suite of trust, and in CI")
ASKING = ("sees_secrecy", "cleared", "names", "sees")


@dataclass(frozen=True)
class Street:
    """The two of them and their database."""

    database: Database
    settings: Settings
    held: Neighbours


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    path = tmp_path_factory.mktemp("street") / "tracker.db"
    settings = Settings(database_url=f"sqlite:///{path}")
    opening.open_tracker(settings).close()
    opened = connect(settings.database_url)
    held = neighbours.settle(opened, settings)
    for number in (held.ours, held.theirs):
        rollups.renew(opened, number)
    yield Street(opened, settings, held)
    opened.close()


def arguments(session: Session, street: Street) -> dict[str, list[Any]]:
    """Our workspace and person, and by the name of every other parameter the rows of the neighbours."""
    held, rows = street.held, {name: list(numbers) or [1] for name, numbers in street.held.rows.items()}
    subjects = [(kind, number) for kind in ("actor", "service") for number in rows[kind]]
    shelves = open_shelves(session, street.settings, stock(session, held.ours))
    day = date(2026, 1, 1)
    requirements = [*rows["requirement"], *held.found.requirements]
    slugs = dict(session.execute(select(Workspace.id, Workspace.slug)).all())
    return {
        "slug": [slugs[held.ours]], "other_slug": [slugs[held.theirs]],
        "workspace_id": [held.ours], "person_id": [held.person.id], "for_person": [held.person.id],
        "requirement_id": requirements, "requirements": [requirements], "requirement_ids": [requirements],
        "guideline_id": rows["guideline"], "edition_id": [*rows["edition"], *rows["local_edition"]],
        "editions": [rows["local_edition"]], "document_id": rows["local_document"],
        "other_id": rows["local_document"][::-1], "passage_id": rows["passage"], "link_id": rows["link"],
        "service_id": rows["service"], "actor_id": rows["actor"], "measure_id": rows["measure"],
        "subject": subjects, "subjects": [subjects], "records": [rows["record"]],
        "measurements": [rows["measurement"]], "evidence": [rows["evidence"]], "number": rows["clearance"],
        "ids": [[number for numbers in rows.values() for number in numbers]], "sha256": [held.found.sha256],
        "mine": [rows["job"]], "entities": [[f"{kind}:{number}" for kind in rows for number in rows[kind]]],
        "kinds": [["import_document"]], "kind": ["document"],
        "found": [standings(session, held.ours)], "where": [None],
        "thresholds": [thresholds(session, held.ours)], "settings": [street.settings], "language": ["sv"],
        "since": [day], "day": [day], "on": [day], "first": [0], "size": [50], "by": ["unit"], "said": [""],
        "chosen": [Filter(state=one, document_id=at) for one in Decided for at in (*rows["local_document"], None)],
        "bases": [[]], "asked": [""], "below": [2.0], "indicators": [[]], "carried": [{}], "targets": [[]],
        "narrowing": [None], "put_off": [frozenset()], "gaps": [5], "standing": [None], "rows": [[]],
        "key": [f"{kind[0]}{number}" for kind in ("wording", "statement") for number in rows[kind]],
        "shelves": [shelves], "typed": list(WORDS), "reader": [held.person.id], "study_id": rows["study"],
        "unit_id": rows["sampled_link"], "suggestions": [True], "stratum": [None], "code": [None],
        "name": list(session.scalars(select(Guideline.identifier).where(Guideline.id.in_(rows["guideline"])))),
    }  # fmt: skip


def asked(street: Street) -> Mapping[str, Mapping[str, list[Any]]]:
    """What some views are narrowed by, each in a form of its own."""
    rows = street.held.rows
    own, documents = rows["guideline"], rows["local_document"]
    return {
        "chain.review.crosswalks": {
            "wanted": [Crossed(guideline=number, state=state) for number in own for state in Decided], "offset": [0],
        },
        "review.translations.translations": {
            "wanted": [Translated(state=state, document_id=one) for one in documents for state in (None, *Decided)]
        },
        "history.rows": {"wanted": [Told(), *(Told(guideline=one) for one in own)]},
        "history.count": {"wanted": [Told()]},
        "exports.public_records.public_records": {
            "selection": [Selection(), Selection(documents=documents), Selection(requirement_id=rows["requirement"][0])]
        },
    }  # fmt: skip


INTERNAL = {
    "earlier.walk": "a copy of the database that views read", "earlier.earlier": "the same",
    "ladder.attachable.attachable": "for a standing that cell_detail gave", "ladder.attachable.without": "the same",
    "local.citing.citing": "rows of tables, for outdated_citations", "matrix.fitting.fitting": "through matrix",
    "matrix.grid.grid": "the same", "matrix.groups.groups": "the same", "progress.levels.work_out": "figures",
    "reading.sentences.narrowed": "through sentences", "search.hits.hits": "rows that search found",
    "how_many.how_many": "of queries that views make", "national.between.by_place": "numbers, for roll-ups",
    "search.unread.passages_with": "the same", "research.judged.known": "a row for the views of projects",
    "research.judged.standing": "a query for them", "research.judged.judgement": "one of its rows",
    "chain.whole.said": "asked below",
    "exports.carried_out.links": "through framework", "exports.carried_out.assessments": "the same",
    "exports.carried_out.crosswalks": "the same, of requirements that it was given",
}  # fmt: skip
"""Views that are given rows by other views, which are asked here; and why."""
GIVEN = frozenset({
    "clearance.secret_spans", "clearance.secret_passages", "deadlines.own_deadlines", "deadlines.application_days",
    "editions.changes.states", "local.editions.previewed", "network.words.quotes_at", "workspaces.workspace_names",
    "progress.new_texts.text_moves", "reading.references.resolve", "research.distribution.distribution",
    "review.former.requirement_before", "review.original.original_bytes", "review.together.same_words",
    "review.translation.translation", "review.translations.with_words", "search.finding.ranked",
    "search.results.search", "search.shelves.open_shelves", "search.shelves.all_requirement_texts",
    "status.workspace_status", "texts.requirement_texts", "texts.passage_texts",
})  # fmt: skip
"""Views of rows, whatever workspace they are of: other views give them the numbers, no address does."""


def test_no_view_tells_of_another_workspace_whatever_number_it_is_given(street: Street, tell: Tell) -> None:
    leaks, control, tried = {}, set(), 0
    with street.database.reading() as session:
        known, special = arguments(session, street), asked(street)
        for name, view in views().items():
            parameters = inspect.signature(view).parameters
            if name in INTERNAL or name in GIVEN:
                continue
            assert {"workspace_id", "reader"} & parameters.keys(), name
            given = {**known, **special.get(name, {})}
            may = dict.fromkeys((word for word in ASKING if word in parameters), True)
            also = [word for word in parameters if word.endswith("_id") and word in given]
            for ways in ([], also) if also else ([],):
                tried += 1
                if found := told(view, session, given, may, words=WORDS, also=ways):
                    leaks[name] = found
            if any(word in OPENED for word in parameters):
                theirs = {**given, "workspace_id": [street.held.theirs]}
                if told(view, session, theirs, may, words=WORDS):
                    control.add(name)
    tell(
        "views asked in one workspace for every row of another", of=tried, bad=len(leaks),
        control=f"asked in the other workspace, {len(control)} views that are given a number tell of it",
    )  # fmt: skip
    assert leaks == {}
    assert len(control) > LEAST_OPENED


def test_no_view_names_the_others_in_what_all_share(street: Street, tell: Tell) -> None:
    held = street.held
    shared: dict[str, list[Any]] = {"guideline_id": [held.found.guideline], "language": ["sv"]}
    crossed = {"wanted": [Crossed(guideline=held.found.guideline, state=state) for state in Decided]}
    named, control = {}, set()
    with street.database.reading() as session:
        wordings = select(Wording.id).join(Requirement, Requirement.id == Wording.requirement_id)
        mine = session.scalars(wordings.where(Requirement.guideline_id == held.found.guideline))
        shared["key"] = [f"w{number}" for number in mine]
        for name in SHARED:
            view, given = views()[name], {**shared, **(crossed if name == "chain.review.crosswalks" else {})}
            if found := told(view, session, {**given, "workspace_id": [held.ours]}, {}, words=WORDS):
                named[name] = found
            if told(view, session, {**given, "workspace_id": [held.theirs]}, {}, words=WORDS):
                control.add(name)
    tell(
        "views that say who did something in what all workspaces share", of=len(SHARED), bad=len(named),
        control="asked in their own workspace, each names them",
    )  # fmt: skip
    assert named == {}
    assert control == SHARED


SHARED = frozenset({"guidelines.lineage.edits", "chain.review.crosswalks", "reading.why.why"})
OPENED = ("requirement_id", "guideline_id", "edition_id", "document_id", "passage_id", "link_id", "service_id")
LEAST_OPENED = 20
Theirs = Callable[[Session, Neighbours, Mapping[str, int]], object]
DAY = date(2026, 1, 1)


def _record(**theirs: str) -> Theirs:
    def add(session: Session, held: Neighbours, row: Mapping[str, int]) -> None:
        about: dict[str, Any] = {key: row[name] for key, name in theirs.items()}
        if "service_id" not in about and "actor_id" not in about:
            about["service_id"] = row["our service"]
        recording.add_record(
            session, held.ours, "user_test", by=held.person, on=DAY,
            facts_given={"participants": 3, "success": 0.5}, **about,
        )  # fmt: skip

    return add


def _measurement(**theirs: str) -> Theirs:
    def add(session: Session, held: Neighbours, row: Mapping[str, int]) -> None:
        about: dict[str, Any] = {"service_id": row["our service"], **{key: row[name] for key, name in theirs.items()}}
        recording.add_measurement(
            session, held.ours, "completions", 7, by=held.person, period_from=DAY, period_to=DAY, n=7, **about
        )  # fmt: skip

    return add


def _plan(about: str, name: str) -> Theirs:
    def plan(session: Session, held: Neighbours, row: Mapping[str, int]) -> None:
        what: Any = {"requirement_id": row["shared"], about: row[name]}
        planning.plan(session, held.ours, what.pop("requirement_id"), "Mal", by=held.person, **what)

    return plan


def _link(requirement: str, target: str, name: str) -> Theirs:
    return lambda s, h, row: linking.add(s, h.ours, row[requirement], target, row[name], by=h.person)


def _assess(requirement: str, about: str, name: str) -> Theirs:
    def assess(session: Session, held: Neighbours, row: Mapping[str, int]) -> None:
        whose: dict[str, Any] = {about: row[name]}
        assessing.assess(
            session, held.ours, row[requirement], by=held.person, level=1, evidence_digest="", **whose
        )  # fmt: skip

    return assess


def _evidence(requirement: str, **theirs: str) -> Theirs:
    def add(session: Session, held: Neighbours, row: Mapping[str, int]) -> None:
        about: dict[str, Any] = {"service_id": row["our service"], **{key: row[name] for key, name in theirs.items()}}
        evidencing.add_evidence(session, held.ours, [row[requirement]], "tested", by=held.person, **about)

    return add


MIXED: Mapping[str, Theirs] = {
    "a record of their service": _record(service_id="service"), "of their unit": _record(actor_id="actor"),
    "of their document": _record(document_id="local_document"), "of their form": _record(form_id="form"),
    "of their own requirement": _record(requirement_id="requirement"),
    "a value of their service": _measurement(service_id="service"),
    "of their topic": _measurement(topic_id="contact_topic"), "of a form": _measurement(form_id="form"),
    "a measure for their service": _plan("service_id", "service"), "for their unit": _plan("actor_id", "actor"),
    "that their unit owns": _plan("owner_id", "actor"),
    "that their unit decides": _plan("decision_wanted_from_id", "actor"),
    "for their own requirement": _plan("requirement_id", "requirement"),
    "a link to their service": _link("shared", "service", "service"),
    "to their unit": _link("shared", "actor", "actor"), "to their words": _link("shared", "passage", "passage"),
    "from their own requirement": _link("requirement", "service", "our service"),
    "a judgement of their service": _assess("shared", "service_id", "service"),
    "of their unit's": _assess("shared", "actor_id", "actor"),
    "by their own requirement": _assess("requirement", "service_id", "our service"),
    "evidence of their record": _evidence("shared", record_id="record"),
    "of their value": _evidence("shared", measurement_id="measurement"),
    "for their service": _evidence("shared", service_id="service", record_id="our record"),
    "for a requirement of theirs": _evidence("requirement", record_id="our record"),
    "a search for their own requirement": lambda s, h, row: searching.record(
        s, h.ours, row["requirement"], by=h.person
    ),
    "their own guideline counted": lambda s, h, row: choosing.choose(
        s, h.ours, {row["guideline"]: True}, by=h.person
    ),
    "their topic changed": lambda s, h, row: services.save_topic(
        s, h.ours, "Fr\u00e5ga", by=h.person, topic_id=row["contact_topic"], seen_version=1
    ),
    "a topic of their service": lambda s, h, row: services.save_topic(
        s, h.ours, "Fr\u00e5ga", by=h.person, service_id=row["service"]
    ),
    "a topic of their unit": lambda s, h, row: services.save_topic(
        s, h.ours, "Fr\u00e5ga", by=h.person, unit_id=row["actor"]
    ),
    "our service run by their unit": lambda s, h, row: services.change_service(
        s, row["our service"], by=h.person, seen_version=1, unit_id=row["actor"]
    ),
    "their person's role": lambda s, h, row: people.change_role(
        s, h.ours, h.found.person.id, Role.VIEWER, seen=Role.ADMIN, by=h.person
    ),
    "their person let go": lambda s, h, row: people.let_go(s, h.ours, h.found.person.id, by=h.person),
    "their person's sign-ins ended": lambda s, h, row: _or_nothing(
        sign_ins.end(s, h.ours, h.found.person.id, by=h.person)
    ),
    "their person's data": lambda s, h, row: _or_nothing(
        disposals.gather(s, h.ours, h.found.person.id, by=h.person)
    ),
}  # fmt: skip
"""Verbs let into our workspace that name something of theirs."""


@pytest.mark.parametrize("name", list(MIXED))
def test_a_verb_takes_nothing_of_another_workspace(street: Street, name: str, tell: Tell) -> None:
    rows = {table: numbers[-1] for table, numbers in street.held.rows.items() if numbers}
    refused = False
    with suppress(_Undone), street.database.writing() as session:
        ours = session.scalars(select(Service.id).where(Service.workspace_id == street.held.ours)).one()
        test = session.scalars(select(Record.id).where(Record.workspace_id == street.held.ours)).one()
        given = {**rows, "our service": ours, "our record": test, "shared": street.held.found.requirements[1]}
        try:
            MIXED[name](session, street.held, given)
        except (NotAllowed, NotFound):  # and for no other reason
            refused = True
        raise _Undone
    tell(f"verbs in one workspace that name something of another: {name}", of=1, bad=int(not refused))
    assert refused


class _Undone(Exception):
    """Takes back what a verb did."""


def _or_nothing(found: object) -> None:
    """A verb that finds nothing there is a refusal."""
    if not found:
        raise NotFound("error.subject_unknown", id=0)
