"""Opening the catalog and bringing its tables up to date."""

from __future__ import annotations

import sqlite3
from importlib import resources
from pathlib import Path

from earwitness.errors import ArchiveError

__all__ = ["connect", "migrate", "pending"]

# What the file says of itself to `file` and other SQLite tools: "EARW".
_APPLICATION_ID = 0x45415257


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open a catalog with foreign keys on, write-ahead log, and every commit on the disk.

    Raises:
        ArchiveError: the file is no catalog, or was made by a newer Earwitness.
    """
    address = f"{path.resolve().as_uri()}?mode={'ro' if read_only else 'rwc'}"
    connection = sqlite3.connect(
        address, uri=True, isolation_level=None, timeout=30, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma trusted_schema = off")
        if not read_only:
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = full")
        _check_age(connection, path)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise ArchiveError(f"is not a catalog: {error}", where=str(path)) from error
    except ArchiveError:
        connection.close()
        raise
    return connection


def migrate(connection: sqlite3.Connection) -> list[str]:
    """Apply the numbered migrations that are missing, each in one transaction; return their names."""
    done = []
    for number, name, script in _missing(connection):
        body = f"begin immediate;\n{script}\npragma user_version = {number};\ncommit;"
        try:
            connection.executescript(body)
        except sqlite3.DatabaseError:
            if connection.in_transaction:
                connection.execute("rollback")
            raise
        done.append(name)
    connection.execute(f"pragma application_id = {_APPLICATION_ID}")
    return done


def pending(connection: sqlite3.Connection) -> list[str]:
    """Names of the migrations that `migrate` would apply."""
    return [name for _, name, _ in _missing(connection)]


def _missing(connection: sqlite3.Connection) -> list[tuple[int, str, str]]:
    version = _version(connection)
    return [item for item in _migrations() if item[0] > version]


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("pragma user_version").fetchone()[0])


def _migrations() -> list[tuple[int, str, str]]:
    folder = resources.files("earwitness.store") / "migrations"
    found = [
        (int(item.name[:4]), item.name, item.read_text(encoding="utf-8"))
        for item in folder.iterdir()
        if item.name.endswith(".sql")
    ]
    return sorted(found)


def _check_age(connection: sqlite3.Connection, path: Path) -> None:
    newest = _migrations()[-1][0]
    if _version(connection) > newest:
        raise ArchiveError(
            f"was made by a newer Earwitness (tables {_version(connection)}, this one knows {newest})",
            where=str(path),
            do="Update Earwitness",
        )
