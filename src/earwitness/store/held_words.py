"""Which words stand in which recording, for the quote check: small, and made again at any time.

One file beside the search index (``derived/held_words.db``). An entry is a recording and a key that names the
versions it was made from; what stands in it is the business of whoever put it there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

__all__ = ["HeldWordsFile"]

_TABLE = """
create table if not exists held (
    recording_id text primary key,
    made_from text not null,
    words blob not null
) strict
"""


class HeldWordsFile:
    """The file; one that cannot be read is as good as none, and what cannot be kept is made again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: sqlite3.Connection | None = None

    def get(self, recording_id: str, made_from: str) -> bytes | None:
        """What was kept of a recording, if it was made from these versions."""
        db = self._open(write=False)
        if db is None:
            return None
        sql = "select words from held where recording_id = ? and made_from = ?"
        try:
            row = db.execute(sql, (recording_id, made_from)).fetchone()
        except sqlite3.DatabaseError:
            return None
        return None if row is None else bytes(row[0])

    def put(self, entries: Iterable[tuple[str, str, bytes]]) -> bool:
        """Keep (recording, made from, words), each in place of what was there; False if it cannot be."""
        db = self._open(write=True)
        if db is None:
            return False
        try:
            with db:
                db.executemany("insert or replace into held values (?, ?, ?)", entries)
        except sqlite3.DatabaseError:
            return False
        return True

    def close(self) -> None:
        """Let go of the file."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def _open(self, *, write: bool) -> sqlite3.Connection | None:
        if self._db is None and (write or self._path.is_file()):
            db = None
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                db = sqlite3.connect(self._path, timeout=5)
                # It can be made again, so that it need not survive a power cut.
                db.execute("pragma synchronous = off")
                db.execute(_TABLE)
                self._db = db
            except (OSError, sqlite3.DatabaseError):
                if db is not None:
                    db.close()
        return self._db
