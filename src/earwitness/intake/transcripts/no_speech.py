"""Lines that say that nothing was said: ``[inaudible]``, ``(шум)``, ``[музика]``, ``LEER !!!``."""

from __future__ import annotations

import re

from earwitness.intake.transcripts.label_words import SOUND_STEMS, SOUND_WORDS

__all__ = ["names_a_sound", "read_no_speech"]

_MARK = re.compile(r"\[([^\[\]]{1,80})\]|\(([^()]{1,80})\)|\*([^*]{1,80})\*|<([^<>]{1,80})>")
_FILLER = re.compile(r"[\s.,;!…–—-]+")
_BARE = re.compile(r"(?:LEER|BLANK_AUDIO|NO SPEECH|НРЗБ|НЕРАЗБОРЧИВО|НЕРОЗБІРЛИВО)[\s.!]*")
_CROSSED_OUT = re.compile(r"[xXхХ.…_*#?-]{2,80}")
_NOTES = re.compile(r"[♪♫♬🎵🎶\s]{1,80}")
_NOT_HEARD = re.compile(
    r"\bне\s(?:чути|чутно|слышно|разобрать|розібрати)\b|\bnot (?:heard|audible)\b|\bcannot be heard\b"
)
_MOST_WORDS = 5  # a longer remark in brackets is a comment, or speech


def names_a_sound(remark: str) -> bool:
    """Whether the words inside brackets tell of a sound or of missing speech.

    >>> names_a_sound("неразборчиво"), names_a_sound("Оксана")
    (True, False)
    """
    words = remark.lower().replace("ё", "е").split()
    if not words or len(words) > _MOST_WORDS:
        return False
    if _CROSSED_OUT.fullmatch(remark.strip()):
        return True
    if _NOT_HEARD.search(" ".join(words)):
        return True
    bare = [word.strip(".,!?:;«»\"'") for word in words]
    return any(word in SOUND_WORDS or word.startswith(SOUND_STEMS) for word in bare)


def read_no_speech(text: str) -> str:
    """The kind of a no-speech line, as written and without brackets; empty where there are words.

    >>> read_no_speech("[музика] (шум)"), read_no_speech("[шум] Добрый день")
    ('музика; шум', '')
    """
    line = text.strip()
    if _BARE.fullmatch(line):
        return line.strip(" .!")
    if line and _NOTES.fullmatch(line):
        return line
    kinds: list[str] = []
    position = 0
    while position < len(line):
        gap = _FILLER.match(line, position)
        if gap:
            position = gap.end()
            continue
        mark = _MARK.match(line, position)
        inner = next((group for group in mark.groups() if group), "").strip() if mark else ""
        if mark is None or not names_a_sound(inner):
            return ""
        kinds.append(inner)
        position = mark.end()
    return "; ".join(kinds)
