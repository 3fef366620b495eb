"""Which rules local texts were edited by (context, logic, formulation): both wordings, ready to be quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.tables.local import LocalDocument
from tracker.tables.translation import Modifier
from tracker.views.review.translations import Wanted, WordedTranslation, translations, with_words

RULES = (Modifier.CTX, Modifier.LOG, Modifier.FRM)
"""The three editing rules (Sahlin-Andersson 1996), in the order in which they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A translation edited by one rule or more, and what a quotation of its passage must name.

    `page` counts from 1, None in a document without pages; `coded` is false while only the machine says so.
    """

    found: WordedTranslation
    rules: Sequence[Modifier]
    coded: bool
    dnr: str
    decided_on: date | None
    page: int | None


def editing_rules(
    session: Session, workspace_id: int, *, rule: Modifier | None = None, sees_secrecy: bool = False
) -> list[Edited]:
    """The confirmed translations that were edited by a rule, or by any; passages under secrecy are left out."""
    rows = translations(session, workspace_id, wanted=Wanted(modifier=rule), sees_secrecy=sees_secrecy)
    wanted = (rule,) if rule is not None else RULES
    by_link = {row.link_id: [one for one in RULES if any(one in word.modifiers for word in row.said)] for row in rows}
    kept = [row for row in rows if any(one in by_link[row.link_id] for one in wanted)]
    facts = {
        number: (dnr, day)
        for number, dnr, day in session.execute(
            select(LocalDocument.id, LocalDocument.dnr, LocalDocument.decided_on).where(
                LocalDocument.workspace_id == workspace_id
            )
        )
    }
    return [
        Edited(
            found=one,
            rules=by_link[one.row.link_id],
            coded=one.row.coded,
            dnr=facts[one.row.document_id][0],
            decided_on=facts[one.row.document_id][1],
            page=one.passage.page or None,
        )
        for one in with_words(session, kept, sees_secrecy=sees_secrecy)
    ]
