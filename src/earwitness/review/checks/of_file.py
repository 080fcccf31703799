"""The checks of one file's sound, in one decoding: X1 generations, X2 places like cuts, X3 channels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from earwitness.audio.band_edges import BandEdgeMeter
from earwitness.audio.channel_pair import ChannelPairMeter
from earwitness.audio.container import probe
from earwitness.audio.cut_cues import CUE_RATE_HZ, CutCueMeter
from earwitness.audio.decode import DecodeSettings, SoundBlocks
from earwitness.audio.frames import NativeBlock
from earwitness.records.timecode import Interval
from earwitness.review.checks.answer import Answer
from earwitness.review.checks.channels import channel_layout
from earwitness.review.checks.cuts import suspected_cuts
from earwitness.review.checks.generations import file_generations

__all__ = ["check_file"]

_TELEPHONE_HZ = CUE_RATE_HZ // 2
_LEAST_HZ = 8_000


def check_file(
    path: Path,
    ending: str,
    known: Sequence[Interval] = (),
    progress: Callable[[int], None] | None = None,
) -> tuple[Answer, ...]:
    """Listen to a file for traces of earlier generations and cuts. Run it in a child process.

    Args:
        ending: of the name under which it was received.
        known: bleeps and clipping, which are no cuts.
        progress: told the milliseconds that are done.

    Raises:
        Refused: the file cannot be decoded.
    """
    headers = probe(path)
    # clicks are clearest at the file's own rate: telephone sound is not taken to a higher one
    rate_hz = _TELEPHONE_HZ if headers.rate_hz == _TELEPHONE_HZ else CUE_RATE_HZ
    bands: dict[int, BandEdgeMeter] = {}

    def tap(native: NativeBlock) -> None:
        if native.rate_hz >= _LEAST_HZ:
            meter = bands.setdefault(native.rate_hz, BandEdgeMeter(native.rate_hz))
            meter.feed(native.samples.mean(axis=0))

    blocks = SoundBlocks(path, DecodeSettings(rate_hz=rate_hz, ending=ending), tap=tap)
    cues, pair, done = CutCueMeter(rate_hz), ChannelPairMeter(rate_hz), 0
    for block in blocks:
        cues.feed(block.mono)
        if len(block.samples) > 1:
            pair.feed(block.samples)
        done += block.mono.size
        if progress is not None:
            progress(done * 1000 // rate_hz)
    report = blocks.report
    edges = next(iter(bands.values())).finish() if len(bands) == 1 else None
    two = pair.finish() if report is not None and report.channels_kept > 1 else None
    return (
        file_generations(headers, report, edges),
        suspected_cuts(cues.finish(known)),
        channel_layout(0 if report is None else report.channels_in, two),
    )
