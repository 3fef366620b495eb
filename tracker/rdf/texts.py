"""Which of several texts to show: the language that is read here, as plain text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

from lxml import etree, html
from rdflib import Graph
from rdflib.namespace import DCTERMS, FOAF, RDF, RDFS, SKOS
from rdflib.term import Literal, Node, URIRef

from tracker.rdf.namespaces import SCHEMAS

NAMES = (SKOS.prefLabel, DCTERMS.title, RDFS.label, FOAF.name, *(schema["name"] for schema in SCHEMAS))
LANGUAGES = ("sv", "en", "")
"""Languages in the order in which they are preferred; "" is text without one. Any other comes last."""

LONGEST = 100_000  # characters of a text that are looked at

_MARKUP = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,15}(?:\s[^<>]{0,500})?/?>")
_BREAKING = frozenset(["p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"])
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def best(values: Iterable[Node]) -> Literal | None:
    """The text in Swedish, else in English, else without a language, else in the first of the others.

    >>> best([Literal("Building permit", lang="en"), Literal("Bygglov", lang="sv-SE")]).language
    'sv-SE'
    """
    texts = [value for value in values if isinstance(value, Literal) and value.strip()]
    return min(texts, key=_rank, default=None)


def first_text(graph: Graph, node: Node, properties: Iterable[URIRef]) -> Literal | None:
    """The best text of the first of the properties that `node` has any text for."""
    found = (best(graph.objects(node, each)) for each in properties)
    return next((text for text in found if text is not None), None)


def label(graph: Graph, node: Node) -> str:
    """What `node` is called in the file: a text is its own name; "" where the file has none."""
    text = node if isinstance(node, Literal) else first_text(graph, node, NAMES)
    return " ".join(plain(text).split()) if text is not None else ""


def plain(text: str) -> str:
    r"""Text without markup and without signs that no database stores; paragraphs and items on lines of their own.

    >>> plain("<p>Sök <b>bygglov</b></p><ul><li>ritning</li></ul>")
    'Sök bygglov\nritning'
    """
    text = str(text)[:LONGEST]
    if _MARKUP.search(text):
        text = _without_markup(text)
    lines = (" ".join(line.split()) for line in _UNSTORABLE.sub("", text).splitlines())
    return "\n".join(line for line in lines if line)


def short_address(address: str) -> str:
    """The last part of an address, which tells apart what a name does not.

    >>> short_address("http://data.exempel.se/tjanst/42"), short_address("http://data.exempel.se/katalog#bygglov")
    ('42', 'bygglov')
    """
    return re.split("[/#:]", address.rstrip("/#:"))[-1][:60]


def cut(text: str, length: int) -> str:
    """At most `length` characters, with an ellipsis where some are left out."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def listed(names: Collection[str]) -> str:
    """Some of the names, and how many there are where that is not all."""
    shown = ", ".join(list(names)[:5])
    return f"{shown}, … ({len(names)})" if len(names) > 5 else shown


def seen_kinds(graph: Graph) -> str:
    """The kinds of things a file states something of, most frequent first; a dash for nothing."""
    kinds = Counter(graph.objects(None, RDF.type))
    names = [short_address(str(kind)) for kind, _ in kinds.most_common(6) if isinstance(kind, URIRef)]
    return ", ".join(names) or "–"


def _rank(text: Literal) -> tuple[int, int, str, str]:
    language = (text.language or "").lower()
    main = language.split("-")[0]
    order = LANGUAGES.index(main) if main in LANGUAGES else len(LANGUAGES)
    return order, len(language), language, str(text)


def _without_markup(text: str) -> str:
    try:
        root = html.fromstring(f"<div>{_UNSTORABLE.sub('', text)}</div>")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return text
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            parts.append(element.tail or "")
            continue
        if element.tag in _BREAKING:
            parts.append("\n")
        if event == "start" and element.tag not in ("script", "style"):
            parts.append(element.text or "")
        if event == "end" and element is not root:
            parts.append(element.tail or "")
    return "".join(parts)
