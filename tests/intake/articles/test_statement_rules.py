"""What captions and articles state about people: relations, call signs, and who speaks."""

from __future__ import annotations

import pytest

from earwitness.intake.article import read_article


def stated(text: str) -> set[tuple[str, str, str | None]]:
    article = read_article(text.encode(), name="caption.txt")
    return {(one.kind.value, one.words, one.hedge) for one in article.statements}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "За нашими даними, це мати Романа з-під Вигадівки.",
            ("relation", "це мати Романа з-під Вигадівки", "За нашими даними"),
        ),
        ("По нашим данным, это мать Романа.", ("relation", "это мать Романа", "По нашим данным")),
        (
            "Одна зі співрозмовниць — мати солдата.",
            ("relation", "Одна зі співрозмовниць — мати солдата", None),
        ),
        (
            "Одна из собеседниц — мать солдата.",
            ("relation", "Одна из собеседниц — мать солдата", None),
        ),
        ("Командир на позивний «Зима» знову зник.", ("name", "Командир на позивний «Зима»", None)),
        ("Командир с позывным «Зима» снова пропал.", ("name", "Командир с позывным «Зима»", None)),
        (
            "A commander with the call sign “Kestrel” left.",
            ("name", "commander with the call sign “Kestrel”", None),
        ),
    ],
)
def test_statements_about_people(text, expected):
    assert expected in stated(text)


@pytest.mark.parametrize("text", ["Это не то.", "Це було давно.", "Одна из причин — погода."])
def test_no_relation_without_a_person(text):
    assert not {one for one in stated(text) if one[0] == "relation"}


@pytest.mark.parametrize(
    ("text", "party"),
    [
        (
            "Служба оприлюднила розмову, у якій мати військового розповідає синові про скаргу.\n\n«Я їду», — каже вона.",
            "мати військового",
        ),
        (
            "Служба опубликовала разговор, в котором мать военного рассказывает сыну о жалобе.\n\n«Я еду», — говорит она.",
            "мать военного",
        ),
        (
            "In a call released by a service two women, one of whom is said by the service to be a soldier's mother, talk about a video.\n\n“They left,” the woman says.",
            "a soldier's mother",
        ),
    ],
)
def test_parties_are_people_and_nothing_else(text, party):
    article = read_article(text.encode(), name="article.txt")
    (call,) = article.calls
    assert party in [one.words for one in call.parties]


@pytest.mark.parametrize("key", ["lang", "language"])
def test_front_matter_says_the_language(key):
    article = read_article(f"---\ntitle: Т\n{key}: uk\n---\n\nТекст.\n".encode(), name="a.md")
    assert article.language == "uk"
    assert article.problems == ()
