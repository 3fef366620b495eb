"""The one place where stored text becomes HTML: cut by offsets first, then escaped, then marked.

Everything is written as character references where it could mean something to HTML or Markdown, so that neither a
script tag nor an asterisk in an imported file does anything but stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

ROLES = (
    "cue", "duty_bearer", "deadline", "frequency", "reference", "target_group", "condition", "exception", "action",
    "shared", "removed", "added",
)  # fmt: skip
"""Kinds of marks, the innermost first where two cover the same words; also the only class names marks ever get."""

_MEANS_SOMETHING = re.compile(r"[<>&\"'`*_{}\[\]()#+\-!|~$\\:=]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
_WITHIN_THE_APP = re.compile(r"[a-z]*\?[A-Za-z0-9_.~%=&\-]*")
_KEY = re.compile(r"[a-z][0-9]{1,12}")
_CLASSES = re.compile(r"[a-z0-9_\- ]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words to mark: offsets into the text as stored, what they are, and the page of the app they lead to.

    `numbers` are those of the reasons that rest on the words; they are shown behind them.
    """

    start: int
    end: int
    role: str
    title: str = ""
    href: str = ""
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Words a reader can open: offsets into the text as stored, the key it is opened by, and its label.

    `label` is shown behind the words, as the button that opens the sentence; `name` adds classes of the style sheet.
    """

    start: int
    end: int
    key: str
    label: str
    name: str = ""
    opened: bool = False


def escaped(text: str) -> str:
    """The text with every sign that HTML or Markdown would read written as a character reference.

    >>> escaped("<script>a*b")
    '&#60;script&#62;a&#42;b'
    """
    return _MEANS_SOMETHING.sub(lambda sign: f"&#{ord(sign[0])};", _CONTROL.sub("\ufffd", text))


def marked(text: str, marks: Iterable[Mark] = ()) -> str:
    """The text escaped, with its marks around the words they stand for; impossible marks are left out.

    Marks may hold one another; of two that cross, the later one is closed and opened again where the other ends.

    >>> marked("svara senast i maj", [Mark(start=0, end=18, role="action"), Mark(start=6, end=18, role="deadline")])
    '<mark class="action">svara <mark class="deadline">senast i maj</mark></mark>'
    """
    waiting = sorted(
        {mark for mark in marks if mark.role in ROLES and 0 <= mark.start < mark.end <= len(text)},
        key=lambda mark: (mark.start, -mark.end, -ROLES.index(mark.role), mark.title, mark.href),
    )
    parts: list[str] = []
    opened: list[Mark] = []
    done = 0
    for at in sorted({place for mark in waiting for place in (mark.start, mark.end)}):
        parts.append(escaped(text[done:at]))
        done = at
        again: list[Mark] = []
        while any(mark.end == at for mark in opened):
            closed = opened.pop()
            parts.append(_closing(closed))
            if closed.end != at:
                again.append(closed)
        beginning = [mark for mark in waiting if mark.start == at]
        for mark in sorted([*again, *beginning], key=lambda mark: (-mark.end, -ROLES.index(mark.role))):
            parts.append(_opening(mark, cut=any(other.end < mark.end for other in opened)))
            opened.append(mark)
    return "".join((*parts, escaped(text[done:])))


def opened_by_sentence(text: str, marks: Sequence[Mark], sentences: Iterable[Sentence]) -> str:
    """The text with its marks, each sentence a part of its own that ends with the button to open it.

    A sentence that begins inside another one is cut to what is left of it.

    >>> opened_by_sentence("Ja. Nej.", [], [Sentence(start=0, end=3, key="w1", label="a")])
    '<span class="sentence" data-sentence="w1">Ja.</span><button data-sentence="w1">a</button> Nej.'
    """
    parts: list[str] = []
    done = 0
    good = (s for s in sentences if _KEY.fullmatch(s.key) and 0 <= s.start <= s.end <= len(text))
    for sentence in sorted(good, key=lambda sentence: (sentence.start, -sentence.end)):
        start = max(done, sentence.start)
        parts.append(marked(text[done:start], _within(marks, done, start)))
        if start < sentence.end:
            inner = marked(text[start : sentence.end], _within(marks, start, sentence.end))
            parts.append(f'<span class="{_names(sentence)}" data-sentence="{sentence.key}">{inner}</span>')
        state = ' class="opened"' if sentence.opened else ""
        parts.append(f'<button{state} data-sentence="{sentence.key}">{escaped(sentence.label)}</button>')
        done = max(start, sentence.end)
    parts.append(marked(text[done:], _within(marks, done, len(text))))
    return "".join(parts)


def block(inner: str, *, language: str = "", name: str = "") -> str:
    """A paragraph of finished HTML in the language it is written in; `name` is one of the style sheet's classes."""
    lang = f' lang="{language}"' if _LANGUAGE.fullmatch(language) else ""
    css = f' class="{name}"' if name and re.fullmatch(r"[a-z0-9\- ]+", name) else ""
    return f"<div{lang}{css}>{inner}</div>"


def _within(marks: Iterable[Mark], start: int, end: int) -> Iterator[Mark]:
    """The marks that reach into start:end, cut to it and counted from its beginning."""
    for mark in marks:
        first, last = max(mark.start, start), min(mark.end, end)
        if first < last:
            yield replace(mark, start=first - start, end=last - start)


def _opening(mark: Mark, *, cut: bool) -> str:
    """The tag a mark begins with; one that is `cut` goes on behind another, and shows its numbers there."""
    title = f' title="{escaped(mark.title)}"' if mark.title else ""
    link = f'<a href="{mark.href.replace("&", "&#38;")}" target="_self">' if _leads(mark) else ""
    name = f"{mark.role} goes-on" if cut and mark.numbers else mark.role
    numbers = f' data-reasons="{" ".join(map(str, mark.numbers))}"' if mark.numbers else ""
    return f'{link}<mark class="{name}"{numbers}{title}>'


def _closing(mark: Mark) -> str:
    return "</mark></a>" if _leads(mark) else "</mark>"


def _leads(mark: Mark) -> bool:
    """Whether a mark is a link; only pages of the app are ever linked to from a text."""
    return bool(mark.href and _WITHIN_THE_APP.fullmatch(mark.href))


def _names(sentence: Sentence) -> str:
    names = f"sentence {sentence.name}".strip() if _CLASSES.fullmatch(sentence.name) else "sentence"
    return f"{names} opened" if sentence.opened else names
