"""Strings as OpenSSH writes them: a length of four bytes, then the bytes (RFC 4251)."""

from __future__ import annotations

from earwitness.errors import MalformedInput

__all__ = ["packed", "taken", "unpacked"]

_SIZE = 4


def packed(*strings: bytes) -> bytes:
    r"""Strings one after another.

    >>> packed(b"ab", b"")
    b'\x00\x00\x00\x02ab\x00\x00\x00\x00'
    """
    return b"".join(len(one).to_bytes(_SIZE, "big") + one for one in strings)


def taken(data: bytes, where: str) -> tuple[bytes, bytes]:
    """The first string, and what follows it.

    Raises:
        MalformedInput: it is longer than what is there.
    """
    size = int.from_bytes(data[:_SIZE], "big")
    if len(data) < _SIZE or len(data) - _SIZE < size:
        raise MalformedInput("ends in the middle of a field", where=where)
    return data[_SIZE : _SIZE + size], data[_SIZE + size :]


def unpacked(data: bytes, where: str) -> list[bytes]:
    """All strings.

    Raises:
        MalformedInput: as `taken`, or there is none.
    """
    found = []
    while data:
        one, data = taken(data, where)
        found.append(one)
    if not found:
        raise MalformedInput("is empty", where=where)
    return found
