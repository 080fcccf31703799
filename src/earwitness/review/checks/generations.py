"""X1, generations: what the container and the spectrum show of the file's way before it came here."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from earwitness.audio.band_edges import BandEdges
from earwitness.audio.container import Probe
from earwitness.audio.decode import DecodeReport
from earwitness.records.timecode import Interval
from earwitness.review.checks.answer import Answer, Evidence

__all__ = ["CHECK", "VERSION", "file_generations"]

CHECK: Final = "X1"
VERSION: Final = "1"

_FIT_HZ = 0.86  # a codec's own low pass lies above this part of half its rate
_TELEPHONE_HZ = (3000, 4100)
_WIDEBAND_HZ = (6800, 8100)
_LATE_MS = 1000
_LOSSLESS = ("pcm_", "flac", "alac", "wavpack", "ape", "tta")
_CALLS = ("amr", "gsm", "g722", "g729", "pcm_alaw", "pcm_mulaw", "qcelp", "evrc")


def file_generations(
    probe: Probe | None, report: DecodeReport | None, bands: BandEdges | None
) -> Answer:
    """What is left of earlier generations of this file.

    Args:
        probe: the headers.
        report: what decoding met.
        bands: of the decoded sound at the file's own rate.

    Returns:
        ``fail`` where the file cannot be one recording written in one go (its format changes, its clock
        jumps); ``inconclusive`` with facts where an earlier generation or another length shows; ``pass``
        where nothing does, which is no proof of a first generation; ``not_possible`` without facts.
    """
    explain = _rules()
    if probe is None or report is None:
        why = "Headers and decoding were not measured."
        return Answer(CHECK, "not_possible", why, (), explain, VERSION)
    broken = tuple(_breaks(report))
    facts = (*broken, *_lengths(report), *_edges(probe, bands), *_changes(bands))
    first = f"{probe.codec} in {probe.container}"
    if broken:
        reason = f"This {first} was not written in one go: {broken[0].says}"
        return Answer(CHECK, "fail", reason, facts, explain, VERSION)
    if facts:
        reason = f"This {first} shows signs of an earlier generation: {facts[0].says}"
        return Answer(CHECK, "inconclusive", reason, facts, explain, VERSION)
    reason = (
        f"This {first} shows no sign of an earlier generation; a copy at the same rate leaves none."
    )
    return Answer(CHECK, "pass", reason, (), explain, VERSION)


def _breaks(report: DecodeReport) -> Iterator[Evidence]:
    for note in report.notes:
        if "format changes" in note or "clock jumps" in note:
            yield Evidence("container", note, explain=("a note of the decoder",))


def _lengths(report: DecodeReport) -> Iterator[Evidence]:
    if report.declared_ms is not None and abs(report.declared_ms - report.decoded_ms) > _LATE_MS:
        says = f"the header declares {report.declared_ms} ms, {report.decoded_ms} ms were decoded"
        yield Evidence("length", says, explain=(f"they differ by more than {_LATE_MS} ms",))
    if report.filled_ms:
        says = (
            f"the file's clock leaves gaps of {report.filled_ms} ms: packets were lost or taken out"
        )
        yield Evidence("gaps", says, explain=("silence that the decoder had to put in",))


def _edges(probe: Probe, bands: BandEdges | None) -> Iterator[Evidence]:
    if bands is None or probe.codec.startswith(_CALLS):
        return
    lowest_first = [edge for edge in bands.edges if edge.hz < bands.nyquist_hz * _FIT_HZ]
    for edge in lowest_first:
        name = _name(edge.hz)
        stored = "without loss" if probe.codec.startswith(_LOSSLESS) else f"as {probe.codec}"
        says = (
            f"the sound ends at about {edge.hz / 1000:.1f} kHz{name}, and is stored {stored} with room up "
            f"to {bands.nyquist_hz / 1000:g} kHz"
        )
        rule = (
            f"a step of {edge.drop_db:.0f} dB at {edge.hz} Hz, below {_FIT_HZ:.0%} of half the rate"
        )
        yield Evidence("band edge", says, explain=(rule,))


def _name(hz: int) -> str:
    if _TELEPHONE_HZ[0] <= hz <= _TELEPHONE_HZ[1]:
        return ", as a telephone leaves it"
    if _WIDEBAND_HZ[0] <= hz <= _WIDEBAND_HZ[1]:
        return ", as wideband speech codecs at 16 kHz leave it"
    return ""


def _changes(bands: BandEdges | None) -> Iterator[Evidence]:
    """A band that changes within the recording: another codec, another line, another recording."""
    sections = bands.sections if bands else ()
    for (before, low), (after, high) in pairwise(sections):
        middle = Interval(min(before.end_ms, after.start_ms), max(before.end_ms, after.start_ms))
        says = f"a place to listen: the sound reaches {low} Hz before and {high} Hz after"
        yield Evidence(
            "band change", says, middle, explain=("it stays so for ten seconds or more",)
        )


def _rules() -> tuple[str, ...]:
    return (
        "the container may change its format or clock nowhere",
        f"the declared and the decoded length may differ by {_LATE_MS} ms",
        f"a step of the spectrum below {_FIT_HZ:.0%} of half the rate is an earlier generation, or a microphone",
        "traces of double compression are not looked for (see docs/explanation/what-this-cannot-prove.md)",
    )
