from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from tracker import interchange
from tracker.chains import Head
from tracker.doctor import anchors
from tracker.exporters import cpsv, stamp, tables
from tracker.exporters.archive import csv_archive
from tracker.importers.table import read_sheets
from tracker.rdf.reading import read_statements

HEADS = (Head(chain=0, count=12, hash="a" * 64), Head(chain=3, count=7, hash="b" * 64))
ROWS = [{"name": "Bygglov", "on": date(2026, 1, 2)}, {"name": "=1+1", "on": date(2026, 1, 3)}]
TITLES = {"name": "Namn", "on": "Dag"}


def made(form: str) -> bytes:
    if form in tables.TABLES:
        return tables.table(form, ROWS, TITLES, name="x")
    if form in cpsv.SERVICES:
        return cpsv.services(form, ())
    if form == "zip":
        return csv_archive([("x", ROWS, TITLES)])
    return {"json": b'{"catalog": {"metadata": {}}}', "qdpx": _project()}.get(
        form, b'<?xml version="1.0"?>\n<graphml/>\n'
    )


def _project() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("project.qde", '<?xml version="1.0"?>\n<Project/>\n')
    return out.getvalue()


def test_every_format_has_its_stamp() -> None:
    others = {form for kind in interchange.KINDS.values() for form in kind.forms}
    assert set(stamp.STAMPS) == {*tables.TABLES, *cpsv.SERVICES, *others, "zip", "graphml", "md"}


@pytest.mark.parametrize("form", sorted(stamp.STAMPS))
def test_the_doctor_reads_the_heads_out_of_every_format(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.{form}"
    path.write_bytes(stamp.stamped(form, made(form), HEADS))
    assert anchors.read(str(path)) == HEADS


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_importers_pass_the_line_over(form: str) -> None:
    plain = made(form)
    assert read_sheets(stamp.stamped(form, plain, HEADS), f"x.{form}") == read_sheets(plain, f"x.{form}")


def test_linked_data_says_the_same_with_it() -> None:
    told = {
        "ttl": b'<https://provby.example/s> <http://purl.org/dc/terms/title> "Bygglov" .\n',
        "jsonld": b'{"@graph": [{"@id": "https://provby.example/s", "http://purl.org/dc/terms/title": "Bygglov"}]}',
    }
    assert set(told) == set(cpsv.SERVICES)
    for form, plain in told.items():
        stamped = stamp.stamped(form, plain, HEADS)
        assert set(_triples(stamped, form)) == set(_triples(plain, form))


def _triples(data: bytes, form: str) -> Iterable[object]:
    """What linked data says, without the numbers of nodes that have no name."""
    found = read_statements(data, f"x.{form}").graph
    return [re.sub(r"_:\w+|\bn[0-9a-f]{32}\w*", "_", str(triple)) for triple in found]
