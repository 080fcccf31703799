"""The lines of a file that holds words: a transcript as such, anything else as it stands."""

from __future__ import annotations

from pathlib import Path

from earwitness.errors import MalformedInput, OverLimit, UnreadableFile, UnsupportedInput
from earwitness.intake.transcripts.read import read_transcript
from earwitness.text.encoding import decode_text

__all__ = ["text_file_lines"]

_LARGEST = 64 << 20


def text_file_lines(path: Path) -> list[tuple[str, str]]:
    """Each line's text and voice ("" where none is labelled).

    A page's source is read as it stands, with its comments and addresses: there is where things hide.

    Raises:
        UnreadableFile: it cannot be opened. OverLimit: over 64 MB.
        MalformedInput: it holds no text.
    """
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else None
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror}", where=str(path)) from error
    if data is None:
        raise OverLimit("is over 64 MB", where=str(path), do="Give it in parts")
    try:
        read = read_transcript(data, name=path.name)
    except (UnsupportedInput, MalformedInput):
        text = decode_text(data, where=str(path)).text
        return [(one, "") for one in text.splitlines()]
    return [(one.text, one.voice or "") for one in read.lines]
