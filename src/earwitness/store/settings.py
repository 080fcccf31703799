"""The settings file of an archive: one TOML file, one section a stage.

Each stage keeps its own typed record with its defaults; this module only reads the file and hands
out sections, so that a wrong key is named with the section that it stands in.
"""

from __future__ import annotations

import dataclasses
import hashlib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from earwitness.errors import UsageError

__all__ = ["DEFAULT_TOML", "Settings", "read_settings", "settings_digest"]

T = TypeVar("T")

DEFAULT_TOML = """# Settings of this archive. Lines that start with # show the defaults.

[hearing]
# max_duration_ms = 86400000  # longer files are set aside (24 hours)
# speech_engine = "silero"    # "none" leaves speech activity out

[voices]
# voices = 0                  # how many each recording has; 0: found out
# speech_engine = "silero"    # "none" leaves voices out

[align]
# engine = "espeak-ng"        # reads texts aloud to find them in the sound; "none" leaves that out
# minutes = 30                # of sound that are aligned together

[transcribe]
# engine = ""                 # "auto": the best that is on this machine; or the name of one
# model = ""                  # folder of its model, or its name in the models folder
# language = ""               # empty: detected for each stretch
# glossary = ""               # a file of call signs and places, one a line

[translate]
# engine = ""                 # "ctranslate2" for a model on this machine, "server" for a server
# model = ""                  # folder of the model, or its name at the server
# address = ""                # of the server, such as "http://127.0.0.1:8080/v1"
# key_variable = ""           # environment variable that holds the server's key
# to = ["en"]                 # languages to translate into
# spoken = []                 # only lines in these languages; empty: in all
# glossary = "glossary.csv"   # source term,target term,note

[review]
# two_person_release = true   # two approvals; who proposes a correction does not settle it

[redaction]
# margin_ms = 80              # taken away on each side of what is named
# step_ms = 500               # edges are moved outward to whole steps: the length of a gap spells no name

[claims]
# engine = ""                 # "server": a model suggests claims too, beside the rules
# model = ""                  # its name at the server
# address = ""                # of the server, such as "http://127.0.0.1:8080/v1"
# key_variable = ""           # environment variable that holds the server's key

[intake]
# max_file_gb = 8.0           # larger files are not taken
"""


@dataclass(frozen=True, slots=True)
class Settings:
    """The parsed file: tables by name."""

    path: str = "earwitness.toml"
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)

    def section(self, name: str, kind: type[T]) -> T:
        """One section as its stage's own record.

        Raises:
            UsageError: a key that the record does not have, or a value of the wrong kind.
        """
        table = self.tables.get(name, {})
        known = {one.name for one in dataclasses.fields(kind)}  # type: ignore[arg-type]
        for key in table:
            if key not in known:
                raise UsageError(
                    f"[{name}] has no setting '{key}'",
                    where=self.path,
                    do=f"It knows: {', '.join(sorted(known))}",
                )
        try:
            return msgspec.convert(table, kind, strict=False)
        except msgspec.ValidationError as error:
            raise UsageError(
                f"[{name}]: {error}", where=self.path, do="Correct that line or take it out"
            ) from error


def read_settings(path: Path) -> Settings:
    """Read the settings file; an absent file means all defaults.

    Raises:
        UsageError: the file is not TOML.
    """
    if not path.is_file():
        return Settings(str(path))
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"is not TOML: {error}", where=str(path)) from error
    return Settings(str(path), {k: v for k, v in tables.items() if isinstance(v, dict)})


def settings_digest(record: object) -> str:
    """A short digest of a settings record, for the key of a result."""
    return hashlib.sha256(msgspec.json.encode(record, order="sorted")).hexdigest()[:16]
