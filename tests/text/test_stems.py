from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.text.stems import stem, stem_keys
from earwitness.text.words import fold


@pytest.mark.parametrize(
    ("language", "forms", "lemma"),
    [
        ("ru", "зима зимы Зиме зиму Зимой зимой ЗИМА", "зима"),
        ("ru", "Щербаков Щербакова Щербакову Щербаковым Щербаковой", "щербаков"),
        ("ru", "ёж Ежа ежу Ежом", "еж"),
        ("ru", "пошли пошёл пойду", "пойти"),
        ("ru", "Серёжа Серёже Сереже", "сережа"),
        ("ru", "ворона вороны воронам", "ворона"),
        ("ru", "уже", "уже"),
        ("uk", "зима зими Зимі зиму Зимою ЗИМА", "зима"),
        ("uk", "Їжак Їжака Їжакові їжаком", "їжак"),
        ("uk", "Гаврилюк Гаврилюка Гаврилюком", "гаврилюк"),
        ("uk", "Харків Харкова Харкові", "харків"),
        ("uk", "хлопець хлопців хлопцям", "хлопець"),
        ("uk", "п'ять п’яти пʼятьма", "п'ять"),
        ("uk", "мати матері", "мати"),
        ("uk", "коли", "коли"),
        ("en", "call calls called calling", "call"),
        ("en", "Winter winters Winter's WINTER’S", "winter"),
        ("en", "soldier soldiers", "soldier"),
        ("de", "Winter WINTER", "winter"),
    ],
)
def test_forms_meet_in_one_stem(language: str, forms: str, lemma: str) -> None:
    assert {form: stem(form, language) for form in forms.split()} == dict.fromkeys(
        forms.split(), lemma
    )


@pytest.mark.parametrize("word", ["3-я", "п...ц", "f**k", "БТР-80", "冬", "", "а" * 400, "-", "'"])
@pytest.mark.parametrize("language", ["ru", "uk", "en", "de", "und"])
def test_what_is_no_plain_word_is_only_folded(word: str, language: str) -> None:
    assert stem(word, language) == fold(word)


def test_an_unknown_name_gets_a_predicted_lemma() -> None:
    assert stem("Хромушкиным", "ru") == stem("Хромушкин", "ru")
    assert stem("Жайворонченком", "uk") == stem("Жайворонченко", "uk")


def test_keys_follow_the_script() -> None:
    assert stem_keys("Зимой") == ("зима", "зимой")
    assert stem_keys("зимы") == ("зима",)
    assert stem_keys("Їжаком") == ("їжак",)
    assert stem_keys("Ежом")[0] == "еж"
    assert stem_keys("ёж") == ("еж",)
    assert stem_keys("Winters") == ("winter",)


@given(st.text(max_size=30), st.sampled_from(["ru", "uk", "en", "und", ""]))
def test_any_text_has_a_stem(word: str, language: str) -> None:
    assert isinstance(stem(word, language), str)
    keys = stem_keys(word)
    assert keys
    assert len(set(keys)) == len(keys)


def test_importing_loads_no_dictionary() -> None:
    code = "import sys, earwitness.text.stems; print({'pymorphy3', 'snowballstemmer'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_threads_agree() -> None:
    words = [
        f"{start}{end}"
        for start in ("хромов", "вербенк", "гришин")
        for end in ("а", "у", "ым", "ой", "е", "ами")
    ] * 4
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(
                lambda word: (stem(word, "ru"), stem(word, "uk"), stem("callings", "en")), words
            )
        )
    assert found == [(stem(word, "ru"), stem(word, "uk"), "call") for word in words]
