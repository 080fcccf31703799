"""audalign: triplets of spectral peaks (its panako_mod style), with its default settings."""

from __future__ import annotations

import tempfile
from pathlib import Path

from audalign.config.fingerprint import FingerprintConfig
from audalign.recognizers.fingerprint import FingerprintRecognizer
from audalign.recognizers.fingerprint.recognize import align_matches, find_matches
from job import nothing, serve


def _recognizer():  # noqa: ANN202
    config = FingerprintConfig()
    config.multiprocessing = False
    config.num_processors = 1
    return FingerprintRecognizer(config=config)


def _index(files, db, settings):  # noqa: ANN001, ANN202, ARG001
    recognizer = _recognizer()
    for path in files:
        recognizer.fingerprint_file(str(path))
    recognizer.save_fingerprinted_files(str(db / "audalign.pickle"))


def _query(files, db, settings):  # noqa: ANN001, ANN202, ARG001
    recognizer = _recognizer()
    recognizer.load_fingerprinted_files(str(db / "audalign.pickle"))
    config = recognizer.config
    frame_s = config.fft_window_size * config.DEFAULT_OVERLAP_RATIO / config.sample_rate
    answers = []
    for path in files:
        counts = align_matches(_matches(recognizer, path))
        found = [
            (votes[0], name, offset)
            for name, offsets in counts.items()
            for offset, votes in offsets.items()
        ]
        if not found:
            answers.append(nothing(path))
            continue
        votes, name, offset = max(found)
        # it shows every recording with more than one vote
        stem = name.rsplit(".", 1)[0]
        answers.append((path.stem, stem, float(votes), offset * frame_s, votes > 1))
    return answers


def _matches(recognizer, path):  # noqa: ANN001, ANN202
    """It passes over a recording of the query's own file name, so the query gets another."""
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder) / f"asked~{path.name}"
        other.symlink_to(path)
        return find_matches(recognizer, str(other))


serve(_index, _query)
