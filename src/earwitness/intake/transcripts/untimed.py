"""Any text as the lines that are to be found in a sound: transcripts of every format, or plain lines."""

from __future__ import annotations

from pathlib import Path

from earwitness.errors import MalformedInput, UnreadableFile, UnsupportedInput
from earwitness.intake.transcripts.parsed import Line, ParsedTranscript
from earwitness.intake.transcripts.read import read_transcript
from earwitness.text.encoding import decode_text

__all__ = ["MAX_BYTES", "read_rows", "spoken_lines"]

MAX_BYTES = 16 << 20


def read_rows(data: bytes, *, name: str, where: str) -> ParsedTranscript:
    """Read a transcript of any format; a text without labels and times is taken row by row.

    Args:
        name: of the file, for its extension.
        where: how the file is called in messages.

    Raises:
        MalformedInput: it does not follow its own format, or has no words.
        UnsupportedInput: JSON or XML of another kind.
    """
    try:
        parsed = read_transcript(data, name=name)
    except UnsupportedInput:
        rows = [row.strip() for row in decode_text(data, where=where).text.split("\n")]
        if rows[0][:1] in ("{", "[", "<"):
            raise
        parsed = ParsedTranscript("text", tuple(Line(row) for row in rows if row))
    if not any(line.text for line in parsed.lines):
        raise MalformedInput("holds no words", where=where)
    return parsed


def spoken_lines(path: Path) -> tuple[str, ...]:
    """The lines of a text that hold words, in order, without the times and labels of its format.

    A line too long to be one (over 300 characters) is cut at the ends of its sentences.

    Raises:
        UnreadableFile: the file cannot be read, or is too large to be a text.
        MalformedInput, UnsupportedInput: as `read_rows`.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror}", where=str(path)) from error
    if size > MAX_BYTES:
        raise UnreadableFile("is too large to be a text", where=str(path))
    given = [line.text for line in read_rows(data, name=path.name, where=str(path)).lines]
    lines = tuple(part for line in given for part in _sentences(" ".join(line.split())) if part)
    if not any(letter.isalnum() for line in lines for letter in line):
        raise MalformedInput("holds no words", where=str(path), do="Give the text that is spoken")
    return lines


_LONG = 300
_ENDS = (". ", "! ", "? ", "… ")


def _sentences(line: str) -> list[str]:
    """A line, or the sentences of a long one, several together up to the limit."""
    if len(line) <= _LONG:
        return [line]
    found: list[str] = []
    start = 0
    while len(line) - start > _LONG:
        ends = [place + 1 for end in _ENDS if (place := line.rfind(end, start, start + _LONG)) > 0]
        end = max(ends, default=line.rfind(" ", start, start + _LONG))
        end = end if end > start else start + _LONG
        found.append(line[start:end].strip())
        start = end
    return [*found, line[start:].strip()]
