"""audio-offset-finder (BBC): cross-correlated MFCCs; a recording's are kept here, to be made only once."""

from __future__ import annotations

import audio_offset_finder.audio_offset_finder as finder
import numpy as np
from job import nothing, pcm, serve

_RATE_HZ, _HOP, _MAX_FRAMES, _FEWEST = 8000, 128, 2000, 10
_THRESHOLD = 10  # its README: over 10 is most likely right


def _features(path):  # noqa: ANN001, ANN202
    sound = np.frombuffer(pcm(path, _RATE_HZ), dtype="<i2").astype(float)
    found = finder.mfcc(sound, win_length=256, nfft=512, fs=_RATE_HZ, hop_length=_HOP, numcep=26)[0]
    return finder.std_mfcc(found)


def _index(files, db, settings):  # noqa: ANN001, ANN202, ARG001
    np.savez(db / "mfcc.npz", **{path.stem: _features(path) for path in files})


def _query(files, db, settings):  # noqa: ANN001, ANN202, ARG001
    with np.load(db / "mfcc.npz") as stored:
        known = {name: stored[name] for name in stored.files}
    return [_best(path, known) for path in files]


def _best(path, known):  # noqa: ANN001, ANN202
    asked = _features(path)
    best = nothing(path)
    for name, frames in known.items():
        size = min(len(frames) // 3, len(asked), _MAX_FRAMES)
        if size < _FEWEST:
            continue
        curve, _, latest = finder.cross_correlation(frames, asked, nframes=size)
        place = int(np.argmax(curve))
        score = float((curve[place] - np.mean(curve)) / max(np.std(curve), 1e-10))
        if score > best[2]:
            lag = place - len(curve) if place > latest else place
            best = (path.stem, name, score, lag * _HOP / _RATE_HZ, score > _THRESHOLD)
    return best


serve(_index, _query)
