"""Sentence boundaries for legal text: abbreviations, numbered markers, amendment notes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from spacy.language import Language
from spacy.pipeline import Sentencizer
from spacy.strings import StringStore
from spacy.tokens import Doc
from spacy.vocab import Vocab

from nlp.languages import Lexicon, lexicon, word_group

# A full stop, question or exclamation mark with what may close after it, then white space and what follows; or a
# line that ends. Each alternative has a fixed first character and no nested repetition, so matching stays linear.
WHOLE = "whole"
TEXT = "text"
RANGES = "ranges"
WORDS = "words"
_REMEMBERED = 200_000

_END = re.compile(
    r"([.!?…]+)([\"”’»')\]]{0,3})(\s{1,40})(?=(\S))|\n[ \t]{0,40}(?:\n\s{0,40}|(?=[-–•*·▪]|\d{1,3}[.)]))(?=\S)"
)
# One set of characters is found far faster than an alternation is tried at every character.
_CANDIDATE = re.compile(r"[.!?…\n]")
_WORD_BEFORE = re.compile(r"\S{1,40}$")
_ORDINAL = re.compile(r"[(\[]?\d{1,3}\.$")
_MARKER = re.compile(r"^[(\[]?(?:\d{1,3}|[a-zåäö]|[ivx]{1,4})[.)]$")
_MONTHS = word_group("sv", "months") | word_group("en", "months")
_SECTION = ("§", "kap.", "st.")


def boundaries(text: str, words: Lexicon) -> Iterator[int]:
    """Offsets in `text` at which a new sentence begins, the first excepted.

    >>> list(boundaries("Enligt 4 kap. 2 § ska nämnden svara. Lag (2019:995).", lexicon("sv")))
    [37]
    """
    position = 0
    while (candidate := _CANDIDATE.search(text, position)) is not None:
        match = _END.match(text, candidate.start())
        position = match.end() if match else candidate.end()
        if match and (match.group(1) is None or _closes(text, match, words)):
            yield position


def _closes(text: str, match: re.Match[str], words: Lexicon) -> bool:
    mark, closing, space, following = match.groups()
    if "\n\n" in space:
        return True
    before = _WORD_BEFORE.search(text, max(0, match.start() - 40), match.start() + 1)
    word = before.group().lstrip("([\"'”“‘«»") if before else mark
    if following in "§&%" or (mark == "." and following.islower() and not closing):
        return False
    if mark in {"!", "?"} or len(mark) > 1 or closing:
        return not following.islower()
    lowered = word.lower()
    if lowered in words.abbreviations:
        return False
    if lowered in words.closing_abbreviations:
        return following.isupper()
    return not _is_marker(text, match, word)


def _is_marker(text: str, match: re.Match[str], word: str) -> bool:
    """Whether the full stop belongs to an initial, an ordinal or a list marker."""
    if len(word) == 2 and word[0].isupper() and word[0].isalpha():
        return True
    start = match.start() + 1 - len(word)
    before = text[max(0, start - 4) : start].rstrip(" \t")
    at_start = not before or before[-1] in "\n.:;"
    if _MARKER.match(word) and at_start:
        return True
    if _ORDINAL.match(word):
        rest = text[match.end() : match.end() + 12].split()
        return bool(rest) and (rest[0].lower().strip(".,") in _MONTHS or rest[0].startswith(_SECTION))
    return False


class SentenceSplitter:
    """Sets `Token.is_sent_start` from `boundaries`, and leaves what later steps would ask spaCy for again and again.

    `Doc.user_data` gets the text, the lower-cased form of every token, and the token range of every sentence; one
    array from spaCy gives them five times faster than asking token by token. A Doc marked as whole is one sentence,
    whatever stops it holds.
    """

    def __init__(self, language: str, vocab: Vocab) -> None:
        self.words = lexicon(language)
        self.lowered = _Lowered(vocab.strings)
        self.marker = Sentencizer(overwrite=True)  # only its way of writing the marks: all of a Doc's at once

    def __call__(self, doc: Doc) -> Doc:
        data = doc.user_data
        text = data[TEXT] if TEXT in data else data.setdefault(TEXT, doc.text)
        count = len(doc)
        data[WORDS] = self.lowered.words(doc.to_array("LOWER").tolist()) if count else []
        starts = [0] if count else []
        if count > 1 and not data.get(WHOLE):
            for start in boundaries(text, self.words):
                index = bisect_left(range(count), start, key=lambda i: doc[i].idx)
                if starts[-1] < index < count:
                    starts.append(index)
        if count > 1:
            marks = [False] * count
            for start in starts:
                marks[start] = True
            self.marker.set_annotations([doc], [marks])
        data[RANGES] = list(zip(starts, [*starts[1:], count], strict=False))
        return doc


class _Lowered(dict[int, str]):
    """Lower-cased words by spaCy's number for them, looked up once each."""

    def __init__(self, strings: StringStore) -> None:
        super().__init__()
        self.strings = strings

    def __missing__(self, number: int) -> str:
        word = self[number] = self.strings[number]
        return word

    def words(self, numbers: list[int]) -> list[str]:
        if len(self) > _REMEMBERED:
            self.clear()
        return list(map(self.__getitem__, numbers))


@Language.factory("legal_sentences", assigns=["token.is_sent_start"], default_config={})
def make_sentences(nlp: Language, name: str) -> SentenceSplitter:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return SentenceSplitter(nlp.lang or "", nlp.vocab)
