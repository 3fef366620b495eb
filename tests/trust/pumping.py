"""Long strings that make a regular expression work hardest: each of its repetitions pumped, and nothing at the end."""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
from collections.abc import Callable, Iterator
from re import _constants as kinds  # the parse tree of the standard library is the one that runs
from re import _parser as parser
from time import process_time
from types import ModuleType
from typing import Any

from tests.trust.watching import TooMuch, watched

FOLLOW_UP = ("\x00", "!", "\n\x00")
PLAIN = (" ", "a", "A", "1", "(", "-", ".", "§", "\n", ", ", "a ", "1 ", "1.", "(a)", "<a", "\t", "och ", "å-")
SIZES = (1_000, 4_000, 16_000)
GLANCE = 6_000
"""Letters of a first look: what is done with them at once is not looked at more closely."""
MEASURABLE = 0.02
"""Seconds of the processor below which a clock says little: shorter work is not compared."""

SLACK = 2.5
"""Four times the text may take four times this as long."""

SECONDS = 2


def patterns(*packages: ModuleType) -> dict[re.Pattern[Any], str]:
    """Every compiled expression that a module of these packages holds, in whatever it holds it, and the first name."""
    found: dict[re.Pattern[Any], str] = {}
    for package in packages:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" in module.name or module.name.endswith("__main__"):
                continue
            for name, value in list(vars(importlib.import_module(module.name)).items()):
                for pattern in _within(value, 0):
                    found.setdefault(pattern, f"{module.name}.{name}")
    return found


def _within(value: object, depth: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4:
        if isinstance(value, dict):
            value = [*value.keys(), *value.values()]
        if isinstance(value, list | tuple | set | frozenset):
            for part in value:
                yield from _within(part, depth + 1)


def searched(name: str, sources: str) -> bool:
    """Whether an expression of this name is ever looked for anywhere in a text, and not at a place that is given."""
    last = name.rpartition(".")[2]
    if not re.search(rf"\b{last}\.(?:match|fullmatch)\(", sources):
        return True
    return re.search(rf"\b{last}\.(?:search|finditer|findall|sub|subn|split)\b", sources) is not None


def superlinear(pattern: re.Pattern[Any], *, anywhere: bool = True) -> tuple[str, float] | None:
    """What is pumped and by how much more than four times the work grew, for an expression that does grow so.

    `anywhere` says that it is looked for from every place of a text, and not from its beginning alone.
    """
    texts = isinstance(pattern.pattern, str)
    look = pattern.search if anywhere else pattern.match
    for before, pump in attacks(pattern):

        def search(size: int, before: str = before, pump: str = pump) -> object:
            text = before + pump * (size // len(pump)) + FOLLOW_UP[len(pump) % len(FOLLOW_UP)]
            return look(text if texts else text.encode("latin-1", "replace"))

        growth = grown(search) if _long(search) else 0.0
        if growth > SLACK:
            return before + pump, growth
    return None


def _long(work: Callable[[int], object]) -> bool:
    """Whether a text of moderate length already takes noticeable work, as it does where work grows with its square."""
    try:
        with watched(SECONDS):
            return _quickest(work, GLANCE) > MEASURABLE / 4
    except TooMuch:
        return True


def grown(work: Callable[[int], object], sizes: tuple[int, ...] = SIZES, *, seconds: float = SECONDS) -> float:
    """How much more than four times as long four times the size takes at worst; 1 is linear. Infinite beyond limits."""
    before, worst = 0.0, 0.0
    try:
        with watched(seconds):
            for size in sizes:
                took = _quickest(work, size)
                if before >= MEASURABLE / 4 and took >= MEASURABLE:
                    worst = max(worst, took / before / 4)
                before = took
    except TooMuch:
        return float("inf")
    return worst


def _quickest(work: Callable[[int], object], size: int) -> float:
    """The quickest of a few tries: whatever else the machine does only ever makes one slower."""
    best = float("inf")
    for _ in range(3):
        began = process_time()
        work(size)
        best = min(best, process_time() - began)
        if best < MEASURABLE / 8 or best > 1:
            break
    return best


def attacks(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str]]:
    """Beginnings that match so far, and what is repeated after them."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = parser.parse(source, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)
    rng = random.Random(source.encode("utf-8", "surrogatepass"))
    yield from (("", plain) for plain in PLAIN)
    seen = set()
    for before, body in _repeats(list(tree), "", rng):
        for _ in range(2):
            pump = _sample(body, rng)[:400]
            if pump and (before, pump) not in seen:
                seen.add((before, pump))
                yield before, pump
                yield "", before[-200:] + pump


def _repeats(nodes: list[Any], before: str, rng: random.Random) -> Iterator[tuple[str, list[Any]]]:
    """Every repetition that may go on for long, with a text that leads up to it."""
    for kind, value in nodes:
        if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT):
            _, most, body = value
            if most > 20:
                yield before, list(body)
            yield from _repeats(list(body), before, rng)
        elif kind is kinds.SUBPATTERN:
            yield from _repeats(list(value[-1]), before, rng)
        elif kind is kinds.ATOMIC_GROUP:
            yield from _repeats(list(value), before, rng)
        elif kind is kinds.BRANCH:
            for branch in value[1][:12]:
                yield from _repeats(list(branch), before, rng)
        elif kind in (kinds.ASSERT, kinds.ASSERT_NOT):
            yield from _repeats(list(value[1]), before, rng)
        before = (before + _sample([(kind, value)], rng))[-300:]


def _sample(nodes: list[Any], rng: random.Random) -> str:
    return "".join(_one(kind, value, rng) for kind, value in nodes)


def _one(kind: Any, value: Any, rng: random.Random) -> str:
    """A text for one node of the tree."""
    if kind is kinds.LITERAL:
        return chr(value)
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT):
        least, most, body = value
        return "".join(_sample(list(body), rng) for _ in range(min(max(least, 1), most)))
    if kind is kinds.SUBPATTERN:
        return _sample(list(value[-1]), rng)
    if kind is kinds.ATOMIC_GROUP:
        return _sample(list(value), rng)
    if kind is kinds.BRANCH:
        return _sample(list(rng.choice(value[1])), rng)
    if kind is kinds.IN:
        return _of_class(value, rng)
    if kind is kinds.NOT_LITERAL:
        return "a" if value != ord("a") else "b"
    return "a" if kind is kinds.ANY else ""


CATEGORIES = {
    kinds.CATEGORY_DIGIT: "1",
    kinds.CATEGORY_SPACE: " ",
    kinds.CATEGORY_WORD: "a",
    kinds.CATEGORY_NOT_DIGIT: "a",
    kinds.CATEGORY_NOT_SPACE: "a",
    kinds.CATEGORY_NOT_WORD: "-",
}


def _of_class(members: list[Any], rng: random.Random) -> str:
    if members[0][0] is kinds.NEGATE:
        outside = {chr(value) for kind, value in members if kind is kinds.LITERAL}
        return next((sign for sign in "a 1.-xä" if sign not in outside), "~")
    kind, value = rng.choice(members)
    if kind is kinds.LITERAL:
        return chr(value)
    if kind is kinds.RANGE:
        return chr(rng.choice(value))
    return CATEGORIES.get(value, "a")
