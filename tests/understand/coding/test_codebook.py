"""Codebooks: reading, what is wrong named with its line, and which words suggest a code."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.errors import EarwitnessError, MalformedInput, OverLimit
from earwitness.understand.claims.finding import find_claims
from earwitness.understand.coding.codebook import (
    codebook_csv,
    read_codebook,
    shipped_codebook,
    shipped_text,
)

HEAD = "code,name,parent,definition,ru,uk,en\n"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("word,meaning\n", 1, "does not name the columns"),
        ("code,name,weather\nx,X,y\n", 1, "'weather' is no column"),
        (HEAD + "unpaid,Unpaid,,,,\n", 2, "6 cells, but 7 columns"),
        (HEAD + "Un paid,Unpaid,,,,,\n", 2, "'Un paid' cannot be a code"),
        (HEAD + ",Unpaid,,,,,\n", 2, "says no code"),
        (HEAD + "unpaid,,,,,,\n", 2, "has no name"),
        (HEAD + "unpaid,A,,,,,\n# note\nunpaid,B,,,,,\n", 4, "stands here twice"),
        (HEAD + "unpaid,A,money,,,,\n", 2, "the parent 'money'"),
        (HEAD + "a,A,b,,,,\nb,B,a,,,,\n", 2, "stands above itself"),
        (HEAD + "unpaid,A,,,деньги + ,,\n", 2, "nothing stands beside the +"),
        (HEAD + "unpaid,A,,,да*,,\n", 2, "too short a beginning"),
        (HEAD + "unpaid,A,,,,,one two three four five six seven eight nine\n", 2, "9 words"),
        (HEAD + "unpaid,A,,,,,...\n", 2, "is no word"),
        (HEAD + 'unpaid,"A\n', 2, "no CSV"),
        (HEAD, 1, "holds no codes"),
    ],
)
def test_a_bad_codebook_is_named_with_line_and_reason(text, line, reason):
    with pytest.raises(MalformedInput) as caught:
        read_codebook(text.encode(), where="codebook.csv")
    assert reason in str(caught.value)
    assert caught.value.line == line
    assert "codebook.csv" in str(caught.value)


def test_too_many_codes():
    rows = "".join(f"c{n},C,,,,,\n" for n in range(2001))
    with pytest.raises(OverLimit):
        read_codebook((HEAD + rows).encode())


def test_other_separators_and_encodings():
    text = HEAD.replace(",", ";") + "unpaid;Без денег;;;не плат*;;\n"
    for data in (
        text.encode(),
        text.encode("cp1251"),
        text.encode("utf-16"),
        b"\xef\xbb\xbf" + text.encode(),
    ):
        assert read_codebook(data).codes[0].name == "Без денег"


@settings(deadline=None)  # a dictionary is loaded by whichever is first
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_give_a_codebook_or_a_reason(data):
    try:
        read_codebook(HEAD.encode() + data)
    except EarwitnessError:
        return


def test_what_is_written_is_read_back_equal():
    shipped = shipped_codebook()
    assert read_codebook(codebook_csv(shipped.codes).encode()).codes == tuple(shipped.codes)
    assert read_codebook(shipped_text().encode()).codes == shipped.codes


def test_the_field_ships():
    assert {
        "sent_to_die", "barrier_troops", "refusal", "aid_stolen", "unpaid", "missing", "appeal", "prisoners",
        "civilians_harmed", "looting", "losses", "equipment_lacking", "rotation_denied",
    } <= {one.code for one in shipped_codebook().codes}  # fmt: skip
    assert all(one.definition and len(one.written) == 3 for one in shipped_codebook().codes)


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("ru", "Нас гонят на убой.", "sent_to_die"),
        ("ru", "Сзади стоит заградотряд, по своим стреляют.", "barrier_troops"),
        ("ru", "Мы написали отказ идти на штурм.", "refusal"),
        ("ru", "Всю гуманитарку командир продал.", "aid_stolen"),
        ("ru", "Деньги нам так и не заплатили.", "unpaid"),
        ("ru", "Его записали без вести пропавшим.", "missing"),
        ("ru", "Мы записали видео президенту.", "appeal"),
        ("ru", "Пленных они расстреляли.", "prisoners"),
        ("ru", "Там стреляли по мирным жителям.", "civilians_harmed"),
        ("ru", "Стиралки вывозят домой.", "looting"),
        ("uk", "Нас женуть на забій.", "sent_to_die"),
        ("uk", "Усю гуманітарку командир продав.", "aid_stolen"),
        ("uk", "Гроші нам так і не заплатили.", "unpaid"),
        ("uk", "Його записали зниклим безвісти.", "missing"),
        ("uk", "Ми записали відео президенту.", "appeal"),
        ("uk", "Полонених вони розстріляли.", "prisoners"),
        ("uk", "Вони мародерили по хатах.", "looting"),
        ("en", "He was sending them to their deaths.", "sent_to_die"),
        ("en", "They shoot those who retreat.", "barrier_troops"),
        ("en", "We refused to go.", "refusal"),
        ("en", "All the humanitarian aid was taken.", "aid_stolen"),
        ("en", "We haven't been paid since May.", "unpaid"),
        ("en", "They listed him as missing.", "missing"),
        ("en", "We recorded a video for the prosecutor.", "appeal"),
        ("en", "They killed the prisoners.", "prisoners"),
        ("en", "They looted every house.", "looting"),
    ],
)
def test_words_that_suggest_a_code(language, text, code):
    (found,) = find_claims([(text, language)])
    assert code in found.themes
    assert any(rule.startswith(f"theme {code}: “") for rule in found.rules)


def test_a_cue_needs_all_its_words_in_one_sentence():
    book = read_codebook((HEAD + "x,X,,,хлеб + вода,,bread + water\n").encode())
    assert [one.themes for one in find_claims([("Хлеба нет. Воды нет.", "ru")], book)] == [(), ()]
    assert find_claims([("Нет ни воды, ни хлеба.", "ru")], book)[0].themes == ("x",)
    assert find_claims([("There is no bread and no water.", "en")], book)[0].themes == ("x",)
