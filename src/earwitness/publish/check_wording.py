"""What the page of a checked draft says by itself. Data: ``pages/check_wording.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from earwitness.publish.wording import LANGUAGES, Wording

__all__ = ["check_wording"]


def check_wording(language: str) -> Wording:
    """The wording for a language tag; English where there is none of its own."""
    base = language.split("-", maxsplit=1)[0]
    return _read()[base if base in LANGUAGES else "en"]


@cache
def _read() -> dict[str, Wording]:
    path = resources.files("earwitness.publish") / "pages" / "check_wording.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {language: Wording(language, table, (), {}) for language, table in tables.items()}
