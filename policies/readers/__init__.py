"""One reader per format: bytes become a Document whose text never changes afterwards.

A new format is one module with `read(data, name)` and one line here. Readers are imported when first used, so that
start-up stays fast.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from policies.document import Document
from policies.errors import PoliciesError

Reader = Callable[[bytes, str], Document]

READERS = {
    "akoma_ntoso": "policies.readers.akoma_ntoso",
    "docx": "policies.readers.docx",
    "eurlex_html": "policies.readers.eurlex_html",
    "formex": "policies.readers.formex",
    "framework": "policies.readers.framework",
    "html": "policies.readers.html",
    "markdown": "policies.readers.markdown",
    "njk": "policies.readers.njk",
    "odt": "policies.readers.odt",
    "oscal": "policies.readers.oscal",
    "pdf": "policies.readers.pdf",
    "reqif": "policies.readers.reqif",
    "riksdagen_json": "policies.readers.riksdagen_json",
    "rst": "policies.readers.rst",
    "statute_json": "policies.readers.statute_json",
    "table": "policies.readers.table",
    "text": "policies.readers.text",
}
"""Name of a format to the module that reads it."""


def reader(format_name: str) -> Reader:
    """The reader of a format. Raises PoliciesError naming the choices."""
    if format_name not in READERS:
        raise PoliciesError("error.unknown_format", format=format_name, choices=", ".join(sorted(READERS)))
    return cast(Reader, import_module(READERS[format_name]).read)
