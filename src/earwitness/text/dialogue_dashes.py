"""Direct speech by dashes, as Russian and Ukrainian print it, and the narrator's words inside it.

    — Мама, я дома, — сказал он. — Всё хорошо.      a line of dialogue
    «Мама, я дома, — сказал он. — Всё хорошо».       the same between quotation marks

What stands between the two inner dashes is the writer's, not the speaker's. Whoever checks a
quotation against a recording has to leave it out.
"""

from __future__ import annotations

import re

from earwitness.text.speech_verbs import VerbKind, speech_verb

__all__ = ["DASH_LINE", "dash_speech_end", "narrator_words"]

DASH_LINE = re.compile(r"[ \t]{0,40}[—–-][ \t\u00a0]{1,4}(?=[«“„\"‘…]?[A-ZА-ЯЁІЇЄҐ0-9…])")
_TURN = re.compile(r"(?<=[,.!?…:»”\"])[ \t\u00a0]{0,3}\n?[—–-][ \t\u00a0]{1,3}(?=\S)")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'ʼ][^\W\d_]+)*")
_CYRILLIC = re.compile("[А-Яа-яЁёІіЇїЄєҐґ]")
_WORDS_TO_VERB = 5


def narrator_words(
    text: str, start: int, end: int, *, dialogue: bool = False
) -> tuple[tuple[int, int], ...]:
    """Find the narrator's words inside direct speech ``text[start:end]``.

    Args:
        text: the whole text.
        start: where the spoken words begin.
        end: where they end at the latest.
        dialogue: a line of dialogue: after ``!``, ``?`` and ``…`` any small letter begins the
            narrator's words; otherwise a verb of speech has to stand there.

    Returns:
        Offsets, in order, dashes included.

    >>> text = "Я дома, — сказал он. — Всё хорошо"
    >>> [text[a:b] for a, b in narrator_words(text, 0, len(text))]
    [' — сказал он. — ']
    """
    if not _CYRILLIC.search(text, start, min(end, start + 4000)):
        return ()
    found: list[tuple[int, int]] = []
    begun: int | None = None
    for turn in _TURN.finditer(text, start, end):
        if begun is not None:
            found.append((begun, turn.end()))
            begun = None
        elif _begins_narration(text, turn, end, dialogue=dialogue):
            begun = turn.start()
    if begun is not None:
        found.append((begun, end))
    return tuple(found)


def dash_speech_end(text: str, start: int, end: int) -> int | None:
    """Where the last spoken word of a dialogue line ends; None if the line is no dialogue.

    Args:
        text: the whole text.
        start: after the opening dash.
        end: end of the line or paragraph.
    """
    while end > start and text[end - 1].isspace():
        end -= 1
    if end == start or text[end - 1] == ";":
        return None
    if not _CYRILLIC.search(text, start, min(end, start + 200)):
        return None
    inserted = narrator_words(text, start, end, dialogue=True)
    if text[start - 2 : start - 1] == "-" and not inserted:
        return None  # a hyphen also begins the items of a list
    return inserted[-1][0] if inserted and inserted[-1][1] == end else end


def _begins_narration(text: str, turn: re.Match[str], end: int, *, dialogue: bool) -> bool:
    if not text[turn.end()].islower():
        return False
    if dialogue and text[turn.start() - 1] in "!?…":
        return True
    for count, word in enumerate(_WORD.finditer(text, turn.end(), min(end, turn.end() + 120))):
        if count == _WORDS_TO_VERB:
            return False
        verb = speech_verb(word.group())
        if verb is not None and verb.kind is not VerbKind.TALK:
            return True
    return False
