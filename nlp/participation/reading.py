"""Who had which part in a document, by the words around a name: "antagen av", "handläggare:", "ansvarar för".

The words are data (see `cues`), a row a cue. Its `form` says where the name stands:

- label: behind a label that opens a line, a cell or a sentence ("Handläggare: ...", "Upprättad av | ...")
- opens: behind words that open one ("Antagen av ..."), so that what is said of another document is not this one's
- own: behind words whose subject is the document itself ("Planen har tagits fram av ...")
- after, before, between: beside the words, wherever they stand
- column, pair: in the column of a table with that title; a pair names a column by another beside it

Nothing is read from headings, contents or quoted words; what
was decided is read from decisions and from the head of a document only, never from proposals or what was rejected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from nlp.document_facts import BLOCKS_HEAD
from nlp.document_facts.labels import labelled
from nlp.participation.cues import ANY, WITHIN, Cue, CueBook, book
from nlp.passages.cues import cue_book, lowered
from nlp.passages.form import quoted_spans
from nlp.passages.types import PassageType

Part = str
"""drafted, decided, responsible, consulted or objected."""

UNREAD = frozenset({PassageType.HEADING, PassageType.CONTENTS, PassageType.QUOTATION})
"""Types of passages that give nobody a part."""

_LOOK = 20_000
_VALUE = 200
_FIELDS = {"body": ("decided", "head"), "responsible": ("responsible", "any")}

_BOUNDARY = re.compile(r"[.!?](?=\s+[^\Wa-zåäö]|\s*$)|[;|\n]")
_LEAD = re.compile(r"[\s*–•-]{0,8}(?:\(?\d{1,3}[.)]\s)?\s{0,8}")
_LABEL_END = re.compile(r"\s{0,3}(?::|\|)\s{0,8}")


class Anchor(StrEnum):
    """Where in the words for somebody the name must stand."""

    START = "start"
    END = "end"
    ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A passage: its text, its type and where it begins in the document."""

    text: str
    type: PassageType
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFound:
    """Words that give somebody a part. All offsets are those of the document.

    The name is looked for in `who_start:who_end`; the words to quote reach from the cue to the name, or over
    `start:end` where the cue stands elsewhere (the title of a column). `within` is that of the cue: words of a decision
    give a task, a label speaks of the whole document. `place` is the municipality the sentence names ("" for none):
    where it is another, the name is that one's.
    """

    part: Part
    form: str
    start: int
    end: int
    who_start: int
    who_end: int
    anchor: Anchor
    within: str
    place: str = ""


def parts(passages: Sequence[Said], language: str) -> list[PartFound]:
    """Every part read in the passages of one document, in their order; [] for a language without cues.

    >>> text = "Riktlinje. Antagen av kommunstyrelsen 2025-05-14. Taxan är beslutad av kommunfullmäktige."
    >>> found = parts([Said(text=text, type=PassageType.BACKGROUND, start=0)], "sv")
    >>> [(one.part, text[one.who_start : one.who_end]) for one in found]
    [('decided', 'kommunstyrelsen 2025-05-14.')]
    """
    known = book(language)
    if known is None:
        return []
    found: list[PartFound] = []
    titles: Sequence[Part] = ()
    for passage in passages:
        if "|" not in passage.text:
            titles = ()
        elif cells := _columns(passage.text, known):
            titles = cells
        else:
            found += _cells(passage, titles, known)
        if passage.type not in UNREAD:
            found += _passage(passage, known, language)
    return found


def linking_words(language: str) -> frozenset[str]:
    """The words that join names: "och", "samt"."""
    known = book(language)
    return known.linking if known else frozenset()


def _passage(passage: Said, known: CueBook, language: str) -> Iterator[PartFound]:
    written = passage.text[:_LOOK]
    text = lowered(written)
    quoted = quoted_spans(written)
    ends = [match.end() for match in _BOUNDARY.finditer(written)]
    found = [*_by_cues(passage, text, ends, known, language), *_by_labels(passage, written, known)]
    for one in sorted(found, key=lambda one: (one.start, one.end)):
        if not any(start <= one.start < end for start, end in quoted):
            start, end = _sentence(one.start, ends, len(text))
            places = (place for pattern in known.places if (place := pattern.search(written, start, end)))
            where = next((place["name"] for place in places), "")
            yield _moved(replace(one, place=where), passage.start)


