"""Plain text: paragraphs by blank lines, headings by underlines, numbers and capitals, lists by their markers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policies import limits
from policies.assembly import Assembly
from policies.document import BlockKind, Document
from policies.errors import UnreadableFile
from policies.headings import title_of
from policies.hyphenation import compounds_in, joined
from policies.markers import is_contents_heading, is_contents_line, split_item, split_number
from policies.readers.decoding import decode

UNDERLINE = re.compile(r"^\s*(=|-|~|\*|#)\1{2,}\s*$")
MINUTE = re.compile(r"^§ ?\d{1,4}\b")
SENTENCE_END = (".", ",", ";", ":")
LONGEST_HEADING = 90
MOST_WORDS = 10
WIDE = 110  # lines longer than this are whole paragraphs: nobody wraps by hand so far out
FULL = 0.72  # of the usual width; a shorter line ends its paragraph
TAB = 4
TITLE, SECTION, SUBSECTION = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Group:
    """Lines between blank lines, with the page (from 1, 0 where the text has no page breaks) they stand on."""

    lines: tuple[str, ...]
    page: int


def read(data: bytes, name: str) -> Document:
    """The document in a text file, whatever its encoding. Raises UnreadableFile: not text, no text."""
    whole, warnings = decode(data, name)
    if len(whole) > limits.TEXT_CHARACTERS:
        raise UnreadableFile("error.too_much_text", file=name, limit=limits.TEXT_CHARACTERS)
    assembly = Assembly(name)
    groups = list(_groups(whole))
    lines = [line for group in groups for line in group.lines]
    compounds = compounds_in(lines)
    contents = sum(map(is_contents_line, lines)) > 2
    width = _width(lines)
    for at, group in enumerate(groups):
        alone = at + 1 < len(groups)
        for kind, level, label, parts in _blocks(group, first=at == 0, alone=alone, width=width, contents=contents):
            text = joined(parts, compounds)
            if is_contents_heading(text):
                assembly.add(BlockKind.CONTENTS, text, page=group.page)
            else:
                assembly.add(kind, text, level=level, page=group.page, label=label)
    if not assembly.blocks:
        raise UnreadableFile("error.no_text", file=name)
    return Document(
        text=assembly.text, blocks=tuple(assembly.blocks), title=title_of(assembly), format="text", warnings=warnings
    )


def _groups(text: str) -> Iterator[Group]:
    pages = text.split("\f")
    for number, page in enumerate(pages, 1):
        lines: list[str] = []
        for line in [*page.split("\n"), ""]:
            if line.strip():
                lines.append(line.rstrip())
            elif lines:
                yield Group(tuple(lines), number if len(pages) > 1 else 0)
                lines = []


def _width(lines: list[str]) -> int:
    """The width lines are wrapped at; 0 where each line is a paragraph of its own."""
    lengths = sorted(len(line) for line in lines)
    widest = lengths[int(len(lengths) * 0.95)] if lengths else 0
    return widest if 40 <= widest <= WIDE else 0


Found = tuple[BlockKind, int, str, list[str]]


def _blocks(group: Group, *, first: bool, alone: bool, width: int, contents: bool) -> Iterator[Found]:
    lines = list(group.lines)
    while len(lines) > 1 and (rule := UNDERLINE.match(lines[1])) and _could_be_heading(lines[0]):
        label, words = split_number(lines[0].strip())
        yield BlockKind.HEADING, TITLE if rule[1] == "=" else SECTION, label, [words]
        del lines[:2]
    if lines and (level := _heading_level(lines, first=first, alone=alone)):
        label, words = split_number(lines[0].strip())
        yield BlockKind.HEADING, level, label, [words]
        del lines[0]
    current: Found | None = None
    last = ""
    for line in lines:
        if UNDERLINE.match(line):
            continue
        found = _single(line, contents=contents)
        if current and found is None and not _ends(current, last, line, width):
            current[3].append(line)
        else:
            if current:
                yield current
            current = found or (BlockKind.PARAGRAPH, 0, "", [line])
        last = line
    if current:
        yield current


def _single(line: str, *, contents: bool) -> Found | None:
    """What a line begins by itself: an item, a table row, a line of contents; None for running text."""
    stripped = line.strip()
    if contents and is_contents_line(stripped):
        return BlockKind.CONTENTS, 0, "", [stripped]
    if stripped.count("\t") > 1 or stripped.count(" | ") > 1:
        cells = re.split(r"\t+| \| ", stripped.strip("|"))
        return BlockKind.ROW, 0, "", [" | ".join(cell.strip() for cell in cells)]
    label, rest = split_item(stripped)
    if label:
        indent = len(line.expandtabs(TAB)) - len(line.expandtabs(TAB).lstrip())
        return BlockKind.ITEM, 1 + indent // TAB, label, [rest]
    return None


def _ends(current: Found, last: str, line: str, width: int) -> bool:
    """Whether a paragraph or item ended with the `last` line, so that `line` begins another."""
    if current[0] in {BlockKind.CONTENTS, BlockKind.ROW}:
        return True
    if current[0] is BlockKind.ITEM:
        return width == 0 and not line[:1].isspace()
    return width == 0 or (len(last) < FULL * width and last.rstrip().endswith((".", "!", "?", ":")))


def _heading_level(lines: list[str], *, first: bool, alone: bool) -> int:
    """The level of a heading the first line is, 0 where it is none."""
    line = lines[0].strip()
    if MINUTE.match(line) and len(line) <= LONGEST_HEADING and not line.endswith("."):
        return SECTION
    if not _could_be_heading(line) or (len(lines) > 1 and not first):
        return 0
    number, words = split_number(line)
    if number and number[0].isdigit() and words[0].isupper():
        return SECTION + number.rstrip(".").count(".") if len(lines) == 1 and alone else 0
    if split_item(line)[0] or len(lines) > 1 or not alone:
        return 0
    if first:
        return TITLE
    return SECTION if line.isupper() else SUBSECTION


def _could_be_heading(line: str) -> bool:
    line = line.strip()
    return (
        len(line) <= LONGEST_HEADING
        and len(line.split()) <= MOST_WORDS
        and not line.endswith(SENTENCE_END)
        and any(letter.isalpha() for letter in line)
        and not line[0].islower()
        and not is_contents_line(line)
    )
