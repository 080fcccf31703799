"""The codebook: codes with names, definitions, and the words that suggest them. A plain CSV, for anybody to edit.

Columns: code, name, parent, definition, ru, uk, en. In the last three stand words that suggest the code, with
``|`` between ways to say it; ``+`` between words that must stand in the same sentence, in any order; ``*``
behind a beginning. Words are compared by their dictionary form. Codes without words are for people only.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from earwitness.errors import MalformedInput, OverLimit
from earwitness.text.encoding import decode_text
from earwitness.text.stems import stem
from earwitness.text.words import fold, tokens

__all__ = [
    "COLUMNS",
    "Code",
    "Codebook",
    "CueWord",
    "codebook_csv",
    "read_codebook",
    "shipped_codebook",
    "shipped_text",
]

COLUMNS = ("code", "name", "parent", "definition", "ru", "uk", "en")
LANGUAGES = ("ru", "uk", "en")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")
_MOST = 2_000
_LONGEST = 8  # words of one cue


@dataclass(frozen=True, slots=True)
class CueWord:
    """One word of a cue: a dictionary form, or the beginning of a written form."""

    form: str
    is_beginning: bool = False

    def fits(self, folded: str, stemmed: str) -> bool:
        """Whether a word in a sentence is it."""
        return folded.startswith(self.form) if self.is_beginning else self.form in (stemmed, folded)


Cue = tuple[tuple[CueWord, ...], ...]  # groups that all stand in a sentence; words of one in order


@dataclass(frozen=True, slots=True)
class Code:
    """A code.

    Attributes:
        code: how it is written in data; ``name`` is for people.
        cues: language to ways to say it, read from ``written`` (the cells as they stand).
        line: of its file, from 1; 0 if it came from elsewhere.
    """

    code: str
    name: str
    definition: str = ""
    parent: str = ""
    written: tuple[tuple[str, str], ...] = ()
    line: int = 0
    cues: Mapping[str, tuple[Cue, ...]] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Codebook:
    """Codes in the order of their file."""

    codes: tuple[Code, ...]
    name: str = "Earwitness codebook"

    def __contains__(self, code: object) -> bool:
        return any(one.code == code for one in self.codes)

    def get(self, code: str) -> Code | None:
        """The code of that name, None if there is none."""
        return next((one for one in self.codes if one.code == code), None)


def read_codebook(data: bytes, *, where: str = "codebook.csv") -> Codebook:
    r"""Read a codebook: comma, semicolon or tab between the columns, a first row with their names.

    Raises:
        MalformedInput: names the line and what is wrong with it.
        OverLimit: over 2,000 codes.

    >>> book = read_codebook("code,name,parent,definition,ru,uk,en\nunpaid,Unpaid,,,не плат*,,unpaid\n".encode())
    >>> book.codes[0].name
    'Unpaid'
    """
    text = decode_text(data, where=where).text
    rows = _rows(text, where)
    first = next(rows, (1, []))
    head = [cell.lower() for cell in first[1]]
    if "code" not in head or "name" not in head:
        raise MalformedInput(
            "the first row does not name the columns `code` and `name`",
            where=where, line=first[0], do=f"Begin with: {','.join(COLUMNS)}",
        )  # fmt: skip
    unknown = [one for one in head if one and one not in COLUMNS]
    if unknown:
        raise MalformedInput(
            f"'{unknown[0][:40]}' is no column of a codebook",
            where=where, line=first[0], do=f"Columns: {', '.join(COLUMNS)}",
        )  # fmt: skip
    codes: list[Code] = []
    for line, cells in rows:
        if len(cells) != len(head):
            raise MalformedInput(
                f"{len(cells)} cells, but {len(head)} columns", where=where, line=line,
                do="Put cells that hold a comma in quotation marks",
            )  # fmt: skip
        codes.append(_code(dict(zip(head, cells, strict=True)), codes, where, line))
        if len(codes) > _MOST:
            raise OverLimit(f"over {_MOST:,} codes", where=where)
    _check_parents(codes, where)
    if not codes:
        raise MalformedInput("holds no codes", where=where, line=1)
    return Codebook(tuple(codes))


@cache
def shipped_codebook() -> Codebook:
    """The codebook of this field that comes with Earwitness."""
    return read_codebook(shipped_text().encode(), where="the shipped codebook")


def shipped_text() -> str:
    """Its CSV, to start one's own from."""
    path = resources.files("earwitness.understand.coding").joinpath("codebook.csv")
    return path.read_text(encoding="utf-8")


