"""audiomatch: Chromaprint, the shorter one's first 30 s slid along the longer; under 10 s it gives 0."""

from __future__ import annotations

import json
import statistics

from audiomatch import popcount
from audiomatch.fingerprints import compare
from audiomatch.reports import CONFIDENCE_SCORE
from chromaprint_prints import prints
from job import nothing, serve

popcount.popcount = int.bit_count  # what its C does; its Python is several times slower


def _index(files, db, settings):  # noqa: ANN001, ANN202, ARG001
    known = {path.stem: prints(path) for path in files}
    (db / "prints.json").write_text(json.dumps(known), encoding="utf-8")


def _query(files, db, settings):  # noqa: ANN001, ANN202, ARG001
    known = json.loads((db / "prints.json").read_text(encoding="utf-8"))
    answers = []
    for path in files:
        codes = prints(path)
        score, name = max((_score(codes, other), name) for name, other in known.items())
        if score > 0:
            answers.append((path.stem, name, score, None, score > CONFIDENCE_SCORE))
        else:
            answers.append(nothing(path))
    return answers


def _score(codes, other):  # noqa: ANN001, ANN202
    try:
        return compare(codes, other)
    except (statistics.StatisticsError, ValueError):
        return 0.0


serve(_index, _query)
