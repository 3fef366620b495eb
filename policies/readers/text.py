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
BARE_MINUTE = re.compile(r"^§ ?\d{1,4}\.?$")
SERIES = re.compile(r"^[A-ZÅÄÖ]{2,5}(?:-[A-Z]{2})? \d{4}:\d{1,5}$")
CHAPTER = re.compile(r"^\d{1,3}(?: [a-z])? kap\.")
DIVISION = re.compile(r"^(?:Kapit+el|Afsnit|Avdeling|Del) (?:[IVX]{1,5}|\d{1,3} ?[A-Za-z]?)\.?$")
SENTENCE_END = (".", ",", ";", ":")
LONGEST_HEADING = 90
LONGEST_TITLE = 300
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


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a group: whether it is the first, whether one follows and whether it leads into that one."""

    first: bool
    followed: bool
    leads: bool
    width: int
    contents: bool


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
        around = _around(groups, at, width=width, contents=contents)
        for kind, level, label, parts in _blocks(group, around):
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


def _around(groups: list[Group], at: int, *, width: int, contents: bool) -> Around:
    following = groups[at + 1].lines[0].strip() if at + 1 < len(groups) else ""
    label, rest = split_item(following)
    opening = int(SERIES.match(" ".join(groups[0].lines)) is not None)  # the title may follow a number
    return Around(at == opening, bool(following), bool(label) and rest[:1].islower(), width, contents)


def _width(lines: list[str]) -> int:
    """The width lines are wrapped at; 0 where each line is a paragraph of its own."""
    lengths = sorted(len(line) for line in lines)
    widest = lengths[int(len(lengths) * 0.95)] if lengths else 0
    return widest if 40 <= widest <= WIDE else 0


Found = tuple[BlockKind, int, str, list[str]]


def _blocks(group: Group, around: Around) -> Iterator[Found]:
    lines = list(group.lines)
    while len(lines) > 1 and (rule := UNDERLINE.match(lines[1])) and _could_be_heading(lines[0]):
        label, words = split_number(lines[0].strip())
        yield BlockKind.HEADING, TITLE if rule[1] == "=" else SECTION, label, [words]
        del lines[:2]
    if around.first and _is_title(lines):
        yield BlockKind.HEADING, TITLE, "", [line.strip() for line in lines]
        return
    if lines and (level := _heading_level(lines, around)):
        line = lines.pop(0).strip()
        label, words = ("", line) if CHAPTER.match(line) else split_number(line)
        yield BlockKind.HEADING, level, label, [words]
        if lines and (BARE_MINUTE.match(line) or DIVISION.match(line)) and _could_be_heading(lines[0]):
            yield BlockKind.HEADING, level, "", [lines.pop(0).strip()]
    current: Found | None = None
    last = ""
    for line in lines:
        if UNDERLINE.match(line):
            continue
        found = _single(line, contents=around.contents)
        if current and found is None and not _ends(current, last, line, around.width):
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


def _is_title(lines: list[str]) -> bool:
    """Whether the opening lines are one long title, as those of acts are; regulations close theirs with a semicolon."""
    text = " ".join(line.strip() for line in lines)
    long = LONGEST_HEADING < len(text) <= LONGEST_TITLE or (text.endswith(";") and len(text) <= LONGEST_TITLE)
    if not long or text.endswith((".", ":", ",")) or not text[0].isupper():
        return False
    return all(len(line.strip()) > LONGEST_HEADING // 2 for line in lines[:-1])


def _heading_level(lines: list[str], around: Around) -> int:
    """The level of a heading the first line is, 0 where it is none."""
    line = lines[0].strip()
    leads = around.leads and len(lines) == 1  # into a list that goes on with its sentence
    if BARE_MINUTE.match(line) or DIVISION.match(line):
        return SECTION
    if MINUTE.match(line) and len(line) <= LONGEST_HEADING and not line.endswith(SENTENCE_END) and not leads:
        return SECTION
    if not _could_be_heading(line) or leads or (len(lines) > 1 and not around.first):
        return 0
    number, words = split_number(line)
    if CHAPTER.match(line):
        return SECTION
    if number and number[0].isdigit() and words[0].isupper():
        return SECTION + number.rstrip(".").count(".") if len(lines) == 1 and around.followed else 0
    if split_item(line)[0] or len(lines) > 1 or not around.followed:
        return 0
    if around.first:
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
