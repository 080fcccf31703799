from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.errors import MalformedInput
from earwitness.records.statements import Certainty
from earwitness.understand.private.finding import explain_private, find_private
from earwitness.understand.private.finds import Kind
from earwitness.understand.private.public_people import (
    read_public_people,
    shipped_public_people,
)
from quality.measure_private import measure

ALPHABET = "абвіїєґАБВ abcXYZ 0123456789+()-.,:;!?\"«»“”@/_\n\u200b\u0301\u00adａ１٣🙂ёыъ'’"
WORDS = st.sampled_from(
    [
        "Тамара",
        "Олена",
        "John",
        "Smith",
        "улица",
        "вул",
        "дом",
        "5",
        "8",
        "912",
        "345",
        "восемь",
        "девятьсот",
        "двенадцать",
        "плюс",
        "нуль",
        "карта",
        "4276",
        "паспорт",
        "серия",
        "сыну",
        "пять",
        "лет",
        "родился",
        "1985",
        "года",
        "@",
        "name",
        "собака",
        "точка",
        "ру",
        "ранен",
        "без",
        "ноги",
        "трёхсотый",
        "Иванович",
        "Street",
        "flat",
        "born",
        "школа",
        "INN",
    ]
)


def kinds(*lines: str, voices: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(one.kind.value, one.surface) for one in find_private(lines, voices)]


@given(st.lists(st.text(ALPHABET, max_size=80), max_size=5))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_finds_stand_in_it(lines: list[str]) -> None:
    for one in find_private(lines):
        assert lines[one.line][one.start : one.end] == one.surface != ""


@given(st.lists(st.lists(WORDS, max_size=25).map(" ".join), max_size=4), st.booleans())
@settings(max_examples=150, deadline=None)
def test_words_in_any_order_give_finds_in_order(lines: list[str], labelled: bool) -> None:  # noqa: FBT001  # hypothesis gives it
    voices = tuple("AB"[at % 2] for at in range(len(lines))) if labelled else ()
    found = find_private(lines, voices)
    assert list(found) == sorted(found)
    for one, other in pairwise(found):
        if (one.line, one.kind, one.public) == (other.line, other.kind, other.public):
            assert one.end <= other.start
    for one in found:
        assert lines[one.line][one.start : one.end] == one.surface
        assert one.reason
        assert one.rule


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "\x00\x1b[31m", "冬が来た。第三旅団 ０９０", "שלום, אני דימה", "Ich wohne in Berlin, Hauptstraße 5",
        "🙂" * 50, "А" * 50_000, "1" * 50_000, "восемь " * 3_000, "@" * 5_000, "ул. " * 3_000, "дом 5 " * 2_000,
        "без руки " * 2_000, "А. " * 3_000, "GB82 " * 2_000, "vk.com/" * 2_000, "a.a@" * 3_000,
    ],
)  # fmt: skip
def test_nothing_breaks_it(text: str) -> None:
    for one in find_private([text]):
        assert text[one.start : one.end] == one.surface


def test_a_hundred_thousand_words_cost_in_proportion(grows_in_proportion) -> None:
    base = "Тамара, звони восемь девятьсот двенадцать, у сына школа и дом пять на улице Ленина. "
    grows_in_proportion(lambda size: find_private([base * size]), 1_000, 4_000)


def test_one_line_of_a_hundred_thousand_words_is_read_to_its_end() -> None:
    text = "слово " * 100_000 + "Марья Ивановна"
    (found,) = find_private([text])
    assert (found.surface, found.end) == ("Марья Ивановна", len(text))


@pytest.mark.parametrize(
    "text",
    [
        "Это Та\u200bмара Ивановна пришла",  # zero-width space
        "Это Taмара Ивановна пришла",  # Latin T and a
        "Это Та\u00adмара Ивановна пришла",  # soft hyphen
        "Это Тама\u0301ра Ивановна пришла",  # stress
    ],
)
def test_odd_letters_hide_no_name(text: str) -> None:
    (found,) = find_private([text])
    assert found.kind is Kind.NAME
    assert text[found.start : found.end] == found.surface
    assert found.surface.endswith("Ивановна")


