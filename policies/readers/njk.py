"""Nunjucks pages: HTML with template commands; what the template sets becomes metadata, commands are not text."""

from __future__ import annotations

import re

from policies.assembly import Assembly
from policies.document import BlockKind, Document
from policies.readers.decoding import decode
from policies.readers.html_blocks import add_html
from policies.readers.template_marks import without_commands

_SET = re.compile(
    r"\{%-?\s{0,9}set\s{1,9}(\w{1,60})\s{0,9}=\s{0,9}(?:\"([^\"]{0,1000})\"|'([^']{0,1000})')\s{0,9}-?%\}"
)
_TITLES = ("pageTitle", "title", "heading")


def read(data: bytes, name: str) -> Document:
    """The page's text under its title; macro calls are left out."""
    text, warnings = decode(data, name)
    metadata = {found.group(1): found.group(2) or found.group(3) or "" for found in _SET.finditer(text)}
    title = next((metadata[key] for key in _TITLES if metadata.get(key)), "")
    out = Assembly(name)
    out.add(BlockKind.HEADING, title, level=1)
    add_html(out, without_commands(text), name)
    return Document(text=out.text, blocks=tuple(out.blocks), title=title, metadata=metadata, warnings=warnings)
