from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.text.hedges import hedges_in

HEDGED = [
    ("ru", "кажется он ушёл", ["кажется"]),
    ("ru", "их может быть двадцать", ["может быть"]),
    ("ru", "он вроде бы там , наверное", ["вроде бы", "наверное"]),
    ("ru", "якобы его видели", ["якобы"]),
    ("ru", "я думаю что нет", ["я думаю"]),
    ("ru", "Насколько я знаю их трое", ["насколько я знаю"]),
    ("ru", "скорее всего убит", ["скорее всего"]),
    ("ru", "его видели", []),
    ("uk", "здається він пішов", ["здається"]),
    ("uk", "їх може бути двадцять", ["може бути"]),
    ("uk", "він нібито там , мабуть", ["нібито", "мабуть"]),
    ("uk", "начебто його бачили", ["начебто"]),
    ("uk", "імовірно загинув , кажуть", ["імовірно", "кажуть"]),
    ("uk", "мені здається що ні", ["мені здається"]),
    ("uk", "його бачили", []),
    ("en", "Maybe he left", ["maybe"]),
    ("en", "I think there were twenty", ["i think"]),
    ("en", "he is said to be dead", ["is said to be"]),
    ("en", "allegedly shot , apparently", ["allegedly", "apparently"]),
    ("en", "as far as I know", ["as far as i know"]),
    ("en", "I don’t know", ["i don't know"]),
    ("en", "he was seen", []),
    ("uk-x-surzhyk", "він кажется пішов", ["кажется"]),
    ("de", "maybe", []),
]


@pytest.mark.parametrize(("language", "text", "expected"), HEDGED)
def test_hedges(language: str, text: str, expected: list[str]) -> None:
    words = text.lower().replace("’", "'").split()
    found = [" ".join(words[start:end]) for start, end in hedges_in(text.split(), language)]
    assert found == expected


@given(
    st.lists(
        st.sampled_from(
            [
                "i",
                "think",
                "maybe",
                "может",
                "быть",
                "вроде",
                "бы",
                "as",
                "far",
                "know",
                "said",
                "to",
                "be",
                "мост",
            ]
        )
    )
)
def test_ranges_do_not_overlap(words: list[str]) -> None:
    end_before = 0
    for start, end in hedges_in(words, "und"):
        assert end_before <= start < end <= len(words)
        end_before = end
