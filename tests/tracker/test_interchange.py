"""Files for other systems: what they hold is what the workspace counts, the same each time, and nothing secret."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Mapping

import networkx as nx
import pytest
from rdflib import Graph
from rdflib.namespace import DCTERMS, PROV, RDF
from sqlalchemy import select, update

from policies.framework import packed
from policies.reading import read
from tests.tracker.evening import EVENING, Town
from tracker import clock, coding, ingest, interchange, snapshots
from tracker.database import Database
from tracker.editing import retyping
from tracker.errors import NotFound, TrackerError
from tracker.importers import qdpx
from tracker.importers.organisations import read_actors
from tracker.interchange import KINDS, Made, Wanted
from tracker.rdf.namespaces import CPSV, OWN
from tracker.rdf.reading import read_statements
from tracker.tables.guideline import Decided, Force, Guideline, Requirement, Wording
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, Passage, Publicity
from tracker.tables.network import Actor, Relation, RelationKind
from tracker.tables.people import Person
from tracker.tables.service import Service
from tracker.tables.translation import Mode, Modifier
from tracker.views.clearance import BLACK
from tracker.views.counted import counted_requirements
from tracker.views.exports.framework import guideline_called
from tracker.views.exports.shared_framework import shared_framework
from tracker.views.network.whole import network_shown
from tracker.views.research.coders import coded_links
from tracker.views.texts import passage_texts

FORMS = [(kind, form) for kind, one in KINDS.items() for form in one.forms]
NAME = "Testperson"


def made(database: Database, kind: str, form: str, *, secrecy: bool = False) -> Made:
    with clock.fixed(EVENING), database.reading() as session:
        return interchange.make(session, 1, kind, form, Wanted(language="sv", secrecy=secrecy))


def counted(database: Database) -> Mapping[str, int]:
    """What the screens count."""
    with clock.fixed(EVENING), database.reading() as session:
        confirmed = select(Link.id).where(Link.passage_id.is_not(None), Link.state == Decided.CONFIRMED)
        return {
            "requirements": len(session.scalars(counted_requirements(1)).all()),
            "links": len(session.scalars(confirmed).all()),
        }


@pytest.mark.usefixtures("evening")
@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_equal_data_gives_equal_bytes_on_any_day(database: Database, kind: str, form: str) -> None:
    first = made(database, kind, form).content
    with clock.fixed(EVENING.replace(hour=20)), database.reading() as session:
        assert interchange.make(session, 1, kind, form, Wanted(language="sv")).content == first


@pytest.mark.usefixtures("evening")
@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_nobody_is_named(database: Database, kind: str, form: str) -> None:
    assert NAME.encode() not in made(database, kind, form).content


@pytest.mark.usefixtures("evening")
def test_a_form_that_a_kind_does_not_have_is_refused_with_those_it_has(database: Database) -> None:
    with pytest.raises(TrackerError) as refused:
        made(database, "reqif", "docx")
    assert refused.value.values["choices"] == "reqif"


@pytest.mark.usefixtures("evening")
def test_requirements_and_links_are_those_that_count(database: Database) -> None:
    found = made(database, "reqif", "reqif").counts
    assert {"requirements": found["requirements"], "links": found["links"]} == counted(database)


@pytest.mark.usefixtures("evening")
def test_what_is_secret_is_left_out_unless_asked_for(database: Database) -> None:
    with database.writing() as session:
        session.execute(update(LocalDocument).values(publicity=Publicity.SECRECY))
    assert made(database, "reqif", "reqif").counts["links"] == 0
    assert made(database, "reqif", "reqif", secrecy=True).counts["links"] > 0


@pytest.mark.usefixtures("evening")
@pytest.mark.parametrize(("kind", "form"), [("reqif", "reqif"), ("catalog", "json")])
def test_a_framework_is_read_back_with_as_many_requirements(database: Database, kind: str, form: str) -> None:
    found = made(database, kind, form)
    document = read(found.content, f"krav.{form}")
    assert len(document.provisions) == found.counts["requirements"]
    again = ingest.prepare(found.content, f"krav.{form}", document)
    assert sum(row.requirement.regulates for row in again.extracted) == found.counts["requirements"]


@pytest.mark.usefixtures("evening")
@pytest.mark.parametrize(("kind", "form"), [("reqif", "reqif"), ("catalog", "json"), ("framework", "json")])
def test_a_force_that_a_person_decided_comes_back_whatever_the_words_say(
    database: Database, person: Person, kind: str, form: str
) -> None:
    with clock.fixed(EVENING), database.writing() as session:
        number = session.scalars(select(Requirement.id).where(Requirement.force == Force.OBLIGATION)).first() or 0
        version = snapshots.version(session, number)
        retyping.retype(session, number, Force.RECOMMENDATION, by=person, version=version)
    with clock.fixed(EVENING), database.reading() as session:
        guideline = session.scalars(select(Guideline)).one().id
        went = Counter(session.scalars(select(Requirement.force).where(Requirement.id.in_(counted_requirements(1)))))
        if kind == "framework":  # with every requirement of the text, those that do not count too
            went = Counter(session.scalars(select(Requirement.force).join(Wording)))
            content = packed(shared_framework(session, 1, guideline, "sv"))
        else:
            wanted = Wanted(language="sv", guideline_id=guideline)
            content = interchange.make(session, 1, kind, form, wanted).content
    document = read(content, f"krav.{form}")
    came = [row.requirement for row in ingest.prepare(content, f"krav.{form}", document).extracted]
    assert Counter(one.force for one in came if one.regulates) == went
    assert {one.confidence for one in came if one.force is Force.RECOMMENDATION} >= {1.0}


@pytest.mark.usefixtures("evening")
def test_a_guideline_is_found_by_its_identifier_and_no_other_is(database: Database) -> None:
    with clock.fixed(EVENING), database.reading() as session:
        guideline = session.scalars(select(Guideline)).one()
        assert guideline_called(session, 1, guideline.identifier) == guideline.id
        with pytest.raises(NotFound):
            guideline_called(session, 1, "SFS 1:1")


@pytest.mark.usefixtures("evening")
def test_a_crosswalk_stands_with_its_own_type_beside_the_relationship(database: Database) -> None:
    found = json.loads(made(database, "mappings", "json").content)["mapping-collection"]
    (only,) = [one for mapping in found["mappings"] for one in mapping["maps"]]
    assert only["relationship"] == "intersects-with"
    assert {"crosswalk-type": "partly"}.items() <= {one["name"]: one["value"] for one in only["props"]}.items()


@pytest.mark.usefixtures("evening")
def test_a_judgement_names_the_control_and_the_evidence_it_has(database: Database) -> None:
    controls = json.loads(made(database, "catalog", "json").content)["catalog"]["groups"][0]["controls"]
    (result,) = json.loads(made(database, "assessments", "json").content)["assessment-results"]["results"]
    (finding,) = result["findings"]
    observed = {one["uuid"] for one in result["observations"]}
    assert finding["target"]["target-id"] in {part["id"] for control in controls for part in control["parts"]}
    assert {one["observation-uuid"] for one in finding.get("related-observations", [])} <= observed
    assert len(observed) == made(database, "assessments", "json").counts["evidence"]


def coded(database: Database, person: Person) -> None:
    """Code the confirmed links to passages of the evening."""
    with clock.fixed(EVENING), database.writing() as session:
        wanted = select(Link).where(Link.passage_id.is_not(None), Link.state == Decided.CONFIRMED)
        for link in session.scalars(wanted):
            coding.code(session, link.id, Mode.COPY, [Modifier.CTX], by=person)


@pytest.mark.usefixtures("evening")
def test_codings_come_back_as_many_as_the_screen_counts(database: Database, person: Person) -> None:
    coded(database, person)
    found = made(database, "codings", "qdpx")
    with clock.fixed(EVENING), database.reading() as session:
        links = coded_links(session, 1)
        words = {text.text for text in passage_texts(session, [row.passage_id for row in links]).values()}
    project = qdpx.read(found.content, "x.qdpx")
    assert found.counts["links"] == len(project.selections) == len(links)
    assert found.counts["codings"] == sum(len(row.codes) for row in links)
    assert {source.text[one.start : one.end] for source in project.sources for one in source.selections} == words


@pytest.mark.usefixtures("evening")
def test_codings_in_secret_documents_are_left_out(database: Database, person: Person) -> None:
    coded(database, person)
    with database.writing() as session:
        session.execute(update(LocalDocument).values(publicity=Publicity.SECRECY))
    assert made(database, "codings", "qdpx").counts["links"] == 0
    assert made(database, "codings", "qdpx", secrecy=True).counts["links"] > 0


@pytest.mark.usefixtures("evening")
def test_a_secret_passage_is_blacked_out_around_the_coded_ones(database: Database, person: Person) -> None:
    coded(database, person)
    with clock.fixed(EVENING), database.writing() as session:
        used = select(Link.passage_id).where(Link.state == Decided.CONFIRMED, Link.passage_id.is_not(None))
        other = session.scalars(select(Passage).where(Passage.id.not_in(used)).order_by(Passage.id)).first()
        assert other is not None
        other.secret = True
        start, end = other.start, other.end
    (source,) = qdpx.read(made(database, "codings", "qdpx").content, "x.qdpx").sources
    assert set(source.text[start:end].replace(" ", "").replace("\n", "")) == {BLACK}


@pytest.mark.usefixtures("evening")
def test_the_whole_is_read_back_as_services_and_actors(database: Database) -> None:
    found = made(database, "linked-data", "ttl")
    with database.reading() as session:
        actors = set(session.scalars(select(Actor.name)))
        services = set(session.scalars(select(Service.name)))
    bodies = read_actors(found.content, "x.ttl")
    assert {row.cells["name"] for row in bodies.rows} == actors
    assert not bodies.problems
    graph = Graph().parse(data=found.content, format="turtle")
    assert {str(graph.value(one, DCTERMS.title)) for one in graph.subjects(RDF.type, CPSV["PublicService"])} == services
    assert len(set(graph.subjects(RDF.type, OWN["Requirement"]))) == found.counts["requirements"]
    assert len(set(graph.subjects(RDF.type, OWN["Link"]))) == found.counts["links"]
    assert all(graph.value(one, PROV.wasGeneratedBy) for one in graph.subjects(RDF.type, OWN["Link"]))


@pytest.mark.usefixtures("evening")
def test_both_syntaxes_say_the_same(database: Database) -> None:
    turtle = read_statements(made(database, "linked-data", "ttl").content, "x.ttl").graph
    json_ld = read_statements(made(database, "linked-data", "jsonld").content, "x.jsonld").graph
    assert len(set(turtle)) == len(set(json_ld))


@pytest.mark.parametrize(("form", "reader"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_graphs_have_the_actors_and_ties_of_the_screen(
    database: Database, evening: Town, person: Person, form: str, reader: Callable[..., nx.MultiDiGraph[str]]
) -> None:
    with clock.fixed(EVENING), database.writing() as session:
        for kind in (RelationKind.REPORTS_TO, RelationKind.INFORMS):
            session.add(
                Relation(
                    workspace_id=1, from_id=evening.unit, to_id=evening.other_unit, kind=kind, formal=True,
                    state=Decided.CONFIRMED, decided_by_id=person.id, decided_at=clock.now(),
                    recorded_at=clock.now(),
                )
            )  # fmt: skip
    found = made(database, "network", form)
    with clock.fixed(EVENING), database.reading() as session:
        shown = network_shown(session, 1)
    graph = reader(io.BytesIO(found.content))
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (len(shown.nodes), len(shown.ties)) == (2, 2)
    assert found.counts == {"actors": 2, "ties": 2}
