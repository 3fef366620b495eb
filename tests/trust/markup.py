"""Markup made unsound: by its signs, so that it is seldom well formed, or by its tree, so that it always is."""

from __future__ import annotations

import random
import re
from copy import deepcopy

from lxml import etree

NUMBERS = (
    "0", "-1", "00", "1e308", "1e-400", "NaN", "Infinity", "9" * 25, "9" * 5_000, "2147483648", "0x10", "1900-01-00",
    "0000-00-00", "99999-12-31", "٣", "²", "",
)  # fmt: skip
WORDS = ("", " ", "\u202e", "\u00ad" * 40, "1 §", "a)", "§" * 9, "x" * 9_000, "\u2028", "İ", "1." * 3_000, "(" * 3_000)
_TAG = re.compile(rb"<(/?)([A-Za-z_][\w.:-]*)([^<>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)=("[^"]*"|'[^']*')""")
_DECLARED = (
    b'<!DOCTYPE d [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]>',
    b'<!DOCTYPE d SYSTEM "http://exempel.invalid/x.dtd">',
    b'<!DOCTYPE d [<!ENTITY % p SYSTEM "file:///etc/hostname">%p;]>',
    b'<?xml-stylesheet href="http://exempel.invalid/x.xsl"?>',
    b'<?xml version="1.1" encoding="utf-16"?>',
    b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname" parse="text"/>',
)


def by_signs(data: bytes, rng: random.Random) -> bytes:
    tags = list(_TAG.finditer(data))
    if not tags:
        return data
    tag = rng.choice(tags)
    start, end = tag.span()
    match rng.randrange(9):
        case 0:  # an element opened often and never closed, or closed often
            return data[:end] + tag[0] * rng.choice((1, 30, 600)) + data[end:]
        case 1:
            return data[:start] + data[end:]
        case 2:
            other = rng.choice(tags)
            return data[:start] + b"<%b%b%b>" % (tag[1], other[2], tag[3]) + data[end:]
        case 3:
            return _attribute(data, start, end, rng)
        case 4:  # the element within itself
            close = b"</%b>" % tag[2]
            depth = rng.choice((1, 40, 300))
            until = data.find(close, end)
            if until < 0 or tag[1]:
                return data
            return data[:end] + tag[0] * depth + data[end:until] + close * depth + data[until:]
        case 5:
            sign = rng.choice((b"&x;", b"&#0;", b"&#xD800;", b"&#x202e;", b"&amp;lt;script&amp;gt;", b"&nbsp;", b"&y;"))
            return data[:end] + sign + data[end:]
        case 6:
            root = max(data.find(b"?>") + 2, 0) if data.lstrip().startswith(b"<?") else 0
            return data[:root] + rng.choice(_DECLARED) + data[root:]
        case 7:
            inner = rng.choice((b"<!--%b-->", b"<![CDATA[%b]]>", b"<script>%b</script>", b"<?x %b?>", b"<svg>%b</svg>"))
            return data[:end] + inner % data[end : end + 40] + data[end:]
        case _:  # all elements of one name become another
            other = rng.choice(tags)
            return re.sub(rb"(</?)%b(?=[\s/>])" % re.escape(tag[2]), rb"\g<1>" + other[2], data)


def _attribute(data: bytes, start: int, end: int, rng: random.Random) -> bytes:
    found = list(_ATTRIBUTE.finditer(data, start, end))
    if not found:
        return data
    chosen = rng.choice(found)
    value = rng.choice((*NUMBERS, "javascript:alert(1)", "../../../x", "&quot;", "x" * 3_000, "\u202e")).encode()
    kept = (b"", b'%b="%b"' % (chosen[1], value), chosen[0] + b" " + chosen[0])
    return data[: chosen.start()] + rng.choice(kept) + data[chosen.end() :]


def by_tree(data: bytes, rng: random.Random) -> bytes:
    """Markup that stays well formed: elements lost, moved, doubled, wrapped, renamed, or with other words in them."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return data
    elements = [element for element in root.iter() if isinstance(element.tag, str)] if root is not None else []
    if len(elements) < 2:
        return data
    for _ in range(rng.choice((1, 2, 5))):
        chosen, other, change = rng.choice(elements[1:]), rng.choice(elements), rng.choice(CHANGES)
        try:
            if chosen.getparent() is not None:
                change(chosen, other, rng)
        except ValueError:
            continue  # a name that an earlier change spoilt
    return etree.tostring(root, encoding="utf-8")


def _lost(chosen: etree._Element, _other: etree._Element, _rng: random.Random) -> None:
    parent = chosen.getparent()
    if parent is not None:
        parent.remove(chosen)


def _doubled(chosen: etree._Element, _other: etree._Element, rng: random.Random) -> None:
    parent = chosen.getparent()
    if parent is not None:
        parent.insert(rng.randrange(len(parent) + 1), deepcopy(chosen))


def _moved(chosen: etree._Element, other: etree._Element, _rng: random.Random) -> None:
    if chosen is not other and chosen not in other.iterancestors():
        other.append(chosen)


def _renamed(chosen: etree._Element, other: etree._Element, _rng: random.Random) -> None:
    chosen.tag = other.tag


def _wrapped(chosen: etree._Element, other: etree._Element, rng: random.Random) -> None:
    for _ in range(rng.choice((1, 20, 150))):
        around = etree.Element(other.tag, dict(other.attrib))
        around.extend(list(chosen))
        chosen.append(around)


def _valued(chosen: etree._Element, other: etree._Element, rng: random.Random) -> None:
    if chosen.attrib:
        chosen.attrib[rng.choice(list(chosen.attrib))] = rng.choice((*NUMBERS, *other.attrib.values(), "x" * 900))


def _dressed(chosen: etree._Element, other: etree._Element, _rng: random.Random) -> None:
    for name, value in other.attrib.items():
        chosen.set(name, value)


def _worded(chosen: etree._Element, _other: etree._Element, rng: random.Random) -> None:
    chosen.text = rng.choice(WORDS)


def _tailed(chosen: etree._Element, _other: etree._Element, _rng: random.Random) -> None:
    chosen.tail, chosen.text = chosen.text, chosen.tail


CHANGES = (_lost, _doubled, _moved, _renamed, _wrapped, _valued, _dressed, _worded, _tailed)
