"""The texts of a recording as numbers, kept from check to check: a check reads the few that can win.

For every quotation a dozen recordings are asked how well it can fit. Their numbers are enough to find the
same best place as by reading every text; the words are read only there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version

import msgspec
import numpy as np

from earwitness.publish.quotecheck.heard_text import HeardText, UnitNumbers
from earwitness.publish.quotecheck.heard_words import Comparable, comparables
from earwitness.publish.quotecheck.outline import Outline
from earwitness.store.archive import Archive
from earwitness.store.catalog.words import best_transcript, best_translations
from earwitness.store.held_words import HeldWordsFile

__all__ = [
    "HeldText",
    "held_words_file",
    "keep_held_keys",
    "kept_texts",
    "made_from",
    "packed",
    "with_outline",
]

_VERSION = "2"  # of units, numbers and words of content: where they change, another number
_STEMS_BY = ("pymorphy3", "pymorphy3-dicts-ru", "pymorphy3-dicts-uk", "snowballstemmer")
_PER_COMMIT = 500


class _Kept(msgspec.Struct, array_like=True):
    """A text: each different (key, beginning, free) once, and for every unit its place among them."""

    language: str
    original: bool
    keys: bytes
    heads: bytes
    free: bytes
    order: bytes
    named: bytes
    names: bytes
    masks: list[int]
    units: bytes
    starts: bytes
    content: bytes
    content_order: bytes
    contents: bytes


@dataclass(frozen=True, slots=True, eq=False)
class HeldText:
    """A text of a recording before its words are read; ``at`` is its place among those texts."""

    recording_id: str
    at: int
    language: str
    original: bool
    heard: HeardText
    outline: Outline


def held_words_file(archive: Archive) -> HeldWordsFile:
    """The file of an archive in which the numbers are kept."""
    return HeldWordsFile(archive.search_folder.parent / "held_words.db")


def made_from(db: sqlite3.Connection, recording_id: str) -> str:
    """Names the versions that `comparables` reads, and how much was held back of them."""
    best = best_transcript(db, recording_id)
    sql = (
        "select count(*) from hold h join utterance u on u.id = h.utterance_id"
        " where u.transcript_id = ?"
    )
    held_back = db.execute(sql, (best.id,)).fetchone()[0] if best and _any_hold(db) else 0
    translated = [one.id for one in best_translations(db, recording_id).values()]
    return (
        f"{_VERSION} {_dictionaries()} {best.id if best else ''} {held_back} {' '.join(translated)}"
    )


def packed(texts: Iterable[Comparable]) -> bytes:
    """The numbers of the texts of a recording, in their order, as they are kept."""
    return msgspec.msgpack.encode([_kept(one) for one in texts])


def kept_texts(
    data: bytes, recording_id: str, read: Callable[[], Sequence[Comparable]]
) -> tuple[HeldText, ...] | None:
    """The texts as `packed` wrote them; None where the bytes are something else.

    Args:
        read: reads the texts themselves, in the same order.
    """
    try:
        kept = msgspec.msgpack.decode(data, type=list[_Kept])
        numbers = [(_numbers(one), _outline(one)) for one in kept]
    except (msgspec.DecodeError, msgspec.ValidationError, ValueError, IndexError):
        return None
    return tuple(
        HeldText(
            recording_id,
            at,
            one.language,
            one.original,
            HeardText(lambda at=at: read()[at].heard.units, own),  # type: ignore[misc]
            outline,
        )
        for at, (one, (own, outline)) in enumerate(zip(kept, numbers, strict=True))
    )


def with_outline(text: Comparable, held: HeldText) -> Comparable:
    """A text with what was kept of it, so that only the lines looked at are taken apart."""
    if len(held.outline.units) != len(text.lines) or held.language != text.language:
        return text
    return replace(text, known=(held.heard.numbers, held.outline))


def keep_held_keys(archive: Archive, recording_ids: Sequence[str]) -> int:
    """Bring what is kept up to date for these recordings; return how many were made anew."""
    file = held_words_file(archive)
    waiting: list[tuple[str, str, bytes]] = []
    made = 0
    try:
        for recording_id in recording_ids:
            key = made_from(archive.db, recording_id)
            if file.get(recording_id, key) is not None:
                continue
            waiting.append((recording_id, key, packed(comparables(archive.db, recording_id))))
            made += 1
            if len(waiting) >= _PER_COMMIT:
                file.put(waiting)
                waiting.clear()
        if waiting:
            file.put(waiting)
    finally:
        file.close()
    return made


def _kept(text: Comparable) -> _Kept:
    own, outline = text.heard.numbers, text.outline
    content, content_order = np.unique(outline.content, return_inverse=True)
    rows = np.stack([own.keys, own.heads, own.free.astype(np.uint64)]) if len(own.keys) else _EMPTY
    different, order = np.unique(rows, axis=1, return_inverse=True)
    named = np.flatnonzero(own.names)
    return _Kept(
        text.language,
        text.translation is None,
        different[0].astype("<u8").tobytes(),
        different[1].astype("<u8").tobytes(),
        different[2].astype("u1").tobytes(),
        order.astype("<u4").tobytes(),
        named.astype("<u4").tobytes(),
        own.names[named].astype("<u8").tobytes(),
        list(own.masks),
        outline.units.astype("<u4").tobytes(),
        outline.starts.astype("<u4").tobytes(),
        content.astype("<u8").tobytes(),
        content_order.astype("<u4").tobytes(),
        outline.contents.astype("<u4").tobytes(),
    )


_EMPTY = np.zeros((3, 0), np.uint64)


def _numbers(one: _Kept) -> UnitNumbers:
    order = np.frombuffer(one.order, "<u4")
    names = np.zeros(len(order), np.uint64)
    names[np.frombuffer(one.named, "<u4")] = np.frombuffer(one.names, "<u8")
    different = np.frombuffer(one.keys, "<u8")
    return UnitNumbers(
        different[order],
        np.frombuffer(one.heads, "<u8")[order],
        names,
        np.frombuffer(one.free, "u1")[order].astype(bool),
        tuple(one.masks),
        different,
    )


def _outline(one: _Kept) -> Outline:
    """Where its lines begin.

    Raises:
        ValueError: it is not that of these units.
    """
    units, contents = np.frombuffer(one.units, "<u4"), np.frombuffer(one.contents, "<u4")
    content = np.frombuffer(one.content, "<u8")[np.frombuffer(one.content_order, "<u4")]
    if 4 * units.sum() != len(one.order) or contents.sum() != len(content):
        raise ValueError("the lines are those of another text")
    return Outline(units, np.frombuffer(one.starts, "<u4"), content, contents)


@cache
def _dictionaries() -> str:
    """The versions of what makes the stems of words of content."""
    return ",".join(version(one) for one in _STEMS_BY)


def _any_hold(db: sqlite3.Connection) -> bool:
    return db.execute("select 1 from hold limit 1").fetchone() is not None
