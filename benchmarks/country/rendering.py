"""Documents as files: Markdown, plain text, HTML and DOCX, the same bytes for the same document."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from html import escape

from benchmarks.country.drawing import Block, Drawn

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName='
    '"/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
    "</Types>"
)
_RELATION = (
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_STYLES = {1: ("Heading1", "heading 1"), 2: ("Heading2", "heading 2"), 3: ("Heading3", "heading 3")}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """The bytes of a document; `starts` are where the blocks' texts begin in a text file, None for other formats."""

    ending: str
    data: bytes
    starts: tuple[int, ...] | None


def render(drawn: Drawn, ending: str) -> File:
    """A document in the format that has this ending: "md", "txt", "html" or "docx"."""
    if ending in ("md", "txt"):
        return _text(drawn, ending)
    data = _html(drawn) if ending == "html" else _docx(drawn)
    return File(ending=ending, data=data, starts=None)


def _text(drawn: Drawn, ending: str) -> File:
    title = f"# {drawn.title}" if ending == "md" else drawn.title.upper()
    pieces, at, starts = [title], len(title), []
    before: Block | None = None
    for block in drawn.blocks:
        gap = "\n" if before and before.level == block.level == -1 else "\n\n"
        mark = "- " if block.level == -1 else "#" * block.level + " " if block.level > 0 and ending == "md" else ""
        pieces += (gap, mark, block.text)
        starts.append(at + len(gap) + len(mark))
        at = starts[-1] + len(block.text)
        before = block
    return File(ending=ending, data=("".join(pieces) + "\n").encode(), starts=tuple(starts))


def _html(drawn: Drawn) -> bytes:
    lines = [
        f'<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>{escape(drawn.title)}</title></head><body>',
        f"<main><h1>{escape(drawn.title)}</h1>",
    ]
    within = False
    for block in drawn.blocks:
        if (block.level == -1) != within:
            within = not within
            lines.append("<ul>" if within else "</ul>")
        tag = "li" if block.level == -1 else f"h{block.level}" if block.level else "p"
        lines.append(f"<{tag}>{escape(block.text)}</{tag}>")
    lines.append(f"{'</ul>' if within else ''}</main></body></html>\n")
    return "\n".join(lines).encode()


def _docx(drawn: Drawn) -> bytes:
    rows = [_paragraph(drawn.title, "Heading1"), *(_paragraph(block.text, _style(block)) for block in drawn.blocks)]
    named = [*_STYLES.values(), ("ListBullet", "List Bullet")]
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>' for key, name in named
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(_RELATION.format("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _RELATIONS.format(_RELATION.format("styles", "styles.xml")),
        "word/document.xml": f"<w:document {_WORD}><w:body>{''.join(rows)}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_WORD}>{styles}</w:styles>",
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:  # stored and dated alike, so that the bytes are the same everywhere
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return held.getvalue()


def _paragraph(text: str, style: str) -> str:
    kept = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{kept}<w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r></w:p>'


def _style(block: Block) -> str:
    return "ListBullet" if block.level == -1 else _STYLES[block.level][0] if block.level else ""
