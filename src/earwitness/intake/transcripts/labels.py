"""Voice labels at the start of a line: ``Мати:``, ``Speaker 1:``, ``[SPEAKER_00]``, ``- ``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from earwitness.intake.transcripts.label_words import NOT_LABELS, QUALIFIERS, ROLES
from earwitness.intake.transcripts.no_speech import names_a_sound

__all__ = [
    "Label",
    "TurnDash",
    "explain_label",
    "is_label",
    "is_role_label",
    "split_dash",
    "split_label",
]

_COLON = re.compile(r"([^:\n]{1,60}?)\s?:(?![\d/])\s*")
_BRACKET = re.compile(r"\[([^\[\]\n]{1,60})\]\s*(:?)\s*")
_ASIDE = re.compile(r"\s*\([^()]{0,50}\)$")
_NUMBERED = re.compile(r"[^\W\d_]{1,20}[ _-]?(?:#|№|No\.?)?\s?[0-9]{1,4}")
_WORD = re.compile(r"[^\W_](?:[\w'’ʼ`.-]{0,30})|[0-9]{1,4}")
_DASH = re.compile(r"([-–—−]{1,5})(?:\s+|(?=[^\s\d–—−-]))|(>>+)\s*")
_QUOTES = "\"'«»“”„‟"
_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Label:
    """A voice as written (None: the line has no label) and the words after it."""

    voice: str | None
    rest: str


@dataclass(frozen=True, slots=True)
class TurnDash:
    """How many dashes begin the line (0: none; ``>>`` counts as one) and the words after them."""

    count: int
    rest: str


def split_label(text: str) -> Label:
    """Take a voice label off the start of a line, if what stands there is label-like.

    >>> split_label("Мати: Ти де?")
    Label(voice='Мати', rest='Ти де?')
    >>> split_label("Я ему сказал так: уходи").voice is None
    True
    """
    return _judge(text)[0]


def explain_label(text: str) -> str:
    """Say which rule made `split_label` take a label, or leave the line as it is.

    >>> explain_label("Итог: все живы")
    "no label: 'Итог' begins sentences, it names nobody"
    """
    label, why = _judge(text)
    return f"label '{label.voice}': {why}" if label.voice else f"no label: {why}"


def is_label(text: str) -> bool:
    """Whether a text on its own could be a voice label (for labels that stand beside a time)."""
    return _refusal(text.strip()) == ""


def is_role_label(voice: str) -> bool:
    """Whether a label is one by its own words ("Мать", "Speaker 1"), not just by its capital.

    >>> is_role_label("Спікер 2"), is_role_label("Київ")
    (True, False)
    """
    return _is_role(voice) or _NUMBERED.fullmatch(voice.strip()) is not None


def split_dash(text: str) -> TurnDash:
    """Take turn dashes off the start of a line. A minus before a digit is a number, not a turn.

    >>> split_dash("-- Приём."), split_dash("-5 градусов").count
    (TurnDash(count=2, rest='Приём.'), 0)
    """
    line = text.strip()
    match = _DASH.match(line)
    if match is None:
        lone = line != "" and not line.strip("-–—−")
        return TurnDash(len(line), "") if lone and len(line) <= 3 else TurnDash(0, line)
    return TurnDash(len(match[1]) if match[1] else 1, line[match.end() :])


def _judge(text: str) -> tuple[Label, str]:
    line = text.strip()
    bracket = _BRACKET.match(line)
    if bracket:
        return _judge_bracket(line, bracket)
    colon = _COLON.match(line)
    if colon is None:
        return Label(None, line), "no colon near the start"
    voice = _ASIDE.sub("", colon[1]).strip()
    why_not = _refusal(voice)
    if why_not:
        return Label(None, line), why_not
    aside = colon[1].strip()[len(voice) :].strip()
    rest = line[colon.end() :]
    if rest and not line[: colon.end()].endswith((" ", "\t")) and not _is_role(voice):
        return Label(None, line), "nothing between the colon and the next word"
    return Label(voice, f"{aside} {rest}".strip()), _reason(voice)


def _judge_bracket(line: str, bracket: re.Match[str]) -> tuple[Label, str]:
    voice, rest = bracket[1].strip(), line[bracket.end() :]
    if not rest and not bracket[2]:
        return Label(None, line), "brackets with nothing after them"
    why_not = f"'{voice}' names a sound" if names_a_sound(voice) else _refusal(voice)
    return (Label(None, line), why_not) if why_not else (Label(voice, rest), _reason(voice))


# A transcript has few labels and many lines.
@lru_cache(maxsize=4096)
def _refusal(voice: str) -> str:
    """Why this is no label; empty when it is one."""
    bare = voice.strip(_QUOTES + " ")
    words = bare.split()
    if not words or len(words) > _MOST_WORDS or len(bare) > 40:
        return "too long, or empty"
    if not any(letter.isalpha() for letter in bare):
        return "no letter in it"
    if _NUMBERED.fullmatch(bare):
        return "" if bare[0].isupper() or _is_role(bare) else f"'{bare}' is no name"
    if not all(_WORD.fullmatch(word.strip(_QUOTES)) for word in words):
        return f"'{bare}' has marks that names do not have"
    return _refusal_of_words(bare, words)


def _refusal_of_words(bare: str, words: list[str]) -> str:
    if _plain(words[0]) in NOT_LABELS:
        return f"'{words[0]}' begins sentences, it names nobody"
    if _is_role(bare):
        return ""
    if not all(word.strip(_QUOTES)[:1].isupper() or word.isdigit() for word in words):
        return f"'{bare}' is neither a name nor a role"
    return "" if len(words) <= 3 else "more capitalised words than a name has"


@lru_cache(maxsize=4096)
def _is_role(voice: str) -> bool:
    """A role ("мать"), with nothing beside it but qualifiers, numbers and capitalised names."""
    words = re.split(r"[\s_-]+", voice.strip(_QUOTES + " "))
    plain = [_plain(word).rstrip("0123456789") for word in words]
    if not any(word in ROLES for word in plain):
        return False
    return all(
        not low or low in ROLES or low in QUALIFIERS or word[:1].isupper()
        for word, low in zip(words, plain, strict=True)
    )


def _reason(voice: str) -> str:
    if _is_role(voice):
        return "a role"
    if _NUMBERED.fullmatch(voice):
        return "a word with a number"
    return "capitalised like a name"


def _plain(word: str) -> str:
    return word.lower().replace("ё", "е").strip(".,!?" + _QUOTES)
