"""Chromaprint by mean bit agreement: Meedan Alegre's rule, or at every offset.

Written from shared/reference/peers.md, section 1. Neither has a threshold of its own: in Alegre the
caller sends one.
"""

from __future__ import annotations

import numpy as np
from chromaprint_prints import FRAME_S, prints
from job import nothing, serve

_BITS = 32
_SPAN = 20  # frames to either side, Alegre's in production
_AT_ONCE = 2_000_000  # codes compared in one step


def _index(files, db, settings):  # noqa: ANN001, ANN202, ARG001
    np.savez(db / "prints.npz", **{path.stem: _codes(path) for path in files})


def _codes(path):  # noqa: ANN001, ANN202
    return np.array(prints(path), dtype=np.uint32)


def _agreement(a, b):  # noqa: ANN001, ANN202
    return 1 - float(np.bitwise_count(a ^ b).mean()) / _BITS


def _alegre(query, known):  # noqa: ANN001, ANN202
    """Best agreement and how many frames into ``known`` the query begins."""
    if not 0.8 * len(query) <= len(known) <= 1.2 * len(query):
        return 0.0, 0
    span = min(_SPAN, len(query) - 1, len(known) - 1)
    scores = []
    for lag in range(-span, span + 1):
        a, b = query[max(0, -lag) :], known[max(0, lag) :]
        shared = min(len(a), len(b))
        if shared >= span:
            scores.append((_agreement(a[:shared], b[:shared]), lag))
    return max(scores, default=(0.0, 0))


def _all(query, known):  # noqa: ANN001, ANN202
    """The same at every offset at which half of the shorter one overlaps."""
    if len(query) > len(known):
        score, lag = _all(known, query)
        return score, -lag
    size = len(query)
    windows = np.lib.stride_tricks.sliding_window_view(known, size)
    best = (0.0, 0)
    step = max(1, _AT_ONCE // size)
    for first in range(0, len(windows), step):
        wrong = np.bitwise_count(windows[first : first + step] ^ query).sum(axis=1, dtype=np.int64)
        lag = int(wrong.argmin())
        best = max(best, (1 - int(wrong[lag]) / size / _BITS, first + lag))
    for shared in range(-(-size // 2), size):
        best = max(best, (_agreement(query[-shared:], known[:shared]), shared - size))
        best = max(best, (_agreement(query[:shared], known[-shared:]), len(known) - shared))
    return best


def _query(files, db, settings):  # noqa: ANN001, ANN202
    compare = {"alegre": _alegre, "all": _all}[settings["rule"]]
    with np.load(db / "prints.npz") as stored:
        known = {name: stored[name] for name in stored.files}
    known = {name: codes for name, codes in known.items() if len(codes)}
    answers = []
    for path in files:
        codes = _codes(path)
        found = (
            [(*compare(codes, other), name) for name, other in known.items()] if len(codes) else []
        )
        score, lag, name = max(found, default=(0.0, 0, None))
        if score > 0:
            answers.append((path.stem, name, score, lag * FRAME_S, None))
        else:
            answers.append((*nothing(path)[:4], None))
    return answers


serve(_index, _query)
