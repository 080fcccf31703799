"""Texts kept as numbers: the same answers as from their words, and the same best place as by looking at every text."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.publish.draft import read_draft
from earwitness.publish.quotecheck.content_words import content_keys
from earwitness.publish.quotecheck.heard_text import HeardText, says_the_same
from earwitness.publish.quotecheck.heard_words import Comparable, comparables
from earwitness.publish.quotecheck.held_keys import (
    held_words_file,
    keep_held_keys,
    kept_texts,
    made_from,
    packed,
    with_outline,
)
from earwitness.publish.quotecheck.matching import align
from earwitness.publish.quotecheck.narrated.as_fact import Lines
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
@given(st.lists(texts, max_size=5), languages)
def test_a_text_taken_apart_line_by_line_is_the_same_as_one_taken_apart_whole(lines, language):
    spans = tuple(((at, at), words) for at, words in enumerate(lines))
    whole = Comparable("rec-1", language, None, None, spans)
    ((held),) = kept_texts(packed([whole]), "rec-1", lambda: [whole])
    again = with_outline(Comparable("rec-1", language, None, None, spans), held)
    assert again.owners == whole.owners
    assert again.sentence_starts == whole.sentence_starts
    count = len(whole.heard)
    assert len(again.heard.units) == count
    # From the end: no line may need the one before it.
    for at in reversed(range(count)):
        assert again.heard.units[at] == whole.heard.units[at]
        assert again.text_of(at, count - 1) == whole.text_of(at, count - 1)
    assert tuple(again.heard.units[1:-1]) == tuple(whole.heard.units[1:-1])
    assert tuple(again.heard.units) == tuple(whole.heard.units)
    with pytest.raises(IndexError):
        again.heard.units[count]


def test_what_was_kept_of_another_text_is_not_taken_for_this_one():
    text, other = (comparable("the mill letter. is not", "en"), comparable("the mill", "en"))
    mixed = msgspec.msgpack.decode(packed([text]))
    mixed[0][9:] = msgspec.msgpack.decode(packed([other]))[0][9:]
    assert kept_texts(msgspec.msgpack.encode(mixed), "rec-1", lambda: [text]) is None
    ((held),) = kept_texts(packed([text]), "rec-1", lambda: [text])
    longer = Comparable("rec-1", "en", None, None, ((None, "the mill"), (None, "letter.")))
    assert with_outline(longer, held) is longer


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


def test_lines_are_found_by_their_words_of_content_as_by_reading_them(archive_of, tmp_path):
    archive = archive_of(CALLS)
    draft = tmp_path / "a.md"
    draft.write_text("words", encoding="utf-8")
    every = [row["id"] for row in archive.db.execute("select id from recording")]
    keep_held_keys(archive, every)
    checking = Checking.of(archive, read_draft(draft), Told())
    lines = Lines(checking, every)
    read = [words for one in every for text in checking.texts(one) for _, words in text.lines]
    assert [lines.line(at).text for at in range(len(read))] == read
    asked = content_keys("Bring lists of twenty mills; принесли списки с мельниц, nobody")
    for keys, found in zip(asked, lines.holding(asked), strict=True):
        expected = {
            at
            for at, words in enumerate(read)
            if any(key in one for key in keys for one in content_keys(words))
        }
        assert found == expected
    assert any(lines.holding(asked))


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
