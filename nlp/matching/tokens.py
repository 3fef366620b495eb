"""Words of a text as the index and the scorers see them: folded, stemmed, compounds taken apart.

A word gives its stem and, in the languages that write compounds as one word, the stems of its parts as well, so that
"tillgänglighetsredogörelse" meets "redogörelse". Numbers and identifiers (2018:1937, 7.1) stay whole.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import Stemmer
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

WORD = re.compile(r"\d+(?:[.:/]\d+)*[a-z]?|[^\W\d_]+(?:-[^\W\d_]+)*")

STEMMERS = {"sv": "swedish", "en": "english", "da": "danish", "nb": "norwegian"}
ALIASES = {"no": "nb", "nn": "nb", "swe": "sv", "eng": "en", "dan": "da", "nor": "nb"}
COMPOUNDING = {"sv", "da", "nb"}

# Function words and the modals that every requirement has tell languages apart and say nothing about a subject;
# no_heads and no_tails are words of the lexicon that, inside a longer word, make no compound.
_WORDS = json.loads((Path(__file__).parent / "words.json").read_text("utf-8"))
STOPWORDS: dict[str, frozenset[str]] = {
    code: frozenset(text.split()) for code, text in _WORDS["function_words"].items()
}
_NO_HEADS = frozenset(_WORDS["no_heads"].split())
_NO_TAILS = frozenset(_WORDS["no_tails"].split())
_PART = 4  # a compound part shorter than this is more often a suffix than a word
_LONGEST = 48  # longer runs of letters are noise, not compounds


def fold(text: str) -> str:
    """Lower case in composed form, the key under which words are compared.

    >>> fold("Tillga\\u0308nglighet")
    'tillgänglighet'
    """
    return unicodedata.normalize("NFC", text).casefold() if not text.isascii() else text.lower()


def words(text: str) -> list[str]:
    """The folded words of a text in order, numbers and identifiers whole.

    >>> words("Lag (2018:1937) om e-tjänster, 7.1 b")
    ['lag', '2018:1937', 'om', 'e-tjänster', '7.1', 'b']
    """
    return WORD.findall(fold(text))


def normal_language(language: str) -> str:
    """The two-letter code the tables are keyed by; "" for a language without a stemmer.

    >>> normal_language("sv-SE"), normal_language("no"), normal_language("xx")
    ('sv', 'nb', '')
    """
    code = language.lower().replace("_", "-").split("-")[0]
    code = ALIASES.get(code, code)
    return code if code in STEMMERS else ""


@lru_cache(maxsize=400_000)
def stems(word: str, language: str) -> tuple[str, ...]:
    """What a folded word is indexed under: its stem first, then the stems of its parts; () for a function word.

    >>> stems("tillgänglighetsredogörelse", "sv")
    ('tillgänglighetsredogör', 'tillgäng', 'redogör')
    >>> stems("requirements", "en"), stems("ska", "sv"), stems("2018:1937", "sv")
    (('requir',), (), ('2018:1937',))
    """
    if word[0].isdigit():
        return (word,)
    if word in STOPWORDS.get(language, ()) or len(word) < 2:
        return ()
    parts = [part for part in word.split("-") if len(part) > 1] if "-" in word else []
    if not parts and language in COMPOUNDING:
        parts = list(compound_parts(word, language))
    whole = stem(word, language)
    known = STOPWORDS.get(language, frozenset())
    return tuple(dict.fromkeys([whole, *(stem(part, language) for part in parts if part not in known)]))


def analyse(text: str, language: str) -> list[str]:
    """All index terms of a text, in order, repeated as often as they occur."""
    return [term for word in words(text) for term in stems(word, language)]


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Snowball stem of one folded word; the word itself in a language without a stemmer."""
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word)) if stemmer is not None else word


@lru_cache(maxsize=200_000)
def compound_parts(word: str, language: str) -> tuple[str, ...]:
    """The parts of a compound, () for a word that is none: the most even cut first, then each half again.

    Every part must be in the lexicon, the first ones also with their linking -s taken off.

    >>> compound_parts("verksamhetsplan", "sv"), compound_parts("kommun", "sv")
    (('verksamhet', 'plan'), ())
    >>> compound_parts("dataskyddsombud", "sv")
    ('data', 'skyddsombud', 'skydd', 'ombud')
    """
    if not 2 * _PART <= len(word) <= _LONGEST:
        return ()
    halves = _halves(word, language)
    if not halves:
        return ()
    return (*halves, *(part for half in halves for part in compound_parts(half, language)))


def _halves(word: str, language: str) -> tuple[str, ...]:
    """The most even cut into two known words; a tail may itself be a compound the lexicon lacks."""
    best: tuple[str, ...] = ()
    for cut in range(_PART, len(word) - _PART + 1):
        head, tail = _head(word[:cut], language), word[cut:]
        if not head or head in _NO_HEADS or tail in _NO_TAILS:
            continue
        if (not best or min(len(head), len(tail)) > min(map(len, best))) and is_word(tail, language):
            best = (head, tail)
    if best or len(word) < 3 * _PART:
        return best
    for cut in range(len(word) - 2 * _PART, _PART - 1, -1):
        head, tail = _head(word[:cut], language), word[cut:]
        if head and head not in _NO_HEADS and _halves(tail, language):
            return (head, tail)
    return ()


def _head(part: str, language: str) -> str:
    """A first part as a word of its own: "tillgänglighets" -> "tillgänglighet"; "" when it is none."""
    if part.endswith("s") and len(part) > _PART and is_word(part[:-1], language):
        return part[:-1]
    return part if is_word(part, language) else ""


@lru_cache(maxsize=400_000)
def is_word(word: str, language: str) -> bool:
    """Whether a folded word or form stands in the dictionary of a language.

    >>> is_word("kommunerna", "sv"), is_word("kommunerna", "da")
    (True, False)
    """
    return _lexicon(language).get(word) is not None


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    """A stemmer that remembers nothing: what is asked again is remembered here, and threads may share it."""
    return Stemmer.Stemmer(STEMMERS[language], 0) if language in STEMMERS else None


@lru_cache(maxsize=4)
def _lexicon(language: str) -> Mapping[str, str]:
    return DefaultDictionaryFactory().get_dictionary(language)
