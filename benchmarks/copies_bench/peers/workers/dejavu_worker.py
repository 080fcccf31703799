"""dejavu (Will Drevo): pairs of spectral peaks. Prints, voting and alignment are its own.

Its databases are MySQL and PostgreSQL servers; here its own queries go to SQLite, so that one process
does all. Its prints suppose 44.1 kHz. It has no threshold: it names a recording whenever a hash is shared.
"""

from __future__ import annotations

import contextlib
import sqlite3

import numpy as np
from dejavu import Dejavu
from dejavu.base_classes.common_database import CommonDatabase
from dejavu.config.settings import DEFAULT_FS, DEFAULT_OVERLAP_RATIO, DEFAULT_WINDOW_SIZE
from dejavu.logic.fingerprint import fingerprint
from job import nothing, pcm, serve

_FRAME_S = DEFAULT_WINDOW_SIZE * DEFAULT_OVERLAP_RATIO / DEFAULT_FS


class _Sqlite(CommonDatabase):
    type = "sqlite"
    CREATE_SONGS_TABLE = """CREATE TABLE IF NOT EXISTS songs (song_id INTEGER PRIMARY KEY,
        song_name TEXT, fingerprinted INTEGER DEFAULT 0, file_sha1 TEXT, total_hashes INTEGER)"""
    CREATE_FINGERPRINTS_TABLE = """CREATE TABLE IF NOT EXISTS fingerprints (hash BLOB, song_id INTEGER,
        offset INTEGER, PRIMARY KEY (hash, song_id, offset)) WITHOUT ROWID"""
    INSERT_FINGERPRINT = (
        "INSERT OR IGNORE INTO fingerprints (song_id, hash, offset) VALUES (?, unhex(?), ?)"
    )
    SELECT_MULTIPLE = "SELECT hex(hash), song_id, offset FROM fingerprints WHERE hash IN (%s)"
    SELECT_SONG = "SELECT song_name, file_sha1, total_hashes FROM songs WHERE song_id = ?"
    SELECT_SONGS = "SELECT * FROM songs"
    UPDATE_SONG_FINGERPRINTED = "UPDATE songs SET fingerprinted = 1 WHERE song_id = ?"
    DELETE_UNFINGERPRINTED = "DELETE FROM songs WHERE fingerprinted = 0"
    IN_MATCH = "unhex(?)"

    def __init__(self, path):  # noqa: ANN001, ANN204
        super().__init__()
        self._connection = sqlite3.connect(path)
        self._connection.create_function("unhex", 1, bytes.fromhex, deterministic=True)

    @contextlib.contextmanager
    def cursor(self, *, dictionary=False):  # noqa: ANN001, ANN202
        self._connection.row_factory = sqlite3.Row if dictionary else None
        with self._connection:
            yield _Cursor(self._connection.cursor(), dictionary)

    def insert_song(self, song_name, file_hash, total_hashes):  # noqa: ANN001, ANN202
        insert = "INSERT INTO songs (song_name, file_sha1, total_hashes) VALUES (?, ?, ?)"
        with self._connection:
            return self._connection.execute(insert, (song_name, file_hash, total_hashes)).lastrowid

    def __getstate__(self):  # noqa: ANN204
        return ()

    def __setstate__(self, state):  # noqa: ANN001, ANN204
        pass


class _Cursor:
    def __init__(self, cursor, dictionary):  # noqa: ANN001, ANN204
        self._cursor, self._dictionary = cursor, dictionary

    def __getattr__(self, name):  # noqa: ANN001, ANN204
        return getattr(self._cursor, name)

    def __iter__(self):  # noqa: ANN204
        return iter(self._cursor)

    def fetchone(self):  # noqa: ANN202
        row = self._cursor.fetchone()
        return dict(row) if self._dictionary else row


def _samples(path):  # noqa: ANN001, ANN202
    return np.frombuffer(pcm(path, DEFAULT_FS), dtype="<i2")


def _index(files, db, settings):  # noqa: ANN001, ANN202, ARG001
    store = _Sqlite(db / "dejavu.sqlite")
    store.setup()
    for path in files:
        hashes = set(fingerprint(_samples(path), Fs=DEFAULT_FS))
        song = store.insert_song(path.stem, path.stem, len(hashes))
        store.insert_hashes(song, hashes)
        store.set_song_fingerprinted(song)


def _query(files, db, settings):  # noqa: ANN001, ANN202, ARG001
    dejavu = Dejavu.__new__(Dejavu)  # its constructor wants a server
    dejavu.db = _Sqlite(db / "dejavu.sqlite")
    answers = []
    for path in files:
        hashes = set(fingerprint(_samples(path), Fs=DEFAULT_FS))
        matches, counted, _ = dejavu.find_matches(hashes)
        found = dejavu.align_matches(matches, counted, len(hashes)) if matches else []
        if not found:
            answers.append(nothing(path))
            continue
        song, offset = found[0]["song_id"], int(found[0]["offset"])
        aligned = sum(1 for match in matches if match == (song, offset))
        name = found[0]["song_name"].decode()
        answers.append((path.stem, name, float(aligned), offset * _FRAME_S, True))
    return answers


serve(_index, _query)
