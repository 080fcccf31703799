"""The listening copy of a recording: what a desk's browser plays and draws. It can be made again at any time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from earwitness.audio.isolation import Isolated, deadline_s
from earwitness.audio.listening import write_listening
from earwitness.errors import NotInArchive
from earwitness.store.archive import Archive
from earwitness.store.catalog.receipts import received_ending
from earwitness.store.redacted_master import LARGE_FILES, redacted_master, source_file

__all__ = ["ListeningCopy", "forget_listening", "known_listening", "make_listening"]

_STAGE = "listening"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class ListeningCopy:
    """The sound as PCM in WAV, and its outline (`earwitness.audio.listening`)."""

    sound: Path
    outline: Path


@dataclass(frozen=True, slots=True)
class _Wanted:
    source: Path
    ending: str
    key: str


def known_listening(
    archive: Archive, recording_id: str, *, withheld: bool = False
) -> ListeningCopy | None:
    """The copy, if it was made before.

    Args:
        withheld: the sound as others may hear it; False is the sound as received, for the desk alone.

    Raises:
        NotInArchive: there is no sound of it.
    """
    return _known(archive, recording_id, _wanted(archive, recording_id, withheld=withheld))


def make_listening(
    archive: Archive,
    recording_id: str,
    child: Isolated | None = None,
    told: Callable[[int], None] = lambda _: None,
    *,
    withheld: bool = False,
) -> ListeningCopy:
    """The copy, made if it is not there.

    Args:
        child: decodes; one is started where none is given.
        told: the milliseconds that are done while it is made.

    Raises:
        NotInArchive: there is no sound of it. Refused: it cannot be decoded.
    """
    wanted = _wanted(archive, recording_id, withheld=withheld)
    known = _known(archive, recording_id, wanted)
    if known is not None:
        return known
    own = child or Isolated(LARGE_FILES)
    try:
        with archive.derived.draft() as sound, archive.derived.draft() as outline:
            own.call(
                write_listening,
                wanted.source,
                wanted.ending,
                sound,
                outline,
                deadline_s=deadline_s(None),
                progress=told,
            )
            drawn = archive.derived.adopt(recording_id, _STAGE, f"{wanted.key}.outline", outline)
            heard = archive.derived.adopt(recording_id, _STAGE, f"{wanted.key}.wav", sound)
    finally:
        if child is None:
            own.close()
    return ListeningCopy(heard, drawn)


def forget_listening(archive: Archive, most_bytes: int) -> int:
    """Remove the copies that were longest not asked for, until the rest is small enough; return how many."""
    folders = (archive.root / "derived").glob(f"*/{_STAGE}/*.wav")
    copies = sorted((one.stat().st_atime, one.stat().st_size, one) for one in folders)
    total, removed = sum(size for _, size, _ in copies), 0
    for _, size, one in copies:
        if total <= most_bytes:
            break
        one.unlink(missing_ok=True)
        one.with_suffix(".outline").unlink(missing_ok=True)
        total -= size
        removed += 1
    return removed


def _wanted(archive: Archive, recording_id: str, *, withheld: bool) -> _Wanted:
    source = source_file(archive, recording_id)
    master = redacted_master(archive, recording_id) if withheld else None
    if master is not None:
        return _Wanted(master.path, ".flac", _key("master", master.sha256))
    path = archive.originals.path(source)
    return _Wanted(path, received_ending(archive.db, source), _key("original", source))


def _key(kind: str, sha256: str) -> str:
    return hashlib.sha256(f"{_VERSION} {kind} {sha256}".encode()).hexdigest()[:32]


def _known(archive: Archive, recording_id: str, wanted: _Wanted) -> ListeningCopy | None:
    try:
        sound = archive.derived.path(f"{recording_id}/{_STAGE}/{wanted.key}.wav")
        outline = archive.derived.path(f"{recording_id}/{_STAGE}/{wanted.key}.outline")
    except NotInArchive:
        return None
    return ListeningCopy(sound, outline)
