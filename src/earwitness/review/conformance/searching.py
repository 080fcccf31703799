"""Sealed words looked for in files that went out, whatever kind of file it is: also in names and tags."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import quote

__all__ = ["small_text", "word_in"]

_BLOCK = 1024 * 1024
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1251", "latin-1")  # tags are written in any
_LARGEST = 20_000_000  # bytes; nobody publishes longer subtitles


def word_in(path: str, words: Iterable[str]) -> str | None:
    """The first of some words that stands in a file or its name, "" for none; None: no such file.

    Upper and lower case are the same where a whole text can be read, and as written elsewhere.
    """
    wanted = [word for word in words if word.strip()]
    place = Path(path)
    text = small_text(path)
    for word in wanted:
        if word.casefold() in place.name.casefold() or (
            text and word.casefold() in text.casefold()
        ):
            return word
    needles = [(word, form) for word in wanted for form in _forms(word)]
    try:
        with place.open("rb") as stream:
            return _scan(stream.read, needles)
    except (OSError, ValueError):
        return None


def small_text(path: str) -> str | None:
    """A file read as UTF-8, None where there is none or it is too large to be a text."""
    try:
        place = Path(path)
        if place.stat().st_size > _LARGEST:
            return None
        return place.read_bytes().decode("utf-8", errors="replace")
    except (OSError, ValueError):
        return None


def _forms(word: str) -> set[bytes]:
    """The bytes that a word may be: as text in several encodings, and as JSON, pages and addresses hide it."""
    written = {unicodedata.normalize(form, word) for form in ("NFC", "NFD")}
    cases = {case for one in written for case in (one, one.lower(), one.upper(), one.title())}
    found = set()
    for case in cases:
        found |= {json.dumps(case)[1:-1].encode(), json.dumps(case)[1:-1].upper().encode()}
        found |= {quote(case).encode(), quote(case).lower().encode()}
        found.add(case.encode("ascii", errors="xmlcharrefreplace"))
    for encoding in _ENCODINGS:
        for case in cases:
            encoded = case.encode(encoding, errors="ignore")
            if encoded and encoded.decode(encoding) == case:
                found.add(encoded)
    return found


def _scan(read: Callable[[int], bytes], needles: list[tuple[str, bytes]]) -> str:
    overlap = max((len(form) for _, form in needles), default=1)
    tail = b""
    while block := read(_BLOCK):
        window = tail + block
        for word, form in needles:
            if form in window:
                return word
        tail = window[-overlap:]
    return ""
