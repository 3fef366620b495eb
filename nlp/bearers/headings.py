"""Who a heading says is bound by what stands under it: "Kommunens ansvar", "Obligations of providers"."""

from __future__ import annotations

from functools import lru_cache

from nlp.languages import lexicon, word_group

_REMEMBERED = 4096
_DUTIES = {language: word_group(language, "duties") for language in ("sv", "en")}
_OF = {"sv": frozenset(["för", "hos"]), "en": frozenset(["of", "for", "on"])}
_MOST = 8


@lru_cache(_REMEMBERED)
def heading_bearer(heading: str, language: str) -> str:
    """The actor whose duties a heading announces, "" where it announces none.

    >>> heading_bearer("Vårdgivarens skyldigheter", "sv"), heading_bearer("Obligations of providers", "en")
    ('Vårdgivaren', 'providers')
    >>> heading_bearer("Kommunens webbplats", "sv")
    ''
    """
    words = heading.split()
    lowered = [word.lower().strip(".,:") for word in words]
    if not 1 < len(words) <= _MOST or _DUTIES[language].isdisjoint(lowered):
        return ""
    at = next(i for i, word in enumerate(lowered) if word in _DUTIES[language])
    if lowered[at + 1 : at + 2] and lowered[at + 1] in _OF[language]:
        named = words[at + 2 :]
    elif at and at == len(words) - 1:
        named = [*words[: at - 1], _without_genitive(words[at - 1], language)]
    else:
        return ""
    is_actor = lexicon(language).is_actor
    return " ".join(named).strip(" .,:") if named and is_actor(named[-1].lower().strip(".,:")) else ""


def _without_genitive(word: str, language: str) -> str:
    """An owner's name: "Kommunens" is the municipality's; a word without the ending owns nothing in Swedish."""
    if language == "en":
        return word.removesuffix("'s").removesuffix("\u2019s").rstrip("'\u2019")
    return word[:-1] if word.endswith("s") else ""
