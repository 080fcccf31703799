"""Chains of beads: on the samples' line-for-line translations, merged and split, and on real calls."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import pytest

from earwitness.text.line_alignment import align_lines, explain_lines
from earwitness.text.line_beads import TextLine, chain_of_beads

REAL = Path(__file__).parents[3] / "shared" / "real"
TRUTH = Path(__file__).parents[2] / "samples" / "truth.json"
# floors for pairs of lines (precision, recall); the figures stand in docs/how-to/translate.md
FLOORS = {
    ("untimed", 0.2, 0.2, 0.0): (0.985, 0.985),
    ("untimed", 0.4, 0.3, 0.0): (0.985, 0.985),
    ("untimed", 0.2, 0.2, 0.1): (0.88, 0.92),  # a tenth of the lines left out
    ("timed", 0.2, 0.2, 0.0): (0.995, 0.995),
    ("timed", 0.2, 0.2, 0.1): (0.995, 0.995),
}


def disturbed(lines, chance, merge, split, drop):
    """Lines (start, end, text) merged, cut and left out at random; each with the places it renders."""
    found, place = [], 0
    while place < len(lines):
        start, end, text = lines[place]
        words = text.split()
        if chance.random() < drop:
            place += 1
        elif chance.random() < merge and place + 1 < len(lines):
            _, after, more = lines[place + 1]
            found.append((f"{text} {more}", (start, after), {place, place + 1}))
            place += 2
        elif chance.random() < split and len(words) >= 4:
            stops = [k for k in range(1, len(words)) if words[k - 1][-1] in ".!?,"]
            cut = chance.choice(stops) if stops else len(words) // 2
            middle = start + (end - start) * cut // len(words)
            found.append((" ".join(words[:cut]), (start, middle), {place}))
            found.append((" ".join(words[cut:]), (middle, end), {place}))
            place += 1
        else:
            found.append((text, (start, end), {place}))
            place += 1
    return found


def figures(kind, merge, split, drop):
    right = wrong = missed = 0
    for one in json.loads(TRUTH.read_text(encoding="utf-8"))["recordings"].values():
        original = [line["text"] for line in one["lines"]]
        spans = [(line["start_ms"], line["end_ms"]) for line in one["lines"]]
        for language in one["lines"][0]["translations"]:
            lines = [
                (*s, x["translations"][language]) for s, x in zip(spans, one["lines"], strict=True)
            ]
            for seed in range(5):
                made = disturbed(lines, random.Random(seed), merge, split, drop)
                times = ([span for _, span, _ in made], spans) if kind == "timed" else ()
                pairs = align_lines([text for text, _, _ in made], original, *times)
                for (_, _, true), pair in zip(made, pairs, strict=True):
                    found = set(range(pair[0], pair[1] + 1)) if pair else set()
                    right += len(found & true)
                    wrong += len(found - true)
                    missed += len(true - found)
    return right / (right + wrong), right / (right + missed)


@pytest.mark.parametrize("condition", FLOORS, ids=str)
def test_merged_and_split_lines_are_found(condition, capsys):
    precision, recall = figures(*condition)
    with capsys.disabled():
        sys.stdout.write(f"\n  {condition}: precision {precision:.3f}, recall {recall:.3f}\n")
    assert precision >= FLOORS[condition][0]
    assert recall >= FLOORS[condition][1]


def test_numbers_names_and_questions_outweigh_length():
    original = ["Двести двадцать пять человек.", "Где Зима?", "Он ушёл."]
    translation = ["225 men were there.", "And where has Zima gone?", "He left."]
    assert align_lines(translation, original) == [(0, 0), (1, 1), (2, 2)]
    told = explain_lines(translation, original)
    assert "number 225 in both" in told[0]
    assert "name 'zima' in both" in told[1]
    assert "both ask" in told[1]


def test_two_lines_cut_elsewhere_are_one_bead_of_two_and_two():
    original = [
        "Мы стояли у моста всю ночь до самого утра,",
        "а потом приехала машина, и нас забрали домой.",
    ]
    translation = [
        "We stood at the bridge all night until the very morning, and then a car came,",
        "and took us home.",
    ]
    (bead,) = chain_of_beads([TextLine(x) for x in translation], [TextLine(x) for x in original])
    assert (len(bead.translation), len(bead.original)) == (2, 2)


def test_a_line_that_renders_nothing_stands_alone():
    original = ["Принеси список всех семей до вечера.", "Мост стоит целый, я видел."]
    translation = [
        "Bring the list of all families by evening.",
        "(The translator's note: by families the speaker means the families of the whole town.)",
        "The bridge is whole, I saw it.",
    ]
    times = [(0, 3000), (3000, 9000), (9000, 12_000)], [(0, 3000), (9000, 12_000)]
    assert align_lines(translation, original, *times) == [(0, 0), None, (1, 1)]
    assert "stands alone" in explain_lines(translation, original, *times)[1]


def test_three_lines_for_three_hundred_are_placed_only_by_what_they_share():
    original = [
        f"Мы говорили о разных делах, строка за строкой {'и ещё ' * (n % 4)}" for n in range(300)
    ]
    original[120] = "Зима пришёл к мосту с командой."
    translation = ["We talked about this and that.", "Zima came to the bridge.", "And so on."]
    assert align_lines(translation, original) == [None, (120, 120), None]


def test_more_lines_than_the_original():
    found = align_lines([f"line number {n} of many" for n in range(40)], ["раз два три", "четыре"])
    assert len(found) == 40
    assert sum(pair is not None for pair in found) <= 6


# By hand, as indexes of lines only: the material is read and never copied.
HAND_CHECKED = {
    "final/radio_and_calls/radio_and_calls-mp3-012/translation_english.txt": [
        *[(n, n) for n in range(9)], (9, 10), (11, 11), (11, 11), (12, 12), (13, 13), (14, 15),
    ],
    "final/radio_and_calls/radio_and_calls-mp3-022/translation_english.txt": [
        (0, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7), (8, 8),
    ],
    "final/radio_and_calls/radio_and_calls-mp3-024/translation_english.txt": [
        (0, 0), (1, 1), (2, 2), (2, 2), (3, 3), (4, 4), (5, 5), (6, 7),
        (8, 8), (9, 9), (10, 10), (11, 11), (12, 12),
    ],
    "final/radio_and_calls/radio_and_calls-mp3-010/translation_english.txt": [
        (n, n) for n in range(27)
    ],
}  # fmt: skip


@pytest.fixture
def real() -> Path:
    if not REAL.is_dir():
        pytest.skip("../shared/real is not here")
    return REAL


@pytest.mark.real
@pytest.mark.parametrize("name", HAND_CHECKED)
def test_real_calls_as_aligned_by_hand(real, name):
    translation = real / "intercepts_text" / "radio_analyzer" / "data" / name
    original = translation.with_name("transcript_original.txt")

    def rows(path):
        return [row.strip() for row in path.read_text(encoding="utf-8").split("\n") if row.strip()]

    assert align_lines(rows(translation), rows(original)) == HAND_CHECKED[name]
