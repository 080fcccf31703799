"""qfp: quads of spectral peaks (Sonnleitner and Widmer 2016); it cuts a query to its first 15 s."""

from __future__ import annotations

from job import nothing, serve
from qfp import QueryFingerprint, ReferenceFingerprint
from qfp.db import QfpDB

_FRAME_S = 32 / 8000
_THRESHOLD = 0.5


class _Db(QfpDB):
    """Its own, but for its errors: shared quads all far from each other, an offset without peaks."""

    def _bin_times(self, l, binwidth=20, ts=4):  # noqa: ANN001, ANN202, E741 (as it names them)
        return super()._bin_times(l, binwidth, ts) or {0: []}

    def _verify_peaks(self, mc, rPeaks, qPeaks, eX=18, eY=12):  # noqa: ANN001, ANN202, N803
        return super()._verify_peaks(mc, rPeaks, qPeaks, eX, eY) if rPeaks else 0.0


def _made(found):  # noqa: ANN001, ANN202
    """Whether it has prints; silence and what is too short raise errors in it."""
    try:
        found.create()
    except (IndexError, ValueError):
        return False
    return bool(found.hashes)


def _index(files, db, settings):  # noqa: ANN001, ANN202, ARG001
    store = _Db(str(db / "qfp.sqlite"))
    for path in files:
        found = ReferenceFingerprint(str(path))
        if _made(found):
            store.store(found, path.stem)


def _query(files, db, settings):  # noqa: ANN001, ANN202, ARG001
    store = _Db(str(db / "qfp.sqlite"))
    answers = []
    for path in files:
        asked = QueryFingerprint(str(path))
        if not _made(asked):
            answers.append(nothing(path))
            continue
        store.query(asked, vThreshold=0.0)
        best = max(asked.matches, key=lambda match: match.vScore, default=None)
        if best is None:
            answers.append(nothing(path))
            continue
        score = float(best.vScore)
        offset_s = float(best.offset) * _FRAME_S
        answers.append((path.stem, best.record, score, offset_s, score >= _THRESHOLD))
    return answers


serve(_index, _query)
