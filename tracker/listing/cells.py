"""How the text of a cell becomes a word or number; tracker.listing.days reads days and periods.

What can be read in two ways is refused with the way to write it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from math import isfinite
from typing import TypeVar

from tracker import locales
from tracker.listing.rows import BadCell, Percentage

EnumT = TypeVar("EnumT", bound=StrEnum)
LARGEST_COUNT = 10**9

_NUMBER = re.compile(r"[-+−]?(?:[0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:[.,][0-9]+)?")
_GROUPED = re.compile(
    r"[-+−]?[0-9]{1,3}(?:(?:\.[0-9]{3})+,[0-9]+|(?:,[0-9]{3})+\.[0-9]+|(?:\.[0-9]{3}){2,}|(?:,[0-9]{3}){2,})"
)
_EITHER = re.compile(r"[-+−]?[1-9][0-9]{0,2},[0-9]{3}")


def plain(words: str) -> str:
    """A heading or word reduced to what it says: lower case, without signs between the words.

    >>> plain(" Back-office_System "), plain("E‑tjänst")
    ('back office system', 'e tjänst')
    """
    spaced = "".join(sign if sign.isalnum() else " " for sign in unicodedata.normalize("NFKC", words))
    return " ".join(spaced.casefold().split())


def line(limit: int) -> Callable[[str], str]:
    """Text on one line of at most `limit` characters; a break in the cell counts as a space.

    >>> line(40)(" Kommun-\\nstyrelsen ")
    'Kommun- styrelsen'
    """
    read = words(limit)
    return lambda cell: read(" ".join(cell.split()))


def words(limit: int) -> Callable[[str], str]:
    """Text of at most `limit` characters, line breaks and all."""

    def read(cell: str) -> str:
        cell = cell.strip(" \u00a0")
        if len(cell) > limit:
            raise BadCell("error.cell_too_long", length=len(cell), limit=limit)
        return cell

    return read


def truth(cell: str) -> bool:
    """Yes or no in either language."""
    word = plain(cell)
    if word in {"ja", "yes", "j", "y", "true", "sant", "1", "x", "formell", "formal"}:
        return True
    if word in {"nej", "no", "n", "false", "falskt", "0", "informell", "informal"}:
        return False
    raise BadCell("error.cell_yes_no", value=cell[:40])


def address(cell: str) -> str:
    """A web address; only http and https may be followed, so nothing else is kept.

    >>> address("www.exempel.se/bygglov")
    'https://www.exempel.se/bygglov'
    """
    cell = cell.strip()
    if re.match(r"https?://[^\s/]", cell, re.IGNORECASE) and not re.search(r"\s", cell) and len(cell) <= 1000:
        return cell
    if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?::[0-9]{1,5})?(?:/\S*)?", cell) and len(cell) <= 990:
        return f"https://{cell}"
    raise BadCell("error.cell_address", value=cell[:80])


def number(cell: str) -> float:
    """A number with decimal point or comma, thousands apart by spaces; "1,234" could be two numbers and is refused.

    >>> number("12,5"), number("1 234,5"), number("1.234.567,8"), number("0.125"), number("−2")
    (12.5, 1234.5, 1234567.8, 0.125, -2.0)
    """
    text = " ".join(cell.replace("\u00a0", " ").replace("\u202f", " ").split())
    if not text.replace("−", "-").isascii():
        raise BadCell("error.cell_number", value=cell[:40])
    if _EITHER.fullmatch(text):
        whole, _, part = text.partition(",")
        raise BadCell("error.cell_number_either", value=cell[:40], thousands=whole + part, decimals=f"{whole}.{part}")
    if _GROUPED.fullmatch(text):
        mark = max(text.rfind(","), text.rfind("."))
        several = text.count(text[mark]) > 1
        text = re.sub("[.,]", "", text) if several else re.sub("[.,]", "", text[:mark]) + "." + text[mark + 1 :]
    elif re.fullmatch(r"[-+]?[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]{1,2}", text):
        pass  # as spreadsheets write what is very large or small
    elif not _NUMBER.fullmatch(text):
        raise BadCell("error.cell_number", value=cell[:40])
    found = float(text.replace(" ", "").replace(",", ".").replace("−", "-"))
    if not isfinite(found):
        raise BadCell("error.cell_number", value=cell[:40])
    return found


def amount(cell: str) -> float:
    """A number that is not negative."""
    found = number(cell)
    if found < 0:
        raise BadCell("error.cell_negative", value=cell[:40])
    return found


def above_zero(cell: str) -> float:
    """A number larger than zero."""
    found = amount(cell)
    if not found:
        raise BadCell("error.cell_zero", value=cell[:40])
    return found


def count(cell: str) -> int:
    """A whole number that is not negative.

    >>> count("1 234"), count("12.0")
    (1234, 12)
    """
    found = amount(cell)
    if found != int(found) or found > LARGEST_COUNT:
        raise BadCell("error.cell_whole", value=cell[:40])
    return int(found)


def figure(cell: str) -> float:
    """A number; one with a per cent sign becomes a Percentage.

    >>> figure("45 %"), figure("0,45")
    (0.45, 0.45)
    """
    text = cell.strip()
    if text.endswith("%"):
        return Percentage(round(number(text[:-1]) / 100, 12))
    return number(text)


def share(cell: str) -> float:
    """A share from 0 to 1, written 0.45, 0,45 or 45 %."""
    found = figure(cell)
    if not 0 <= found <= 1:
        raise BadCell("error.cell_share", value=cell[:40], lowest=0, highest=1)
    return float(found)


def choice(kinds: type[EnumT], names: Mapping[str, EnumT]) -> Callable[[str], EnumT]:
    """One of a closed set, by its code or by a Swedish or English word for it.

    The choices of a problem are the keys of their names in the locales ("service_status.planned").
    """
    choices = ", ".join(map(locales.member_key, kinds))
    known = {plain(kind.value): kind for kind in kinds}
    for language in locales.language_codes():
        known |= {plain(locales.text(locales.member_key(kind), language)): kind for kind in kinds}
    known |= {plain(word): kind for word, kind in names.items()}

    def read(cell: str) -> EnumT:
        found = known.get(plain(cell))
        if found is None:
            raise BadCell("error.cell_choice", value=cell[:40], choices=choices)
        return found

    return read
