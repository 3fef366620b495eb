"""Services as CPSV-AP 3 in Turtle or JSON-LD: what came in goes out, altered only where the catalogue now says else."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from urllib.parse import quote

from rdflib import Graph
from rdflib.namespace import DCTERMS, FOAF, RDF, SKOS, XSD
from rdflib.plugins.serializers.jsonld import from_rdf
from rdflib.plugins.serializers.turtle import TurtleSerializer
from rdflib.term import BNode, Literal, Node, URIRef

from tracker.errors import TrackerError
from tracker.rdf import services as said
from tracker.rdf.namespaces import CPSV, CV, OWN, PREFIXES
from tracker.rdf.reading import Triple
from tracker.rdf.services import ServiceDescription
from tracker.rdf.statements import parsed
from tracker.tables.service import ServiceStatus

_WHOLE_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\ud800-\udfff]+")
SWEDEN = URIRef("http://publications.europa.eu/resource/authority/country/SWE")
"""Where bodies of Swedish municipalities are competent, as far as a catalogue asks."""
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_ADMS_STATUS = "http://purl.org/adms/status/"
_STATUS = {
    ServiceStatus.PLANNED.value: "UnderDevelopment",
    ServiceStatus.IN_SERVICE.value: "Completed",
    ServiceStatus.CLOSED.value: "Withdrawn",
}
_SHORTENED = frozenset([XSD.integer, XSD.decimal, XSD.double, XSD.boolean])


def turtle(services: Iterable[ServiceDescription]) -> bytes:
    """The services in Turtle, the same bytes for the same services."""
    return turtle_of(described(services))


def turtle_of(graph: Graph) -> bytes:
    """A graph in Turtle with the prefixes of the vocabularies we know."""
    for prefix, address in PREFIXES.items():
        graph.bind(prefix, address, replace=True)
    out = io.BytesIO()
    _ExactTurtle(graph).serialize(out)
    return out.getvalue()


def json_ld(services: Iterable[ServiceDescription]) -> bytes:
    """The services in JSON-LD with a context of its own, which nobody has to fetch."""
    return json_ld_of(described(services))


def json_ld_of(graph: Graph) -> bytes:
    """A graph in JSON-LD with the context inside."""
    nodes = from_rdf(graph, PREFIXES, use_native_types=False)  # type: ignore[no-untyped-call]  # rdflib
    nodes = nodes.get("@graph", [nodes]) if isinstance(nodes, dict) else nodes
    listed = [{key: value for key, value in node.items() if key != "@context"} for node in nodes]
    listed.sort(key=lambda node: (str(node.get("@id", "")), json.dumps(node, sort_keys=True)))
    document = {"@context": PREFIXES, "@graph": [node for node in listed if node]}
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True).encode("utf-8", "backslashreplace")


SERVICES: dict[str, Callable[[Iterable[ServiceDescription]], bytes]] = {"ttl": turtle, "jsonld": json_ld}
MEDIA_TYPES = {"ttl": "text/turtle", "jsonld": "application/ld+json"}


def services(form: str, rows: Iterable[ServiceDescription]) -> bytes:
    """The services in the format called `form`, a key of SERVICES; TrackerError naming the choices for any other."""
    if form not in SERVICES:
        raise TrackerError("error.export_format", format=form, choices=", ".join(SERVICES))
    return SERVICES[form](rows)


def is_address(text: str) -> bool:
    """Whether the text can stand as the address of something."""
    return _WHOLE_ADDRESS.fullmatch(text) is not None


def described(services: Iterable[ServiceDescription]) -> Graph:
    """All that is known of the services as one graph."""
    statements = {statement for service in services for statement in _described(service)}
    whole = Graph(store="SimpleMemory")  # which keeps the order, so that generated prefixes are always the same
    for statement in sorted(statements, key=lambda each: [term.n3() for term in each]):
        whole.add(statement)
    return whole


def _described(service: ServiceDescription) -> Graph:
    """Begin with what the file said and alter only what reads differently by now.

    A value that no word of the vocabulary gives back exactly is written in a word of our own as well.
    """
    graph = parsed(service.statements)
    known = list(said.services(graph))
    subject = known[0] if known else _minted(graph, service)
    wanted = dict(service.cells)
    if known and wanted.get("name") in _kept_names(graph, subject):
        wanted["name"] = said.cells(graph, subject).get("name", "")
    for key in _differing(graph, subject, wanted):
        graph.remove((subject, OWN[key], None))
        if key in _TEXTS:
            _replace(graph, subject, _TEXTS[key], wanted.get(key, ""), service.language)
        elif key in _STATED:
            _restate(graph, subject, key, Literal(wanted.get(key, ""), lang=service.language or None))
    if not known:
        _complete(graph, subject, wanted, service.language)
    for key in _differing(graph, subject, wanted):
        graph.set((subject, OWN[key], Literal(wanted.get(key, ""))))
    return graph


def _complete(graph: Graph, subject: Node, wanted: said.Cells, language: str) -> None:
    """Say what CPSV-AP asks of every service and nobody has said: that it is described by its name.

    A word of our own then says that there is no description, and so it is read.
    """
    if not wanted.get("description") and wanted.get("name"):
        graph.add((subject, DCTERMS.description, Literal(wanted["name"], lang=language or None)))


def _differing(graph: Graph, subject: Node, wanted: said.Cells) -> list[str]:
    read = said.cells(graph, subject)
    return sorted(key for key in read.keys() | wanted.keys() if read.get(key, "") != wanted.get(key, ""))


def _kept_names(graph: Graph, subject: Node) -> set[str]:
    """What the catalogue may call a service without anybody having renamed it."""
    name = said.cells(graph, subject).get("name", "")
    return {name, said.told_apart(name, subject)} if name else {said.unnamed(graph, subject)}


def _minted(graph: Graph, service: ServiceDescription) -> Node:
    """A service that no file described: known by its address, or by one made from its identifier or name."""
    key = service.identifier
    if _WHOLE_ADDRESS.fullmatch(key):
        subject = URIRef(key)
    else:
        subject = _own_address("service", key or service.cells.get("name", ""))
        if key:
            graph.add((subject, DCTERMS.identifier, Literal(key)))
    graph.add((subject, RDF.type, CPSV["PublicService"]))
    return subject


def _own_address(kind: str, name: str) -> URIRef:
    return OWN[f"{kind}:{quote(name, safe='', errors='replace')}"]


def _replace(graph: Graph, subject: Node, properties: Sequence[URIRef], value: str, language: str) -> None:
    """Replace the one text that was shown, in its language; those in others stay."""
    old = said.shown(graph, subject, properties)
    if old is not None:
        graph.remove((subject, *old))
        language = old[1].language or ""
    if value:
        graph.add((subject, properties[0], Literal(value, lang=language or None)))


def _restate(graph: Graph, subject: Node, key: str, value: Literal) -> None:
    """Take back what the file said for a column, and say what the column says."""
    properties, statements = _STATED[key]
    for each in properties:
        graph.remove((subject, each, None))
    if key == "unit":
        for each in said.PROVIDES:
            graph.remove((None, each, subject))
    for statement in statements(subject, value) if value else ():
        graph.add(statement)


def _unit(subject: Node, name: Literal) -> Iterator[Triple]:
    body = _own_address("actor", name)
    yield subject, CV["hasCompetentAuthority"], body
    yield body, RDF.type, CV["PublicOrganisation"]
    yield body, SKOS.prefLabel, name
    yield body, DCTERMS.spatial, SWEDEN
    yield SWEDEN, RDF.type, DCTERMS.Location


def _channels(subject: Node, names: Literal) -> Iterator[Triple]:
    for name in filter(None, (part.strip() for part in re.split("[,;]", names))):
        channel = BNode("c" + blake2b(f"{subject} {name}".encode(errors="replace"), digest_size=8).hexdigest())
        yield subject, CV["hasChannel"], channel
        yield channel, RDF.type, CV["Channel"]
        yield channel, DCTERMS.identifier, Literal(str(channel))
        yield channel, DCTERMS.description, Literal(name, lang=names.language)


def _life_event(subject: Node, name: Literal) -> Iterator[Triple]:
    event = _own_address("event", name)
    yield subject, CV["isGroupedBy"], event
    yield event, RDF.type, CV["LifeEvent"]
    yield event, RDF.type, CV["Event"]  # validators do not know that every life event is one
    yield event, DCTERMS.identifier, Literal(str(event))
    yield event, DCTERMS.title, name


def _status(subject: Node, code: Literal) -> Iterator[Triple]:
    if str(code) in _STATUS:
        status = URIRef(_ADMS_STATUS + _STATUS[str(code)])
        yield subject, said.STATUSES[0], status
        yield status, RDF.type, SKOS.Concept


def _start(subject: Node, day: Literal) -> Iterator[Triple]:
    yield subject, said.STARTS[0], Literal(str(day), datatype=XSD.date)


def _page(subject: Node, address: Literal) -> Iterator[Triple]:
    if _WHOLE_ADDRESS.fullmatch(address):
        yield subject, FOAF.homepage, URIRef(address)


_TEXTS = {"name": said.TITLES, "description": said.DESCRIPTIONS}
_STATED: dict[str, tuple[Sequence[URIRef], Callable[[Node, Literal], Iterator[Triple]]]] = {
    "unit": (said.AUTHORITIES, _unit),
    "channel": (said.CHANNELS, _channels),
    "life_event": (said.EVENTS, _life_event),
    "status": (said.STATUSES, _status),
    "started_on": (said.STARTS, _start),
    "url": (said.PAGES, _page),
}
"""For a column, the words of the vocabulary it is read from, and the statements it is written as."""


class _ExactTurtle(TurtleSerializer):
    """Numbers keep their form: bare, "007" would be read as 7.

    Only prefixes we know are used: looking for one to every address takes most of the time, and finds none for names.
    """

    def getQName(self, uri: Node, gen_prefix: bool = True) -> str | None:  # noqa: ARG002, N802 - as the library has it
        for prefix, space in PREFIXES.items():
            if isinstance(uri, URIRef) and uri.startswith(space) and _WORD.fullmatch(uri, len(space)):
                self.addNamespace(prefix, URIRef(space))
                return f"{prefix}:{uri[len(space) :]}"
        return None

    def label(self, node: Node, position: int) -> str:
        if isinstance(node, Literal) and node.datatype in _SHORTENED:
            return node.n3()
        return super().label(node, position)
