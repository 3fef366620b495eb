"""Small files that ask for very much; and what one of them takes, measured in a process of its own.

    python -m tests.trust.bombs DATABASE_URL KIND FILE

KIND is document, guideline or the code of a kind of list. Prints as JSON what came of it, the seconds of the processor,
the most memory of this process and of its workers, and the longest that a second thread had to wait for its turn.
"""

from __future__ import annotations

import json
import sys
import threading
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.policies import test_bombs as known
from tests.trust.crafted import docx, paragraph
from tests.trust.sound import WORDS, pdf, workbook, zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def nested_zips() -> bytes:
    """A container in a container in a container, as known from quines."""
    data = zipped({"a.txt": bytes(1_000_000)})
    for _ in range(6):
        data = zipped({f"{at}.zip": data for at in range(10)})
    return docx(paragraph(WORDS), **{"word/a.zip": data[:100_000]})


def shared_strings() -> bytes:
    """A million cells that all hold the same long words."""
    row = "".join(f'<c r="{letter}{{0}}" t="s"><v>0</v></c>' for letter in "ABCDEFGHIJ")
    rows = "".join(f'<row r="{at}">{row.format(at)}</row>' for at in range(1, 15_001))
    return _sheet(f"<sheetData>{rows}</sheetData>", strings=f"<si><t>{'Nämnden ska. ' * 700}</t></si>")


def merged_everywhere() -> bytes:
    """Areas of joined cells over one another, each as large as the sheet."""
    areas = "".join(f'<mergeCell ref="A1:GR{19_000 + at % 1_000}"/>' for at in range(20_000))
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Namn</t></is></c><c r="B1" t="inlineStr"><is><t>Slag</t></is></c>'
    )
    cells += '</row><row r="9000"><c r="A9000" t="inlineStr"><is><t>Enhet</t></is></c></row>'
    return _sheet(f"<sheetData>{cells}</sheetData><mergeCells>{areas}</mergeCells>")


def _sheet(body: str, *, strings: str = "") -> bytes:
    """The workbook of the usual library with another sheet in it."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(workbook([["Namn", "Slag"], ["a", "b"]]))) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{MAIN}">{body}</worksheet>'
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    return zipped(parts)


def large_picture() -> bytes:
    """A page whose only picture claims four thousand million points."""
    packed = zlib.compress(bytes(10_000_000), 9)
    picture = b"<</Type/XObject/Subtype/Image/Width 65000/Height 65000/ColorSpace/DeviceRGB/BitsPerComponent 8"
    picture += b"/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</XObject<</I 6 0 R>>>>>>"
    return pdf((), more={4: page, 5: b"<</Length 28>>stream\nq 595 0 0 842 0 0 cm /I Do Q\nendstream", 6: picture})


def forms_in_forms() -> bytes:
    """A page that draws a form ten times, which draws another ten times, and so on twelve deep."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</XObject<</F 6 0 R>>>>>>"
    more = {4: page, 5: b"<</Length 50>>stream\n%b\nendstream" % (b"/F Do " * 10).ljust(60)}
    for at in range(6, 18):
        inner = b"/F Do " * 10 if at < 17 else b"BT (x) Tj ET"
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>/Length %d>>"
        more[at] = (head + b"stream\n%b\nendstream") % (at + 1 if at < 17 else 17, len(inner), inner)
    return pdf((), more=more)


def many_pages() -> bytes:
    """A tree of pages in which every branch is the same one: a million pages out of a few lines."""
    more = {2: b"<</Type/Pages/Kids[6 0 R]/Count 1000000>>"}
    for at in range(6, 12):
        kid = b"%d 0 R " % (at + 1 if at < 11 else 4)
        more[at] = b"<</Type/Pages/Parent 2 0 R/Count 100000/Kids[%b]>>" % (kid * 10)
    return pdf(more=more)


def deep_page() -> bytes:
    """Elements in elements, a hundred thousand deep."""
    return b"<html><body>" + b"<div><span>" * 100_000 + b"Hej"


def many_attributes() -> bytes:
    """One element with half a million attributes."""
    return b"<html><body><p " + b" ".join(b"a%d=1" % at for at in range(500_000)) + b">Hej</p>"


def one_row() -> bytes:
    """A table of one row with ten million cells."""
    return b"Krav-ID;Krav\n" + b";" * 10_000_000


def many_rows() -> bytes:
    """A table with five million rows."""
    return b"namn;slag\n" + b"a;enhet\n" * 2_400_000


def deep_lists() -> bytes:
    """Blank nodes in blank nodes."""
    return b"@prefix e: <http://e/> . e:a e:b " + b"[ e:c " * 100_000


def many_statements() -> bytes:
    """More statements than are read of one file."""
    return b"".join(b"<http://e/%d> <http://e/p> <http://e/o> .\n" % at for at in range(450_000))


def tied_blank_nodes() -> bytes:
    """Nodes without names that only their neighbours tell apart: what makes canonical names dear."""
    ties = b"".join(b"_:n%d <http://e/p> _:n%d .\n" % (at, (at * 7 + 1) % 40_000) for at in range(40_000))
    service = b"<http://e/s> a <http://purl.org/vocab/cpsv#PublicService>; <http://purl.org/dc/terms/title> 'Bygglov'; "
    return service + b"<http://e/p> _:n1 .\n" + ties


def contexts() -> bytes:
    """Terms that stand for one another."""
    terms = ",".join(f'"t{at}": {{"@id": "t{at + 1}:x"}}' for at in range(1_900))
    return f'{{"@context": {{{terms}}}, "@graph": [{",".join(["{}"] * 300_000)}]}}'.encode()


