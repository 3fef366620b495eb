"""Every text people see, in Swedish and English, for the screen and the command line alike.

Keys are symbolic ("error.needs_ocr", "force.obligation"); the texts lie in one file per language, read when first
needed. Another language is another file: its header names it (`X-Language-Name`) and whose conventions its dates and
numbers follow (`Language: sv_SE`). Placeholders are filled by name: "{file} is empty".
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale, dates, numbers
from babel.messages.pofile import read_po

from tracker.clock import STOCKHOLM

FOLDER = files(__package__)
DEFAULT = "sv"

GROUPED_FROM = 10_000  # smaller whole numbers read better without a space
HEADER_CHARACTERS = 2000
_HEADER = re.compile(r'^"([\w-]+): (.*)\\n"$', re.MULTILINE)
_GROUPS = {"decided": "link_state", "level": "guideline_level"}
"""Where the names of a closed set lie that are not called as the set itself."""
_REVERSING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NEVER_GROUPED = frozenset({"id", "row", "line", "page", "link", "year"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The texts of one language: a key has one text, or one for each plural form, chosen by `plural`."""

    one: Mapping[str, str]
    many: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A language there are texts in: what its speakers call it, and the locale of its dates and numbers."""

    name: str
    locale: str


@cache
def languages() -> Mapping[str, Spoken]:
    """The languages there are texts in by their codes, the default first.

    >>> {code: spoken.name for code, spoken in languages().items()}
    {'sv': 'Svenska', 'en': 'English'}
    """
    found = {}
    for file in FOLDER.iterdir():
        code, _, ending = file.name.partition(".")
        if ending == "po":
            header = dict(_HEADER.findall(file.read_text("utf-8")[:HEADER_CHARACTERS]))
            found[code] = Spoken(name=header["X-Language-Name"], locale=header["Language"])
    return dict(sorted(found.items(), key=lambda pair: (pair[0] != DEFAULT, pair[0])))


@cache
def texts(language: str) -> Texts:
    """The texts of a language of `language_codes`; read once."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=languages()[language].locale, abort_invalid=True)
    one, many = {}, {}
    for message in catalogue:
        if isinstance(message.id, tuple | list):
            many[message.id[0]] = tuple(message.string or ())
        elif message.id:
            one[message.id] = str(message.string)
    return Texts(one=one, many=many, plural=gettext.c2py(catalogue.plural_expr))


def language_codes() -> tuple[str, ...]:
    """The languages there are texts in, the default first.

    >>> language_codes()
    ('sv', 'en')
    """
    return tuple(languages())


def text(key: str, language: str, /, **values: Any) -> str:
    """The text of `key` with its placeholders filled.

    A key without a text comes back in brackets, and a placeholder without a value stays as it is, so that nothing
    ever fails for want of words. A value that has a text of its own is shown by it: `state="confirmed"` by the text
    of "state.confirmed", and a list of keys ("service_status.planned, service_status.pilot") by theirs. Large numbers
    are grouped as the language does.

    >>> text("error.empty_file", "en", file="a.docx").startswith("a.docx is empty")
    True
    >>> text("no.such_key", "sv")
    '[no.such_key]'
    """
    language = known_language(language)
    template = texts(language).one.get(key)
    return f"[{key}]" if template is None else _filled(template, values, language)


def text_n(key: str, count: int, language: str, /, **values: Any) -> str:
    """The text of `key` in the form that fits `count`, which also fills {count}.

    >>> text_n("count.requirements", 1, "en"), text_n("count.requirements", 12000, "en")
    ('1 requirement', '12,000 requirements')
    """
    language = known_language(language)
    source = texts(language)
    forms = source.many.get(key)
    if forms is None:
        return f"[{key}]"
    return _filled(forms[min(source.plural(abs(count)), len(forms) - 1)], {"count": count, **values}, language)


def in_order(words: str) -> str:
    """Words without the signs that turn what follows them round, by which a file can seem to be of another kind; where
    one stood stands the sign for what cannot be shown.

    >>> in_order("plan\u202exod.exe")
    'plan\ufffdxod.exe'
    """
    return _REVERSING.sub("\ufffd", words)


