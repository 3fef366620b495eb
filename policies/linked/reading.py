"""Turtle, N-Triples, JSON-LD and RDF/XML as statements, under limits; nothing is fetched and no entity is expanded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from xml.parsers import expat
from xml.sax import SAXException, SAXParseException

from rdflib import Dataset, Graph
from rdflib.exceptions import Error as RdfError
from rdflib.exceptions import ParserError
from rdflib.namespace import XSD
from rdflib.plugins.parsers.jsonld import to_rdf
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.plugins.stores.memory import Memory
from rdflib.term import BNode, Identifier, Literal, URIRef

from policies import limits
from policies.document import ReadWarning
from policies.errors import UnreadableFile
from policies.linked.contexts import with_contexts
from policies.linked.terms import Linked, Triple
from policies.readers.decoding import decode

STATEMENTS = 200_000

_TURTLE_LIST = re.compile(r"\[\s*(?:\]|[^\s\[{\"\]]+\s|[^\s\[{\"\]]*:)")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")  # of an encoding that the text, decoded by now, no longer has
_NOT_AN_ADDRESS = re.compile('[\x00-\x20<>"{}|^`\\\\\ud800-\udfff]')
_PLACE = re.compile(r":(\d{1,9}):\d{1,9}: (.{0,300})", re.DOTALL)
# What rdflib's parsers meet on broken input, besides their own errors; anything else is a bug and surfaces.
_STUMBLES = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError, SyntaxError, RdfError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What a file is read against where it leaves something open.

    `base` is where relative addresses begin, `unknown` where terms begin that no JSON-LD context defines, and `cpsv_ap`
    the context that stands in for the address of CPSV-AP's.
    """

    base: str
    unknown: str
    cpsv_ap: Mapping[str, Any] = field(default_factory=dict)


def read(data: bytes, file: str, vocabulary: Vocabulary) -> Linked:
    """The statements of a file whose syntax is told by its content.

    Raises UnreadableFile, where possible with the line: empty, no RDF, broken, nested too deep, too many statements,
    a document type declaration, or a context that would have to be fetched.
    """
    if not data.strip():
        raise UnreadableFile("error.rdf_empty", file=file)
    text, found = _text(data, file)
    form = _form(text, file)
    try:
        triples = _parsed(text, form, file, vocabulary)
    except _Full as problem:
        raise UnreadableFile("error.rdf_too_many_statements", file=file, limit=STATEMENTS) from problem
    except RecursionError as problem:
        raise UnreadableFile("error.rdf_too_deep", file=file, limit=limits.XML_DEPTH) from problem
    except (SAXException, *_STUMBLES) as problem:
        raise _broken(problem, form, file) from problem
    return Linked(triples=tuple(triples), warnings=found)


class _Full(Exception):
    """More statements than may be read."""


class _Bounded(Memory):
    """A store that refuses to grow without end and, unlike its parent, knows the order of the file."""

    def __init__(self) -> None:
        super().__init__()
        self.ordered: dict[Triple, None] = {}

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:
        self.ordered[triple] = None
        if len(self.ordered) > STATEMENTS:
            raise _Full
        super().add(triple, context, quoted)


class _Graphs(Dataset):
    """What the JSON-LD parser writes to. It asks for its default graph by a name that its own library warns of."""

    @property
    def default_context(self) -> Graph:
        graph: Graph = self.default_graph
        return graph

    @default_context.setter
    def default_context(self, graph: Graph) -> None:
        self.default_graph = graph


def _text(data: bytes, file: str) -> tuple[str, tuple[ReadWarning, ...]]:
    """UTF-8 as it stands; anything else is what the declaration, the mark or the letters suggest."""
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        return decode(data, file)
    except UnreadableFile as problem:
        raise UnreadableFile("error.rdf_kind", file=file) from problem


