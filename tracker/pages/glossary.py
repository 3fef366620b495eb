"""The words of the tracker, at hand on every page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import streamlit as st

from tracker import locales
from tracker.pages.language import current, t
from tracker.tables.schema import folded, sort_key

GROUP, MEANING = "glossary.", ".is"


def button(*, key: str = "glossary-open") -> None:
    """The button that opens the words over the page."""
    if st.button(t("page.glossary.title"), icon=":material/menu_book:", type="tertiary", key=key):
        st.dialog(t("page.glossary.title"), width="large")(_words)()


def _words() -> None:
    """All words with their meanings, or those that have what is written in them."""
    asked = folded(str(st.text_input(t("page.glossary.find"), key="glossary-find", max_chars=60)).strip())
    found = {word: meaning for word, meaning in words(current()).items() if asked in folded(f"{word} {meaning}")}
    if not found:
        st.info(t("page.glossary.none"), icon=":material/search_off:")
    st.markdown("\n".join(f"- **{word}**: {meaning}" for word, meaning in found.items()))


@cache
def words(language: str) -> Mapping[str, str]:
    """The words of a language with what they mean, in its order.

    >>> next(iter(words("en")))
    'Actor'
    """
    texts = locales.texts(language).one
    keys = [key.removesuffix(MEANING) for key in texts if key.startswith(GROUP) and key.endswith(MEANING)]
    return {texts[key]: texts[key + MEANING] for key in sorted(keys, key=lambda key: sort_key(texts[key]))}