def member_key(member: StrEnum) -> str:
    """The key of the name of a member of a closed set.

    >>> member_key(StrEnum("ServiceStatus", ["PLANNED"]).PLANNED), member_key(StrEnum("Level", ["EU"]).EU)
    ('service_status.planned', 'guideline_level.eu')
    """
    group = re.sub(r"(?<!^)(?=[A-Z])", "_", type(member).__name__).lower()
    return f"{_GROUPS.get(group, group)}.{member.value}"


def has_text(key: str) -> bool:
    """Whether `key` has a text; both languages have the same keys."""
    return key in texts(DEFAULT).one or key in texts(DEFAULT).many


def known_language(language: str) -> str:
    """The language there are texts in that is meant: "sv-SE" is Swedish, anything unknown the default.

    >>> known_language("en_US"), known_language("fi")
    ('en', 'sv')
    """
    code = language.replace("_", "-").split("-")[0].lower()
    return code if code in languages() else DEFAULT


def day(value: date | None, language: str) -> str:
    """A day in words, "–" for none; of a moment, the day it is in Sweden.

    >>> day(date(2026, 3, 11), "sv"), day(date(2026, 3, 11), "en"), day(None, "sv")
    ('11 mars 2026', '11 Mar 2026', '–')
    """
    if value is None:
        return "–"
    plain = _local(value).date() if isinstance(value, datetime) else value
    return dates.format_date(plain, "medium", locale=_locale(language))


def moment(value: datetime | None, language: str) -> str:
    """A moment as the clock shows it in Sweden, to the minute; without a zone it is taken for UTC.

    >>> moment(datetime(2026, 3, 11, 8, 30), "sv")
    '2026-03-11 09:30'
    """
    return "–" if value is None else dates.format_datetime(_local(value), "yyyy-MM-dd HH:mm", locale=_locale(language))


def number(value: float | None, language: str, *, decimals: int | None = None) -> str:
    """A number with the signs of the language; "–" for none.

    >>> number(1234.5, "sv").replace("\\xa0", " "), number(1234.5, "en", decimals=0)
    ('1 234,5', '1,234')
    """
    if value is None:
        return "–"
    form = None if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return numbers.format_decimal(value, format=form, locale=_locale(language))


def percent(share: float | None, language: str, *, decimals: int = 0) -> str:
    """A share in [0, 1] in per cent; "–" for none.

    >>> percent(0.375, "sv").replace("\\xa0", " "), percent(0.375, "en", decimals=1)
    ('38 %', '37.5%')
    """
    if share is None:
        return "–"
    places = "." + "0" * decimals if decimals else ""
    pattern = Locale.parse(_locale(language)).percent_formats[None].pattern
    return numbers.format_percent(share, format=pattern.replace("#,##0", f"#,##0{places}"), locale=_locale(language))


class _Values(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


def _filled(template: str, values: Mapping[str, Any], language: str) -> str:
    if not values and "{" not in template:
        return template
    return template.format_map(_Values({name: _shown(name, value, language) for name, value in values.items()}))


def _shown(name: str, value: Any, language: str) -> str:
    if isinstance(value, bool):
        return text(f"truth.{str(value).lower()}", language)
    if isinstance(value, int) and (abs(value) < GROUPED_FROM or name in _NEVER_GROUPED):
        return str(value)
    if isinstance(value, int | float):
        return number(value, language)
    if isinstance(value, date):
        return moment(value, language) if isinstance(value, datetime) else day(value, language)
    one = texts(language).one
    keys = str(value).split(", ")
    if name == "choices" and all(key in one for key in keys):  # no other value is made by the program alone
        return ", ".join(one[key] for key in keys)
    return one.get(f"{name}.{value}", in_order(str(value)))


def _local(value: datetime) -> datetime:
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(STOCKHOLM)


def _locale(language: str) -> str:
    return languages()[known_language(language)].locale
