"""Which words of a line a query meant, so that they can be shown in bold."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

__all__ = ["matched_spans"]

_CANDIDATES = 8


def matched_spans(text: str, query: str) -> list[tuple[int, int]]:
    """Places of the words that have a form, stem or sound in common with a word of the query.

    Near spellings, which a search falls back on when it finds nothing else, are not marked.
    """
    from earwitness.text.query_words import parse_query
    from earwitness.text.words import fold, tokens

    wanted: set[str] = set()
    for clause in parse_query(query):
        if not clause.excluded:
            wanted.update(key for word in clause.words for key in _keys(word, asked=True))
    return [
        (token.start, token.end)
        for token in tokens(text)
        if wanted & _keys(fold(token.text), asked=False)
    ]


def _keys(word: str, *, asked: bool) -> set[str]:
    from earwitness.text.stems import stem_keys
    from earwitness.text.transliteration import cyrillic_candidates, latin_key

    stems = {*stem_keys(word)}
    if asked and word.isascii():
        for candidate in cyrillic_candidates(word, _CANDIDATES):
            stems.update(stem_keys(candidate))
    sounds = {f"sound {latin_key(one)}" for one in stems if len(one) >= 3}
    if asked and word.isascii() and len(word) >= 3:
        sounds.add(f"sound {latin_key(word)}")
    return {word} | {f"stem {one}" for one in stems} | sounds
