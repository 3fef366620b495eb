"""Lists of figures: measurements, contact-centre statistics, web analytics and surveys."""

from __future__ import annotations

from typing import Any

from tracker.importers.columns import (
    AMOUNT,
    COUNT,
    DAY,
    FIGURE,
    MONTH,
    PERIOD,
    TEXT,
    BadCell,
    Column,
    Form,
    line,
    name_of,
    one_of,
)
from tracker.importers.reading import ListKind
from tracker.listing.cells import plain
from tracker.tables.journey import Channel

_GROUPS = {
    "citizens": ("citizens", "citizen", "medborgare", "medborgarna", "invånare", "invånarna", "kommuninvånare",
                 "brukare", "kunder", "användare", "users", "residents", "inhabitants"),
    "staff": ("staff", "personal", "personalen", "medarbetare", "medarbetarna", "anställda", "handläggare",
              "employees"),
}  # fmt: skip
_GROUP_OF = {plain(word): code for code, words in _GROUPS.items() for word in words}
_CHANNELS = {
    Channel.E_SERVICE: ("e-tjänst", "e-tjänster", "etjänst", "e-service", "digital"),
    Channel.WEB: ("webb", "webbplats", "hemsida", "website"),
    Channel.APP: ("app", "mobilapp"),
    Channel.FORM: ("blankett", "formulär", "paper form"),
    Channel.EMAIL: ("e-post", "epost", "mejl", "mail", "e-mail"),
    Channel.CHAT: ("chatt", "chat"),
    Channel.PHONE: ("telefon", "telephone", "samtal", "tfn", "calls"),
    Channel.LETTER: ("brev", "post"),
    Channel.VISIT: ("besök", "reception", "visits", "counter"),
    Channel.HOME_VISIT: ("hembesök",),
}
CHANNEL_OF = {plain(word): channel for channel, words in _CHANNELS.items() for word in (channel.value, *words)}
"""Words for channels -> the channel."""


def group(cell: str) -> str:
    """Who was asked or counted; words for the public and the staff become their codes.

    >>> group("Medarbetare"), group("bygglovshandläggare")
    ('staff', 'bygglovshandläggare')
    """
    text: str = line(120)(cell)
    return _GROUP_OF.get(plain(text), text)


def _asked(cell: str) -> str:
    found = group(cell)
    if found not in _GROUPS:
        raise BadCell("error.cell_choice", value=cell[:40], choices="list_group.citizens, list_group.staff")
    return found


def channel(cell: str) -> str:
    """The code of a channel; words that are none stay as they are.

    >>> channel("Telefon"), channel("Sociala medier")
    ('phone', 'Sociala medier')
    """
    text: str = line(120)(cell)
    found = CHANNEL_OF.get(plain(text))
    return found.value if found else text


GROUP = Form(name="group", read=group, empty="")
CHANNEL = Form(name="channel", read=channel, empty="", choices=tuple(f"channel.{code.value}" for code in Channel))
ASKED = Form(name="choice", read=_asked, empty="", choices=("list_group.citizens", "list_group.staff"))

SERVICE = Column(key="service", names=("tjänst", "e-tjänst"), read=name_of("service"), identifies=True,
                 example="Ansökan om bygglov")  # fmt: skip
ACTOR = Column(key="actor", names=("aktör", "enhet", "nämnd", "unit"), read=name_of("actor"), identifies=True)
FORM = Column(key="form", names=("formulär", "blankett"), read=name_of("form"), identifies=True)
TOPIC = Column(key="topic", names=("ärendetyp", "ämne", "fråga", "kontaktorsak"), read=line(), identifies=True,
               example="Bygglov")  # fmt: skip
FROM = Column(key="period_from", names=("från", "period från", "fr o m", "from", "startdatum", "from date"), read=DAY,
              identifies=True, example="2026-01-01")  # fmt: skip
TO = Column(key="period_to", names=("till", "period till", "t o m", "to", "slutdatum", "to date"), read=DAY,
            identifies=True, example="2026-03-31")  # fmt: skip
WHOLE = Column(key="period", names=("date", "datum", "månad", "month", "kvartal", "quarter", "år", "year", "vecka"),
               read=PERIOD, identifies=True)  # fmt: skip
SOURCE = Column(key="source", names=("källa",), read=TEXT, example="Kontaktcentrets ärendesystem")


