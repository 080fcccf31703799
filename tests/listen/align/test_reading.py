from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.errors import UsageError
from earwitness.listen.align.reading import Reader, as_said, voice_language
from earwitness.text.words import tokens


@pytest.fixture(scope="module")
def readers(synthesiser):
    return {tag: Reader(synthesiser, tag) for tag in ("ru", "uk", "en", "ar", "zh")}


def phones(line):
    return ["".join(word.phones) for word in line.words]


def covered(line):
    return [place for word in line.words for place in range(word.first, word.first + word.tokens)]


@pytest.mark.parametrize(
    ("word", "language", "said"),
    [
        ("12", "ru", "двенадцать"),
        ("225-й", "ru", "двести двадцать пятый"),
        ("3-я", "ru", "третий"),
        ("40", "uk", "сорок"),
        ("007", "en", "zero zero seven"),
        ("3rd", "en", "third"),
        ("12", "de", "12"),
        ("БТР-80", "ru", "БТР-80"),
        ("5кг", "ru", "5кг"),
        ("3,5", "ru", "3,5"),
        ("1234567890123", "ru", "1234567890123"),
        ("слово", "ru", "слово"),
    ],
)
def test_numerals_are_written_as_they_are_said(word, language, said):
    assert as_said(word, language) == said


@pytest.mark.parametrize(
    ("figures", "letters", "tag"),
    [
        ("Мне 12 лет", "Мне двенадцать лет", "ru"),
        ("225-й полк", "двести двадцать пятый полк", "ru"),
        ("маю 40 гривень", "маю сорок гривень", "uk"),
        ("on the 3rd floor", "on the third floor", "en"),
    ],
)
def test_figures_sound_like_their_words(readers, figures, letters, tag):
    line = readers[tag].read(figures)
    assert "".join(phones(line)) == "".join(phones(readers[tag].read(letters)))
    assert covered(line) == list(range(len(tokens(figures))))


@pytest.mark.parametrize(
    ("tag", "text", "other", "place"),
    [
        ("ru", "позвони в Google завтра", "en-us", 2),
        ("ru", "приедет їжак домой", "uk", 1),
        ("uk", "він ещё спить", "ru", 1),
        ("en", "he said привет to me", "ru", 2),
        ("en", "he said ідемо to me", "uk", 2),
    ],
)
def test_words_of_another_language_are_said_by_its_voice(
    synthesiser, readers, tag, text, other, place
):
    word = tokens(text)[place].text
    (alone,) = phones(Reader(synthesiser, other).read(word))
    assert phones(readers[tag].read(text))[place] == alone


def test_words_that_are_said_as_one_share_their_sounds(readers):
    line = readers["en"].read("I did not do it")
    assert [(word.first, word.tokens) for word in line.words] == [(0, 1), (1, 2), (3, 1), (4, 1)]
    assert phones(line)[1] == "dɪdnɑt"


def test_a_preposition_sounds_like_the_word_after_it(readers):
    line = readers["ru"].read("в понедельник")
    assert "".join(phones(line)).startswith("fpʌn")
    assert covered(line) == [0, 1]


@pytest.mark.parametrize("text", ["", " ", "... — !!", "😀 🚀", "«»", "\u0301", "_", "\ud800"])
def test_a_line_without_words_has_no_sound(readers, text):
    line = readers["ru"].read(text)
    assert (line.words, line.phones, line.duration_s, line.sound.size) == ((), (), 0.0, 0)


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("ru", "да 😀 нет"),
        ("ru", "слово " + "приезд" * 50 + " конец"),
        ("ru", "а" * 300),
        ("ar", "مرحبا بالعالم"),
        ("ru", "он сказал مرحبا мне"),
        ("zh", "你好世界"),
        ("ru", "ь ъ ы"),
        ("ru", "В 20:30, 3,5 км/ч"),
        ("ru", "да\0нет\nещё"),
        ("uk", "п’ять п'ять пʼять"),
    ],
)
def test_strange_lines_are_read_word_by_word(readers, tag, text):
    line = readers[tag].read(text)
    assert covered(line) == list(range(len(tokens(text))))
    assert line.duration_s > 0.1


@pytest.mark.parametrize(("masked", "bare"), [("х**", "х"), ("f**k", "fk"), ("с*ка", "ска")])
def test_nobody_says_the_stars_of_a_masked_word(readers, masked, bare):
    assert phones(readers["ru"].read(masked)) == phones(readers["ru"].read(bare))


@settings(deadline=None, max_examples=60)
@given(
    tag=st.sampled_from(["ru", "uk", "en"]),
    text=st.one_of(
        st.text(max_size=40),
        st.lists(
            st.sampled_from(
                [
                    "да",
                    "нет",
                    "не",
                    "в",
                    "к",
                    "я",
                    "did",
                    "not",
                    "12",
                    "225-й",
                    "Google",
                    "його",
                    "ещё",
                    "п'ять",
                    "of",
                    "the",
                    "3,5",
                    "х**",
                    "кто-то",
                ]
            ),
            max_size=10,
        ).map(" ".join),
    ),
    speaker=st.integers(0, 5),
)
def test_every_word_is_covered_once_and_phones_are_in_order(readers, tag, text, speaker):
    line = readers[tag].read(text, speaker)
    if line.words:
        assert covered(line) == list(range(len(tokens(text))))
        assert all(word.phones for word in line.words)
    assert sum(len(word.phones) for word in line.words) == len(line.phones)
    edges = np.array([(phone.start_s, phone.end_s) for phone in line.phones]).reshape(-1)
    assert (np.diff(edges) >= 0).all()
    assert (edges <= line.sound.size / 8000 + 0.002).all()


def test_each_speaker_says_the_same_phones_in_another_way(readers):
    said = [readers["ru"].read("Завтра мы едем на склад.", n) for n in range(Reader.speakers)]
    assert len({tuple(phones(line)) for line in said}) == 1
    assert len({line.duration_s for line in said}) >= 4


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("ru", "ru"),
        ("uk-x-surzhyk", "uk"),
        ("uk-UA", "uk"),
        ("en", "en-us"),
        ("en-GB", "en-gb"),
        ("en-AU", "en-us"),
        ("pt-BR", "pt-br"),
        ("zh", "cmn"),
        ("fr", "fr-fr"),
        ("fr-CA", "fr-fr"),
    ],
)
def test_tags_find_their_voice(synthesiser, tag, name):
    assert voice_language(tag, synthesiser.languages) == name


@pytest.mark.parametrize("tag", ["", "mul", "qaa", "und", "en_US", "../ru", "ru+f2"])
def test_a_language_that_nobody_speaks_is_refused(synthesiser, tag):
    with pytest.raises(UsageError, match="there is no voice for the language") as refused:
        Reader(synthesiser, tag)
    assert f"'{tag}'" in str(refused.value)
    assert "such as ru" in str(refused.value)


@pytest.mark.parametrize("language", ["fr", "de", "pl", "en-GB", "pt-BR", "ka", "ar"])
def test_a_language_is_read_by_each_speaker(synthesiser, language):
    reader = Reader(synthesiser, language)
    for speaker in range(reader.speakers):
        assert reader.read("Abc 12.", speaker).phones
