"""Organisations, their units and posts, and the ties between them, from W3C ORG in any syntax of RDF."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, cast

from rdflib import Graph
from rdflib.term import Node

from policies.document import ReadWarning
from tracker.errors import ImportProblem
from tracker.importers import actors as list_of_actors
from tracker.importers.columns import BadCell, Imported, Row, RowProblem, once
from tracker.rdf import organisations as said
from tracker.rdf.reading import not_described, read_statements
from tracker.rdf.services import identifier, told_apart, unnamed
from tracker.rdf.texts import cut, label, listed, seen_kinds
from tracker.tables.network import ActorKind, RelationKind
from tracker.tables.schema import folded

_KIND = next(column.read for column in list_of_actors.COLUMNS if column.key == "kind")
_ENDINGS = ("", "en", "n", "et", "s")  # definite forms: nämnden, styrelsen, bolaget
_LONGEST_WORD = 25
_PREPOSITIONS = frozenset(["för", "i", "på", "hos", "av", "of", "for", "in", "on"])


def read_actors(data: bytes, file: str) -> Imported[Row]:
    """The organisations, units, posts and roles of a file, counted where a table counts rows.

    A row has the columns of a list of actors that the file says something for.
    Raises ImportProblem when the file cannot be read or describes no organisation.
    """
    source = read_statements(data, file)
    reading = _Reading(source.graph, file)
    rows, problems = [], []
    seen: set[str] = set()
    for number, node in enumerate(reading.names, start=1):
        try:
            once("name", reading.names[node], seen)
            rows.append(Row(number=number, cells=reading.actor(node)))
        except BadCell as problem:
            problems.append(problem.in_row(number))
    problems += [RowProblem(row=number, column="name", code="error.cell_missing") for number in reading.nameless]
    warnings = (*source.warnings, *reading.warnings())
    return Imported(rows=tuple(rows), problems=tuple(problems), warnings=warnings)


def read_relations(data: bytes, file: str) -> Imported[Row]:
    """The ties between the actors of a file; being a part of one organisation is told by the actors themselves.

    Raises ImportProblem when the file cannot be read or describes no organisation.
    """
    source = read_statements(data, file)
    reading = _Reading(source.graph, file)
    rows: dict[tuple[object, ...], Row] = {}
    problems, left = [], 0
    for number, tie in enumerate(reading.ties(), start=1):
        start, end = reading.names.get(tie.start), reading.names.get(tie.end)
        if start is None or end is None:
            left += 1
            continue
        if folded(start) == folded(end):
            continue
        if tie.valid_from and tie.valid_to and tie.valid_to < tie.valid_from:
            values = {"start": str(tie.valid_from), "end": str(tie.valid_to)}
            problems.append(RowProblem(row=number, column="valid_to", code="error.row_dates", values=values))
            continue
        cells: dict[str, Any] = {"from": start, "to": end, "kind": tie.kind, "formal": True}
        days = {"valid_from": tie.valid_from, "valid_to": tie.valid_to}
        cells |= {key: day for key, day in days.items() if day} | {"source": f"{file}: {tie.stated}"}
        rows.setdefault((folded(start), folded(end), tie.kind, tie.valid_from), Row(number=number, cells=cells))
    warnings = list(source.warnings)
    if left:
        warnings.append(ReadWarning(code="warning.rdf_ties_left", values={"file": file, "count": left}))
    return Imported(rows=tuple(rows.values()), problems=tuple(problems), warnings=tuple(warnings))


class _Reading:
    """The actors of a graph under names that tell them apart, which parents and ties refer to."""

    def __init__(self, graph: Graph, file: str) -> None:
        self.graph = graph
        self.file = file
        found = said.actors(graph)
        if not found:
            raise not_described(graph, file) or ImportProblem(
                "error.rdf_no_organisations", file=file, seen=seen_kinds(graph)
            )
        self.names: dict[Node, str] = {}
        self.nameless: list[int] = []
        self.by_address: list[str] = []
        self.assumed: list[str] = []
        self.shared: list[str] = []
        self._name(found)
        self.parents = {node: [p for p in said.parents(graph, node) if p in self.names] for node in self.names}
        self.circles = self._circles()
        municipalities = [node for node in self.names if self._word_kind(node) is ActorKind.MUNICIPALITY]
        self.municipality = municipalities[0] if len(municipalities) == 1 else None

    def _name(self, found: list[Node]) -> None:
        """Names as the file gives them; where several share one, with what they are parts of or their addresses."""
        groups: dict[str, list[Node]] = {}
        for number, node in enumerate(found, start=1):
            name = cut(said.name(self.graph, node), 400)
            if not name:
                name = unnamed(self.graph, node)
                self.by_address += [name] if name else []
            if name:
                self.names[node] = name
                groups.setdefault(folded(name), []).append(node)
            else:
                self.nameless.append(number)
        for group in groups.values():
            if len(group) > 1:
                self.shared.append(self.names[group[0]])
                self.names |= self._told_apart(group)

    def _told_apart(self, group: list[Node]) -> dict[Node, str]:
        above = [next((label(self.graph, each) for each in said.parents(self.graph, node)), "") for node in group]
        if "" not in above and len({folded(name) for name in above}) == len(group):
            return {node: cut(f"{self.names[node]} ({name})", 400) for node, name in zip(group, above, strict=True)}
        return {node: told_apart(self.names[node], node) for node in group}

    def actor(self, node: Node) -> dict[str, Any]:
        """The row of an actor; BadCell where it is above itself."""
        name = self.names[node]
        above = self.parents[node][:1]
        if node in self.circles:
            raise BadCell("error.row_part_of_itself", column="part_of", value=name[:80])
        texts = {
            "part_of": self.names[above[0]] if above else "",
            "role": cut(said.role(self.graph, node), 400),
            "note": cut(said.note(self.graph, node), 10_000),
            "identifier": identifier(self.graph, node),
        }
        return {"name": name, "kind": self._kind(node)} | {key: text for key, text in texts.items() if text}

    def ties(self) -> Iterator[said.Tie]:
        """What the file states, and belonging to a second organisation, for which an actor has no column."""
        yield from said.ties(self.graph)
        for node, above in self.parents.items():
            for other in above[1:]:
                yield said.Tie(start=node, end=other, kind=RelationKind.MEMBER_OF, stated="org:subOrganizationOf")

    def warnings(self) -> Iterator[ReadWarning]:
        people = said.count_people(self.graph)
        if people:
            yield ReadWarning(code="warning.rdf_people", values={"file": self.file, "count": people})
        for code, names in (
            ("warning.rdf_unnamed", self.by_address),
            ("warning.rdf_names_shared", self.shared),
            ("warning.rdf_kinds_assumed", self.assumed),
        ):
            if names:
                yield ReadWarning(code=code, values={"file": self.file, "names": listed(names)})

    def _kind(self, node: Node) -> ActorKind:
        """By its type, the words it is classified by, its name, and whether it is a part of something."""
        kind = self._word_kind(node)
        if kind is ActorKind.MUNICIPALITY and node != self.municipality:
            return ActorKind.AUTHORITY  # a workspace is one municipality
        if kind is None and self.parents[node] and not said.is_body_of_its_own(self.graph, node):
            return ActorKind.UNIT
        if kind is None:
            self.assumed.append(self.names[node])
        return kind or ActorKind.AUTHORITY

    def _word_kind(self, node: Node) -> ActorKind | None:
        by_type = said.kind(self.graph, node)
        if by_type in (ActorKind.ROLE, ActorKind.NETWORK):
            return by_type
        words = (*said.class_words(self.graph, node), _head(self.names[node]))
        return next((kind for kind in map(_named_kind, words) if kind is not None), by_type)

    def _circles(self) -> set[Node]:
        """The actors that are parts of themselves, through however many others."""
        circles: set[Node] = set()
        done: set[Node] = set()
        for node in self.names:
            path: dict[Node, None] = {}
            here: Node | None = node
            while here is not None and here not in done and here not in path:
                path[here] = None
                here = next(iter(self.parents[here]), None)
            if here in path:
                passed = list(path)
                circles.update(passed[passed.index(here) :])
            done.update(path)
        return circles


def kind_by_name(name: str) -> ActorKind:
    """The kind of organisation that its name tells, else an authority; there is one municipality, known already.

    >>> kind_by_name("Byggnadsnämnden"), kind_by_name("Nästby kommun")
    (<ActorKind.BOARD: 'board'>, <ActorKind.AUTHORITY: 'authority'>)
    """
    kind = _named_kind(_head(name))
    return ActorKind.AUTHORITY if kind in (None, ActorKind.MUNICIPALITY) else kind


def _head(name: str) -> str:
    """The word that says what a body is: the last before a preposition.

    >>> _head("Myndigheten för digital förvaltning"), _head("Barn- och utbildningsnämnden")
    ('Myndigheten', 'utbildningsnämnden')
    """
    words = name.split()
    cut_at = next((at for at, word in enumerate(words) if at and word.lower() in _PREPOSITIONS), len(words))
    return words[cut_at - 1] if words else ""


@lru_cache(maxsize=4096)
def _named_kind(word: str) -> ActorKind | None:
    """The kind a word or the last part of a compound names, as lists of actors name kinds.

    >>> _named_kind("Byggnadsnämnden"), _named_kind("Provby")
    (<ActorKind.BOARD: 'board'>, None)
    """
    for ending in _ENDINGS:
        stem = word[: len(word) - len(ending)] if word.lower().endswith(ending) else ""
        for at in range(max(0, len(stem) - _LONGEST_WORD), len(stem) - 3):
            try:
                return cast(ActorKind, _KIND(stem[at:]))
            except BadCell:
                continue
    return ActorKind.COMPANY if word == "AB" else None
