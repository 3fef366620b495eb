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

from nlp.languages import LANGUAGES, Lexicon, lexicon, word_group

WHOLE = "whole"
TEXT = "text"
RANGES = "ranges"
WORDS = "words"
STARTS = "starts"
_REMEMBERED = 200_000

# A full stop, question or exclamation mark with what may close after it, the mark of a footnote, white space and what
# follows; or a line that ends before an empty line or a list marker. Each alternative has a fixed first character, a
# run of signs is looked at from its beginning only, and nothing repeats within a repetition: matching stays linear.
_END = re.compile(
    r"(?<![.!?…])([.!?…]++)([\"”’»')\]]{0,3})([¹²³⁰⁴-⁹]{1,3}|\[\d{1,3}\]|\d{1,2})?(\s{1,40})(?=(\S))"
    r"|\n[ \t]{0,40}(?:\n\s{0,40}|(?=[-–—•*·▪]|\d{1,3}[.)]|\(?(?:[a-zåäö]|[ivx]{2,5}|\d{1,3})\)\s))(?=\S)"
)
# One set of characters is found far faster than an alternation is tried at every character.
_CANDIDATE = re.compile(r"[.!?…]+|\n")
_WORD_BEFORE = re.compile(r"\S{1,40}$")
_ORDINAL = re.compile(r"[(\[]?\d{1,3}\.$")
_MARKER = re.compile(r"^[(\[]?(?:\d{1,3}|[a-zåäö]|[ivx]{1,4})[.)]$")
_DOTTED = re.compile(r"(?:-?[^\W\d_]{1,3}\.){2,8}$")
_FOOTNOTED = re.compile(r"[^\W\d_]{3}\.$")
_WORD_AFTER = re.compile(r"[\w:-]{1,40}")
_LABEL = re.compile(r"(?:[IVXLC]{1,6}|[A-Z])$")
_MONTHS = word_group("sv", "months") | word_group("en", "months")
_SECTION = ("§", "kap.", "st.")
_NUMBERED = {language: word_group(language, "numbered") for language in LANGUAGES}
_LABELLED = {language: word_group(language, "labelled") for language in LANGUAGES}
_BEGINNINGS = {language: word_group(language, "beginnings") for language in LANGUAGES}


def boundaries(text: str, words: Lexicon) -> Iterator[int]:
    """Offsets in `text` at which a new sentence begins, the first excepted.

    >>> list(boundaries("Enligt 4 kap. 2 § ska nämnden svara. Lag (2019:995).", lexicon("sv")))
    [37]
    """
    position = 0
    while (candidate := _CANDIDATE.search(text, position)) is not None:
        match = _END.match(text, candidate.start())
        position = match.end() if match else candidate.end()
        if match and (_closes(text, match, words) if match.group(1) else not _is_hyphenated(text, match)):
            yield position


def _is_hyphenated(text: str, match: re.Match[str]) -> bool:
    """Whether a word goes on behind the empty line ("säkerhets-" and "arbetet", parted by a page)."""
    before = text[max(0, match.start() - 2) : match.start()]
    return before[-1:] == "-" and before[:1].isalpha() and text[match.end()].islower()


def _closes(text: str, match: re.Match[str], words: Lexicon) -> bool:
    mark, closing, note, space, following = match.groups()
    if "\n\n" in space:
        return True
    if following.islower() or following in "&%":
        return False
    word = _word_before(text, match.start() + 1).lstrip("([\"'”“‘«»") or mark
    if note is not None and note.isdecimal() and not _FOOTNOTED.search(word):
        return False  # "artikel 5.1 Följande"
    if mark != "." or closing or note is not None:
        return True
    lowered = word.lower()
    if following == "§" and (word[:-1].isdigit() or lowered in words.abbreviations):
        return False
    if lowered in _NUMBERED[words.language]:
        named = word[0].isupper() and following.isalpha() and not _begins(text, match.end(), words)
        return not named and not _is_number(text, match.end(), words)  # "St. Petersburg" is a name
    if lowered in words.abbreviations:
        return False
    if lowered in words.closing_abbreviations and not word[0].isupper():
        return following.isupper()
    if _DOTTED.match(word) or lowered in words.closing_abbreviations or _is_initial(word):
        if not following.isalnum():
            return following != "("
        if _is_initial(word) and _opens_line(text, match.start()):
            return False
        return _begins(text, match.end(), words) or _is_label(text, match.start(), word, words)
    return not _is_marker(text, match, word, words)


