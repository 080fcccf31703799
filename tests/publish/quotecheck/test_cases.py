"""The lists of cases that a linguist can add to."""

from __future__ import annotations

from importlib import resources

import pytest


def cases() -> list:
    found = []
    for language in ("en", "ru", "uk"):
        file = resources.files("earwitness.publish") / "cases" / f"quotecheck.{language}.tsv"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if not line.startswith("#"):
                draft, heard, expected = line.split("\t")
                found.append(
                    pytest.param(draft, heard, expected, language, id=f"{language}:{number}")
                )
    return found


@pytest.mark.parametrize(("draft", "heard", "expected", "language"), cases())
def test_words_of_a_draft_against_words_heard(codes, draft, heard, expected, language):
    assert " ".join(codes(draft, heard, language)) == expected


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_enough_cases(language):
    assert sum(1 for case in cases() if case.values[3] == language) >= 25
