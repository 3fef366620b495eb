"""The tokens of a citation and a cursor over them that reads lists of numbers."""

from __future__ import annotations

from dataclasses import dataclass

from policies.locators.ranges import MOST, NUMBERED, between, too_many, unreadable

UNITS = frozenset({"kap", "§", "stycke", "point", "sentence", "indent"})  # words that may follow their number


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is number, colon, letter, roman, ordinal, word, open, close, and, to or of; `text` the meaning."""

    kind: str
    text: str
    raw: str


class Cursor:
    """Reads tokens from first to last; `unit` looks ahead without ever reading a token twice."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._units = _units(tokens)

    def kind(self, ahead: int = 0) -> str:
        """The kind of the token `ahead` of the next one, "" beyond the end."""
        return self._tokens[self._at + ahead].kind if self._at + ahead < len(self._tokens) else ""

    def peek(self) -> Token:
        """The next token, left where it is."""
        return self._tokens[self._at]

    def take(self) -> Token:
        """The next token."""
        self._at += 1
        return self._tokens[self._at - 1]

    def unit(self) -> str:
        """The unit that the number at the cursor belongs to: "§" for the 3 of "3, 4 och 7 §§", "" if none."""
        return self._units[self._at]

    def bracketed(self) -> str:
        """The number or letter of "(a)"."""
        if self.kind(1) not in {"number", "letter"} or self.kind(2) != "close":
            raise unreadable()
        self._at += 3
        return self._tokens[self._at - 2].text

    def with_letter(self, number: str) -> str:
        """The number of a section with the letter behind it, "37 a"."""
        match = NUMBERED.fullmatch(number)
        if match is None:
            raise unreadable()
        if not match[2] and self.kind() == "letter":
            return f"{number} {self.take().text}"
        return f"{match[1]} {match[2]}".rstrip()

    def numbers(self, unit: str) -> list[str]:
        """A list such as "3-5, 7 a"; with `unit` it reaches up to the unit, otherwise up to a number that has one."""
        numbers = [self._number(unit)]
        while self.kind() in {"and", "to"}:
            step = next((ahead for ahead in range(1, 4) if self.kind(ahead) not in {"and", "to"}), 1)
            letter_ends_range = unit and self.kind() == "to" and self.kind(step) == "letter"
            if not letter_ends_range and (self.kind(step) != "number" or self._units[self._at + step] != unit):
                break
            to = self.kind() == "to"
            self._at += step
            base = numbers[-1].split()[0]
            number = f"{base} {self.take().text}" if letter_ends_range else self._number(unit)
            numbers.extend(between(numbers[-1], number) if to else [number])
            if len(numbers) > MOST:
                raise too_many()
        return numbers

    def _number(self, unit: str) -> str:
        return self.with_letter(self.take().text) if unit else self.take().text


def _units(tokens: list[Token]) -> list[str]:
    """For each number the unit that follows it, directly or after the rest of its list; "" if none. Linear."""
    units = [""] * len(tokens)
    plural = False
    for index in range(len(tokens) - 2, -1, -1):
        token, after = tokens[index], tokens[index + 1]
        if after.text == "§":
            plural = after.raw == "§§"
        if token.kind in {"and", "to"}:  # "1 § 4 och 5 samt 2 §": the 5 is no section
            ends = token.raw == ";" or (token.raw == "samt" and units[index + 1] == "§" and not plural)
            units[index] = "" if ends else units[index + 1]
        elif token.kind in {"number", "letter"}:
            if after.kind == "word":
                units[index] = after.text if after.text in UNITS else ""
            elif after.kind in {"and", "to"} or (after.kind == "letter" and token.kind == "number"):
                units[index] = units[index + 1]
    return units
