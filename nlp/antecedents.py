"""What mentions of law point to: resolved with the place they stand at and what was named before.

The target of a mention is a normalised locator, with the instrument in front wherever it is known
("SFS 2018:1937 13 § 2 st", "32016R0679 art 5(1)(a)"), or a standard's normal form (nlp.mentions.standards). A list or
range gives one target per member. A target is "" when the words cite something that cannot be told.
"""

from __future__ import annotations

import re
from collections import OrderedDict, deque
from typing import NamedTuple

from nlp.mentions import Element, Kind, Mention
from nlp.mentions.elements import ANY_ACT
from nlp.places import Parts, as_statute, cut, parts_of, read, written
from policies.locators import Part

REACH = 4  # sentences that "nämnda lag" or "that Article" looks back
_REMEMBERED = 64
_NAMES = 256
_EUROPEAN = re.compile(r"art|skäl|kapitel [IVX]|bilag[a-z]+ [IVX]", re.IGNORECASE)
_SIMPLE = {"R": "regulation", "L": "directive", "D": "decision", "E": "treaty", "M": "treaty", "P": "charter"}
_WORDS = (
    ("förordning", "regulation"), ("regulation", "regulation"), ("direktiv", "directive"), ("directive", "directive"),
    ("beslut", "decision"), ("decision", "decision"), ("fs ", "rules"),
)  # fmt: skip
_NEEDS_PLACE = frozenset({"p", "letter", "st", "section", "title", "subpara", "recital"})  # else an everyday word
_VAGUE_ACTS = frozenset({"decision", "rules"})  # "det beslutet" is any decision unless one was cited


class _Named(NamedTuple):
    """An act named in a sentence that stands at `locator`."""

    kind: str
    identifier: str
    sentence: int
    locator: str