@pytest.mark.parametrize(
    "text",
    [
        "Звони 8 9\u200b12 345-67-89 сегодня",
        "Звони ８ ９１２ ３４５-６７-８９ сегодня",
        "Звони 8\u202f912\u202f345\u202f67\u202f89 сегодня",
        "Звони 8 912 345–67–89 сегодня",
        "Звони ٨ ٩١٢ ٣٤٥ ٦٧ ٨٩ сегодня",
    ],
)
def test_odd_signs_hide_no_number(text: str) -> None:
    (found,) = find_private([text])
    assert found.kind is Kind.PHONE
    assert found.certainty is Certainty.CERTAIN
    assert text[found.start : found.end] == found.surface == text[6:-8]


def test_a_number_goes_on_over_lines_and_is_repeated_by_the_other() -> None:
    lines = (
        "Записывай: восемь девятьсот двенадцать.", "Восемь девятьсот двенадцать, так.", "Триста сорок пять.",
        "Ага, дальше.", "Шестьдесят семь восемьдесят девять.", "Двадцать человек ушло.",
    )  # fmt: skip
    found = find_private(lines, ("A", "B", "A", "B", "A", "A"))
    assert [one.line for one in found if one.kind is Kind.PHONE] == [0, 1, 2, 4]
    assert all("said over 3 lines" in one.reason for one in found)


def test_numbers_that_are_counted_are_no_telephone_number() -> None:
    assert kinds("Десять, двадцать, тридцать, сорок, пятьдесят.", "Шестьдесят, семьдесят.") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ИНН 500100732259", "a Russian tax number"),
        ("РНОКПП 3184710691", "a Ukrainian tax number"),
        ("СНИЛС 112-233-445 95", "СНИЛС"),
        ("карта 4242 4242 4242 4242", "the check digit is right"),
        ("IBAN GB82 WEST 1234 5698 7654 32", "an account number (IBAN)"),
    ],
)
def test_check_digits_are_told(text: str, said: str) -> None:
    (found,) = find_private([text])
    assert said in found.reason
    assert found.certainty is Certainty.CERTAIN


def test_a_card_whose_check_digit_is_wrong_is_found_and_less_sure() -> None:
    (found,) = find_private(["карта 4242 4242 4242 4243"])
    assert (found.kind, found.certainty) == (Kind.CARD, Certainty.PROBABLE)


def test_explaining_names_rule_and_reason_and_what_was_given_up() -> None:
    told = explain_private(["Мы на вулиці Лесі Українки, будинок 5"])
    assert any("address, certain, addresses: a street with a number" in one for one in told)
    assert any("given up, it lies within another find" in one for one in told)


class TestPublicPeople:
    def test_they_are_marked_and_not_dropped(self) -> None:
        found = find_private(["Сказал Владимир Путин, а Путина Галина Петровна молчала."])
        assert [(one.surface, bool(one.public)) for one in found] == [
            ("Владимир Путин", True),
            ("Путина Галина Петровна", False),
        ]

    def test_in_any_script_and_case(self) -> None:
        for text in ("told Zelenskyy so", "з Володимиром Зеленським", "от В. Зеленского", "Путин"):
            found = find_private([text])
            assert [bool(one.public) for one in found] == [True], text

    def test_a_desk_adds_its_own(self) -> None:
        own = read_public_people("surname,given,who\nКозырев,Илья,mayor of Verbove\n".encode())
        both = shipped_public_people().joined(own)
        (found,) = find_private(["Это Илья Козырев приехал"], public=both)
        assert found.public == "Козырев Илья, mayor of Verbove"
        (other,) = find_private(["Это Олег Козырев приехал"], public=both)
        assert other.public == ""

    @pytest.mark.parametrize("mark", [",", ";", "\t"])
    def test_a_broken_row_is_named_and_the_others_count(self, mark: str) -> None:
        rows = [
            ["surname", "given", "who"],
            ["", "Илья", "mayor"],
            ["Козырев", "Илья", "mayor"],
            ["Ли"],
        ]
        found = read_public_people(
            "\n".join(mark.join(row) for row in rows).encode(), where="p.csv"
        )
        assert [one.surname for one in found.people] == ["Козырев"]
        assert [problem.split(":")[0] for problem in found.problems] == [
            "p.csv, line 2",
            "p.csv, line 4",
        ]

    def test_what_is_no_csv_is_refused_with_its_line(self) -> None:
        with pytest.raises(MalformedInput, match=r"p\.csv, line 2"):
            read_public_people(b'a,b,c\n"x', where="p.csv")
        with pytest.raises(MalformedInput):
            read_public_people(b"\x00\x00\x00")


def test_held_out_cases_are_there() -> None:
    assert {one.value for one in Kind} - {"iban"} <= measure("held_out", "cases").keys()
