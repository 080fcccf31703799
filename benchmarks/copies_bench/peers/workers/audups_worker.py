"""Chromaprints compared as AcoustID's server compares them: audups' C port of pg_acoustid.

audups takes a file's first 90 s and offsets of up to 80 frames; here whole files and any offset
(0 means any), so that excerpts have a chance. Its threshold is 0.9.
"""

from __future__ import annotations

import struct

from audups import correlate
from chromaprint_prints import prints
from job import nothing, serve

_ANY = 0
_THRESHOLD = 0.9


def _packed(path):  # noqa: ANN001, ANN202
    codes = prints(path)
    return struct.pack(f"{len(codes)}I", *codes)


def _index(files, db, settings):  # noqa: ANN001, ANN202, ARG001
    for path in files:
        (db / path.stem).write_bytes(_packed(path))


def _query(files, db, settings):  # noqa: ANN001, ANN202, ARG001
    known = {path.name: path.read_bytes() for path in sorted(db.iterdir())}
    known = {name: codes for name, codes in known.items() if codes}
    answers = []
    for path in files:
        codes = _packed(path)
        scores = [(correlate.compare_fp(codes, known[name], _ANY), name) for name in known if codes]
        score, name = max(scores, default=(0.0, None))
        if score > 0:
            answers.append((path.stem, name, score, None, score >= _THRESHOLD))
        else:
            answers.append(nothing(path))
    return answers


serve(_index, _query)
