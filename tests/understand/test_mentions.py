from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

import pytest

from earwitness.errors import EarwitnessError, MalformedInput
from earwitness.records.statements import Certainty, Mention, MentionKind
from earwitness.understand.mentions.finding import explain_mentions, find_mentions
from earwitness.understand.mentions.gazetteer import read_gazetteer
from earwitness.understand.mentions.resolving import explain_resolutions, propose
from quality.gold import language_of_lines, lines_of


def said(text: str, language: str = "ru", kind: str = "") -> list[tuple[str, str]]:
    found = find_mentions([(text, language)])
    return [(one.kind.value, one.surface) for one in found if not kind or one.kind == kind]


def test_a_mention_keeps_its_words_and_place() -> None:
    text = "Ребята из девятьсот семнадцатой записали обращение."
    for one in find_mentions([("", "ru"), (text, "ru")]):
        assert one.line == 1
        assert text[one.start : one.end] == one.surface


def test_every_kind_is_found() -> None:
    lines = [
        ("Мама, Дима из 917-й бригады, позывной Кедр, уехал в Воронеж.", "ru"),
        ("Прокуратура приняла жалобу, двадцать человек подписали в понедельник.", "ru"),
        ("Автоматы забрали, остался танк. Звони 8 912 345-67-89.", "ru"),
    ]
    assert {one.kind for one in find_mentions(lines)} == set(MentionKind)


def test_a_call_sign_is_known_in_all_lines_of_its_recording_only() -> None:
    lines = [("Зимы я не видел с пятницы.", "ru"), ("Да, позывной Зима.", "ru")]
    assert [one.surface for one in find_mentions(lines) if one.kind == "call_sign"] == [
        "Зимы",
        "Зима",
    ]
    assert said("Зимы я не видел с пятницы.", kind="call_sign") == []


def test_a_translation_knows_the_call_signs_of_the_original() -> None:
    line = [("Kryha does not answer.", "en")]
    assert not [one for one in find_mentions(line) if one.kind == "call_sign"]
    found = find_mentions(line, call_signs=["kriHa"])
    assert [one.surface for one in found if one.kind == "call_sign"] == ["Kryha"]


@pytest.mark.parametrize(
    "text",
    [
        "позывной Зи\u200bма",  # zero-width space inside
        "позывной \u200bЗима",
        "позывной Зимa",  # a Latin a
        "позывной Зи\u0301ма",  # stress
        "позывной З\u00adима",
    ],
)
def test_invisible_and_look_alike_letters_hide_nothing(text: str) -> None:
    found = [one for one in find_mentions([(text, "ru")]) if one.kind == "call_sign"]
    assert [one.key for one in found] == ["zima"]
    assert text[found[0].start : found[0].end] == found[0].surface


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "ru"), ("   ", "en"), ("\x00\x1b[31m", "ru"), ("冬が来た。第三旅団", "ja"), ("שלום, אני דימה", "he"),
        ("Ich bin in Berlin, 3. Brigade", "de"), ("🙂" * 50, "und"), ('»«"“”' * 30, "uk"), ("А" * 50_000, "ru"),
        ("3-я " * 500, "ru"), ("из " * 3000, "ru"), ('"' * 4000, "en"), ("я " * 4000, "ru"), ("- . " * 4000, "en"),
    ],
)  # fmt: skip
def test_nothing_breaks_it(text: str, language: str) -> None:
    for one in find_mentions([(text, language)]):
        assert text[one.start : one.end] == one.surface


def test_a_line_of_a_hundred_thousand_words_costs_in_proportion(grows_in_proportion) -> None:
    base = "Передай Зимі, 2-й батальйон 917-ї бригади, двадцять людей, що «Кедр» і Олена чекають. "
    grows_in_proportion(lambda size: find_mentions([(base * size, "uk")]), 1_500, 6_000)


def test_overlaps_are_sorted_out() -> None:
    for text in ("командир «Кедр» 3-й роты 917-й бригады", "майор Иван Иванович Козырев"):
        found = find_mentions([(text, "ru")])
        assert all(a.end <= b.start for a, b in pairwise(found))


def test_explaining_names_rule_and_reason_and_what_was_given_up() -> None:
    told = explain_mentions([("командир Зима", "ru")])
    assert any("call sign: a commander's name" in one and "after “командир”" in one for one in told)
    assert any("given up" in one for one in told)


def test_a_quoted_word_for_a_weapon_is_no_call_sign() -> None:
    assert said('работать "Пчелой", по ней', kind="call_sign") == []


