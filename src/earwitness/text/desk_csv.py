"""A CSV that a desk writes by hand: a broken row is left out and named, the others count."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import TypeVar

from earwitness.errors import MalformedInput, OverLimit
from earwitness.text.encoding import decode_text

__all__ = ["read_desk_csv"]

_Row = TypeVar("_Row")
_MOST = 20_000


def read_desk_csv(
    data: bytes, *, where: str, head: str, what: str, read: Callable[[list[str], int, str], _Row]
) -> tuple[list[_Row], list[str]]:
    """Read the rows: comma, semicolon or tab between the columns, any encoding that text comes in.

    Empty rows and those that begin with ``#`` are passed over, as is a first row of column names.

    Args:
        head: the name of the first column, as a first row has it.
        what: what a row holds, in the plural, for errors.
        read: a row from its cells, its line, and ``where``; raises `MalformedInput` for a broken one.

    Returns:
        The rows, and a sentence for each broken one.

    Raises:
        MalformedInput: it is no CSV at all.
        OverLimit: over 20,000 rows.
    """
    text = decode_text(data, where=where).text
    first = text.split("\n", 1)[0]
    reader = csv.reader(text.splitlines(), delimiter=max(",;\t", key=first.count), strict=True)
    rows: list[_Row] = []
    problems: list[str] = []
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells) or cells[0].startswith("#"):
                continue
            if not rows and cells[0].lower() == head:
                continue
            try:
                rows.append(read(cells, reader.line_num, where))
            except MalformedInput as error:
                problems.append(str(error))
    except csv.Error as error:
        raise MalformedInput(
            f"is no CSV: {error}", where=where, line=reader.line_num, do="Mend it, or remove it"
        ) from error
    if len(rows) > _MOST:
        raise OverLimit(f"{len(rows):,} {what}; at most {_MOST:,} are read", where=where)
    return rows, problems
