"""Markdown files: front matter, headings, lists, tables and paragraphs; HTML inside is read as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policies.assembly import Assembly
from policies.document import BlockKind, Document
from policies.readers.decoding import decode
from policies.readers.front_matter import split_front_matter
from policies.readers.html_blocks import MARKER, add_html
from policies.readers.lines import add_text
from policies.readers.markdown_inline import flatten
from policies.readers.template_marks import without_commands

_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]|$)")
_RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_ITEM = re.compile(r"^([ \t]*)([-*+•]|\d{1,9}[.)])([ \t]+)(?:\[[ xX]\][ \t]+)?(\S.*)$")
_DELIMITERS = re.compile(r"^\s*+\|?\s*+:?-{2,}+:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*+$")
_CONTENTS = re.compile(r"^\[[^\[\]]{1,300}\]\(#[^()\s]{1,300}\)$")  # an item that only points into the file
_DEFINITION = re.compile(r"^ {0,3}\[[^\]]{1,200}\]:\s*\S+")
_HTML_START = re.compile(
    r"^\s*</?(?:article|aside|blockquote|br|center|dd|details|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header|hr|"
    r"img|input|legend|li|main|nav|ol|p|script|section|style|summary|table|tbody|td|th|thead|tr|ul)(?=[\s/>]|$)",
    re.IGNORECASE,
)


def read(data: bytes, name: str) -> Document:
    """A Markdown file as running text; the front matter becomes metadata, title, language."""
    text, warnings = decode(data, name)
    metadata, body = split_front_matter(text)
    out = Assembly(name)
    title = metadata.get("rubrik") or metadata.get("title", "")
    body = without_commands(_without_comments(body))
    if title and not re.search(r"^# |^<h1", body, re.MULTILINE):
        out.add(BlockKind.HEADING, title, level=1)
    _Blocks(out, name).read(body.split("\n"))
    return Document(
        text=out.text,
        blocks=tuple(out.blocks),
        title=title,
        language=metadata.get("lang", ""),
        metadata=metadata,
        warnings=warnings,
    )


_BOLD_LINE = re.compile(r"^(\*\*|__)(?=\S)[^*_]{1,120}[^\s.,;:!?*_]\1$")


class _Blocks:
    """Where the line reader stands: the open paragraph or item, and how far the open lists are indented."""

    def __init__(self, out: Assembly, name: str) -> None:
        self.out = out
        self.name = name
        self.open: list[str] = []
        self.item: tuple[int, str] | None = None  # level and label of the open item
        self.indents: list[int] = []  # column where the text of each open list level begins
        self.blank = True

    def read(self, lines: list[str]) -> None:
        numbered = iter(enumerate(lines))
        for index, line in numbered:
            if not line.strip():
                self.flush()
                self.blank = True
                continue
            if not self._special(lines, index, line, numbered):
                self._text(line)
            self.blank = False
        self.flush()

    def _special(self, lines: list[str], index: int, line: str, rest: Iterator[tuple[int, str]]) -> bool:
        """Everything that is not running text; true when the line has been dealt with."""
        stripped = line.strip()
        if heading := _HEADING.match(line):
            self._end_lists()
            self._heading(_title(line[heading.end() :]), len(heading.group(1)))
        elif _UNDERLINE.match(line) and self.open and self.item is None:
            title, self.open = " ".join(self.open), []
            self._heading(title, 1 if stripped[0] == "=" else 2)
        elif _RULE.match(line):
            self._end_lists()
        elif fence := _FENCE.match(line):
            self._code(fence.group(1), rest)
        elif "|" in stripped and (stripped[0] == "|" or _is_table(lines, index)):
            self.flush()
            following = lines[index + 1].strip() if index + 1 < len(lines) else ""
            self._row(stripped, header=bool("|" in following and _DELIMITERS.match(following)))
        elif match := _ITEM.match(line):
            self._item(match)
        elif stripped[0] == "<" and _HTML_START.match(line):
            self._html(lines, index, rest)
        else:
            return bool(stripped[0] == "[" and _DEFINITION.match(line))
        return True

    def _text(self, line: str) -> None:
        indent = len(line) - len(line.lstrip())
        stripped = line.strip()
        if stripped[0] == ">":
            self._end_lists()
            stripped = stripped.lstrip("> ")
            if not stripped or stripped.startswith("[!"):
                return
        if self.blank:
            while self.indents and indent < self.indents[-1]:
                self.indents.pop()
            if not self.indents:
                self.item = None
        if len(self.open) == 1 and _BOLD_LINE.match(self.open[0]):
            self.flush()  # a line set in bold names what follows it and is no part of its sentence
        self.open.append(stripped.removesuffix("\\"))

    def _item(self, match: re.Match[str]) -> None:
        self.flush()
        indent = len(match.group(1).expandtabs(4))
        while self.indents and indent < self.indents[-1]:
            self.indents.pop()
        mark = match.group(2)
        self.indents.append(indent + len(mark) + 1)
        self.item = (len(self.indents), mark if mark[0].isdigit() else "•")
        self.open = [match.group(4).strip().removesuffix("\\")]

    def _heading(self, source: str, level: int) -> None:
        add_text(self.out, BlockKind.HEADING, flatten(source), level=level)

    def _row(self, line: str, *, header: bool) -> None:
        if _DELIMITERS.match(line):
            return
        cells = [flatten(cell).strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))]
        self.out.add(BlockKind.ROW, " | ".join(cell for cell in cells if cell), level=int(header))

    def _code(self, fence: str, rest: Iterator[tuple[int, str]]) -> None:
        self.flush()
        code = []
        for _, line in rest:
            if line.strip().startswith(fence):
                break
            code.append(line)
        self.out.add(BlockKind.NOTE, " ".join(code))

    def _html(self, lines: list[str], index: int, rest: Iterator[tuple[int, str]]) -> None:
        self._end_lists()
        end = index + 1
        while end < len(lines) and lines[end].strip():
            end += 1
            next(rest)
        add_html(self.out, "\n".join(lines[index:end]), self.name)

    def _end_lists(self) -> None:
        self.flush()
        self.item, self.indents = None, []

    def flush(self) -> None:
        """Write out the open paragraph or item."""
        if not self.open:
            return
        source = " ".join(self.open)
        text = flatten(source)
        self.open = []
        if self.item is not None:
            level, label = self.item
            self.item = (level, "")
            if _CONTENTS.match(source):
                self.out.add(BlockKind.CONTENTS, text, label=label)
            else:
                add_text(self.out, BlockKind.ITEM, text, level=level, label=label)
        elif marker := MARKER.match(text):
            add_text(self.out, BlockKind.ITEM, text[marker.end() :], level=1, label=marker.group(1))
        else:
            add_text(self.out, BlockKind.PARAGRAPH, text)


def _title(rest: str) -> str:
    """The text of a heading line behind its hashes, without closing ones."""
    rest = rest.strip()
    bare = rest.rstrip("#")
    return bare.rstrip() if bare != bare.rstrip() or not bare else rest


def _without_comments(text: str) -> str:
    """Text without HTML comments, in one pass; an unclosed one is left as it is."""
    kept = []
    position = 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[position:start])
        position = end + 3
    return "".join((*kept, text[position:]))


def _is_table(lines: list[str], index: int) -> bool:
    """A row without outer bars counts when a delimiter row follows, or it follows one."""
    following = lines[index + 1] if index + 1 < len(lines) else ""
    return bool("|" in following and _DELIMITERS.match(following.strip())) or bool(
        _DELIMITERS.match(lines[index].strip())
    )
