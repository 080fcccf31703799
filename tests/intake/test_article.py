"""Articles: three invented ones with the traps of a real one, other formats, hostile bytes."""

from __future__ import annotations

import importlib.util
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.errors import EarwitnessError, OverLimit
from earwitness.intake.article import (
    MAX_ARTICLE_BYTES,
    ParagraphKind,
    ParsedArticle,
    StatementKind,
    explain_article,
    read_article,
)
from earwitness.text.quotations import Role

_spec = importlib.util.spec_from_file_location(
    "fictional", Path(__file__).parent / "articles" / "fictional.py"
)
fictional = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(fictional)
ARTICLES = fictional.ARTICLES


def read(language: str) -> ParsedArticle:
    return read_article(ARTICLES[language].encode(), name=f"{language}.txt")


def said(article: ParsedArticle) -> list[tuple[str, str | None, str | None, str, int | None]]:
    return [
        (
            q.text.split()[0].strip(",.!?"),
            q.attribution.speaker,
            q.attribution.verb,
            q.attribution.position,
            q.call,
        )
        for q in article.quotations
        if q.role is Role.SPEECH
    ]


def terms(article: ParsedArticle) -> list[str]:
    return [q.text for q in article.quotations if q.role is Role.TERM]


def stated(
    article: ParsedArticle, kind: StatementKind
) -> list[tuple[str, str | None, str, int | None]]:
    return [(s.words, s.hedge, s.state, s.call) for s in article.statements if s.kind is kind]


def parties(article: ParsedArticle, call: int) -> list[str]:
    return [party.words for party in article.calls[call].parties]


def of_kind(article: ParsedArticle, kind: ParagraphKind) -> list[str]:
    return [one.text for one in article.paragraphs if one.kind is kind]


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_two_calls_and_who_released_the_first(language):
    article = read(language)
    released = {
        "en": "the Harbour Monitoring Office (HMO)",
        "ru": "Главным управлением «Маяк» (ГУМ)",
        "uk": "Служба «Обрій» (СО)",
    }
    assert article.language == language
    assert [call.publisher_words for call in article.calls] == [released[language], None]
    assert stated(article, StatementKind.PUBLISHER_OF_RECORDING)[0][3] == 0


@pytest.mark.parametrize(
    ("language", "whose", "hedge"),
    [("en", "Timmy’s", "apparently"), ("ru", "сына", "по-видимому"), ("uk", "сина", "вочевидь")],
)
def test_the_unheard_side_keeps_its_hedge(language, whose, hedge):
    first, second = read(language).calls
    (unheard,) = first.unheard
    assert (unheard.whose, unheard.hedge, second.unheard) == (whose, hedge, ())


def test_english_speakers():
    assert said(read("en")) == [
        ("There", "she", "tells", "after", 0),
        ("If", "she", "tells", "split", 0),
        ("Tell", "she", "tells", "inherited", 0),
        ("Get", "The mother", "adds", "before", 0),
        ("surely", "the woman", "promises", "before", 0),
        ("Timmy", "the woman", "promises", "inherited", 0),
        ("Hello", "speaker 1", "asks", "after", 1),
        ("Well", "speaker 2", "replies", "after", 1),
    ]


def test_russian_speakers():
    assert said(read("ru")) == [
        ("Нас", "она", "говорит", "split", 0),
        ("Скажи", "она", "говорит", "inherited", 0),
        ("Запишите", "Мать", "добавляет", "before", 0),
        ("Я", "женщина", "повторила", "after", 0),
        ("Алло", "абонент 1", "спрашивает", "after", 1),
        ("Хорошо", "абонент 2", "отвечает", "after", 1),
    ]


def test_ukrainian_speakers():
    assert said(read("uk")) == [
        ("Нас", "вона", "каже", "split", 0),
        ("усі", "матері", "За словами", "before", 0),
        ("Алло", "співрозмовниця 1", "запитує", "after", 1),
        ("Добре", "співрозмовниця 2", "відповідає", "split", 1),
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Finch", "thrown to wolves", "Finch"]),
        ("ru", ["Маяк", "Филина", "Филин"]),
        ("uk", ["Обрій", "Пугач", "Пугач"]),
    ],
)
def test_terms_are_no_speech(language, expected):
    assert terms(read(language)) == expected


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        (
            "en",
            ["a woman", "her son, Timmy", "The mother", "the woman", "her son"],
            ["two women, one of whom is said to be the wife of a gunner", "speaker 1", "speaker 2"],
        ),
        (
            "ru",
            ["женщина", "своему сыну, Лёше", "Мать"],
            [
                "две женщины, одна из которых предположительно мать солдата",
                "абонент 1",
                "абонент 2",
            ],
        ),
        (
            "uk",
            ["жінка", "своєму синові, Петрику", "матері"],
            ["дві жінки, одна з яких нібито мати солдата", "співрозмовниця 1", "співрозмовниця 2"],
        ),
    ],
)
def test_parties_are_words_as_written(language, first, second):
    article = read(language)
    assert parties(article, 0) == first
    assert parties(article, 1) == second


