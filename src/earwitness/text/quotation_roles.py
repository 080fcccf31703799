"""Is a quotation somebody's speech, or a name or a few words in the writer's own sentence?

«Зяблик» and the 'gossip' of a headline are put in the same marks as what a mother says. A checker that
looks for “Finch” in a recording as if it were a statement does harm; so does one that lets a statement pass as a
name. The rules are few and each has a name; `judge_role` returns the name with the answer.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Protocol

from earwitness.text.speech_verbs import VerbKind, speech_verb

__all__ = ["Role", "judge_role"]


class Role(StrEnum):
    """What a quotation is."""

    SPEECH = "speech"
    TERM = "term"


class _Quoted(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def opened(self) -> bool: ...
    @property
    def closed(self) -> bool: ...
    @property
    def style(self) -> str: ...


_TERM_WORDS = 4  # at most so many words make a term
_NAME_WORDS = 2
_WINDOW = 160  # characters looked at on either side
_WORD = re.compile(r"[^\W_]+(?:[-’'ʼ][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…;:](?:\s|\Z)")
_LABEL = re.compile(
    r"(?:call ?sign|codename|code-?named?|nickname|nicknamed|known as|called|dubbed|so-called|named"
    r"|operation|newspaper|channel|allegedly|brigade|battalion|unit|group"
    r"|позывн\w{2,3}|клич\w{2,4}|прозв\w{2,6}|так называем\w{2,3}|по имени|назыв\w{2,6}|операци\w"
    r"|газет\w|канал\w?|бригад\w|батальон\w?|отряд\w?|групп\w"
    r"|позивн\w{2,3}|прізвиськ\w{1,2}|так зван\w{2,3}|на ім[’'ʼ]я|назив\w{2,6}|операці\w|батальйон\w?"
    r"|загін|загон\w|груп\w)[\s:,]{1,3}\Z",
    re.IGNORECASE,
)
_TAG = re.compile(r"\s?[,—–]|\s(?:he|she|they)\s\w")
_PREPOSITION = re.compile(
    r"\b(?:of|as|a|an|the|being|their|his|her|its|for|from|to|by|в|на|о|об|про|від|за|як|как|от|с|з"
    r"|для|из|із|до|у)\s\Z",
    re.IGNORECASE,
)


def judge_role(
    text: str, quotation: _Quoted, paragraph: tuple[int, int] | None = None
) -> tuple[Role, str]:
    """Decide speech or term and name the rule that decided.

    Args:
        text: the whole text.
        quotation: as found in it.
        paragraph: offsets of its paragraph; without them blank lines around it bound it.
    """
    before, after = _around(text, quotation, paragraph)
    words = len(_WORD.findall(quotation.text[:2000]))
    for rule in (_by_form, _by_label, _by_ending, _by_lead_in, _by_tag, _by_size):
        found = rule(quotation, words, before, after)
        if found is not None:
            return found
    return Role.TERM, "a few words in the writer's own sentence"


_Answer = tuple[Role, str] | None


def _around(text: str, quotation: _Quoted, paragraph: tuple[int, int] | None) -> tuple[str, str]:
    low, high = paragraph or (0, len(text))
    before = text[max(low, quotation.start - _WINDOW) : quotation.start]
    after = text[quotation.end : min(high, quotation.end + _WINDOW)]
    if paragraph is None:
        return before.rsplit("\n\n", 1)[-1], after.split("\n\n", 1)[0]
    return before, after


def _by_form(quotation: _Quoted, words: int, before: str, after: str) -> _Answer:
    if quotation.style == "dash":
        return Role.SPEECH, "a line of dialogue"
    if not (quotation.opened and quotation.closed):
        return Role.SPEECH, "one mark is missing, or it goes on"
    if words and not before.strip() and not after.strip(" .,\n"):
        return Role.SPEECH, "the whole paragraph"
    ended = before.rstrip()[-1:] in {".", "!", "?", "…"} and quotation.text[:1].isupper()
    if ended and after.lstrip()[:1] in {"", ".", "—", "–"}:
        return Role.SPEECH, "a sentence of its own"
    return None


def _by_label(quotation: _Quoted, words: int, before: str, after: str) -> _Answer:
    del quotation, after
    if words <= _TERM_WORDS and _LABEL.search(before[-40:]):
        return Role.TERM, "a word for a name stands before it"
    return None


def _by_ending(quotation: _Quoted, words: int, before: str, after: str) -> _Answer:
    last = quotation.text.rstrip()[-1:]
    if last in "!?":
        return Role.SPEECH, "ends as a question or a cry"
    if last in ".…":
        in_sentence = before.rstrip(" \n”»\"’'")[-1:] not in {"", ".", "!", "?", "…", ":", ";"}
        if words <= _NAME_WORDS and in_sentence and not _verb_at_end(before):
            return Role.TERM, "one or two words that end the writer's sentence"
        return Role.SPEECH, "ends as a sentence"
    del after
    return None


def _by_lead_in(quotation: _Quoted, words: int, before: str, after: str) -> _Answer:
    del after
    lead = before.rstrip()
    if lead.endswith(":"):
        return Role.SPEECH, "after a colon"
    if _verb_at_end(before) and not (words <= _TERM_WORDS and _PREPOSITION.search(before[-12:])):
        return Role.SPEECH, "after a verb of speech"
    del quotation
    return None


def _by_tag(quotation: _Quoted, words: int, before: str, after: str) -> _Answer:
    del before, words
    if quotation.text.rstrip()[-1:] != "," and not _TAG.match(after):
        return None
    end = _SENTENCE_END.search(after)
    clause = after[: end.start() if end else 80]
    if any(_is_speech(word) for word in _WORD.findall(clause)[:8]):
        return Role.SPEECH, "a verb of speech follows"
    return None


def _by_size(quotation: _Quoted, words: int, before: str, after: str) -> _Answer:
    del quotation, before, after
    if words > _TERM_WORDS:
        return Role.SPEECH, f"more than {_TERM_WORDS} words"
    return None


def _verb_at_end(before: str) -> bool:
    tail = before[-60:]
    begin = max(tail.rfind(end) for end in (". ", "! ", "? ", "… ", "; ")) + 1
    return any(_is_speech(word) for word in _WORD.findall(tail, begin)[-3:])


def _is_speech(word: str) -> bool:
    verb = speech_verb(word)
    return verb is not None and verb.kind is not VerbKind.TALK
