"""Where sentences begin in legal text."""

import pytest

from nlp.components.sentences import boundaries
from nlp.languages import lexicon


@pytest.mark.parametrize(
    ("text", "count", "language"),
    [
        ("Enligt 4 kap. 2 § ska nämnden svara. Lag (2019:995).", 2, "sv"),
        ("Se prop. 2017/18:299 och bet. 2018/19:KU10.", 1, "sv"),
        ("Det gäller avgifter m.m. Nämnden beslutar.", 2, "sv"),
        ("Det gäller avgifter, taxor m.m. som nämnden tar ut.", 1, "sv"),
        ("Lagen trädde i kraft den 1. januari och gäller.", 1, "sv"),
        ("1. Nämnden ska svara. 2. Styrelsen ska följa upp.", 2, "sv"),
        ("Första stycket.\n\nandra stycket", 2, "sv"),
        ("See Art. 5 of Regulation (EU) No. 910/2014. It applies.", 2, "en"),
        ("Dr. Lee wrote to J. Smith, e.g. about fees.", 1, "en"),
        ('He said "Stop." Then he left.', 2, "en"),
    ],
)
def test_count(text, count, language):
    assert 1 + len(list(boundaries(text, lexicon(language)))) == count


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("file", "language", "least"),
    [("sv_talbanken-ud-dev", "sv", 0.97), ("sv_pud-ud-test", "sv", 0.97), ("en_pud-ud-test", "en", 0.95)],
)
def test_f1_on_running_text_of_a_treebank(shared, file, language, least):
    lines = (shared / "gold" / f"{file}.conllu").read_text(encoding="utf-8").splitlines()
    sentences = [line.removeprefix("# text =").strip() for line in lines if line.startswith("# text =")]
    text = " ".join(sentences)
    wanted, position = set(), 0
    for sentence in sentences[:-1]:
        position += len(sentence) + 1
        wanted.add(position)
    found = set(boundaries(text, lexicon(language)))
    assert 2 * len(wanted & found) / (len(wanted) + len(found)) >= least
