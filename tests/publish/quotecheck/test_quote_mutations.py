"""Falsified drafts made by rule from the samples' own words: how many are found, per code and language.

Each mutation is made from the words of a recording (the original, or its approved translation) and quoted in
a draft of that language. The floors are those of `FLOORS`; lowering one needs a reason in the commit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import pytest

from earwitness.publish.quotecheck.cues import cue, plain
from earwitness.publish.quotecheck.heard_words import Comparable, comparables
from earwitness.records.judgement import Severity
from earwitness.text.hedges import hedges_in
from earwitness.text.words import tokens

LANGUAGES = ("en", "ru", "uk")
LEAST = 10  # mutations of a code in a language
ERROR_FLOOR = 0.98
SAYS = {
    "en": "“{}”, the speaker says.",
    "ru": "«{}», — говорит собеседник.",
    "uk": "«{}», — каже співрозмовник.",
}
DISCLOSED = {
    "en": "The recording could not be independently verified; the other side cannot be heard.",
    "ru": "Независимо подтвердить подлинность записи не удалось; другой стороны не слышно.",
    "uk": "Незалежно підтвердити справжність запису не вдалося; іншої сторони не чути.",
}
OTHER_NAME = {"en": "Nestor", "ru": "Нестор", "uk": "Нестор"}
STRONGER = {
    "en": {"all": "some", "some": "all", "can": "must", "will": "might", "many": "all"},
    "ru": {"можем": "должны", "некоторых": "всех", "все": "некоторые", "Почти": "Совсем"},
    "uk": {"усі": "деякі", "майже": "зовсім", "можемо": "мусимо", "деяких": "усіх", "всі": "деякі"},
}
STORY = {
    "Q20": {
        "en": ("The call proves it.", "The recording confirms the losses."),
        "ru": ("Звонок доказывает это.", "Запись подтверждает потери."),
        "uk": ("Дзвінок доводить це.", "Запис підтверджує втрати."),
    },
    "Q25": {
        "en": ("The call took place on 12 July.", "A soldier phoned home on 3 May."),
        "ru": ("Разговор состоялся 12 июля.", "Солдат позвонил домой 3 мая."),
        "uk": ("Розмова відбулася 12 липня.", "Солдат подзвонив додому 3 травня."),
    },
    "Q28": {
        "en": ("Several intercepts confirm it.", "Two independent sources exist."),
        "ru": ("Несколько перехватов подтверждают это.", "Есть два независимых источника."),
        "uk": ("Кілька перехоплень підтверджують це.", "Є два незалежних джерела."),
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def texts(spoken_samples) -> dict[str, list[Comparable]]:
    found = defaultdict(list)
    for row in spoken_samples.db.execute("select id from recording order by rowid"):
        for one in comparables(spoken_samples.db, row["id"]):
            found[one.language].append(one)
    return found


def whole_lines(text: Comparable) -> list[str]:
    return [words for _, words in text.lines if "[" not in words and len(tokens(words)) >= 4]


def without_hedge(text: Comparable, language: str) -> Iterator[str]:
    """The sentence from the word after its doubt on."""
    for words in whole_lines(text):
        for sentence in re.split(r"(?<=[.?!])\s+", words):
            cut = tokens(sentence)
            ranges = hedges_in([one.text for one in cut], language)
            rough = cue(language, "rough"), cue(language, "hearsay")
            if not ranges or ranges[0][0] != 0 or "?" in sentence:
                continue
            first = plain(sentence[cut[0].start : cut[ranges[0][1] - 1].end])
            if any(one.search(first) for one in rough):
                continue
            rest = sentence[cut[ranges[0][1] - 1].end :].strip(" ,.")
            if len(tokens(rest)) >= 3 and not hedges_in([t.text for t in tokens(rest)], language):
                yield rest
                words_left = rest.split()
                if len(words_left) >= 5:
                    yield " ".join(words_left[1:])
                    yield " ".join(words_left[:-1])


def renamed(text: Comparable, language: str) -> Iterator[str]:
    """Another name in an approved translation."""
    if text.translation is None:
        return
    for words in whole_lines(text):
        for name in re.findall(r"(?<=[a-zа-яіїєґ,] )[A-ZА-ЯІЇЄҐ][\w’']+", words):
            if name not in {
                "I",
                "Colonel",
                "Monday",
                "Friday",
                "Thursday",
                "Tuesday",
                "Wednesday",
                "June",
            }:
                yield words.replace(name, OTHER_NAME[language]).rstrip(".")


def stronger(text: Comparable, language: str) -> Iterator[str]:
    """Another word for how many, or for whether it may be, in an approved translation."""
    if text.translation is None:
        return
    for words in whole_lines(text):
        for one, other in STRONGER[language].items():
            if re.search(rf"\b{one}\b", words):
                yield re.sub(rf"\b{one}\b", other, words).rstrip(".")


def as_fact(text: Comparable, language: str) -> Iterator[str]:
    """A quotation, and after it another sentence of the recording in the story's own words."""
    own = [one for one in pieces(text) if "?" not in one]
    told = [
        one
        for one in own
        if not cue(language, "attributed").search(plain(one))
        and not cue(language, "hearsay").search(plain(one))
        and not hedges_in([t.text for t in tokens(one)], language)
        and sum(1 for t in tokens(one) if len(t.text) > 4) >= 4
    ]
    for one in told:
        quoted = next(other for other in own if other != one)
        yield f"{SAYS[language].format(quoted)}\n\n{one[0].upper()}{one[1:]}."


