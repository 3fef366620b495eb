"""What importing a text would change, before anybody decides; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlp.comparison.changes import ChangeKind
from nlp.comparison.words import WordChange, word_changes
from tracker.editions.affected import Affected, affected
from tracker.editions.alongside import joined
from tracker.editions.comparing import Fate, compared
from tracker.editions.dating import true_on
from tracker.editions.order import neighbour, stored
from tracker.identifiers import FILE
from tracker.preparing import Prepared
from tracker.tables.guideline import Edition, Guideline

IDENTIFIER = 400  # characters the column holds


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """Requirements before and after: their ids in the workspace's lists, places and words, in the order of time."""

    kind: ChangeKind
    moved: bool
    requirements: Sequence[int]
    before: Sequence[tuple[str, str]]
    after: Sequence[tuple[str, str]]

    def joined(self, side: int) -> tuple[str, str]:
        """The places and the words before (0) or after (1), joined where there are several."""
        parts = (self.before, self.after)[side]
        return ", ".join(dict.fromkeys(place for place, _ in parts)), "\n".join(text for _, text in parts)

    def words(self) -> list[WordChange]:
        """What differs between the words before and after."""
        return word_changes(self.joined(0)[1], self.joined(1)[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPreview:
    """What a text would change: `against` is the edition it is compared with, None when it is the first one.

    `known` is the edition with the same bytes: then nothing would change. `backward` marks a text older than what is
    there, which changes nothing that counts. Counts are by kind, of provisions and of requirements; `changes` leaves
    out what stays as it is. `affected` counts what people made on the requirements that would change, by workspace.
    """

    guideline_id: int | None
    identifier: str
    language: str
    known: int | None
    against: int | None
    against_file: str
    against_on: date | None
    backward: bool
    published_on: date | None
    provisions: Mapping[str, int]
    requirements: Mapping[str, int]
    changes: Sequence[TextChange]
    affected: Mapping[int, Affected]
    digest: str

    def plain(self, workspace_id: int | None) -> dict[str, Any]:
        """What a person is shown of it in a workspace, as a job's result holds it."""
        return {
            "against_file": self.against_file,
            "against_on": self.against_on.isoformat() if self.against_on else "",
            "published_on": self.published_on.isoformat() if self.published_on else "",
            "backward": self.backward,
            "language": self.language,
            "provisions": dict(self.provisions),
            "requirements": dict(self.requirements),
            "affected": asdict(self.affected.get(workspace_id or 0, Affected())),
            "changes": [
                {"kind": each.kind.value, "moved": each.moved, "before": each.joined(0), "after": each.joined(1)}
                for each in self.changes
            ],
            "digest": self.digest,
        }


def preview(
    session: Session, prepared: Prepared, *, identifier: str = "", published_on: date | None = None
) -> EditionPreview:
    """Compare a prepared text with what is stored, as importing it would."""
    wanted = identifier_of(prepared, identifier)
    guideline = session.scalars(select(Guideline).where(Guideline.identifier == wanted)).first()
    number = guideline.id if guideline else None
    published_on = published_on or true_on(prepared)
    known = stored(session, number, prepared.sha256) if number else None
    prepared = joined(session, number, prepared, published_on) if number else prepared
    against = neighbour(session, number, prepared.language, published_on) if number and not known else None
    comparison = compared(session, prepared, against)
    other = session.get_one(Edition, against.id) if against else None
    changes = list(_changes(comparison.fates, backward=comparison.backward)) if against else []
    counting = () if comparison.backward else [number for change in changes for number in change.requirements]
    return EditionPreview(
        guideline_id=number,
        identifier=wanted,
        language=prepared.language,
        known=known.id if known else None,
        against=against.id if against else None,
        against_file=other.file_name if other else "",
        against_on=other.published_on if other else None,
        backward=comparison.backward,
        published_on=published_on,
        provisions=comparison.provision_counts(),
        requirements=comparison.counts(),
        changes=changes,
        affected=affected(session, counting),
        digest=comparison.digest,
    )


def identifier_of(prepared: Prepared, identifier: str = "") -> str:
    """The identifier of the guideline a text belongs to: as a person says, else as the text does, else of the file."""
    return " ".join(identifier.split()) or prepared.document.identifier[:IDENTIFIER] or f"{FILE}{prepared.sha256[:12]}"


def _changes(fates: Sequence[Fate], *, backward: bool) -> Iterator[TextChange]:
    for fate in fates:
        if fate.kind is ChangeKind.UNCHANGED:
            continue
        known, read = ([(part.locator, part.text) for part in side] for side in (fate.known, fate.read))
        yield TextChange(
            kind=fate.kind,
            moved=fate.moved,
            requirements=[part.id for part in fate.known if part.id is not None],
            before=read if backward else known,
            after=known if backward else read,
        )
