"""Bytes to text, when nobody says which encoding they are in."""

from __future__ import annotations

from dataclasses import dataclass

import charset_normalizer

from earwitness.errors import MalformedInput, OverLimit
from earwitness.text.legacy_encodings import LEGACY, likeliest

__all__ = ["MAX_TEXT_BYTES", "DecodedText", "decode_text"]

MAX_TEXT_BYTES = 64 * 1024 * 1024
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text and how it was read. ``guessed`` is False for UTF-8 and for byte order marks."""

    text: str
    encoding: str
    guessed: bool


def decode_text(data: bytes, *, where: str | None = None) -> DecodedText:
    r"""Decode a text of unknown encoding: byte order mark, UTF-8, else the likeliest legacy one.

    Line ends become ``\n``.

    Raises:
        MalformedInput: bytes that are no text (NUL bytes, or no encoding fits).
        OverLimit: more than `MAX_TEXT_BYTES`.

    >>> decode_text("Зима".encode("cp1251")).text
    'Зима'
    """
    if len(data) > MAX_TEXT_BYTES:
        raise OverLimit(
            f"{len(data):,} bytes of text; at most {MAX_TEXT_BYTES:,} are read", where=where
        )
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return DecodedText(_lines(data[len(bom) :].decode(encoding)), encoding, False)
            except UnicodeDecodeError as error:
                raise MalformedInput(
                    f"starts as {encoding} and breaks at byte {error.start}", where=where
                ) from error
    if b"\x00" in data:
        raise MalformedInput("holds NUL bytes: this is not a text file", where=where)
    try:
        return DecodedText(_lines(data.decode("utf-8")), "utf-8", False)
    except UnicodeDecodeError:
        pass
    legacy = likeliest(data)
    if legacy is not None:
        try:
            return DecodedText(_lines(data.decode(legacy)), legacy, True)
        except UnicodeDecodeError:
            pass  # it breaks after the part that was looked at
    best = charset_normalizer.from_bytes(data, cp_isolation=list(LEGACY)).best()
    if best is None:
        raise MalformedInput(
            "is not UTF-8 and no other encoding fits", where=where, do="Save it as UTF-8"
        )
    return DecodedText(_lines(str(best)), best.encoding, True)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
