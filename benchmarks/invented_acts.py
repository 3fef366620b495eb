"""Invented Swedish acts to amend: sections, paragraphs and points, with as much stock wording as one wants."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from nlp.comparison import Part

_BEARERS = (
    "Kommunen", "Nämnden", "Regionen", "Den ansvariga myndigheten", "Tillhandahållaren", "Styrelsen", "Rektorn",
    "Den som bedriver verksamheten", "Tillsynsmyndigheten", "En offentlig aktör", "Fullmäktige", "Huvudmannen",
)  # fmt: skip
_FORCES = ("ska", "får", "bör", "ska inte", "behöver inte", "får inte", "är skyldig att")
_ACTS = (
    "lämna uppgifter om {thing} till {receiver}", "föra en förteckning över {thing}", "pröva en ansökan om {thing}",
    "underrätta {receiver} om {thing}", "ta ut en avgift för {thing}", "fastställa en plan för {thing}",
    "ge {receiver} stöd i frågor om {thing}", "offentliggöra en redogörelse för {thing}",
    "samråda med {receiver} innan beslut fattas om {thing}", "bevara handlingar om {thing}", "följa upp {thing}",
    "avslå en begäran om {thing}", "erbjuda {receiver} hjälp med {thing}", "se till att det finns rutiner för {thing}",
)  # fmt: skip
_THINGS = (
    "digital service", "bygglov", "förskoleplats", "skolskjuts", "färdtjänst", "öppna data", "personuppgifter",
    "tillgänglighet", "incidenter", "upphandling", "e-legitimation", "hemtjänst", "avfallshämtning", "klagomål",
    "säkerhetskopior", "serveringstillstånd", "bostadsanpassning", "elektroniska underskrifter", "trafikregler",
    "biblioteksverksamhet", "vattenförsörjning", "översiktsplanering",
)  # fmt: skip
_RECEIVERS = (
    "länsstyrelsen", "den enskilde", "vårdnadshavaren", "regeringen", "andra kommuner", "sökanden", "allmänheten",
    "tillsynsmyndigheten", "Myndigheten för digital förvaltning", "revisorerna",
)  # fmt: skip
_TAILS = (
    "inom {n} dagar", "senast den {n} mars 20{n}", "om det finns särskilda skäl", "enligt {n} §", "utan dröjsmål",
    "minst {n} gånger om året", "i den utsträckning som behövs", "om inte något annat följer av lagen (2017:{n}00)",
    "under högst {n} år", "när verksamheten ändras i betydande omfattning", "med hänsyn till den enskildes behov",
)  # fmt: skip
_STOCK = (
    "Regeringen eller den myndighet som regeringen bestämmer får meddela föreskrifter om detta.",
    "Beslutet får överklagas till allmän förvaltningsdomstol.", "Prövningstillstånd krävs vid överklagande.",
    "Denna lag träder i kraft den 1 januari 2025.", "Har upphävts.", "Första stycket gäller inte mindre företag.",
)  # fmt: skip
_ITEMS = (
    "namn och kontaktuppgifter", "kostnader", "ändamålet med behandlingen", "vilka som har deltagit", "avtal",
    "sådant som rör enskildas hälsa", "utbildning", "vilken rätt till ersättning som finns", "tekniska krav",
    "handlingar som har getts in", "hur klagomål lämnas", "uppgifter om leverantörer", "en beskrivning av tjänsten",
)  # fmt: skip
_HEADINGS = (
    "Ansvar",
    "Tillsyn",
    "Avgifter",
    "Förteckning",
    "Uppgiftsskyldighet",
    "Planering",
    "Samråd",
    "Överklagande",
)


@dataclass(eq=False, slots=True)
class Node:
    """A part of an act: its words, the parts below it, and which parts of an earlier act it was made of."""

    text: str
    below: list[Node] = field(default_factory=list)
    origins: tuple[Node, ...] = ()
    shift: int = 0  # added to the number of this part and of those behind it
    lettered: bool = False  # takes the number before it and a letter, as what is inserted into an act does


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Sections; numbered as EU articles with headings or as Swedish sections; `stock` is the share of stock wording."""

    sections: list[Node]
    european: bool
    stock: float

    def copy(self) -> Act:
        """The same act again, every part of it with the part it was made of."""
        return Act(sections=[_copy(section) for section in self.sections], european=self.european, stock=self.stock)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An act as its parts, and the node that each of them is."""

    parts: tuple[Part, ...]
    nodes: tuple[Node, ...]


def invent(chance: Random, *, sections: int, stock: float) -> Act:
    """An act of so many sections."""
    act = Act(sections=[], european=chance.random() < 0.4, stock=stock)
    act.sections.extend(new_section(act, chance) for _ in range(sections))
    return act


def write(act: Act) -> Written:
    """The parts of an act under their places, in its own order: "5 §", "5 § 1 st", "5 § 1 st 2 p" or "art 5(1)(b)"."""
    parts, nodes = [], []

    def add(locator: str, node: Node) -> str:
        parts.append(Part(locator=locator, text=node.text))
        nodes.append(node)
        return locator

    for number, section in _numbered(act.sections):
        place = add(f"art {number.replace(' ', '')}" if act.european else f"{number} §", section)
        for count, paragraph in enumerate(section.below, 1):
            inner = add(f"{place}({count})" if act.european else f"{place} {count} st", paragraph)
            for item, point in enumerate(paragraph.below):
                add(f"{inner}({chr(97 + item)})" if act.european else f"{inner} {item + 1} p", point)
    return Written(parts=tuple(parts), nodes=tuple(nodes))


def new_section(act: Act, chance: Random) -> Node:
    """A section with one to four paragraphs."""
    paragraphs = [new_paragraph(act, chance) for _ in range(chance.randint(1, 4))]
    return Node(chance.choice(_HEADINGS) if act.european else "", paragraphs)


def new_paragraph(act: Act, chance: Random) -> Node:
    """Stock wording, a list with its opening, or one to three sentences."""
    if chance.random() < act.stock:
        return Node(chance.choice(_STOCK))
    if chance.random() < 0.25:
        items = [new_point(chance) for _ in range(chance.randint(2, 5))]
        return Node(_sentence(chance)[:-1] + " och därvid ange", items)
    return Node(" ".join(_sentence(chance) for _ in range(chance.choice((1, 1, 2, 3)))))


def new_point(chance: Random) -> Node:
    """A point of a list."""
    return Node(f"{chance.choice(_ITEMS)} om {chance.choice(_THINGS)},")


def new_word(chance: Random) -> str:
    """A word that could stand in an act."""
    return chance.choice(_THINGS).split()[0]


def _sentence(chance: Random) -> str:
    act = chance.choice(_ACTS).format(thing=chance.choice(_THINGS), receiver=chance.choice(_RECEIVERS))
    tail = chance.choice(_TAILS).format(n=chance.randint(11, 60))
    return f"{chance.choice(_BEARERS)} {chance.choice(_FORCES)} {act} {tail}."


def _copy(node: Node) -> Node:
    return Node(node.text, [_copy(child) for child in node.below], (node,), node.shift, node.lettered)


def _numbered(sections: list[Node]) -> list[tuple[str, Node]]:
    found, number, letters = [], 0, 0
    for section in sections:
        if section.lettered and number:
            letters += 1
        else:
            number, letters = number + 1 + section.shift, 0
        found.append((f"{number} {chr(96 + letters)}" if letters else str(number), section))
    return found
