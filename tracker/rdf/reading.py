"""Turtle, N-Triples, JSON-LD and RDF/XML as one graph, under limits; nothing is fetched and no entity is expanded."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from xml.parsers import expat
from xml.sax import SAXException, SAXParseException

import rdflib
from rdflib import Dataset, Graph
from rdflib.exceptions import Error as RdfError
from rdflib.exceptions import ParserError
from rdflib.namespace import RDF, XSD
from rdflib.plugins.parsers.jsonld import to_rdf
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.plugins.stores.memory import Memory
from rdflib.term import BNode, Identifier, Literal, Node, URIRef

from policies import limits
from policies.document import ReadWarning
from policies.errors import UnreadableFile
from policies.readers.decoding import decode
from tracker.errors import ImportProblem
from tracker.rdf.contexts import with_contexts
from tracker.rdf.namespaces import RELATIVE, UNKNOWN_TERM

FILE_MEGABYTES = 20
STATEMENTS = 200_000
XML_DEPTH = 200

Triple = tuple[Node, Node, Node]

# Lexical forms are kept as the file has them ("007" stays so), or what is given back would not be what came in.
rdflib.NORMALIZE_LITERALS = False
# A hostile file would fill the log with one line per strange address.
logging.getLogger("rdflib").setLevel(logging.CRITICAL)
# rdflib would parse XML and HTML inside literals, entities and all; nobody here needs more than the text.
rdflib.term.bind(RDF.XMLLiteral, str, datatype_specific=True)
rdflib.term.bind(RDF.HTML, str, datatype_specific=True)

_TURTLE_LIST = re.compile(r"\[\s*(?:\]|[^\s\[{\"\]]+\s|[^\s\[{\"\]]*:)")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")  # of an encoding that the text, decoded by now, no longer has
_NOT_AN_ADDRESS = re.compile('[\x00-\x20<>"{}|^`\\\\\ud800-\udfff]')
_PLACE = re.compile(r":(\d{1,9}):\d{1,9}: (.{0,300})", re.DOTALL)
# What rdflib's parsers meet on broken input, besides their own errors; anything else is a bug and surfaces.
_STUMBLES = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError, SyntaxError, RdfError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """Everything a file states, and what had to be guessed or repaired to read it."""

    graph: Graph
    warnings: tuple[ReadWarning, ...] = ()


def read_statements(data: bytes, file: str) -> Statements:
    """The graph of a file whose syntax is told by its content.

    Raises ImportProblem, naming the file and where possible the line: empty, too large, no RDF, broken, nested too
    deep, too many statements, a document type declaration, or a context that would have to be fetched.
    """
    if not data.strip():
        raise ImportProblem("error.rdf_empty", file=file)
    if len(data) > FILE_MEGABYTES * limits.MEGABYTE:
        raise ImportProblem("error.table_file_too_large", file=file, limit=FILE_MEGABYTES)
    text, found = _text(data, file)
    form = _form(text, file)
    try:
        graph = _parsed(text, form, file)
    except _Full as problem:
        raise ImportProblem("error.rdf_too_many_statements", file=file, limit=STATEMENTS) from problem
    except RecursionError as problem:
        raise ImportProblem("error.rdf_too_deep", file=file, limit=XML_DEPTH) from problem
    except (SAXException, *_STUMBLES) as problem:
        raise _broken(problem, form, file) from problem
    return Statements(graph=graph, warnings=(*found, *_remarks(graph, file)))


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
        raise ImportProblem("error.rdf_kind", file=file) from problem


def _form(text: str, file: str) -> str:
    """The name rdflib has for the syntax; Turtle includes N-Triples."""
    head = text.lstrip()[:4000]
    if "\x00" in head or head.startswith(("PK\x03", "%PDF")):
        raise ImportProblem("error.rdf_kind", file=file)
    if head.startswith("{") or (head.startswith("[") and not _TURTLE_LIST.match(head)):
        return "json-ld"
    if re.match(r"<!doctype\s+html|<html[\s>]", head, re.IGNORECASE):
        raise ImportProblem("error.rdf_kind", file=file)
    if re.match(r"<(?:[?]xml\s|!|[A-Za-z][\w.:-]{0,60}\s+[\w.:-]{1,60}\s*=)", head):
        return "xml"
    return "turtle"


def _parsed(text: str, form: str, file: str) -> Graph:
    store = _Bounded()
    base = RELATIVE + quote(file.replace("\\", "/").rsplit("/", 1)[-1])
    if form == "json-ld":
        document = with_contexts(json.loads(text), file)
        graphs = _Graphs(store=store, default_union=True)
        to_rdf(document, graphs, base=base, context_data={"@vocab": UNKNOWN_TERM}, version=1.1)
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
        raise ImportProblem("error.rdf_document_type", file=file)

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > XML_DEPTH:
            raise ImportProblem("error.rdf_too_deep", file=file, limit=XML_DEPTH)

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


def _checked(triples: Iterable[Triple]) -> Graph:
    """What RDF allows, in the order of the file; addresses that no syntax could write again are percent-encoded."""
    graph = Graph(store="SimpleMemory")
    for subject, predicate, value in triples:
        if isinstance(predicate, URIRef) and isinstance(subject, URIRef | BNode) and isinstance(value, Identifier):
            graph.add((_sound(subject), _sound(predicate), _sound(value)))
    return graph


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


def _remarks(graph: Graph, file: str) -> Iterator[ReadWarning]:
    terms, relative = set(), ""
    for triple in graph:
        for term in triple:
            if not isinstance(term, URIRef):
                continue
            if term.startswith(UNKNOWN_TERM):
                terms.add(term.removeprefix(UNKNOWN_TERM))
            elif not relative and term.startswith(RELATIVE):
                relative = str(term).removeprefix(RELATIVE)
    if terms:
        yield ReadWarning(code="warning.rdf_terms", values={"file": file, "terms": ", ".join(sorted(terms))[:400]})
    if relative:
        yield ReadWarning(code="warning.rdf_relative", values={"file": file, "address": relative[:200]})


def _broken(problem: Exception, form: str, file: str) -> ImportProblem:
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
    return ImportProblem("error.rdf_damaged", file=file, syntax=form)


def _broken_at(line: int, detail: str, file: str) -> ImportProblem:
    return ImportProblem("error.rdf_syntax", file=file, line=line, detail=" ".join(detail.split())[:200])
