"""Finds the words that set a time limit for the duty."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

DEADLINES = "deadlines"

_SV_MONTH = r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)"
_SV_COUNT = r"(?:\d{1,3}|[a-zåäö]{2,14})"
_SV_UNIT = r"(?:minut(?:er)?|timm(?:e|ar)|dyg(?:n)|dag(?:ar|en)?|arbetsdag(?:ar|en)?|vardag(?:ar|en)?|veck(?:a|or)|månad(?:er)?|kvartal|år|tid)"
_SV_DATE = rf"(?:den )?\d{{1,2}} {_SV_MONTH}(?: \d{{4}})?(?: varje år| följande år| året efter| samma år)?"
_SWEDISH = re.compile(
    rf"\b(?:[Ss]enast (?:inom )?(?:{_SV_DATE}|(?:{_SV_COUNT}) {_SV_UNIT}\b|vid [^,.;]{{3,60}}|i samband med [^,.;]{{3,60}}|när [^,.;]{{3,60}})"
    rf"|[Ff]öre (?:utgången av [^,.;]{{3,40}}|{_SV_DATE})|(?:[Ff]rån och med|[Tt]ill och med) {_SV_DATE}"
    rf"|[Ii]nom (?:högst )?{_SV_COUNT} {_SV_UNIT}\b"
    rf"|(?:[Mm]inst|[Åå]tminstone) (?:en gång|vart|vartannat|vart \w+)(?: (?:per|om|varje))? ?(?:år(?:et)?|månad(?:en)?|vecka(?:n)?|kvartal(?:et)?)?"
    rf"|(?:varje (?:år|kvartal|månad|vecka|dag)|årligen|en gång (?:per|om) (?:år(?:et)?|månad(?:en)?)|vart (?:tredje|fjärde|femte) år|vartannat år)\b"
    r"|(?:så snart som möjligt|så snart (?:det )?(?:lämpligen )?(?:kan ske|är möjligt)|snarast möjligt|snarast|skyndsamt|omedelbart|omgående|genast|utan (?:onödigt |oskäligt )?dröjsmål|utan uppskov|vid nästa \w{3,30}|i god tid)\b)"
    r"|\binnan [^,.;:]{5,200}?(?= (?:ska|skall|måste|får|bör)\b|[,.;:]|$)",
    re.IGNORECASE,
)
_EN_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_EN_COUNT = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|ninety|a|an|the|that)"
_EN_UNIT = r"(?:(?:working |calendar |business )?(?:minutes?|hours?|days?|weeks?|months?|quarters?|years?|period))"
_EN_DATE = rf"\d{{1,2}} {_EN_MONTH}(?: of (?:each|every) year)?(?: \d{{4}})?"
_ENGLISH = re.compile(
    rf"\b(?:(?:by|no later than|not later than|at the latest by|before|until|at the latest on) (?:the end of [^,.;]{{3,40}}|{_EN_DATE}|{_EN_COUNT} {_EN_UNIT}(?: (?:after|before|from|following|of)\b[^,.;]{{0,60}})?)"
    rf"|within (?:a period of |a maximum of |the )?{_EN_COUNT} {_EN_UNIT}(?: (?:of|after|from|following)\b[^,.;]{{0,60}})?"
    rf"|within (?:a )?reasonable (?:time|period)|at least (?:once (?:a|per|every|each) (?:year|month|quarter|week)|annually|every {_EN_COUNT} {_EN_UNIT})"
    r"|without (?:undue |further |undue further )?delay|as soon as (?:possible|practicable|reasonably practicable)|immediately|forthwith|promptly|in a timely manner"
    r"|annually|every year|each year|every (?:two|three|four|five|six) (?:months|years)|once (?:a|per) (?:year|month))\b",
    re.IGNORECASE,
)
_PATTERNS = {"sv": _SWEDISH, "en": _ENGLISH}


class DeadlineFinder:
    """Leaves character spans, one or None per sentence, in `Doc.user_data`: the first limit in each sentence."""

    def __init__(self, language: str) -> None:
        self.pattern = _PATTERNS[language]

    def __call__(self, doc: Doc) -> Doc:
        text = doc.text
        found = [match.span() for match in self.pattern.finditer(text)]
        spans: list[tuple[int, int] | None] = []
        for sentence in doc.sents if len(doc) else ():
            inside = (span for span in found if sentence.start_char <= span[0] and span[1] <= sentence.end_char)
            first = next(inside, None)
            spans.append(first and (first[0], first[0] + len(text[first[0] : first[1]].rstrip())))
        doc.user_data[DEADLINES] = spans
        return doc


@Language.factory("deadline")
def make_deadline(nlp: Language, name: str) -> DeadlineFinder:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return DeadlineFinder(nlp.lang or "")
