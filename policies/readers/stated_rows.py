"""Rows of a file that says itself what each of them asks for, kept as requirements that nobody has to find."""

from __future__ import annotations

from policies.assembly import Assembly
from policies.document import BlockKind, Stated
from policies.library import Force

FORCES = frozenset(force.value for force in Force)


class StatedRows:
    """Adds rows to an assembly and remembers what the file says of each beside its words.

    >>> rows = StatedRows(Assembly("krav.json"))
    >>> rows.add("Nämnden ska svara.", label="K1", force="recommendation")
    >>> rows.add("Nämnden ska svara fort.", label="K2", force="hard")
    >>> [(one.provision, one.force) for one in rows.stated()]
    [(0, 'recommendation'), (1, '')]
    """

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._found: list[Stated] = []

    def add(self, text: str, *, label: str, force: str, duty_bearer: str = "", deadline: str = "") -> None:
        """A row; a word that is no force of ours leaves the force to the words."""
        before = len(self._assembly.blocks)
        self._assembly.add(BlockKind.ROW, text, label=label)
        for block in self._assembly.blocks[before:]:  # none where nothing was left of the text
            known = force if force in FORCES else ""
            self._found.append(
                Stated(
                    provision=len(self._found), start=block.start, end=block.end, force=known,
                    duty_bearer=duty_bearer.strip(), deadline=deadline.strip(),
                )
            )  # fmt: skip

    def stated(self) -> tuple[Stated, ...]:
        """The rows as requirements, by their place among the rows; none where the file says no force of any."""
        return tuple(self._found) if any(one.force for one in self._found) else ()
