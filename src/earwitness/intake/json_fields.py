"""Fields of JSON objects made by strangers: a value of the promised kind, or None for none."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime

__all__ = ["instant_from_unix", "seconds_in", "text_in", "whole_in"]

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_DIGITS = re.compile(r"-?[0-9]{1,18}")
_LARGEST = 2**63 - 1
# 1 January 2200: a later "publication" is a broken clock or a forged file, and datetime stays safe.
_LATEST_UNIX_S = 7_258_118_400


def text_in(found: Mapping[str, object], key: str) -> str | None:
    """The text under ``key``; None where there is none, or something that is no text.

    Halves of surrogate pairs, which JSON can spell and no file can be written with, become U+FFFD.

    >>> text_in({"title": "Зима"}, "title"), text_in({"title": 7}, "title")
    ('Зима', None)
    """
    value = found.get(key)
    return _LONE_SURROGATE.sub("\ufffd", value) if isinstance(value, str) else None


def whole_in(found: Mapping[str, object], key: str) -> int | None:
    """The whole number under ``key``, also one written as a string of digits; else None.

    >>> whole_in({"id": "42"}, "id"), whole_in({"id": True}, "id"), whole_in({"id": 4.0}, "id")
    (42, None, 4)
    """
    value = found.get(key)
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        value = int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _LARGEST:
        return None
    return value


def seconds_in(found: Mapping[str, object], key: str) -> float | None:
    """A length or a place in seconds under ``key``: finite, not negative, under 30 years.

    >>> seconds_in({"duration": 12}, "duration"), seconds_in({"duration": -1}, "duration")
    (12.0, None)
    """
    value = found.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 0 <= value < 1e9 or not math.isfinite(value):
        return None
    return float(value)


def instant_from_unix(unix_s: float | None) -> datetime | None:
    """Seconds since 1970 as an instant in UTC; None outside 1970 to 2200, and for 0 ("never").

    >>> instant_from_unix(1646850000).isoformat()
    '2022-03-09T18:20:00+00:00'
    """
    if unix_s is None or not 0 < unix_s < _LATEST_UNIX_S:
        return None
    return datetime.fromtimestamp(unix_s, UTC)
