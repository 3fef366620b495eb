"""Two frames in, the suggested coding out."""

from __future__ import annotations

from nlp.translation.frames import Frame
from nlp.translation.modes import Mode, Reason, Translation
from nlp.translation.wording import containment, longest_run

READER = "translation/0"


def compare(source: Frame, target: Frame) -> Translation:
    """How `target`, a local passage, translates `source`, a requirement."""
    share = containment(source.words, target.words) if source.side.language == target.side.language else None
    run = longest_run(source.words, target.words)
    mode = Mode.COPY if share is not None and share >= 0.6 else Mode.PARA
    return Translation(
        mode=mode,
        modifiers=frozenset(),
        confidence=0.5,
        elements=(),
        coverage=None,
        containment=share,
        longest=(run.source, run.target) if run else None,
        reasons=(Reason(code="translation.containment", values={"share": round(100 * (share or 0.0))}),),
        reader=READER,
    )
