"""Answers about words, remembered: the same few thousand words make up nearly all of a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_MOST = 100_000  # words
_LONGEST = 60  # characters

Answer = TypeVar("Answer")


class Remembered(dict[str, Answer]):
    """Answers by word, each worked out once; a bounded number of them, and none for words of endless length.

    >>> lengths = Remembered(len)
    >>> lengths["ord"], lengths["ord"], list(lengths)
    (3, 3, ['ord'])
    """

    def __init__(self, answer: Callable[[str], Answer]) -> None:
        super().__init__()
        self._answer = answer

    def __missing__(self, word: str) -> Answer:
        found = self._answer(word)
        if len(word) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[word] = found
        return found
