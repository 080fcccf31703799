"""The sound of a recording with what is withheld replaced, sample by sample, after decoding.

Filters of players and encoders are not used: FFmpeg's ``volume`` filter let the first 120 ms of a name pass
(methods §0, 7). Here the samples themselves are written over, before anything is coded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.decode import DecodeSettings, SoundBlocks
from earwitness.audio.disguise import disguise, disguise_of
from earwitness.audio.sound_writer import SoundWriter
from earwitness.errors import BrokenMedia, OverLimit
from earwitness.records.redaction import RedactionMethod, Treatment
from earwitness.records.sound import Piece
from earwitness.records.timecode import Interval

__all__ = ["BLEEP_DBFS", "BLEEP_HZ", "MadeMaster", "bleep", "write_master"]

Samples = NDArray[np.float32]

BLEEP_HZ = 1000
BLEEP_DBFS = -20.0  # of its peak; one tone at one level tells nothing of what was there
_FADE_S = 0.01
_WHOLE_MS = 40  # lengths of replacements: a whole number of samples at all usual rates
_LONGEST_REPLACEMENT_S = 600
_DISGUISED_TOGETHER_S = 20


@dataclass(frozen=True, slots=True)
class MadeMaster:
    """What was written.

    Attributes:
        time_map: which stretch of it carries which stretch of the recording; empty: all of it as it was.
    """

    rate_hz: int
    channels: int
    duration_ms: int
    time_map: tuple[Piece, ...]


def bleep(first: int, last: int, rate_hz: int) -> Samples:
    """The tone for samples ``first`` to ``last`` of a stretch, fading in and out inside it."""
    at = np.arange(last - first)
    fade = max(1, round(_FADE_S * rate_hz))
    edge = np.minimum(np.minimum(at, at[::-1]) / fade, 1.0)
    tone = 10 ** (BLEEP_DBFS / 20) * np.sin(2 * np.pi * BLEEP_HZ * at / rate_hz) * edge
    return tone.astype(np.float32)


def write_master(
    source: Path,
    ending: str,
    given: Sequence[Treatment],
    voices: Mapping[str, Path],
    into: Path,
    progress: Callable[[int], None] | None = None,
) -> MadeMaster:
    """Decode a recording, replace what is withheld, write the rest bit for bit as 16-bit FLAC.

    Args:
        source, ending: the recording, as in `decode_blocks`.
        given: in order, none overlapping; what ends after the recording ends with it.
        voices: the sound files that are put in its place, by SHA-256.
        progress: told the milliseconds that are done.

    Raises:
        Refused: a file cannot be decoded; OverLimit: a replacement is too long.
    """
    blocks = SoundBlocks(source, DecodeSettings(rate_hz=None, ending=ending, block_s=10))
    work: _Replacing | None = None
    with SoundWriter(into, ".flac") as out:
        for block in blocks:
            if work is None:
                work = _Replacing(given, voices, blocks.rate_hz, block.samples.shape[0])
            for samples in work.fed(block.samples):
                out.write(samples, blocks.rate_hz)
            if progress is not None:
                progress(work.position * 1000 // blocks.rate_hz)
        if work is None:
            raise BrokenMedia("holds no sound", where=str(source))
        for samples in work.finished():
            out.write(samples, blocks.rate_hz)
    return MadeMaster(work.rate_hz, work.channels, work.made * 1000 // work.rate_hz, work.pieces())


class _Replacing:
    """Goes through the samples once; holds no more than one replaced stretch."""

    def __init__(
        self,
        given: Sequence[Treatment],
        voices: Mapping[str, Path],
        rate_hz: int,
        channels: int,
    ) -> None:
        self.rate_hz, self.channels = rate_hz, channels
        self.position = self.made = 0
        self._waiting = list(given)
        self._voices = voices
        self._held: list[Samples] = []
        self._map = [(0, 0)]  # where each piece begins: in what is made, in the recording (ms)

    def fed(self, samples: Samples) -> Iterator[Samples]:
        """What of it goes on, in order."""
        while samples.shape[1]:
            if not self._waiting:
                yield from self._on(samples, samples.shape[1])
                return
            one = self._waiting[0]
            first, last = self._bounds(one)
            if self.position < first:
                take = min(samples.shape[1], first - self.position)
                yield from self._on(samples[:, :take], take)
                samples = samples[:, take:]
                continue
            take = min(samples.shape[1], last - self.position)
            yield from self._inside(one, samples[:, :take], (first, last))
            samples = samples[:, take:]
            if self.position >= last:
                yield from self._closed(one)

    def finished(self) -> Iterator[Samples]:
        """The end of a stretch that lasts as long as the recording."""
        if self._waiting and self._bounds(self._waiting[0])[0] < self.position:
            yield from self._closed(self._waiting[0])

    def pieces(self) -> tuple[Piece, ...]:
        """The time map; empty where nothing was moved."""
        if len(self._map) == 1:
            return ()
        end_ms = self.made * 1000 // self.rate_hz
        ends = [made for made, _ in self._map[1:]] + [end_ms]
        return tuple(
            Piece(Interval(made, max(made, end)), begins)
            for (made, begins), end in zip(self._map, ends, strict=True)
        )

    def _bounds(self, one: Treatment) -> tuple[int, int]:
        first = one.interval.start_ms * self.rate_hz // 1000
        return first, -(-one.interval.end_ms * self.rate_hz // 1000)

    def _on(self, samples: Samples, taken: int) -> Iterator[Samples]:
        self.position += taken
        if samples.shape[1]:
            self.made += samples.shape[1]
            yield samples

    def _inside(
        self, one: Treatment, samples: Samples, bounds: tuple[int, int]
    ) -> Iterator[Samples]:
        taken = samples.shape[1]
        if one.method in (RedactionMethod.MUTE, RedactionMethod.BLEEP):
            made = samples.copy()
            which = slice(None) if one.channel is None else slice(one.channel, one.channel + 1)
            made[which] = 0.0
            if one.method is RedactionMethod.BLEEP:
                at = self.position - bounds[0]
                made[which] += bleep(0, bounds[1] - bounds[0], self.rate_hz)[at : at + taken]
            yield from self._on(made, taken)
            return
        self.position += taken
        self._held.append(samples)
        if sum(part.shape[1] for part in self._held) > _LONGEST_REPLACEMENT_S * self.rate_hz:
            raise OverLimit(
                f"more than {_LONGEST_REPLACEMENT_S // 60} minutes in one piece are "
                f"{one.method.value}d",
                do="Name shorter stretches, or mute them",
            )

    def _closed(self, one: Treatment) -> Iterator[Samples]:
        self._waiting.pop(0)
        if not self._held:
            return
        held = np.concatenate(self._held, axis=1)
        self._held = []
        made = (
            self._revoiced(one, held)
            if one.method is RedactionMethod.REVOICE
            else self._disguised(one, held)
        )
        step = _WHOLE_MS * self.rate_hz // 1000
        rest = -made.shape[1] % step
        made = np.pad(made, ((0, 0), (0, rest))).astype(np.float32)
        start_ms = self.made * 1000 // self.rate_hz
        begins = one.interval.start_ms
        self._map.append((start_ms, begins))
        yield from self._on(made, 0)
        after = self.made * 1000 // self.rate_hz
        self._map.append((after, self.position * 1000 // self.rate_hz))

    def _revoiced(self, one: Treatment, held: Samples) -> Samples:
        """The sound that a person gave, in every channel that is replaced, silence in the others."""
        parts = [
            block.mono
            for block in SoundBlocks(
                self._voices[one.sound],
                DecodeSettings(rate_hz=self.rate_hz, max_duration_ms=_LONGEST_REPLACEMENT_S * 1000),
            )
        ]
        said = np.concatenate(parts)
        made = np.zeros((held.shape[0], said.size), dtype=np.float32)
        # The others fall silent too: at another length they could not stay beside it.
        made[slice(None) if one.channel is None else one.channel] = said
        return made

    def _disguised(self, one: Treatment, held: Samples) -> Samples:
        chosen = disguise_of(one.seed)
        step = _DISGUISED_TOGETHER_S * self.rate_hz
        made = [
            np.concatenate(
                [
                    disguise(channel[at : at + step], self.rate_hz, chosen)
                    for at in range(0, channel.size, step)
                ]
            )
            for channel in held
        ]
        return np.stack(made)
