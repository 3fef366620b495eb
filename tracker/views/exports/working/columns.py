"""The columns of the sheets people edit, titled in their language, and the words of closed sets."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from tracker import locales
from tracker.exchange.workbook import Column, Kind


def read(key: str, language: str) -> Column:
    """A column to be read only."""
    return Column(key=key, title=_title(key, language))


def edited(key: str, language: str, kind: Kind = Kind.TEXT, words: Iterable[str] = ()) -> Column:
    """A column people may change."""
    return Column(key=key, title=_title(key, language), kind=kind, editable=True, words=tuple(words))


def choice(key: str, kinds: type[StrEnum], language: str) -> Column:
    """A column people may change to another word of a closed set."""
    return edited(key, language, Kind.CHOICE, (word(member, language) or "" for member in kinds))


def truth(key: str, language: str) -> Column:
    """A column of yes and no."""
    return edited(key, language, Kind.CHOICE, (said(True, language), said(False, language)))


def word(member: StrEnum | None, language: str) -> str | None:
    """What a member of a closed set is called."""
    return None if member is None else locales.text(locales.member_key(member), language)


def said(value: bool | None, language: str) -> str:
    """Yes, no, or nothing."""
    return "" if value is None else locales.text(f"truth.{str(value).lower()}", language)


def _title(key: str, language: str) -> str:
    return locales.text(f"workbook.column.{key}", language)
