"""Amendments of invented acts, of which it is known what became of every part."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random

from benchmarks.invented_acts import Act, Node, Written, invent, new_paragraph, new_point, new_section, new_word, write


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """An act, the act after its amendment, and the names of what was done to it."""

    old: Written
    new: Written
    done: tuple[str, ...]

    def partners(self) -> list[tuple[int, int]]:
        """Parts that are one part of the other text each, whatever their words and place, as indices."""
        return [(old[0], new[0]) for old, new in self._families() if len(old) == len(new) == 1]

    def splits(self) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Old parts that became several."""
        return [(old, new) for old, new in self._families() if len(old) == 1 < len(new)]

    def merges(self) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Old parts that became one together."""
        return [(old, new) for old, new in self._families() if len(new) == 1 < len(old)]

    def _families(self) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Old parts and what was made of them; without those that were divided and then joined with others."""
        places = {node: index for index, node in enumerate(self.old.nodes)}
        found: dict[tuple[int, ...], list[int]] = {}
        for index, node in enumerate(self.new.nodes):
            if node.origins:
                found.setdefault(tuple(places[origin] for origin in node.origins), []).append(index)
        shared = Counter(place for old in found for place in old)
        return [(old, tuple(new)) for old, new in found.items() if all(shared[place] == 1 for place in old)]


def amended(chance: Random, *, sections: int, changes: int, stock: float = 0.2) -> Amended:
    """An invented act of so many sections before and after so many changes; `stock` is the share of stock wording."""
    act = invent(chance, sections=sections, stock=stock)
    old, act = write(act), act.copy()
    done = [name for name in (chance.choice(sorted(CHANGES)) for _ in range(changes)) if CHANGES[name](act, chance)]
    return Amended(old=old, new=write(act), done=tuple(done))


def _leaves(act: Act) -> list[tuple[list[Node], Node]]:
    """Paragraphs and points with the list they stand in."""
    paragraphs = [(section.below, paragraph) for section in act.sections for paragraph in section.below]
    return paragraphs + [(paragraph.below, point) for _, paragraph in paragraphs for point in paragraph.below]


def _edit_word(act: Act, chance: Random) -> bool:
    leaves = _leaves(act)
    if not leaves:
        return False
    _, node = chance.choice(leaves)
    words = node.text.split()
    words[chance.randrange(len(words))] = new_word(chance)
    node.text = " ".join(words)
    return True


def _edit_number(act: Act, chance: Random) -> bool:
    numbered = [node for _, node in _leaves(act) if any(letter.isdigit() for letter in node.text)]
    if not numbered:
        return False
    node = chance.choice(numbered)
    at = chance.choice([at for at, letter in enumerate(node.text) if letter.isdigit()])
    node.text = f"{node.text[:at]}{(int(node.text[at]) + chance.randint(1, 9)) % 10}{node.text[at + 1 :]}"
    return True


def _edit_force(act: Act, chance: Random) -> bool:
    forced = [node for _, node in _leaves(act) if " ska " in node.text]
    if not forced:
        return False
    node = chance.choice(forced)
    node.text = node.text.replace(" ska ", chance.choice((" bör ", " får ", " ska inte ")), 1)
    return True


def _insert(act: Act, chance: Random) -> bool:
    leaves = _leaves(act)
    if not leaves:
        return False
    row, node = chance.choice(leaves)
    is_paragraph = any(row is section.below for section in act.sections)
    row.insert(row.index(node), new_paragraph(act, chance) if is_paragraph else new_point(chance))
    return True


def _insert_section(act: Act, chance: Random) -> bool:
    at = chance.randint(0, len(act.sections))
    section = new_section(act, chance)
    section.lettered = at > 0 and chance.random() < 0.5
    act.sections.insert(at, section)
    return True


def _delete(act: Act, chance: Random) -> bool:
    leaves = _leaves(act)
    if not leaves:
        return False
    row, node = chance.choice(leaves)
    row.remove(node)
    return True


def _delete_section(act: Act, chance: Random) -> bool:
    if len(act.sections) < 2:
        return False
    act.sections.pop(chance.randrange(len(act.sections)))
    return True


def _renumber(act: Act, chance: Random) -> bool:
    chance.choice(act.sections).shift += chance.randint(1, 3)
    return True


def _move(act: Act, chance: Random) -> bool:
    rows = [section.below for section in act.sections if section.below]
    if len(act.sections) < 2 or not rows:
        return False
    row = chance.choice(rows)
    node = row.pop(chance.randrange(len(row)))
    target = chance.choice([section.below for section in act.sections if section.below is not row])
    target.insert(chance.randint(0, len(target)), node)
    return True


def _move_section(act: Act, chance: Random) -> bool:
    if len(act.sections) < 2:
        return False
    section = act.sections.pop(chance.randrange(len(act.sections)))
    act.sections.insert(chance.randint(0, len(act.sections)), section)
    return True


def _merge(act: Act, chance: Random) -> bool:
    pairs = [
        (section.below, at)
        for section in act.sections
        for at in range(len(section.below) - 1)
        if not section.below[at].below and not section.below[at + 1].below
    ]
    if not pairs:
        return False
    row, at = chance.choice(pairs)
    first, second = row[at : at + 2]
    origins = tuple(dict.fromkeys(first.origins + second.origins))
    row[at : at + 2] = [Node(f"{first.text} {second.text}", origins=origins)]
    return True


def _split(act: Act, chance: Random) -> bool:
    long = [(row, node) for row, node in _leaves(act) if ". " in node.text and not node.below]
    if not long:
        return False
    row, node = chance.choice(long)
    cut = chance.choice([at for at in range(len(node.text)) if node.text.startswith(". ", at)])
    at = row.index(node)
    row[at : at + 1] = [Node(piece, origins=node.origins) for piece in (node.text[: cut + 1], node.text[cut + 2 :])]
    return True


CHANGES = {
    "delete": _delete,
    "delete section": _delete_section,
    "edit force": _edit_force,
    "edit number": _edit_number,
    "edit word": _edit_word,
    "insert": _insert,
    "insert section": _insert_section,
    "merge": _merge,
    "move": _move,
    "move section": _move_section,
    "renumber": _renumber,
    "split": _split,
}
"""Name of a change to what does it: False where the act has nothing to do it to."""
