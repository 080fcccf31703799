"""Every line of `understand/cases/claims.tsv`; linguists add lines there without reading Python."""

from __future__ import annotations

from collections import Counter
from importlib import resources

import pytest

from earwitness.understand.claims.finding import explain_claims, find_claims


def cases() -> list[tuple[str, str, str, str]]:
    text = resources.files("earwitness.understand").joinpath("cases/claims.tsv").read_text("utf-8")
    rows = [row.split("\t") for row in text.splitlines() if row and not row.startswith("#")]
    return [(row[0], row[1], row[2], row[3]) for row in rows]


@pytest.mark.parametrize(("language", "modality", "root", "text"), cases())
def test_case(language: str, modality: str, root: str, text: str) -> None:
    why = explain_claims([(text, language)])
    (found,) = find_claims([(text, language)])
    assert found.modality.value in modality.split("|"), why
    if root != "-":
        assert found.knowledge.value in root.split("|"), why
    # the explain twin names the rule that decided
    assert found.rules[0] in why[0]


def test_there_are_enough() -> None:
    counts = Counter(language for language, _, _, _ in cases())
    assert min(counts[language] for language in ("ru", "uk", "en")) >= 65
