"""What a mention of law is built from: places, pointers to places, acts and pointers to acts."""

from __future__ import annotations

from enum import IntEnum, auto
from typing import NamedTuple


class Kind(IntEnum):
    """What some words are: a place in an act, a pointer to one, an act, or a pointer to one."""

    PLACE = auto()  # "13 § andra stycket", "Article 5(1)"
    WEAK_PLACE = auto()  # a place only where an act or the surroundings make it one: "punkt 2", "Part A"
    THIS_PLACE = auto()  # "denna paragraf"; `value` is the kind of place
    LAST_PLACE = auto()  # "samma paragraf", "that Article"
    PREVIOUS_PLACE = auto()  # "föregående stycke"
    ACT = auto()  # `value` is its identifier, "" for a name nobody introduced
    THIS_ACT = auto()  # "denna lag"; `value` is the kind of act
    LAST_ACT = auto()  # "nämnda lag", "that Directive"
    DEFINITE_ACT = auto()  # "förordningen" in "artikel 5 i förordningen": an act only behind a place
    EU_ACT = auto()  # "EU-förordningen", "EU:s tillsynsförordning": an act of the EU named anywhere before
    STANDARD = auto()  # `value` is its normal form


ANY_ACT = "any"  # the value of a pointer to whichever act was named last
PLACES = frozenset({Kind.PLACE, Kind.WEAK_PLACE})
PLACE_POINTERS = frozenset({Kind.THIS_PLACE, Kind.LAST_PLACE, Kind.PREVIOUS_PLACE})
ACTS = frozenset({Kind.ACT, Kind.THIS_ACT, Kind.LAST_ACT, Kind.DEFINITE_ACT, Kind.EU_ACT})


class Element(NamedTuple):
    """Words at start:end of a text, what they are, and what they say (see Kind)."""

    start: int
    end: int
    kind: Kind
    value: str = ""


class Mention(NamedTuple):
    """A mention of law at start:end: the words of the place, a pointer to a place, an act or standard; "" what is not.

    `place` is empty for a whole act; `name` holds the words that name the act; `aside` is true for an act that the
    title of another amends or repeals. `weak` says where the words are a citation at all: "" anywhere, "act" only in
    an act, "p" only in a numbered item of a section.
    """

    start: int
    end: int
    place: str
    pointer: Element | None
    act: Element | None
    weak: str
    name: str
    aside: bool
