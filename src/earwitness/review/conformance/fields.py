"""Fields that a person wrote, made into a typed record: files are hashed, what is wrong is named."""

from __future__ import annotations

import dataclasses
import enum
import re
import types
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from earwitness.errors import UsageError
from earwitness.records.edtf import parse_edtf
from earwitness.records.held_file import HeldFile
from earwitness.records.identifiers import is_sha256
from earwitness.review.conformance.kinds import Kind
from earwitness.store.originals import digest_file

__all__ = ["fields_of", "record_of", "type_words"]

_EDTF = ("period", "air_date", "event", "edtf", "date")
_DIGESTS = ("sha256", "files", "media", "whole_sha256", "input_sha256", "output_sha256")
_UNKNOWN = "unknown"
_STRETCHES = (("start_ms", "end_ms"), ("window_start_ms", "window_end_ms"))


def fields_of(body: type[Any]) -> dict[str, Any]:
    """The fields of a record with their types."""
    return typing.get_type_hints(body)


def record_of(kind: Kind, given: Mapping[str, Any], here: Path) -> Any:
    """The typed body of a record.

    Args:
        given: by field; a file is given by its path, a list of files also by their folder.
        here: where paths begin.

    Raises:
        UsageError: a field that the kind does not have, one that is missing, or a value that cannot be.
        UnreadableFile: a file that is named is not there.
    """
    types_of = fields_of(kind.body)
    for name in given:
        if name not in types_of or name in kind.computed:
            asked = ", ".join(one for one in types_of if one not in kind.computed)
            raise UsageError(f"{kind.name} has no field '{name}'", do=f"Its fields: {asked}")
    ready = {name: _ready(types_of[name], value, here) for name, value in given.items()}
    try:
        made = msgspec.convert(ready, kind.body, strict=False)
    except msgspec.ValidationError as error:
        raise _refusal(kind, error) from error
    for problem in _problems(made, ""):
        raise UsageError(f"{kind.name}: {problem}", do="Correct it and sign again")
    return made


def type_words(kind: Any) -> str:
    """A type as a form says it.

    >>> type_words(tuple[str, ...]), type_words(int | None)
    ('list of texts', 'whole number')
    """
    if inner := _inner(kind):
        return f"list of {_plural(type_words(inner))}"
    if options := _options(kind):
        return type_words(options[0])
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return " | ".join(str(one.value) for one in kind)
    if kind is HeldFile:
        return "path of a file"
    names = {str: "text", int: "whole number", bool: "true | false"}
    return names.get(kind, "table")


def _plural(words: str) -> str:
    return {"path of a file": "paths of files"}.get(words, words if "|" in words else f"{words}s")


def _inner(kind: Any) -> Any:
    return typing.get_args(kind)[0] if typing.get_origin(kind) is tuple else None


def _options(kind: Any) -> list[Any]:
    union = typing.get_origin(kind) in (typing.Union, types.UnionType)
    return [one for one in typing.get_args(kind) if one is not type(None)] if union else []


def _ready(kind: Any, value: Any, here: Path) -> Any:
    """A value with its files hashed."""
    if options := _options(kind):
        return _ready(options[0], value, here)
    if inner := _inner(kind):
        return _list_of(inner, value, here)
    if kind is HeldFile and isinstance(value, str):
        path = (here / value).absolute()
        if "\0" in value or not value:
            raise UsageError(f"{value!r} is no path", do="Give the path of a file")
        digest, size = digest_file(path)
        return {"path": str(path), "sha256": digest, "size_bytes": size}
    if dataclasses.is_dataclass(kind) and isinstance(value, Mapping):
        inside = fields_of(typing.cast("type[Any]", kind))
        return {k: _ready(inside.get(k, str), v, here) for k, v in value.items()}
    return value


def _is_folder(here: Path, value: str) -> bool:
    return "\0" not in value and (here / value).is_dir()


def _list_of(inner: Any, value: Any, here: Path) -> Any:
    if inner is HeldFile and isinstance(value, str) and _is_folder(here, value):
        value = [str(one) for one in sorted((here / value).rglob("*")) if one.is_file()]
    if isinstance(value, str):
        value = [value]
    return [_ready(inner, one, here) for one in value] if isinstance(value, list) else value


def _refusal(kind: Kind, error: msgspec.ValidationError) -> UsageError:
    words = str(error)
    place = re.search(r"`\$\.?([^`]*)`", words)
    name = re.split(r"[.\[]", place[1])[0] if place else ""
    missing = re.search(r"missing required field `(\w+)`", words)
    if missing:
        name = missing[1]
    wanted = fields_of(kind.body).get(name)
    words = words.partition(" - at ")[0].replace("Object ", "it is ").replace("`", "'")
    do = f"{name}: {type_words(wanted)}" if wanted is not None else None
    return UsageError(f"{kind.name}{f', {name}' if name else ''}: {words}", do=do)


def _problems(made: Any, where: str) -> Iterator[str]:
    for one in dataclasses.fields(made):
        value, place = getattr(made, one.name), f"{where}{one.name}"
        if dataclasses.is_dataclass(value):
            yield from _problems(value, f"{place}.")
        elif isinstance(value, tuple):
            for number, inner in enumerate(value, 1):
                if dataclasses.is_dataclass(inner):
                    yield from _problems(inner, f"{place}[{number}].")
                else:
                    yield from _wrong_value(one.name, inner, place)
        else:
            yield from _wrong_value(one.name, value, place)
    yield from _wrong_stretches(made, where)


def _wrong_stretches(made: Any, where: str) -> Iterator[str]:
    for first, last in _STRETCHES:
        start, end = getattr(made, first, None), getattr(made, last, None)
        if isinstance(start, int) and isinstance(end, int) and not 0 <= start < end:
            yield f"{where}{last} has to come after {first}, and both after 0"


def _wrong_value(name: str, value: Any, place: str) -> Iterator[str]:
    if not isinstance(value, str) or not value or value == _UNKNOWN:
        return
    if name in _EDTF:
        try:
            parse_edtf(value)
        except ValueError as error:
            yield f"{place}: {error}; write it like 2023-07-12, 2023-07 or ../2023-07-12, or unknown"
    elif name in _DIGESTS and not is_sha256(value):
        yield f"{place}: '{value}' is no SHA-256 (64 digits and letters a to f)"
    elif name == "id_pattern":
        try:
            re.compile(value)
        except re.error as error:
            yield f"{place}: is no pattern ({error})"
