"""Paragraphs of an ODT file before and after it is known what they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from policies.assembly import Assembly, clean
from policies.document import BlockKind
from policies.headings import looks_like_heading, ranked_levels
from policies.markers import is_contents_heading, split_item
from policies.readers.odt_styles import Look


@dataclass(slots=True)
class Paragraph:
    """One paragraph before it is known what it is; `level` is a heading's, `depth` a list item's, both from 1."""

    text: str
    look: Look
    bold: bool
    level: int | None = None
    depth: int = 0
    label: str = ""
    contents: bool = False


def guessed_levels(paragraphs: Sequence[Paragraph], shift: int) -> dict[int, int]:
    """Levels of headings that are only made to look like headings, by the identity of the paragraph."""
    sizes: Counter[float] = Counter()
    for paragraph in paragraphs:
        sizes[paragraph.look.size] += len(paragraph.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    looks = {
        id(p): (p.look.size, p.bold)
        for p in paragraphs
        if p.level is None
        and not (p.contents or p.look.title or p.look.caption or p.depth)
        and looks_like_heading(clean(p.text), bold=p.bold, size=p.look.size, body=body)
    }
    styled = max((p.level + shift for p in paragraphs if p.level and p.text.strip()), default=shift)
    ranks = ranked_levels(looks.values(), after=styled)
    return {key: ranks[look] for key, look in looks.items()}


def add_paragraph(assembly: Assembly, paragraph: Paragraph, guessed: int | None, shift: int) -> None:
    """Append the block a paragraph is; `guessed` is its level where only its looks make it a heading."""
    text, label = clean(paragraph.text), paragraph.label
    if paragraph.contents or is_contents_heading(text):
        assembly.add(BlockKind.CONTENTS, text, label=label)
    elif paragraph.look.title and paragraph.level is None:
        assembly.add(BlockKind.HEADING, text.replace("\n", " "), level=1)
    elif paragraph.level is not None or guessed is not None:
        level = paragraph.level + shift if paragraph.level is not None else guessed or 1
        assembly.add(BlockKind.HEADING, text.replace("\n", " "), level=level, label=label)
    elif paragraph.depth:
        assembly.add(BlockKind.ITEM, text, level=paragraph.depth, label=label)
    else:
        typed, rest = split_item(text)
        if typed:
            assembly.add(BlockKind.ITEM, rest, level=1, label=typed)
        else:
            assembly.add(BlockKind.PARAGRAPH, text)
