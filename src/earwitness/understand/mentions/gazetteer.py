"""A desk's own names: ``gazetteer.csv`` in the archive folder, for anybody to edit.

Four columns, name, kind, aliases (with ``|`` between them), note; a first row with these names may stand
above. A name is found in any case, number and script, and in capitals or none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from earwitness.errors import MalformedInput
from earwitness.records.statements import Certainty, MentionKind
from earwitness.text.desk_csv import read_desk_csv
from earwitness.text.words import fold, tokens
from earwitness.understand.mentions.line import Found, Known, Line, word_key

__all__ = ["Gazetteer", "GazetteerEntry", "GazetteerName", "read_gazetteer"]

_LONGEST = 8  # words of one name


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """A name of the desk's; ``line`` is where it stands in its file, from 1."""

    name: str
    kind: MentionKind
    aliases: tuple[str, ...] = ()
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Entries in the order of their file, and the rows that were left out, with line and reason."""

    entries: tuple[GazetteerEntry, ...] = ()
    problems: tuple[str, ...] = ()
    by_first: dict[str, tuple[tuple[tuple[str, ...], GazetteerEntry], ...]] = field(
        default_factory=dict, compare=False, repr=False
    )


def read_gazetteer(data: bytes, *, where: str = "gazetteer.csv") -> Gazetteer:
    r"""Read the CSV: comma, semicolon or tab between the columns, any encoding that text comes in.

    A broken row is left out and named in ``problems``; the others count.

    Raises:
        MalformedInput: it is no CSV at all.
        OverLimit: over 20,000 names.

    >>> found = read_gazetteer("name,kind,aliases,note\nТайга,call_sign,Taiga,\nx,ship,,\n".encode())
    >>> found.entries[0].kind.value, found.problems
    ('call_sign', ("gazetteer.csv, line 3: 'ship' is no kind of name. One of: person, call_sign, unit, place, organisation, weapon, vehicle, document.",))
    """
    entries, problems = read_desk_csv(data, where=where, head="name", what="names", read=_entry)
    return Gazetteer(tuple(entries), tuple(problems), _indexed(entries))


_KINDS = ("person", "call_sign", "unit", "place", "organisation", "weapon", "vehicle", "document")


def _entry(cells: list[str], line: int, where: str) -> GazetteerEntry:
    name, kind, aliases, note = (*cells, "", "", "", "")[:4]
    if kind not in _KINDS:
        raise MalformedInput(
            f"'{kind}' is no kind of name" if kind else "says no kind of name",
            where=where, line=line, do=f"One of: {', '.join(_KINDS)}",
        )  # fmt: skip
    others = tuple(filter(None, (one.strip() for one in aliases.split("|"))))
    for one in (name, *others):
        size = len(tokens(one))
        if not 1 <= size <= _LONGEST:
            raise MalformedInput(
                f"'{one[:40]}' has {size} words; 1 to {_LONGEST} can be a name",
                where=where,
                line=line,
            )
    return GazetteerEntry(name, MentionKind(kind), others, note, line)


def _indexed(
    entries: list[GazetteerEntry],
) -> dict[str, tuple[tuple[tuple[str, ...], GazetteerEntry], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], GazetteerEntry]]] = {}
    for entry in entries:
        for alias in (entry.name, *entry.aliases):
            folded = [fold(one.text) for one in tokens(alias)]
            for language in ("ru", "uk"):
                keys = tuple(word_key(one, language) for one in folded)
                row = (keys, entry)
                if row not in found.setdefault(keys[0], []):
                    found[keys[0]].append(row)
    return {
        first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()
    }


class GazetteerName:
    """A name that the desk wrote down, in any case and script."""

    name = "the desk's gazetteer"

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._by_first = gazetteer.by_first

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        keys = [word_key(one.folded, line.language) for one in line.words]
        for at, first in enumerate(keys):
            for wanted, entry in self._by_first.get(first, ()):
                if tuple(keys[at : at + len(wanted)]) != wanted:
                    continue
                own = line.words[at].capital or at in line.quoted or not entry.name[:1].isupper()
                certainty = Certainty.PROBABLE if own else Certainty.POSSIBLE
                if not own and any(word.capital for word in line.words):
                    continue  # "зимой" in a text that has capitals is the season
                key = " ".join(word_key(fold(one.text), "ru") for one in tokens(entry.name))
                yield Found(
                    at, at + len(wanted), entry.kind, key, self.name,
                    f"line {entry.line}: {entry.name}", certainty, (), 97,
                )  # fmt: skip
                break