@pytest.mark.parametrize(
    ("language", "words", "hedge"),
    [
        ("en", "is said to be the wife of a gunner", "said to be"),
        ("ru", "предположительно мать солдата", "предположительно"),
        ("uk", "нібито мати солдата", "нібито"),
    ],
)
def test_a_relation_is_the_publishers_and_hedged(language, words, hedge):
    assert stated(read(language), StatementKind.RELATION) == [(words, hedge, "stated", 1)]


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_the_date_of_the_call_is_stated_as_not_known(language):
    ((_, _, state, call),) = stated(read(language), StatementKind.CALL_DATE)
    assert (state, call) == ("unknown", None)


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_not_verified_and_other_recordings(language):
    article = read(language)
    assert len(stated(article, StatementKind.AUTHENTICITY)) == 1
    assert len(stated(article, StatementKind.OTHER_RECORDINGS)) == 1


@pytest.mark.parametrize(("language", "unit"), [("en", "901st"), ("ru", "901-й")])
def test_a_gloss_in_a_quotation_is_the_publishers(language, unit):
    (gloss,) = [s for s in read(language).statements if s.kind is StatementKind.UNIT]
    assert unit in gloss.words
    assert gloss.by == "publisher, inside a quotation"


@pytest.mark.parametrize(("language", "count"), [("en", 6), ("ru", 3), ("uk", 4)])
def test_boilerplate_is_kept_and_not_quoted_from(language, count):
    article = read(language)
    assert len(of_kind(article, ParagraphKind.BOILERPLATE)) == count
    kinds = {article.paragraphs[q.paragraph].kind for q in article.quotations}
    assert kinds == {ParagraphKind.BODY}


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_offsets_hold(language):
    article = read(language)
    for paragraph in article.paragraphs:
        assert article.text[paragraph.start :].startswith(paragraph.text)
    for quoted in article.quotations:
        text = article.paragraphs[quoted.paragraph].text
        assert quoted.text in text[quoted.start : quoted.end]
    for statement in article.statements:
        text = article.paragraphs[statement.paragraph].text
        assert text[statement.start : statement.end] == statement.words


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_everything_can_be_explained(language):
    told = explain_article(read(language))
    assert "call 1" in told
    assert "our inference" in told
    assert "rule" in told


def test_a_quotation_over_paragraphs_says_so():
    going_on = [q.text[:2] for q in read("en").quotations if q.continues]
    assert going_on == ["If"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The call took place on 12 July, the office said.", StatementKind.CALL_DATE),
        ("The recording was published on Sunday on 12 July.", StatementKind.PUBLICATION_DATE),
        ("Разговор состоялся 12 июля.", StatementKind.CALL_DATE),
        ("Запись обнародовали 12 июля.", StatementKind.PUBLICATION_DATE),
        ("Розмова відбулася 12 липня.", StatementKind.CALL_DATE),
        ("Запис оприлюднили 12 липня.", StatementKind.PUBLICATION_DATE),
    ],
)
def test_the_date_of_release_is_not_the_date_of_the_call(text, kind):
    dates = {StatementKind.CALL_DATE, StatementKind.PUBLICATION_DATE}
    found = read_article(text.encode(), name="a.txt").statements
    assert [(s.kind, s.state) for s in found if s.kind in dates] == [(kind, "stated")]


@pytest.mark.parametrize(
    "text",
    [
        "Only one side of the call is heard in the recording released by the office.",
        "В записи, опубликованной Службой Маяк, слышно только женщину.",
        "У записі, оприлюдненому Службою Обрій, чути лише жінку.",
    ],
)
def test_one_side_is_heard(text):
    article = read_article(text.encode(), name="a.txt")
    assert [s.kind for s in article.statements if s.kind is StatementKind.UNHEARD_SIDE]
    assert len(article.calls) == 1
    assert len(article.calls[0].unheard) == 1


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("The recording released by the Harbour Office was short.", "the Harbour Office"),
        ("ГУМ опубликовало запись телефонного разговора.", "ГУМ"),
        ("Служба Маяк обнародовала перехваченный разговор.", "Служба Маяк"),
        ("СО оприлюднила запис розмови.", "СО"),
        ("В одном из перехваченных разговоров солдат говорит, что ранен.", None),
        ("В одному з перехоплених дзвінків солдат каже, що поранений.", None),
    ],
)
def test_a_call_is_introduced(text, publisher):
    (call,) = read_article(text.encode(), name="a.txt").calls
    assert call.publisher_words == publisher


@pytest.mark.parametrize(
    "text",
    [
        "Intercepted phone calls suggest that mothers are tired.",
        "She wants to make a call to her friend.",
        "Перехваченные разговоры показывают одно и то же.",
        "В разговоре с журналистами мать сказала, что устала.",
        "Перехоплені розмови показують те саме.",
        "",
    ],
)
def test_no_call_is_introduced(text):
    assert read_article(text.encode(), name="a.txt").calls == ()


