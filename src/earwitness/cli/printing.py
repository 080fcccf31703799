"""What people see: results on stdout, everything else on stderr.

On a terminal tables and marks are drawn by rich; into a pipe or file the same text goes plain:
no colour, no lines, nothing wrapped or cut off.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

__all__ = [
    "clean",
    "count",
    "on_terminal",
    "say",
    "say_json",
    "say_table",
    "size",
    "stderr_console",
    "tell",
]

Marks = Sequence[tuple[int, int]]

# Characters that turn the direction of what follows: a title could rewrite the line it stands in.
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_GAP = "  "


def on_terminal(stream: TextIO | None = None) -> bool:
    """Whether a stream (stdout unless given) is a terminal."""
    return (stream or sys.stdout).isatty()


def clean(text: str) -> str:
    r"""Text from strangers on one line: control and direction characters cannot act.

    Each character gives one character, so that places in the text stay.

    >>> clean("a\x1b[31mb\nc")
    'a�[31mb c'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_harmless(one) for one in text)


def _harmless(character: str) -> str:
    if character in "\n\r\t\u2028\u2029":
        return " "
    if character in _TURNING or unicodedata.category(character) in ("Cc", "Cs"):
        return "�"
    return character


def say(text: str = "", *, style: str = "", marks: Marks = ()) -> None:
    """Print one line of a result.

    Args:
        text: the line; it is cleaned here.
        style: a rich style for the whole line, on a terminal.
        marks: (start, end) in characters of ``text``, set in bold on a terminal.
    """
    line = clean(text)
    if not on_terminal():
        print(line)  # noqa: T201 (this is where printing happens)
        return
    from rich.text import Text  # noqa: PLC0415 (only for a terminal)

    drawn = Text(line, style=style)
    for start, end in marks:
        drawn.stylize("bold reverse", start, end)
    _console(sys.stdout).print(drawn, soft_wrap=True)


def say_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; an empty cell is "-" so that columns can be counted."""
    cells = [[clean(cell).strip() or "-" for cell in row] for row in rows]
    if on_terminal():
        _draw_table(columns, cells)
        return
    widths = [max(len(row[i]) for row in [list(columns), *cells]) for i in range(len(columns))]
    for row in [list(columns), *cells]:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(_GAP.join(padded).rstrip())  # noqa: T201 (this is where printing happens)


def _draw_table(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    from rich.table import Table  # noqa: PLC0415 (only for a terminal)
    from rich.text import Text  # noqa: PLC0415 (only for a terminal)

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for number, name in enumerate(columns):
        # The first column names the thing: people copy it, so it is never broken.
        table.add_column(name, overflow="fold", no_wrap=number == 0)
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    _console(sys.stdout).print(table)


def say_json(value: object) -> None:
    """Print one JSON document; records, paths, sets of names and instants are written plainly."""
    import msgspec  # noqa: PLC0415 (start-up stays fast)

    encoded = msgspec.json.encode(value, enc_hook=_plain_value)
    print(msgspec.json.format(encoded, indent=2).decode())  # noqa: T201 (the result)


def _plain_value(value: object) -> object:
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise NotImplementedError(f"no JSON form for {type(value).__name__}")


def tell(text: str) -> None:
    """Say something that is not a result, on stderr."""
    print(clean(text), file=sys.stderr, flush=True)  # noqa: T201 (this is where printing happens)


def stderr_console() -> Console:
    """The console that progress is drawn on."""
    return _console(sys.stderr)


def _console(stream: TextIO) -> Console:
    from rich.console import Console  # noqa: PLC0415 (start-up stays fast)

    return Console(file=stream, highlight=False, markup=False, emoji=False)


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> count(1, "line"), count(2, "line"), count(0, "entry", "entries")
    ('1 line', '2 lines', '0 entries')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size(number: int) -> str:
    """Bytes for people.

    >>> size(999), size(1_250_000)
    ('999 bytes', '1.2 MB')
    """
    amount = float(number)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            return f"{number} bytes" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    raise AssertionError  # pragma: no cover (the loop has returned)
