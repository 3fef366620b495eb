"""What W3C ORG descriptions say of organisations, their parts, posts and ties; people are left out.

Also read: public organisations of CPSV-AP, registered organisations (ROV), FOAF and schema.org organisations, and the
administrative units of the Flemish OSLO vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from rdflib import Graph, Namespace
from rdflib.namespace import DCTERMS, FOAF, ORG, RDF, SKOS, TIME
from rdflib.term import Node, URIRef

from tracker.rdf.namespaces import BESLUIT, CV, ROV, SCHEMAS
from tracker.rdf.texts import first_text, label, plain, short_address
from tracker.tables.network import ActorKind, RelationKind

NETWORKS = frozenset([ORG.OrganizationalCollaboration])
UNITS = frozenset([ORG.OrganizationalUnit])
COMPANIES = frozenset([ROV["RegisteredOrganization"]])
FORMAL = frozenset(
    [
        ORG.FormalOrganization,
        CV["PublicOrganisation"],
        CV["PublicOrganization"],
        BESLUIT["Bestuurseenheid"],
        BESLUIT["Bestuursorgaan"],
        *(schema["GovernmentOrganization"] for schema in SCHEMAS),
    ]
)
"""Bodies known to the law, whatever they are parts of."""
OTHERS = frozenset([ORG.Organization, FOAF.Organization, *(schema["Organization"] for schema in SCHEMAS)])
ORGANISATIONS = NETWORKS | UNITS | COMPANIES | FORMAL | OTHERS
ROLES = frozenset([ORG.Post, ORG.Role])
PEOPLE = frozenset(
    [
        FOAF.Person,
        URIRef("http://www.w3.org/ns/person#Person"),
        URIRef("http://www.w3.org/2006/vcard/ns#Individual"),
        *(schema["Person"] for schema in SCHEMAS),
    ]
)

ABOVE = (ORG.unitOf, ORG.subOrganizationOf, ORG.postIn, *(schema["parentOrganization"] for schema in SCHEMAS))
BELOW = (ORG.hasUnit, ORG.hasSubOrganization, ORG.hasPost, *(schema["subOrganization"] for schema in SCHEMAS))
CLASSES = (ORG.classification, ROV["orgType"], BESLUIT["classificatie"], DCTERMS.type)
NOTES = (DCTERMS.description, SKOS.note, *(schema["description"] for schema in SCHEMAS))
TIES = {
    ORG.reportsTo: RelationKind.REPORTS_TO,
    ORG.headOf: RelationKind.STEERS,
    ORG.memberOf: RelationKind.MEMBER_OF,
    ORG.linkedTo: RelationKind.COOPERATES,
}

_REGISTERED = Namespace("http://www.w3.org/ns/regorg#")["legalName"]
_DAYS = (TIME.inXSDDate, TIME.inXSDDateTimeStamp, TIME.inXSDDateTime)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A tie between two nodes of the file, with the property that states it and the days it holds."""

    start: Node
    end: Node
    kind: RelationKind
    stated: str
    valid_from: date | None = None
    valid_to: date | None = None


def actors(graph: Graph) -> list[Node]:
    """Organisations, posts and roles in the order of the file.

    A role that posts or memberships only name (org:role) is what these are called, not an actor of its own. What the
    file puts above or below an organisation and names is one too, typed or not.
    """
    named_only = set(graph.objects(None, ORG.role))
    found: dict[Node, None] = {}
    for subject, predicate, value in graph:
        if predicate == RDF.type and (value in ORGANISATIONS or (value in ROLES and subject not in named_only)):
            found[subject] = None
        if predicate in ABOVE or predicate in BELOW:
            found |= {node: None for node in (subject, value) if label(graph, node)}
    people = set(_people(graph))
    return [node for node in found if node not in people]


def count_people(graph: Graph) -> int:
    """How many people the file speaks of."""
    return len(set(_people(graph)))