def _form(text: str, file: str) -> str:
    """The name rdflib has for the syntax; Turtle includes N-Triples."""
    head = text.lstrip()[:4000]
    if "\x00" in head or head.startswith(("PK\x03", "%PDF")):
        raise UnreadableFile("error.rdf_kind", file=file)
    if head.startswith("{") or (head.startswith("[") and not _TURTLE_LIST.match(head)):
        return "json-ld"
    if re.match(r"<!doctype\s+html|<html[\s>]", head, re.IGNORECASE):
        raise UnreadableFile("error.rdf_kind", file=file)
    if re.match(r"<(?:[?]xml\s|!|[A-Za-z][\w.:-]{0,60}\s+[\w.:-]{1,60}\s*=)", head):
        return "xml"
    return "turtle"


def _parsed(text: str, form: str, file: str, vocabulary: Vocabulary) -> Iterator[Triple]:
    store = _Bounded()
    base = vocabulary.base + quote(file.replace("\\", "/").rsplit("/", 1)[-1])
    if form == "json-ld":
        document = with_contexts(json.loads(text), file, vocabulary.cpsv_ap)
        graphs = _Graphs(store=store, default_union=True)
        to_rdf(document, graphs, base=base, context_data={"@vocab": vocabulary.unknown}, version=1.1)
        return _checked(store.ordered)
    graph = Graph(store=store)
    if form == "xml":
        source = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text).encode()
        _check_xml(source, file)
        graph.parse(data=source, format="xml", publicID=base)
    else:
        graph.parse(data=text, format="turtle", publicID=base)
    return _checked(store.ordered)


def _check_xml(data: bytes, file: str) -> None:
    """Refuse document types, depth and broken XML by the parser that rdflib will use, before it builds anything."""
    depth = 0

    def document_type(*_: object) -> None:
        raise UnreadableFile("error.rdf_document_type", file=file)

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.XML_DEPTH:
            raise UnreadableFile("error.rdf_too_deep", file=file, limit=limits.XML_DEPTH)

    def end(*_: object) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = document_type
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except expat.ExpatError as problem:
        raise _broken_at(problem.lineno, expat.ErrorString(problem.code) or "", file) from problem


def _checked(triples: Iterable[Triple]) -> Iterator[Triple]:
    """What RDF allows, in the order of the file; addresses that no syntax could write again are percent-encoded."""
    for subject, predicate, value in triples:
        if isinstance(predicate, URIRef) and isinstance(subject, URIRef | BNode) and isinstance(value, Identifier):
            yield _sound(subject), _sound(predicate), _sound(value)


def _sound(term: Any) -> Any:
    if isinstance(term, Literal):
        if term.datatype == XSD.string:
            return Literal(str(term))  # the same thing since RDF 1.1, which syntaxes write as they like
        if term.datatype is not None and _NOT_AN_ADDRESS.search(term.datatype):
            return Literal(str(term), datatype=_sound(term.datatype))
        return term
    if isinstance(term, URIRef) and _NOT_AN_ADDRESS.search(term):
        return URIRef(_NOT_AN_ADDRESS.sub(lambda sign: quote(sign[0], errors="replace"), term))
    return term


def _broken(problem: Exception, form: str, file: str) -> UnreadableFile:
    """What went wrong in the words of the parser, with the line where it knows one."""
    if isinstance(problem, BadSyntax):
        return _broken_at(problem.lines + 1, str(problem._why), file)
    if isinstance(problem, json.JSONDecodeError):
        return _broken_at(problem.lineno, problem.msg, file)
    if isinstance(problem, SAXParseException):
        return _broken_at(problem.getLineNumber() or 1, problem.getMessage(), file)
    place = _PLACE.search(str(problem)) if isinstance(problem, ParserError) else None
    if place:
        return _broken_at(int(place[1]), place[2], file)
    return UnreadableFile("error.rdf_damaged", file=file, syntax=form)


def _broken_at(line: int, detail: str, file: str) -> UnreadableFile:
    return UnreadableFile("error.rdf_syntax", file=file, line=line, detail=" ".join(detail.split())[:200])
