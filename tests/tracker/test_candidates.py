"""Services and actors are ranked apart from passages, with their own top count; they never push passages out."""

from __future__ import annotations

from sqlalchemy import select, update

from tracker import candidates, suggestions, tasks
from tracker.database import Database
from tracker.settings import Settings
from tracker.tables.guideline import Applies, BearerKind, Requirement, Summary, Verified, Wording
from tracker.tables.link import Link
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person
from tracker.tables.service import Service

OPEN = Settings(suggestion_floor=0.0)


def ranked(database: Database, workspace_id: int) -> list[tuple[int, str]]:
    with database.reading() as session:
        corpus = candidates.gather(session, workspace_id)
    return [(int(match.requirement), match.passage) for match in suggestions.find(corpus, OPEN).matches]


def ranked_services(database: Database, workspace_id: int) -> list[tuple[int, str]]:
    return [pair for pair in ranked(database, workspace_id) if pair[1].startswith("service")]


def test_carriers_never_push_passages_out(database: Database, suggested: int) -> None:
    before = {pair for pair in ranked(database, suggested) if pair[1].startswith("passage")}
    with database.writing() as session:
        session.add(Service(workspace_id=suggested, name="Plan för provbarhet"))
        session.add(Actor(workspace_id=suggested, name="Kommunens plan", kind=ActorKind.UNIT))
    after = ranked(database, suggested)
    assert before
    assert {pair for pair in after if pair[1].startswith("passage")} == before
    assert [pair for pair in after if pair[1].startswith("service")]


def test_a_suggested_actor_is_stored_with_its_reason(database: Database, person: Person, suggested: int) -> None:
    with database.writing() as session:
        unit = Actor(workspace_id=suggested, name="Kvalitetsenheten", kind=ActorKind.UNIT)
        session.add(unit)
        session.execute(update(Wording).values(duty_bearer="Kvalitetsenheten"))
    tasks.suggest(database, suggested, by=person, settings=OPEN)
    with database.reading() as session:
        links = session.scalars(select(Link).where(Link.actor_id == unit.id)).all()
    assert links
    assert {link.reasons[0]["code"] for link in links} == {"reason.names_alike"}


def test_duties_of_the_state_never_reach_local_actors(database: Database, person: Person, suggested: int) -> None:
    with database.writing() as session:
        session.add(Actor(workspace_id=suggested, name="Kvalitetsenheten", kind=ActorKind.UNIT))
        session.execute(update(Wording).values(duty_bearer="Kvalitetsenheten"))
        session.execute(update(Requirement).values(bearer_kind=BearerKind.STATE_BODY, applies=Applies.UNKNOWN))
    assert [pair for pair in ranked(database, suggested) if pair[1].startswith("actor")] == []


def test_rules_for_the_state_are_neither_linked_nor_gaps(database: Database, person: Person, suggested: int) -> None:
    with database.writing() as session:
        session.execute(update(Requirement).values(bearer_kind=BearerKind.STATE_BODY, applies=Applies.NO))
    assert ranked(database, suggested) == []
    done = tasks.suggest(database, suggested, by=person, settings=OPEN)
    assert (done.added, done.renewed, done.gaps) == (0, 0, 0)


def test_a_demand_across_borders_is_not_suggested_for_a_local_service(database: Database, suggested: int) -> None:
    with database.writing() as session:
        service = Service(workspace_id=suggested, name="Plan för provbarhet")
        session.add(service)
        session.execute(update(Requirement).values(cross_border=True))
    services = ranked_services(database, suggested)
    with database.writing() as session:
        session.get_one(Service, service.id).cross_border = True
    assert (services, bool(ranked_services(database, suggested))) == ([], True)


def test_a_requirement_in_two_languages_is_asked_about_once(database: Database, person: Person, suggested: int) -> None:
    before = ranked(database, suggested)
    with database.writing() as session:
        for wording in session.scalars(select(Wording)).all():
            summary = Summary(
                requirement_id=wording.requirement_id,
                library_key=f"PROV-{wording.id}",
                text_sv="Ha en plan.",
                text_en="Have a plan.",
                locator="2 §",
                verified=Verified.KNOWLEDGE,
                fingerprint="0",
            )
            session.add(summary)
    with database.reading() as session:
        queries = candidates.gather(session, suggested).queries["sv"]
    assert len({query.id for query in queries}) == len(queries)
    assert sorted(ranked(database, suggested)) == sorted(before)
    tasks.suggest(database, suggested, by=person, settings=OPEN)
    with database.reading() as session:
        pairs = session.execute(select(Link.requirement_id, Link.passage_id).where(Link.passage_id.is_not(None))).all()
    assert len(set(pairs)) == len(pairs)


def test_the_texts_of_carriers_are_those_that_links_are_fingerprinted_against(
    database: Database, suggested: int
) -> None:
    with database.writing() as session:
        service = Service(
            workspace_id=suggested, name="Bygglov", life_event="Bygga", description="Ansök på nätet.", channel="webb"
        )
        actor = Actor(workspace_id=suggested, name="Kansliet", kind=ActorKind.UNIT, role="Juridik", note="Två personer")
        session.add_all([service, actor])
    with database.reading() as session:
        texts = {carrier.id: carrier.text for carrier in candidates.gather(session, suggested).carriers}
    assert texts[f"service:{service.id}"] == service.words
    assert texts[f"actor:{actor.id}"] == actor.words


def test_official_texts_in_other_languages_go_along_and_summaries_do_not(database: Database, suggested: int) -> None:
    with database.writing() as session:
        wording = session.scalars(select(Wording).order_by(Wording.id)).first()
        assert wording is not None
        wording.language = "da"
        requirement_id = wording.requirement_id
        summary = Summary(
            requirement_id=requirement_id,
            library_key="PROV-01",
            text_sv="Ha en plan.",
            text_en="Have a plan.",
            locator="2 §",
            verified=Verified.KNOWLEDGE,
            fingerprint="0",
        )
        session.add(summary)
    with database.reading() as session:
        queries = {query.id: query for query in candidates.gather(session, suggested).queries["sv"]}
    query = queries[str(requirement_id)]
    assert (query.language, query.text, list(query.texts)) == ("sv", "Ha en plan.", ["da"])
