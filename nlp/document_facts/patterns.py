"""The expressions by which a document tells about itself, each with the trap it has to step around.

All of them run over the head of a document only, a few thousand characters.
"""

from __future__ import annotations

import re

TITLE_JUNK = re.compile(
    r"(?:microsoft word|dokument\d*$|document\d*$|untitled|namnlös|sida \d|page \d|dnr\b|diarien|datum|\d[\d\s.:/-]*$"
    r"|[\w -]{2,30} kommun$|kommun[\w -]{0,30}$|municipality of [\w -]{2,30}$|sekretess|confidential"
    r"|författningssamling$|styrdokument$|(?:riktlinjer?|policy|strategi|rutin|plan|anvisning|guidelines?|strategy)$"
    r"|\[|(?:utkast|remissversion|förslag|draft)\W*(?:version|\d[\d -]*)?\W*$|(?:KF|KS|KSAU) \d)",
    re.I,
)

ANNEX = re.compile(r"^(?:bilaga|appendix|annex)\s\d{0,2}\.?\s", re.I)
# The replaced document's own decision in brackets is not part of its name.
DECISION_IN_BRACKETS = re.compile(r"(?<!\s)\s*+\([^()]*(?:§|\d{4}-\d\d-\d\d|dnr)[^()]*\)$", re.I)

ABBREVIATED_BODIES = {
    "KF": "Kommunfullmäktige",
    "KS": "Kommunstyrelsen",
    "KSAU": "Kommunstyrelsens arbetsutskott",
}
# An abbreviation names a body only before a day or a paragraph: "KS 2025/00112" is a case number.
SHORT_BODY = re.compile(r"\b(KSAU|KF|KS)\b(?=[ ,]{1,2}(?:den )?(?:\d{4}-|\d{1,2} )|[ ,]{1,2}§)")
BODY = re.compile(
    r"\b(?:(?:kommun|region)?fullmäktige|kommunstyrelsens arbetsutskott|[^\W\d_]{0,30}styrelsen"
    r"|(?:[^\W\d_]{2,30}-,?\s(?:och\s)?){0,2}[^\W\d_]{2,40}nämnden"
    r"|[^\W\d_]{2,40}utskottet|(?:[A-ZÅÄÖ]{2,4}-)?(?:[^\W\d_]{0,40}direktören|[^\W\d_]{0,40}chefen)|direktionen"
    r"|(?:municipal|city|town|county) (?:executive )?(?:council|board|committee)|[A-Z][a-z]+ (?:committee|board)"
    r"|chief executive)s?\b",
    re.I,
)

PARAGRAPH = re.compile(r"§{1,2}\s?\d{1,4}(?:\s?[-–]\s?\d{1,4})?")
SECTION_LINE = re.compile(r"(?m)^[#*\s]{0,6}(§\s?\d{1,4})\b")
NUMBERS = re.compile(r"(?:§{1,2}\s?)?\d{1,4}(?:\s?[-–]\s?\d{1,4})?")

_CASE = (
    r"(?:[A-ZÅÄÖ]{1,8}[ /-]?\d{4}[/:-]\d{1,6}(?:[-.]\d{1,4}){0,3}|\d{4}[/-][A-ZÅÄÖ]{2,6}[/-]\d{1,6}"
    r"|[A-ZÅÄÖ]{2,6}-[A-ZÅÄÖ]{1,6}[ -]?\d{4}[/:-]\d{1,6}|\d{4}[/:-]\d{2,6}|[A-ZÅÄÖ]{1,8}\s?\d{2}/\d{1,6}"
    r"|\d{1,6}/\d{4})(?![\d/:-])"
)
CASE_NUMBER = re.compile(
    r"\b(?:[Dd]nr|DNR|[Dd]iarienr|[Dd]iarienummer|DIARIENUMMER|[Ää]rendenummer|[Ää]rendenr|[Cc]ase (?:no|number)"
    rf"|[Rr]eg\. no|[Rr]ef(?:erence|\. no)?)\.?\s{{0,3}}[:|\t\n]?\s{{0,3}}(?P<number>{_CASE})"
)
BARE_CASE_NUMBER = re.compile(r"(?<![\w/-])[A-ZÅÄÖ]{2,5} \d{4}/\d{3,6}(?![\d/])")
OTHER_DOCUMENT = re.compile(r"ersätter|replaces|supersedes|enligt beslut|antogs|antagen av", re.I)

ADOPTED = re.compile(
    r"\b(?:antagen|antaget|antagna|antogs|fastställd|fastställt|fastställda|fastställdes|beslutad|beslutat|beslutade"
    r"|beslutades|godkänd|godkänt|adopted|approved|decided)\b",
    re.I,
)
OTHER_DAY = re.compile(r"juster|anslag|anslås|kallelse|tas ned|adjusted|posted", re.I)
REVISED = re.compile(r"\b(?:senast )?(?:reviderad|reviderat|ändrad|ändrat|uppdaterad|revised|amended)\b", re.I)
PLACEHOLDER = re.compile(r"\[|_{3,}|\bx{2,}\b|åååå|yyyy|20xx|\?\?", re.I)

