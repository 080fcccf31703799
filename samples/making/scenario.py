"""The scenario file as values: recordings, their voices and turns."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["BLEEP", "Script", "Token", "Turn", "Voice", "load"]

BLEEP = "[bleep]"
_TOKEN = re.compile(
    r"\{~(?P<hidden>[^{}]+)\}(?P<after>[^\s{}]*)"
    r"|\{(?P<shown>[^{}|]+)\|(?P<said>[^{}]+)\}"
    r"|(?P<plain>\S+)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A written word and how it is said."""

    shown: str
    said: str
    bleeped: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """Either a voice's line, or a time in which the other side speaks and is not heard."""

    voice: str | None
    tokens: tuple[Token, ...] = ()
    translations: dict[str, str] = field(default_factory=dict)
    language: str = ""
    unheard_ms: int = 0
    gap_ms: int | None = None
    clipped: bool = False

    @property
    def text(self) -> str:
        return " ".join(token.shown for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of one recording: its label, its side, and what speaks it."""

    id: str
    label: dict[str, str]
    side: str
    espeak: dict[str, str]
    pitch: int
    rate: int


@dataclass(frozen=True, slots=True)
class Script:
    """One true recording before it is sound."""

    id: str
    title: str
    language: str
    kind: str
    sound: str
    rate_hz: int
    channels: int
    sides: dict[str, str]
    unheard_person: str | None
    voices: dict[str, Voice]
    turns: tuple[Turn, ...]


def load(path: Path) -> tuple[dict[str, Script], dict[str, Any]]:
    """Read the scenario.

    Returns:
        The recordings by id, and the whole file for the parts that are plain tables.
    """
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    scripts = [_script(table) for table in tables["recording"]]
    return {script.id: script for script in sorted(scripts, key=lambda s: s.id)}, tables


def _script(table: dict[str, Any]) -> Script:
    return Script(
        id=table["id"],
        title=table["title"],
        language=table["language"],
        kind=table["kind"],
        sound=table["sound"],
        rate_hz=table.get("rate_hz", 8000),
        channels=table.get("channels", 1),
        sides=table["sides"],
        unheard_person=table.get("unheard_person"),
        voices={v["id"]: _voice(v, table["language"]) for v in table["voices"]},
        turns=tuple(_turn(t, table["language"]) for t in table["turns"]),
    )


def _voice(table: dict[str, Any], language: str) -> Voice:
    espeak = {language: table["espeak"]}
    if "espeak_ru" in table:
        espeak["ru"] = table["espeak_ru"]
    label = {language: table["label"], "en": table["label_en"], "uk": table["label_uk"]}
    return Voice(table["id"], label, table["side"], espeak, table["pitch"], table["rate"])


def _turn(table: dict[str, Any], language: str) -> Turn:
    if "unheard" in table:
        return Turn(voice=None, unheard_ms=table["unheard"])
    return Turn(
        voice=table["v"],
        tokens=tuple(_tokens(table["t"])),
        translations={k: table[k] for k in ("en", "uk", "ru") if k in table},
        language=table.get("lang", language),
        gap_ms=table.get("gap_ms"),
        clipped=table.get("clipped", False),
    )


def _tokens(text: str) -> list[Token]:
    tokens = []
    for match in _TOKEN.finditer(text):
        if match["hidden"]:
            after = match["after"]
            tokens.append(Token(BLEEP + after, match["hidden"] + after, bleeped=True))
        elif match["shown"]:
            tokens.append(Token(match["shown"], match["said"]))
        else:
            tokens.append(Token(match["plain"], match["plain"]))
    return tokens
