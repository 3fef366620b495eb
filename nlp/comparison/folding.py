"""What counts as the same words: everything but how a text is laid out and typeset."""

from __future__ import annotations

import re
from typing import NamedTuple

# The whole rule. White space is folded too; a letter, a digit, its case or a mark changed is a change.
_TYPESET = str.maketrans(
    {
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff"),  # soft hyphen and other places where a line may break: unseen
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‘’‚‛", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),  # hyphens, dashes, minus
    }
)

# Numbers stay whole with what they are written with ("2018:1937", "7.1", "2024-05-03", "5a"), and so do compounds.
_TOKEN = re.compile(r"\d+(?:[.,:/-]\d+)*\w*|\w+(?:[-':]\w+)*|[^\w\s]")
_WORD = re.compile(r"\d+(?:[.,:/-]\d+)*\w*|\w+(?:[-':]\w+)*")


class Token(NamedTuple):
    """A word, number or mark as folded, its characters start:end in the text, and whether white space is before it."""

    folded: str
    start: int
    end: int
    spaced: bool


def fold(text: str) -> str:
    """The words of a text as they are compared.

    >>> fold("Kom\u00admunen  ska\\n följa ”lagen” – 5 §")
    'Kommunen ska följa "lagen" - 5 §'
    """
    return " ".join(text.translate(_TYPESET).split())


def words(folded: str) -> list[str]:
    """The words of a folded text without case and marks, for measuring how much two texts have in common.

    >>> words("Enligt 5 a § lagen (2018:1937), EU:s e-tjänst.")
    ['enligt', '5', 'a', 'lagen', '2018:1937', 'eu:s', 'e-tjänst']
    """
    return _WORD.findall(folded.casefold())


def tokens(text: str) -> list[Token]:
    """The words, numbers and marks of a text in order; two texts fold alike only if theirs and their spacing are alike.

    >>> [text for text, *_ in tokens("7.1 Kommunen ska svara, 5 §.")]
    ['7.1', 'Kommunen', 'ska', 'svara', ',', '5', '§', '.']
    """
    kept, places = [], []
    spaced = True
    for place, letter in enumerate(text):
        for plain in letter.translate(_TYPESET):
            if not plain.isspace():
                kept.append(plain)
                places.append(place)
                spaced = False
            elif not spaced:
                kept.append(" ")
                places.append(place)
                spaced = True
    folded = "".join(kept)
    return [
        Token(
            match.group(),
            places[match.start()],
            places[match.end() - 1] + 1,
            match.start() > 0 and folded[match.start() - 1] == " ",
        )
        for match in _TOKEN.finditer(folded)
    ]