def pieces(text: Comparable) -> list[str]:
    """The first sentence of each line, where it has four words or more."""
    first = [re.split(r"[.?!…]", words)[0].strip(" ,") for words in whole_lines(text)]
    return [one for one in first if len(tokens(one)) >= 4]


def stitched(text: Comparable) -> Iterator[str]:
    own = pieces(text)
    for one, other in zip(own, own[2:], strict=False):
        yield f"{one}, {other}"


def reordered(text: Comparable) -> Iterator[str]:
    own = pieces(text)
    for one, other in pairwise(own):
        yield f"{other} … {one}"


def cut_short(text: Comparable) -> Iterator[str]:
    for words in whole_lines(text):
        own = tokens(words)
        if len(own) >= 8:
            yield f"{words[: own[2].end]} … {words[own[-3].start :].rstrip('.')}"


def over_unclear(text: Comparable) -> Iterator[str]:
    for _, words in text.lines:
        found = re.fullmatch(r"(.*\w) \[[^\]]+\],? (.*)", words)
        if found:
            before, after = found[1].split(), found[2].rstrip(".").split()
            for size in range(1, min(3, len(before)) + 1):
                for length in (4, 5, len(after)):
                    if len(after) >= length:
                        yield " ".join([*before[-size:], *after[:length]])


def flattened(text: Comparable, language: str) -> Iterator[str]:
    """What is passed on, without the words for who told it."""
    for words in whole_lines(text):
        for key in ("told_before", "hearsay"):
            found = cue(language, key).search(plain(words))
            if found and "?" not in words:
                rest = re.sub(r"^(?:that|what|что|що|шо)\s", "", words[found.end() :].strip(" ,"))
                rest = re.split(r"[.!]", rest)[0].strip(" ,")
                if len(tokens(rest)) >= 3 and not cue(language, key).search(plain(rest)):
                    yield rest
                    if len(tokens(rest)) >= 5:
                        yield " ".join(rest.split()[:-1])


def by_code(texts: dict[str, list[Comparable]], language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    says = SAYS[language].format
    for text in texts[language]:
        found["Q05"] += map(says, without_hedge(text, language))
        found["Q06"] += map(says, cut_short(text))
        found["Q07"] += map(says, stitched(text))
        found["Q08"] += map(says, reordered(text))
        found["Q11"] += map(says, over_unclear(text))
        found["Q12"] += map(says, renamed(text, language))
        found["Q12"] += map(says, stronger(text, language))
        found["Q19"] += as_fact(text, language)
        found["Q18"] += map(says, flattened(text, language))
        for piece in pieces(text)[:2]:
            for code, written in STORY.items():
                found[code] += [f"{says(piece)}\n\n{one}" for one in written[language]]
            found["Q21"].append(says(piece))
    for one, other in pairwise(texts[language]):
        if pieces(one) and pieces(other):
            found["Q07"].append(says(f"{pieces(one)[0]}, {pieces(other)[-1]}"))
    return {code: list(dict.fromkeys(drafts)) for code, drafts in found.items()}


@pytest.mark.slow  # minutes a language: part of `make test-all`
@pytest.mark.parametrize("language", LANGUAGES)
def test_mutations_are_found(check_words, texts, language, record_property):
    told, low = [], []
    for code, drafts in sorted(by_code(texts, language).items()):
        missed = []
        for draft in drafts:
            text = draft if code == "Q21" else f"{draft}\n\n{DISCLOSED[language]}"
            codes = {one.code for one in check_words(text + "\n").findings}
            same = {"Q06": {"Q06", "Q03"}}.get(code, {code})  # a "not" that "…" takes away is Q03
            if not codes & same:
                missed.append((draft[:90], sorted(codes)))
        recall = 1 - len(missed) / len(drafts)
        told.append(f"{language} {code}: {len(drafts) - len(missed)} of {len(drafts)}")
        floor = FLOORS.get((language, code), ERROR_FLOOR)
        if recall < floor or len(drafts) < FEW.get((language, code), LEAST):
            low.append((code, recall, len(drafts), missed))
    record_property(language, "; ".join(told))
    print("\n".join(told))  # noqa: T201 (the figures, shown with -s)
    assert not low, low


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_quoted_whole_have_no_error(check_words, texts, language):
    """Every line of every recording, quoted as it stands, with what a story has to say around it."""
    wrong = []
    count = 0
    for text in texts[language]:
        for _, words in text.lines:
            if len(tokens(words)) < 3:
                continue
            quoted = words.replace("“", "").replace("”", "").rstrip(".")
            count += 1
            report = check_words(f"{SAYS[language].format(quoted)}\n\n{DISCLOSED[language]}\n")
            wrong += [
                (words[:70], one.code, one.reason[:110])
                for one in report.findings
                if one.severity is Severity.ERROR
                # That Lyudmila told her stands in the next line: rightly found, if the story is silent.
                and not (one.code == "Q18" and re.search("Lyudmila|Людмила", one.reason))
            ]
    assert count >= 40
    assert not wrong, wrong


FLOORS: dict[tuple[str, str], float] = {}
# Of the samples only a few calls have a translation into Russian or Ukrainian.
FEW: dict[tuple[str, str], int] = {
    ("en", "Q19"): 9,
    ("ru", "Q05"): 9,
    ("ru", "Q12"): 5,
    ("uk", "Q12"): 8,
}