def test_the_same_call_is_not_a_new_one():
    text = "In one intercepted call, a man says he is cold.\n\nIn this intercepted call, he also sings."
    assert len(read_article(text.encode(), name="a.txt").calls) == 1


@pytest.mark.real
def test_the_real_article():
    path = Path(__file__).parents[3] / "shared" / "real" / "article-intercepted-calls.txt"
    if not path.exists():
        pytest.skip("../shared/real is not there")
    article = read_article(path.read_bytes(), name=path.name)
    assert (article.title, article.language, len(article.paragraphs)) == (None, "en", 28)
    boilerplate = [
        n for n, p in enumerate(article.paragraphs) if p.kind is ParagraphKind.BOILERPLATE
    ]
    assert boilerplate == [5, 10, 11, 12, 13, 18, 23, 26, 27]
    first, second = article.calls
    assert (first.first_paragraph, first.last_paragraph) == (1, 15)
    assert (second.first_paragraph, second.last_paragraph) == (16, 20)
    assert first.publisher_words.endswith("Military Intelligence (HUR)")
    assert second.publisher_words is None
    (unheard,) = first.unheard
    assert (unheard.paragraph, unheard.hedge, unheard.whose) == (8, "apparently", "Dima’s")
    assert [(q.paragraph, q.start, q.attribution.speaker, q.attribution.verb, q.attribution.position) for q in article.quotations if q.role is Role.SPEECH] == [
        (2, 0, "she", "tells", "after"),
        (2, 64, "she", "tells", "split"),
        (3, 0, "she", "tells", "inherited"),
        (6, 0, "she", "say", "after"),
        (6, 41, "she", "say", "split"),
        (9, 17, "The mother", "adds", "before"),
        (14, 73, "the woman", "promises", "before"),
        (15, 0, "the woman", "promises", "inherited"),
        (17, 0, "speaker 1", "asks", "after"),
        (19, 0, "speaker 2", "replies", "after"),
        (20, 0, "speaker 2", "added", "after"),
    ]  # fmt: skip
    assert article.quotations[0].attribution.addressee == "her son, Dima"
    assert article.quotations[0].attribution.antecedent == "a woman"
    assert [(q.paragraph, q.start, q.end) for q in article.quotations if q.role is Role.TERM] == [
        (16, 163, 169),
        (16, 191, 213),
        (19, 63, 69),
    ]
    assert [(q.paragraph, q.closed, q.opened) for q in article.quotations if not (q.closed and q.opened)] == [(2, False, True), (17, True, False)]  # fmt: skip
    ((_, _, state, call),) = stated(article, StatementKind.CALL_DATE)
    assert (state, call) == ("unknown", None)
    ((_, hedge, _, call),) = stated(article, StatementKind.RELATION)
    assert (hedge, call) == ("said to be", 1)
    assert {q.call for q in article.quotations if q.paragraph <= 15} == {0}
    assert {q.call for q in article.quotations if q.paragraph >= 16} == {1}
    assert max(q.paragraph for q in article.quotations) == 20


def test_a_guessed_encoding_is_a_problem():
    article = read_article(fictional.RU.encode("cp1251"), name="a.txt")
    assert "not UTF-8" in article.problems[0].what
    assert len(article.calls) == 2


def test_too_large_is_refused():
    with pytest.raises(OverLimit):
        read_article(b"a" * (MAX_ARTICLE_BYTES + 1), name="a.txt")


@given(st.binary(max_size=200), st.sampled_from(["a.txt", "a.md", "a.html", "a"]))
def test_any_bytes_are_read_or_refused(data, name):
    try:
        explain_article(read_article(data, name=name))
    except EarwitnessError as error:
        assert str(error)  # noqa: PT017 - reading is as good an outcome


@given(
    st.text(
        alphabet="“”«»\"'—<>p/#-[](): \nsaidсказал каже one call in another recording by X",
        max_size=300,
    ),
    st.sampled_from(["a.txt", "a.md", "a.html", "a"]),
)
def test_any_text_is_read_or_refused(text, name):
    try:
        article = read_article(text.encode(), name=name)
    except EarwitnessError:
        return
    for quoted in article.quotations:
        assert 0 <= quoted.start < quoted.end <= len(article.paragraphs[quoted.paragraph].text)


@pytest.mark.slow
def test_a_draft_of_five_megabytes():
    text = "\n\n".join(ARTICLES.values()) + "\n\n"
    data = (text * (5_000_000 // len(text.encode()))).encode()
    begin = time.perf_counter()
    read_article(data, name="a.txt")
    assert time.perf_counter() - begin < 120


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["“a” ", "“a,” she said. ", "said that ", "in one call ", "«a», — сказала мать. "]
)
def test_one_long_paragraph(unit):
    begin = time.perf_counter()
    read_article((unit * 20_000).encode(), name="a.txt")
    assert time.perf_counter() - begin < 60
