"""audiolocate: landmark pairs after Wang 2003, every query against every recording."""

from __future__ import annotations

import pickle

from audiolocate import AudioFingerprint
from job import nothing, serve

_ENGINE = AudioFingerprint()


def _hashes(path):  # noqa: ANN001, ANN202
    return _ENGINE.fingerprint_audio(_ENGINE.load_audio(str(path)))[0]


def _index(files, db, settings):  # noqa: ANN001, ANN202, ARG001
    for path in files:
        (db / path.stem).write_bytes(pickle.dumps(_hashes(path)))


def _query(files, db, settings):  # noqa: ANN001, ANN202, ARG001
    asked = [_hashes(path) for path in files]
    best = [nothing(path) for path in files]
    for stored in sorted(db.iterdir()):
        known = pickle.loads(stored.read_bytes())  # noqa: S301 (written above)
        for number, path in enumerate(files):
            found = _ENGINE.match(known, asked[number])
            if found.match_count > best[number][2]:
                offset_s = found.offset_frames * _ENGINE.hop_length / _ENGINE.sr
                count = float(found.match_count)
                best[number] = (path.stem, stored.name, count, offset_s, bool(found.is_match))
    return best


serve(_index, _query)
