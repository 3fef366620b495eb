"""Lists of records, journeys and goals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker import vocabulary
from tracker.importers.columns import (
    AMOUNT,
    COUNT,
    DAY,
    NUMBER,
    TEXT,
    BadCell,
    Column,
    Form,
    choice,
    line,
    name_of,
    one_of,
)
from tracker.importers.figures import CHANNEL_OF
from tracker.importers.headings import known
from tracker.importers.reading import ListKind
from tracker.listing.cells import plain
from tracker.tables.journey import Channel, JourneyKind

REQUIREMENT = Column(key="requirement", names=("krav",), read=line(200), example="SFS 2018:1937 10 §")
DOCUMENT = Column(key="document", names=("dokument", "underlag", "fil", "file"), read=name_of("document"))
NOTE = Column(key="note", names=("anteckning", "kommentar", "comment"), read=TEXT)


_OWN = (
    Column(key="service", names=("tjänst", "e-tjänst"), read=name_of("service"), example="Ansökan om bygglov"),
    Column(key="actor", names=("aktör", "enhet", "nämnd", "unit"), read=name_of("actor")),
    Column(key="form", names=("formulär", "blankett"), read=name_of("form")),
    Column(key="kind", names=("slag", "händelse", "post", "record"), read=line(200), required=True,
           example="Användartest"),
    Column(key="on", names=("datum", "dag", "date"), read=DAY, required=True, example="2026-02-10"),
    Column(key="body", names=("organ", "utförd av", "beslutat av", "by"), read=line()),
    DOCUMENT, REQUIREMENT, NOTE,
)  # fmt: skip


def _facts() -> Iterator[Column]:
    """A column for every field of any kind of record; the same field of two kinds is one column.

    A field whose name another column has already is called by its kind as well ("Barrier: Type").
    """
    fields: dict[str, list[tuple[vocabulary.RecordKind, vocabulary.Fact]]] = {}
    for kind in vocabulary.record_kinds().values():
        for fact in kind.facts:
            fields.setdefault(fact.code, []).append((kind, fact))
    taken = set(known("records", _OWN))
    for code, found in fields.items():
        kind, fact = found[0]
        titles = {"sv": fact.name_sv, "en": fact.name_en}
        if {plain(title) for title in titles.values()} & taken:
            titles = {"sv": f"{kind.name_sv}: {fact.name_sv}", "en": f"{kind.name_en}: {fact.name_en}"}
        taken |= {plain(title) for title in titles.values()}
        names = tuple(dict.fromkeys(name for _, other in found for name in (other.name_sv, other.name_en)))
        yield Column(key=code, names=names, titles=titles, read=Form(name="fact", read=line(4000), empty=""))


RECORDS = ListKind(
    code="records",
    columns=(*_OWN, *_facts()),
    check=lambda cells: None if cells.get("form") and not cells.get("actor") else one_of(cells, "service", "actor"),
)  # fmt: skip


def _channels(cell: str) -> tuple[Channel, ...]:
    """Channels with semicolons or commas between them.

    >>> [channel.value for channel in _channels("telefon; e-tjänst")]
    ['phone', 'e_service']
    """
    found = []
    for word in re.split(r"[;,/\n]", cell):
        if word.strip():
            if plain(word) not in CHANNEL_OF:
                choices = ", ".join(f"channel.{code.value}" for code in Channel)
                raise BadCell("error.cell_choice", value=word.strip()[:40], choices=choices)
            found.append(CHANNEL_OF[plain(word)])
    return tuple(dict.fromkeys(found))


_JOURNEYS = {
    "medborgare": JourneyKind.CITIZEN,
    "kundresa": JourneyKind.CITIZEN,
    "resa": JourneyKind.CITIZEN,
    "customer journey": JourneyKind.CITIZEN,
    "process nuläge": JourneyKind.PROCESS_AS_IS,
    "nuläge": JourneyKind.PROCESS_AS_IS,
    "as is": JourneyKind.PROCESS_AS_IS,
    "process börläge": JourneyKind.PROCESS_TO_BE,
    "önskat läge": JourneyKind.PROCESS_TO_BE,
    "to be": JourneyKind.PROCESS_TO_BE,
}

JOURNEYS = ListKind(
    code="journeys",
    columns=(
        Column(key="journey", names=("resa", "kundresa", "process", "karta"), read=line(), required=True,
               identifies=True, example="Söka bygglov"),
        Column(key="kind", names=("slag", "typ", "type"), read=choice(JourneyKind, _JOURNEYS), required=True,
               identifies=True, example="kundresa"),
        Column(key="service", names=("tjänst", "e-tjänst"), read=name_of("service"), example="Ansökan om bygglov"),
        Column(key="life_event", names=("livshändelse",), read=line(200)),
        Column(key="mapped_on", names=("kartlagd", "kartlades", "datum", "mapped"), read=DAY, example="2025-04-15"),
        Column(key="participants", names=("deltagare", "deltog"), read=TEXT),
        DOCUMENT,
        Column(key="position", names=("nummer", "ordning", "nr", "number", "order"), read=COUNT, required=True,
               identifies=True, example="1"),
        Column(key="step", names=("steg", "stadium", "stage"), read=line(), required=True, example="Förstå reglerna"),
        Column(key="actor", names=("aktör", "enhet", "utförs av", "unit"), read=name_of("actor")),
        Column(key="system", names=("it-system",), read=name_of("system")),
        Column(key="days", names=("dagar", "antal dagar"), read=AMOUNT, example="3"),
        Column(key="opportunity", names=("möjlighet", "möjligheter"), read=TEXT),
        Column(key="channels", names=("kanaler", "kanal", "channel"),
               read=Form(name="channels", read=_channels, empty=(),
                         choices=tuple(f"channel.{code.value}" for code in Channel)),
               example="webb; telefon"),
        Column(key="pain_internal", names=("problem internt", "hinder internt"), read=TEXT),
        Column(key="pain_external", names=("problem externt", "problem för den enskilde", "hinder externt"), read=TEXT),
        Column(key="frequency", names=("hur ofta", "frekvens"), read=line(200)),
        Column(key="source", names=("källa",), read=TEXT),
    ),
)  # fmt: skip

GOALS = ListKind(
    code="goals",
    columns=(
        Column(key="name", names=("namn", "mål", "goal"), read=line(), required=True, identifies=True,
               example="Fler väljer e-tjänsten"),
        Column(key="kind", names=("slag", "typ", "type"), read=line(80)),
        Column(key="part_of", names=("del av", "under mål", "överordnat mål"), read=name_of("goal")),
        Column(key="owner", names=("ägare", "ansvarig"), read=name_of("actor"), example="Kommunstyrelsen"),
        Column(key="service", names=("tjänst", "e-tjänst"), read=name_of("service")),
        REQUIREMENT, DOCUMENT,
        Column(key="indicator", names=("indikator", "mått"), read=line(200), example="Digital andel av ärendena"),
        Column(key="target", names=("målvärde", "målnivå"), read=NUMBER, example="0,8"),
        Column(key="due_on", names=("klart", "senast", "måldatum", "due"), read=DAY, example="2027-12-31"),
        NOTE,
    ),
)  # fmt: skip
