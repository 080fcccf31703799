"""What a transcription server answers, held to what it can possibly be.

Words from elsewhere become a part of the record: an answer that is not the JSON of the interface
(https://platform.openai.com/docs/api-reference/audio/verbose-json-object), or that puts words where
no sound was sent, is no answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeGuard

from earwitness.errors import ServiceFailed, ServiceUnreachable
from earwitness.listen.engines.word_runs import inside
from earwitness.listen.heard import HeardSegment, HeardWord
from earwitness.records.timecode import Interval

__all__ = ["read_answer"]

# Engines begin words past the end of the sound by a frame or two, and Whisper ends them anywhere in
# its window of half a minute; what is further out is invented.
_BEYOND_S = 2.0
_WINDOW_S = 30.0
_MOST_LETTERS_PER_S = 60
_MOST_LETTERS = 400
# The interface names languages in English; these are the ones of our material and its neighbours.
_LANGUAGES = {
    "russian": "ru", "ukrainian": "uk", "english": "en", "belarusian": "be", "polish": "pl",
    "german": "de", "french": "fr", "spanish": "es", "italian": "it", "romanian": "ro",
    "moldavian": "ro", "bulgarian": "bg", "serbian": "sr", "czech": "cs", "slovak": "sk",
    "turkish": "tr", "arabic": "ar", "hebrew": "he", "persian": "fa", "kazakh": "kk",
    "uzbek": "uz", "tajik": "tg", "georgian": "ka", "armenian": "hy", "azerbaijani": "az",
    "tatar": "tt", "bashkir": "ba", "chinese": "zh", "korean": "ko", "latvian": "lv",
    "lithuanian": "lt", "estonian": "et", "finnish": "fi", "hungarian": "hu", "dutch": "nl",
}  # fmt: skip


def read_answer(
    body: bytes, limit: Interval, expected: str, where: str
) -> tuple[HeardSegment, ...]:
    """Read the answer about one stretch of sound.

    Args:
        body: as it came.
        limit: the stretch that was sent, in the recording's time.
        expected: language that was asked for, "" for none.
        where: the server's address, for the message.

    Returns:
        Segments with times of the recording, none of them empty.

    Raises:
        ServiceUnreachable: it is not JSON: something else answers at that address.
        ServiceFailed: it is JSON of another kind, or its times lie outside the sound.
    """
    answer = _decoded(body, where)
    text = _text(answer.get("text", ""), limit, where)
    language = _language(answer.get("language"), expected)
    segments = answer.get("segments") or []
    words = answer.get("words") or []
    if not isinstance(segments, list) or not isinstance(words, list):
        raise _not_understood("segments or words are no list", where)
    loose = tuple(_words(words, limit, where))
    if not segments:
        if not text:
            return ()
        return (HeardSegment(limit.start_ms, limit.end_ms, text, language, loose),)
    found = tuple(_segments(segments, loose, language, limit, where))
    return tuple(one for one in found if one.text)


def _decoded(body: bytes, where: str) -> dict[str, Any]:
    try:
        answer = json.loads(body.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        shown = " ".join(body[:60].decode("utf-8", errors="replace").split())
        raise ServiceUnreachable(
            f"answers with something that is not JSON: '{shown}'",
            where=where,
            do="Check `server` under [transcribe]: is it a transcription server's address",
        ) from error
    if not isinstance(answer, dict) or not ({"text", "segments"} & answer.keys()):
        raise _not_understood("it has neither text nor segments", where)
    return answer


def _segments(
    segments: list[Any], loose: tuple[HeardWord, ...], language: str, limit: Interval, where: str
) -> Iterator[HeardSegment]:
    position = limit.start_ms
    for one in segments:
        if not isinstance(one, dict):
            raise _not_understood("a segment is no object", where)
        start_ms, end_ms = _times(one, limit, where)
        start_ms, end_ms = max(start_ms, position), max(end_ms, position)
        own = one.get("words")
        if isinstance(own, list) and own:
            spoken = tuple(_words(own, limit, where))
        else:
            spoken = _between(loose, start_ms, end_ms, last=one is segments[-1])
        yield HeardSegment(
            start_ms=start_ms,
            end_ms=end_ms,
            text=_text(one.get("text", ""), limit, where),
            language=_language(one.get("language"), language),
            words=spoken,
            avg_logprob=_number(one.get("avg_logprob")),
            no_speech_prob=_number(one.get("no_speech_prob")),
            compression_ratio=_number(one.get("compression_ratio")),
        )
        position = start_ms


def _between(
    words: tuple[HeardWord, ...], start_ms: int, end_ms: int, *, last: bool
) -> tuple[HeardWord, ...]:
    """Words whose middle lies in a segment; the last one also takes what stands at its end."""
    middles = [(word, (word.start_ms + word.end_ms) / 2) for word in words]
    return tuple(
        word
        for word, middle in middles
        if start_ms <= middle < end_ms or (last and middle == end_ms)
    )


def _words(words: list[Any], limit: Interval, where: str) -> Iterator[HeardWord]:
    for one in words:
        if not isinstance(one, dict):
            raise _not_understood("a word is no object", where)
        text = _text(one.get("word", ""), limit, where)
        if text:
            start_ms, end_ms = _times(one, limit, where)
            doubt = one.get("probability", one.get("score"))
            yield HeardWord(start_ms, end_ms, text, min(max(_number(doubt), 0.0), 1.0))


def _times(one: dict[str, Any], limit: Interval, where: str) -> tuple[int, int]:
    start, end = one.get("start"), one.get("end")
    if not (_is_number(start) and _is_number(end)):
        raise _not_understood("a segment or word has no start and end in seconds", where)
    sound_s = limit.duration_ms / 1000
    latest_s = max(sound_s, _WINDOW_S) + _BEYOND_S
    if not (-_BEYOND_S <= start <= sound_s + _BEYOND_S and start <= end + 0.001 <= latest_s):
        raise ServiceFailed(
            f"puts words from {start:.1f} to {end:.1f} s into a sound of {sound_s:.1f} s",
            where=where,
            do="Nothing of its answer was stored",
        )
    return inside(start, end, limit)


def _text(text: object, limit: Interval, where: str) -> str:
    if not isinstance(text, str):
        raise _not_understood("a text is no text", where)
    most = _MOST_LETTERS + _MOST_LETTERS_PER_S * limit.duration_ms // 1000
    if len(text) > most:
        raise ServiceFailed(
            f"gives {len(text)} letters for {limit.duration_ms / 1000:.1f} s of sound",
            where=where,
            do="Nothing of its answer was stored",
        )
    return " ".join(text.replace("\0", " ").split())


def _language(found: object, expected: str) -> str:
    """A code: the interface gives English names, many servers give codes."""
    if isinstance(found, str):
        name = found.strip().lower()
        if name in _LANGUAGES:
            return _LANGUAGES[name]
        if name.isascii() and name.isalpha() and len(name) in (2, 3):
            return name
    return expected or "und"


def _is_number(value: object) -> TypeGuard[float]:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and abs(value) < 1e9  # false for what is infinite or not a number, too
    )


def _number(value: object) -> float:
    return float(value) if _is_number(value) else 0.0


def _not_understood(why: str, where: str) -> ServiceFailed:
    return ServiceFailed(
        f"answers with JSON that is no transcription: {why}",
        where=where,
        do="Nothing of its answer was stored",
    )
