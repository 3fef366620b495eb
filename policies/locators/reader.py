"""From the tokens of a citation to the places it names.

The reader walks the tokens once. After a separator the next part takes the place of a part of the same rank, so
"art. 25.2 a, d" and "9 § första stycket 1, andra stycket" need no rule of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policies.locators.locator import UNNUMBERED, Part, roman_value
from policies.locators.ranges import MOST, NUMBERED, between, too_many, unreadable


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is number, colon, letter, roman, ordinal, word, open, close, and, to or of; `text` the meaning."""

    kind: str
    text: str
    raw: str


# Where a part stands below others of its tradition; decides what it replaces after a separator.
_DEPTHS = {
    "part": 1, "title": 1, "annex": 1, "transitional": 1, "preamble": 1, "kap": 1, "chapter": 2, "§": 2, "minute": 2,
    "section": 3, "subsection": 4, "art": 4, "recital": 4, "st": 5, "sub": 6, "para": 6, "subpara": 7, "p": 6,
    "letter": 7, "men": 9, "strecksats": 9, "sentence": 9, "indent": 9,
}  # fmt: skip
_OUTERMOST = frozenset({"kap", "recital", "annex", "transitional", "preamble", "minute"})
_CONTAINERS = frozenset({"part", "title", "chapter", "section", "subsection"})
_UNITS = frozenset({"kap", "§", "stycke", "point", "sentence", "indent"})  # may follow their number
_INNER = frozenset({"stycke", "point", "sentence", "indent"})
_ORDERED = _INNER | {"subpara", "para"}  # may follow an ordinal
# One word, several kinds: what "point" or "stycke" is depends on the tradition of what stands above it.
_EU = {"stycke": "subpara", "para": "sub", "point": "sub"}
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
        self.tokens = tokens
        self.at = 0
        self.places: list[tuple[Part, ...]] = []
        self.here = start
        self.written = False  # whether `here` holds anything the text said
        self.fresh = True
        self.comma_only = False
        self.origin: tuple[Part, ...] | None = None  # where a range began
        self.word = ""  # the last word that stands in front of its number
        danish = any(token.raw.lower() in {"stk", "nr"} for token in tokens)
        self.statute = statute or danish or any(part.kind in {"§", "kap"} for part in start)
        self.unit_after = _units(tokens)

    def read(self) -> list[tuple[Part, ...]]:
        while self.at < len(self.tokens):
            getattr(self, f"_read_{self.tokens[self.at].kind}")()
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
        self.comma_only = self.tokens[self.at].raw == "," and (self.comma_only or not self.fresh)
        self.fresh = True
        self.at += 1

    def _read_to(self) -> None:
        if self.fresh or self.origin is not None:
            raise unreadable()
        self.origin, self.fresh, self.comma_only = self.here, True, False
        self.at += 1

    def _read_close(self) -> None:
        raise unreadable()

    def _read_open(self) -> None:
        inner = self.tokens[self.at + 1 : self.at + 3]
        if len(inner) < 2 or inner[0].kind not in {"number", "letter"} or inner[1].kind != "close":
            raise unreadable()
        self.at += 3
        self._attach_small(inner[0].text)

    def _read_letter(self) -> None:
        text = self.tokens[self.at].text
        self.at += 1
        self._attach_small(text)

    def _read_repeat(self) -> None:
        self._attach("repeat", self._take().text)

    def _read_roman(self) -> None:
        if not self.fresh or not self.word:
            raise unreadable()
        self._attach(self._kind(self.word), self._take().text)

    def _read_colon(self) -> None:
        chapter, section = self._take().text.split(":")
        if (self.here and not self.fresh) or len(chapter) > 3:
            raise unreadable()
        self._attach("kap", chapter)
        self._attach("§", self._with_letter(section))

    def _read_ordinal(self) -> None:
        numbers = [self._take().text]
        while self._kind_at(0) == "and" and self._kind_at(1) == "ordinal":
            self.at += 1
            numbers.append(self._take().text)
        if self._kind_at(0) != "word" or self.tokens[self.at].text not in _ORDERED:
            raise unreadable()
        self._attach_each(self._kind(self._take().text), numbers)

    def _read_number(self) -> None:
        unit = self.unit_after[self.at]
        tradition = self._tradition()
        has_section = any(part.kind == "§" for part in self.here)
        if (unit in {"kap", "§"} and (self.fresh or not has_section)) or (unit in _INNER and tradition == "§"):
            numbers = self._numbers(unit)
            self.at += 1  # the unit itself
            self._attach_each(self._kind(unit), numbers)
        elif has_section:
            self._attach_each("p", self._numbers(""))
        elif self.origin is not None and "." not in self.tokens[self.at].text:
            last = self.origin[-1]
            self._attach(last.kind, self._take().text)
        elif self.fresh and self.word and (self.written or self.places):
            self._attach_word(self.word)
        else:
            raise unreadable()

    def _read_word(self) -> None:
        word = self._take().text
        following = self._kind_at(0)
        if word == "§":
            word = "§" if self.statute else "minute"
        if word == "kap":
            raise unreadable()
        self.word = word
        if self._kind(word) in UNNUMBERED and following not in {"number", "roman", "colon"}:
            self._attach(word, "")
        elif word in _INNER and following == "number" and self._tradition() == "§":
            self._attach_each(self._kind(word), self._numbers(""))
        elif following in {"number", "roman", "colon"}:
            self._attach_word(word)
        elif following in {"open", "letter"} and self._kind(word) in {"sub", "p"}:
            pass  # "point (a)": the word only announces what the bracket says
        elif following == "letter" and self._kind(word) in {"section", "part"}:
            self._attach(word, self._take().text.upper())
        elif following == "open" and word in {"recital", "para", "point"}:
            self._attach(word, self._bracketed())
        else:
            raise unreadable()

    # Building the place.

    def _attach_word(self, word: str) -> None:
        token = self._take()
        if word == "§":
            self._attach("§", self._with_letter(token.text))
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
            below_letter = self.here[-1].kind in {"letter", "sub"} and not self.fresh  # Norwegian "e(1)"
            self._attach("letter" if text.isalpha() else "sub" if below_letter else "p", text)
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
            above = self._above(part)
            goes_on = self.comma_only and self.written and above == self.here and self.origin is None
            if self.written and not goes_on and self.origin is None:
                self._emit()
            self.here = above
        elif self.here and not _may_follow(self.here[-1].kind, kind):
            raise unreadable()
        self.here = (*self.here, part)
        self.written, self.fresh, self.comma_only = True, False, False

    def _above(self, part: Part) -> tuple[Part, ...]:
        """What of the present place stays above `part` when it begins a new place."""
        if part.kind in _OUTERMOST:
            return ()
        if part.kind in {"§", "art"}:
            return tuple(present for present in self.here if _may_follow(present.kind, part.kind))
        if part.kind == "sub":
            return self.here[: _sub_slot(self.here, part.number)]
        same = [index for index, present in enumerate(self.here) if present.kind == part.kind]
        if same:
            return self.here[: same[-1]]
        deeper = (index for index, present in enumerate(self.here) if _depth(present) >= _depth(part))
        return self.here[: next(deeper, len(self.here))]

    def _emit(self) -> None:
        if self.origin is None:
            self.places.append(self.here)
        else:
            self.places.extend(_spell_out(self.origin, self.here))
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

    # Reading tokens.

    def _kind_at(self, ahead: int) -> str:
        return self.tokens[self.at + ahead].kind if self.at + ahead < len(self.tokens) else ""

    def _take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _bracketed(self) -> str:
        inner = self.tokens[self.at + 1 : self.at + 3]
        if len(inner) < 2 or inner[1].kind != "close":
            raise unreadable()
        self.at += 3
        return inner[0].text

    def _with_letter(self, number: str) -> str:
        match = NUMBERED.fullmatch(number)
        if match is None:
            raise unreadable()
        if not match[2] and self._kind_at(0) == "letter":
            return f"{number} {self._take().text}"
        return f"{match[1]} {match[2]}".rstrip()

    def _numbers(self, unit: str) -> list[str]:
        """A list such as "3-5, 7 a"; with `unit` it reaches up to the unit, otherwise up to a number that has one."""
        numbers = [self._number(unit)]
        while self._kind_at(0) in {"and", "to"}:
            step = next((ahead for ahead in range(1, 4) if self._kind_at(ahead) not in {"and", "to"}), 1)
            letter_ends_range = unit and self._kind_at(0) == "to" and self._kind_at(step) == "letter"
            if not letter_ends_range and (self._kind_at(step) != "number" or self.unit_after[self.at + step] != unit):
                break
            to = self._kind_at(0) == "to"
            self.at += step
            base = numbers[-1].split()[0]
            number = f"{base} {self._take().text}" if letter_ends_range else self._number(unit)
            numbers.extend(between(numbers[-1], number) if to else [number])
            if len(numbers) > MOST:
                raise too_many()
        return numbers

    def _number(self, unit: str) -> str:
        return self._with_letter(self._take().text) if unit else self._take().text


