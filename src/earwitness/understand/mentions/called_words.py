"""Words that somebody may be called by on the air: whether they may, where they end, and under which key.

What the rules of `call_signs` share; it sees one place of a line and decides nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from earwitness.records.statements import Certainty, MentionKind
from earwitness.text.given_names import given_name
from earwitness.text.word_facts import known_facts
from earwitness.understand.mentions.kinship import kinship_of
from earwitness.understand.mentions.line import Found, Line, listed, word_key
from earwitness.understand.mentions.people import is_given

__all__ = [
    "NO_NAMES",
    "call_sign_key",
    "common_share",
    "end_of_call_sign",
    "found_call_sign",
    "may_be_called",
    "number_at",
]

_SHORT_NUMBER = re.compile(r"\d{1,3}")
_NUMBER = re.compile(r"(\d{1,3})(?:-?[^\W\d]{1,3})?")
_MORE = listed(
    "прием прийом связь зв'язок кінець конец плюс вы вас вам ваш ваша ваше ваши вашу вами бог бога богу богом господь господи господа родина родину отечество россиянин интернет"
    " интернета президент президента министерство министерству новый год мир земля солнце церковь бригада армия"
    " рождество пасха спас отче аллах христос украинец русский ви вас вам ваш ваше бог богу боже господь батьківщина"
    " церква президент інтернет різдво великдень земля герой героям слава"
)
NO_NAMES = listed("yes no hello hi well ok okay what why who where when how the a an i we you he she it they this that"
    " there here good all right go come stop listen look wait please thank thanks sorry but and or if so"
    " sent death deaths term free fuck monday tuesday wednesday thursday friday saturday sunday")  # fmt: skip


def call_sign_key(line: Line, start: int, end: int) -> str:
    """The key of a call sign: its words in dictionary form across scripts, a number as its digits."""
    parts = []
    for at in range(start, end):
        number = number_at(line, at)
        if number:
            parts.append(number)
            continue
        word = line.folded(at)
        if not _ends_in_number(word) and parts and parts[-1] == word:
            continue
        parts.append(_word_part(word, line.language))
    return " ".join(parts)


def _ends_in_number(word: str) -> bool:
    head, _, tail = word.rpartition("-")
    return bool(head) and tail.isdigit()


@lru_cache(maxsize=1 << 14)
def _word_part(word: str, language: str) -> str:
    if not _ends_in_number(word):
        return word_key(word, language)
    head, _, tail = word.rpartition("-")
    return f"{word_key(head, language)}-{tail}"


def number_at(line: Line, at: int) -> str:
    """An ordinal number said by this one word ("85-ый", "Шестой", "82nd"), else ""."""
    folded = line.folded(at)
    if folded[:1].isdigit() and (match := _NUMBER.fullmatch(folded)):
        return match[1]
    return line.ordinals.get(at, "")


def common_share(line: Line, at: int) -> float:
    """Share of readings as a common noun, in the language that knows it best."""
    return _share_of(line.folded(at))


@lru_cache(maxsize=1 << 16)
def _share_of(word: str) -> float:
    folded = word.rpartition("-")[0] or word
    if folded.isascii():
        return 0.0
    both = (known_facts(folded, tag) for tag in ("ru", "uk"))
    # "Зимой" is an adverb too, but no adverb has a capital in the middle of a sentence.
    return max(one.common / max(1.0 - one.adverb, 0.1) if one else 0.0 for one in both)


def may_be_called(line: Line, at: int) -> bool:
    """A word that somebody may be called by: capitalised or quoted, and no name, kin or small word."""
    if not 0 <= at < len(line.words):
        return False
    found = line.judged.get(at)
    if found is None:
        found = line.judged[at] = _judged(line, at)
    return found


def _judged(line: Line, at: int) -> bool:
    word = line.words[at]
    if not (word.capital or at in line.quoted):
        return False
    if word.folded in NO_NAMES or word.folded in _MORE or kinship_of(word.folded, line.language):
        return False
    if number_at(line, at):
        return True
    facts = line.facts(at)
    if line.english:
        return not given_name(word.folded)
    if is_given(line, at) and (common_share(line, at) < 0.5 or line.gap(at).strip() == ","):
        return False
    small = facts.known and facts.other + facts.verb + facts.adverb > 0.6 and not facts.noun
    return not small and len(word.folded) > 1


def found_call_sign(
    line: Line, start: int, end: int, rule: str, reason: str,
    certainty: Certainty = Certainty.PROBABLE, rank: int = 65,
) -> Found:  # fmt: skip
    """A call sign at these words, under its key."""
    key = call_sign_key(line, start, end)
    return Found(start, end, MentionKind.CALL_SIGN, key, rule, reason, certainty, (), rank)


def end_of_call_sign(line: Line, at: int) -> int:
    """Where a call sign that begins here ends: quoted words together, a number behind a name."""
    if at in line.quoted:
        return line.quotation(at)[1]
    following = at + 1
    if line.joined(following) and _SHORT_NUMBER.fullmatch(line.folded(following)):
        return following + 1
    return following
