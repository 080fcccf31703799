"""Every line of `understand/cases/mentions.tsv`; linguists add lines there without reading Python."""

from __future__ import annotations

from collections import Counter
from importlib import resources

import pytest

from earwitness.text.words import fold
from earwitness.understand.mentions.answer import query_keys
from earwitness.understand.mentions.finding import find_mentions
from earwitness.understand.mentions.line import word_key


def cases() -> list[tuple[str, str, str, str]]:
    text = (
        resources.files("earwitness.understand").joinpath("cases/mentions.tsv").read_text("utf-8")
    )
    rows = [row.split("\t") for row in text.splitlines() if row and not row.startswith("#")]
    return [(row[0], row[1], row[2], row[3]) for row in rows]


@pytest.mark.parametrize(("language", "kind", "expected", "text"), cases())
def test_case(language: str, kind: str, expected: str, text: str) -> None:
    if kind == "same":
        first = text.split(maxsplit=1)[0]
        key = word_key(fold(first), "en" if first.isascii() else language)
        for word in text.split():
            assert key in query_keys(word), word
        return
    found = [one for one in find_mentions([(text, language)]) if one.kind == kind]
    if kind == "unit":
        said = [f"{dict(one.detail)['level']} {_number(one.detail)}" for one in found]
    else:
        said = [one.surface for one in found]
    assert said == ([] if expected == "-" else expected.split("; "))


def _number(detail: tuple[tuple[str, str], ...]) -> str:
    values = dict(detail)
    return values.get("number") or values["name"].lower()


def test_there_are_enough() -> None:
    counts = Counter(language for language, _, _, _ in cases())
    assert min(counts[language] for language in ("ru", "uk", "en")) >= 150
