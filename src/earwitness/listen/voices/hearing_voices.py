"""Who speaks when in one file, in one pass over its sound: by channel, or by clustering."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import cast

import numpy as np
import soxr
from numpy.typing import NDArray

from earwitness.audio.decode import Block, DecodeSettings, SoundBlocks
from earwitness.audio.leakage import LeakageMeter
from earwitness.audio.tones import ToneMeter
from earwitness.audio.voice_features import RATE_HZ, VoiceFeatures
from earwitness.errors import UsageError
from earwitness.listen.discovery import SPEECH_GROUP, load_engine
from earwitness.listen.ear import Ear
from earwitness.listen.speech import SpeechActivity, SpeechSettings
from earwitness.listen.voices.channels import channels_are_sides, voices_by_channel
from earwitness.listen.voices.mono import voices_on_one_channel
from earwitness.records.sound import Span, SpanKind
from earwitness.records.timecode import Interval
from earwitness.records.voices import VoicesMethod, VoiceTurn

__all__ = [
    "VOICES_MAKER",
    "VOICES_VERSION",
    "HeardVoices",
    "VoicesSettings",
    "find_voices",
    "without",
]

Samples = NDArray[np.float32]

VOICES_VERSION = "2"
VOICES_MAKER = f"earwitness.voices {VOICES_VERSION}"
_RATE_HZ = 16_000
_LONG_PAUSE_MS = 1500
_PAUSES_OF_A_CALL = 3
_LONG_TONE_MS = 500
_NO_OVERLAP = "overlap is not measured: one channel does not show two voices at once"


@dataclass(frozen=True, slots=True)
class VoicesSettings:
    """The section ``[voices]``.

    Args:
        voices: how many voices each recording has, 0 to find it out.
        speech_engine: what hears where speech is; "none" switches the stage off.
        speech: how speech probabilities become spans. Narrower than for the hearing: a turn must
            not reach into the next one.
        max_duration_ms: longer recordings are refused.
    """

    voices: int = 0
    speech_engine: str = "silero"
    speech: SpeechSettings = field(
        default_factory=lambda: SpeechSettings(on=0.4, off=0.25, pad_ms=0)
    )
    max_duration_ms: int = 24 * 3_600_000

    def __post_init__(self) -> None:
        if not 0 <= self.voices <= 20:
            raise UsageError(
                f"[voices] voices = {self.voices} is not a number of voices",
                do="Write a number from 1 to 20, or 0 to let it be found out",
            )


@dataclass(frozen=True, slots=True)
class HeardVoices:
    """Who speaks when in one file. Labels and times: no measure of any voice is in it.

    Attributes:
        duration_ms: of the decoded sound.
        overlap_measured: whether two voices at once could have been told.
        because: which rules decided, in sentences.
        makers: programs and models with versions.
    """

    duration_ms: int
    method: VoicesMethod
    overlap_measured: bool
    turns: tuple[VoiceTurn, ...]
    spans: tuple[Span, ...]
    because: tuple[str, ...]
    makers: tuple[str, ...]

    @property
    def voices(self) -> int:
        return len({one.voice for one in self.turns})


def find_voices(
    path: Path,
    settings: VoicesSettings | None = None,
    progress: Callable[[int], None] | None = None,
    ending: str = "",
) -> HeardVoices:
    """Decode a recording once and say who speaks when.

    Args:
        path: the media file; untrusted bytes belong in a child process (`audio.isolation`).
        settings: number of voices, if known.
        progress: called after each 30 s with the milliseconds heard so far.
        ending: as in `DecodeSettings`.

    Raises:
        UnreadableFile, BrokenMedia, NoSound, UnsupportedInput, OverLimit: the file is refused.
        MissingEngine: speech activity cannot be measured on this machine.
    """
    settings = settings or VoicesSettings()
    activity = _activity(settings.speech_engine)
    decode = DecodeSettings(
        rate_hz=_RATE_HZ, max_duration_ms=settings.max_duration_ms, ending=ending
    )
    blocks = SoundBlocks(path, decode)
    ears: _Ears | None = None
    for block in blocks:
        ears = ears or _Ears(activity, len(block.samples))
        ears.feed(block)
        if progress is not None:
            progress((block.start_sample + block.mono.size) * 1000 // _RATE_HZ)
    duration_ms = blocks.report.decoded_ms
    makers = (VOICES_MAKER, f"{activity.name} {activity.version}")
    if ears is None:
        return HeardVoices(
            duration_ms, VoicesMethod.NOTHING, False, (), (), ("no sound was decoded",), makers
        )
    ears.end()
    heard = ears.by_channel(settings, duration_ms) if not blocks.report.dual_mono else None
    turns, spans, because, measured = heard or ears.together(settings, duration_ms)
    method = VoicesMethod.BY_CHANNEL if heard else VoicesMethod.CLUSTERED
    if not turns:
        method = VoicesMethod.NOTHING
    if blocks.report.dual_mono:
        because = ("both channels carry the same sound and are heard as one", *because)
    return HeardVoices(duration_ms, method, measured and bool(turns), turns, spans, because, makers)


_Found = tuple[tuple[VoiceTurn, ...], tuple[Span, ...], tuple[str, ...], bool]


class _Ears:
    """What is gathered in the pass: speech of each channel, features of the mix, leakage."""

    def __init__(self, activity: SpeechActivity, channels: int) -> None:
        self._sides = [Ear(activity) for _ in range(channels)]
        self._mix = Ear(activity) if channels > 1 else self._sides[0]
        self._down = [soxr.ResampleStream(_RATE_HZ, RATE_HZ, 1) for _ in range(channels)]
        self._features = VoiceFeatures()
        self._tones = ToneMeter(_RATE_HZ)
        self._leakage = LeakageMeter() if channels > 1 else None
        self._bleeps: list[Interval] = []

    def feed(self, block: Block) -> None:
        for side, samples in zip(self._sides, block.samples, strict=True):
            side.feed(samples)
        if self._mix is not self._sides[0]:
            self._mix.feed(block.mono)
        self._tones.feed(block.mono)
        self._narrow(block.samples, last=False)

    def end(self) -> None:
        """Take in what the resampling still holds, and find the tones; once, after the last block."""
        self._narrow(np.zeros((len(self._sides), 0), dtype=np.float32), last=True)
        # what is short and no bleep may be a hummed vowel
        self._bleeps = [
            Interval(one.start_ms, one.end_ms)
            for one in self._tones.tones()
            if one.kind == "bleep" or one.end_ms - one.start_ms >= _LONG_TONE_MS
        ]

    def _narrow(self, samples: Samples, *, last: bool) -> None:
        narrow = [
            down.resample_chunk(np.ascontiguousarray(one), last=last)
            for down, one in zip(self._down, samples, strict=True)
        ]
        self._features.feed(np.mean(narrow, axis=0, dtype=np.float32))
        if self._leakage is not None:
            self._leakage.feed(np.stack(narrow))

    def by_channel(self, settings: VoicesSettings, duration_ms: int) -> _Found | None:
        """Turns by channel, None where the channels are no sides."""
        if self._leakage is None:
            return None
        leakage = self._leakage.finish()
        left, right = (self._speech(one, settings, duration_ms) for one in self._sides)
        sides, why = channels_are_sides(leakage, (left, right))
        if not sides:
            return None
        found = voices_by_channel((left, right), leakage, duration_ms, VOICES_MAKER)
        return found.turns, found.spans, (why, *found.because), True

    def together(self, settings: VoicesSettings, duration_ms: int) -> _Found:
        """Turns by the sound of the voices, all channels together."""
        speech = self._speech(self._mix, settings, duration_ms)
        found = voices_on_one_channel(self._features.finish(), speech, settings.voices)
        if not found.turns:
            return (), (), found.because, False
        spans = _pauses(found.turns, duration_ms)
        return found.turns, spans, (*found.because, _NO_OVERLAP), False

    def _speech(
        self, side: Ear, settings: VoicesSettings, duration_ms: int
    ) -> tuple[Interval, ...]:
        """Speech without tones: a bleep over a word is nobody's voice."""
        return without(side.spans(duration_ms, settings.speech), self._bleeps)