def codebook_csv(codes: Iterable[Code]) -> str:
    """Write codes as a codebook; what is read back is equal."""
    rows = [",".join(COLUMNS)]
    for one in codes:
        written = dict(one.written)
        cells = (
            one.code,
            one.name,
            one.parent,
            one.definition,
            *(written.get(tag, "") for tag in LANGUAGES),
        )
        rows.append(",".join(_quoted(cell) for cell in cells))
    return "\n".join(rows) + "\n"


def _quoted(cell: str) -> str:
    plain = " ".join(cell.split())
    return '"' + plain.replace('"', '""') + '"' if re.search(r'[",;\t]', plain) else plain


def _rows(text: str, where: str) -> Iterator[tuple[int, list[str]]]:
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(text.splitlines(), delimiter=mark, strict=True)
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells) and not cells[0].startswith("#"):
                yield reader.line_num, cells
    except csv.Error as error:
        raise MalformedInput(
            f"is no CSV: {error}", where=where, line=reader.line_num, do="Mend that line"
        ) from error


def _code(row: Mapping[str, str], before: list[Code], where: str, line: int) -> Code:
    code = row["code"]
    if not _CODE.fullmatch(code):
        raise MalformedInput(
            f"'{code[:40]}' cannot be a code" if code else "says no code", where=where, line=line,
            do="Small Latin letters, digits and _, a letter in front",
        )  # fmt: skip
    if any(one.code == code for one in before):
        raise MalformedInput(f"the code '{code}' stands here twice", where=where, line=line)
    if not row["name"]:
        raise MalformedInput(f"the code '{code}' has no name", where=where, line=line)
    written = tuple((tag, row[tag]) for tag in LANGUAGES if row.get(tag))
    cues = {tag: tuple(_cues(cell, tag, where, line)) for tag, cell in written}
    return Code(
        code, row["name"], row.get("definition", ""), row.get("parent", ""), written, line, cues
    )


def _check_parents(codes: list[Code], where: str) -> None:
    by_code = {one.code: one for one in codes}
    for one in codes:
        seen, at = {one.code}, one
        while at.parent:
            if at.parent not in by_code:
                raise MalformedInput(
                    f"the parent '{at.parent}' of '{at.code}' is no code here",
                    where=where, line=at.line,
                )  # fmt: skip
            at = by_code[at.parent]
            if at.code in seen:
                raise MalformedInput(
                    f"'{one.code}' stands above itself", where=where, line=one.line
                )
            seen.add(at.code)


def _cues(cell: str, language: str, where: str, line: int) -> Iterator[Cue]:
    for way in filter(None, (part.strip() for part in cell.split("|"))):
        groups = []
        for part in way.split("+"):
            words = part.split()
            if not words:
                raise MalformedInput(
                    f"'{way[:60]}': nothing stands beside the +", where=where, line=line
                )
            groups.append(tuple(_word(word, language, where, line) for word in words))
        size = sum(map(len, groups))
        if size > _LONGEST:
            raise MalformedInput(
                f"'{way[:60]}' has {size} words; at most {_LONGEST} make a cue",
                where=where, line=line,
            )  # fmt: skip
        yield tuple(groups)


def _word(word: str, language: str, where: str, line: int) -> CueWord:
    plain = word.rstrip("*")
    cut = tokens(plain.rstrip("-"))
    if len(cut) != 1 or "*" in plain:
        raise MalformedInput(f"'{word[:40]}' is no word", where=where, line=line)
    if word.endswith("*"):
        beginning = fold(plain)
        if len(beginning) < 3:
            raise MalformedInput(
                f"'{word}' is too short a beginning: three letters at least", where=where, line=line
            )
        return CueWord(beginning, is_beginning=True)
    return CueWord(stem(plain, language))
