"""How far the history went when a file was made, said in the file itself: `tracker doctor --anchor FILE` reads it.

In CSV it is the last line, in XLSX the workbook's comments, in Turtle, XML and Markdown a comment, in JSON-LD a
key that means nothing to a reader of linked data, in OSCAL a remark, and in a ZIP a member of its own. Importers pass
it over. Reports write it among the properties of their files.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable

from tracker.chains import Head
from tracker.errors import TrackerError

MARK = "tracker-history"
KEY = "tracker_history"
MEMBER = "history.txt"
_ALWAYS = (1980, 1, 1, 0, 0, 0)


def line(heads: Iterable[Head]) -> str:
    """One line for chains of the history.

    >>> line([Head(chain=1, count=7, hash="ab")])
    'tracker-history chain=1 events=7 head=ab'
    """
    return " ".join(f"{MARK} chain={head.chain} events={head.count} head={head.hash}" for head in heads)


def stamped(form: str, content: bytes, heads: Iterable[Head]) -> bytes:
    """A file with the line in it, in the way of its format; unchanged where there is no history to speak of."""
    if form not in STAMPS:
        raise TrackerError("error.export_format", format=form, choices=", ".join(STAMPS))
    said = line(heads)
    return STAMPS[form](content, said) if said else content


def _last_line(content: bytes, said: str) -> bytes:
    return content + f'"# {said}"\r\n'.encode()


def _comment_of_turtle(content: bytes, said: str) -> bytes:
    return content.rstrip(b"\n") + f"\n# {said}\n".encode()


def _comment_of_xml(content: bytes, said: str) -> bytes:
    return content.rstrip(b"\n") + f"\n<!-- {said} -->\n".encode()


def _key_of_json(content: bytes, said: str) -> bytes:
    document = json.loads(content)
    if not isinstance(document, dict):
        document = {"@graph": document}
    context = document.get("@context", {})
    silent = {KEY: None}  # a term without a meaning: readers leave it out
    context = {**context, **silent} if isinstance(context, dict) else [*_listed(context), silent]
    stated = {**document, "@context": context, KEY: said}
    return json.dumps(stated, ensure_ascii=False, indent=2, sort_keys=True).encode()


def _remark_of_oscal(content: bytes, said: str) -> bytes:
    """A remark on the metadata: an OSCAL document has one key, and nothing else may stand in it."""
    document = json.loads(content)
    for whole in document.values():
        whole["metadata"]["remarks"] = said
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _member(content: bytes, said: str) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo(MEMBER, date_time=_ALWAYS), said + "\n")
    return out.getvalue()


def _comment_in_project(content: bytes, said: str) -> bytes:
    """A comment in the first member, which describes the rest; the others stay as they are."""
    source, out = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for place, part in enumerate(source.infolist()):
            data = source.read(part)
            packed.writestr(part, data if place else _comment_of_xml(data, said), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _properties(content: bytes, said: str) -> bytes:
    """The description of a workbook or document, which programs show as its comments."""
    source, out = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "docProps/core.xml":
                data = _described(data, said)
            packed.writestr(part, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _described(core: bytes, said: str) -> bytes:
    return core.replace(
        b"</cp:coreProperties>", f"<dc:description>{said}</dc:description></cp:coreProperties>".encode()
    )


STAMPS: dict[str, Callable[[bytes, str], bytes]] = {
    "csv": _last_line,
    "xlsx": _properties,
    "ttl": _comment_of_turtle,
    "jsonld": _key_of_json,
    "gexf": _comment_of_xml,
    "graphml": _comment_of_xml,
    "json": _remark_of_oscal,
    "qdc": _comment_of_xml,
    "qdpx": _comment_in_project,
    "reqif": _comment_of_xml,
    "zip": _member,
    "md": _comment_of_xml,
}
"""By format how the line is put in."""
