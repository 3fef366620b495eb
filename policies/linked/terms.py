"""Statements as JSON and back: what crosses from a reading worker is data that can run nothing."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import Any

import rdflib
from rdflib.namespace import RDF
from rdflib.term import BNode, Literal, Node, URIRef

from policies.document import ReadWarning

Triple = tuple[Node, Node, Node]

# Lexical forms are kept as the file has them ("007" stays so), or what is given back would not be what came in.
rdflib.NORMALIZE_LITERALS = False
# A hostile file would fill the log with one line per strange address.
logging.getLogger("rdflib").setLevel(logging.CRITICAL)
# rdflib would parse XML and HTML inside literals, entities and all; nobody here needs more than the text.
rdflib.term.bind(RDF.XMLLiteral, str, datatype_specific=True)
rdflib.term.bind(RDF.HTML, str, datatype_specific=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """All that a file states, in its order, and what had to be guessed to read it."""

    triples: tuple[Triple, ...]
    warnings: tuple[ReadWarning, ...] = ()


def packed(linked: Linked) -> bytes:
    """Every term once, and the statements as the numbers of theirs."""
    terms: dict[Node, int] = {}
    numbers = [terms.setdefault(term, len(terms)) for triple in linked.triples for term in triple]
    rows = {
        "terms": [_row(term) for term in terms],
        "triples": numbers,
        "warnings": [(warning.code, dict(warning.values)) for warning in linked.warnings],
    }
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def unpacked(data: bytes) -> Linked:
    """What `packed` was given.

    >>> address, text = URIRef("http://e/1"), Literal("Hej", lang="sv")
    >>> linked = Linked(triples=((address, address, text), (BNode("b"), address, Literal("007", datatype=address))))
    >>> unpacked(packed(linked)) == linked
    True
    """
    rows: dict[str, Any] = json.loads(data.decode("utf-8", "surrogatepass"))
    terms = [_term(*row) for row in rows["terms"]]
    found = map(terms.__getitem__, rows["triples"])
    return Linked(
        triples=tuple(zip(found, found, found, strict=True)),
        warnings=tuple(ReadWarning(code=code, values=values) for code, values in rows["warnings"]),
    )


def _row(term: Node) -> tuple[str, ...]:
    if isinstance(term, Literal):
        return "text", str(term), term.language or "", str(term.datatype or "")
    return "blank" if isinstance(term, BNode) else "address", str(term)


def _term(kind: str, text: str, language: str = "", datatype: str = "") -> Node:
    if kind == "text":
        return Literal(text, lang=language or None, datatype=URIRef(datatype) if datatype else None)
    return BNode(text) if kind == "blank" else URIRef(text)
