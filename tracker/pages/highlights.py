"""The one place where stored text becomes HTML: cut by offsets first, then escaped, then marked.

Everything is written as character references where it could mean something to HTML or Markdown, so that neither a
script tag nor an asterisk in an imported file does anything but stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ROLES = ("cue", "duty_bearer", "deadline", "reference", "shared")
"""Kinds of marks, the first winning where two overlap; also the only class names that are ever written."""

_MEANS_SOMETHING = re.compile(r"[<>&\"'`*_{}\[\]()#+\-!|~$\\:=]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words to mark: offsets into the text as stored, and what they are."""

    start: int
    end: int
    role: str
    title: str = ""


def escaped(text: str) -> str:
    """The text with every sign that HTML or Markdown would read written as a character reference.

    >>> escaped("<script>a*b")
    '&#60;script&#62;a&#42;b'
    """
    return _MEANS_SOMETHING.sub(lambda sign: f"&#{ord(sign[0])};", _CONTROL.sub("\ufffd", text))


def marked(text: str, marks: Iterable[Mark] = ()) -> str:
    """The text escaped, with its marks around the words they stand for; overlapping and impossible marks are left out.

    >>> marked("Kommunen ska svara", [Mark(start=9, end=12, role="cue")])
    'Kommunen <mark class="cue">ska</mark> svara'
    """
    parts: list[str] = []
    done = 0
    for mark in _apart(text, marks):
        title = f' title="{escaped(mark.title)}"' if mark.title else ""
        parts += [
            escaped(text[done : mark.start]),
            f'<mark class="{mark.role}"{title}>{escaped(text[mark.start : mark.end])}</mark>',
        ]
        done = mark.end
    return "".join((*parts, escaped(text[done:])))


def block(inner: str, *, language: str = "", name: str = "") -> str:
    """A paragraph of finished HTML in the language it is written in; `name` is one of the style sheet's classes."""
    lang = f' lang="{language}"' if _LANGUAGE.fullmatch(language) else ""
    css = f' class="{name}"' if name and re.fullmatch(r"[a-z0-9\- ]+", name) else ""
    return f"<div{lang}{css}>{inner}</div>"


def words(text: str, terms: Sequence[str]) -> list[Mark]:
    """Marks for every place where one of the terms stands as words of their own, whatever its case.

    >>> [(m.start, m.end) for m in words("E-tjänst, e-tjänsten", ["e-tjänst"])]
    [(0, 8)]
    """
    wanted = sorted({term.strip() for term in terms if len(term.strip()) > 2}, key=len, reverse=True)[:40]
    if not wanted:
        return []
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)", re.IGNORECASE)
    return [Mark(start=found.start(), end=found.end(), role="shared") for found in pattern.finditer(text)]


def _apart(text: str, marks: Iterable[Mark]) -> list[Mark]:
    """Marks in reading order of which no two overlap, by the order of ROLES."""
    kept: list[Mark] = []
    good = [mark for mark in marks if mark.role in ROLES and 0 <= mark.start < mark.end <= len(text)]
    for mark in sorted(good, key=lambda mark: (ROLES.index(mark.role), mark.start)):
        if all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda mark: mark.start)
