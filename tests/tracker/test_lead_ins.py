"""What an item is read together with."""

from __future__ import annotations

from policies.reading import read
from tracker.extraction import extract

TEXT = """# Reglemente

## 1 §
Nämnden ansvarar för arkivet. Nämnden ska varje år
1. granska förteckningen, och
2. rapportera till styrelsen om
   a) brister,
   b) åtgärder.
"""


def test_only_the_last_sentence_of_the_enclosing_text_leads_in() -> None:
    document = read(TEXT.encode(), "reglemente.md")
    lead_ins = {
        document.text[found.requirement.start : found.requirement.end]: [
            document.text[start:end] for start, end in found.lead_ins
        ]
        for found in extract(document)
    }
    assert lead_ins["granska förteckningen, och"] == ["Nämnden ska varje år"]