class TestGazetteer:
    def test_a_desks_name_is_found_in_any_case_and_script(self) -> None:
        names = read_gazetteer(
            "name,kind,aliases,note\nВерхние Пруды,place,Verkhni Prudy,\n".encode()
        )
        for text in ("стоим у Верхних Прудов", "near Verkhni Prudy"):
            found = find_mentions([(text, "ru")], names)
            assert [one.kind.value for one in found if one.rule == "the desk's gazetteer"] == [
                "place"
            ]

    def test_broken_rows_are_named_with_line_and_reason(self) -> None:
        names = read_gazetteer("Кедр;call_sign;;\nx;ship;;\n;;;\n!!;place;;\n".encode())
        assert [one.name for one in names.entries] == ["Кедр"]
        assert "line 2" in names.problems[0]
        assert "'ship'" in names.problems[0]
        assert "line 4" in names.problems[1]

    @pytest.mark.parametrize("data", [b'"a,place', b"\x00\xff\xfe", b"a," + b"x" * 200_000])
    def test_what_is_no_csv_is_refused_with_a_sentence(self, data: bytes) -> None:
        with suppress(EarwitnessError):
            found = read_gazetteer(data)
            assert found.problems or not found.entries

    def test_an_open_quotation_is_no_csv(self) -> None:
        with pytest.raises(MalformedInput):
            read_gazetteer(b'"Kedr,call_sign,"x"y\n')


def mention(key: str, recording: str, kind: MentionKind, **detail: str) -> Mention:
    return Mention(
        f"men-{key}{recording}", recording, "trs-1", 0, 0, 1, key, kind, key, tuple(detail.items()),
        "rule", "reason", Certainty.PROBABLE,
    )  # fmt: skip


class TestResolving:
    UNIT = MentionKind.UNIT

    def test_a_bare_number_is_the_only_unit_that_fits(self) -> None:
        bare = mention("unknown 917", "a", self.UNIT, level="unknown", number="917")
        there = mention("brigade 917", "a", self.UNIT, level="brigade", number="917")
        elsewhere = mention("brigade 917", "b", self.UNIT, level="brigade", number="917")
        assert propose([bare, there])[0].key == "brigade 917"
        assert propose([bare, there])[0].certainty is Certainty.PROBABLE
        assert propose([bare, elsewhere])[0].certainty is Certainty.POSSIBLE
        assert "only unit" in explain_resolutions([bare, elsewhere])[0]

    def test_of_two_that_fit_none_is_chosen(self) -> None:
        bare = mention("unknown 3", "a", self.UNIT, level="unknown", number="3")
        brigade = mention("brigade 3", "a", self.UNIT, level="brigade", number="3")
        army = mention("army 3", "a", self.UNIT, level="army", number="3")
        assert propose([bare, brigade, army])[0].key == "unknown 3"

    def test_branches_keep_units_apart(self) -> None:
        motor = mention(
            "brigade 3", "a", self.UNIT, level="brigade", number="3", branch="motor_rifle"
        )
        tank = mention("brigade 3", "b", self.UNIT, level="brigade", number="3", branch="tank")
        assert [one.key for one in propose([motor, tank])] == [
            "brigade 3 motor_rifle",
            "brigade 3 tank",
        ]

    def test_a_call_sign_in_two_recordings_is_only_possibly_one(self) -> None:
        here = mention("zima", "a", MentionKind.CALL_SIGN)
        there = mention("zima", "b", MentionKind.CALL_SIGN)
        assert propose([here])[0].certainty is Certainty.PROBABLE
        assert propose([here, there])[0].certainty is Certainty.POSSIBLE
        units = [mention("brigade 9", one, self.UNIT, level="brigade", number="9") for one in "ab"]
        assert propose([here, there, *units])[0].certainty is Certainty.PROBABLE


@pytest.mark.real
def test_the_article_of_the_mission() -> None:
    file = "real:article-intercepted-calls.txt"
    lines = lines_of(file)
    if lines is None:
        pytest.skip("../shared/real is not here")
    found = find_mentions([(text, "en") for text in lines])
    assert language_of_lines(file) is not None
    said = {(one.kind.value, one.key) for one in found}
    assert {
        ("person", "dima"),
        ("call_sign", "zima"),
        ("unit", "brigade 3"),
        ("place", "voronezh"),
        ("document", "video"),
        ("document", "letter"),
        ("document", "papers"),
    } <= said
    assert not {key for kind, key in said if kind == "person"} - {"dima"}
