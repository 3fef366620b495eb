"""Lists that also come as linked data, and telling such a file from a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from tracker.importers import cpsv, organisations
from tracker.importers.columns import Imported, Row

READERS: Mapping[str, Callable[[bytes, str], Imported[Row]]] = {
    "services": cpsv.read,
    "actors": organisations.read_actors,
    "relations": organisations.read_relations,
}
"""What reads a kind of list from linked data; its rows need no mapping of columns."""

_BEGINNING = re.compile(
    r"(?:\s|\#[^\n]*+\n)*+(?:[{\[]|<[^<>]{1,2000}>|<[?!\w]|_:\w|\(\s|(?:@prefix|@base|prefix|base)\s++[\w.-]*+:?\s*+<)",
    re.IGNORECASE,
)


def is_linked_data(data: bytes) -> bool:
    """Whether a file begins as RDF in one of its syntaxes does, and not as a table.

    >>> is_linked_data(b"@prefix ex: <http://e/> ."), is_linked_data(b"namn;enhet"), is_linked_data(b'{"@graph": []}')
    (True, False, True)
    """
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return _BEGINNING.match(data[:8192].decode(encoding, errors="replace")) is not None
