"""A guard against invented words: what a transcriber writes where nobody said it.

Whisper was trained on subtitles; over noise, music and silence it writes what subtitles hold
there: credits, farewells, "you". The guard holds such segments back for a person to judge. It
looks at the text, the languages of the recording and where speech was heard, never at the
transcriber's own confidence alone, and it says which rule fired.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from earwitness.listen.credit_lines import credit_matches, is_filler, plain_words
from earwitness.listen.heard import HeardSegment
from earwitness.records.timecode import Interval

__all__ = ["GuardContext", "Rule", "Verdict", "explain", "judge", "tail_of_credits"]

Rule = Literal[
    "no_words",
    "script",
    "language",
    "credit_line",
    "outside_speech",
    "repetition",
    "too_fast",
    "filler",
    "sound_label",
    "hint_echo",
    "nothing_against_it",
]

_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("Latin", r"A-Za-z\u00c0-\u024f\u1e00-\u1eff"),
    ("Cyrillic", r"\u0400-\u052f"),
    ("Greek", r"\u0370-\u03ff"),
    ("Hebrew", r"\u0590-\u05ff"),
    ("Arabic", r"\u0600-\u06ff\u0750-\u077f"),
    ("Georgian", r"\u10a0-\u10ff"),
    ("Armenian", r"\u0530-\u058f"),
    ("Devanagari", r"\u0900-\u097f"),
    ("Thai", r"\u0e00-\u0e7f"),
    ("Han", r"\u3400-\u9fff"),
    ("Kana", r"\u3040-\u30ff"),
    ("Hangul", r"\u1100-\u11ff\uac00-\ud7af"),
)
_LETTERS = {name: re.compile(f"[{letters}]") for name, letters in _SCRIPTS}
_CYRILLIC = frozenset(
    "ru uk be bg sr mk kk ky tg mn tt ba os ab ce cv sah tyv udm kv".split()  # noqa: SIM905
)
_OTHER_SCRIPTS: dict[str, tuple[str, ...]] = {
    "el": ("Greek",),
    "he": ("Hebrew",),
    "yi": ("Hebrew",),
    "ar": ("Arabic",),
    "fa": ("Arabic",),
    "ur": ("Arabic",),
    "ps": ("Arabic",),
    "ka": ("Georgian",),
    "hy": ("Armenian",),
    "hi": ("Devanagari",),
    "th": ("Thai",),
    "zh": ("Han",),
    "ja": ("Han", "Kana"),
    "ko": ("Hangul", "Han"),
    "sr": ("Cyrillic", "Latin"),
    "tt": ("Cyrillic", "Latin"),
}
# A segment says little about the recording's script until there is about a sentence of text.
_MIN_KNOWN_LETTERS = 60
_CREDIT_SHARE = 0.5
_FOREIGN_SHARE = 0.6
_MIN_SPEECH_SHARE = 0.2
_MAX_COMPRESSION = 2.4
_MAX_WORDS_PER_S = 8.0
_LONG_SLOT_MS = 8_000
_REPEATED_SHARE = 0.75
_ECHOED_HINTS = 3
_NOTES = "♩♪♫♬"
_LABEL = re.compile(
    rf"(?:(?:\[[^\]\[]{{1,80}}\]|\([^()]{{1,80}}\)|\*[^*]{{1,80}}\*|[{_NOTES}][^{_NOTES}]{{1,300}}[{_NOTES}])[\s.,!…]*)+"
)


@dataclass(frozen=True, slots=True)
class GuardContext:
    """What is known about the recording.

    Args:
        languages: languages expected on it, as BCP-47 codes; empty if not known.
        speech: where somebody speaks; None if that was not measured.
        script: the script that most of the transcript is written in, "" if not known.
        hints: entries of the glossary that the engine was given, in their order.
    """

    languages: tuple[str, ...] = ()
    speech: tuple[Interval, ...] | None = None
    script: str = ""
    hints: tuple[str, ...] = ()

    def informed_by(self, segments: Iterable[HeardSegment]) -> GuardContext:
        """The same context, with the script that most letters of a transcript are written in.

        Nothing is concluded from less than a sentence, nor where languages are given.
        """
        if self.languages:
            return self
        counts: Counter[str] = Counter()
        for segment in segments:
            text = _without_credits(segment.text)
            # a filler that is repeated all over the tape is no evidence of its language
            if not is_filler(text):
                counts.update(_count_scripts(text))
        top = counts.most_common(1)
        if not top or top[0][1] < _MIN_KNOWN_LETTERS or top[0][1] * 2 <= counts.total():
            return self
        return replace(self, script=top[0][0])


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done with a segment.

    Args:
        decision: keep it as words, or hold it back for a person.
        rule: which rule decided.
        reason: one sentence.
        credits: character ranges of known credit lines within a text that is kept.
    """

    decision: Literal["keep", "hold"]
    rule: Rule
    reason: str
    credits: tuple[tuple[int, int], ...] = ()

    @property
    def kept(self) -> bool:
        return self.decision == "keep"


