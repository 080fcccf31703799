"""Text and sound in, times out, without any downloaded model: `align_recordings`.

The words are read aloud by a synthesiser whose phones have known times; three-state models of the
phones are set from that and fitted to the recordings, all of one language together and then each by
itself (`fitting`). Lines are judged (`belonging`) and their edges moved to those of the sound (`edges`).

What it cannot tell: a short word that is not there ("не") is heard in about three of four cases only, and
words with like sounds are told apart badly. A line that fits is in the right place; that each of its words was
said is for a person to hear.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.cepstra import CEPSTRA_RATE_HZ, FRAME_MS
from earwitness.listen.align.belonging import displaced, place_lines, unclaimed_speech
from earwitness.listen.align.decoys import lead_over_decoy
from earwitness.listen.align.edges import EdgeSettings, moved_end, moved_start
from earwitness.listen.align.fitting import FitSettings, fit
from earwitness.listen.align.monophones import state_names
from earwitness.listen.align.pieces import is_long
from earwitness.listen.align.placed import NOWHERE, BelongingSettings, Placed
from earwitness.listen.align.reading import Reader, ReadLine
from earwitness.listen.align.spoken import Synthesiser
from earwitness.listen.align.takes import Sound, Take, measured, take
from earwitness.records.alignment import AlignedLine, AlignedWord, Alignment, Fit
from earwitness.records.timecode import Interval, format_ms
from earwitness.text.words import tokens

__all__ = ["ALIGN_VERSION", "AlignSettings", "Material", "align_recordings"]

Floats = NDArray[np.float32]

ALIGN_VERSION = "2"
_EARLY_MS = 7  # a frame's middle stands 12 ms after its start, half a frame before the change
_TOO_SHORT = "there is too little sound to tell a right text from a wrong one"
_LEAST_LINES, _LEAST_FRAMES = 3, 600
_FEW = 5  # recordings: what many of them teach together is not learnt by heart from one
_LITTLE = 18_000  # frames, three minutes: from less the models may learn a wrong text by heart
_LEAST_PEAK = 1e-4
_TOO_MUCH = 3.0  # a text that takes so many times longer to say than the sound lasts is refused

# White noise ranges over 1 dB, talk over more than 4 dB even where noise is only 5 dB below it. The models,
# which adapt to what they hear, would learn to find words in it.
_EVEN_DB, _LEAST_EVEN_S = 2.0, 1.0


@dataclass(frozen=True, slots=True)
class AlignSettings:
    """How to align.

    Args:
        speakers: voices that read the text; the models are set from all of them.
        read_s: seconds of text that are read for the models, by each voice for each recording.
        leads: nats a frame by which a text must fit better than its decoy where there is little to learn
            from (`decoys`); ``may_lead`` the same for "may".
        fit, belonging, edges: settings of the steps.
    """

    speakers: int = 4
    read_s: float = 90.0
    leads: float = 0.5
    may_lead: float = 0.25
    fit: FitSettings = field(default_factory=FitSettings)
    belonging: BelongingSettings = field(default_factory=BelongingSettings)
    edges: EdgeSettings = field(default_factory=EdgeSettings)


@dataclass(frozen=True, slots=True)
class Material:
    """A recording and the lines that are said to be spoken in it.

    Args:
        sound: (n,) float32 at 8 kHz, or blocks of it, which are heard once: an hour of sound need not be held.
        lines: the text; a line without words is kept and gets no time.
        speech: where speech is heard, None where that was not measured.
    """

    sound: Floats | Iterable[Floats]
    lines: Sequence[str]
    speech: Sequence[Interval] | None = None


def align_recordings(
    materials: Sequence[Material],
    language: str,
    synthesiser: Synthesiser,
    settings: AlignSettings | None = None,
) -> list[Alignment]:
    """Align recordings of one language; the more there are, the better the models.

    Args:
        materials: recordings with their texts.
        language: BCP-47 tag of the texts.
        synthesiser: what reads them.
        settings: see `AlignSettings`.

    Returns:
        One alignment for each, in the same order. A text that cannot be aligned at all (no words, no
        sound, far too long) has no times, and its reason says why.

    Raises:
        UsageError: the synthesiser does not speak the language.
    """
    settings = settings or AlignSettings()
    reader = Reader(synthesiser, language)
    maker = f"earwitness align {ALIGN_VERSION}, {synthesiser.name} {synthesiser.version}"
    read = [[reader.read(line, keep_sound=False) for line in one.lines] for one in materials]
    sounds = [measured(one.sound) for one in materials]
    refused = {
        number: why
        for number, (one, sound, lines) in enumerate(zip(materials, sounds, read, strict=True))
        if (why := _refusal(one, sound, lines))
    }
    able = [number for number in range(len(materials)) if number not in refused]
    found = {
        number: _without_times(materials[number], why, maker) for number, why in refused.items()
    }
    if able:
        readings = [_readings(reader, read[number], settings) for number in able]
        names = state_names(
            phone.name
            for each in readings
            for lines in each
            for line in lines
            for phone in line.phones
        )
        takes = [
            take(sounds[number], read[number], names, materials[number].speech) for number in able
        ]
        shared, own = fit(takes, names, readings, settings.fit)
        little = len(takes) < _FEW and sum(one.frames for one in takes) < _LITTLE
        for number, one, model, given in zip(able, takes, own, readings, strict=True):
            placed = place_lines(one, shared, model, settings.belonging)
            alignment = _alignment(one, placed, settings, maker)
            if little and _is_short(one):
                alignment = _capped(alignment, Fit.DOUBTFUL, _TOO_SHORT)
            elif little and not is_long(one):
                lead = lead_over_decoy(one, names, given, settings.fit)
                alignment = _held_against_decoy(alignment, lead, settings)
            found[number] = alignment
    return [found[number] for number in range(len(materials))]


def _held_against_decoy(found: Alignment, lead: float, settings: AlignSettings) -> Alignment:
    """What is left of a verdict when any text would have fitted about as well."""
    if lead >= settings.leads:
        return found
    if lead < settings.may_lead:
        return _capped(found, Fit.DOES_NOT_BELONG, "a text of other words fits this sound as well")
    return _capped(found, Fit.DOUBTFUL, "a text of other words fits this sound almost as well")


def _is_short(one: Take) -> bool:
    """Whether there is too little of a take for a decoy to tell anything."""
    return len(one.lines) < _LEAST_LINES or one.frames < _LEAST_FRAMES


def _capped(found: Alignment, most: Fit, why: str) -> Alignment:
    """The same times, and no line that is said to fit."""
    lines = tuple(
        replace(line, fit=most, reason=why) if line.fit is Fit.FITS else line
        for line in found.lines
    )
    whole = found.fit is Fit.FITS or most is Fit.DOES_NOT_BELONG
    return replace(found, lines=lines, fit=most if whole else found.fit, reason=why)


def _readings(
    reader: Reader, lines: Sequence[ReadLine], settings: AlignSettings
) -> list[list[ReadLine]]:
    """Lines by each voice: evenly spread, and those with a phone that no other of them has."""
    total_s = sum(line.duration_s for line in lines)
    step = max(1, round(total_s / settings.read_s))
    spoken = [line for line in lines if line.words]
    chosen = spoken[::step]
    heard = {phone.name for line in chosen for phone in line.phones}
    for line in spoken:
        names = {phone.name for phone in line.phones}
        if not names <= heard:
            chosen.append(line)
            heard |= names
    count = min(settings.speakers, reader.speakers)
    return [[reader.read(line.text, speaker) for line in chosen] for speaker in range(count)]


def _refusal(one: Material, sound: Sound, lines: Sequence[ReadLine]) -> str:
    """Why a text cannot be aligned at all, or ""."""
    heard_s = sound.samples / CEPSTRA_RATE_HZ
    said_s = sum(line.duration_s for line in lines)
    if not any(line.words for line in lines):
        return "the text has no words"
    if heard_s < 0.1 or not sound.peak >= _LEAST_PEAK:  # also where it is not a number
        return "there is no sound to align to"
    if one.speech is not None and not one.speech:
        return "no speech is heard in the sound"
    if heard_s > _LEAST_EVEN_S and sound.range_db < _EVEN_DB:
        return "the sound is even: nothing stands out of it as speech does"
    if said_s > _TOO_MUCH * heard_s + 2:
        return (
            f"the text takes about {format_ms(round(said_s * 1000), millis=False)} to say, the sound"
            f" lasts {format_ms(round(heard_s * 1000), millis=False)}"
        )
    return ""


def _without_times(one: Material, why: str, maker: str) -> Alignment:
    lines = tuple(
        AlignedLine(
            None,
            None,
            Fit.DOES_NOT_BELONG,
            why,
            None,
            tuple(AlignedWord(t.text, None, None, Fit.DOES_NOT_BELONG) for t in tokens(line)),
        )
        for line in one.lines
    )
    return Alignment(lines, Fit.DOES_NOT_BELONG, why, (), maker)


def _alignment(one: Take, placed: Placed, settings: AlignSettings, maker: str) -> Alignment:
    out_of_place = displaced(placed, settings.belonging)
    starts, ends = _edges(one, placed, settings)
    lines = tuple(
        _line(one, placed, number, starts, ends, settings, moved=number in out_of_place)
        for number in range(len(one.lines))
    )
    fit_, reason = _whole(lines)
    heard = placed
    if one.heard is not None:
        heard = replace(placed, speaking=placed.speaking & one.heard)
    unclaimed = tuple(
        Interval(start * FRAME_MS, min(end, one.frames) * FRAME_MS)
        for start, end in unclaimed_speech(heard, settings.belonging)
    )
    return Alignment(lines, fit_, reason, unclaimed, maker)


def _edges(
    one: Take, placed: Placed, settings: AlignSettings
) -> tuple[dict[int, int], dict[int, int]]:
    """Start and end of each line that is somewhere, in milliseconds, moved to those of its sound."""
    order = sorted(np.flatnonzero(placed.start >= 0).tolist(), key=lambda n: int(placed.start[n]))
    raw = {n: (_ms(placed.start[n]), _ms(placed.end[n])) for n in order}
    levels, last_ms = one.sound.levels, one.sound.duration_ms
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for place, number in enumerate(order):
        start_ms, end_ms = raw[number]
        before_ms = max((raw[n][1] for n in order[:place]), default=0)
        start_ms = max(start_ms, before_ms)
        end_ms = max(start_ms, end_ms)
        starts[number] = moved_start(levels, start_ms, end_ms, before_ms, settings.edges)
    for place, number in enumerate(order):
        start_ms, end_ms = starts[number], max(starts[number], raw[number][1])
        after_ms = min((starts[n] for n in order[place + 1 :]), default=last_ms)
        ends[number] = min(moved_end(levels, start_ms, end_ms, after_ms, settings.edges), last_ms)
    return starts, ends


def _line(
    one: Take,
    placed: Placed,
    number: int,
    starts: dict[int, int],
    ends: dict[int, int],
    settings: AlignSettings,
    *,
    moved: bool,
) -> AlignedLine:
    score = float(placed.fit[number])
    words = _words(one, placed, number, starts.get(number), ends.get(number), settings)
    if not one.lines[number].words:
        return AlignedLine(None, None, Fit.DOUBTFUL, "the line has no words", None, words)
    if number not in starts:
        reason = "its words are not heard where they should be, nor near it"
        return AlignedLine(None, None, Fit.DOES_NOT_BELONG, reason, None, words)
    start_ms, end_ms = starts[number], ends[number]
    limits = settings.belonging
    if moved:
        fit_, reason = (
            Fit.DOES_NOT_BELONG,
            f"it is heard out of its order, at {format_ms(start_ms)}",
        )
    elif placed.belongs(number, limits):
        fit_, reason = Fit.FITS, f"its own sounds explain the speech there ({score:.1f})"
    elif placed.may_belong(number, limits):
        fit_, reason = Fit.DOUBTFUL, f"its sounds are hardly better than any others ({score:.1f})"
    else:
        fit_, reason = Fit.DOES_NOT_BELONG, f"other sounds are heard in its place ({score:.1f})"
    return AlignedLine(start_ms, end_ms, fit_, reason, round(score, 2), words, moved=moved)


def _words(
    one: Take,
    placed: Placed,
    number: int,
    line_start_ms: int | None,
    line_end_ms: int | None,
    settings: AlignSettings,
) -> tuple[AlignedWord, ...]:
    texts = [token.text for token in tokens(one.lines[number].text)]
    found: list[AlignedWord] = []
    first = int(np.searchsorted(one.owners, number))
    read = one.lines[number].words
    for place, word in enumerate(read):
        index = first + place
        own = texts[word.first : word.first + word.tokens]
        score = float(placed.word_fit[index])
        if placed.word_start[index] < 0 or line_start_ms is None or line_end_ms is None:
            found += [AlignedWord(text, None, None, Fit.DOES_NOT_BELONG) for text in own]
            continue
        start_ms = line_start_ms if place == 0 else _ms(placed.word_start[index])
        end_ms = line_end_ms if place == len(read) - 1 else _ms(placed.word_end[index])
        start_ms = min(max(start_ms, line_start_ms), line_end_ms)
        end_ms = min(max(end_ms, start_ms), line_end_ms)
        found += _shared_out(own, start_ms, end_ms, score, settings.belonging)
    found += [AlignedWord(t, None, None, Fit.DOES_NOT_BELONG) for t in texts[len(found) :]]
    return tuple(found)


def _shared_out(
    texts: Sequence[str], start_ms: int, end_ms: int, score: float, limits: BelongingSettings
) -> list[AlignedWord]:
    """Words that are said as one, each with its share of the time by letters."""
    letters = np.cumsum([0] + [len(text) for text in texts])
    edges = start_ms + (end_ms - start_ms) * letters / letters[-1]
    fit_ = Fit.FITS
    if score < limits.fits:
        fit_ = Fit.DOUBTFUL if score > NOWHERE else Fit.DOES_NOT_BELONG
    return [
        AlignedWord(text, round(edges[k]), round(edges[k + 1]), fit_, round(score, 2))
        for k, text in enumerate(texts)
    ]


def _whole(lines: Sequence[AlignedLine]) -> tuple[Fit, str]:
    """Whether the text as a whole belongs to the sound."""
    spoken = [line for line in lines if line.words]
    fitting = sum(line.fit is Fit.FITS for line in spoken)
    wrong = sum(line.fit is Fit.DOES_NOT_BELONG for line in spoken)
    says = f"{fitting} of {len(spoken)} lines fit, {wrong} do not belong"
    if 10 * fitting >= 7 * len(spoken):
        return Fit.FITS, says
    return (Fit.DOES_NOT_BELONG if 2 * wrong > len(spoken) else Fit.DOUBTFUL), says


def _ms(frame: int | np.intp) -> int:
    return int(frame) * FRAME_MS + _EARLY_MS
