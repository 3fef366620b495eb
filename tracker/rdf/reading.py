"""What a file of linked data states, as one graph; it is parsed in a reading worker (policies.linked)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import Graph
from rdflib.namespace import RDF
from rdflib.term import URIRef

from policies import limits
from policies.document import ReadWarning
from policies.errors import UnreadableFile
from policies.linked.terms import Triple as Triple
from policies.sandbox import statements_safely
from tracker.errors import ImportProblem
from tracker.rdf.contexts import cpsv_ap
from tracker.rdf.namespaces import CODE_LISTS, DEFINITIONS, RELATIVE, UNKNOWN_TERM

FILE_MEGABYTES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """Everything a file states, and what had to be guessed or repaired to read it."""

    graph: Graph
    warnings: tuple[ReadWarning, ...] = ()


def read_statements(data: bytes, file: str) -> Statements:
    """The graph of a file whose syntax is told by its content.

    Raises ImportProblem, naming the file and where possible the line: too large, whatever `policies.linked.reading`
    refuses, and what took more time or memory than a reading worker has.
    """
    if len(data) > FILE_MEGABYTES * limits.MEGABYTE:
        raise ImportProblem("error.table_file_too_large", file=file, limit=FILE_MEGABYTES)
    try:
        linked = statements_safely(data, file, base=RELATIVE, unknown=UNKNOWN_TERM, cpsv_ap=cpsv_ap())
    except UnreadableFile as problem:
        raise ImportProblem(problem.code, **problem.values) from problem
    graph = Graph(store="SimpleMemory")
    for triple in linked.triples:
        graph.add(triple)
    return Statements(graph=graph, warnings=(*linked.warnings, *_remarks(graph, file)))


def not_described(graph: Graph, file: str) -> ImportProblem | None:
    """Why a file describes nothing at all: it defines a vocabulary, or is a list of codes; None for any other."""
    kinds = set(graph.objects(None, RDF.type))
    if any(kind in DEFINITIONS for kind in kinds):
        return ImportProblem("error.rdf_vocabulary", file=file)
    if kinds and all(kind in CODE_LISTS for kind in kinds):
        return ImportProblem("error.rdf_code_list", file=file)
    return None


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
