"""Which drafting tradition a document follows, told by the marks its blocks begin with."""

from __future__ import annotations

import re
from itertools import islice

from policies.document import BlockKind, Document

_FIRST = 4_000  # blocks looked at: enough for any preamble, bounded for any length
_ARTICLE = re.compile(
    r"^(?:Article|Artikel|Articolo|Artículo|Artigo|Artykuł|Artikkeli|Articol|Статья) [0-9]{1,3}[a-z]{0,2}$",
    re.IGNORECASE,
)
_STATUTE = re.compile(r"^(?:/.{0,400}/ )?[0-9]{1,4}(?: [a-z]{1,2})? ?§(?:$|\s+[A-ZÅÄÖ])")
_NORDIC = re.compile(r"^§ [0-9]{1,4}(?:-[0-9]{1,3})?(?: ?[a-z])?(?:\.(?:\s|$)|$)")
_NORDIC_SIGN = re.compile(
    r"^(?:Stk\. [0-9]|Kapit+el (?:[IVX]{1,5}|[0-9]{1,3})\b|(?:Lov|Forskrift|Vejledning|Cirkulære) om\b|Bekendtgørelse)"
)
_MINUTE = re.compile(r"^§ ?[0-9]{1,4}\b")
_DECISION = re.compile(
    r"^(?:Beslut|Förslag till beslut|Beslutsunderlag|Beslutsgång|Reservation|Yrkande(?:n)?|Sammanfattning av ärendet|"
    r"Ärendet|Paragrafer|Justerare|Beslutande)\b[^.]{0,60}$"
)
_CLAUSE = re.compile(r"^(?:Förslag till beslut|Beslut|Beslutet|Reservation(?:er)?|Yrkande(?:n|t)?)$")
_MARK = re.compile(r"^(?:SKA|BÖR|KAN|MÅSTE|FÅR|MUST|SHOULD|SHALL|MAY|REQUIRED|RECOMMENDED)(?: INTE| NOT)?\b\W")
_OFFICE_FORMATS = frozenset({"docx", "odt", "pdf", "text"})  # what municipalities write their own documents in
_MARKED_SHARE = 0.2
_FEW = 2
_SEVERAL = 3


def recognise(document: Document) -> str:
    """The name of a tradition, a key of `policies.structure.TRADITIONS`; "guidance" where no mark tells.

    >>> from policies.document import Block
    >>> text = "1 §\\nKommunen ska svara.\\n2 §\\nNämnden får besluta."
    >>> spans = [(0, 3, "heading"), (4, 23, "paragraph"), (24, 27, "heading"), (28, 48, "paragraph")]
    >>> blocks = tuple(Block(kind=BlockKind(kind), start=start, end=end) for start, end, kind in spans)
    >>> recognise(Document(text=text, blocks=blocks))
    'swedish_statute'
    """
    articles = sections = nordic = signs = minutes = decisions = marks = items = 0
    for block in islice(document.blocks, _FIRST):
        if block.kind in (BlockKind.CONTENTS, BlockKind.NOTE):
            continue
        line = document.text[block.start : min(block.end, block.start + 200)]
        head = block.kind is BlockKind.HEADING
        articles += bool(_ARTICLE.match(line))
        sections += block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) and bool(_STATUTE.match(line))
        nordic += block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) and bool(_NORDIC.match(line))
        signs += bool(_NORDIC_SIGN.match(line))
        minutes += head and bool(_MINUTE.match(line))
        decisions += bool(_DECISION.match(line)) + _SEVERAL * (head and bool(_CLAUSE.match(line)))
        items += block.kind is BlockKind.ITEM
        marks += bool(_MARK.match(line))
    if articles >= _FEW:
        return "eu_act"
    if sections >= _FEW or "beteckning" in document.metadata:
        return "swedish_statute"
    if nordic >= _FEW and signs and decisions < _SEVERAL:
        return "nordic_statute"
    if marks >= _FEW and marks >= items * _MARKED_SHARE:
        return "checklist"
    if minutes >= _FEW or decisions >= _SEVERAL or document.format in _OFFICE_FORMATS:
        return "municipal"
    return "guidance"