def name(graph: Graph, node: Node) -> str:
    """What the actor is called; a post without a name is called by its role and its organisation."""
    own = label(graph, node)
    if own:
        return own
    registered = plain(first_text(graph, node, (_REGISTERED,)) or "")
    if registered:
        return registered
    parts = [role(graph, node), *(label(graph, above) for above in parents(graph, node)[:1])]
    return ", ".join(part for part in parts if part)


def role(graph: Graph, node: Node) -> str:
    """The roles of a post, or the purpose of an organisation."""
    roles = sorted({label(graph, each) for each in graph.objects(node, ORG.role)} - {""})
    purposes = sorted({label(graph, each) for each in graph.objects(node, ORG.purpose)} - {""})
    return ", ".join(roles or purposes)


def note(graph: Graph, node: Node) -> str:
    """What the file says of the actor in running text."""
    return plain(first_text(graph, node, NOTES) or "")


def kind(graph: Graph, node: Node) -> ActorKind | None:
    """What the types alone tell of the kind of actor; None where they tell nothing but that it is one."""
    types = set(graph.objects(node, RDF.type))
    if types & ROLES:
        return ActorKind.ROLE
    if types & NETWORKS:
        return ActorKind.NETWORK
    if types & UNITS:
        return ActorKind.UNIT
    return ActorKind.COMPANY if types & COMPANIES and not types & FORMAL else None


def is_body_of_its_own(graph: Graph, node: Node) -> bool:
    """Whether the types say that the law knows it, so that being a part of another body does not make it a unit."""
    return not FORMAL.isdisjoint(graph.objects(node, RDF.type))


def class_words(graph: Graph, node: Node) -> Iterator[str]:
    """Words the file classifies the actor by: labels of its classes, or the ends of their addresses."""
    for each in CLASSES:
        for value in sorted(graph.objects(node, each), key=str):
            yield label(graph, value) or short_address(str(value))


def parents(graph: Graph, node: Node) -> list[Node]:
    """What the actor is a part of, stated from either side."""
    up = [value for each in ABOVE for value in sorted(graph.objects(node, each), key=str)]
    down = [value for each in BELOW for value in sorted(graph.subjects(each, node), key=str)]
    return list(dict.fromkeys(above for above in (*up, *down) if above != node))


def ties(graph: Graph) -> Iterator[Tie]:
    """What the file states between two nodes, once for each kind, whichever way it states it."""
    for stated, relation in TIES.items():
        for start, _, end in graph.triples((None, stated, None)):
            yield Tie(start=start, end=end, kind=relation, stated=_word(stated))
    for start, _, end in graph.triples((None, ORG.hasMember, None)):
        yield Tie(start=end, end=start, kind=RelationKind.MEMBER_OF, stated=_word(ORG.hasMember))
    for membership, _, member in graph.triples((None, ORG.member, None)):
        during = [membership, *graph.objects(membership, ORG.memberDuring)]
        for body in sorted(graph.objects(membership, ORG.organization), key=str):
            yield Tie(
                start=member,
                end=body,
                kind=RelationKind.MEMBER_OF,
                stated=_word(ORG.Membership),
                valid_from=_day(graph, during, TIME.hasBeginning, "startDate"),
                valid_to=_day(graph, during, TIME.hasEnd, "endDate"),
            )


def _people(graph: Graph) -> Iterator[Node]:
    for each in PEOPLE:
        yield from graph.subjects(RDF.type, each)


def _word(address: URIRef) -> str:
    return f"org:{short_address(address)}"


def _day(graph: Graph, nodes: Collection[Node], edge: URIRef, plain_name: str) -> date | None:
    """The day an interval begins or ends, from an instant of OWL-Time or a date of schema.org."""
    instants = [instant for node in nodes for instant in graph.objects(node, edge)]
    stated = [value for instant in instants for each in _DAYS for value in graph.objects(instant, each)]
    stated += [value for node in nodes for schema in SCHEMAS for value in graph.objects(node, schema[plain_name])]
    for value in sorted(map(str, stated)):
        if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            try:
                return date.fromisoformat(value[:10])
            except ValueError:
                continue
    return None
