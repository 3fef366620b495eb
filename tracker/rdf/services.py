"""What CPSV-AP descriptions say of a service, in the columns of the catalogue.

The names are those of CPSV-AP 1.x to 3.x and of the Flemish LPDC; where versions differ, the newest stands first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from rdflib import Graph
from rdflib.namespace import DCTERMS, FOAF, RDF, RDFS
from rdflib.term import BNode, Literal, Node, URIRef

from tracker.rdf.namespaces import ADMS, CPSV, CV, LPDC, OFFERED, OWN, PATTERNS, RELATIVE, SCHEMAS
from tracker.rdf.texts import NAMES, best, cut, first_text, label, plain, short_address
from tracker.tables.service import ServiceStatus

TITLES = (DCTERMS.title, *(name for name in NAMES if name != DCTERMS.title))
DESCRIPTIONS = (DCTERMS.description, RDFS.comment, *(schema["description"] for schema in SCHEMAS))
AUTHORITIES = (CV["hasCompetentAuthority"], LPDC["hasExecutingAuthority"], CV["ownedBy"], CV["isOwnedBy"])
PROVIDES = (CPSV["provides"], CV["provides"])  # from the organisation to the service
CHANNELS = (CV["hasChannel"], CPSV["hasChannel"])
EVENTS = (CV["isGroupedBy"],)
STATUSES = (ADMS["status"],)
STARTS = tuple(schema["startDate"] for schema in SCHEMAS)
PAGES = (FOAF.homepage, FOAF.page, *(schema["url"] for schema in SCHEMAS))
SITES = (LPDC["hasWebsite"], RDFS.seeAlso, *CHANNELS)  # resources of a service that have pages of their own

Cells = Mapping[str, str]
"""Texts by column of the catalogue."""

LENGTHS = {
    "identifier": 400,
    "name": 400,
    "unit": 400,
    "channel": 120,
    "life_event": 200,
    "url": 1000,
    "description": 10_000,
}
"""Characters of the columns. What does not fit is cut here, and kept whole in the description."""

_STATUS = {
    "active": ServiceStatus.IN_SERVICE,
    "completed": ServiceStatus.IN_SERVICE,
    "current": ServiceStatus.IN_SERVICE,
    "inservice": ServiceStatus.IN_SERVICE,
    "published": ServiceStatus.IN_SERVICE,
    "develop": ServiceStatus.PLANNED,
    "underdevelopment": ServiceStatus.PLANNED,
    "planned": ServiceStatus.PLANNED,
    "pilot": ServiceStatus.PILOT,
    "test": ServiceStatus.PILOT,
    "closed": ServiceStatus.CLOSED,
    "deprecated": ServiceStatus.CLOSED,
    "discont": ServiceStatus.CLOSED,
    "inactive": ServiceStatus.CLOSED,
    "retired": ServiceStatus.CLOSED,
    "withdrawn": ServiceStatus.CLOSED,
}
"""Words of the ADMS, concept-status and data set-status lists of the EU, and ours; letters only."""


def services(graph: Graph) -> dict[Node, bool]:
    """The services of a file in its order, each with whether it is offered (rather than a pattern for services).

    A class that the file declares a subclass of one we know counts as well.
    """
    offered, patterns = _with_subclasses(graph, OFFERED), _with_subclasses(graph, PATTERNS)
    found: dict[Node, bool] = {}
    for subject, _, kind in graph.triples((None, RDF.type, None)):
        if kind in offered or kind in patterns:
            found[subject] = found.get(subject, False) or kind in offered
    return found


def cells(graph: Graph, service: Node) -> dict[str, str]:
    """What the file says of the service, by column of the catalogue; only columns that it says anything for.

    What we wrote ourselves for a column (tracker.exporters.cpsv) goes before what other words suggest.
    """
    read = {
        "name": _title(graph, service),
        "unit": _first(label(graph, authority) for authority in authorities(graph, service)),
        "channel": _joined(sorted(_channel(graph, channel) for channel in _objects(graph, service, CHANNELS))),
        "life_event": _joined(sorted(label(graph, event) for event in _objects(graph, service, EVENTS))),
        "status": _first(_status(graph, value) for value in _objects(graph, service, STATUSES)),
        "started_on": _first(str(value)[:10] for value in _objects(graph, service, STARTS) if _is_day(value)),
        "url": _first(_pages(graph, service)),
        "description": plain(first_text(graph, service, DESCRIPTIONS) or ""),
    }
    own = {key: plain(value) for key, value in own_cells(graph, service)}
    return {key: cut(value, LENGTHS.get(key, 10_000)) for key, value in (read | own).items() if value}


def own_cells(graph: Graph, service: Node) -> Iterator[tuple[str, Literal]]:
    """The columns written in words of our own, with their texts."""
    for _, predicate, value in graph.triples((service, None, None)):
        key = str(predicate).removeprefix(OWN)
        if key != str(predicate) and ":" not in key and isinstance(value, Literal):
            yield key, value


def title(graph: Graph, service: Node) -> Literal | None:
    """The text that names the service, with its language."""
    return first_text(graph, service, TITLES)


def shown(graph: Graph, service: Node, properties: Iterable[URIRef]) -> tuple[URIRef, Literal] | None:
    """The text that is shown of several, with the property that states it."""
    for each in properties:
        text = best(graph.objects(service, each))
        if text is not None:
            return each, text
    return None


def identifier(graph: Graph, service: Node) -> str:
    """What the service is known by when it comes again: its address, or the identifier in its catalogue, or "".

    Addresses that are ours or were relative say nothing outside the file: there the identifier counts.
    """
    address = str(service) if isinstance(service, URIRef) else ""
    known = "" if address.startswith((RELATIVE, str(OWN))) else address
    known = known or plain(best(graph.objects(service, DCTERMS.identifier)) or "")
    return known if len(known) <= LENGTHS["identifier"] else ""


def unnamed(graph: Graph, service: Node) -> str:
    """What to call a service without a title: its identifier, or the end of its address, or ""."""
    known = plain(best(graph.objects(service, DCTERMS.identifier)) or "")
    if not known and isinstance(service, URIRef):
        known = plain(short_address(unquote(service)))
    return cut(" ".join(known.split()), LENGTHS["name"])


def authorities(graph: Graph, service: Node) -> list[Node]:
    """Who answers for the service, the competent authority first."""
    return [*_objects(graph, service, AUTHORITIES), *(s for p in PROVIDES for s in graph.subjects(p, service))]


def told_apart(name: str, service: Node) -> str:
    """A name that several services share, with what tells this one from the others."""
    short = short_address(str(service)) if isinstance(service, URIRef) else ""
    return f"{name[: LENGTHS['name'] - len(short) - 3]} ({short})" if short else name


def _with_subclasses(graph: Graph, classes: Iterable[URIRef]) -> set[Node]:
    found: set[Node] = set(classes)
    waiting = [*found]
    while waiting:
        below = set(graph.subjects(RDFS.subClassOf, waiting.pop())) - found
        found |= below
        waiting += below
    return found


def _objects(graph: Graph, node: Node, properties: Iterable[URIRef]) -> Iterator[Node]:
    """Addresses by the alphabet, then blank nodes in the order of the file."""
    for each in properties:
        yield from sorted(
            graph.objects(node, each), key=lambda value: "\uffff" if isinstance(value, BNode) else str(value)
        )


def _title(graph: Graph, service: Node) -> str:
    return " ".join(plain(title(graph, service) or "").split())


def _channel(graph: Graph, channel: Node) -> str:
    """What a channel is called, else the kind of channel it is, else a short description of it."""
    kinds = list(_objects(graph, channel, (DCTERMS.type, RDF.type)))
    named = [label(graph, channel), *(label(graph, kind) for kind in kinds)]
    described = plain(first_text(graph, channel, DESCRIPTIONS) or "")
    return _first([*named, described if len(described) <= LENGTHS["channel"] else ""])


def _status(graph: Graph, value: Node) -> str:
    for word in (label(graph, value), short_address(str(value))):
        status = _STATUS.get(re.sub(r"[^a-z]", "", word.lower()))
        if status is not None:
            return status.value
    return ""


def _pages(graph: Graph, service: Node) -> Iterator[str]:
    for node in (service, *_objects(graph, service, SITES)):
        for page in _objects(graph, node, PAGES):
            if str(page).startswith(RELATIVE):
                continue  # relative in a file without an address: it leads nowhere
            if re.fullmatch(r"https?://[^\s/]\S*", str(page), re.IGNORECASE) and len(str(page)) <= LENGTHS["url"]:
                yield str(page)


def _is_day(value: Node) -> bool:
    return re.match(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]", str(value)) is not None


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(text for text in texts if text))


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDescription:
    """A service to be described to others: its columns as text, and what a file once said of it as N-Triples.

    The cells are keyed as the columns of the catalogue, days as 2026-11-22, closed sets by their codes, yes and no as
    "true" and "false"; an empty one is left out. `language` is that of new texts.
    """

    cells: Cells
    identifier: str = ""
    language: str = "sv"
    statements: str = ""
