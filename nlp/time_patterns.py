"""How Swedish and English legal texts write time limits and recurrences: one pattern a form.

«number», «unit», «month» ... stand for the words of that sort in languages/*/time_words.csv. `said` are the words of
the time limit; what follows it only names the event. Repetitions are bounded and no two of them meet, so matching
stays linear in the text.
"""

from __future__ import annotations

from typing import NamedTuple

from nlp.languages import LANGUAGES, word_group


class Form(NamedTuple):
    """A way of writing: what it makes (see nlp.time_words), and whether it stands even without a normal form."""

    makes: str
    pattern: str
    is_open: bool = False


_END = r"(?=\s(?:ska|skall|måste|får|bör|shall|must|may|should)\b|\s?[,.;:)]|\s*$)"
_SOME = r"[^,.;:()]{2,160}?"
_COUNT = r"(?P<count>\d{1,4}|[a-zåäö]{1,14}(?:-[a-z]{3,5})?)"
_UNIT = r"(?P<unit>«unit»)\b"
_TIMES = r"(?P<times>\d{1,3}|[a-zåäö]{2,9})"

_SV_DAY = (
    r"(?:den )?(?P<day>\d{1,2})(?::e)? (?P<month>«month»)\b(?:(?P<yearly> varje år)| (?P<year>\d{4})\b"
    r"| (?:följande|samma|nästkommande|påföljande) år| året (?:efter|därpå))?"
)
_SV_UNTIL = r"(?:senast|före|innan|tidigast|(?:fram )?till och med|fram till|från och med)"
_SV_LEAST = r"(?P<least>(?:minst|åtminstone) )?(?:högst )?"
_SV_SINCE = rf"(?: (?:räknat )?(?:från|efter)(?: och med)?(?: det)?(?: att)? (?P<after>{_SOME}){_END})?"
_SV_LIMITS = (
    Form("date", r"(?P<said>(?:senast )?(?:före |vid )(?P<month>«month»)(?: månads)? (?:utgång|slut))\b"),
    Form("date", rf"(?P<said>{_SV_UNTIL} (?:utgången av )?(?:{_SV_DAY}|(?P<iso>\d{{4}}-\d\d-\d\d)))"),
    Form(
        "date",
        rf"(?P<said>{_SV_UNTIL} (?:vid |före |under |i )?(?:utgången av |slutet av )?(?:månad )?(?P<month>«month»)\b"
        r"(?:(?P<yearly> varje år)| (?P<year>\d{4})\b)?)",
    ),
    Form(
        "date",
        rf"(?P<said>{_SV_UNTIL} (?:vid |före |under )?(?:utgången av |slutet av )?(?:år )?(?P<year>20\d\d))\b",
    ),
    Form(
        "duration",
        rf"(?P<said>(?P<least>(?:minst|åtminstone|tidigast) )?(?:senast |högst )?{_COUNT} {_UNIT}"
        rf" (?:före|innan) (?P<before>{_SOME})){_END}",
    ),
    Form(
        "duration",
        rf"(?P<said>(?P<least>(?:minst|åtminstone|tidigast) )?(?:senast |högst )?{_COUNT} {_UNIT}"
        r" (?P<before>i förväg|i förhand))\b",
    ),
    Form(
        "duration",
        rf"(?P<said>(?:senast inom|senast|inom|tidigast)(?: loppet av| en tid av)?(?: högst)?"
        rf" {_COUNT} {_UNIT}){_SV_SINCE}",
    ),
    Form("haste", rf"(?P<said>(?P<haste>«haste»)\b){_SV_SINCE}"),
    Form(
        "event",
        rf"(?P<said>senast (?:vid|i samband med|när|då|samtidigt som|under) (?:att )?(?P<at>{_SOME})){_END}",
    ),
    Form("event", rf"(?<=\w )(?P<said>i samband med att (?P<at>{_SOME}))(?=\s?[,.;:)]|\s*$)"),
    Form("event", rf"(?P<said>i samband med att (?P<at>{_SOME})){_END}"),
    Form("event", r"(?P<said>vid (?P<at>(?:nästa|nästkommande|följande) \w{3,40}))"),
    Form("event", rf"(?P<said>före (?P<before>(?:utgången|slutet|ingången|början) av {_SOME})){_END}"),
    Form("open", r"(?P<said>inom (?:\w{3,20} )?(?:tid|frist|tidsfrist|fristen|tidsfristen)\b)", is_open=True),
)
_SV_RECURRENCES = (
    Form("recurrence", rf"(?P<said>{_SV_LEAST}{_TIMES} (?:gång|gånger) (?:per|om|i|varje|under varje) {_UNIT})"),
    Form("recurrence", rf"(?P<said>{_SV_LEAST}(?:{_TIMES} gång(?:er)? )?var(?:t|je)? ?(?P<ordinal>«ordinal») {_UNIT})"),
    Form("recurrence", rf"(?P<said>{_SV_LEAST}varje {_UNIT})"),
    Form("recurrence", rf"(?P<said>{_SV_LEAST}(?P<rhythm>«rhythm»)\b)"),
    Form("open", rf"(?P<said>{_SV_LEAST}{_TIMES} (?:gång|gånger) (?:per|varje|under varje) \w{{3,40}})", is_open=True),
    Form("open", r"(?P<said>«loose»\b)", is_open=True),
)

