"""The CELEX number of an EU act from its own title, in the languages of the Union the product meets."""

from __future__ import annotations

import re

_KINDS = {
    "L": "directive direktiv richtlinie direttiva directiva richtlijn direktiivi diretiva",
    "D": "decision beslut afgørelse beschluss décision decisione decisión besluit päätös",
    "R": "regulation förordning forordning verordnung règlement regolamento reglamento verordening asetus regulamento",
}
_NEW = re.compile(r"\((?:EU|UE|EL)(?:, Euratom)?\)\s+((?:19|20)\d{2})/(\d{1,4})\b")
_OLD = re.compile(
    r"\((?:EU|EC|EEC|EG|EF|EØF|EWG|CE|CEE|UE)\)\s+(?:No|nr\.?|Nr\.?|n[°o]\.?)\s*(\d{1,4})/((?:19|20)?\d{2})\b"
)
_DIRECTIVE = re.compile(r"\b((?:19|20)\d{2})/(\d{1,4})/(?:EU|EC|EG|EF|UE|CE)\b")


def celex(title: str) -> str:
    """The sector 3 number, "" where the title names none.

    >>> celex("EUROPA-PARLAMENTETS OG RÅDETS FORORDNING (EU) 2016/679 af 27. april 2016")
    '32016R0679'
    >>> celex("COMMISSION IMPLEMENTING REGULATION (EU) 2015/1501"), celex("Regulation (EU) No 910/2014")
    ('32015R1501', '32014R0910')
    """
    head = title[:400]
    if found := _NEW.search(head):
        year, number = found.group(1), found.group(2)
    elif found := _OLD.search(head):
        year, number = found.group(2), found.group(1)
    elif found := _DIRECTIVE.search(head):
        year, number = found.group(1), found.group(2)
    else:
        return ""
    year = f"19{year}" if len(year) == 2 else year
    before = head[: found.start()].lower()
    ends = [(before.rfind(word), letter) for letter, words in _KINDS.items() for word in words.split()]
    position, letter = max(ends)
    return f"3{year}{letter}{int(number):04d}" if position >= 0 else ""
