"""JSON from strangers: size and depth are bounded, and errors name the line."""

from __future__ import annotations

import json
import re

from earwitness.errors import MalformedInput

__all__ = ["read_json"]

_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_HALF_PAIR = re.compile("[\ud800-\udfff]")


def read_json(text: str, *, where: str | None = None) -> object:
    """Parse JSON strictly.

    ``NaN`` and ``Infinity``, which Python-made files hold although JSON has no such numbers, are
    read as None: the maker had no value. Halves of surrogate pairs, which JSON can spell and no
    file can be written with, become U+FFFD.

    Raises:
        MalformedInput: not JSON (with its line), nested too deep, a number of thousands of digits,
            or the same key twice in one object.
    """
    try:
        value = json.loads(text, parse_constant=_no_value, object_pairs_hook=_no_duplicates)
        return _whole(value) if _ESCAPED_SURROGATE.search(text) else value
    except json.JSONDecodeError as error:
        raise MalformedInput(
            f"is not valid JSON: {error.msg} at column {error.colno}",
            where=where,
            line=error.lineno,
        ) from error
    except RecursionError as error:
        raise MalformedInput("is JSON nested too deep to read", where=where) from error
    except ValueError as error:
        raise MalformedInput(f"is not valid JSON: {error}", where=where) from error


def _whole(value: object) -> object:
    if isinstance(value, str):
        return _HALF_PAIR.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(one) for one in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(one) for key, one in value.items()}
    return value


def _no_value(_name: str) -> object:
    return None


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise ValueError(f"the key '{key[:60]}' stands twice in one object")
            seen.add(key)
    return found
