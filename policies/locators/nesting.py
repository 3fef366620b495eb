"""Which parts may stand below which, and what a new part replaces in the place before it."""

from __future__ import annotations

from collections.abc import Iterator

from policies.locators.locator import Part, roman_value
from policies.locators.ranges import between, unreadable

# Where a part stands below others of its tradition; decides what it replaces after a separator.
_DEPTHS = {
    "part": 1, "title": 1, "annex": 1, "transitional": 1, "preamble": 1, "kap": 1, "chapter": 2, "§": 2, "minute": 2,
    "section": 3, "subsection": 4, "art": 4, "recital": 4, "st": 5, "sub": 6, "para": 6, "subpara": 7, "p": 6,
    "letter": 7, "men": 9, "strecksats": 9, "sentence": 9, "indent": 9,
}  # fmt: skip
_OUTERMOST = frozenset({"kap", "recital", "annex", "transitional", "preamble", "minute"})
_CONTAINERS = frozenset({"part", "title", "chapter", "section", "subsection"})


def above(place: tuple[Part, ...], part: Part) -> tuple[Part, ...]:
    """What of `place` stays above `part` when it begins a new place."""
    if part.kind in _OUTERMOST:
        return ()
    if part.kind in {"§", "art"}:
        return tuple(present for present in place if may_follow(present.kind, part.kind))
    if part.kind == "sub":
        return place[: _sub_slot(place, part.number)]
    same = [index for index, present in enumerate(place) if present.kind == part.kind]
    if same:
        return place[: same[-1]]
    # Annexes have parts and sections of their own; anywhere else these stand above what is numbered.
    inside = 1 if part.kind in _CONTAINERS and place and place[0].kind == "annex" else 0
    deeper = (index for index, present in enumerate(place) if index >= inside and _depth(present) >= _depth(part))
    return place[: next(deeper, len(place))]


def may_follow(above: str, kind: str) -> bool:
    """Whether a part may stand below another without a separator; nonsense such as "13 § annex" may not."""
    if kind in _OUTERMOST:
        return above == "heading"
    if kind == "art":
        return above in _CONTAINERS
    if kind == "§":
        return above == "kap"
    return above != "letter" or kind in {"men", "strecksats", "sub", "repeat"}


def _depth(part: Part) -> int:
    return 8 if part.kind == "sub" and part.number.isalpha() else _DEPTHS.get(part.kind, 8)


def _sub_slot(place: tuple[Part, ...], number: str) -> int:
    """Where a bracketed number or letter goes after a separator: in place of one of its own shape."""
    subs = [index for index, part in enumerate(place) if part.kind == "sub"]
    digits = [index for index in subs if not place[index].number.isalpha()]
    letters = [index for index in subs if place[index].number.isalpha()]
    if not number.isalpha():
        return digits[-1] if digits else subs[0] if subs else len(place)
    if len(letters) > 1 and roman_value(number):
        return letters[1]
    if letters:
        return letters[0]
    ends = (index for index, part in enumerate(place) if part.kind in {"sentence", "indent"})
    return next(ends, len(place))


def spell_out(first: tuple[Part, ...], last: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
    """Every place from `first` to `last`, which differ in their last part only."""
    above, start, end = first[:-1], first[-1], last[-1]
    if last[:-1] != above or start.kind != end.kind:
        raise unreadable()
    yield first
    for number in between(start.number, end.number):
        yield (*above, Part(start.kind, number))
