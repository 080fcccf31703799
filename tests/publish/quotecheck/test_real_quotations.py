"""Real calls and the real article of ../shared/real, read at run time: no words of them stand here."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from earwitness.desk import Desk
from earwitness.desk.told_of import told_of
from earwitness.intake.take_in import GivenBy
from earwitness.publish.quotecheck.check import check_draft
from earwitness.publish.quotecheck.heard_words import comparables
from earwitness.records.judgement import Severity
from earwitness.text.words import tokens
from earwitness.work.run import run
from quality.gold import _ROOTS

REAL = _ROOTS["real"]
ARTICLE = REAL / "article-intercepted-calls.txt"
CALLS = REAL / "intercepts_text" / "radio_analyzer" / "data" / "final"
pytestmark = [
    pytest.mark.real,
    pytest.mark.slow,
    pytest.mark.skipif(not ARTICLE.is_file(), reason="../shared/real is not here"),
]
SAYS = {"en": "“{}”, the speaker says.", "ru": "«{}», — говорит собеседник."}
PLAIN = {
    "en": "The recording could not be independently verified.",
    "ru": "Независимо подтвердить подлинность записи не удалось.",
}
# line, code, weight: each was read and is right; see docs/reference/quote-check.md.
RIGHT = [
    (1, "Q21", "error"),
    (5, "Q14", "warning"),
    (5, "Q30", "warning"),
    (32, "Q02", "warning"),
    (32, "Q14", "warning"),
    (32, "Q29", "warning"),
    (32, "Q33", "info"),
    (42, "Q20", "warning"),
    (42, "Q29", "warning"),
]


@pytest.fixture(scope="module")
def made() -> ModuleType:
    path = Path(__file__).with_name("test_mutations_of_more_codes.py")
    spec = importlib.util.spec_from_file_location("more_codes", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_finding_in_the_article_is_right(tmp_path):
    with Desk.new(tmp_path / "archive") as desk:
        desk.take_in([ARTICLE])
        run(desk.archive)
        report = desk.check(ARTICLE)
    found = sorted((one.line, one.code, one.severity.value) for one in report.findings)
    assert found == RIGHT
    assert len(report.quotations) == 12
    assert all(one.heard is not None for one in report.quotations)
    assert not any(one.as_heard for one in report.quotations)  # no sound of either call is held


@pytest.fixture(scope="module")
def calls(tmp_path_factory):
    """The calls as a person corrected them, with their English translation, approved."""
    folder = tmp_path_factory.mktemp("calls")
    pile = folder / "pile"
    pile.mkdir()
    for path in sorted(CALLS.rglob("transcript_original.txt")):
        for file, ending in (
            ("transcript_original.txt", "txt"),
            ("translation_english.txt", "en.txt"),
        ):
            source = path.with_name(file)
            if source.is_file():
                rows = (
                    row.strip(" -–—\t") for row in source.read_text(encoding="utf-8").splitlines()
                )
                kept = [
                    row
                    for row in rows
                    if re.search(r"\w", row) and not re.match(r"[#x*]|Model:", row)
                ]
                target = pile / f"{path.parent.name}.{ending}"
                target.write_text("\n".join(f"V1: {row}" for row in kept), encoding="utf-8")
    with Desk.new(folder / "archive") as desk:
        desk.take_in([pile], GivenBy(approved_by="the desk"))
        run(desk.archive)
        yield desk.archive


def sentences(archive, language: str) -> list[str]:
    found = []
    for row in archive.db.execute("select id from recording order by rowid"):
        for text in comparables(archive.db, row["id"]):
            if text.language == language:
                for _, line in text.lines:
                    parts = re.split(r"(?<=[.!?…])\s+", line)
                    found += [
                        one.strip(" .") for one in parts if not re.search(r"[«»“”\"\[\]()…]", one)
                    ]
    return [one for one in dict.fromkeys(found) if 4 <= len(tokens(one)) <= 40][:40]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_real_sentences_falsified(calls, made, tmp_path, language, record_property):
    draft = tmp_path / "draft.md"
    told = told_of(calls)

    def codes(words: str) -> dict[str, Severity]:
        draft.write_text(f"{SAYS[language].format(words)}\n\n{PLAIN[language]}\n", encoding="utf-8")
        return {one.code: one.severity for one in check_draft(calls, draft, told).findings}

    figures: dict[str, list[int]] = {}
    missed, clean, wrong = [], 0, []
    for one in sentences(calls, language):
        clean += 1
        errors = {code for code, weight in codes(one).items() if weight is Severity.ERROR}
        # Who told the speaker, or a doubt, in the next sentence; a name: these are there.
        if errors - {"Q05", "Q18", "Q30"}:
            wrong.append((sorted(errors), one[:20]))
        for code, false in (
            ("Q02", made.changed_word(one, language)),
            ("Q03", made.negated(one, language)),
            ("Q04", made.other_numbers(one, language)),
        ):
            for words in false:
                counted = figures.setdefault(code, [0, 0])
                counted[1] += 1
                # Where the word that was changed is a number ("fifth"), a number was changed.
                right = {code, "Q12", "Q01"} | ({"Q04"} if code == "Q02" else set())
                if right & set(codes(words)):
                    counted[0] += 1
                else:
                    missed.append((code, words[:20], sorted(codes(words))))
    told_figures = {code: f"{found} of {every}" for code, (found, every) in figures.items()}
    record_property(language, str(told_figures))
    print(language, clean, told_figures)  # noqa: T201 (the figures, shown with -s)
    assert clean >= 30
    assert not wrong, wrong
    for found, every in figures.values():
        assert found >= 0.98 * every, missed
