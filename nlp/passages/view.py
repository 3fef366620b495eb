"""A passage as its reading steps see it: where cues stand in it, and what an answer points at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.passages.cues import CueBook, lowered
from nlp.passages.types import PassageJudgement, PassageText, PassageType

LOOK = 20_000
"""Characters of a passage that are looked at; no paragraph is longer unless something went wrong before."""

_STOP = re.compile(r"[.;:!?\n]")
_END = re.compile(r"[.;!?\n](?=\s|$)")
ITEM_NUMBER = re.compile(r"\s*(?:[-–•*]|\(?(?:\d{1,2}|[a-zåäö])[.)])\s{1,8}")


class PassageView:
    """The text of one passage in lower case with the cues of its language."""

    def __init__(self, passage: PassageText, book: CueBook, document_type: str) -> None:
        self.passage = passage
        self.book = book
        self.document_type = document_type
        self.written = passage.text[:LOOK]
        self.text = lowered(self.written)

    def free(self, mark: str) -> re.Match[str] | None:
        """The first cue of `mark` that stands in no condition ("när nämnden avslår ...")."""
        position = 0
        while cue := self.book.first(mark, self.text, position):
            if not self.conditional(cue.start()):
                return cue
            position = cue.end()
        return None

    def each(self, mark: str) -> Iterator[re.Match[str]]:
        """The cues of `mark` in their order, those that begin inside another among them."""
        position = 0
        while cue := self.book.first(mark, self.text, position):
            yield cue
            position = cue.start() + 1

    def begins(self, mark: str, position: int) -> re.Match[str] | None:
        """The cue of `mark` that begins just there."""
        cue = self.book.first(mark, self.text, position)
        return cue if cue is not None and cue.start() == position else None

    def at_start(self, mark: str) -> re.Match[str] | None:
        number = ITEM_NUMBER.match(self.text)
        pattern = self.book.patterns.get(mark)
        return pattern.match(self.text, number.end() if number else 0) if pattern else None

    def conditional(self, position: int, *, modal: bool = False) -> bool:
        start = max((m.end() for m in _STOP.finditer(self.text, max(0, position - 400), position)), default=0)
        before = self.text[max(start, position - 400) : position].strip(" -–•*\t")
        opener = self.book.patterns["opener"].match(before)
        if opener and "," not in before:
            return True
        last = " ".join(before.split()[-3:])
        if "," not in last and self.book.first("inner_opener", last):
            return True
        return modal and self.book.first("modal_before", last) is not None and "beslut" not in before

    def proposing(self, position: int | None = None) -> bool:
        """Whether somebody only wants the proposal turned down."""
        start = max((m.end() for m in _STOP.finditer(self.text, 0, position or 0)), default=0)
        part = self.text[start : position if position is not None else len(self.text)]
        return bool(self.book.first("proposal", part) or self.book.first("proposal_weak", part))

    def adopts_too(self, cue: re.Match[str]) -> bool:
        elsewhere = (self.text[: cue.start()], self.text[self.sentence_end(cue.end()) :])
        return any(self.book.first("adopting", part) for part in elsewhere)

    def sentence_end(self, position: int) -> int:
        stop = _END.search(self.text, position)
        return stop.end() if stop else len(self.text)

    def span(self, kind: PassageType, start: int, end: int, confidence: float) -> PassageJudgement:
        return PassageJudgement(type=kind, cue=self.written[start:end], start=start, end=end, confidence=confidence)

    def found(self, kind: PassageType, cue: re.Match[str], confidence: float) -> PassageJudgement:
        return self.span(kind, cue.start(), cue.end(), confidence)
