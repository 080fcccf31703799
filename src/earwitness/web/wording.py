"""What the desk's pages say, in three languages. Data: ``wording/<room>.toml``, each with [en], [uk] and [ru]."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources

__all__ = ["LANGUAGES", "Say", "language_wanted", "say_in"]

LANGUAGES = {"en": "English", "uk": "Українська", "ru": "Русский"}


@dataclass(frozen=True, slots=True)
class Say:
    """The sentences of one language; the name of a sentence is ``room.sentence``."""

    language: str
    sentences: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """A sentence with its values filled in.

        Raises:
            KeyError: no such sentence, or a value is missing.
        """
        return self.sentences[key].format_map(values)

    def term(self, table: str, value: object) -> str:
        """The word for a value of ours ("asserted"), or the value itself where there is none."""
        return self.sentences.get(f"{table}.{value}", str(value))

    def count(self, key: str, number: int) -> str:
        """A sentence for a number of things: its forms are ``key_one``, ``key_few`` and ``key_many`` (CLDR plural rules)."""
        return self(
            f"{key}_{_plural(self.language, number)}", n=f"{number:,}".replace(",", "\u202f")
        )

    def day(self, at: datetime) -> str:
        """A day, as it stands in a table in every language."""
        return at.strftime("%Y-%m-%d")


def say_in(language: str) -> Say:
    """The sentences of a language; English where there is none of its own."""
    read = _read()
    return read.get(language, read["en"])


def language_wanted(accepted: str) -> str:
    """The first language of an ``Accept-Language`` header that the desk speaks.

    >>> language_wanted("de, uk;q=0.8, en;q=0.5")
    'uk'
    """
    asked = []
    for number, one in enumerate(accepted.split(",")[:20]):
        tag, _, rest = one.strip().partition(";")
        try:
            weight = float(rest.strip().removeprefix("q=") or 1)
        except ValueError:
            weight = 0.0
        asked.append((-weight, number, tag.strip().split("-")[0].lower()))
    return next((tag for _, _, tag in sorted(asked) if tag in LANGUAGES), "en")


def _plural(language: str, number: int) -> str:
    if language == "en":
        return "one" if number == 1 else "many"
    if number % 10 == 1 and number % 100 != 11:
        return "one"
    if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14):
        return "few"
    return "many"


@cache
def _read() -> dict[str, Say]:
    tables: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for file in sorted((resources.files("earwitness.web") / "wording").iterdir(), key=str):
        if not file.name.endswith(".toml"):
            continue
        room = file.name.removesuffix(".toml")
        for language, sentences in tomllib.loads(file.read_text(encoding="utf-8")).items():
            tables[language] |= {f"{room}.{key}": text for key, text in sentences.items()}
    return {language: Say(language, table) for language, table in tables.items()}
