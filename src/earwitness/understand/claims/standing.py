"""Which sentences say something that could be a claim at all."""

from __future__ import annotations

from earwitness.understand.claims.cue_words import cues_at
from earwitness.understand.claims.sentence import Sentence
from earwitness.understand.mentions.line import listed

_I_AM = listed("я i i'm am this is it's в на in приеме прийомі reception это це")

__all__ = ["says_something", "why_not"]


def says_something(sentence: Sentence) -> bool:
    """Whether more is left of a sentence than greetings, names called and swearing.

    >>> from earwitness.understand.claims.sentence import sentences_of
    >>> [says_something(one) for one in sentences_of("Алло, привет! Мост взорван.", "ru")]
    [False, True]
    """
    return not why_not(sentence)


def why_not(sentence: Sentence) -> str:
    """Why a sentence is left out, "" if it is not."""
    if sentence.has_gap:
        return "a part of it was not heard as words"
    words = sentence.folded
    left = _beyond_greeting(sentence)
    if not left:
        return "greeting, yes or no, swearing"
    if all(_only_a_name(sentence, one) for one in left):
        return "only somebody's name or a call sign"
    if ("..." in sentence.text or "…" in sentence.text) and len(left) < 3 and len(words) < 4:
        return "broken off"
    return ""


def _beyond_greeting(sentence: Sentence) -> list[int]:
    left, at = [], 0
    while at < len(sentence.folded):
        size = cues_at("filler", sentence.folded, at)
        if not size:
            left.append(at)
        at += size or 1
    return left


def _only_a_name(sentence: Sentence, at: int) -> bool:
    """The word names or numbers somebody on the air, or says "I am" before such a word."""
    word, facts = sentence.spoken.words[at], sentence.spoken.facts(at)
    if word.folded in _I_AM or word.folded[:1].isdigit() or at in sentence.spoken.quoted:
        return True
    if any(
        one.start_token <= at < one.end_token and one.ordinal for one in sentence.spoken.numbers
    ):
        return True
    if len(sentence.folded) > 3:
        return False
    if sentence.language == "en":
        return word.capital and not word.first
    return facts.given > 0.3 or (word.capital and not facts.verb and not word.first)
