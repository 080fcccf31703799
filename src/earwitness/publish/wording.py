"""What a page says by itself, in the language of the draft. Data: ``pages/wording*.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["LANGUAGES", "Wording", "wording"]

LANGUAGES = ("en", "ru", "uk")
_OTHERWISE = "en"


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of one language."""

    language: str
    sentences: Mapping[str, str]
    months: tuple[str, ...]
    languages: Mapping[str, str]

    def say(self, key: str, **values: str) -> str:
        """A sentence with its values filled in.

        Raises:
            KeyError: no such sentence, or a value is missing.
        """
        return self.sentences[key].format_map(values)

    def day(self, instant: datetime) -> str:
        """A day as it stands in a sentence."""
        month = self.months[instant.month - 1]
        return self.say("day", day=str(instant.day), month=month, year=str(instant.year))

    def name(self, language: str) -> str:
        """The name of a language; its tag where we have no name."""
        return self.languages.get(language, language)


def wording(language: str) -> Wording:
    """The wording for a language tag; English where there is none of its own."""
    base = language.split("-", maxsplit=1)[0]
    return _read()[base if base in LANGUAGES else _OTHERWISE]


@cache
def _read() -> dict[str, Wording]:
    pages = resources.files("earwitness.publish") / "pages"
    tables: dict[str, dict[str, Any]] = {}
    for file in ("wording.toml", "wording_edition.toml"):
        read = tomllib.loads((pages / file).read_text(encoding="utf-8"))
        for language, table in read.items():
            tables.setdefault(language, {}).update(table)
    found = {}
    for language, table in tables.items():
        months, languages = tuple(table.pop("months")), table.pop("languages")
        found[language] = Wording(language, table, months, languages)
    return found
