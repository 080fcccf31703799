"""Falsified stories, from templates: the codes that look at more than one quotation. Half of them are held out.

``mutations/seen.tsv`` was there while the rules were written; ``mutations/held_out.tsv`` was written before them,
and what it misses was looked at only at the end. Both figures are printed (``pytest -s``).
"""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from earwitness.desk.told_of import told_of
from earwitness.publish.quotecheck.check import check_draft
from earwitness.publish.story import write_story
from earwitness.records.judgement import Severity

HERE = Path(__file__).parent / "mutations"
LANGUAGES = ("en", "ru", "uk")
FLOOR = 0.98
LEAST = 10
ERRORS = {"Q26", "Q27", "Q30", "Q31", "Q35", "Q37", "Q40"}

QUOTED = {
    "en": {
        "R01": "“No, I am not afraid. Nobody will stop me,” she says.",
        "R02": "“Nobody wants to talk to Zima, he starts yelling at once,” she says.",
        "R03": "“Do not transfer any money, we have enough,” she says.",
        "R04": "“It will only get worse,” the man says.",
        "R05": "“I got the parcel, thank you, the socks are warm,” he says.",
        "R06": "“Tell Zima that there is no bridge,” a man says.",
        "R08": "“Twenty people stood outside the headquarters until night,” he says.",
        "R11": "“Because there is shooting here! I cannot hear a thing!” he says.",
        "R12": "“We handed over everything against a signature, a hundred and twenty boxes,” he says.",
    },
    "ru": {
        "R01": "«Нет, я не боюсь. Никто меня не остановит», — говорит она.",
        "R02": "«С Зимой никто говорить не хочет, он сразу орёт», — говорит она.",
        "R04": "«Не писал. Телефоны забрали, этот чужой», — говорит он.",
        "R05": "«Посылку получил, спасибо, носки тёплые», — говорит он.",
        "R11": "«Потому что тут стреляют! Ничего не слышно!» — говорит он.",
        "X1": "«Мы приняли сорок раненых за одну ночь», — говорит она.",
    },
    "uk": {
        "R01": "«Ні, я не боюся. Ніхто мене не зупинить», — каже вона.",
        "R02": "«Із Зимою ніхто говорити не хоче, він одразу кричить», — каже вона.",
        "R03": "«Грошей не переказуй, у нас вистачає», — каже вона.",
        "R06": "«Передай Зимі, що мосту немає», — каже чоловік.",
        "R08": "«Двадцять людей стояли під штабом до ночі», — каже він.",
        "R12": "«Ми віддали все під підпис, сто двадцять коробок», — каже він.",
    },
}  # fmt: skip
DISCLOSED = {
    "en": "The call, of which only excerpts are heard, was published by the Surmach service, which takes a side in the conflict. It could not be independently verified; not everybody can be heard.",
    "ru": "Отрывок разговора опубликовала служба «Сурмач», сторона конфликта. Независимо подтвердить подлинность записи не удалось; одной стороны не слышно.",
    "uk": "Уривок розмови оприлюднила служба «Сурмач», сторона конфлікту. Незалежно підтвердити справжність запису не вдалося; однієї сторони не чути.",
}  # fmt: skip


@dataclass(frozen=True)
class Mutation:
    language: str
    code: str
    quoted: tuple[str, ...]
    words: str

    def text(self, words: str = "") -> str:
        """The draft: front matter, heading, quotations, the falsified words, what has to be disclosed."""
        written = words or self.words
        front, heading, body = "", "", written
        if written.startswith("F:"):
            field, _, value = written[2:].partition("=")
            front, body = f"---\n{field}: {value}\n---\n\n", ""
        elif written.startswith("H:"):
            heading, body = f"# {written[2:]}\n\n", ""
        body = body.replace(
            "{clip:own}", f"{self.quoted[0]}.{'mp4' if '<video' in body else 'mp3'}"
        )
        for name in ("R01", "R02", "R11"):
            body = body.replace(f"{{clip:{name}}}", f"{name}.mp3")
        quotes = [QUOTED[self.language][one] for one in self.quoted]
        if len(quotes) > 1:  # the second recording is brought in by the falsified words
            parts = [quotes[0], body, *quotes[1:]]
        else:
            parts = [*([] if self.code == "Q40" else quotes), body]
        return (
            front + heading + "\n\n".join([*filter(None, parts), DISCLOSED[self.language]]) + "\n"
        )


