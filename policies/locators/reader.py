"""From the tokens of a citation to the places it names.

The reader walks the tokens once. After a separator the next part takes the place of a part of the same rank, so
"art. 25.2 a, d" and "9 § första stycket 1, andra stycket" need no rule of their own.
"""

from __future__ import annotations

from policies.locators.locator import UNNUMBERED, Part
from policies.locators.nesting import above, may_follow, spell_out
from policies.locators.ranges import MOST, NUMBERED, between, too_many, unreadable
from policies.locators.tokens import Cursor, Token

_INNER = frozenset({"stycke", "point", "sentence", "indent"})
_INSIDE = frozenset({"subpara", "sentence", "indent"})  # never a place by themselves
_ORDERED = _INNER | {"subpara", "para"}  # may follow an ordinal
# One word, several kinds: what "point" or "stycke" is depends on the tradition of what stands above it.
_EU = {"stycke": "subpara", "para": "sub", "point": "sub"}
_NORDIC = frozenset({"stk", "nr", "ledd", "bokstav", "litra", "pkt"})  # Danish and Norwegian statutes write "§ 5"
_SWEDISH = {"stycke": "st", "para": "st", "subpara": "st", "point": "p", "sentence": "men", "indent": "strecksats"}


def read(tokens: list[Token], start: tuple[Part, ...] = (), *, statute: bool = False) -> list[tuple[Part, ...]]:
    """The places `tokens` name, `start` being where the citation stands; LocatorError when they make no sense.

    "point (a) of the first subparagraph of Article 6(1)" is read from the outermost step inwards.
    """
    steps: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == "of":
            steps.append([])
        else:
            steps[-1].append(token)
    places = [start]
    for depth, step in enumerate(reversed(steps)):
        inner = [place for outer in places for place in _Reader(step, outer, statute=statute).read()]
        outers = set(places)
        if depth and not all(any(place[: len(outer)] == outer for outer in outers) for place in inner):
            raise unreadable()
        places = inner
        if len(places) > MOST:
            raise too_many()
    return places


