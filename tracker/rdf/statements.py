"""Statements as text to keep: N-Triples, sorted, with names for blank nodes that depend on what they say."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from rdflib import Graph
from rdflib.term import BNode, Literal, Node, URIRef

from tracker.rdf.reading import Triple

ROUNDS, LOOKS = 50, 1_000_000
"""How far the surroundings of a blank node are looked at, and how many of all together.

Nodes alike beyond that are told apart by the order of the file.
"""

_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f\ud800-\udfff]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}

Names = Mapping[BNode, str]


def written(statements: Iterable[Triple], names: Names) -> str:
    """The statements in N-Triples, each on its line, sorted, so that the same content is the same text."""
    lines = sorted({" ".join(_term(term, names) for term in statement) + " ." for statement in statements})
    return "".join(f"{line}\n" for line in lines)


def parsed(text: str) -> Graph:
    """What `written` wrote, of one description or several; equally named blank nodes are one, and keep their names."""
    lines, labels = Graph(store="SimpleMemory"), dict[str, BNode]()
    lines.parse(
        data="".join(f"{line}\n" for line in dict.fromkeys(text.split("\n"))), format="nt", bnode_context=labels
    )
    names: dict[Node, Node] = {node: BNode(name) for name, node in labels.items()}
    graph = Graph(store="SimpleMemory")
    for subject, predicate, value in lines:
        graph.add((names.get(subject, subject), predicate, names.get(value, value)))
    return graph


def blank_names(graph: Graph) -> dict[BNode, str]:
    """A name for every blank node, made from what it says and what is said of it.

    The names are those of the same file read again, and of the same content in another syntax: each round a node
    learns the names its neighbours had in the round before, until no round tells more of them apart. Nodes that
    nothing tells apart are numbered.
    """
    said: dict[BNode, list[str]] = defaultdict(list)
    tied: dict[BNode, list[tuple[str, BNode]]] = defaultdict(list)
    for subject, predicate, value in graph:
        for node, other, way in ((subject, value, ">"), (value, subject, "<")):
            if isinstance(node, BNode):
                if isinstance(other, BNode):
                    tied[node].append((f"{way}{predicate}", other))
                    said.setdefault(node, [])
                else:
                    said[node].append(f"{way}{predicate} {_term(other, {})}")
    names = {node: _digest(sorted(texts)) for node, texts in said.items()}
    kinds = len(set(names.values()))
    for _ in range(min(ROUNDS, 1 + LOOKS // len(names)) if tied else 0):
        around = {node: sorted(f"{way} {names[other]}" for way, other in tied[node]) for node in names}
        names = {node: _digest([names[node], *around[node]]) for node in names}
        if len(set(names.values())) == kinds:
            break
        kinds = len(set(names.values()))
    return _numbered(names)


def _numbered(names: dict[BNode, str]) -> dict[BNode, str]:
    several = {name for name, count in Counter(names.values()).items() if count > 1}
    seen: Counter[str] = Counter()
    for node, name in names.items():
        if name in several:
            seen[name] += 1
            names[node] = f"{name}n{seen[name]}"
    return names


def _digest(parts: Iterable[str]) -> str:
    return "b" + blake2b("\x00".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _term(term: Node, names: Names) -> str:
    if isinstance(term, BNode):
        return f"_:{names[term]}"
    if isinstance(term, URIRef):
        return f"<{term}>"
    assert isinstance(term, Literal)
    text = f'"{_ESCAPED.sub(_escape, term)}"'
    if term.language:
        return f"{text}@{term.language}"
    return f"{text}^^<{term.datatype}>" if term.datatype else text


def _escape(sign: re.Match[str]) -> str:
    return _SHORT.get(sign[0]) or f"\\u{ord(sign[0]):04X}"
