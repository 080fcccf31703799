"""DER (X.690): whether bytes are one well-formed value, before a library that is lenient reads them.

Lengths must be definite and as short as can be, values must fill what holds them, nesting is bounded. Changed
tokens with lengths of no end kept the library busy for minutes.
"""

from __future__ import annotations

__all__ = ["is_der", "sequence"]

_DEEPEST = 40
_CONSTRUCTED = 0x20
_LONG_TAG = 0x1F


def is_der(content: bytes) -> bool:
    r"""Whether it is one value and nothing after it.

    >>> is_der(b"\x30\x03\x02\x01\x00"), is_der(b"\x30\x80\x02\x01\x00\x00\x00"), is_der(b"\x30\x04\x02\x01\x00")
    (True, False, False)
    """
    return _end(content, 0, len(content), 0) == len(content)


def sequence(*values: bytes) -> bytes:
    """A SEQUENCE of values that are encoded already."""
    body = b"".join(values)
    if len(body) < 0x80:
        return b"\x30" + bytes((len(body),)) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return b"\x30" + bytes((0x80 | len(size),)) + size + body


def _end(data: bytes, at: int, limit: int, depth: int) -> int:
    """Where the value that begins at ``at`` ends; -1 where it is none."""
    if limit - at < 2 or depth > _DEEPEST or data[at] & _LONG_TAG == _LONG_TAG:
        return -1
    constructed = bool(data[at] & _CONSTRUCTED)
    first, start = data[at + 1], at + 2
    size = first
    if first >= 0x80:
        width = first & 0x7F
        size = int.from_bytes(data[start : start + width], "big")
        start += width
        if not 1 <= width <= 4 or size < 0x80 or size >> (8 * (width - 1)) == 0:
            return -1
    end = start + size
    if end > limit:
        return -1
    while constructed and start < end:
        start = _end(data, start, end, depth + 1)
        if start < 0:
            return -1
    return end