def _by_cues(passage: Said, text: str, ends: list[int], known: CueBook, language: str) -> Iterator[PartFound]:
    openers = cue_book(language)
    for cue in known.cues:
        if passage.type not in WITHIN[cue.within] or (cue.within == "head" and passage.start >= BLOCKS_HEAD):
            continue
        for match in cue.pattern.finditer(text):
            begin, end = _sentence(match.start(), ends, len(text))
            before = text[begin : match.start()]
            if cue.form in ("label", "opens") and not _LEAD.fullmatch(before):
                continue
            if cue.form == "own" and not known.document.match(before.lstrip()):
                continue
            who = _who(cue, match, text, begin, end)
            if who is None or openers.whole("keeps_right", text[match.start() : match.end() + 7].strip()):
                continue
            if cue.form == "before" and cue.within != "any" and openers.patterns["opener"].match(before.lstrip()):
                continue
            start, stop, anchor = who
            stop = _cut(text, start, stop, known)
            start = len(text) - len(text[start:].lstrip()) if start < stop else start
            yield PartFound(
                part=cue.part, form=cue.form, start=match.start(), end=match.end(), who_start=start, who_end=stop,
                anchor=anchor, within=cue.within,
            )  # fmt: skip


def _who(cue: Cue, match: re.Match[str], text: str, begin: int, end: int) -> tuple[int, int, Anchor] | None:
    """Where the name is looked for: offsets in the passage, and at which end of them."""
    if cue.form == "label":
        closing = _LABEL_END.match(text, match.end())
        if closing is None:
            return None
        after = _BOUNDARY.search(text, closing.end())
        stop = min(after.start() if after else len(text), closing.end() + _VALUE)
        return closing.end(), stop, Anchor.ANY
    if cue.form == "before":
        return begin, match.start(), Anchor.END
    if cue.form == "between":
        return match.start("gap"), match.end("gap"), Anchor.ANY
    return match.end(), min(end, match.end() + _VALUE), Anchor.START


def _by_labels(passage: Said, written: str, known: CueBook) -> Iterator[PartFound]:
    """The labels that documents carry about themselves: who decided, who answers."""
    for label in labelled(written):
        part, within = _FIELDS.get(label.field, ("", ""))
        if not part or passage.type not in WITHIN[within] or (within == "head" and passage.start >= BLOCKS_HEAD):
            continue
        begin = lowered(written).rfind(label.label, 0, label.start)
        yield PartFound(
            part=part, form="label", start=max(begin, 0), end=label.start, who_start=label.start,
            who_end=_cut(lowered(written), label.start, label.end, known), anchor=Anchor.ANY, within=within,
        )  # fmt: skip


def _columns(text: str, known: CueBook) -> list[Part]:
    """The part that each column gives whoever stands in it, "" for none; [] where no title gives one."""
    cells = [cell.strip().lower() for cell in text.split("|")]
    found = [known.columns.get(cell, "") for cell in cells]
    for title, beside, part in known.pairs:
        if title in cells and beside in cells:
            found[cells.index(title)] = part
    return found if any(found) else []


def _cells(passage: Said, titles: Sequence[Part], known: CueBook) -> Iterator[PartFound]:
    """Whoever stands in such a column of a row; empty cells at its end may be missing."""
    cells = passage.text.split("|")
    if passage.type not in ANY or len(cells) > len(titles):
        return
    start = 0
    for cell, part in zip(cells, titles, strict=False):
        if part and cell.strip():
            found = PartFound(
                part=part, form="column", start=0, end=len(passage.text), who_start=start,
                who_end=_cut(lowered(passage.text), start, start + len(cell), known), anchor=Anchor.ANY, within="any",
            )  # fmt: skip
            yield _moved(found, passage.start)
        start += len(cell) + 1


def _cut(text: str, start: int, end: int, known: CueBook) -> int:
    """Where the words for somebody end: before those that name a helper ("med stöd av ...")."""
    cut = known.cut.search(text, start, end)
    return cut.start() if cut else end


def _moved(found: PartFound, by: int) -> PartFound:
    return replace(
        found, start=found.start + by, end=found.end + by, who_start=found.who_start + by, who_end=found.who_end + by
    )


def _sentence(position: int, ends: list[int], size: int) -> tuple[int, int]:
    """The sentence, line or cell around a position."""
    begin = max((end for end in ends if end <= position), default=0)
    return begin, min((end for end in ends if end > position), default=size)