def without(spans: Sequence[Interval], taken: Sequence[Interval]) -> tuple[Interval, ...]:
    """What is left of spans outside other spans.

    >>> without([Interval(0, 1000)], [Interval(200, 300)])
    (Interval(start_ms=0, end_ms=200), Interval(start_ms=300, end_ms=1000))
    """
    left: list[Interval] = []
    for span in spans:
        at = span.start_ms
        for gone in sorted(taken):
            if gone.overlap_ms(span):
                if gone.start_ms > at:
                    left.append(Interval(at, gone.start_ms))
                at = max(at, gone.end_ms)
        if at < span.end_ms:
            left.append(Interval(at, span.end_ms))
    return tuple(left)


def _pauses(turns: tuple[VoiceTurn, ...], duration_ms: int) -> tuple[Span, ...]:
    """Long pauses of a single voice: perhaps another side speaks there, perhaps nobody does."""
    if len({one.voice for one in turns}) != 1:
        return ()
    edges = [0, *(edge for one in turns for edge in (one.interval.start_ms, one.interval.end_ms))]
    edges.append(duration_ms)
    gaps = [
        Interval(start, end)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if end - start >= _LONG_PAUSE_MS
    ]
    if len(gaps) < _PAUSES_OF_A_CALL:
        return ()
    detail = "nobody is heard; whether another side speaks here cannot be told"
    return tuple(Span(gap, SpanKind.PAUSE, VOICES_MAKER, None, detail) for gap in gaps)


@lru_cache(maxsize=2)
def _activity(name: str) -> SpeechActivity:
    """The engine, loaded once a process."""
    return cast("SpeechActivity", load_engine(SPEECH_GROUP, name))