def _units(tokens: list[Token]) -> list[str]:
    """For each number the unit that follows it, directly or after the rest of its list; "" if none. Linear."""
    units = [""] * (len(tokens) + 1)
    following = [""] * (len(tokens) + 1)  # the same for what a list may go on with
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if token.kind in {"and", "to"}:
            following[index] = following[index + 1] if token.raw != ";" else ""
        elif token.kind == "word":
            # "st. 2" with a number behind it stands in front, unless its own number has already come
            following[index] = ""
        elif token.kind in {"number", "letter"}:
            after = tokens[index + 1] if index + 1 < len(tokens) else None
            if after is None:
                unit = ""
            elif after.kind == "word":
                unit = after.text if after.text in _UNITS else ""
            elif after.kind in {"and", "to"}:
                unit = following[index + 1]
            elif after.kind == "letter" and token.kind == "number":
                unit = units[index + 1]
            else:
                unit = ""
            units[index] = following[index] = unit
    return units


def _may_follow(above: str, kind: str) -> bool:
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


def _spell_out(first: tuple[Part, ...], last: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
    """Every place from `first` to `last`, which differ in their last part only."""
    above, start, end = first[:-1], first[-1], last[-1]
    if last[:-1] != above or start.kind != end.kind:
        raise unreadable()
    yield first
    for number in between(start.number, end.number):
        yield (*above, Part(start.kind, number))
