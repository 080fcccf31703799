"""Given names with their short forms, in Cyrillic and Latin letters. Data: ``given_names.csv``."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib import resources

from earwitness.text.transliteration import latin_key
from earwitness.text.words import fold

__all__ = ["cyrillic_given_names", "given_name", "given_names_by_sound", "latin_given_names"]


def given_name(lemma: str) -> str:
    """The gender of a given name ("m", "f", "-" where the list says none), "" for any other word.

    Args:
        lemma: folded: a Cyrillic dictionary form, or a Latin word as it is written.

    >>> given_name("димон"), given_name("lyudmila"), given_name("стол")
    ('m', 'f', '')
    """
    if lemma.isascii():
        return latin_given_names().get(lemma, "")
    return given_names_by_sound().get(latin_key(lemma), ("", ""))[0]


@cache
def latin_given_names() -> dict[str, str]:
    """Names that the list writes in Latin letters, folded, with the gender."""
    return {fold(name): gender for name, gender in reversed(list(_listed())) if name.isascii()}


@cache
def cyrillic_given_names() -> dict[str, str]:
    """Names that the list writes in Cyrillic: folded to as written."""
    return {fold(name): name for name, _ in _listed() if not name.isascii()}


@cache
def given_names_by_sound() -> dict[str, tuple[str, str]]:
    """The same by their keys, equal across scripts: gender and the name as written."""
    found: dict[str, tuple[str, str]] = {}
    for name, gender in _listed():
        if not name.isascii():
            found.setdefault(latin_key(name), (gender, name))
    return found


@cache
def _rows() -> tuple[dict[str, str], ...]:
    path = resources.files("earwitness.text").joinpath("given_names.csv")
    return tuple(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def _listed() -> Iterator[tuple[str, str]]:
    for row in _rows():
        for name in row["names"].split():
            yield name, row["gender"]
