"""reStructuredText: underlined headings, lists, grid tables, paragraphs; directives and substitutions resolved."""

from __future__ import annotations

import re

from policies.assembly import Assembly
from policies.document import BlockKind, Document
from policies.readers.decoding import decode
from policies.readers.html_blocks import MARKER

_RULE = re.compile(r"^([!-/:-@\[-`{-~])\1{2,}$")
_ITEM = re.compile(r"^(\s*)([-*+•]|#\.|\(?[0-9]{1,3}[.)]|\(?[a-z][.)])\s+(\S.*)$")
_DIRECTIVE = re.compile(r"^\s*\.\.(?:\s|$)")
_ADMONITION = re.compile(r"^\s*\.\.\s+(?:note|warning|important|tip|hint|attention|caution|admonition)::\s*(.*)$", re.I)
_SUBSTITUTION = re.compile(r"^\.\.\s+\|([^|\n]{1,80})\|\s+(?:replace::|raw:: html)\s*(.*)$")
_MARK = re.compile(r"\|([^|\s][^|\n]{0,79})\|_{0,2}")
_NAME_MARK = re.compile(r"\|([A-Z]{2,20}\d{0,5})\|")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ROLE = re.compile(r"(?::[\w+-]{1,40}:)?`([^`<]{0,1000}+)(?:<[^`>]{0,2000}+>)?`_{0,2}")
_EMPHASIS = re.compile(r"(\*{1,2})(?=\S)([^*]{1,5000}?)(?<=\S)\1")
_LITERAL = re.compile(r"``([^`]{1,2000})``")
_OPTION = re.compile(r"^\s*:[\w -]{1,60}:")


def read(data: bytes, name: str) -> Document:
    """The text of a reStructuredText file; the first heading is the title."""
    text, warnings = decode(data, name)
    lines = text.split("\n")
    reader = _Reader(Assembly(name), _substitutions(lines))
    reader.read(lines)
    headings = [block for block in reader.out.blocks if block.kind is BlockKind.HEADING]
    title = reader.out.text[headings[0].start : headings[0].end] if headings else ""
    return Document(text=reader.out.text, blocks=tuple(reader.out.blocks), title=title, warnings=warnings)


def _substitutions(lines: list[str]) -> dict[str, str]:
    """What stands for each |NAME|, given on its own line or on the indented lines below."""
    found = {}
    for index, line in enumerate(lines):
        if match := _SUBSTITUTION.match(line):
            value = match.group(2).strip()
            for below in lines[index + 1 : index + 6]:
                if value or (below.strip() and not below[0].isspace()):
                    break
                value = below.strip()
            found[match.group(1)] = _TAG.sub("", value)
    return found


class _Reader:
    """Open paragraph or item, the styles of headings met so far, and the substitutions."""

    def __init__(self, out: Assembly, substitutions: dict[str, str]) -> None:
        self.out = out
        self.substitutions = substitutions
        self.open: list[str] = []
        self.item: tuple[int, str] | None = None
        self.cells: list[str] = []
        self.styles: list[str] = []

    def read(self, lines: list[str]) -> None:
        skipping = False  # inside a directive
        for index, line in enumerate(lines):
            stripped = line.strip()
            if skipping and (not stripped or line[0].isspace()):
                continue
            skipping = False
            if _DIRECTIVE.match(line):
                self._flush()
                admonition = _ADMONITION.match(line)
                skipping = admonition is None
                self.open = [admonition.group(1)] if admonition and admonition.group(1) else []
            elif not stripped or stripped == "|" or (_OPTION.match(line) and not self.open):
                self._flush()
            elif _RULE.match(stripped):
                self._rule(lines, index, stripped)
            elif stripped[0] in "+|" and stripped[-1] in "+|" and len(stripped) > 3:
                self._table(stripped)
            elif item := _ITEM.match(line):
                self._flush()
                mark = item.group(2)
                self.item = (1 + len(item.group(1)) // 2, mark if mark[-1] in ".)" and mark != "#." else "•")
                self.open = [item.group(3)]
            else:
                self._next_line(line, stripped)
        self._flush()

    def _next_line(self, line: str, stripped: str) -> None:
        if self.item and not line[0].isspace() and not self.open:
            self.item = None
        self.open.append(stripped)

    def _rule(self, lines: list[str], index: int, rule: str) -> None:
        """An underline makes a heading of the line above it; an overline says nothing by itself."""
        above = lines[index - 1].strip() if index else ""
        over = index > 1 and _RULE.match(lines[index - 2].strip()) is not None
        if len(self.open) != 1 or not above or above != self.open[0] or len(rule) < min(len(above), 4):
            self._flush()
            return
        self.open = []
        style = rule[0] + ("^" if over else "")
        if style not in self.styles:
            self.styles.append(style)
        self.out.add(BlockKind.HEADING, self._plain(above), level=self.styles.index(style) + 1)

    def _table(self, line: str) -> None:
        """A grid table: rules end a row, the lines between them fill its cells."""
        self._flush(keep_row=True)
        if line[0] == "+" and set(line) <= set("+-="):
            self._end_row(header="=" in line)
            return
        parts = _split_cells(line)
        self.cells += [""] * (len(parts) - len(self.cells))
        self.cells = [f"{cell} {parts[i]}".strip() if i < len(parts) else cell for i, cell in enumerate(self.cells)]

    def _end_row(self, *, header: bool = False) -> None:
        cells = [self._plain(cell) for cell in self.cells]
        self.cells = []
        self.out.add(BlockKind.ROW, " | ".join(cell for cell in cells if cell), level=int(header))

    def _flush(self, *, keep_row: bool = False) -> None:
        if self.cells and not keep_row:
            self._end_row()
        text, self.open = self._plain(" ".join(self.open)), []
        if not any(letter.isalnum() for letter in text):
            return
        if self.item:
            level, label = self.item
            self.item = (level, "")
            self.out.add(BlockKind.ITEM, text, level=level, label=label)
        elif marker := MARKER.match(text):
            self.out.add(BlockKind.ITEM, text[marker.end() :], level=1, label=marker.group(1))
        else:
            self.out.add(BlockKind.PARAGRAPH, text)

    def _plain(self, text: str) -> str:
        text = _MARK.sub(lambda match: self.substitutions.get(match.group(1), ""), text)
        text = _ROLE.sub(lambda role: role[1].rstrip(), _LITERAL.sub(r"\1", text))
        text = _EMPHASIS.sub(r"\2", text.replace("\\ ", ""))
        return " ".join(text.replace("\\", "").split())


def _split_cells(line: str) -> list[str]:
    """Cells between bars; the bars of a substitution (|NAME|) are no borders.

    >>> _split_cells("|Costi di |STYLE1| ?   |sì |")
    ['Costi di |STYLE1| ?', 'sì']
    """
    guarded = _NAME_MARK.sub("\x00\\1\x00", line.strip())
    return [cell.replace("\x00", "|").strip() for cell in guarded.strip("|").split("|")]
