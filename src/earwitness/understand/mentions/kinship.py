"""Kinship and role words: мама, синку, commander. They say what somebody is, not who."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from earwitness.records.statements import Certainty, MentionKind
from earwitness.text.human_nouns import human_noun
from earwitness.understand.mentions.line import Found, Known, Line, listed

__all__ = ["KINSHIP_RULES", "kinship_of"]

_SPOKEN = {
    "мам": "мать", "мамочка": "мать", "мамо": "мати", "мамуля": "мать", "пап": "отец", "папе": "отец",
    "папа": "отец", "папу": "отец", "папой": "отец", "тату": "тато", "сынок": "сын", "сынуля": "сын",
    "синку": "син", "синок": "син", "сину": "син", "доня": "донька", "дочка": "дочь", "доча": "дочь",
    "братан": "брат", "братик": "брат", "брате": "брат", "браток": "брат", "бать": "отец", "батя": "отец",
    "бабуля": "бабушка", "сусідко": "сусідка", "друже": "друг", "кума": "кума", "племянник": "племянник",
    "тётка": "тётя", "командире": "командир", "товарищ": "товарищ", "комбат": "командир",
    "комбриг": "командир", "ротный": "командир", "взводный": "командир", "комполка": "командир",
}  # fmt: skip
_TOO_WIDE = listed(
    "голос voice speaker людина человек люди people person man men woman women парень guy guys"
    " спикер спікер girl girls boy boys друг"
)


@lru_cache(maxsize=1 << 15)
def kinship_of(folded: str, language: str) -> str:
    """The dictionary form of a kinship or role word, "" for any other word.

    >>> kinship_of("синку", "uk"), kinship_of("матері", "uk"), kinship_of("стол", "ru")
    ('син', 'мати', '')
    """
    spoken = _SPOKEN.get(folded)
    if spoken is not None:
        return spoken
    noun = human_noun(folded, "en" if language == "en" else language)
    if noun is None or noun.lemma in _TOO_WIDE or (noun.language == "en") != (language == "en"):
        return ""
    return noun.lemma


class KinshipWord:
    """A word of the list of human nouns, or its spoken form."""

    name = "kinship or role word"

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        language = line.language
        for at, word in enumerate(line.words):
            lemma = kinship_of(word.folded, language)
            if lemma:
                yield Found(
                    at, at + 1, MentionKind.KINSHIP_ROLE, lemma, self.name,
                    f"a form of “{lemma}”", Certainty.CERTAIN, rank=10,
                )  # fmt: skip


KINSHIP_RULES = (KinshipWord(),)