def one_sentence() -> bytes:
    """A sentence that goes on for a million letters."""
    return ("1 § Nämnden ska " + "svara, pröva och, om det behövs enligt 3 kap. 2 §, följa upp samt " * 15_000).encode()


def cues_alone() -> bytes:
    """Nothing but the words that rules look for."""
    return ("1 § " + "ska bör får måste inte senast enligt varje om " * 20_000).encode()


def marks_alone() -> bytes:
    """Markers of lists, numbers and brackets, without a word between."""
    return ("1 § Nämnden ska\n" + "a) 1. (i) – § 3 kap. 2 § 1 st " * 3_000).encode()


def references_alone() -> bytes:
    """A chain of references that no sentence ends."""
    return ("1 § Enligt " + "2 kap. 3, 4 och 5 §§ lagen (2018:1937) samt artikel 6.1 a och " * 5_000).encode()


def short_sentences() -> bytes:
    """Four thousand requirements of four words."""
    return "".join(f"{at} § Nämnden ska svara.\n\n" for at in range(1, 4_001)).encode()


BOMBS: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "a ZIP of zeros": ("document", "a.docx", known.zeros),
    "a ZIP whose directory lies": ("document", "a.docx", known.lying_directory),
    "ZIPs in ZIPs": ("document", "a.docx", nested_zips),
    "Word of millions of elements": ("document", "a.docx", known.many_elements),
    "Word nested 5,000 deep": ("document", "a.docx", known.deep_nesting),
    "Word of styles in a circle": ("document", "a.docx", known.circular_styles),
    "XML of entities in entities": ("document", "a.docx", known.entity_laughter),
    "XML of one long entity": ("document", "a.odt", known.quadratic_entity),
    "ODT of counted spaces": ("document", "a.odt", known.odt_spaces),
    "a workbook with a far cell": ("document", "a.xlsx", known.far_cell),
    "a workbook of one long word": ("document", "a.xlsx", shared_strings),
    "HTML nested 100,000 deep": ("document", "a.html", deep_page),
    "HTML of attributes": ("document", "a.html", many_attributes),
    "PDF packed twice": ("document", "a.pdf", known.flate_bomb),
    "PDF of pages in a circle": ("document", "a.pdf", known.endless_pages),
    "PDF of a million pages": ("document", "a.pdf", many_pages),
    "PDF of forms in forms": ("document", "a.pdf", forms_in_forms),
    "PDF with a huge picture": ("document", "a.pdf", large_picture),
    "text of one line": ("document", "a.txt", known.long_line),
    "text of brackets": ("document", "a.txt", known.many_brackets),
    "CSV of one row": ("document", "a.csv", one_row),
    "a sentence of a million letters": ("guideline", "a.txt", one_sentence),
    "nothing but cues": ("guideline", "a.txt", cues_alone),
    "nothing but markers": ("guideline", "a.txt", marks_alone),
    "nothing but references": ("guideline", "a.txt", references_alone),
    "4,000 short requirements": ("guideline", "a.txt", short_sentences),
    "a passage of a million letters": ("document", "a.txt", one_sentence),
    "passages of markers": ("document", "a.txt", marks_alone),
    "a list with a far cell": ("actors", "a.xlsx", known.far_cell),
    "a list of one long word": ("actors", "a.xlsx", shared_strings),
    "a list of joined cells": ("actors", "a.xlsx", merged_everywhere),
    "a list of one row": ("actors", "a.csv", one_row),
    "a list of millions of rows": ("actors", "a.csv", many_rows),
    "Turtle of nodes in nodes": ("services", "a.ttl", deep_lists),
    "statements without end": ("services", "a.nt", many_statements),
    "nodes without names": ("services", "a.ttl", tied_blank_nodes),
    "contexts in a chain": ("services", "a.jsonld", contexts),
}
"""By what it is: what it is imported as, the name it comes under, and its bytes."""


class Beat:
    """A second thread as the app has many: how long it had to wait for its turn at most."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)
        self._thread.start()

    def _beat(self) -> None:
        last = time.monotonic()
        while not self._ended.wait(0.05):
            now = time.monotonic()
            self.longest, last = max(self.longest, now - last), now

    def end(self) -> float:
        self._ended.set()
        self._thread.join()
        return self.longest


def main(url: str, kind: str, path: str) -> None:
    """Import a file as the app would, and print what it took."""
    from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

    from policies.errors import PoliciesError
    from tracker import tasks, workspaces
    from tracker.database import connect
    from tracker.errors import TrackerError
    from tracker.settings import Settings

    data, name = Path(path).read_bytes(), Path(path).name
    Settings()
    database = connect(url)
    with database.writing() as session:
        by = workspaces.local_person(session, "Testperson")
        workspace = workspaces.create(session, "Provby", by=by, municipality_code="0114").id
    beat, code, before = Beat(), "", time.process_time()
    try:
        if kind == "document":
            tasks.import_document(database, data, name, workspace, by=by)
        elif kind == "guideline":
            tasks.import_guideline(database, data, name, by=by)
        else:
            tasks.import_list(database, data, name, kind, workspace, by=by)
    except (TrackerError, PoliciesError) as refusal:
        code = refusal.code
    own = time.process_time() - before
    waited = beat.end()
    database.close()
    from policies import sandbox

    sandbox._close_shared()
    read = getrusage(RUSAGE_CHILDREN)
    told = {
        "code": code,
        "seconds": round(own + read.ru_utime + read.ru_stime, 1),
        "megabytes": [getrusage(RUSAGE_SELF).ru_maxrss // 1024, read.ru_maxrss // 1024],
        "waited": round(waited, 1),
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
