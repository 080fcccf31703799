"""Words of content, by which a sentence of the story is held against what somebody says (Q19, Q34)."""

from __future__ import annotations

from earwitness.text.stems import stem_keys
from earwitness.text.words import fold, tokens

__all__ = ["content_keys"]

_LEAST_LETTERS = 3
_COMMON = frozenset(
    [
        "the",
        "and",
        "for",
        "that",
        "this",
        "with",
        "from",
        "are",
        "was",
        "were",
        "have",
        "has",
        "had",
        "will",
        "would",
        "they",
        "them",
        "their",
        "his",
        "her",
        "our",
        "your",
        "not",
        "you",
        "she",
        "him",
        "who",
        "what",
        "which",
        "into",
        "over",
        "than",
        "then",
        "there",
        "been",
        "being",
        "its",
        "all",
        "any",
        "can",
        "could",
        "did",
        "does",
        "что",
        "как",
        "это",
        "для",
        "или",
        "его",
        "она",
        "они",
        "был",
        "была",
        "было",
        "были",
        "есть",
        "все",
        "уже",
        "еще",
        "меня",
        "мне",
        "нас",
        "вас",
        "вам",
        "нам",
        "только",
        "тут",
        "там",
        "бы",
        "чтобы",
        "при",
        "про",
        "под",
        "над",
        "без",
        "що",
        "як",
        "це",
        "або",
        "його",
        "вона",
        "вони",
        "був",
        "була",
        "було",
        "були",
        "усі",
        "вже",
        "ще",
        "мене",
        "мені",
        "тільки",
        "щоб",
        "під",
    ]
)


def content_keys(text: str) -> list[tuple[str, ...]]:
    """The stems of each word of content, in order; short words and those of every sentence are none.

    >>> content_keys("They burned the mill")
    [('burn',), ('mill',)]
    """
    return [
        stem_keys(word.text)
        for word in tokens(text)
        if (len(word.text) >= _LEAST_LETTERS or word.text[:1].isdigit())
        and fold(word.text) not in _COMMON
    ]
