"""Reading order and paragraphs of untagged PDF pages: columns first, then lines by their distance and indent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from policies.document import BlockKind
from policies.markers import is_contents_line, split_item
from policies.readers.pdf_drawn import Rule
from policies.readers.pdf_lines import Page, Part, base_lines, beside, lines_of
from policies.readers.pdf_tables import Table, bands
from policies.readers.pdf_text import Segment

COLUMN_LINES = 4  # lines each side of a gutter needs; a table of fewer rows is read row by row
COLUMN_FILL = 0.55  # how full the lines of a text column are; cells of a table are emptier
SHORT_CELL = 12  # characters
ALIGNED = 0.6
CROSSING = 0.34  # the share of lines (headings, footers) that may cross the gutter
PARAGRAPH_GAP = 1.32
SENTENCE_END = (".", "!", "?", ":", ";", ")", "”", '"')


def parts_of(pages: Sequence[Page]) -> list[Part]:
    """The paragraphs, items and table rows of all pages in reading order."""
    ordered = [run for page in pages for run in _page_runs(page)]
    leading = _leading([run for run in ordered if not isinstance(run, Table)])
    return [part for run in ordered for part in (run.parts() if isinstance(run, Table) else _paragraphs(run, leading))]


Run = Table | list[Segment]
"""What is read from top to bottom: a table, or lines of running text."""


def _page_runs(page: Page) -> list[Run]:
    """Columns of running text first, tables inside them; else tables across the page, columns between them."""
    segments = lines_of(page.segments)
    gutter = _gutter(segments)
    if gutter is not None and not _is_beside_numbers(segments, gutter):
        return _columns(segments, gutter, page.rules)
    runs: list[Run] = []
    found = bands(segments, page.rules)
    for band in found:
        if isinstance(band, Table):
            runs.append(band)
        elif len(found) > 1 and (inner := _gutter(band)) is not None:
            runs += _columns(band, inner, page.rules)
        else:
            runs.append(_rows(band))
    return runs


def _is_beside_numbers(segments: Sequence[Segment], gutter: float) -> bool:
    """Whether what stands left of the gutter are short cells, such as numbers of requirements beside their text."""
    before = [s for s in segments if s.right <= gutter + 1]
    return bool(before) and not _is_text(before) and median(len(s.text) for s in before) <= SHORT_CELL


def _columns(segments: Sequence[Segment], gutter: float, rules: Sequence[Rule]) -> list[Run]:
    """The lines of a page in runs that are each read from top to bottom."""
    runs: list[Run] = []
    band: list[Segment] = []
    for segment in sorted(segments, key=lambda s: -s.middle):
        if segment.left < gutter - 1 and segment.right > gutter + 1:
            runs += _halves(band, gutter, rules)
            band = []
            runs.append([segment])
        else:
            band.append(segment)
    runs += _halves(band, gutter, rules)
    return _merged(runs)


def _halves(band: list[Segment], gutter: float, rules: Sequence[Rule]) -> list[Run]:
    left = [s for s in band if s.right <= gutter + 1]
    right = [s for s in band if s.right > gutter + 1]
    runs = (run for half in (left, right) for run in bands(half, rules))
    return [run if isinstance(run, Table) else _rows(run) for run in runs]


def _merged(runs: list[Run]) -> list[Run]:
    """Lines across the whole page that follow each other form one run."""
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if isinstance(run, list) and isinstance(last, list) and len(run) == 1 and len(last) == 1:
            last += run
        else:
            merged.append(run if isinstance(run, Table) else list(run))
    return merged


def _gutter(segments: Sequence[Segment]) -> float | None:
    """Where the white between two columns of running text stands, None where the page has one column."""
    if len(segments) < 2 * COLUMN_LINES:
        return None
    left, right = min(s.left for s in segments), max(s.right for s in segments)
    third = (right - left) / 4
    best: tuple[int, float] | None = None
    for edge in {round(s.left) for s in segments if left + third < s.left < right - third}:
        at = edge - 2.0
        crossing = sum(1 for s in segments if s.left < at < s.right)
        if best is None or (crossing, -at) < best:
            best = (crossing, at)
    if best is None or best[0] > CROSSING * len(segments):
        return None
    at = best[1]
    before, after = [s for s in segments if s.right <= at + 1], [s for s in segments if s.left >= at - 1]
    if min(len(before), len(after)) < COLUMN_LINES or not _side_by_side(before, after):
        return None
    texts = _is_text(before), _is_text(after)
    # Beside running text there may be a table; a table alone has its cells on common base lines.
    return at if all(texts) or (any(texts) and _aligned(before, after) < ALIGNED) else None


def _aligned(before: Sequence[Segment], after: Sequence[Segment]) -> float:
    """The share of lines of the shorter side that have a line of the other side on their own base line."""
    one, other = sorted((before, after), key=len)
    levels = {round(s.bottom) for s in other}
    return sum(any(round(s.bottom) + step in levels for step in (-1, 0, 1)) for s in one) / len(one)


def _is_text(lines: Sequence[Segment]) -> bool:
    if len(lines) < COLUMN_LINES:
        return False
    width = max(s.right for s in lines) - min(s.left for s in lines)
    return (
        width > 0
        and median(s.right - s.left for s in lines) >= COLUMN_FILL * width
        and median(len(s.text) for s in lines) >= 15
    )


def _side_by_side(before: Sequence[Segment], after: Sequence[Segment]) -> bool:
    top, bottom = (
        min(max(s.top for s in side) for side in (before, after)),
        max(min(s.bottom for s in side) for side in (before, after)),
    )
    return top - bottom > 0


def _rows(segments: Sequence[Segment]) -> list[Segment]:
    """Segments from top to bottom; those on one base line, far apart, are joined as cells of a row."""
    return [_row(line) for line in base_lines(segments)]


def _row(cells: list[Segment]) -> Segment:
    row = cells[0]
    for cell in cells[1:]:
        row = replace(beside(row, cell), text=f"{row.text.strip()} | {cell.text.strip()}")
    return row


def _leading(columns: Sequence[Sequence[Segment]]) -> float:
    """The usual distance of base lines, in font sizes."""
    steps: Counter[float] = Counter()
    for column in columns:
        for above, below in pairwise(column):
            if above.size == below.size and 0 < above.bottom - below.bottom < 3 * below.size:
                steps[round((above.bottom - below.bottom) / below.size, 1)] += 1
    return max(steps, key=lambda step: (steps[step], -step), default=1.2)


def _paragraphs(column: Sequence[Segment], leading: float) -> list[Part]:
    right = max((s.right for s in column), default=0.0)
    parts: list[Part] = []
    for line in column:
        kind = BlockKind.ROW if " | " in line.text else None
        if kind or not parts or parts[-1].kind is BlockKind.ROW or _begins(parts[-1], line, leading, right):
            parts.append(Part([line], kind))
        else:
            parts[-1].lines.append(line)
    return parts


def _begins(part: Part, line: Segment, leading: float, right: float) -> bool:
    """Whether a line begins a paragraph of its own below `part`."""
    last, first = part.lines[-1], part.lines[0]
    text = last.text.strip()
    if abs(last.size - line.size) > 0.06 * last.size or (last.bold != line.bold and part.bold != line.bold):
        return True
    if (
        last.bottom - line.bottom > max(leading * PARAGRAPH_GAP, leading + 0.25) * last.size
        or line.bottom > last.bottom
    ):
        return True
    if split_item(line.text.strip())[0] or is_contents_line(line.text) or is_contents_line(last.text):
        return True
    ended = text.endswith(SENTENCE_END)
    short = right - last.right > 0.18 * (right - min(first.left, line.left))
    indented = line.left > last.left + 0.8 * line.size and len(part.lines) > 1
    return ended and (short or indented)