_EN_YEARLY = r"(?P<yearly> (?:of )?(?:each|every) year)"
_EN_UNTIL = (
    r"(?:by|no later than|not later than|at the latest(?: by| on)?|on or before|before|prior to|until|by no later than)"
)
_EN_SINCE = (
    rf"(?: (?:of|after|from|following|as from|starting from)(?: the date (?:of|on which))? (?P<after>{_SOME}){_END})?"
)
_EN_LEAST = r"(?P<least>(?:at least|no less than|not less than) )?"
_EN_ACT = r"(?:(?:the|any|such|its|their|each) )?(?:\w{2,20} )?\w{2,20}(?:ing|tion|ment|sion|ry)\b"
_EN_LIMITS = (
    Form(
        "date",
        rf"(?P<said>{_EN_UNTIL} (?:the end of )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>«month»)\b"
        rf"(?:{_EN_YEARLY}|,? (?P<year>\d{{4}})\b)?)",
    ),
    Form(
        "date",
        rf"(?P<said>{_EN_UNTIL} (?P<month>«month») (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"
        rf"(?:{_EN_YEARLY}|,? (?P<year>\d{{4}})\b)?)",
    ),
    Form(
        "date",
        rf"(?P<said>{_EN_UNTIL} (?:the end of )?(?P<month>«month»)\b(?:{_EN_YEARLY}| (?:of )?(?P<year>\d{{4}})\b)?)",
    ),
    Form("date", rf"(?P<said>{_EN_UNTIL} (?:(?P<iso>\d{{4}}-\d\d-\d\d)|(?:the end of )?(?P<year>20\d\d)))\b"),
    Form(
        "duration",
        rf"(?P<said>(?P<least>(?:at least|not less than|no less than) )?(?:no later than |not later than )?"
        rf"{_COUNT} {_UNIT} (?:before|prior to|in advance of) (?P<before>{_SOME})){_END}",
    ),
    Form(
        "duration",
        rf"(?P<said>(?P<least>(?:at least|not less than|no less than) )?{_COUNT} {_UNIT} (?P<before>in advance))\b",
    ),
    Form(
        "duration",
        r"(?P<said>(?:within|in less than|no later than|not later than|at the latest)"
        rf"(?: a (?:maximum )?period of| a maximum of| at most| no more than| the)? {_COUNT} {_UNIT}{_EN_SINCE})",
    ),
    Form("haste", rf"(?P<said>(?P<haste>«haste»)\b(?: (?:after|following|upon) (?P<after>{_SOME}){_END})?)"),
    Form("event", rf"(?P<said>{_EN_UNTIL} (?P<before>the (?:end|expiry|start|beginning) of {_SOME})){_END}"),
    Form("event", rf"(?P<said>at the (?:latest at the )?time (?:of|when) (?P<at>{_SOME})){_END}"),
    Form("event", rf"(?P<said>(?:before|prior to) (?P<before>{_EN_ACT}(?:{_SOME})??)){_END}"),
    Form("open", r"(?P<said>within the (?:time|period|deadline|time limit)s?\b)", is_open=True),
)
_EN_OFTEN = r"(?P<times>once|twice|\d{1,3}|[a-z]{3,9})(?: times)?"
_EN_RECURRENCES = (
    Form(
        "recurrence",
        rf"(?P<said>{_EN_LEAST}{_EN_OFTEN} (?:a|an|per|every|each|in each|in every|in any)(?: {_COUNT})?? {_UNIT})",
    ),
    Form("recurrence", rf"(?P<said>{_EN_LEAST}every (?P<ordinal>«ordinal») {_UNIT})"),
    Form("recurrence", rf"(?P<said>{_EN_LEAST}(?:every|each)(?: {_COUNT})?? {_UNIT})"),
    Form(
        "recurrence",
        rf"(?P<said>{_EN_LEAST}(?P<rhythm>«rhythm»)\b)(?=\s?[,.;:)]|\s*$|\s(?:and|or|by|in|to|on|for|at|thereafter)\b)",
    ),
    Form("recurrence", r"(?P<said>(?P<least>at least )?(?P<rhythm>annually)\b)"),
    Form("open", r"(?P<said>«loose»\b)", is_open=True),
)

LIMITS = {"sv": _SV_LIMITS, "en": _EN_LIMITS}
RECURRENCES = {"sv": _SV_RECURRENCES, "en": _EN_RECURRENCES}
# The words a form begins with, beside the numbers and the fixed expressions.
BEGINNINGS = {language: word_group(language, "time_beginnings") for language in LANGUAGES}
# Words of which every form without a unit, a month or a fixed expression has one.
CORES = {language: word_group(language, "time_cores") for language in LANGUAGES}