def mutations(name: str, language: str) -> list[Mutation]:
    found = []
    for line in (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{language}\t"):
            _, code, recordings, words = line.split("\t")
            found += [
                Mutation(language, code, tuple(one.split("+")), words)
                for one in recordings.split(",")
            ]
    return found


@pytest.fixture(scope="module")
def checked(released, tmp_path_factory):
    """checked(text): the report on a draft beside the files of the released samples."""
    archive, files = released
    told = told_of(archive)
    folder = tmp_path_factory.mktemp("draft")
    shutil.copytree(files, folder, dirs_exist_ok=True)

    def check(text: str, name: str = "draft.md"):
        draft = folder / name
        draft.write_text(text, encoding="utf-8")
        return check_draft(archive, draft, told)

    return check


@pytest.fixture(scope="module")
def corrected(checked, released, tmp_path_factory):
    """corrected(mutation, n): the report on a draft whose first form was published as a page."""
    archive, _ = released
    told = told_of(archive)
    folder = tmp_path_factory.mktemp("published")

    def check(one: Mutation, number: str):
        before, _, after = one.words.partition("⇒")
        draft = folder / f"story-{number}.md"
        draft.write_text(one.text(before.strip()), encoding="utf-8")
        write_story(archive, draft, folder / f"page-{number}", told=told)
        draft.write_text(one.text(after.strip()), encoding="utf-8")
        return check_draft(archive, draft, told)

    return check


def figures(name, language, checked, corrected) -> tuple[dict[str, list[int]], list]:
    """Code to found and made: what the same story without the falsified words has too does not count."""
    known: dict[tuple[str, ...], Counter[str]] = {}

    def without(one: Mutation) -> Counter[str]:
        if one.quoted not in known:
            plain = replace(one, code="", words=" ")
            known[one.quoted] = Counter(each.code for each in checked(plain.text()).findings)
        return known[one.quoted]

    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    missed = []
    for number, one in enumerate(mutations(name, language)):
        report = (
            corrected(one, f"{name}-{language}-{number}")
            if one.code == "Q40"
            else checked(one.text())
        )
        found = Counter(each.code for each in report.findings)
        counted[one.code][1] += 1
        if found[one.code] > (0 if one.code == "Q40" else without(one)[one.code]):
            counted[one.code][0] += 1
        else:
            missed.append((one.code, one.quoted, one.words[:100], sorted(found)))
    return counted, missed


@pytest.mark.slow  # half a minute a language: part of `make test-all`
@pytest.mark.parametrize("language", LANGUAGES)
def test_falsified_stories_are_found(checked, corrected, language, record_property):
    seen, missed = figures("seen", language, checked, corrected)
    held, missed_held = figures("held_out", language, checked, corrected)
    told = [
        f"{language} {code}: seen {seen[code][0]} of {seen[code][1]},"
        f" held out {held[code][0]} of {held[code][1]}"
        for code in sorted({*seen, *held})
    ]
    record_property(language, "; ".join(told))
    print("\n".join(told))  # noqa: T201 (the figures, shown with -s)
    for code in {*seen, *held}:
        assert seen[code][1] + held[code][1] >= LEAST, code
    found = sum(one[0] for each in (seen, held) for one in each.values())
    every = sum(one[1] for each in (seen, held) for one in each.values())
    assert found / every >= FLOOR, (missed, missed_held)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stories_without_the_falsified_words_have_no_error(checked, language):
    for name, quoted in QUOTED[language].items():
        text = f"{quoted}\n\n{DISCLOSED[language]}\n"
        wrong = [
            (name, one.code, one.words, one.reason)
            for one in checked(text).findings
            if one.severity is Severity.ERROR
        ]
        assert not wrong, wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_clean_neighbours(checked, language):
    """Sentences beside the falsified ones that are as they should be."""
    wrong, count = [], 0
    for one in mutations("clean", language):
        count += 1
        code, never = one.code.rstrip("!"), one.code.endswith("!")
        for each in checked(one.text()).findings:
            error = each.severity is Severity.ERROR and each.code != "Q22"
            if error or (never and each.code == code):
                wrong.append((one.code, one.words, each.code, each.words, each.reason))
    assert count >= 20
    assert not wrong, wrong
