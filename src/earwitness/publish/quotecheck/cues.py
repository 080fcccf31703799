"""Words by which the rules know a doubt, a rumour, a condition, a publisher: data in ``cues.toml``, ``cues_people.toml``.

A linguist adds a word there and a line to ``publish/cases``; no rule has to be read for it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

__all__ = ["LANGUAGES", "cue", "found_cue", "plain"]

LANGUAGES = ("en", "ru", "uk")
_FILES = ("cues.toml", "cues_people.toml")
_LIST = re.compile(r"\b(?:KIN|SERVICE_OF|SERVICE|NUM|PART|CALLS)\b")
_BOTH = {"uk-x-surzhyk": ("uk", "ru"), "und": LANGUAGES}


def cue(language: str, key: str) -> re.Pattern[str]:
    """The pattern of a list in a language; in mixed speech and where nothing is known, of several.

    Raises:
        KeyError: there is no such list.
    """
    return _patterns(language if language in _BOTH else language.split("-", maxsplit=1)[0], key)


def found_cue(text: str, language: str, key: str) -> str:
    """The first words of a text that stand in a list, "" if none do.

    >>> found_cue("She does not know it herself.", "en", "narrated_doubt")
    'does not know'
    """
    found = cue(language, key).search(plain(text))
    return text[found.start() : found.end()] if found else ""


def plain(text: str) -> str:
    """Letters that are written in two ways as one; offsets stay."""
    return text.replace("ё", "е").replace("Ё", "Е").replace("’", "'").replace("ʼ", "'")


@cache
def _patterns(language: str, key: str) -> re.Pattern[str]:
    tables = _read()
    tags = _BOTH.get(language, (language if language in LANGUAGES else "en",))
    body = "|".join(_filled(one, tables[tag]) for tag in tags for one in tables[tag][key])
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)


def _filled(pattern: str, table: Mapping[str, list[str]]) -> str:
    """Names of lists in capitals (KIN) with what stands in them."""
    return _LIST.sub(lambda found: "|".join(table[found[0]]), pattern)


@cache
def _read() -> Mapping[str, Mapping[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {tag: {} for tag in LANGUAGES}
    for name in _FILES:
        path = resources.files("earwitness.publish.quotecheck") / name
        for tag, lists in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found[tag] |= lists
    return found