class _Reader:
    """State of one walk: `here` is the place being built, `fresh` that a separator came and nothing since."""

    def __init__(self, tokens: list[Token], start: tuple[Part, ...], *, statute: bool) -> None:
        self.cursor = Cursor(tokens)
        self.places: list[tuple[Part, ...]] = []
        self.here = start
        self.written = False  # whether `here` holds anything the text said
        self.fresh = True
        self.comma_only = False
        self.origin: tuple[Part, ...] | None = None  # where a range began
        self.word = ""  # the last word that stands in front of its number
        nordic = any(token.raw.lower() in _NORDIC for token in tokens)
        self.statute = statute or nordic or any(part.kind in {"§", "kap"} for part in start)

    def read(self) -> list[tuple[Part, ...]]:
        while kind := self.cursor.kind():
            getattr(self, f"_read_{kind}")()
        if (self.origin is not None and self.fresh) or not (self.written or self.places):
            raise unreadable()
        if self.written:
            self._emit()
        return self.places

    # One method per kind of token.

    def _read_and(self) -> None:
        if self.origin is not None and not self.fresh:
            self._emit()
            self.written = False
        self.comma_only = self.cursor.take().raw == "," and (self.comma_only or not self.fresh)
        self.fresh = True

    def _read_to(self) -> None:
        if self.fresh or self.origin is not None:
            raise unreadable()
        self.cursor.take()
        self.origin, self.fresh, self.comma_only = self.here, True, False

    def _read_close(self) -> None:
        raise unreadable()

    def _read_open(self) -> None:
        self._attach_small(self.cursor.bracketed())

    def _read_letter(self) -> None:
        self._attach_small(self.cursor.take().text)

    def _read_repeat(self) -> None:
        self._attach("repeat", self.cursor.take().text)

    def _read_roman(self) -> None:
        if not self.fresh or not self.word:
            raise unreadable()
        self._attach(self._kind(self.word), self.cursor.take().text)

    def _read_colon(self) -> None:
        chapter, section = self.cursor.take().text.split(":")
        if (self.here and not self.fresh) or len(chapter) > 3:
            raise unreadable()
        self._attach("kap", chapter)
        self._attach("§", self.cursor.with_letter(section))

    def _read_ordinal(self) -> None:
        numbers = [self.cursor.take().text]
        while (joint := self.cursor.kind()) in {"and", "to"} and self.cursor.kind(1) == "ordinal":
            self.cursor.take()
            number = self.cursor.take().text
            numbers.extend(between(numbers[-1], number) if joint == "to" else [number])
        if self.cursor.kind() != "word" or self.cursor.peek().text not in _ORDERED:
            raise unreadable()
        self._attach_each(self._kind(self.cursor.take().text), numbers)

    def _read_number(self) -> None:
        unit = self.cursor.unit()
        tradition = self._tradition()
        has_section = any(part.kind == "§" for part in self.here)
        goes_on = self.fresh and self.word == "§" and bool(self.here) and self.here[-1].kind == "§"  # "§§ 7-9"
        if (unit in {"kap", "§"} and (self.fresh or not has_section)) or (unit in _INNER and tradition == "§"):
            numbers = self.cursor.numbers(unit)
            self.cursor.take()  # the unit itself
            self._attach_each(self._kind(unit), numbers)
        elif has_section and not goes_on:
            self._attach_each("p", self.cursor.numbers(""))
        elif self.origin is not None and "." not in self.cursor.peek().text:
            last = self.origin[-1]
            self._attach(last.kind, self.cursor.take().text)
        elif self.fresh and self.word and (self.written or self.places):
            self._attach_word(self.word)
        else:
            raise unreadable()

    def _read_word(self) -> None:
        word = self.cursor.take().text
        following = self.cursor.kind()
        if word == "§":
            word = "§" if self.statute else "minute"
        if word == "kap":
            raise unreadable()
        self.word = word
        if self._kind(word) in UNNUMBERED and following not in {"number", "roman", "colon"}:
            self._attach(word, "")
        elif word in _INNER and following == "number" and self._tradition() == "§":
            self._attach_each(self._kind(word), self.cursor.numbers(""))
        elif following in {"number", "roman", "colon"}:
            self._attach_word(word)
        elif following in {"open", "letter"} and self._kind(word) in {"sub", "p"}:
            pass  # "point (a)": the word only announces what the bracket says
        elif following == "open" and word == "point" and self.cursor.kind(1) == "letter":
            pass  # in an annex: its numbered points are "point 2", the lettered ones stand in brackets
        elif following == "letter" and self._kind(word) in {"section", "part"}:
            self._attach(word, self.cursor.take().text.upper())
        elif following == "open" and word in {"recital", "para", "point"}:
            self._attach(word, self.cursor.bracketed())
        else:
            raise unreadable()

    # Building the place.

    def _attach_word(self, word: str) -> None:
        token = self.cursor.take()
        if word == "§":
            self._attach("§", self.cursor.with_letter(token.text))
        elif word == "art" or self._kind(word) == "sub":
            self._attach_dotted(self._kind(word), token.text)
        else:
            self._attach(self._kind(word), token.text)

    def _attach_dotted(self, kind: str, text: str) -> None:
        """ "7.1b" is article 7, paragraph 1, point b."""
        first, *rest = text.split(".")
        self._attach(kind, first)
        for step in rest:
            match = NUMBERED.fullmatch(step)
            if match is None:
                raise unreadable()
            self._attach("sub", match[1])
            if match[2]:
                self._attach("sub", match[2])

    def _attach_small(self, text: str) -> None:
        """A bracketed number or a bare letter below whatever stands above."""
        if self._tradition() == "§":
            last = "" if self.fresh else self.here[-1].kind
            below_letter = last == "sub" or (last == "letter" and not text.isalpha())  # Norwegian "e(1)"
            self._attach("sub" if below_letter else "letter" if text.isalpha() else "p", text)
        elif self.here:
            last = self.here[-1].kind
            self._attach(last if self.fresh and last in {"recital", "point", "para"} else "sub", text)
        else:
            raise unreadable()

    def _attach_each(self, kind: str, numbers: list[str]) -> None:
        first, *rest = numbers
        self._attach(kind, first)
        for number in rest:
            self._emit()
            self.here = (*self.here[:-1], Part(kind, number))

    def _attach(self, kind: str, number: str) -> None:
        part = Part(kind, number)
        if self.fresh:
            outer = above(self.here, part)
            goes_on = self.comma_only and self.written and outer == self.here and self.origin is None
            if self.written and not goes_on and self.origin is None:
                self._emit()
            if not outer and kind in _INSIDE:
                raise unreadable()
            self.here = outer
        elif self.here and not may_follow(self.here[-1].kind, kind):
            raise unreadable()
        self.here = (*self.here, part)
        self.written, self.fresh, self.comma_only = True, False, False

    def _emit(self) -> None:
        if self.origin is None:
            self.places.append(self.here)
        else:
            self.places.extend(spell_out(self.origin, self.here))
            self.origin = None
        if len(self.places) > MOST:
            raise too_many()

    def _kind(self, meaning: str) -> str:
        tradition = self._tradition()
        if tradition == "§":
            return _SWEDISH.get(meaning, meaning)
        if tradition == "art":
            return _EU.get(meaning, meaning)
        if meaning == "stycke" and self.here:
            return "subpara" if self.here[0].kind == "annex" else "para"
        if not self.here and meaning in {"stycke", "subpara", "sentence", "indent"}:
            raise unreadable()
        return meaning

    def _tradition(self) -> str:
        kinds = {part.kind for part in self.here}
        return "§" if kinds & {"§", "kap"} else "art" if "art" in kinds else ""
