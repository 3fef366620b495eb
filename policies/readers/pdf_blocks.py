"""What each part of a PDF is: heading by tags, bookmarks or looks; contents; item; note; else running text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from policies.assembly import Assembly
from policies.document import BlockKind
from policies.headings import looks_like_heading, ranked_levels
from policies.hyphenation import compounds_in, joined
from policies.markers import is_contents_heading, is_contents_line, split_item, split_number
from policies.readers.pdf_lines import Part

NOTE_SIZE = 0.92
NOTE = re.compile(r"^(\d{1,3})\s*(?=\D)")
PAGE_AT_END = re.compile(r"\D\s(\d{1,4})$")
UNFINISHED = re.compile(r"[\w,\-–\u00ad)]$")


class BlockWriter:
    """Decides what each part is and lays the parts into the assembly."""

    def __init__(self, parts: Sequence[Part], outline: dict[str, int]) -> None:
        self.parts = parts
        self.compounds = compounds_in(line.text for part in parts for line in part.lines)
        sizes: Counter[float] = Counter()
        for part in parts:
            for line in part.lines:
                sizes[line.size] += len(line.text)
        self.body = sizes.most_common(1)[0][0] if sizes else 0.0
        for part in parts:
            if part.kind is None and part.size < NOTE_SIZE * self.body and NOTE.match(part.lines[0].text.strip()):
                part.kind = BlockKind.NOTE
        self.parts = _over_pages(parts)
        self.texts = [joined([line.text for line in part.lines], self.compounds) for part in self.parts]
        self._mark_contents()
        self.levels = self._levels(outline)

    def write(self, assembly: Assembly) -> None:
        for at, (part, text) in enumerate(zip(self.parts, self.texts, strict=True)):
            page = part.page
            if is_contents_heading(text):
                assembly.add(BlockKind.CONTENTS, text, page=page)
            elif at in self.levels:
                label, words = (part.label, text) if part.label else split_number(text)
                assembly.add(BlockKind.HEADING, words, level=self.levels[at], page=page, label=label)
            elif part.kind in {BlockKind.CONTENTS, BlockKind.ROW}:
                assembly.add(part.kind, text, level=part.level, page=page)
            elif part.kind is BlockKind.NOTE:
                found = NOTE.match(text)
                label = found[1] if found else part.label
                assembly.add(BlockKind.NOTE, text[found.end() :] if found else text, page=page, label=label)
            else:
                self._add_text(assembly, part, text)

    @staticmethod
    def _add_text(assembly: Assembly, part: Part, text: str) -> None:
        label, rest = (part.label, text) if part.label else split_item(text)
        if label or part.kind is BlockKind.ITEM:
            assembly.add(BlockKind.ITEM, rest, level=max(part.level, 1), page=part.page, label=label)
        else:
            assembly.add(BlockKind.PARAGRAPH, text, page=part.page)

    def _mark_contents(self) -> None:
        """Lines with leaders are contents; without leaders, those below a contents heading while pages go up."""
        lines = [at for at, text in enumerate(self.texts) if is_contents_line(text)]
        if len(lines) > 2:
            for at in lines:
                self.parts[at].kind = BlockKind.CONTENTS
        last: int | None = None
        for part, text in zip(self.parts, self.texts, strict=True):
            found = PAGE_AT_END.search(text)
            if is_contents_heading(text):
                last = 0
            elif last is not None and found and int(found[1]) >= last:
                part.kind, last = BlockKind.CONTENTS, int(found[1])
            elif part.kind is not BlockKind.CONTENTS:
                last = None

    def _levels(self, outline: dict[str, int]) -> dict[int, int]:
        """Level of each part that is a heading: by tags, else by bookmarks, below them by looks."""
        tagged = {at: p.level for at, p in enumerate(self.parts) if p.kind is BlockKind.HEADING}
        open_parts = [at for at, part in enumerate(self.parts) if part.kind is None]
        known = tagged or {
            at: outline[folded(self.texts[at])] for at in open_parts if folded(self.texts[at]) in outline
        }
        looks = {
            at: (part.size, part.bold)
            for at, part in enumerate(self.parts)
            if part.kind in {None, BlockKind.ITEM} and at not in known and self._looks_like_heading(at)
        }
        if not known:
            ranks = ranked_levels(looks.values(), after=0)
            return {at: ranks[look] for at, look in looks.items()}
        return self._fitted(known, looks)

    def _fitted(self, known: dict[int, int], looks: dict[int, tuple[float, bool]]) -> dict[int, int]:
        """Headings by looks among known ones: a larger one stands above them all (the title), others below."""
        largest = max(self.parts[at].size for at in known)
        titles = {at for at, (size, _) in looks.items() if size > largest}
        shift = 1 if titles else 0
        ranks = ranked_levels(
            (look for at, look in looks.items() if at not in titles), after=max(known.values()) + shift
        )
        levels = {at: level + shift for at, level in known.items()}
        return levels | {at: 1 if at in titles else ranks[look] for at, look in looks.items()}

    def _looks_like_heading(self, at: int) -> bool:
        part, text = self.parts[at], self.texts[at]
        label = part.label or split_item(text)[0]
        numbered = split_number(f"{part.label} {text}".strip())[0]
        if (not numbered and (label or part.kind is BlockKind.ITEM)) or len(part.lines) > 3:
            return False
        return looks_like_heading(text, bold=part.bold, size=part.size, body=self.body)


def _over_pages(parts: Sequence[Part]) -> list[Part]:
    """A sentence that runs on after a page or column break is one paragraph; notes between do not stop it."""
    kept: list[Part] = []
    last: Part | None = None
    for part in parts:
        if part.kind is BlockKind.NOTE:
            kept.append(part)
        elif last is not None and _runs_on(last, part):
            last.lines += part.lines
        else:
            kept.append(part)
            last = part
    return kept


def _runs_on(last: Part, part: Part) -> bool:
    before, after = last.lines[-1], part.lines[0]
    moved = before.page != after.page or after.bottom > before.top
    same = last.kind in {None, BlockKind.ITEM} and part.kind in {None, last.kind} and not part.label
    alike = abs(before.size - after.size) < 0.06 * before.size and before.bold == after.bold
    text = after.text.strip()
    if not (moved and same and alike and UNFINISHED.search(before.text.strip())) or split_item(text)[0]:
        return False
    if text[:1].islower():
        return True
    # Before a capital the last line must also be a full one: headings and list items are shorter than their column.
    full = max(line.right for line in last.lines)
    return len(last.lines) > 1 and len(part.lines) > 1 and before.right > full - 4 * before.size and not before.bold


def folded(text: str) -> str:
    """What bookmarks and headings are told alike by: letters and digits alone, in lower case.

    >>> folded("2.1 Kommunens ansvar")
    '21kommunensansvar'
    """
    return "".join(letter for letter in text.lower() if letter.isalnum())
