"""Everything a workspace says as one graph: services in CPSV-AP, guidelines in ELI, actors in ORG, decisions in PROV-O.

What no vocabulary has a word for stands in our own name space. People are agents without a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from urllib.parse import quote
from uuid import UUID

from rdflib import Graph
from rdflib.namespace import DCTERMS, FOAF, ORG, PROV, RDF, SKOS, TIME, XSD
from rdflib.term import Literal, Node, URIRef

from tracker.exchange.framework import (
    Assessment,
    Document,
    Evidence,
    ExchangedFramework,
    Guideline,
    Requirement,
    Subject,
)
from tracker.exchange.organisation import Actor, Organisation
from tracker.exporters import cpsv
from tracker.rdf.namespaces import ELI, OWN, ROV
from tracker.rdf.reading import Triple
from tracker.rdf.services import ServiceDescription

LANGUAGES = "http://publications.europa.eu/resource/authority/language/"
_CODES = {"sv": "SWE", "en": "ENG", "fi": "FIN", "da": "DAN", "nb": "NOB", "no": "NOR", "de": "DEU", "fr": "FRA"}
REVIEWER = OWN["agent:person"]
"""Whoever decided: a person with a role in the workspace, who is not named."""

BODIES = {
    "unit": ORG.OrganizationalUnit,
    "role": ORG.Post,
    "network": ORG.OrganizationalCollaboration,
    "company": ROV["RegisteredOrganization"],
    "vendor": ROV["RegisteredOrganization"],
    "citizen_group": ORG.Organization,
}
"""The class of each kind of actor; of all others, bodies known to the law."""
ABOVE = {"unit": ORG.unitOf, "role": ORG.postIn}
SPOKEN = "sv"
"""The language that names of bodies are in, as they are in descriptions of services."""
TIES = {"reports_to": ORG.reportsTo, "cooperates": ORG.linkedTo}


def turtle(framework: ExchangedFramework, organisation: Organisation, services: Iterable[ServiceDescription]) -> bytes:
    """The whole in Turtle, the same bytes for the same content."""
    return cpsv.turtle_of(graph(framework, organisation, services))


def json_ld(framework: ExchangedFramework, organisation: Organisation, services: Iterable[ServiceDescription]) -> bytes:
    """The whole in JSON-LD with a context of its own."""
    return cpsv.json_ld_of(graph(framework, organisation, services))


def graph(framework: ExchangedFramework, organisation: Organisation, services: Iterable[ServiceDescription]) -> Graph:
    """All statements, sorted, so that they are written in the same order each time."""
    statements = set(cpsv.described(services))
    for guideline in framework.guidelines:
        statements |= set(_guideline(guideline))
    for document in framework.documents:
        statements |= set(_document(document))
    statements |= set(_decisions(framework)) | set(_organisation(organisation))
    statements |= {(REVIEWER, RDF.type, PROV.Agent), (REVIEWER, FOAF.name, Literal("a person of the workspace"))}
    whole = Graph(store="SimpleMemory")
    for statement in sorted(statements, key=lambda each: [term.n3() for term in each]):
        whole.add(statement)
    return whole


def _guideline(guideline: Guideline) -> Iterator[Triple]:
    """The act and its text in one language (ELI keeps them apart), its provisions and requirements as parts of it."""
    act, text = _name(guideline.uuid), URIRef(f"urn:uuid:{guideline.uuid}#text")
    yield act, RDF.type, ELI["LegalResource"]
    yield act, ELI["id_local"], Literal(guideline.identifier)
    yield act, ELI["is_realized_by"], text
    yield act, OWN["level"], Literal(guideline.level)
    yield act, OWN["bindingness"], Literal(guideline.bindingness)
    yield act, OWN["status"], Literal(guideline.status)
    yield from _day(act, ELI["date_document"], guideline.adopted_on)
    yield from _day(act, ELI["first_date_entry_in_force"], guideline.in_force_on)
    yield from _day(act, ELI["date_no_longer_in_force"], guideline.repealed_on)
    yield from _text(act, DCTERMS.publisher, guideline.issuer)
    if cpsv.is_address(guideline.source_url):
        yield act, DCTERMS.source, URIRef(guideline.source_url)
    yield text, RDF.type, ELI["LegalExpression"]
    yield text, ELI["realizes"], act
    yield text, ELI["title"], Literal(guideline.title)
    if guideline.language in _CODES:
        yield text, ELI["language"], URIRef(LANGUAGES + _CODES[guideline.language])
    names: dict[int | None, Node] = {None: act}
    for provision in guideline.provisions:
        part = names[provision.id] = _name(provision.uuid)
        yield part, RDF.type, ELI["LegalResourceSubdivision"]
        yield part, ELI["is_part_of"], names[provision.parent]
        yield part, ELI["number"], Literal(provision.locator)
        yield from _text(part, DCTERMS.title, provision.heading, guideline.language)
        yield from _text(part, PROV.value, provision.text, guideline.language)
    for requirement in guideline.requirements:
        yield from _requirement(requirement, names.get(requirement.provision, act))


def _requirement(requirement: Requirement, stands_in: Node) -> Iterator[Triple]:
    node = _name(requirement.uuid)
    yield node, RDF.type, OWN["Requirement"]
    yield node, ELI["is_part_of"], stands_in
    yield node, OWN["force"], Literal(requirement.force)
    yield node, OWN["text_is"], Literal("summary" if requirement.is_summary else "wording")
    yield from _text(node, ELI["number"], requirement.locator)
    yield from _text(node, PROV.value, requirement.text, requirement.language)
    yield from _text(node, OWN["duty_bearer"], requirement.duty_bearer, requirement.language)
    yield from _text(node, OWN["deadline"], requirement.deadline, requirement.language)


def _document(document: Document) -> Iterator[Triple]:
    node = _name(document.uuid)
    yield node, RDF.type, FOAF.Document
    yield node, RDF.type, PROV.Entity
    yield from _text(node, DCTERMS.title, document.title, document.language)
    yield from _text(node, DCTERMS.type, document.type)
    yield from _text(node, DCTERMS.identifier, document.dnr)
    yield from _text(node, OWN["body"], document.body)
    yield from _day(node, DCTERMS.issued, document.decided_on)
    for passage in document.passages:
        part = _name(passage.uuid)
        yield part, RDF.type, OWN["Passage"]
        yield part, DCTERMS.isPartOf, node
        yield part, PROV.value, Literal(passage.text, lang=document.language or None)
        yield from _text(part, ELI["number"], passage.locator)


def _decisions(framework: ExchangedFramework) -> Iterator[Triple]:
    """What people decided, as entities that an activity of a nameless agent made from what it was decided about."""
    requirements = {one.id: _name(one.uuid) for one in framework.requirements}
    passages = {one.id: _name(one.uuid) for document in framework.documents for one in document.passages}
    evidence = {one.id: one for one in framework.evidence}
    for link in framework.links:
        node = _name(link.uuid)
        yield node, OWN["requirement"], requirements[link.requirement]
        yield node, OWN["passage"], passages[link.passage]
        used = (requirements[link.requirement], passages[link.passage])
        yield from _decision(link.uuid, "Link", link.type, link.on, used)
    for crosswalk in framework.crosswalks:
        node, upper, lower = _name(crosswalk.uuid), requirements[crosswalk.upper], requirements[crosswalk.lower]
        yield node, OWN["upper"], upper
        yield node, OWN["lower"], lower
        yield from _decision(crosswalk.uuid, "Crosswalk", crosswalk.type, crosswalk.on, (upper, lower))
    for piece in framework.evidence:
        yield from _evidence(piece, requirements[piece.requirement])
    for judged in framework.assessments:
        yield from _assessment(judged, requirements[judged.requirement], [evidence[n] for n in judged.evidence])


def _decision(uuid: UUID, kind: str, said: str, on: date | None, used: Iterable[Node]) -> Iterator[Triple]:
    node, activity = _name(uuid), URIRef(f"urn:uuid:{uuid}#decision")
    yield node, RDF.type, OWN[kind]
    yield node, RDF.type, PROV.Entity
    yield from _text(node, OWN["type"], said)
    yield node, PROV.wasGeneratedBy, activity
    yield activity, RDF.type, PROV.Activity
    yield activity, PROV.wasAssociatedWith, REVIEWER
    for each in used:
        yield activity, PROV.used, each
        yield node, PROV.wasDerivedFrom, each
    if on is not None:
        yield activity, PROV.endedAtTime, Literal(f"{on.isoformat()}T00:00:00Z", datatype=XSD.dateTime)


def _evidence(piece: Evidence, requirement: Node) -> Iterator[Triple]:
    node = _name(piece.uuid)
    yield node, RDF.type, OWN["Evidence"]
    yield node, RDF.type, PROV.Entity
    yield node, OWN["requirement"], requirement
    yield node, OWN["subject"], _subject(piece.subject)
    yield node, OWN["type"], Literal(piece.kind)
    yield node, OWN["step"], Literal(piece.step)
    yield from _day(node, DCTERMS.date, piece.on)


def _assessment(judged: Assessment, requirement: Node, evidence: Iterable[Evidence]) -> Iterator[Triple]:
    node = _name(judged.uuid)
    yield node, OWN["requirement"], requirement
    yield node, OWN["subject"], _subject(judged.subject)
    yield node, OWN["compliance"], Literal(judged.compliance)
    yield from _text(node, OWN["side_state"], judged.side_state)
    if judged.level is not None:
        yield node, OWN["level"], Literal(judged.level)
    used = [requirement, *(_name(piece.uuid) for piece in evidence)]
    yield from _decision(judged.uuid, "Assessment", "", judged.on, used)


def _organisation(organisation: Organisation) -> Iterator[Triple]:
    names = {actor.id: _actor_name(actor) for actor in organisation.actors}
    for actor in organisation.actors:
        node, kind = names[actor.id], OWN[f"kind:{actor.kind}"]
        yield node, RDF.type, BODIES.get(actor.kind, ORG.FormalOrganization)
        yield node, SKOS.prefLabel, Literal(actor.name, lang=SPOKEN)
        yield node, ORG.classification, kind
        yield kind, RDF.type, SKOS.Concept
        yield kind, SKOS.prefLabel, Literal(actor.kind)
        if actor.part_of is not None:
            yield node, ABOVE.get(actor.kind, ORG.subOrganizationOf), names[actor.part_of]
    for relation in organisation.relations:
        node, source, target = _name(relation.uuid), names[relation.source], names[relation.target]
        yield node, RDF.type, OWN["Relation"]
        yield node, OWN["from"], source
        yield node, OWN["to"], target
        yield node, OWN["type"], Literal(relation.kind)
        yield node, OWN["formal"], Literal(relation.formal)
        if relation.kind in TIES:
            yield source, TIES[relation.kind], target
        if relation.kind == "member_of":
            yield node, RDF.type, ORG.Membership
            yield node, ORG.member, source
            yield node, ORG.organization, target
        for edge, day in ((TIME.hasBeginning, relation.valid_from), (TIME.hasEnd, relation.valid_to)):
            if day is not None:
                instant = URIRef(f"{node}#{'begins' if edge == TIME.hasBeginning else 'ends'}")
                yield node, edge, instant
                yield instant, RDF.type, TIME.Instant
                yield from _day(instant, TIME.inXSDDate, day)


def _actor_name(actor: Actor) -> URIRef:
    """The address it came with, else the one that descriptions of services have for a body of this name."""
    if cpsv.is_address(actor.identifier):
        return URIRef(actor.identifier)
    return OWN[f"actor:{quote(actor.name, safe='', errors='replace')}"]


def _subject(subject: Subject) -> URIRef:
    return OWN[f"{subject.kind}:{quote(subject.name, safe='', errors='replace')}"]


def _name(uuid: UUID) -> URIRef:
    return URIRef(f"urn:uuid:{uuid}")


def _text(node: Node, predicate: URIRef, text: str, language: str = "") -> Iterator[Triple]:
    if text:
        yield node, predicate, Literal(text, lang=language or None)


def _day(node: Node, predicate: URIRef, day: date | None) -> Iterator[Triple]:
    if day is not None:
        yield node, predicate, Literal(day.isoformat(), datatype=XSD.date)


FORMS: dict[str, Callable[[ExchangedFramework, Organisation, Iterable[ServiceDescription]], bytes]] = {
    "ttl": turtle,
    "jsonld": json_ld,
}
