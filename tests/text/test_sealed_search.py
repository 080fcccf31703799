"""Sealed words are found however they stand in a text; other words are not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.text.sealed_forms import forms_of_sealed
from earwitness.text.sealed_search import SealedSearch
from earwitness.text.stems import readings
from earwitness.text.transliteration import to_latin

NAMES = [
    "Щербаков",
    "Кукушкина",
    "Зинаида",
    "Згурський",
    "Їжакевич",
    "Тамара",
    "Полевая",
    "Гнатенко",
]

FOUND = """
Щербаков || Щербаковым
Щербаков || ЩЕРБАКОВУ
Щербаков || Shcherbakov
Щербаков || scherbakova
Щербаков || Ščerbakov
Щербаков || Shcherbakov’s
Щербаков || Щ е р б а к о в
Щербаков || Щ.е.р.б.а.к.о.в
Щербаков || Щербa\u200bков
Щербаков || щер-\nбаков
Щербаков || ivan_scherbakov1987.mp3
Щербаков || щербаковавтосервис
Щербаков || IvanScherbakov
Носов || HOCOB
Петров || Πетров
Петрова || Петров
Petrenko || Петренкові
Petrenko || petrenko's
Їжакевич || Їжакевичем
Їжакевич || Yizhakevych
Иван Петров || Петровым Иваном
Иван Петров || ivanpetrov
Иван Петров || IvanPetrov
Зинаида Кукушкина || Зинаиде Кукушкиной
8 912 345-67-89 || +7(912)3456789
8 912 345-67-89 || 8.912.345.67.89
8 912 345-67-89 || 79123456789.jpg
8 912 345-67-89 || восемь девятьсот двенадцать триста сорок пять шестьдесят семь восемьдесят девять
+380 44 123 45 67 || 044 123 45 67
1488 || дом 1488
Ян || Яном и Мариной
"""

NOT_FOUND = """
Петров || Иван Петрович пришёл
Петров || Петровка
Дима || столб дыма
Щербаков || Щербаковский район
Марина || кошмар и на улице
Иван Петров || Иван пришёл, а Петров ушёл
Иван Петров || Иван Сидоров
8 912 345-67-89 || 912 345 67 88
1488 || 14880
12 || 1 2 3
Ян || Янтарь и январь
Лев || level
Рая || rain and Ryan
"""


def cases(text):
    rows = text.strip().split("\n")
    joined, out = "", []
    for row in rows:
        if "||" in row and joined:
            out.append(joined)
            joined = row
        else:
            joined = f"{joined}\n{row}" if joined else row
    return [tuple(part.strip() for part in one.split(" || ")) for one in [*out, joined]]


@pytest.mark.parametrize(("sealed", "text"), cases(FOUND))
def test_it_is_found(sealed, text):
    search = SealedSearch([("sig-1/1", sealed)])
    assert search.find(f"см. {text} и далее"), f"{sealed} in {text}"
    assert sealed not in search.covered(text, "[redacted]")


@pytest.mark.parametrize(("sealed", "text"), cases(NOT_FOUND))
def test_other_words_are_left_alone(sealed, text):
    search = SealedSearch([("sig-1/1", sealed)])
    assert search.find(text) == []
    assert search.covered(text, "[redacted]") == text


def forms_by_dictionary(name):
    """An oracle of its own: every form that the dictionaries know of the name."""
    found = {name}
    for language in ("ru", "uk"):
        for parse in list(readings(name.lower(), language))[:1]:
            found |= {one.word for one in parse.lexeme}
    return sorted(found)


FORMS = {name: forms_by_dictionary(name) for name in NAMES}
_CASES = (str.lower, str.upper, str.title)
_WAYS = (
    lambda text: text,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: unicodedata.normalize("NFKC", text),
    "\u200b".join,
    " ".join,
    "·".join,
    lambda text: f"<{text}>",
    lambda text: f"«{text}»,",
    lambda text: f"({text})",
    lambda text: f"12{text}34",
    lambda text: to_latin(text, "ru"),
    lambda text: to_latin(text, "uk"),
)


@settings(deadline=None, max_examples=120)
@given(st.sampled_from(NAMES), st.data())
def test_any_form_in_any_case_and_way_is_found(name, data):
    form = data.draw(st.sampled_from(FORMS[name]))
    text = data.draw(st.sampled_from(_WAYS))(data.draw(st.sampled_from(_CASES))(form))
    search = SealedSearch([(f"sig-1/{at}", one) for at, one in enumerate(NAMES)])
    expected = f"sig-1/{NAMES.index(name)}"
    assert expected in {one.name for one in search.find(f"Сказала: {text} – и всё.")}


@given(st.text(alphabet="абвгґеєжзиіїйклмнопрстуфхцчшщьюяabcxyz 0123.-_<>&", max_size=80))
def test_what_is_covered_holds_it_no_more(text):
    search = SealedSearch([("sig-1/1", "Щербаков"), ("sig-1/2", "8 912 345-67-89")])
    assert search.find(search.covered(f"{text} Щербакову {text}", "[redacted]")) == []


def test_what_cannot_be_told_apart_is_said_without_the_word():
    search = SealedSearch(
        [("sig-1/1", "Ян"), ("sig-1/2", "Надежда"), ("sig-1/3", "17"), ("sig-1/4", "…")]
    )
    said = " ".join(search.notes)
    assert "sig-1/1 is short" in said
    assert "sig-1/2 is also an ordinary word" in said
    assert "sig-1/3 is a short number" in said
    assert "sig-1/4 holds no letter" in said
    for word in ("Ян", "Надежда", "17", "…"):
        assert word not in said


def test_a_word_in_latin_letters_is_taken_back_to_cyrillic():
    assert "петренкові" in forms_of_sealed("Petrenko").cyrillic


def test_long_texts_take_time_in_proportion(grows_in_proportion):
    search = SealedSearch([(f"sig-1/{at}", one) for at, one in enumerate(NAMES)])
    search.find("разогрев " * 10)
    line = "Она сказала, что приедет сорок два раза, и это было 12 июля 2025 года. "
    grows_in_proportion(search.find, line * 50, line * 200)
