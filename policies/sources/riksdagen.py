"""Swedish statutes from the open data of the Riksdag: one JSON document each, the text in force today with its facts.

https://data.riksdagen.se/dokument/sfs-2018-1937.json; the identifier of a document is documented at
https://data.riksdagen.se/dokumentation/sa-funkar-dokument-id/.
"""

from __future__ import annotations

import json

from policies.errors import NotFetched, NotThere
from policies.sources.identifiers import Sfs
from policies.sources.network import Network
from policies.sources.shelf import Fetched, fetch

HOSTS = frozenset({"data.riksdagen.se"})
LANGUAGE, IN_SWEDISH = "sv", "language.sv"


def fetch_statute(act: Sfs, language: str, network: Network) -> Fetched:
    """The consolidated text of a statute. Raises NotFetched: another language, not there, another kind of answer."""
    if language != LANGUAGE:
        raise NotThere(
            "error.fetch_language", identifier=act.identifier, language=language[:20], choices=f"language.{LANGUAGE}"
        )
    address = f"https://data.riksdagen.se/dokument/sfs-{act.number.replace(':', '-')}.json"
    try:
        found = fetch(address, network, headers={"Accept": "application/json"}, hosts=HOSTS)
    except NotThere as problem:
        raise NotThere("error.fetch_unknown_act", identifier=act.identifier) from problem
    try:
        answer = json.loads(found.data)
    except (ValueError, RecursionError) as error:
        raise NotFetched("error.fetch_kind", address=found.address, kind=found.content_type or "-") from error
    document = answer.get("dokumentstatus", {}) if isinstance(answer, dict) else {}
    document = document.get("dokument") if isinstance(document, dict) else None
    if not isinstance(document, dict) or document.get("beteckning") != act.number:
        raise NotThere("error.fetch_unknown_act", identifier=act.identifier)
    return found
