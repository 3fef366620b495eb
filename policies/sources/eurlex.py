"""EU acts from the Publications Office, which keeps them by CELEX number and answers in the language asked for.

https://publications.europa.eu/resource/celex/{CELEX} chooses by Accept and Accept-Language and redirects (303) to the
file; without a language it answers 400, for a form or language it lacks 404 or 406, and 300 where a text is in parts.
EUR-Lex shows the same texts to browsers; it is asked where the Publications Office cannot help.
"""

from __future__ import annotations

import re

from policies.detect import EURLEX
from policies.errors import NotFetched, NotThere, Unreachable
from policies.sources.identifiers import Celex
from policies.sources.network import Network
from policies.sources.shelf import Fetched, fetch

HOSTS = frozenset({"publications.europa.eu", "eur-lex.europa.eu"})
# Languages of the Union as people, and as the Publications Office (ISO 639-2/T), name them.
LANGUAGES = dict(
    re.findall(
        r"(\w{2}) (\w{3})",
        "bg bul, cs ces, da dan, de deu, el ell, en eng, es spa, et est, fi fin, fr fra, ga gle, hr hrv, hu hun, "
        "it ita, lt lit, lv lav, mt mlt, nl nld, pl pol, pt por, ro ron, sk slk, sl slv, sv swe",
    )
)
FORMS = ("application/xhtml+xml", "text/html")
"""What the reader of EUR-Lex texts reads, the better kept one first: acts before 2010 or so exist as HTML only."""

_OLD_TEXT = re.compile(rb"<txt_te>|id=\"TexteOnly\"", re.IGNORECASE)  # pages of EUR-Lex without classes
_SHOULD_EXIST_IN = ("en", "sv")


def fetch_act(act: Celex, language: str, network: Network) -> Fetched:
    """The text of an act in a language.

    Raises NotFetched: a language the Union has not, an act that is not there, an act that is there in other languages
    only (it names one), a text in parts; Unreachable where neither source answers.
    """
    if language not in LANGUAGES:
        raise NotFetched("error.fetch_language_unknown", language=language[:20], known=", ".join(LANGUAGES))
    try:
        return _from_publications_office(act, language, network)
    except NotThere as missing:
        raise _why_missing(act, language, network) from missing
    except NotFetched as problem:
        try:
            return _from_eurlex(act, language, network)
        except NotFetched:
            raise problem from None


def _from_publications_office(act: Celex, language: str, network: Network) -> Fetched:
    address = f"https://publications.europa.eu/resource/celex/{act.number}"
    missing: NotThere | None = None
    for form in FORMS:
        headers = {"Accept": form, "Accept-Language": LANGUAGES[language]}
        try:
            found = fetch(address, network, headers=headers, hosts=HOSTS)
        except NotThere as problem:
            missing = problem
            continue
        except NotFetched as problem:
            if problem.values.get("status") == 300:
                raise NotFetched("error.fetch_in_parts", identifier=act.number) from problem
            raise
        if found.content_type not in FORMS:
            raise NotFetched("error.fetch_kind", address=found.address, kind=found.content_type or "-")
        return found
    assert missing is not None
    raise missing


def _from_eurlex(act: Celex, language: str, network: Network) -> Fetched:
    """The same text from EUR-Lex, whose page for what it lacks is a page like any other."""
    address = f"https://eur-lex.europa.eu/legal-content/{language.upper()}/TXT/HTML/?uri=CELEX:{act.number}"
    found = fetch(address, network, headers={"Accept": "text/html"}, hosts=HOSTS)
    if not (EURLEX.search(found.data) or _OLD_TEXT.search(found.data)):
        raise NotThere("error.fetch_missing", address=address, status=404)
    return found


def _why_missing(act: Celex, language: str, network: Network) -> NotFetched:
    """What to say of an act that was not there: whether it is there in another language."""
    for other in _SHOULD_EXIST_IN:
        if other == language:
            continue
        try:
            _from_publications_office(act, other, network)
        except Unreachable as problem:
            return problem
        except NotThere:
            continue
        except NotFetched:  # it is there, in a form that cannot be used
            pass
        return NotThere("error.fetch_language", identifier=act.number, language=language, choices=f"language.{other}")
    return NotThere("error.fetch_unknown_act", identifier=act.number)
