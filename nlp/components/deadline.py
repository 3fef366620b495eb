"""Finds the words that set a time limit for the duty."""

from __future__ import annotations

import re
from bisect import bisect_right

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.sentences import RANGES, TEXT
from nlp.requirements import RoleKind
from nlp.roles import FoundRole, roles_of

_SV_MONTH = r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)"
_SV_COUNT = r"(?:\d{1,3}|[a-zåäö]{2,14})"
_SV_UNIT = (
    r"(?:minut(?:er)?|timm(?:e|ar)|dygn|dag(?:ar|en)?|arbetsdag(?:ar|en)?|vardag(?:ar|en)?|veck(?:a|or)|månad(?:er)?"
    r"|kvartal|år|tid)"
)
_SV_DATE = rf"(?:den )?\d{{1,2}} {_SV_MONTH}(?: \d{{4}})?(?: varje år| följande år| året efter| samma år)?"
_SV_EVENT = r"[^,.;]{3,60}"
_SV_RECURRENCE = (
    r"(?:minst|åtminstone) (?:en gång|vart|vartannat|vart \w{3,10})(?: (?:per|om|varje))?"
    r"(?: (?:år(?:et)?|månad(?:en)?|vecka(?:n)?|kvartal(?:et)?))?"
    r"|varje (?:år|kvartal|månad|vecka|dag)|årligen|en gång (?:per|om) (?:år(?:et)?|månad(?:en)?)"
    r"|vart (?:tredje|fjärde|femte) år|vartannat år"
)
_SV_VAGUE = (
    r"så snart som möjligt|så snart (?:det )?(?:lämpligen )?(?:kan ske|är möjligt)|snarast(?: möjligt)?|skyndsamt"
    r"|omedelbart|omgående|genast|utan (?:onödigt |oskäligt )?dröjsmål|utan uppskov|vid nästa \w{3,30}|i god tid"
)
_SWEDISH = re.compile(
    rf"\b(?:senast (?:inom )?(?:{_SV_DATE}|{_SV_COUNT} {_SV_UNIT}\b|(?:vid|i samband med|när) {_SV_EVENT})"
    rf"|före (?:utgången av [^,.;]{{3,40}}|{_SV_DATE})|(?:från|till) och med {_SV_DATE}"
    rf"|inom (?:högst )?{_SV_COUNT} {_SV_UNIT}\b|(?:{_SV_RECURRENCE}|{_SV_VAGUE})\b"
    r"|innan [^,.;:]{5,200}?(?= (?:ska|skall|måste|får|bör)\b|[,.;:]|$))",
)
_EN_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_EN_COUNT = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|ninety|an?|the"
    r"|that)"
)
_EN_UNIT = r"(?:(?:working |calendar |business )?(?:minutes?|hours?|days?|weeks?|months?|quarters?|years?|period))"
_EN_DATE = rf"\d{{1,2}} {_EN_MONTH}(?: of (?:each|every) year)?(?: \d{{4}})?"
_EN_SINCE = r"(?: (?:of|after|before|from|following)\b[^,.;]{0,60})?"
_EN_RECURRENCE = (
    rf"at least (?:once (?:a|per|every|each) (?:year|month|quarter|week)|annually|every {_EN_COUNT} {_EN_UNIT})"
    r"|annually|(?:every|each) year|every (?:two|three|four|five|six) (?:months|years)|once (?:a|per) (?:year|month)"
)
_EN_VAGUE = (
    r"without (?:undue |further |undue further )?delay|as soon as (?:possible|practicable|reasonably practicable)"
    r"|immediately|forthwith|promptly|in a timely manner|within (?:a )?reasonable (?:time|period)"
)
_ENGLISH = re.compile(
    rf"\b(?:(?:by|no later than|not later than|at the latest by|before|until|at the latest on)"
    rf" (?:the end of [^,.;]{{3,40}}|{_EN_DATE}|{_EN_COUNT} {_EN_UNIT}{_EN_SINCE})"
    rf"|within (?:a period of |a maximum of |the )?{_EN_COUNT} {_EN_UNIT}{_EN_SINCE}"
    rf"|{_EN_VAGUE}|{_EN_RECURRENCE})\b",
)
_PATTERNS = {"sv": _SWEDISH, "en": _ENGLISH}
# Any deadline holds one of these; a plain search for them is far cheaper than trying the pattern at every word.
_SIGNS = {
    "sv": (
        *("senast", "inom", "före", "innan", "varje", "gång", "vart", "årlig", "snar", "skynd", "omedel", "omgå"),
        *("genast", "utan", "vid nästa", "i god", "och med"),
    ),
    "en": (
        *("by ", "later", "latest", "before", "until", "within", "delay", "soon", "immedi", "forthwith", "promptly"),
        *("timely", "annual", "year", "once", "every"),
    ),
}


class DeadlineFinder:
    """Adds the first time limit of each sentence to its roles."""

    def __init__(self, language: str) -> None:
        self.signs = _SIGNS[language]
        self.pattern = _PATTERNS[language]

    def __call__(self, doc: Doc) -> Doc:
        text, ranges, roles = doc.user_data[TEXT], doc.user_data[RANGES], roles_of(doc)
        lowered = text.lower()
        if len(lowered) != len(text):
            lowered = text  # a few letters of other alphabets grow when lowered; offsets matter more than case
        if any(sign in lowered for sign in self.signs):
            limited = set()
            for match in self.pattern.finditer(lowered):
                start, end = match.start(), match.start() + len(match.group().rstrip())
                place = bisect_right(ranges, start, key=lambda r: doc[r[0]].idx) - 1
                if place >= 0 and place not in limited:
                    limited.add(place)
                    roles[place].append(FoundRole(RoleKind.DEADLINE, text[start:end], start, end))
        return doc


@Language.factory("deadline")
def make_deadline(nlp: Language, name: str) -> DeadlineFinder:  # noqa: ARG001 - spaCy passes the name
    """The component for the pipeline's language."""
    return DeadlineFinder(nlp.lang or "")