def judge(segment: HeardSegment, context: GuardContext) -> Verdict:
    """Decide whether a segment may stand as heard words.

    Args:
        segment: from a transcriber.
        context: languages and speech of the recording.

    Returns:
        The verdict of the first rule that speaks against it, in the order of `Rule`.
    """
    return next(
        (verdict for verdict in _verdicts(segment, context) if verdict is not None),
        Verdict("keep", "nothing_against_it", "no rule speaks against it", _ranges(segment.text)),
    )


def tail_of_credits(text: str, credits: tuple[tuple[int, int], ...]) -> int | None:  # noqa: A002 (as `Verdict` names them)
    """Where known credits begin that end a text behind a whole sentence; None if none do.

    >>> text = "Выходим через час. Продолжение следует..."
    >>> tail_of_credits(text, ((19, 38),))
    19
    """
    place = len(text)
    for start, end in reversed(credits):
        if re.search(r"\w", text[end:place]):
            break
        place = start
    before = text[:place].rstrip()
    return place if place < len(text) and before.endswith((".", "!", "?", "…")) else None


def explain(segment: HeardSegment, context: GuardContext) -> tuple[str, ...]:
    """All rules that speak against a segment, one line each; the twin of `judge`.

    >>> explain(HeardSegment(0, 30000, "you", "en"), GuardContext(languages=("ru",)))[0]
    'script: the text is Latin, the recording is expected in Cyrillic'
    """
    against = [verdict for verdict in _verdicts(segment, context) if verdict is not None]
    return tuple(f"{verdict.rule}: {verdict.reason}" for verdict in against) or (
        "nothing_against_it: no rule speaks against it",
    )


def _verdicts(segment: HeardSegment, context: GuardContext) -> Iterable[Verdict | None]:
    yield _no_words(segment)
    yield _foreign_script(segment, context)
    yield _foreign_language(segment, context)
    yield _credits(segment)
    yield _outside_speech(segment, context)
    yield _repetition(segment)
    yield _too_fast(segment)
    yield _filler(segment)
    yield _sound_label(segment)
    yield _hint_echo(segment, context)


def _hold(rule: Rule, reason: str) -> Verdict:
    return Verdict("hold", rule, reason)


def _no_words(segment: HeardSegment) -> Verdict | None:
    if plain_words(segment.text):
        return None
    return _hold("no_words", "there is no word in it")


def _foreign_script(segment: HeardSegment, context: GuardContext) -> Verdict | None:
    expected = _expected_scripts(context)
    counts = _count_scripts(segment.text)
    if not expected or not counts:
        return None
    foreign = counts.total() - sum(counts[script] for script in expected)
    if foreign < counts.total() * _FOREIGN_SHARE:
        return None
    found = max(counts, key=lambda script: counts[script])
    names = " or ".join(sorted(expected))
    return _hold("script", f"the text is {found}, the recording is expected in {names}")


def _foreign_language(segment: HeardSegment, context: GuardContext) -> Verdict | None:
    """The engine's own language, and letters that only one of Russian and Ukrainian has."""
    language = segment.language.split("-")[0]
    expected = {code.split("-")[0] for code in context.languages}
    if not expected or not language or language in expected:
        return None
    # the engine mixes up neighbours with one script; their words may still be right
    if _scripts_of(language) & _expected_scripts(context):
        return None
    if _count_scripts(segment.text).total():
        return None  # the script rule has looked at the letters themselves
    named = ", ".join(sorted(expected))
    return _hold("language", f"the transcriber chose '{language}', expected is {named}")


