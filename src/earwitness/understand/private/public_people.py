"""Public people: named as such, never dropped. A desk adds its own in ``public_people.csv``.

Four columns, surname, given, who, alone; a first row with these names may stand above. A surname with that
given name is the public person, with another given name it is somebody else. The surname alone is the
public person only where ``alone`` says "yes": soldiers are called Gerasimov too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from earwitness.errors import MalformedInput
from earwitness.text.desk_csv import read_desk_csv
from earwitness.text.person_names import name_reading
from earwitness.text.stems import stem
from earwitness.text.transliteration import latin_key
from earwitness.text.words import fold, tokens

__all__ = ["PublicPeople", "PublicPerson", "read_public_people", "shipped_public_people"]


@dataclass(frozen=True, slots=True)
class PublicPerson:
    """A person of the list; ``line`` is where they stand in their file, from 1.

    Attributes:
        alone: the surname alone means this person.
    """

    surname: str
    given: str
    who: str
    alone: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class PublicPeople:
    """A list of them, and the rows that were left out, with line and reason."""

    people: tuple[PublicPerson, ...]
    problems: tuple[str, ...]
    by_surname: dict[str, tuple[PublicPerson, ...]]

    def who(self, words: Sequence[str]) -> str:
        """Whom a name of these folded words means, "" if no public person.

        >>> shipped_public_people().who(["владимира", "путина"])
        'Путин Владимир, head of state'
        >>> shipped_public_people().who(["галина", "путина"])
        ''
        """
        keys = [_keys(word) for word in words]
        for at, key in enumerate(keys):
            others = [one for place, one in enumerate(keys) if place != at]
            for form in sorted(key):
                for one in self.by_surname.get(form, ()):
                    if (others or one.alone) and all(_fits(other, one) for other in others):
                        return f"{one.surname} {one.given}".strip() + f", {one.who}"
        return ""

    def joined(self, others: PublicPeople) -> PublicPeople:
        """Both lists in one."""
        return _made((*self.people, *others.people), (*self.problems, *others.problems))


def read_public_people(data: bytes, *, where: str = "public_people.csv") -> PublicPeople:
    r"""Read the CSV: comma, semicolon or tab between the columns, any encoding that text comes in.

    A broken row is left out and named in ``problems``; the others count.

    Raises:
        MalformedInput: it is no CSV at all.
        OverLimit: over 20,000 people.

    >>> read_public_people("Марч,Іда,speaker of a ministry\n,x,y\n".encode()).problems
    ('public_people.csv, line 2: a row needs a surname of one word and, in its third column, who it is. Write: surname,given,who,alone.',)
    """
    people, problems = read_desk_csv(data, where=where, head="surname", what="people", read=_person)
    return _made(people, problems)


@cache
def shipped_public_people() -> PublicPeople:
    """The list that comes with the program: heads of states, ministers, commanders in chief."""
    path = resources.files("earwitness.understand.private").joinpath("public_people.csv")
    return read_public_people(path.read_bytes())


def _person(cells: Sequence[str], line: int, where: str) -> PublicPerson:
    surname, given, who, alone = (*cells, "", "", "", "")[:4]
    if len(tokens(surname)) != 1 or len(tokens(given)) > 1 or not who:
        raise MalformedInput(
            "a row needs a surname of one word and, in its third column, who it is",
            where=where, line=line, do="Write: surname,given,who,alone",
        )  # fmt: skip
    return PublicPerson(surname, given, who, alone.lower() == "yes", line)


def _made(people: Iterable[PublicPerson], problems: Iterable[str]) -> PublicPeople:
    by_surname: dict[str, list[PublicPerson]] = {}
    people = tuple(people)
    for one in people:
        for key in _keys(fold(one.surname)):
            by_surname.setdefault(key, []).append(one)
    return PublicPeople(
        people, tuple(problems), {key: tuple(those) for key, those in by_surname.items()}
    )


def _fits(word: frozenset[str], one: PublicPerson) -> bool:
    """A word beside the surname is that person's given name, an initial of it, or a patronymic."""
    if one.given and word & _keys(fold(one.given)):
        return True
    shortest = min(word, key=len)
    if len(shortest) == 1:
        return not one.given or fold(one.given).startswith(shortest)
    reading = name_reading(shortest)
    return reading is not None and reading.kind.value == "patronymic"


@cache
def _keys(folded: str) -> frozenset[str]:
    """Forms under which a word is met: itself and its lemmas, by their sound in Latin letters."""
    folded = folded.removesuffix("'s")
    forms = {folded, stem(folded, "ru"), stem(folded, "uk")} if not folded.isascii() else {folded}
    return frozenset(latin_key(form) for form in forms) if len(folded) > 1 else frozenset((folded,))
