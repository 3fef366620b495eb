"""Markdown inside a line, made plain: links become their text, emphasis and code marks go, known tags go."""

from __future__ import annotations

import html
import re

# Bounded everywhere, so that no hostile line costs more than its length times a constant.
_IMAGE_OR_LINK = re.compile(
    r"(!?)\[([^\[\]]{0,2000})\](?:\((?:[^()\\\s]|\\.|\([^()\s]{0,500}\)){0,2000}(?:\s{1,3}[\"'][^\"'\n]{0,500}[\"'])?\s{0,3}\)|\[[^\[\]]{0,200}\])"
)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|button|center|cite|code|dd|del|details|dfn|div|dl|dt|em|figcaption|figure|font|form|h[1-6]|"
    r"hr|i|img|input|ins|kbd|label|legend|li|mark|nav|ol|p|pre|q|s|section|small|span|strike|strong|sub|summary|sup|"
    r"table|tbody|td|th|thead|time|tr|tt|u|ul|var)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_ATTRIBUTES = re.compile(r"\{[#.][\w .#=\"-]{1,200}\}")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,60}\]:?")
_CODE = re.compile(r"(`{1,3})([^`]{1,2000})\1")
_STRONG = re.compile(r"(\*{1,3})(?=\S)([^*]{1,5000}?)(?<=\S)\1")
_UNDERLINE = re.compile(r"(?<!\w)(_{1,3})(?=\S)([^_]{1,5000}?)(?<=\S)\1(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_GUARD = "\ue000"


def flatten(text: str) -> str:
    """Plain text of inline Markdown; the words are kept exactly, only marks vanish.

    >>> flatten("enligt lagen ([2010:800](https://example.org/x)) om **skola**, se `README`")
    'enligt lagen (2010:800) om skola, se README'
    >>> flatten("snake_case_name and 2 * 3 * 4 stay")
    'snake_case_name and 2 * 3 * 4 stay'
    """
    if not _MARKED.search(text):
        return text
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match.group(match.lastindex or 0))
        return f"{_GUARD}{len(kept) - 1}{_GUARD}"

    text = text.replace(_GUARD, "")
    text = _CODE.sub(keep, text)
    text = _ESCAPE.sub(keep, text)
    text = _ATTRIBUTES.sub("", text)
    for _ in range(2):  # an image may stand inside a link
        text = _IMAGE_OR_LINK.sub(lambda match: match.group(2), text)
    text = _AUTOLINK.sub(lambda match: match.group(1).removeprefix("mailto:"), text)
    text = _FOOTNOTE.sub("", text)
    text = _TAG.sub(lambda match: " " if match.group(0)[:3].lower() == "<br" else "", text)
    for _ in range(2):  # emphasis may stand inside emphasis
        text = _STRONG.sub(lambda match: match.group(2), text)
        text = _UNDERLINE.sub(lambda match: match.group(2), text)
    text = html.unescape(text)
    return _KEPT.sub(lambda match: kept[int(match.group(1))], text)


_MARKED = re.compile(r"[\\`*_\[\]<>&{]")
_KEPT = re.compile(f"{_GUARD}(\\d+){_GUARD}")
