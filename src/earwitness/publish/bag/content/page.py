"""``index.html``: the bag for a reader, in one of three languages, without scripts and without network."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import jinja2
from markupsafe import Markup

from earwitness.publish.bag.content.words import Words, by_machine
from earwitness.publish.bag.edition import Chance, Edition
from earwitness.publish.bag.veil import Withheld
from earwitness.publish.exports.sheet import Sheet
from earwitness.publish.wording import wording
from earwitness.records.timecode import format_ms

__all__ = ["NAME", "BagPage", "PageRecording", "bag_wording"]

NAME = "data/index.html"
_MANY = 40  # recordings beyond which their words are left to the files
_OTHER = (
    ("bag.json", "file_bag"),
    ("ro-crate-metadata.json", "file_crate"),
    ("checks.json", "file_checks"),
    ("sources.json", "file_sources"),
    ("claims.json", "file_claims"),
    ("independence.json", "file_independence"),
    ("quotes.jsonld", "file_quotes"),
    ("corrections.json", "file_corrections"),
    ("custody/log.jsonl", "file_custody"),
    ("commitments.jsonl", "file_commitments"),
)
_NEVER = ("never_names", "never_originals", "never_persons", "never_machine")


@dataclass(frozen=True, slots=True)
class BagWording:
    """The sentences of one language."""

    language: str
    sentences: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """A sentence with its values filled in.

        Raises:
            KeyError: there is none, or a value is missing.
        """
        return self.sentences[key].format_map(values)


@dataclass(frozen=True, slots=True)
class PageRecording:
    """A recording as the page shows it.

    Attributes:
        sentences: how it is known. withheld: what is not here and why.
        media: name of the sound, "" where there is none. files: all files of it.
        claims: language, sentence and status of each; corrections: rows of ``corrections.json``.
    """

    number: int
    id: str
    sentences: Sequence[str]
    withheld: Sequence[Withheld]
    media: str
    files: Sequence[str]
    claims: Sequence[tuple[str, str, str]]
    corrections: Sequence[Mapping[str, Any]]


def bag_wording(language: str) -> BagWording:
    """The wording of a language.

    Raises:
        KeyError: there is none.
    """
    return _read()[language]


class BagPage:
    """Renders the page piece by piece: it is never in memory as a whole."""

    def __init__(self, language: str, count: int, *, signed: bool) -> None:
        self._say, self._count, self._signed = bag_wording(language), count, signed
        self._many = count > _MANY
        self._environment = jinja2.Environment(
            loader=jinja2.PackageLoader("earwitness.publish.bag.content", "pages"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def head(self, chance: Chance, edition: Edition) -> bytes:
        """Up to the first recording."""
        pages = resources.files(__package__) / "pages"
        return self._rendered(
            "head.html",
            identifier=chance.identifier,
            edition=edition.value,
            made_at=chance.now.isoformat(timespec="seconds"),
            count=self._count,
            many=self._many,
            signed=self._signed,
            style=Markup((pages / "bag.css").read_text(encoding="utf-8")),  # noqa: S704 (our own file)
        )

    def recording(self, one: PageRecording, words: Words) -> bytes:
        """One recording; of many, without its words."""
        tables = [] if self._many else [self._table(sheet) for sheet in words.sheets]
        fields = {
            "id": one.id,
            "number": one.number,
            "sentences": one.sentences,
            "withheld": [self._withheld(held) for held in one.withheld],
            "media": one.media.removeprefix("data/"),
            "files": [name.removeprefix("data/") for name in one.files],
            "claims": one.claims,
            "corrections": [self._correction(row) for row in one.corrections],
            "tables": tables,
        }
        return self._rendered("recording.html", one=fields)

    def foot(self, edition: Edition) -> bytes:
        """After the last recording."""
        return self._rendered(
            "foot.html",
            files=[(name, self._say.say(key)) for name, key in _OTHER],
            never=[self._say.say(key) for key in _NEVER] if edition.is_public else [],
        )

    def _rendered(self, template: str, **values: Any) -> bytes:
        return (
            self._environment.get_template(template).render(say=self._say, **values) + "\n"
        ).encode()

    def _table(self, sheet: Sheet) -> dict[str, Any]:
        version = sheet.versions[0]
        name = wording(self._say.language).name(sheet.language)
        about = [self._say.say("machine")] if by_machine(version) else []
        about.append(self._say.say("reviewed" if version.reviewed else "not_reviewed"))
        return {
            "title": self._say.say(f"words_{version.what}", language=name),
            "about": " ".join(about),
            "language": sheet.language,
            "rows": [
                (
                    "" if line.start_ms is None else format_ms(line.start_ms, millis=False),
                    line.voice or "",
                    line.shown,
                )
                for line in sheet.lines
            ],
        }

    def _withheld(self, one: Withheld) -> str:
        name = wording(self._say.language).name(one.language) if one.language else ""
        said = self._say.say(one.code, count=one.count, language=name)
        return f"{said} ({one.detail})" if one.detail and self._say.language == "en" else said

    def _correction(self, row: Mapping[str, Any]) -> str:
        key = "correction_words" if row["before"] or row["after"] else "correction"
        return self._say.say(
            key,
            day=str(row["datePublished"])[:10],
            kind=self._say.say(str(row["kind"])),
            before=row["before"],
            after=row["after"],
        )


@cache
def _read() -> dict[str, BagWording]:
    text = (resources.files(__package__) / "pages" / "bag.toml").read_text(encoding="utf-8")
    return {
        language: BagWording(language, table) for language, table in tomllib.loads(text).items()
    }
