"""What a file says of one resource: its statements and those of the blank nodes and resources it leads to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

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


class Describing:
    """The descriptions of some resources of a graph, the `peers`; what several share is looked up once."""

    def __init__(self, graph: Graph, peers: Collection[Node]) -> None:
        self.graph = graph
        self.peers = peers
        self._own: dict[Node, tuple[Triple, ...]] = {}

    def of(self, resource: Node, *, whole: bool = True) -> set[Triple]:
        """All that the file says of `resource`: forwards through everything it leads to, backwards one step.

        A link to a peer is kept and not followed. What points at the resource (an authority that provides it, a list
        it stands in) is kept with its own statements. A description that is not whole, or would be too long, has the
        statements of the resource and of its blank nodes, and those that point at it.
        """
        found: set[Triple] = set()
        if whole and self._follow([resource, *self._pointing(resource, found)], found, limit=LONGEST):
            return found
        found = {triple for triple in self.graph.triples((None, None, resource)) if triple[0] not in self.peers}
        self._follow([resource], found, limit=None)
        return found

    def _pointing(self, resource: Node, found: set[Triple]) -> Iterator[Node]:
        """What the resource is said of, through any blank nodes in between (such as the cells of a list)."""
        waiting, seen = [resource], {resource}
        while waiting and len(found) <= LONGEST:
            here = waiting.pop()
            for triple in self.graph.triples((None, None, here)):
                other = triple[0]
                if other in self.peers:
                    continue
                found.add(triple)
                if other not in seen:
                    seen.add(other)
                    yield other
                    if isinstance(other, BNode):
                        waiting.append(other)

    def _follow(self, starts: list[Node], found: set[Triple], *, limit: int | None) -> bool:
        """Add the statements of `starts` and of what they lead to; False when that is more than `limit`.

        Without a limit only blank nodes are followed.
        """
        waiting, seen = list(starts), set(starts)
        while waiting:
            here = waiting.pop()
            for triple in self._statements(here):
                _, predicate, value = triple
                found.add(triple)
                if limit is not None and len(found) > limit:
                    return False
                if isinstance(value, Literal) or value in self.peers or value in seen or predicate in _NOT_FOLLOWED:
                    continue
                if value == RDF.nil or (limit is None and not isinstance(value, BNode)):
                    continue
                seen.add(value)
                waiting.append(value)
        return True

    def _statements(self, node: Node) -> Iterable[Triple]:
        """The statements of a node; of a shared one without those on peers, which stand in their descriptions."""
        statements = self.graph.triples((node, None, None))
        if node in self.peers:
            return statements
        if node not in self._own:
            self._own[node] = tuple(triple for triple in statements if triple[2] not in self.peers)
        return self._own[node]