class Antecedents:
    """What a reader of a document remembers: where the sentence stands, and the acts and the place named before it.

    Holds a bounded number of things however long the document is.
    """

    def __init__(self, instrument: str = "", locator: str = "") -> None:
        self._acts: deque[_Named] = deque(maxlen=_REMEMBERED)
        self._names: OrderedDict[str, str] = OrderedDict()
        self._place: tuple[str, Parts, int] | None = None
        self._sentence = 0
        self._instrument = ""
        self._locators: deque[str] = deque(maxlen=_REMEMBERED)  # read when a mention asks for them; few do
        self._enclosing: tuple[str, ...] = ()
        self.stand(instrument, locator)

    def stand(self, instrument: str, locator: str, enclosing: tuple[str, ...] = ()) -> None:
        """Go on at another place: the act's identifier, the provision's locator, those of the ones around it."""
        self._instrument = instrument if parts_of(instrument) == () else ""
        self._locators.append(locator)
        self._enclosing = enclosing
        self.next_sentence()

    @property
    def _own(self) -> Parts:
        return parts_of(self._locators[-1]) or ()

    def next_sentence(self) -> None:
        """What was named falls one sentence further back."""
        self._sentence += 1

    def targets(self, mention: Mention) -> tuple[str, ...]:
        """What a mention points to, () when its words are no citation here; remembered for the ones that follow."""
        if mention.act is not None and mention.act.kind is Kind.STANDARD:
            return (mention.act.value,)
        if (mention.weak and not self._is_citation(mention)) or self._is_own_label(mention):
            return ()
        if mention.act is not None:
            instrument = self._act(mention.act, mention)
            if instrument is None:
                return ()
            return self._in_act(mention, instrument)
        if mention.pointer is not None:
            return self._at_pointer(mention.pointer, mention.place)
        instrument = self._instrument
        within = self._own
        if instrument[:1].isalpha() and _EUROPEAN.match(mention.place):  # statutes have none of these of their own
            instrument, within = self._last_act(ANY_ACT, everywhere=True, european=True) or "", ()
            if not instrument:
                return ("",)
        return self._targets(instrument, mention.place, within)

    def _is_citation(self, mention: Mention) -> bool:
        if mention.weak == "p":
            return any(part.kind == "p" for part in self._own)
        return bool(self._instrument or self._own)

    def _is_own_label(self, mention: Mention) -> bool:
        """Whether the words are the number that stands in front of the provision itself ("§ 5. ...")."""
        if mention.start or mention.act is not None or mention.pointer is not None or "§" not in mention.place:
            return False
        places = read(mention.place, self._own)
        return len(places) == 1 and self._own[: len(places[0])] == as_statute(places[0])

    def _in_act(self, mention: Mention, instrument: str) -> tuple[str, ...]:
        if not instrument:
            is_own = mention.act is not None and mention.act.kind is Kind.THIS_ACT and mention.place
            return self._targets("", mention.place, ()) if is_own else ("",)
        if mention.pointer is not None:  # "paragraph 1 of that Article of Regulation ..."
            found = self._pointed(mention.pointer)
            within = found[1] if found is not None and found[0] == instrument else ()
            return self._targets(instrument, mention.place, within) if mention.place else (written(instrument, within),)
        if not mention.place:
            self._place = None
            return (instrument,)
        return self._targets(instrument, mention.place, ())

    def _at_pointer(self, pointer: Element, place: str) -> tuple[str, ...]:
        found = self._pointed(pointer)
        if found is None:
            return () if pointer.value in _NEEDS_PLACE and not place else ("",)
        instrument, within = found
        if place:
            return self._targets(instrument, place, within)
        self._place = instrument, within, self._sentence
        return (written(instrument, within),)

    def _targets(self, instrument: str, place: str, within: Parts) -> tuple[str, ...]:
        places = read(place, within)
        if not places:
            return (instrument if instrument != self._instrument else "",)
        if instrument[:1].isalpha():
            places = tuple(as_statute(parts) for parts in places)
        self._place = instrument, places[-1], self._sentence
        return tuple(written(instrument, parts) for parts in places)

    # Places that are pointed to.

    def _pointed(self, pointer: Element) -> tuple[str, Parts] | None:
        kind = pointer.value
        if pointer.kind is Kind.THIS_PLACE:
            parts = self._cut_own(kind)
            return (self._instrument, parts) if parts else None
        if pointer.kind is Kind.PREVIOUS_PLACE:
            parts = self._previous(kind)
            return (self._instrument, parts) if parts else None
        if self._place is None or self._sentence - self._place[2] > REACH:
            return None
        instrument, place, _ = self._place
        parts = cut(place, kind)
        return (instrument, parts) if parts else None

    def _cut_own(self, kind: str) -> Parts:
        """The own place up to a kind of part; chapters and sections of EU acts are found among what lies around."""
        for locator in (self._locators[-1], *self._enclosing):
            if parts := cut(parts_of(locator) or (), kind):
                return parts
        return ()

    def _previous(self, kind: str) -> Parts:
        here = cut(self._own, kind)
        if not here:
            return ()
        if kind in {"§", "art"}:
            for locator in reversed(self._locators):
                before = cut(parts_of(locator) or (), kind)
                if before and before != here and before[:-1] == here[:-1]:
                    return before
        number = here[-1].number
        if not number.isdigit() or number in {"0", "1"}:
            return ()
        return (*here[:-1], Part(here[-1].kind, str(int(number) - 1)))

    # Acts that are named or pointed to.

    def _act(self, act: Element, mention: Mention) -> str | None:
        """The identifier of an act, "" when it cannot be told, None when the words are no citation."""
        if act.kind is Kind.ACT:
            if "(" in mention.name and act.value:
                self._learn(mention.name.lower(), act.value)
            if not mention.aside:
                self._remember(_kind_of(mention.name, act.value), act.value)
            return act.value
        if act.kind is Kind.THIS_ACT:
            if act.value in _VAGUE_ACTS and _SIMPLE.get(self._instrument[5:6]) != act.value:
                return None
            self._remember(act.value, self._instrument)
            return self._instrument
        if act.kind is Kind.DEFINITE_ACT and act.value not in {ANY_ACT, "act", *_SIMPLE.values()}:
            known = self._names.get(act.value) or self._names.get(_shorter(act.value))
            return known or (None if not mention.place and " " in act.value else "")
        if act.kind is Kind.EU_ACT:
            european = self._last_act(act.value, everywhere=True, european=True) or ""
            self._remember(act.value, european)
            return european
        found = self._last_act(act.value, everywhere=act.kind is Kind.DEFINITE_ACT)
        if found is None:
            return None if act.value in _VAGUE_ACTS else ""
        self._remember(act.value, found)
        return found

    def _last_act(self, kind: str, *, everywhere: bool, european: bool = False) -> str | None:
        """The act of a kind that was named last, None when there is none within reach."""
        found = None
        for named in reversed(self._acts):
            if not everywhere and self._sentence - named.sentence > REACH:
                break
            if kind in {ANY_ACT, named.kind} and (not european or named.identifier[:1].isdigit()):
                if not everywhere or self._governs(named):
                    return named.identifier
                found = found or named.identifier
        return found

    def _governs(self, named: _Named) -> bool:
        """Whether an act was named here or in what leads in the item that is read, not in an item beside it."""
        around, own = parts_of(named.locator) or (), self._own
        return own[: len(around)] == around if around else named.locator == self._locators[-1]

    def _remember(self, kind: str, identifier: str) -> None:
        if identifier:
            self._acts.append(_Named(kind, identifier, self._sentence, self._locators[-1]))

    def _learn(self, name: str, identifier: str) -> None:
        """ "skollagen (2010:800)" and "lagen (2022:482) om elektronisk ..." tell what these are called later."""
        own, _, rest = name.partition(" (")
        noun, title = own.removesuffix("en"), rest.partition(")")[2]
        if noun not in {"lag", "förordning"}:
            self._names[own] = identifier
        elif title:
            self._names[noun + title] = self._names[_shorter(noun + title)] = identifier
        while len(self._names) > _NAMES:
            self._names.popitem(last=False)


def _kind_of(name: str, identifier: str) -> str:
    lowered = name.lower()
    for word, kind in _WORDS:
        if word in lowered:
            return kind
    return _SIMPLE.get(identifier[5:6], "act") if identifier[:1].isdigit() else "act"


def _shorter(name: str) -> str:
    """A name without its last word, which may belong to the sentence rather than to the title."""
    return name.rpartition(" ")[0]
