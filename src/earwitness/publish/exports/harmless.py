"""Text that cannot act in the file it is written to: control characters, turned directions, escapes.

Words are kept; only what no format of text can carry, or what would rewrite the line it stands in,
is dropped. What is left XML can carry as well. The marks that Arabic, Hebrew and emoji need (U+200C
to U+200F) are kept.
"""

from __future__ import annotations

import re

__all__ = ["escaped_json", "one_row"]

_BREAKS = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029]+")
_ACTING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)


def one_row(text: str) -> str:
    r"""The text on one row: breaks become spaces, what acts on its surroundings is dropped.

    >>> one_row("so\r\n\nloud\x1b[2J \u202etxt")
    'so loud[2J txt'
    """
    return " ".join(_ACTING.sub("", _BREAKS.sub(" ", text)).split())


def escaped_json(text: str) -> str:
    r"""JSON that was written, with the characters that act on a screen as ``\u`` escapes: all survive.

    >>> print(escaped_json('"a\u202eb"'))
    "a\u202eb"
    """
    return _ACTING.sub(lambda one: one[0] if one[0] == "\n" else f"\\u{ord(one[0]):04x}", text)
