"""Lists of recorded prompts: one ``file-name: text`` a line, as telephone systems ship them."""

from __future__ import annotations

import re

from earwitness.errors import MalformedInput

__all__ = ["looks_like_prompt_list", "read_prompt_list"]

_ENTRY = re.compile(r"([^\s:;][^\s:]{0,199}):(?:\s+(.*))?")
_LEAST_SHARE = 0.5
_LEAST_FILES = 5


def read_prompt_list(text: str) -> tuple[tuple[str, str], ...]:
    r"""Read pairs of file name (as written, without extension, slashes kept) and spoken text.

    Rows that begin with ``;`` are comments. The name is a label to match with files that are known
    already; it is not safe to open as a path.

    Raises:
        MalformedInput: a row that is no pair (with its line), or no pair at all.

    >>> read_prompt_list("; demo\ndigits/13: тринадцать")
    (('digits/13', 'тринадцать'),)
    """
    pairs: list[tuple[str, str]] = []
    for number, row in enumerate(text.split("\n"), start=1):
        line = row.strip()
        if not line or line.startswith(";"):
            continue
        match = _ENTRY.fullmatch(line)
        if match is None:
            raise MalformedInput(
                f"'{line[:60]}' is not 'file-name: text'", line=number, do="Mark comments with ';'"
            )
        pairs.append((match[1], " ".join((match[2] or "").split())))
    if not pairs:
        raise MalformedInput("holds no 'file-name: text'", line=1)
    return tuple(pairs)


def looks_like_prompt_list(text: str, sibling_stems: frozenset[str]) -> bool:
    """Whether the labels are the names of files beside the text, or below it.

    True when most rows are labelled with a sibling's name, or when most siblings (five at least)
    have a row: lists are often longer than the part of the recordings that was sent.

    Args:
        text: the decoded text.
        sibling_stems: file names without extension, relative to the text's folder
            (``digits/13``) or bare (``13``).
    """
    rows = [row.strip() for row in text.split("\n")]
    rows = [row for row in rows if row and not row.startswith(";")]
    labels = [match[1] for row in rows if (match := _ENTRY.fullmatch(row))]
    known = {
        name
        for label in labels
        for name in (label, label.rpartition("/")[2])
        if name in sibling_stems
    }
    named_rows = sum(label in known or label.rpartition("/")[2] in known for label in labels)
    if named_rows > _LEAST_SHARE * len(rows):
        return True
    return len(known) >= _LEAST_FILES and len(known) > _LEAST_SHARE * len(sibling_stems)
