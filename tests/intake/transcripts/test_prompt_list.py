from __future__ import annotations

import pytest

from earwitness.errors import MalformedInput
from earwitness.intake.transcripts.prompt_list import looks_like_prompt_list, read_prompt_list

LIST = "; demo\nhello: Добрий  день.\ndigits/13: тринадцать\n\nbeep:\n"


def test_pairs() -> None:
    assert read_prompt_list(LIST) == (
        ("hello", "Добрий день."),
        ("digits/13", "тринадцать"),
        ("beep", ""),
    )


@pytest.mark.parametrize(("text", "line"), [("a: b\nno pair here", 2), ("; only", 1), ("", 1)])
def test_refusals_name_the_line(text: str, line: int) -> None:
    with pytest.raises(MalformedInput) as refused:
        read_prompt_list(text)
    assert refused.value.line == line


def test_looks_like() -> None:
    assert looks_like_prompt_list(LIST, frozenset({"hello", "13"}))
    assert looks_like_prompt_list(LIST, frozenset({"hello", "digits/13"}))
    assert not looks_like_prompt_list(LIST, frozenset({"hello"}))
    assert not looks_like_prompt_list("Мати: так\nСин: ні", frozenset({"hello"}))
    assert not looks_like_prompt_list("", frozenset())


def test_a_list_longer_than_the_recordings_that_were_sent() -> None:
    text = "".join(f"p{n}: слово\n" for n in range(40))
    sent = [f"p{n}" for n in range(6)]
    assert looks_like_prompt_list(text, frozenset(sent))
    assert not looks_like_prompt_list(text, frozenset(sent[:4]))
    assert not looks_like_prompt_list(text, frozenset([*sent, *(f"q{n}" for n in range(9))]))
