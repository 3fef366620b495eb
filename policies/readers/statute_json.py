"""Acts as JSON, one object per provision: national statutes (`provisions`) and EU acts (`articles`, `recitals`).

The content of a provision is one string. Lists are found by markers that count up, Danish paragraphs by "Stk. 2.";
Swedish paragraphs leave no trace, so a section stays whole apart from its lists. A heading that slipped in at the
end of a section's content is put back in front of the next section, with a warning.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from policies.amendment_notes import split_note
from policies.assembly import Assembly
from policies.document import BlockKind, Document, ReadWarning
from policies.errors import UnreadableFile
from policies.readers.amendment_marks import without_marks
from policies.readers.decoding import decode
from policies.readers.lines import add_text
from policies.readers.list_markers import split_items, split_numbered

_SWEDISH = re.compile(r"riksdagen\.se|svenskforfattningssamling|lagen\.nu")
_DANISH = re.compile(r"retsinformation\.dk")
_NUMBER = re.compile(r"^\d{4}:\d{1,5}$")
_STRAY = re.compile(r"^[A-ZÅÄÖ](?:[^.:;?!]|m\.m\.|m\.fl\.){2,160}$")
_SENTENCE_END = re.compile(r"[.:)]\s+(?=[A-ZÅÄÖ])")
_SWALLOWED = re.compile(r"[.:] \d{1,3}(?: [a-z])? § (?=[A-ZÅÄÖ])")  # a section inside the content of another
_TRANSITIONAL = re.compile(r"(?:^|(?<=[.)]) )((?:Ikraftträdande- och övergångs|Övergångs)bestämmelser) (?=\d{4}:\d)")
_AMENDING = re.compile(r"(?:^|(?<=[.)]) )(\d{4}:\d{1,5}) (?=(?:1\. )?[A-ZÅÄÖ])")
_CELEX = re.compile(r"^[03](\d{4}[A-Z]{1,2}\d{4})(?:-\d{8})?$")
_FACTS = ("id", "type", "title", "title_en", "short_name", "full_name", "status", "issued_date", "in_force_date", "url")
_MARKER_LINE = re.compile(r"^(\([a-z0-9]{1,5}\)|\d{1,3}[a-z]?\.|[—–-])$")
_MARKER_START = re.compile(r"^(\d{1,3}[a-z]{0,2}\.)\s+(?=\S)")
_CALL = re.compile(r"\s?\(\s{0,9}\n\s{0,9}\*?\d{1,3}\s{0,9}\n\s{0,9}\)")  # a footnote's call
_SIGNED = re.compile(r"^Done at [^\W\d_]+, (?:on )?\d")
_ANNEX_PART = re.compile(r"^(?:Section|Part|Chapter) (?:[A-Z]|[IVX]{1,5}|\d{1,2})\b[^;:]{0,200}[^.;:]$")
_TITLE = 200  # characters
_DIVISION = re.compile(r"^(?:CHAPTER|SECTION|TITLE|ANNEX) (?:[IVXLC]{1,7}|\d{1,2}|[A-C])[a-z]?$|^ANNEX$", re.IGNORECASE)
_NORWEGIAN_ITEM = re.compile(r"^([a-zæøå]|\d{1,2})[.)]\s+(?=\S)")
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
_NORWEGIAN_NOTE = re.compile(r"^\d{1,2} +(?=[A-ZÆØÅ])")


def read(data: bytes, name: str) -> Document:
    """An act whose file holds its provisions one by one."""
    text, warnings = decode(data, name)
    try:
        act = _readable(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise UnreadableFile("error.damaged", file=name) from error
    if not isinstance(act, dict):
        raise UnreadableFile("error.unsupported_json", file=name)
    out = Assembly(name)
    facts = {key: str(act[key]) for key in _FACTS if act.get(key)}
    title = facts.get("title") or facts.get("full_name", "")
    out.add(BlockKind.HEADING, title, level=1)
    found: dict[str, int] = {}
    tradition = "eu_act"
    if _objects(act, "articles"):
        _eu_act(out, act)
    else:
        found = _statute(out, act, facts.get("url", ""))
        tradition = "swedish_statute" if _is_swedish(facts.get("url", "")) else "nordic_statute"
    warnings += tuple(
        ReadWarning(code=code, values={"file": name, "count": count}) for code, count in found.items() if count
    )
    return Document(
        text=out.text,
        blocks=tuple(out.blocks),
        title=title,
        identifier=_identifier(act, facts),
        language=_language(act, facts.get("url", "")),
        metadata=facts,
        tradition=tradition,
        warnings=warnings,
    )


def _language(act: Mapping[str, Any], url: str) -> str:
    """The language its publisher writes in; "" where the address does not tell."""
    if _objects(act, "articles"):
        return ""
    if _DANISH.search(url):
        return "da"
    return "nb" if "lovdata" in url else "sv" if _SWEDISH.search(url) else ""


def _objects(act: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    parts = act.get(key)
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []


def _identifier(act: Mapping[str, Any], facts: Mapping[str, str]) -> str:
    number, url = facts.get("id", ""), facts.get("url", "")
    if found := _CELEX.match(str(act.get("celex_id", ""))):
        return f"3{found.group(1)}"
    if not _NUMBER.match(number):
        return number
    if _DANISH.search(url):
        return f"{(facts.get('short_name') or 'LOV').split()[0]} {number}"
    return f"SFS {number}"


def _is_swedish(url: str) -> bool:
    """Whether an act is read as Swedish, which is also the guess where its address says nothing."""
    return bool(_SWEDISH.search(url)) or not (_DANISH.search(url) or "lovdata" in url)


def _statute(out: Assembly, act: Mapping[str, Any], url: str) -> dict[str, int]:
    """Add the sections of a national statute; how often something in the file had to be put right, by warning code."""
    swedish = _is_swedish(url)
    chapter = following = ""
    stray = doubtful = swallowed = 0
    transitional = False
    for section in _objects(act, "provisions"):
        if transitional:
            # Behind the transitional provisions no section follows: "6 §" was cited there and taken for one.
            _transitional(out, f"{section.get('section')} § {section.get('content') or ''}")
            continue
        named = str(section.get("chapter") or "")
        if named != chapter and swedish and str(section.get("section")) != "1":
            doubtful += 1  # a chapter begins with its section 1: this is the chapter of another act, cited above
        elif named != chapter:
            chapter = named
            out.add(BlockKind.HEADING, f"{chapter} kap." if swedish else f"Kapitel {chapter}", level=2)
        for heading in dict.fromkeys((following, str(section.get("title") or "").strip("() ."))):
            out.add(BlockKind.HEADING, heading, level=3)
        number = str(section.get("section") or "").strip()
        content = str(section.get("content") or section.get("text") or "").strip()
        out.add(BlockKind.HEADING, f"{number} §" if swedish else f"§ {number}", level=4)
        following = ""
        if swedish:
            content, heading, rules = _without_transitional(content)
            content, following = _without_stray_heading(content)
            _swedish_section(out, content)
            if heading:
                transitional = True
                out.add(BlockKind.HEADING, heading, level=2)
                _transitional(out, rules)
        elif _DANISH.search(url):
            _danish_section(out, content, number)
        else:
            _norwegian_section(out, content)
        stray += bool(following)
        swallowed += swedish * len(_SWALLOWED.findall(content))
    out.add(BlockKind.HEADING, following, level=3)
    return {
        "warning.stray_headings": stray,
        "warning.doubtful_chapter": doubtful,
        "warning.swallowed_sections": swallowed,
    }


def _without_stray_heading(content: str) -> tuple[str, str]:
    """The content and the heading of the next section that stands at its end, "" if there is none.

    >>> _without_stray_heading("Lagen gäller kommuner. Uttryck i lagen")
    ('Lagen gäller kommuner.', 'Uttryck i lagen')
    >>> _without_stray_heading("Kommunen ska 1. svara, 2. pröva")
    ('Kommunen ska 1. svara, 2. pröva', '')
    """
    ends = list(_SENTENCE_END.finditer(content, max(0, len(content) - 400)))
    if not ends:
        return content, ""
    tail = content[ends[-1].end() :]
    return (content[: ends[-1].start() + 1], tail) if _STRAY.match(tail) else (content, "")


def _without_transitional(content: str) -> tuple[str, str, str]:
    """The content of the last section, then heading and text of the transitional provisions behind it, if any.

    >>> _without_transitional("Beslut får överklagas. Övergångsbestämmelser 2031:5 Denna lag träder i kraft nu.")
    ('Beslut får överklagas.', 'Övergångsbestämmelser', '2031:5 Denna lag träder i kraft nu.')
    """
    match = _TRANSITIONAL.search(content)
    if match is None:
        return content, "", ""
    return content[: match.start()], match.group(1), content[match.end() :]


def _transitional(out: Assembly, text: str) -> None:
    """Add transitional provisions, act by act that brought them."""
    first, *acts = _AMENDING.split(text)
    _swedish_section(out, first)
    for number, rules in zip(acts[::2], acts[1::2], strict=True):
        out.add(BlockKind.PARAGRAPH, number)
        _swedish_section(out, rules)


def _swedish_section(out: Assembly, content: str) -> None:
    content, note = split_note(content)
    for line in content.split("\n"):
        _with_lists(out, line)
    out.add(BlockKind.NOTE, note)


def _danish_section(out: Assembly, content: str, number: str) -> None:
    content = re.sub(rf"^§ ?{re.escape(number)}\.? ?", "", content)
    first, rest = split_numbered(content, "Stk. {}. ", start=2)
    _with_lists(out, first)
    for paragraph in rest:
        _with_lists(out, paragraph)


def _norwegian_section(out: Assembly, content: str) -> None:
    for line in content.split("\n"):
        if item := _NORWEGIAN_ITEM.match(line):
            out.add(BlockKind.ITEM, line[item.end() :], level=1, label=item.group(0).strip())
        else:
            out.add(BlockKind.NOTE if _NORWEGIAN_NOTE.match(line) else BlockKind.PARAGRAPH, line)


def _with_lists(out: Assembly, line: str) -> None:
    for label, text in split_items(line):
        if label:
            add_text(out, BlockKind.ITEM, text, level=1, label=label)
        else:
            add_text(out, BlockKind.PARAGRAPH, text)


def _eu_act(out: Assembly, act: Mapping[str, Any]) -> None:
    seen = set()
    for recital in _objects(act, "recitals"):
        number = str(recital.get("recital_number") or recital.get("number") or "")
        if number not in seen:
            seen.add(number)
            text = " ".join(str(recital.get("text") or "").split())
            out.add(BlockKind.ITEM, text, level=1, label=f"({number})")
    chapter = ""
    divisions: set[str] = set()
    for article in _objects(act, "articles"):
        if str(article.get("chapter") or "") != chapter:
            chapter = str(article.get("chapter") or "")
            if chapter and f"CHAPTER {chapter}" not in divisions:
                out.add(BlockKind.HEADING, f"CHAPTER {chapter}", level=2)
        out.add(BlockKind.HEADING, f"Article {article.get('number', '')}", level=4)
        title = without_marks(str(article.get("title") or "").strip("` "))
        out.add(BlockKind.HEADING, title, level=5)
        _article(out, str(article.get("text") or article.get("content") or ""), divisions, titled=bool(title))


def _article(out: Assembly, text: str, divisions: set[str], *, titled: bool) -> None:
    """Add the paragraphs and points of an article, and the headings and annexes that slipped in behind it.

    `divisions` gathers the headings met. Without a title of its own an article's first short line is its title.
    What stands between the signatures and the first annex are names and footnotes.
    """
    untitled = not titled
    signed = False
    for label, line in _chunks(text):
        division = _DIVISION.match(line)
        part = any(known.upper().startswith("ANNEX") for known in divisions) and _ANNEX_PART.match(line)
        capitals = line.isupper() and " " in line and not label
        signed = (signed or (not label and _SIGNED.match(line) is not None)) and not division
        if signed:
            out.add(BlockKind.NOTE, line, label=label)
        elif division or part or capitals or (untitled and not label and len(line) <= _TITLE and line[-1] not in ".:;"):
            divisions.add(line)
            out.add(BlockKind.HEADING, line, level=2 if division or part or capitals or titled else 5)
            untitled = division is not None
            titled = True
        else:
            untitled = False
            point = bool(label) and not label[0].isdigit()
            out.add(BlockKind.ITEM if point else BlockKind.PARAGRAPH, line, level=int(point), label=label)


def _chunks(text: str) -> Iterator[tuple[str, str]]:
    """Label and text of each paragraph and point; a marker may stand on a line of its own."""
    label = ""
    for line in (without_marks(" ".join(line.split())) for line in _CALL.sub("", text).split("\n")):
        found = None if label else _MARKER_START.match(line)
        if _MARKER_LINE.match(line):
            label = line
        elif found:
            yield found.group(1), line[found.end() :]
        elif line:
            yield label, line
            label = ""


def _readable(value: Any) -> Any:
    """The parsed JSON with U+FFFD for what escapes smuggle in and no text may hold: NUL and half surrogate pairs."""
    if isinstance(value, str):
        return _UNREADABLE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_readable(part) for part in value]
    if isinstance(value, dict):
        return {_readable(key): _readable(part) for key, part in value.items()}
    return value
