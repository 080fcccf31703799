"""What can be heard in one recording, measured in one pass over its sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.decode import Block, DecodeReport, DecodeSettings, SoundBlocks
from earwitness.audio.frames import NativeBlock
from earwitness.audio.levels import (
    LEVEL_FRAME_MS,
    ChannelLevels,
    Clipped,
    ClippingMeter,
    LevelMeter,
    noise_floor_dbfs,
)
from earwitness.audio.peaks import Peaks, peaks_from_extremes
from earwitness.audio.tones import Band, ToneMeter
from earwitness.audio.windows import runs
from earwitness.errors import MissingEngine
from earwitness.listen.discovery import SPEECH_GROUP, load_engine
from earwitness.listen.ear import Ear
from earwitness.listen.speech import SpeechActivity, SpeechSettings, merge_spans
from earwitness.records.timecode import Interval

__all__ = [
    "ChannelSpeech",
    "Heard",
    "Hearing",
    "HearingSettings",
    "LevelStats",
    "Maker",
    "Mark",
    "MarkKind",
    "hear",
]

Samples = NDArray[np.float32]
MarkKind = Literal[
    "silence", "digital_silence", "clipping", "bleep", "dial", "ring", "dtmf", "tone"
]

HEARING_VERSION = "2"
_RATE_HZ = 16_000


@dataclass(frozen=True, slots=True)
class HearingSettings:
    """How to hear.

    Args:
        max_duration_ms: longer recordings are refused.
        speech: how speech probabilities become spans.
        speech_engine: name of an engine, or "none".
        silence_dbfs: 100 ms frames below this level are silent.
        min_silence_ms: shorter silence is not marked.
    """

    max_duration_ms: int = 24 * 3_600_000
    speech: SpeechSettings = field(default_factory=SpeechSettings)
    speech_engine: str = "silero"
    silence_dbfs: float = -60.0
    min_silence_ms: int = 1000


@dataclass(frozen=True, slots=True)
class Mark:
    """Something heard at a place; ``channel`` is None where it concerns all of them."""

    kind: MarkKind
    start_ms: int
    end_ms: int
    channel: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ChannelSpeech:
    """Where somebody speaks on a channel; ``channel`` None stands for all channels together."""

    channel: int | None
    spans: tuple[Interval, ...]

    @property
    def speech_ms(self) -> int:
        return sum(span.duration_ms for span in self.spans)


@dataclass(frozen=True, slots=True)
class LevelStats:
    """Levels of one channel in dBFS; a full-scale sine has an RMS level of -3.0.

    Args:
        channel: number of the channel, from 0.
        peak_dbfs: largest sample.
        noise_dbfs: level between the words, or the 10th percentile where speech is not known.
        speech_dbfs: mean level of the speech, None where none is known.
        snr_db: speech level over noise, an estimate; None where no speech is known.
        dc_offset: mean of all samples, -1 to 1.
    """

    channel: int
    peak_dbfs: float
    noise_dbfs: float
    speech_dbfs: float | None
    snr_db: float | None
    dc_offset: float


@dataclass(frozen=True, slots=True)
class Maker:
    """A program or model that took part, and its version."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Hearing:
    """All that was measured; goes to JSON by msgspec as it is.

    Args:
        duration_ms: length of the decoded sound.
        rate_hz_in: sampling rate of the file.
        channels: channels of the file.
        dual_mono: two channels with the same sound.
        decode: what decoding met.
        speech_state: whether speech activity was measured at all. Without an engine ``speech`` is
            empty and says nothing about the recording.
        speech: the mix first, then each channel of a stereo file.
        marks: in order of time.
        levels: one for each channel kept.
        band: which part of the spectrum is filled.
        makers: programs and models with versions.
        notes: what a person should know, in sentences.
    """

    duration_ms: int
    rate_hz_in: int
    channels: int
    dual_mono: bool
    decode: DecodeReport
    speech_state: Literal["measured", "not_measured"]
    speech: tuple[ChannelSpeech, ...]
    marks: tuple[Mark, ...]
    levels: tuple[LevelStats, ...]
    band: Band
    makers: tuple[Maker, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A hearing and the waveform peaks, which are kept in a file of their own."""

    hearing: Hearing
    peaks: Peaks


def hear(
    path: Path,
    settings: HearingSettings | None = None,
    progress: Callable[[int], None] | None = None,
    ending: str = "",
) -> Heard:
    """Decode a recording once and measure everything on the way.

    Args:
        path: the media file; untrusted bytes belong in a child process (`audio.isolation`).
        settings: limits, speech engine and thresholds.
        progress: called after each 30 s with the milliseconds heard so far.
        ending: as in `DecodeSettings`.

    Raises:
        UnreadableFile, BrokenMedia, NoSound, UnsupportedInput, OverLimit: the file is refused.
    """
    settings = settings or HearingSettings()
    meters = _Meters(settings)
    decode = DecodeSettings(
        rate_hz=_RATE_HZ, max_duration_ms=settings.max_duration_ms, ending=ending
    )
    blocks = SoundBlocks(path, decode, tap=meters.tap)
    for block in blocks:
        meters.feed(block)
        if progress is not None:
            progress((block.start_sample + block.mono.size) * 1000 // _RATE_HZ)
    return meters.finish(blocks.report)


class _Meters:
    """The measures of one pass."""

    def __init__(self, settings: HearingSettings) -> None:
        self._settings = settings
        self._levels = LevelMeter(_RATE_HZ)
        self._tones = ToneMeter(_RATE_HZ)
        self._clipping: ClippingMeter | None = None
        self._activity, self._missing = _activity(settings.speech_engine)
        self._ears: list[Ear] = []

    def tap(self, native: NativeBlock) -> None:
        # the clock of the meter is that of the first format; later ones are rare and short
        if self._clipping is None:
            self._clipping = ClippingMeter(native.rate_hz)
        self._clipping.feed(native.samples if len(native.samples) <= 2 else native.samples[:1])

    def feed(self, block: Block) -> None:
        self._levels.feed(block.samples)
        self._tones.feed(block.mono)
        if self._activity is not None:
            self._ears = self._ears or [Ear(self._activity) for _ in block.samples]
            self._ears[0].feed(block.samples[0])
            for ear, samples in zip(self._ears[1:], block.samples[1:], strict=True):
                ear.feed_beside(samples, self._ears[0])

    def finish(self, report: DecodeReport) -> Heard:
        levels = self._levels.finish()
        speech = self._speech(report)
        marks = sorted(self._marks(levels, report), key=lambda mark: (mark.start_ms, mark.kind))
        notes = (*report.notes, *self._missing)
        hearing = Hearing(
            duration_ms=report.decoded_ms,
            rate_hz_in=report.rate_hz_in,
            channels=report.channels_in,
            dual_mono=report.dual_mono,
            decode=report,
            speech_state="not_measured" if self._activity is None else "measured",
            speech=speech,
            marks=tuple(marks),
            levels=tuple(_stats(index, found, speech) for index, found in enumerate(levels)),
            band=self._tones.band(report.rate_hz_in),
            makers=_makers(self._activity),
            notes=notes,
        )
        return Heard(hearing, peaks_from_extremes(*self._levels.extremes(), _RATE_HZ))

    def _speech(self, report: DecodeReport) -> tuple[ChannelSpeech, ...]:
        if not self._ears:
            return ()
        found = [one.spans(report.decoded_ms, self._settings.speech) for one in self._ears]
        if len(found) == 1 or report.dual_mono:
            return (ChannelSpeech(None, found[0]),)
        mix = merge_spans(span for spans in found for span in spans)
        each = (ChannelSpeech(channel, spans) for channel, spans in enumerate(found))
        return (ChannelSpeech(None, mix), *each)

    def _marks(self, levels: tuple[ChannelLevels, ...], report: DecodeReport) -> Iterator[Mark]:
        alone = len(levels) == 1 or report.dual_mono
        for index, level in enumerate(levels[:1] if alone else levels):
            channel = None if alone else index
            yield from self._silences(level, channel, report.decoded_ms)
        for index, clipped in (self._clipping.finish() if self._clipping else {}).items():
            if index == 0 or not alone:
                yield from _clipping_marks(clipped, None if alone else index, report.decoded_ms)
        for tone in self._tones.tones():
            end_ms = min(tone.end_ms, report.decoded_ms)
            yield Mark(tone.kind, tone.start_ms, end_ms, None, tone.detail)

    def _silences(
        self, level: ChannelLevels, channel: int | None, duration_ms: int
    ) -> Iterator[Mark]:
        for still in level.still:
            end_ms = min(still.end_ms, duration_ms)
            yield Mark("digital_silence", still.start_ms, end_ms, channel, "no change of value")
        quiet = level.frame_dbfs < self._settings.silence_dbfs
        for start, end in (runs(quiet) * LEVEL_FRAME_MS).tolist():
            if end - start >= self._settings.min_silence_ms:
                detail = f"below {self._settings.silence_dbfs:.0f} dBFS"
                yield Mark("silence", start, min(end, duration_ms), channel, detail)


def _stats(index: int, levels: ChannelLevels, speech: tuple[ChannelSpeech, ...]) -> LevelStats:
    spans = _spans_of(index, speech)
    spoken = np.zeros(levels.frame_dbfs.size, dtype=bool)
    for span in spans:
        spoken[span.start_ms // LEVEL_FRAME_MS : -(-span.end_ms // LEVEL_FRAME_MS)] = True
    between = levels.frame_dbfs[~spoken]
    # speech from end to end leaves too little between the words to measure
    noise = noise_floor_dbfs(between if spans and between.size >= 5 else levels.frame_dbfs)
    level = None
    if spoken.any():
        power = np.power(10.0, levels.frame_dbfs[spoken].astype(np.float64) / 10)
        level = round(float(10 * np.log10(power.mean())), 1)
    return LevelStats(
        channel=index,
        peak_dbfs=round(levels.peak_dbfs, 1),
        noise_dbfs=round(noise, 1),
        speech_dbfs=level,
        snr_db=None if level is None else round(level - noise, 1),
        dc_offset=round(levels.dc_offset, 5),
    )


def _spans_of(index: int, speech: tuple[ChannelSpeech, ...]) -> tuple[Interval, ...]:
    own = [found.spans for found in speech if found.channel == index]
    shared = [found.spans for found in speech if found.channel is None]
    return (own or shared or [()])[0]


def _clipping_marks(
    clipped: tuple[Clipped, ...], channel: int | None, duration_ms: int
) -> Iterator[Mark]:
    for one in clipped:
        end_ms = min(one.end_ms, max(duration_ms, one.start_ms))
        yield Mark("clipping", one.start_ms, end_ms, channel, f"{one.samples} samples")


@lru_cache(maxsize=4)
def _activity(name: str) -> tuple[SpeechActivity | None, tuple[str, ...]]:
    """The engine, loaded once a process, or the sentence that says why there is none."""
    if name == "none":
        return None, ("speech activity was not measured: it is switched off",)
    try:
        return cast("SpeechActivity", load_engine(SPEECH_GROUP, name)), ()
    except MissingEngine as error:
        return None, (f"speech activity was not measured: {error}",)


@lru_cache(maxsize=32)
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def _makers(activity: SpeechActivity | None) -> tuple[Maker, ...]:
    makers = [Maker("earwitness.hearing", HEARING_VERSION)]
    makers += [Maker(package, _version(package)) for package in ("av", "soxr", "numpy")]
    if activity is not None:
        makers.append(Maker("onnxruntime", _version("onnxruntime")))
        makers.append(Maker(activity.name, activity.version))
    return tuple(makers)
