"""Whether an ONNX file is whole, without loading it.

An ONNX file is one protocol buffer message (https://protobuf.dev/programming-guides/encoding/):
fields that name their own length. A file that ends inside a field was cut off.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["explain_onnx"]

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_MOST_FIELDS = 10_000


def explain_onnx(path: Path) -> str:
    """Say what is wrong with an ONNX file at first sight, "" if nothing is.

    Only the outermost fields are looked at: the weights are one of them.
    """
    size = path.stat().st_size
    if size == 0:
        return "is empty"
    with path.open("rb") as file:
        for _ in range(_MOST_FIELDS):
            start = file.tell()
            if start == size:
                return ""
            window = file.read(20)
            length = _field_length(window)
            if length is None:
                return "is not an ONNX file" if start == 0 else f"is damaged at byte {start}"
            if start + length > size:
                return f"is cut off: {start + length} bytes were to be there, {size} are"
            file.seek(start + length)
    return "is not an ONNX file"


def _field_length(window: bytes) -> int | None:
    """Bytes from the start of a field to its end, None if no field can start so."""
    tag, position = _varint(window, 0)
    if tag is None or tag >> 3 == 0 or tag >> 3 > 1000:
        return None
    kind = tag & 7
    if kind == _FIXED64:
        return position + 8
    if kind == _FIXED32:
        return position + 4
    if kind not in (_VARINT, _BYTES):
        return None
    value, position = _varint(window, position)
    if value is None:
        return None
    return position + (value if kind == _BYTES else 0)


def _varint(window: bytes, position: int) -> tuple[int | None, int]:
    value, shift = 0, 0
    for index in range(position, min(len(window), position + 10)):
        value |= (window[index] & 0x7F) << shift
        shift += 7
        if window[index] < 0x80:
            return value, index + 1
    return None, position
