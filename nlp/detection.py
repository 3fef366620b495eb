"""Which language a text is written in."""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import TYPE_CHECKING

from nlp.languages import FOLDER, common_words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# The languages a European municipality's files are likely to be in; fewer choices, fewer wrong ones on short texts.
CANDIDATES = ("sv", "en", "da", "no", "fi", "de", "fr", "es", "it", "nl", "pt", "pl", "et", "lv", "lt")
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4000
_SHORT = 6  # words: below this, character statistics guess
_COMMON = common_words()


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language of `text`, "" when there is no word to go by.

    Short texts are settled by common words, longer ones by character statistics over the likely languages.

    >>> detect_language("Kommunen ska svara inom en vecka."), detect_language("The body shall reply within a week.")
    ('sv', 'en')
    >>> detect_language("2024-01-01")
    ''
    """
    words = _WORD.findall(text[:_SAMPLE].lower())
    if not words:
        return ""
    counts = {code: sum(word in common for word in words) for code, common in _COMMON.items()}
    best = max(counts, key=counts.__getitem__)
    others = max(count for code, count in counts.items() if code != best)
    if counts[best] >= 3 and counts[best] >= 2 * others:
        return best
    if len(words) <= _SHORT and (vote := _vote(words)):
        return vote
    code = str(_identifier().classify(text[:_SAMPLE])[0])
    if code in {"da", "no"} and _swedish_letters(words):
        return "sv"
    return code


def _vote(words: list[str]) -> str:
    """Which of the two languages of the product knows more of a few words, "" when neither does or both do."""
    swedish, english = (sum(word in known for word in words) for known in _vocabulary())
    swedish += sum(word.endswith(("lag", "lagen", "lov", "ning", "ningen", "het", "skap")) for word in words)
    if swedish == english or set("".join(words)) & {"æ", "ø"}:
        return ""
    return "sv" if swedish > english else "en"


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    with (FOLDER / "terms_sv_en.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = [frozenset(w for row in rows for w in _WORD.findall(row[code].lower())) for code in ("sv", "en")]
    return known[0] - known[1], known[1] - known[0]


def _swedish_letters(words: list[str]) -> bool:
    """Whether the letters of the text are Swedish: ä or ö, and neither æ nor ø."""
    letters = set("".join(words))
    return bool(letters & {"ä", "ö"}) and not letters & {"æ", "ø"}


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(CANDIDATES))
    return identifier
