"""Which editions of a guideline stand, and in which order: one rule for everything that asks for the newest words."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, Subquery, func, or_, select

from tracker.tables.guideline import Edition, Requirement, Wording


def standing_editions() -> Subquery:
    """The editions that were not taken back: id, guideline_id, language, true_on, place, newest.

    In each language of a guideline they are ordered by the day their text is true for, then by import; `place` counts
    from 1, the oldest. A text that names no day is as old as the newest one that was there when it came in.
    """
    within = (Edition.guideline_id, Edition.language)
    standing = (
        select(
            Edition.id,
            Edition.guideline_id,
            Edition.language,
            func.coalesce(
                Edition.published_on, func.max(Edition.published_on).over(partition_by=within, order_by=Edition.id)
            ).label("true_on"),
        )
        .where(Edition.undone_at.is_(None))
        .subquery()
    )
    row = standing.c
    place = func.row_number().over(
        partition_by=(row.guideline_id, row.language), order_by=(row.true_on.asc().nulls_first(), row.id)
    )
    backwards = func.row_number().over(
        partition_by=(row.guideline_id, row.language), order_by=(row.true_on.desc().nulls_last(), row.id.desc())
    )
    return select(
        row.id, row.guideline_id, row.language, row.true_on, place.label("place"), (backwards == 1).label("newest")
    ).subquery("standing")


def has_its_words() -> ColumnElement[bool]:
    """Whether a requirement has a wording that stands, or is of a guideline whose official text nobody has imported.

    So a library summary never counts beside the official text.
    """
    stands = Edition.undone_at.is_(None)
    official = select(Edition.id).where(Edition.guideline_id == Requirement.guideline_id, stands).exists()
    worded = (
        select(Wording.id)
        .join(Edition, Edition.id == Wording.edition_id)
        .where(Wording.requirement_id == Requirement.id, stands)
        .exists()
    )
    return or_(worded, ~official)


def standing_wordings() -> Select[Wording]:
    """The wordings in editions that stand; of those in one language the newest comes last."""
    standing = standing_editions()
    return (
        select(Wording)
        .join(standing, standing.c.id == Wording.edition_id)
        .order_by(standing.c.place, Wording.edition_id, Wording.id)
    )


def newest_editions() -> Select[int]:
    """Ids of the newest edition of each guideline in each language."""
    standing = standing_editions()
    return select(standing.c.id).where(standing.c.newest)


def newest_wordings() -> Select[int]:
    """Ids of the newest wording of each requirement in each language."""
    standing = standing_editions()
    backwards = func.row_number().over(
        partition_by=(Wording.requirement_id, Wording.language), order_by=(standing.c.place.desc(), Wording.id.desc())
    )
    ranked = select(Wording.id, backwards.label("rank")).join(standing, standing.c.id == Wording.edition_id).subquery()
    return select(ranked.c.id).where(ranked.c.rank == 1)
