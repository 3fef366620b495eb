"""Sentences drawn from patterns: "[one|another] way to say it" with {names} put in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random

_SIGNS = re.compile(r"[\[\]|]|\{\w+\}")


@dataclass(frozen=True, slots=True)
class Name:
    """A place in a pattern where a name is put in."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Ways to go on, one of which is drawn."""

    branches: tuple[tuple[Part, ...], ...]


Part = str | Name | Choice


def say(pattern: str, chance: Random, named: Callable[[str], str]) -> str:
    """One sentence of a pattern, beginning with a capital; `named` gives the words for a name."""
    words: list[str] = []

    def add(parts: tuple[Part, ...]) -> None:
        for part in parts:
            if isinstance(part, str):
                words.append(part)
            elif isinstance(part, Name):
                words.append(named(part.name))
            else:
                add(part.branches[int(chance.random() * len(part.branches))])

    add(parsed(pattern))
    text = "".join(words)
    return text[:1].upper() + text[1:]


@cache
def parsed(pattern: str) -> tuple[Part, ...]:
    """The parts of a pattern; ValueError where a bracket is not closed."""
    levels: list[list[list[Part]]] = [[[]]]
    at = 0
    for sign in _SIGNS.finditer(pattern):
        if sign.start() > at:
            levels[-1][-1].append(pattern[at : sign.start()])
        at = sign.end()
        if sign[0] == "[":
            levels.append([[]])
        elif sign[0] == "|" and len(levels) > 1:
            levels[-1].append([])
        elif sign[0] == "]" and len(levels) > 1:
            branches = levels.pop()
            levels[-1][-1].append(Choice(tuple(tuple(branch) for branch in branches)))
        elif sign[0][0] == "{":
            levels[-1][-1].append(Name(sign[0][1:-1]))
        else:
            raise ValueError(f"{sign[0]} stands alone in the pattern: {pattern}")
    if len(levels) > 1:
        raise ValueError(f"[ is not closed in the pattern: {pattern}")
    levels[0][0].append(pattern[at:])
    return tuple(levels[0][0])
