"""spaCy pipelines for Swedish and English, made of this package's components, and the version that results carry."""

from __future__ import annotations

import gc
import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING

from nlp.errors import NlpError
from nlp.languages import FOLDER, LANGUAGES, data_digest

if TYPE_CHECKING:
    from spacy.language import Language

COMPONENTS = (
    *("legal_sentences", "cue_matcher", "clause_reader", "force_judge", "statement_types", "compounds"),
    *("qualifications", "duty_bearer", "frequency", "deadline", "target_group", "action"),
    "references",
)


def load(language: str, *, trained: str = "") -> Language:
    """The pipeline for "sv" or "en", ready to use and shared by all callers.

    `trained` names an installed spaCy pipeline whose tokenizer, tagger and parser come first ("sv_core_news_sm").
    Raises NlpError error.unsupported_language, or error.pipeline_missing when `trained` is not installed.
    """
    return _load(language, trained)


@cache
def _load(language: str, trained: str) -> Language:
    import spacy  # here, because it takes a second and many callers only ask for the version

    from nlp import components

    components.register()
    if language not in LANGUAGES:
        raise NlpError("error.unsupported_language", language=language, choices=", ".join(LANGUAGES))
    if trained:
        try:
            nlp = spacy.load(trained)
        except OSError as error:
            raise NlpError("error.pipeline_missing", name=trained) from error
        if nlp.lang != language:
            raise NlpError("error.pipeline_language", name=trained, language=nlp.lang or "", wanted=language)
    else:
        nlp = spacy.blank(language)
    nlp.max_length = 2_000_000  # nothing here needs memory in proportion to the square of the text
    for name in COMPONENTS:
        nlp.add_pipe(name)
    # What was loaded stays: told so, the garbage collector leaves its hundreds of thousands of objects alone instead
    # of walking through them again and again while texts are read (a third of the whole time).
    gc.collect()
    gc.freeze()
    return nlp


@cache
def pipeline_version(language: str, *, trained: str = "") -> str:
    """Names what made a result: language, pipeline, and 12 hex digits over code, data and weights.

    >>> pipeline_version("sv") == pipeline_version("sv"), pipeline_version("sv").startswith("sv/blank/")
    (True, True)
    """
    digest = hashlib.sha256(json.dumps([COMPONENTS, language, trained, data_digest()]).encode())
    package = FOLDER.parent
    folders = (".", "bearers", "components", "compounds", "mentions", "rules")
    for path in sorted(path for folder in folders for path in (package / folder).glob("*.py")):
        digest.update(path.read_bytes())
    for path in sorted(package.glob("weights/*.npz")):
        digest.update(path.read_bytes())
    return f"{language}/{trained or 'blank'}/{digest.hexdigest()[:12]}"
