"""Lines of PDF pages: segments on one base line joined, and what repeats in the margins taken out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from policies.document import BlockKind
from policies.markers import split_item
from policies.readers.pdf_drawn import Rule
from policies.readers.pdf_text import RAISED, Segment

MARGIN = 0.12  # the share of a page's height, above and below, where headers and footers stand
REPEATS = 3
SAME_PLACE = 4.0  # points; what repeats elsewhere on the page is text that happens to recur
SENTENCE = re.compile(r"^(?:\S+ ){5,}\S+\.$")  # footnotes may recur word for word
WORD_GAP = 0.12
CELL_GAP = 1.6
DIGITS = re.compile(r"\d+")
PAGE_NUMBER = re.compile(
    r"^(?:[-–—|\s]*+(?:sida|sidan|sid\.?|page|s\.|p\.)?\s*+(?:\d{1,4}|[ivxl]{1,6})\s*+(?:(?:av|of|/)\s*\d{1,4}|\(\d{1,4}\))?[-–—|\s.]*+)$",
    re.I,
)
WALL_SLACK = 2.0  # points
NOTE_MARK = re.compile(r"^[\d,*\s]{1,7}$")


@dataclass(slots=True)
class Page:
    """One page: its number from 1, its size in points, its segments in the order of the file, the lines drawn."""

    number: int
    width: float
    height: float
    segments: list[Segment]
    rules: tuple[Rule, ...] = ()


@dataclass(slots=True)
class Part:
    """Lines that belong together. `kind` is what the file itself calls them, None where only looks can tell."""

    lines: list[Segment]
    kind: BlockKind | None = None
    level: int = 0
    label: str = ""

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def size(self) -> float:
        sizes: Counter[float] = Counter()
        for line in self.lines:
            sizes[line.size] += len(line.text)
        return sizes.most_common(1)[0][0]

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)


def lines_of(segments: Iterable[Segment], *, gap: float = CELL_GAP) -> list[Segment]:
    """Segments that follow each other on one base line as one, unless further apart than `gap` times the size."""
    lines: list[Segment] = []
    for segment in segments:
        last = lines[-1] if lines else None
        if last is None or not _beside(last, segment, gap):
            lines.append(segment)
        elif not is_note_mark(last, segment):
            lines[-1] = beside(last, segment)
    return lines


def is_note_mark(last: Segment, segment: Segment) -> bool:
    """Whether a segment is the small raised figure of a footnote after a word."""
    return (
        NOTE_MARK.match(segment.text) is not None
        and segment.size <= RAISED * last.size
        and segment.bottom > last.bottom + 0.1 * last.size
        and not last.text.endswith(" ")
    )


def _beside(last: Segment, segment: Segment, gap: float) -> bool:
    if last.page != segment.page or is_walled(last, segment):
        return False
    height = min(last.top - last.bottom, segment.top - segment.bottom)
    overlap = min(last.top, segment.top) - max(last.bottom, segment.bottom)
    size = max(last.size, segment.size)
    return overlap > 0.5 * height and -0.5 * size < segment.left - last.right < gap * size


def is_walled(last: Segment, segment: Segment) -> bool:
    """Whether a drawn line parts two segments of one base line: they are cells of a table."""
    return last.right - WALL_SLACK <= segment.wall


def beside(last: Segment, segment: Segment) -> Segment:
    """Two segments of one line as one; the longer one gives size and place on the base line."""
    spaced = last.text.endswith(" ") or segment.text.startswith(" ")
    between = "" if spaced or segment.left - last.right < WORD_GAP * last.size else " "
    main = last if len(last.text) >= len(segment.text) else segment
    return replace(
        main,
        text=f"{last.text}{between}{segment.text}",
        left=min(last.left, segment.left),
        right=max(last.right, segment.right),
        bold=last.bold and segment.bold,
        mark=last.mark,
    )


def base_lines(segments: Iterable[Segment]) -> list[list[Segment]]:
    """Cells on common base lines, from top to bottom and left to right; what stands close together is one cell."""
    lines: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (-s.middle, s.left)):
        if lines and abs(lines[-1][0].middle - segment.middle) < 0.45 * max(lines[-1][0].size, segment.size, 1):
            lines[-1].append(segment)
        else:
            lines.append([segment])
    return [_cells(sorted(line, key=lambda s: s.left)) for line in lines]


def _cells(segments: list[Segment]) -> list[Segment]:
    """The segments of one base line, near ones and a list marker with its text joined."""
    cells = segments[:1]
    for segment in segments[1:]:
        last = cells[-1]
        marker = split_item(f"{last.text.strip()} x")[1] == "x"
        if not is_walled(last, segment) and (segment.left - last.right < CELL_GAP * last.size or marker):
            cells[-1] = replace(beside(last, segment), right=max(last.right, segment.right))
        else:
            cells.append(segment)
    return cells


def cells_in_row(cells: Sequence[Sequence[Segment]]) -> list[Segment]:
    """The lines of a row's cells in order, the last line of each cell but the last closed with a bar."""
    lines: list[Segment] = []
    for at, cell in enumerate(cells):
        closed = replace(cell[-1], text=f"{cell[-1].text.rstrip()} |") if at + 1 < len(cells) else cell[-1]
        lines += [*cell[:-1], closed]
    return lines


def without_margins(pages: Sequence[Page]) -> tuple[list[Page], list[Segment]]:
    """The pages without running headers, footers and page numbers; and what was taken out."""
    seen: dict[tuple[bool, str], list[float]] = {}
    marginal = [[line for line in lines_of(page.segments, gap=40) if _zone(page, line) is not None] for page in pages]
    for page, lines in zip(pages, marginal, strict=True):
        for key, place in {(bool(_zone(page, line)), _pattern(line)): line.bottom for line in lines}.items():
            seen.setdefault(key, []).append(place)
    enough = REPEATS if len(pages) > REPEATS else 2
    kept, removed = [], []
    for page, lines in zip(pages, marginal, strict=True):
        out = [
            line
            for line in lines
            if PAGE_NUMBER.match(line.text.strip())
            or (
                not SENTENCE.match(line.text.strip())
                and sum(abs(p - line.bottom) < SAME_PLACE for p in seen[bool(_zone(page, line)), _pattern(line)])
                >= enough
            )
        ]
        removed += out
        kept.append(replace(page, segments=[s for s in page.segments if not any(_inside(s, line) for line in out)]))
    return kept, removed


def _zone(page: Page, line: Segment) -> bool | None:
    """True in the header zone, False in the footer zone, None in the text."""
    if line.middle > page.height * (1 - MARGIN):
        return True
    return False if line.middle < page.height * MARGIN else None


def _pattern(line: Segment) -> str:
    return DIGITS.sub("#", " ".join(line.text.split())).lower()


def _inside(segment: Segment, line: Segment) -> bool:
    return line.bottom - 1 <= segment.middle <= line.top + 1 and line.left - 1 <= segment.left <= line.right + 1
