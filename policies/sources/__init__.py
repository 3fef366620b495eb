"""Guidelines by their identifier: named, fetched from whoever publishes them, given on as a file with its provenance.

`identifiers` reads what people write; `eurlex` and `riksdagen` know two publishers; `shelf` keeps what came; `download`
asks one address, within the limits that `addresses`, `networks` and `network` set; `web` looks at any public address.
"""

from __future__ import annotations

from dataclasses import dataclass

from policies.sources import eurlex, riksdagen
from policies.sources.identifiers import Celex, parse
from policies.sources.network import Network
from policies.sources.shelf import Fetched

LANGUAGES = tuple(eurlex.LANGUAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An act as a file: `file_name` is what it would be saved as, `identifier` the act's own, `page` for people."""

    fetched: Fetched
    file_name: str
    identifier: str
    page: str


def find(text: str, language: str, network: Network) -> Found:
    """The act somebody names, in a language ("sv", "en" ...). Raises NotFetched with what to do instead."""
    act = parse(text)
    if isinstance(act, Celex):
        fetched, name = eurlex.fetch_act(act, language, network), f"{act.number}-{language}.xhtml"
    else:
        fetched, name = riksdagen.fetch_statute(act, language, network), f"sfs-{act.number.replace(':', '-')}.json"
    return Found(fetched=fetched, file_name=name, identifier=act.identifier, page=act.page(language))
