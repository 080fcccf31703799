"""A form to fill in: TOML with every field of a record, what belongs there, and where to sign."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from earwitness.errors import UnreadableFile, UsageError
from earwitness.review.conformance.fields import fields_of, type_words
from earwitness.review.conformance.kinds import Kind

__all__ = ["FilledForm", "form_of", "read_form"]

_SIGNING = ("by", "because")


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What a person wrote into a form."""

    fields: dict[str, Any]
    by: str = ""
    because: str = ""


def form_of(kind: Kind) -> str:
    """An empty form; fields without a default stand first and have to be filled.

    >>> from earwitness.review.conformance.kinds import kind_named
    >>> print(form_of(kind_named("label")).splitlines()[-2])
    scheme = ""  # text, needed
    """
    lines = [
        f"# {kind.name}: {kind.says}.",
        "# Take the # away from a line that you fill in. A field that stays out is an empty answer;",
        '# where you do not know, write "unknown". Leave lines out that do not concern you.',
        "",
        'by = ""       # who signs',
        'because = ""  # why, for others',
        "",
        "[fields]",
    ]
    lines += _lines(kind.body, kind.computed)
    return "\n".join(lines) + "\n"


def read_form(path: Path) -> FilledForm:
    """Read a form that was filled in.

    Raises:
        UnreadableFile: it cannot be read. UsageError: it is no TOML, or has lines that no form has.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableFile(f"cannot be read ({error.strerror})", where=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"is not TOML: {error}", where=str(path)) from error
    fields = given.pop("fields", {})
    signing = {name: given.pop(name, "") for name in _SIGNING}
    if (
        given
        or not isinstance(fields, dict)
        or not all(isinstance(v, str) for v in signing.values())
    ):
        raise UsageError(
            "is no form: beside [fields] only by and because are known",
            where=str(path),
            do="`earwitness record KIND --form` prints an empty one",
        )
    return FilledForm(fields, **signing)


def _lines(body: type[Any], computed: frozenset[str], table: str = "") -> Iterator[str]:
    """The fields of a record; tables come last, as TOML wants it."""
    later: list[str] = []
    for one in dataclasses.fields(body):
        if one.name in computed:
            continue
        kind = fields_of(body)[one.name]
        inner = _record_in(kind)
        if inner is not None:
            name = f"{table}{one.name}" if table else f"fields.{one.name}"
            later += ["", f"# [[{name}]]  # once for each"]
            inside = _lines(inner, frozenset(), f"{name}.")
            later += [f"# {line.removeprefix('# ')}" for line in inside]
            if one.default is None and type_words(kind) == "list of tables":
                yield f"# {one.name} = []  # where there was none; else a table for each, below"
            continue
        needed = one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
        empty = '""' if type_words(kind) != "whole number" else "0"
        empty = "[]" if type_words(kind).startswith("list") else empty
        sealed = "; sealed" if one.metadata.get("sealed") else ""
        mark = "" if needed else "# "
        yield f"{mark}{one.name} = {empty}  # {type_words(kind)}{', needed' if needed else ''}{sealed}"
    yield from later


def _record_in(kind: Any) -> type[Any] | None:
    """The record inside a field that is a table or a list of tables."""
    if type_words(kind) not in ("table", "list of tables"):
        return None
    for inner in getattr(kind, "__args__", ()):
        found = inner if dataclasses.is_dataclass(inner) else _record_in(inner)
        if isinstance(found, type):
            return found
    return kind if isinstance(kind, type) else None