def _credits(segment: HeardSegment) -> Verdict | None:
    matches = credit_matches(segment.text)
    if not matches:
        return None
    covered = sum(match.end - match.start for match in matches)
    letters = len(re.sub(r"[^\w]+", " ", segment.text).strip())
    if covered < letters * _CREDIT_SHARE:
        return None
    return _hold("credit_line", f"a line known from subtitles: '{matches[0].line}'")


def _outside_speech(segment: HeardSegment, context: GuardContext) -> Verdict | None:
    if context.speech is None or segment.end_ms <= segment.start_ms:
        return None
    inside_ms = sum(span.overlap_ms(segment.interval) for span in context.speech)
    share = inside_ms / (segment.end_ms - segment.start_ms)
    if share >= _MIN_SPEECH_SHARE:
        return None
    return _hold("outside_speech", f"only {share:.0%} of it lies where somebody speaks")


def _repetition(segment: HeardSegment) -> Verdict | None:
    if segment.compression_ratio > _MAX_COMPRESSION:
        return _hold(
            "repetition", f"it repeats itself (compression {segment.compression_ratio:.1f})"
        )
    words = plain_words(segment.text)
    if len(words) < 12:
        return None
    for size in range(1, 9):
        groups = Counter(zip(*(words[offset:] for offset in range(size)), strict=False))
        group, times = groups.most_common(1)[0]
        if times >= 6 and times * size >= len(words) * _REPEATED_SHARE:
            return _hold("repetition", f"'{' '.join(group)}' stands there {times} times")
    return None


def _too_fast(segment: HeardSegment) -> Verdict | None:
    words, duration_ms = len(plain_words(segment.text)), segment.end_ms - segment.start_ms
    if words < 4 or duration_ms <= 0:
        return None
    rate = words * 1000 / duration_ms
    if rate <= _MAX_WORDS_PER_S:
        return None
    return _hold("too_fast", f"{rate:.0f} words a second: nobody speaks so fast")


def _filler(segment: HeardSegment) -> Verdict | None:
    long_slot = segment.end_ms - segment.start_ms >= _LONG_SLOT_MS
    if not long_slot or not is_filler(segment.text):
        return None
    seconds = (segment.end_ms - segment.start_ms) // 1000
    return _hold("filler", f"a single filler for {seconds} seconds")


def _sound_label(segment: HeardSegment) -> Verdict | None:
    """Subtitles describe sounds in brackets; nobody speaks brackets."""
    if not _LABEL.fullmatch(segment.text.strip()):
        return None
    return _hold("sound_label", "it describes a sound, as subtitles do, and is no speech")


def _hint_echo(segment: HeardSegment, context: GuardContext) -> Verdict | None:
    """Over noise, an engine writes its hints down, one after the other.

    People say call signs too, even two in a row: only three that stand so in the glossary count.
    """
    if len(context.hints) < _ECHOED_HINTS:
        return None
    said = plain_words(segment.text)
    entries = [plain_words(hint) for hint in context.hints]
    for first in range(len(entries) - _ECHOED_HINTS + 1):
        together: tuple[str, ...] = ()
        for last in range(first, len(entries)):
            together += entries[last]
            if len(together) >= len(said):
                break
        if said == together and last - first + 1 >= _ECHOED_HINTS:
            return _hold(
                "hint_echo", f"{last - first + 1} entries of the glossary in its own order"
            )
    return None


def _expected_scripts(context: GuardContext) -> frozenset[str]:
    if context.languages:
        return frozenset().union(*(_scripts_of(code) for code in context.languages))
    return frozenset({context.script}) if context.script else frozenset()


def _scripts_of(language: str) -> frozenset[str]:
    code = language.split("-", maxsplit=1)[0].lower()
    if code in _OTHER_SCRIPTS:
        return frozenset(_OTHER_SCRIPTS[code])
    return frozenset({"Cyrillic"}) if code in _CYRILLIC else frozenset({"Latin"})


def _count_scripts(text: str) -> Counter[str]:
    counts = {name: len(letters.findall(text)) for name, letters in _LETTERS.items()}
    return Counter({name: count for name, count in counts.items() if count})


def _ranges(text: str) -> tuple[tuple[int, int], ...]:
    return tuple((match.start, match.end) for match in credit_matches(text))


def _without_credits(text: str) -> str:
    kept, position = [], 0
    for start, end in _ranges(text):
        kept.append(text[position:start])
        position = end
    return " ".join([*kept, text[position:]])