_NOUN = (
    r"(?P<noun>dokument|document|[^\W\d_]{0,30}?(?:policy|strategi|strategy|riktlinje|guideline|plan|reglemente|rutin|ordning"
    r"|anvisning|agenda|program|taxa|avtal|regler|instruktion|redogörelse|policie|agreement|rules|programme))(?:n|en|et|t|rna|r|s|erna)?"
)
_OPENING = r"(?:^|[\n|·]|[.;]\s)[\s*_(#]{0,6}"
# "Policyn är ..." with nothing before it in the sentence; `noun` has to be the document's own kind.
SELF = re.compile(
    rf"{_OPENING}(?:denna |detta |den här |det här |this |the )?{_NOUN}\s(?:är |har |blev |was |is |has been )?$", re.I
)
FREE = re.compile(r"(?:^|[\n|·]|\s[-–]\s)[\s*_(#]{0,6}$")
AT_START = re.compile(rf"{_OPENING}$")

DRAFT = re.compile(
    r"\b(?:UTKAST|REMISSVERSION|REMISSUTGÅVA|SAMRÅDSHANDLING|SAMRÅDSVERSION|ARBETSMATERIAL|DRAFT"
    r"|CONSULTATION VERSION)\b"
    r"|(?m:^[#*\s]{0,6}(?:Utkast|Arbetsmaterial|Draft)\b(?=\W{0,3}(?:$|\d|version|för|for)))"
    r"|[Rr]emissversion(?!en\b)|[Rr]emissutgåva|[Ss]amrådsversion|[Aa]rbetsversion"
    r"|[Cc]onsultation draft|[Dd]raft for consultation"
    r"|\b[Ee]j (?:beslutad|antagen|fastställd|justerat)\b|\bOjusterat\b"
)
NAMED_DRAFT = re.compile(r"\b(?:utkast|remissversion|arbetsmaterial|draft)\b", re.I)
PROPOSED = re.compile(
    r"(?m:^[#*\s]{0,6}(?:Förslag till (?!beslut)|Förslag\s?(?:$|\d{4}|\n)|FÖRSLAG\b|Proposal for (?!decision)))"
)
PROPOSED_DECISION = re.compile(
    r"(?m:^[#*\s]{0,6}(?:[^\W\d_]{2,40}s )?(?:[Ff]örslag till beslut|[Pp]roposed decision)\b)"
)
ADJUSTED = re.compile(
    r"(?<!o)(?<!ej )(?<!inte )(?<!ännu )\bjustera(?:t|ts|d)\b(?!\s+(?:för|efter|med)\b)"
    r"|\bminutes (?:were )?confirmed\b",
    re.I,
)  # "justerat för inflation" is not about minutes
ENDED = re.compile(
    rf"{_OPENING}(?:(?:denna |detta |this |the )?{_NOUN}\s)?(?:är |har |blev |was |is |has been )?"
    r"(?:(?P<replaced>(?:ersatts|ersattes|ersatt|replaced|superseded) (?:av|by)\b)"
    r"|(?P<repealed>(?:upphävts|upphävdes|upphävd|upphävt|repealed)(?= ?(?:av\b|den\b|genom\b|by\b|on\b|\d|\n|$|\.))"
    r"|upphörde att gälla|upphört att gälla|gäller inte längre))",
    re.I,
)
STATUS_WORDS = (
    (re.compile(r"utkast|arbetsmaterial|remiss|samråd|draft", re.I), "draft"),
    (re.compile(r"förslag|proposed|proposal", re.I), "proposed"),
    (re.compile(r"antag|fastställ|beslutad|gällande|aktuell|godkänd|adopted|approved|in force", re.I), "adopted"),
    (re.compile(r"ersatt|replaced|superseded", re.I), "replaced"),
    (re.compile(r"upphävd|upphört|repealed|withdrawn|inaktuell", re.I), "repealed"),
)

VALID = re.compile(
    r"\b(?:gäller|giltigt?|giltighetstid|är giltig|valid|in force|applies|effective)\s"
    r"(?:för perioden\s|under perioden\s|under\s|perioden\s|tiden\s)?"
    r"(?=(?:från|fr\.?\s?o\.?\s?m|till|t\.?\s?o\.?\s?m|längst|from|until|through|to|mellan|den|(?:19|20)\d\d))",
    re.I,
)
REPLACES = re.compile(
    rf"{_OPENING}(?:(?:denna |detta |den |this |the )?{_NOUN}\s)?(?:ersätter|replaces|supersedes)\s"
    r"(?:den tidigare |tidigare |the previous |the earlier |kommunens tidigare )?"
    r"(?P<what>(?!inte\b|not\b|lagen\b|lag\b)(?:[^\n|·.;]|\.(?!\s+[A-ZÅÄÖ]|\s*$)){3,200})",
    re.I,
)
SENTENCE_END = re.compile(r"\n|\.(?=\s+[A-ZÅÄÖ]|\s*$)|[|·]")

# "Handlingar som omfattas av sekretess enligt ..." is a rule about documents, not about this one.
SECRET = re.compile(
    r"\b(?:[Ss]ekretessmarkera[dt]|[Ss]ekretessbelag[dt]|omfattas av sekretess enligt"
    r"|[Ss]ekretess enligt (?:\d|OSL|osl|offentlighets)|[Ss]ekretess,? \d+ kap|SEKRETESS\b(?=\s*(?:\n|$))"
    r"|[Cc]onfidential under|[Cc]lassified as confidential)"
)
NOT_ABOUT_ITSELF = re.compile(
    r"\b(?:om|kan|inte|bestämmelser|prövas|uppgifter|handlingar|ska|if|may|not|documents|information)\b", re.I
)
PUBLIC_VALUE = re.compile(r"nej|ingen|inte|offentlig|öppen|no\b|public|open", re.I)
SECRET_VALUE = re.compile(r"sekretess|confidential|hemlig", re.I)
