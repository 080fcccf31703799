"""Texts kept as numbers: the same answers as from their words, and the same best place as by looking at every text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.publish.draft import read_draft
from earwitness.publish.quotecheck.heard_text import HeardText, says_the_same
from earwitness.publish.quotecheck.heard_words import Comparable, comparables
from earwitness.publish.quotecheck.held_keys import (
    held_words_file,
    keep_held_keys,
    kept_texts,
    made_from,
    packed,
)
from earwitness.publish.quotecheck.matching import align
from earwitness.publish.quotecheck.places import Checking, find_place
from earwitness.publish.quotecheck.units import FREE_KINDS, units_of
from earwitness.records.told import Told

WORDS = [
    "ніхто", "нас", "не", "зупинить", "двадцать", "forty", "40", "it's", "is", "can't", "not", "f**k", "fuck",
    "Zima", "Зима", "Zyma", "[bleep]", "…", "mill", "mills", "the", "letter.", "seven hundred",
]  # fmt: skip
texts = st.lists(st.sampled_from(WORDS), max_size=24).map(" ".join)
languages = st.sampled_from(["en", "uk", "ru", "uk-x-surzhyk", "und"])


def comparable(words: str, language: str) -> Comparable:
    return Comparable("rec-1", language, None, None, ((None, words),))


@settings(max_examples=200, deadline=None)
@given(texts, texts, languages)
def test_numbers_that_were_kept_answer_as_the_words_do(quoted, words, language):
    text = comparable(words, language)
    ((kept),) = kept_texts(packed([text]), "rec-1", lambda: [text])
    fresh = HeardText(units_of(words, language))
    units = units_of(quoted, language)
    for unit in units:
        same = [says_the_same(unit, other) for other in fresh.units]
        assert kept.heard.same(unit).tolist() == same
        assert kept.heard.may_hold(unit) or not any(same)
        assert kept.heard.near(unit).tolist() == fresh.near(unit).tolist()
    assert align(units, kept.heard) == align(units, fresh)


@settings(max_examples=200, deadline=None)
@given(texts, texts, st.integers(1, 4))
def test_words_in_a_row_are_found_as_by_trying_every_place(quoted, words, length):
    units, heard = units_of(quoted, "en"), HeardText(units_of(words, "en"))
    expected = np.zeros(len(units), bool)
    for at in range(len(units) - length + 1):
        row = units[at : at + length]
        if any(unit.kind in FREE_KINDS for unit in row):
            continue
        for start in range(len(heard) - length + 1):
            if all(says_the_same(a, b) for a, b in zip(row, heard.units[start:], strict=False)):
                expected[at : at + length] = True
    assert heard.runs(units, length).tolist() == expected.tolist()


CALLS = {
    "a.txt": "Baker: We will meet at the mill on Monday. Bring the list of twenty names.\n",
    "b.txt": "Baker: We will meet at the old mill on Friday. Bring the list.\n",
    "c.txt": "Пекарь: Мы встретимся у мельницы. Принеси список, там двадцать имён.\n",
    "d.txt": "Miller: Bring twenty names, and the list of them, to the mill.\n",
}
QUOTED = [
    "Bring the list of twenty names", "Bring the list", "We will meet at the mill on Friday", "Принеси список",
    "встретимся у старой мельницы", "nothing of this was said by anybody", "the mill", "20 names",
]  # fmt: skip


@pytest.mark.parametrize("quoted", QUOTED)
def test_the_best_place_is_that_of_looking_at_every_text(archive_of, tmp_path, quoted):
    archive = archive_of(CALLS)
    draft = tmp_path / "a.md"
    draft.write_text("words", encoding="utf-8")
    keep_held_keys(archive, [row["id"] for row in archive.db.execute("select id from recording")])
    checking = Checking.of(archive, read_draft(draft), Told())
    found = find_place(checking, quoted)
    best = None
    for row in archive.db.execute("select id from recording"):
        for text in comparables(archive.db, row["id"]):
            match = align(units_of(quoted, text.language), text.heard)
            if match and (best is None or match.score > best.score):
                best = match
    assert (found.match.score if found else None) == (best.score if best else None)


def test_what_is_kept_is_made_anew_when_the_words_change(archive_of):
    archive = archive_of(CALLS)
    every = [row["id"] for row in archive.db.execute("select id from recording")]
    assert keep_held_keys(archive, every) == len(every)
    assert keep_held_keys(archive, every) == 0
    file = held_words_file(archive)
    assert file.get(every[0], "another version") is None
    assert kept_texts(b"\x93junk", every[0], list) is None
    held = archive.db.execute("select id from utterance limit 1").fetchone()["id"]
    before = {one: made_from(archive.db, one) for one in every}
    with archive.writing() as w:
        w.db.execute("insert into hold values (?, 'rule', 'reason', 'maker', 1)", (held,))
    assert sum(made_from(archive.db, one) != before[one] for one in every) == 1
    file.close()
    held_words_file(archive)._path.write_bytes(b"no database")
    assert keep_held_keys(archive, every) == len(every), "a broken file is as good as none"
