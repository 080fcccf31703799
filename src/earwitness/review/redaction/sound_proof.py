"""The proof on sound: a public file decoded as others would, every withheld stretch and edge in it measured.

Runs in a child process: public files are what programs wrote, but whoever proves a folder does not know which.
Where a file stands in the redacted master is found by its sound, so that a wrong name proves nothing. Then, at
8, 16 and 48 kHz, with and without edit list, each track:

- silence: 50 ms and more from the edges nothing above -60 dBFS (methods §4 d: Opus, AAC and MP3 gave
  -98, -180 and -180); the edges 20 dB under what stands beside them, or below -40 dBFS;
- anything put in its place: it is what stands there (likeness 0.5 in each 120 ms; a late one gives 0.1);
- all: after the known replacement is taken away, nothing above -58 dBFS of what is left is the original.

Measured on a sample call, clean files: at most -68 dBFS in Opus, -89 in AAC, -95 in MP3, nothing in FLAC; a
redactor that is 120 ms late: -53 to -23.
Last, pieces of the withheld original are looked for in the whole file, wherever it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from earwitness.audio.container import open_media
from earwitness.audio.decode import DecodeSettings, SoundBlocks
from earwitness.audio.placing import Located, Placer, alike, level_dbfs, placed_windows
from earwitness.audio.residue import Residue, loudest_dbfs, residue
from earwitness.records.redaction import RedactionMethod
from earwitness.records.redaction_proof import ProofFind, ProofKind, StretchProof, WithheldSound
from earwitness.records.timecode import format_ms, format_span

__all__ = ["SoundProof", "prove_sound"]

Samples = NDArray[np.float32]

RATES_HZ = (8_000, 16_000, 48_000)
CORE_DBFS, EDGE_DBFS, EDGE_UNDER_DB, EDGE_S = -60.0, -40.0, 20.0, 0.05
LEAK_DBFS, LEAK_LIKENESS = -58.0, 0.25
REPLACED_LIKENESS, REPLACED_DBFS = 0.5, -40.0
_PLACE_HZ = 8_000
_AROUND_S = 1.0
_REFINE_S = 0.005
_REACH_S = 3.0
_SHORT_S = 0.4
_PIECE_S, _PIECE_LIKE, _PIECE_MORE, _MOST_PIECES = 0.3, 0.75, 0.15, 200
_LONGEST_MS = 6 * 3_600_000
_VIDEO_OF_FILE = ("mov", "mp4", "m4a", "3gp")


@dataclass(frozen=True, slots=True)
class SoundProof:
    """What was found in one file, and what was measured."""

    finds: tuple[ProofFind, ...]
    stretches: tuple[StretchProof, ...]
    placed_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Variant:
    """One way to decode a file."""

    track: int
    edits: bool

    @property
    def says(self) -> str:
        parts = [f"track {self.track + 1}"] * bool(self.track)
        return ", ".join([*parts, *(["without edit list"] * (not self.edits))])


@dataclass(frozen=True, slots=True)
class _Part:
    """A withheld stretch of a recording: its number there, and its place in the public file in seconds."""

    number: int
    offset_s: float


def prove_sound(
    path: str,
    name: str,
    withheld: Sequence[WithheldSound],
    cut_at: tuple[str, int] | None = None,
) -> SoundProof:
    """Look at one file.

    Args:
        name: what the file is called in finds.
        cut_at: the recording that it is said to be cut from, and at which millisecond of its master. Its
            sound is looked for all the same, and stretches are measured at both places.

    Raises:
        Refused: the file is no sound, or cannot be decoded.
    """
    finds: list[ProofFind] = []
    measured: list[StretchProof] = []
    placed: list[str] = []
    for variant in _variants(Path(path)):
        for one in withheld:
            public = _decoded(path, _PLACE_HZ, variant)
            parts = _parts(public, one, cut_at)
            if parts:
                placed.append(one.recording)
            for part in parts:
                for rate_hz in RATES_HZ:
                    found, proof = _stretch(path, name, one, part, (variant, rate_hz))
                    finds += found
                    measured += proof
            finds += _pieces_heard(public, name, one, variant)
    return SoundProof(_once(finds), tuple(measured), tuple(dict.fromkeys(placed)))


def _variants(path: Path) -> list[_Variant]:
    with open_media(path) as container:
        tracks = max(1, len(container.streams.audio))
        edited = container.format.name.split(",")[0] in _VIDEO_OF_FILE
    ways = (True, False) if edited else (True,)
    return [_Variant(track, edits) for track in range(tracks) for edits in ways]


def _decoded(path: str, rate_hz: int, variant: _Variant) -> Samples:
    """All channels and, of two, their mean: rows of one array."""
    return _known(path, rate_hz, variant)


def _known(path: str, rate_hz: int, variant: _Variant | None = None, ending: str = "") -> Samples:
    """The same bytes are decoded once; a file that was written anew is another."""
    state = Path(path).stat()
    way = variant or _Variant(0, edits=True)
    return _cached((path, state.st_mtime_ns, state.st_size), rate_hz, way, ending)


@lru_cache(maxsize=12)
def _cached(file: tuple[str, int, int], rate_hz: int, variant: _Variant, ending: str) -> Samples:
    settings = DecodeSettings(
        rate_hz,
        max_duration_ms=_LONGEST_MS,
        ending=ending,
        track=variant.track,
        edits=variant.edits,
    )
    return _with_mean([block.samples for block in SoundBlocks(Path(file[0]), settings)])


@lru_cache(maxsize=64)
def _slice(path: str, ending: str, rate_hz: int, first: int, last: int) -> Samples:
    """Samples ``first`` to ``last`` of a long file, zeros outside of it."""
    parts = []
    blocks = SoundBlocks(Path(path), DecodeSettings(rate_hz, ending=ending, block_s=10))
    for block in blocks:
        start = max(first - block.start_sample, 0)
        if last <= block.start_sample:
            break
        parts.append(block.samples[:, start : last - block.start_sample])
    blocks.close()
    made = np.concatenate(parts, axis=1)
    missing = (last - max(first, 0)) - made.shape[1]
    made = np.pad(made, ((0, 0), (max(0, -first), max(0, missing))))
    return _with_mean([made])


def _with_mean(parts: Sequence[Samples]) -> Samples:
    made = np.concatenate(parts, axis=1)
    if made.shape[0] == 1:
        return made
    return np.concatenate([made, made.mean(axis=0, keepdims=True)]).astype(np.float32)


def _parts(public: Samples, one: WithheldSound, cut_at: tuple[str, int] | None) -> list[_Part]:
    """The withheld stretches that the file must hold, by where the rest of it stands in the master."""
    master = _known(one.master, _PLACE_HZ, ending=".flac")
    found: dict[tuple[int, int], _Part] = {}
    said = [] if cut_at is None or cut_at[0] != one.recording else [cut_at[1]]
    places = [(at * _PLACE_HZ // 1000, 0, public.shape[1]) for at in said]
    for row in range(public.shape[0]):
        places += _stretches_of(_open_windows(public[row], master[-1], one))
    for offset, first, last in places:
        for number, interval in enumerate(one.in_master):
            begins = interval.start_ms * _PLACE_HZ // 1000 - offset
            ends = interval.end_ms * _PLACE_HZ // 1000 - offset
            reach = int(_REACH_S * _PLACE_HZ)
            inside = ends > 0 and begins < public.shape[1]
            if inside and ends > first - reach and begins < last + reach:
                key = (number, round(offset / 40))
                found.setdefault(key, _Part(number, offset / _PLACE_HZ))
    return list(found.values())


def _open_windows(public: Samples, master: Samples, one: WithheldSound) -> list[Located]:
    """Windows that stand in what may be heard: what was put in a withheld place, a tone, fits elsewhere too."""
    heard = master.copy()
    for interval, method in zip(one.in_master, one.methods, strict=True):
        if RedactionMethod(method).removes:
            heard[interval.start_ms * _PLACE_HZ // 1000 : interval.end_ms * _PLACE_HZ // 1000] = 0
    placer = Placer(heard)
    # Short clips may hold little between two stretches: shorter windows, where a long one finds no place.
    return placed_windows(public, placer, _PLACE_HZ) or placed_windows(
        public, placer, _PLACE_HZ, window_s=_SHORT_S
    )


def _stretches_of(windows: Sequence[Located]) -> Iterator[tuple[int, int, int]]:
    """Offsets of the file in the master, each with the first and last sample that speaks for it."""
    groups: list[list[Located]] = []
    for window in windows:
        near = next((one for one in groups if abs(one[-1].offset - window.offset) <= 4), None)
        if near is None:
            groups.append([window])
        else:
            near.append(window)
    for group in groups:
        offsets = sorted(one.offset for one in group)
        yield offsets[len(offsets) // 2], group[0].at, group[-1].at + _PLACE_HZ


def _stretch(
    path: str, name: str, one: WithheldSound, part: _Part, way: tuple[_Variant, int]
) -> tuple[list[ProofFind], list[StretchProof]]:
    """One stretch in one decoding: every row of the file against every channel of the original."""
    variant, rate_hz = way
    method = RedactionMethod(one.methods[part.number])
    if not method.removes:
        return [], []
    public = _decoded(path, rate_hz, variant)
    there, original_at = one.in_master[part.number], one.stretches[part.number]
    around = int(_AROUND_S * rate_hz)
    first, last = there.start_ms * rate_hz // 1000, -(-there.end_ms * rate_hz // 1000)
    master = _slice(one.master, ".flac", rate_hz, first - around, last + around)
    begins = original_at.start_ms * rate_hz // 1000
    original = _slice(one.original, one.ending, rate_hz, begins, begins + last - first)
    worst: StretchProof | None = None
    finds: list[ProofFind] = []
    for row in range(public.shape[0]):
        put = master[_row(row, public, master)]
        offset = _refined(public[row], put, first - around, part.offset_s * rate_hz, rate_hz)
        low, high = max(0, first - offset), min(public.shape[1], last - offset)
        if high - low < rate_hz // 50:
            continue
        heard = public[row][low:high]
        skip = low - (first - offset)
        replaced = put[around + skip : around + skip + heard.size]
        outside = (public[row][max(0, low - around) : low], public[row][high : high + around])
        silent = method is RedactionMethod.MUTE and one.channels[part.number] in (None, row)
        levels = _levels(heard, rate_hz, skip=(skip > 0, high < last - offset))
        left = _most(heard, replaced, original[:, skip:], one.channels[part.number], rate_hz)
        proof = StretchProof(
            name, one.recording, original_at, method.value, rate_hz, variant.says,
            round(levels[0], 1), round(levels[1], 1), round(left.dbfs, 1), round(left.likeness, 3),
        )  # fmt: skip
        finds += _judged(proof, one.records[part.number], silent=silent, outside=outside)
        if not silent and one.channels[part.number] in (None, row):
            finds += _not_replaced(heard, replaced, proof, one.records[part.number])
        if worst is None or proof.original_dbfs > worst.original_dbfs:
            worst = proof
    finds += _other_side(one, part, master, original, (name, around, rate_hz))
    return finds, [worst] if worst else []


def _row(row: int, public: Samples, master: Samples) -> int:
    """The row of the master that a row of the file comes from: the mean, where one of the two has no more."""
    return row if public.shape[0] == master.shape[0] else master.shape[0] - 1


def _refined(public: Samples, put: Samples, start: int, offset: float, rate_hz: int) -> int:
    """The offset to the sample, from the sound around the stretch."""
    about, reach = round(offset), max(1, round(_REFINE_S * rate_hz))
    low = max(0, start - about)
    high = min(public.size, start - about + put.size)
    heard = public[low:high]
    place = low - (start - about)
    there = put[max(0, place - reach) : place + heard.size + reach]
    if heard.size == 0 or there.size < heard.size or level_dbfs(heard) < -90:
        return about
    size = 1 << (heard.size + there.size).bit_length()
    product = np.fft.irfft(np.fft.rfft(there, size) * np.conj(np.fft.rfft(heard, size)), size)
    best = int(np.argmax(product[: there.size - heard.size + 1]))
    return about + best - min(place, reach) if place >= 0 else about


def _levels(heard: Samples, rate_hz: int, skip: tuple[bool, bool]) -> tuple[float, float]:
    """Level of the core, and of the louder edge; an edge that is not in the file is not one."""
    edge = round(EDGE_S * rate_hz)
    head = 0 if skip[0] else edge
    tail = heard.size if skip[1] else heard.size - edge
    core = heard[head:tail]
    edges = [part for part in (heard[:head], heard[tail:]) if part.size]
    return (
        loudest_dbfs(core, rate_hz),
        max((loudest_dbfs(part, rate_hz) for part in edges), default=-240.0),
    )


def _most(
    heard: Samples, replaced: Samples, original: Samples, channel: int | None, rate_hz: int
) -> Residue:
    """The most of any channel of the original that is withheld."""
    rows = range(original.shape[0]) if channel is None else [min(channel, original.shape[0] - 1)]
    found = [
        residue(heard, _fit(replaced, heard.size), _fit(original[row], heard.size), rate_hz)
        for row in rows
    ]
    return max(found, key=lambda one: one.dbfs)


def _fit(samples: Samples, size: int) -> Samples:
    return samples[:size] if samples.size >= size else np.pad(samples, (0, size - samples.size))


def _judged(
    proof: StretchProof, record: str, *, silent: bool, outside: tuple[Samples, Samples]
) -> Iterator[ProofFind]:
    way = f"decoded at {proof.rate_hz} Hz" + (f", {proof.variant}" if proof.variant else "")
    place = f"{format_span(proof.interval.start_ms, proof.interval.end_ms)} of {proof.recording}"
    beside = max((loudest_dbfs(part, proof.rate_hz) for part in outside), default=-240.0)
    if silent and proof.core_dbfs > CORE_DBFS:
        says = f"is muted and not silent: {proof.core_dbfs} dBFS, {way}"
        yield ProofFind(ProofKind.SOUND_LEFT, proof.file, place, record, says)
    elif silent and proof.edges_dbfs > max(EDGE_DBFS, beside - EDGE_UNDER_DB):
        says = f"is muted and its edges are not quiet: {proof.edges_dbfs} dBFS, {way}"
        yield ProofFind(ProofKind.SOUND_LEFT, proof.file, place, record, says)
    if proof.original_dbfs > LEAK_DBFS and proof.likeness >= LEAK_LIKENESS:
        says = f"the original is heard at {proof.original_dbfs} dBFS (likeness {proof.likeness}), {way}"
        yield ProofFind(ProofKind.ORIGINAL_HEARD, proof.file, place, record, says)


def _not_replaced(
    heard: Samples, replaced: Samples, proof: StretchProof, record: str
) -> Iterator[ProofFind]:
    """Where a tone or voice should be, another sound is."""
    size = round(0.12 * proof.rate_hz)
    for at in range(0, heard.size - size, size // 2):
        put = replaced[at : at + size]
        if put.size < size or level_dbfs(put) < REPLACED_DBFS:
            continue
        likeness = alike(heard[at : at + size], put)
        if likeness < REPLACED_LIKENESS:
            place = f"{format_ms(proof.interval.start_ms + at * 1000 // proof.rate_hz)} of {proof.recording}"
            says = (
                f"what was put in its place ({proof.method}) is not what is heard: likeness "
                f"{likeness:.2f}, decoded at {proof.rate_hz} Hz"
            )
            yield ProofFind(ProofKind.SOUND_LEFT, proof.file, place, record, says)
            return


def _other_side(
    one: WithheldSound,
    part: _Part,
    master: Samples,
    original: Samples,
    way: tuple[str, int, int],
) -> Iterator[ProofFind]:
    """A side that is withheld on its channel may be heard on the other."""
    channel = one.channels[part.number]
    name, around, rate_hz = way
    if channel is None or master.shape[0] < 3:
        return
    other = master[1 - channel][around : master.shape[1] - around]
    gone = original[channel]
    size = min(other.size, gone.size)
    found = residue(other[:size], np.zeros(size, dtype=np.float32), gone[:size], rate_hz)
    if found.dbfs > LEAK_DBFS and found.likeness >= 0.5:
        interval = one.stretches[part.number]
        yield ProofFind(
            ProofKind.ORIGINAL_HEARD,
            name,
            f"{format_span(interval.start_ms, interval.end_ms)} of {one.recording}",
            one.records[part.number],
            f"channel {channel} is withheld and is heard on the other (likeness {found.likeness:.2f})",
        )


def _pieces_heard(
    public: Samples, name: str, one: WithheldSound, variant: _Variant
) -> Iterator[ProofFind]:
    """Pieces of the withheld original anywhere in the file, if they are not also in what may be heard."""
    original = _known(one.original, _PLACE_HZ, ending=one.ending)
    master = _known(one.master, _PLACE_HZ, ending=".flac")
    pieces = list(_pieces(original, one))
    step = max(1, len(pieces) // _MOST_PIECES)
    allowed = [Placer(row) for row in master]
    for row in public:
        placer = Placer(row)
        for number, at_ms, piece in pieces[::step]:
            there, likeness = placer.best(piece)
            if likeness < _PIECE_LIKE:
                continue
            if likeness < max(one_row.best(piece)[1] for one_row in allowed) + _PIECE_MORE:
                continue
            yield ProofFind(
                ProofKind.ORIGINAL_HEARD,
                name,
                f"{format_ms(there * 1000 // _PLACE_HZ)} of the file"
                + f" ({variant.says})" * bool(variant.says),
                one.records[number],
                f"holds what is withheld at {format_ms(at_ms)} of {one.recording} (likeness {likeness:.2f})",
            )
            break


def _pieces(original: Samples, one: WithheldSound) -> Iterator[tuple[int, int, Samples]]:
    size = int(_PIECE_S * _PLACE_HZ)
    for number, interval in enumerate(one.stretches):
        if not RedactionMethod(one.methods[number]).removes:
            continue
        channel = one.channels[number]
        row = original[-1] if channel is None else original[min(channel, original.shape[0] - 1)]
        first, last = interval.start_ms * _PLACE_HZ // 1000, interval.end_ms * _PLACE_HZ // 1000
        for at in range(first, min(last, row.size) - size + 1, size // 2):
            piece = row[at : at + size]
            if level_dbfs(piece) > -50:
                yield number, at * 1000 // _PLACE_HZ, piece


def _once(finds: Sequence[ProofFind]) -> tuple[ProofFind, ...]:
    """One find a place: the same leak at three rates is one."""
    known: dict[tuple[ProofKind, str, str, str], ProofFind] = {}
    for one in finds:
        known.setdefault((one.kind, one.file, one.place, one.about), one)
    return tuple(known.values())
