"""The cases of `compare/cases/independence.toml`; how one is written stands at the head of that file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib import resources

import pytest

from earwitness.compare.sources.graph import count_sources, explain_sources
from earwitness.records.independence import (
    NOT_APPLICABLE,
    UNKNOWN,
    Item,
    Key,
    KeyValue,
    Label,
    Role,
    Ruling,
    known,
)

_SPOKEN = ("conversation", "speaker", "root", "recorded")


def cases() -> list[dict]:
    folder = resources.files("earwitness.compare") / "cases"
    return tomllib.loads((folder / "independence.toml").read_text(encoding="utf-8"))["case"]


def items_of(case: dict) -> list[Item]:
    return [item for line, given in enumerate(case["items"]) for item in _items(line, given)]


def rulings_of(case: dict) -> list[Ruling]:
    return [
        Ruling(Key(one["key"]), one["one"], one["other"], one["same"], "the case says so", "a desk")
        for one in case.get("rulings", ())
    ]


def since(case: dict) -> datetime | None:
    return _instant(case["public_since"]) if "public_since" in case else None


def _items(line: int, given: dict) -> Iterator[Item]:
    times = given.get("times", 1)
    files = given.get("files", times)
    role = Role(given.get("role", "recording"))
    post = given.get("post")
    appears = role is not Role.TRANSLATION
    for number in range(times):
        name = f"{line}-{number}"
        yield Item(
            id=name,
            role=role,
            appearance=(post or f"post {name}") if appears else "",
            artefacts=(post or f"file {line}-{number % files}",) if files and appears else (),
            origin_group=given.get("group", ""),
            voices=given.get("voices", 1),
            recording=_value(given, "recording", role, number),
            conversation=_value(given, "conversation", role, number),
            speaker=_value(given, "speaker", role, number),
            root=_value(given, "root", role, number),
            collector=_value(given, "collector", role, number),
            recorded=_value(given, "recorded", role, number),
            public=_value(given, "public", role, number),
        )


def _value(given: dict, name: str, role: Role, number: int) -> KeyValue:
    other = "-" if role.other_evidence and name in _SPOKEN else "?"
    value = given.get(name, other)
    if value == "?":
        return UNKNOWN
    if value == "-":
        return NOT_APPLICABLE
    if isinstance(value, date):
        return known(_instant(value))
    return known(f"{value} {number}" if name in given.get("different", ()) else value)


def _instant(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


CASES = cases()


def test_there_are_enough_cases():
    assert len(CASES) >= 12
    assert len({case["says"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
def test_case(case):
    graph = count_sources(items_of(case), rulings_of(case), since(case))
    why = "\n".join(explain_sources(graph))
    assert graph.vector.independent == case["count"], why
    assert graph.label == case["label"], why
    for name in ("authenticity", "at_most"):
        if name in case:
            assert getattr(graph.vector, name) == case[name], why
    if "line" in case:
        assert graph.line == case["line"]
    if "caution" in case:
        assert any(case["caution"] in one for one in graph.cautions), graph.cautions
    assert (graph.label in (Label.CORROBORATED, Label.ESTABLISHED)) == (case["count"] >= 2)
