"""Whole drafts, a case a line: what must be found, and clean neighbours that must not be."""

from __future__ import annotations

from collections import Counter
from importlib import resources

import pytest

from earwitness.records.judgement import Severity

LANGUAGES = ("en", "ru", "uk")
DISCLOSED = {
    "en": "The recording could not be independently verified.",
    "ru": "Независимо подтвердить подлинность записи не удалось.",
    "uk": "Незалежно підтвердити справжність запису не вдалося.",
}
ABOUT_THE_STORY = {"Q21", "Q22", "Q23", "Q24"}  # what is missing from it: no sentence is added


def cases() -> list:
    found = []
    for language in LANGUAGES:
        file = resources.files("earwitness.publish") / "cases" / f"findings.{language}.tsv"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if line and not line.startswith("#"):
                code, sign, draft = line.split("\t")
                name = f"{language}:{number}:{code}{sign}"
                found.append(pytest.param(code, sign, draft, language, id=name))
    return found


@pytest.mark.parametrize(("code", "sign", "draft", "language"), cases())
def test_a_draft(check_words, code, sign, draft, language):
    text = "\n\n".join(part.strip() for part in draft.split("¶"))
    if code not in ABOUT_THE_STORY:
        text += f"\n\n{DISCLOSED[language]}"
    report = check_words(text + "\n")
    told = [(one.code, one.words, one.reason) for one in report.findings]
    assert report.draft.language == language
    if sign == "+":
        assert code in {one.code for one in report.findings}, told
    else:
        assert code not in {one.code for one in report.findings}, told
        errors = [
            one
            for one in report.findings
            if one.severity is Severity.ERROR and one.code not in {"Q21", "Q06"}
        ]
        assert not errors, told


def test_every_finding_has_a_reason_a_rule_and_a_place(check_words):
    for case in cases():
        code, sign, draft, _ = case.values
        if sign == "+" and "¶" not in draft:
            for one in check_words(draft + "\n").findings:
                assert one.reason.endswith((".", "”")), one.reason
                assert one.rule
                assert one.words
                assert one.code != code or one.suggestion or code == "Q06"


def test_each_code_has_ten_cases_over_the_three_languages():
    counted = Counter(case.values[0] for case in cases())
    assert {code: number for code, number in counted.items() if number < 10} == {}
