"""Sealed words in coded sound and pictures: as bytes, and only where chance would not put them.

Coded bytes are any bytes at all. A word of four Latin letters stands in ten megabytes of them by chance; the
same word in UTF-8 Cyrillic, eight bytes, does not. What is too short to tell is counted, not passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from earwitness.text.sealed_forms import forms_of_sealed
from earwitness.text.sealed_search import SealedSearch
from earwitness.text.transliteration import to_latin

__all__ = ["CodedHit", "coded_hits"]

_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1251", "koi8_u", "cp866", "latin-1")
_BY_CHANCE = 1e-6
_AROUND = 96
_FEWEST = 4  # letters of the beginning that all forms share


@dataclass(frozen=True, slots=True)
class CodedHit:
    """Where a sealed word stands in coded bytes, and in which encoding."""

    at: int
    name: str
    encoding: str


@dataclass(frozen=True, slots=True)
class _Needle:
    name: str
    form: bytes
    encoding: str


def coded_hits(
    data: bytes, given: Sequence[tuple[str, str]], search: SealedSearch
) -> tuple[list[CodedHit], frozenset[str]]:
    """All that stands there, and the names of those that are too short to be looked for in so many bytes as UTF-8.

    In encodings of one byte a letter words must be longer still; those are passed over where chance would put
    them.
    """
    needles = _needles(tuple(given))
    chance = len(data) * max(1, len(needles))
    hits: list[CodedHit] = []
    missed: set[str] = set()
    for one in needles:
        if chance * 256.0 ** -len(one.form) > _BY_CHANCE:
            if one.encoding == "utf-8":
                missed.add(one.name)
            continue
        at = data.find(one.form)
        while at >= 0:
            around = data[max(0, at - _AROUND) : at + len(one.form) + _AROUND]
            # Words of two bytes a letter may begin at either.
            texts = [around[skip:].decode(one.encoding, errors="replace") for skip in (0, 1)]
            if any(found.name == one.name for text in texts for found in search.find(text)):
                hits.append(CodedHit(at, one.name, one.encoding))
                break
            at = data.find(one.form, at + 1)
    return hits, frozenset(missed)


@lru_cache(maxsize=8)
def _needles(given: tuple[tuple[str, str], ...]) -> tuple[_Needle, ...]:
    return tuple(dict.fromkeys(one for name, words in given for one in _of(name, words)))


def _of(name: str, words: str) -> Iterator[_Needle]:
    digits = "".join(sign for sign in words if sign.isdigit())
    if digits and not any(sign.isalpha() for sign in words):
        core = digits[-9:] if len(digits) > 9 else digits
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            yield _Needle(name, core.encode(encoding), encoding)
        return
    for text in _beginnings(words):
        for case in dict.fromkeys((text, text.lower(), text.upper(), text.title())):
            for encoding in _ENCODINGS:
                form = case.encode(encoding, errors="ignore")
                if form and form.decode(encoding) == case:
                    yield _Needle(name, form, encoding)


def _beginnings(words: str) -> set[str]:
    """What all forms of the words begin with, in each script; a phrase is looked for by its longest word."""
    word = max(words.replace("-", " ").split(), key=len)
    forms = forms_of_sealed(word).cyrillic | {word.lower()}
    latin = {to_latin(form, language) for form in forms for language in ("ru", "uk")}
    return _shared(forms) | _shared(latin)


def _shared(forms: set[str] | frozenset[str]) -> set[str]:
    first, last = min(forms), max(forms)
    same = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), None)
    start = first[:same]  # what the first and the last by alphabet share, all share
    if len(start) >= _FEWEST:
        return {start}
    kept: list[str] = []
    for form in sorted(forms, key=len):
        if not any(form.startswith(one) for one in kept):
            kept.append(form)
    return set(kept)