def _dated(cells: dict[str, Any]) -> None:
    """A figure holds for a period: from and to, or both in one."""
    if cells.get("period"):
        return
    for key in ("period_from", "period_to"):
        if not cells.get(key):
            raise BadCell("error.row_without_period", column=key if key in cells else "period")
    if cells["period_to"] < cells["period_from"]:
        start, end = (str(cells[key]) for key in ("period_from", "period_to"))
        raise BadCell("error.row_period", column="period_to", start=start, end=end)


def _about_one(cells: dict[str, Any]) -> None:
    one_of(cells, "service", "actor")
    _dated(cells)


def _about_form(cells: dict[str, Any]) -> None:
    if not cells.get("service") and not cells.get("form"):
        one_of(cells, "service", "form")
    _dated(cells)


MEASUREMENTS = ListKind(
    code="measurements",
    columns=(
        SERVICE, ACTOR,
        Column(key="indicator", names=("indikator", "mått", "nyckeltal", "metric"), read=line(200), required=True,
               identifies=True, example="Handläggningstid"),
        TOPIC, FORM,
        Column(key="group", names=("grupp", "svarande"), read=GROUP, identifies=True),
        FROM, TO, WHOLE,
        Column(key="value", names=("värde", "resultat"), read=FIGURE, required=True, example="12,5"),
        Column(key="n", names=("antal", "antal svar", "antal mätta"), read=COUNT, example="240"),
        SOURCE,
    ),
    check=_about_one,
)  # fmt: skip

CONTACT_STATISTICS = ListKind(
    code="contact_statistics",
    columns=(
        Column(key="month", names=("månad", "period"), read=MONTH, required=True, identifies=True, example="2026-03"),
        Column(key="actor", names=("aktör", "kontaktcenter", "enhet", "contact centre", "unit"),
               read=name_of("actor"), required=True, identifies=True, example="Kontaktcenter"),
        TOPIC,
        Column(key="channel", names=("kanal",), read=CHANNEL, identifies=True, example="telefon"),
        Column(key="contacts", names=("kontakter", "antal kontakter", "volym", "volume"), read=COUNT, required=True,
               example="412"),
        Column(key="resolved", names=("lösta", "lösta vid första kontakten", "lösta direkt", "resolved at once"),
               read=COUNT, example="268"),
        Column(key="waiting", names=("väntetid", "väntetid minuter", "medelväntetid", "waiting time"), read=AMOUNT,
               example="4,5"),
        SOURCE,
    ),
)  # fmt: skip

ANALYTICS = ListKind(
    code="analytics",
    columns=(
        SERVICE,
        Column(key="form", names=("formulär", "blankett", "label", "form name"), read=name_of("form"),
               identifies=True, example="Ansökan"),
        FROM, TO, WHOLE,
        Column(key="visits", names=("besök", "nb_visits", "visits", "unika besök"), read=COUNT, example="1800"),
        Column(key="starts", names=("påbörjade", "startade", "nb_form_starts", "form starts", "started"), read=COUNT,
               example="640"),
        Column(key="completions",
               names=("inskickade", "slutförda", "nb_form_conversions", "nb_form_submissions", "form submissions",
                      "form conversions", "submitted"),
               read=COUNT, example="512"),
        Column(key="drop_off_step", names=("avhopp vid", "steg", "avhoppssteg", "drop off field"), read=line(120),
               identifies=True, example="Ritningar"),
        Column(key="drop_offs", names=("avhopp", "antal avhopp", "drop offs"), read=COUNT, example="90"),
        SOURCE,
    ),
    check=_about_form,
)  # fmt: skip

SURVEYS = ListKind(
    code="surveys",
    columns=(
        SERVICE, ACTOR,
        Column(key="group", names=("grupp", "svarande", "respondents"), read=ASKED, required=True, identifies=True,
               example="medborgare"),
        Column(key="item", names=("fråga", "indikator", "question", "indicator"), read=line(200), required=True,
               identifies=True, example="Nöjdhet"),
        FROM, TO, WHOLE,
        *(Column(key=f"grade_{grade}", names=(f"betyg {grade}", f"svar {grade}"), read=COUNT) for grade in range(1, 6)),
        Column(key="value", names=("värde", "index", "resultat"), read=FIGURE),
        Column(key="n", names=("antal", "antal svar", "answers"), read=COUNT),
        SOURCE,
    ),
    check=_about_one,
)  # fmt: skip