def _word_before(text: str, end: int) -> str:
    found = _WORD_BEFORE.search(text, max(0, end - 40), end)
    return found.group() if found else ""


def _is_number(text: str, start: int, words: Lexicon) -> bool:
    """Whether a number or label follows an abbreviation that stands before one: "kap. 2", "no. IV", "bil. B"."""
    if text[start].isdigit() or text[start] in "(§":
        return True
    found = _WORD_AFTER.match(text, start)
    word = found.group() if found else ""
    return bool(_LABEL.match(word)) and word.lower() not in _BEGINNINGS[words.language]


def _begins(text: str, start: int, words: Lexicon) -> bool:
    """Whether what follows is a word that begins sentences rather than a name."""
    found = _WORD_AFTER.match(text, start)
    if found is None or (len(found.group()) == 1 and text[found.end() : found.end() + 1] == "."):
        return False  # "A. I. Berg"
    return found.group().lower() in _BEGINNINGS[words.language]


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[0].isupper()


def _opens_line(text: str, stop: int) -> bool:
    """Whether a capital and its stop are the marker of a heading or item: "A. Before you begin"."""
    before = text[max(0, stop - 12) : stop - 1].rstrip(" \t#*")
    return before[-1:] in {"", "\n"}


def _is_label(text: str, stop: int, word: str, words: Lexicon) -> bool:
    """Whether a single capital is no initial but a label: "Annex I.", "grupp C."."""
    before = text[max(0, stop - 40) : stop + 1 - len(word)].split()
    return bool(before) and len(word) == 2 and before[-1].lower() in _LABELLED[words.language]


def _is_marker(text: str, match: re.Match[str], word: str, words: Lexicon) -> bool:
    """Whether the full stop belongs to an ordinal or a list marker."""
    if not _MARKER.match(word):
        return False
    start = match.start() + 1 - len(word)
    before = text[max(0, start - 40) : start].rstrip(" \t")
    if not before or before[-1] in "\n:;":
        return True
    if before[-1] == "." and before.split()[-1].lower() not in words.abbreviations:
        return True
    if _ORDINAL.match(word):
        rest = text[match.end() : match.end() + 12].split()
        return bool(rest) and (rest[0].lower().strip(".,") in _MONTHS or rest[0].startswith(_SECTION))
    return False


class SentenceSplitter:
    """Sets `Token.is_sent_start` from `boundaries`, and leaves what later steps would ask spaCy for again and again.

    `Doc.user_data` gets the text, the lower-cased form of every token and where it begins, and the token range of every
    sentence; one array from spaCy gives them five times faster than asking token by token. A Doc marked as whole is one
    sentence, whatever stops it holds.
    """

    def __init__(self, language: str, vocab: Vocab) -> None:
        self.words = lexicon(language)
        self.lowered = _Lowered(vocab.strings)
        self.marker = Sentencizer(overwrite=True)  # only its way of writing the marks: all of a Doc's at once

    def __call__(self, doc: Doc) -> Doc:
        data = doc.user_data
        text = data[TEXT] if TEXT in data else data.setdefault(TEXT, doc.text)
        count = len(doc)
        lowered, begins = doc.to_array(["LOWER", "IDX"]).T.tolist() if count else ([], [])
        data[WORDS], data[STARTS] = self.lowered.words(lowered), begins
        firsts = [0] if count else []
        if count > 1 and not data.get(WHOLE):
            for start in boundaries(text, self.words):
                index = bisect_left(begins, start)
                if firsts[-1] < index < count:
                    firsts.append(index)
        if count > 1:
            marks = [False] * count
            for first in firsts:
                marks[first] = True
            self.marker.set_annotations([doc], [marks])
        data[RANGES] = list(zip(firsts, [*firsts[1:], count], strict=False))
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
