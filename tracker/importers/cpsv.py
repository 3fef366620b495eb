"""Services from CPSV-AP descriptions: Turtle, N-Triples, JSON-LD and RDF/XML.

What the catalogue has columns for becomes a row; everything the file says of the service is kept beside it as
statements, so that nothing is lost and tracker.exporters.cpsv can give it back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from rdflib import Graph
from rdflib.term import Node

from policies.document import ReadWarning
from tracker.errors import ImportProblem
from tracker.importers import services as catalogue
from tracker.importers.columns import BadCell, Imported, Row, once, read_cell
from tracker.importers.organisations import kind_by_name
from tracker.rdf import services as said
from tracker.rdf.describing import Describing
from tracker.rdf.reading import Triple, not_described, read_statements
from tracker.rdf.statements import blank_names, written
from tracker.rdf.texts import listed, seen_kinds
from tracker.tables.schema import folded

KEPT = 300_000
"""Statements that are kept of one file, those that describe several services counted for each.

Beyond that descriptions are short, so that what very many share is kept with the first of them; beyond twice that the
file is refused.
"""

_COLUMNS = {column.key: column for column in catalogue.COLUMNS}


def read(data: bytes, file: str) -> Imported[Row]:
    """The services of a file, in its order, counted where a table counts rows.

    A row has the columns of the catalogue that the file says something for, `identifier` where it is known by
    anything when it comes again, and `statements`: all that the file says of it, as sorted N-Triples. `unit_kind` is
    the kind of actor its authority is, since the file names an organisation nobody else need have named.
    Raises ImportProblem when the file cannot be read or describes no service: a vocabulary, shapes, a code list.
    """
    source = read_statements(data, file)
    graph = source.graph
    found = said.services(graph)
    if not found:
        raise not_described(graph, file) or ImportProblem("error.rdf_no_services", file=file, seen=seen_kinds(graph))
    reading = _Reading(graph, found)
    rows, problems = [], []
    for number, service in enumerate(found, start=1):
        try:
            rows.append(Row(number=number, cells=reading.cells_of(service, file)))
        except BadCell as problem:
            problems.append(problem.in_row(number))
    warnings = (*source.warnings, *reading.warnings(file))
    return Imported(rows=tuple(rows), problems=tuple(problems), warnings=warnings)


class _Reading:
    """One pass over the services of a graph: which names and identifiers were met, and which statements kept."""

    def __init__(self, graph: Graph, found: dict[Node, bool]) -> None:
        self.graph = graph
        self.found = found
        self.cells = {service: said.cells(graph, service) for service in found}
        self.names = blank_names(graph)
        self.describing = Describing(graph, found)
        self.shared = Counter(folded(cells["name"]) for cells in self.cells.values() if "name" in cells)
        self.seen_names: set[str] = set()
        self.seen_identifiers: set[str] = set()
        self.kept: set[Triple] = set()
        self.count = 0
        self.unnamed: list[str] = []
        self.without_unit: list[str] = []

    def cells_of(self, service: Node, file: str) -> dict[str, Any]:
        """The row of a service; BadCell where it has no name or is in the file before."""
        cells = self.cells[service]
        name = self._name(service)
        once("name", name, self.seen_names)
        identifier = said.identifier(self.graph, service)
        if identifier:
            once("identifier", identifier, self.seen_identifiers)
        if "unit" not in cells and said.authorities(self.graph, service):
            self.without_unit.append(name)
        statements = self.describing.of(service, whole=self.count <= KEPT)
        self.kept |= statements
        self.count += len(statements)
        if self.count > 2 * KEPT:
            raise ImportProblem("error.rdf_too_many_statements", file=file, limit=2 * KEPT)
        texts = cells | {"name": name} | ({"identifier": identifier} if identifier else {})
        typed = {key: read_cell(_COLUMNS[key], text) for key, text in texts.items() if key in _COLUMNS}
        if "unit" in typed:
            typed["unit_kind"] = kind_by_name(typed["unit"])
        return typed | {"statements": written(statements, self.names)}

    def _name(self, service: Node) -> str:
        """Its title, told apart where several share it; without one what its address ends with."""
        name = self.cells[service].get("name", "")
        if name:
            return said.told_apart(name, service) if self.shared[folded(name)] > 1 else name
        name = said.unnamed(self.graph, service)
        if not name:
            raise BadCell("error.cell_missing", column="dct:title")
        self.unnamed.append(name)
        return name

    def warnings(self, file: str) -> Iterator[ReadWarning]:
        patterns = sum(not offered for offered in self.found.values())
        if patterns:
            yield ReadWarning(code="warning.rdf_patterns", values={"file": file, "count": patterns})
        if self.unnamed:
            names = listed(self.unnamed)
            yield ReadWarning(code="warning.rdf_unnamed", values={"file": file, "names": names})
        shared = [name for name, count in self.shared.items() if count > 1]
        if shared:
            yield ReadWarning(code="warning.rdf_names_shared", values={"file": file, "names": listed(shared)})
        if self.without_unit:
            names = listed(self.without_unit)
            yield ReadWarning(code="warning.rdf_units_unnamed", values={"file": file, "names": names})
        rest = len(self.graph) - len(self.kept)
        if rest:
            yield ReadWarning(code="warning.rdf_statements_left", values={"file": file, "count": rest})
