"""What a person writes becomes a typed record, or is refused with a reason; nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.errors import EarwitnessError
from earwitness.review.conformance.cues import cues
from earwitness.review.conformance.fields import fields_of, record_of
from earwitness.review.conformance.kinds import KINDS
from earwitness.review.conformance.searching import word_in

HERE = Path(__file__).parent
SCALARS = st.one_of(
    st.text(max_size=8), st.integers(), st.booleans(), st.floats(allow_nan=False), st.none()
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_whatever_is_written_is_taken_or_refused(data):
    kind = data.draw(st.sampled_from(sorted(KINDS.values(), key=lambda one: one.name)))
    names = st.sampled_from([*fields_of(kind.body), "nonsense"])
    written = data.draw(st.dictionaries(names, ANYTHING, max_size=6))
    try:
        made = record_of(kind, written, HERE)
    except EarwitnessError:
        return
    assert isinstance(made, kind.body)


@given(st.text())
def test_cues_of_any_text_have_times_and_words(text):
    for start, end, words in cues(text):
        assert start >= 0
        assert end >= 0
        assert "\n" not in words


@pytest.mark.parametrize(
    "written",
    [
        "Говорит Шевченко.",
        "ШЕВЧЕНКО",
        r"\u0428\u0435\u0432\u0447\u0435\u043d\u043a\u043e",
        "https://x.example/%D0%A8%D0%B5%D0%B2%D1%87%D0%B5%D0%BD%D0%BA%D0%BE",
        "&#1064;&#1077;&#1074;&#1095;&#1077;&#1085;&#1082;&#1086;",
    ],
)
def test_a_sealed_word_is_found_as_it_may_be_written(tmp_path, written):
    place = tmp_path / "a.json"
    place.write_text(written, encoding="utf-8")
    assert word_in(str(place), ["Шевченко"]) == "Шевченко"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1251"])
def test_a_sealed_word_is_found_in_tags_of_other_encodings(tmp_path, encoding):
    place = tmp_path / "a.mp3"
    place.write_bytes(
        b"ID3\x00" + b"\xff" * (1024 * 1024 - 6) + "Шевченко".encode(encoding) + b"\x00"
    )
    assert word_in(str(place), ["Шевченко"]) == "Шевченко"
    assert word_in(str(place), ["Петренко"]) == ""


def test_a_word_in_a_name_is_found_and_a_missing_file_is_told(tmp_path):
    (tmp_path / "shevchenko.wav").write_bytes(b"")
    assert word_in(str(tmp_path / "shevchenko.wav"), ["Shevchenko"]) == "Shevchenko"
    assert word_in(str(tmp_path / "gone.wav"), ["Shevchenko"]) is None
