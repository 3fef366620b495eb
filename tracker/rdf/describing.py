"""What a file says of one resource: its statements and those of the blank nodes and resources it leads to."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rdflib import Graph
from rdflib.namespace import ORG, RDF, SKOS
from rdflib.term import BNode, Literal, Node

from tracker.rdf.reading import Triple

LONGEST = 2_000
"""Statements of one description. One that would be longer keeps to its own statements and its blank nodes."""

# Where these lead, a whole code list or organisation begins; it is not what the file says of this one resource.
_NOT_FOLLOWED = frozenset(
    [
        SKOS.inScheme,
        SKOS.topConceptOf,
        SKOS.hasTopConcept,
        SKOS.narrower,
        SKOS.member,
        ORG.hasUnit,
        ORG.hasSubOrganization,
        ORG.hasMember,
        ORG.hasPost,
    ]
)


def description(graph: Graph, resource: Node, peers: Collection[Node]) -> set[Triple]:
    """All that the file says of `resource`: forwards through everything it leads to, backwards one step.

    A link to one of the `peers`, the other resources that get descriptions, is kept and not followed. What points at
    the resource (an authority that provides it, a list it stands in) is kept with its own statements.
    """
    found: set[Triple] = set()
    starts = [resource, *_pointing(graph, resource, peers, found)]
    if _follow(graph, starts, resource, peers, found, blank_only=False):
        return found
    found = set(graph.triples((None, None, resource)))
    _follow(graph, [resource], resource, peers, found, blank_only=True)
    return found


def _pointing(graph: Graph, resource: Node, peers: Collection[Node], found: set[Triple]) -> Iterator[Node]:
    """What the resource is said of, through any blank nodes in between (such as the cells of a list)."""
    waiting, seen = [resource], {resource}
    while waiting and len(found) <= LONGEST:
        here = waiting.pop()
        for triple in graph.triples((None, None, here)):
            other = triple[0]
            if other in peers:
                continue
            found.add(triple)
            if other not in seen:
                seen.add(other)
                yield other
                if isinstance(other, BNode):
                    waiting.append(other)


def _follow(
    graph: Graph, starts: list[Node], resource: Node, peers: Collection[Node], found: set[Triple], *, blank_only: bool
) -> bool:
    """Add the statements of `starts` and of what they lead to; False when there are too many."""
    waiting, seen = list(starts), set(starts)
    while waiting:
        here = waiting.pop()
        for triple in graph.triples((here, None, None)):
            _, predicate, value = triple
            if value in peers and value != resource and here != resource:
                continue  # said in the description of that peer
            found.add(triple)
            if len(found) > LONGEST and not blank_only:
                return False
            if isinstance(value, Literal) or value in peers or value in seen or predicate in _NOT_FOLLOWED:
                continue
            if value == RDF.nil or (blank_only and not isinstance(value, BNode)):
                continue
            seen.add(value)
            waiting.append(value)
    return True
