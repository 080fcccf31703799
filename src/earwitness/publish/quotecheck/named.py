"""Names that the archive holds of people in its recordings, found again in any inflection and script.

A name is compared by its core: its stem in one alphabet without the vowels and endings of cases, so that
Верхоталом, Верхотали and Verkhotala are one. That joins too much rather than too little; who is named is for a
person to say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from earwitness.publish.quotecheck.places import Checking
from earwitness.records.statements import MentionKind
from earwitness.store.catalog.mentions import mentions
from earwitness.store.catalog.receipts import appearances_of_recording, sources
from earwitness.store.catalog.signed import signed_of_kind, standing_about
from earwitness.text.person_names import NameKind, name_reading
from earwitness.text.stems import stem_keys
from earwitness.text.transliteration import latin_key
from earwitness.text.words import fold, tokens

__all__ = ["Held", "HeldName", "core", "cores", "held_names"]

_ENDING = re.compile(r"(?:ovi|evi|om|im|em|oHo|[aeiou'])+\Z")
_LEAST_CORE = 3
_SURE_CORE = 5  # a core this long is compared also where the word does not look like a name


@dataclass(frozen=True, slots=True)
class HeldName:
    """A word of a name.

    Attributes:
        sealed: it was signed that these words must stand nowhere.
        where: from which the archive has it, for people.
    """

    word: str
    kind: NameKind
    where: str
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """All names that count for a draft, by core; and the call signs, which are no names of persons."""

    names: dict[str, HeldName]
    call_signs: frozenset[str]

    def find(self, word: str, *, capital: bool = True) -> HeldName | None:
        """The name that a word is, in whatever case and script, or None.

        Args:
            capital: only words that are written as names; in file names and addresses they are not.
        """
        if capital and not word[:1].isupper():
            return None
        for one in cores(word):
            if one in self.names and one not in self.call_signs:
                held = self.names[one]
                if len(one) >= _SURE_CORE or held.sealed or name_reading(word) is not None:
                    return held
        return None


def cores(word: str) -> frozenset[str]:
    """What is left of a word of a name without its case endings, in one alphabet.

    >>> cores("Верхоталом") & cores("Verkhotala") & cores("Верхотали")
    frozenset({'verHotal'})
    """
    plain = fold(word).removesuffix("'s")
    return frozenset(one for form in (plain, *stem_keys(plain)) if (one := core(form)))


def core(form: str) -> str:
    """The core of one form, "" if too little would be left."""
    key = latin_key(form)
    short = _ENDING.sub("", key)
    if len(short) >= _LEAST_CORE:
        return short
    return key if len(key) >= _LEAST_CORE else ""


def held_names(checking: Checking, recordings: Sequence[str]) -> Held:
    """Names in the words and captions of these recordings, and those that are sealed anywhere."""
    call_signs: set[str] = set()
    people: list[tuple[str, str]] = []
    for one in recordings:
        for mention in mentions(checking.db, one):
            if mention.kind is MentionKind.CALL_SIGN:
                call_signs |= _all_cores([mention.surface])
            elif mention.kind is MentionKind.PERSON:
                people.append((mention.surface, f"said in {one}"))
        for seen in appearances_of_recording(checking.db, one):
            people += [
                (words, "a publisher's caption") for words in _names_in(checking, seen.caption)
            ]
        people += [
            (known.given.name, f"signed of a voice of {one}")
            for known in checking.told.speakers(one)
        ]
    rows = checking.db.execute("select words from assertion where kind = 'name'")
    people += [(row["words"], "a publisher's statement") for row in rows]
    own = _all_cores(source.name for source in sources(checking.db))
    names = {
        key: held
        for key, held in _placed(_private(checking, people))
        if key not in call_signs and key not in own
    }
    for words in _sealed(checking):
        names.update((key, held) for key, held in _placed([(words, "sealed")], sealed=True))
    return Held(names, frozenset(call_signs))


def _names_in(checking: Checking, text: str) -> Iterator[str]:
    ask = checking.told.private
    if ask is not None and text:
        yield from (
            one.surface for one in ask(text.splitlines()) if one.kind == "name" and not one.public
        )


def _private(checking: Checking, people: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Those who are not on the desk's list of public people."""
    ask = checking.told.private
    wanted = list(dict.fromkeys(one for one in people if one[0].strip()))
    public = {
        one.line
        for one in (ask([words for words, _ in wanted]) if ask and wanted else ())
        if one.public
    }
    yield from (one for at, one in enumerate(wanted) if at not in public)


def _placed(
    people: Iterable[tuple[str, str]], *, sealed: bool = False
) -> Iterator[tuple[str, HeldName]]:
    for words, where in people:
        for token in tokens(words):
            if not token.text[:1].isupper() and not sealed:
                continue
            reading = name_reading(token.text)
            kind = reading.kind if reading else NameKind.SURNAME
            for key in cores(token.text):
                yield key, HeldName(token.text, kind, where, sealed)


def _all_cores(names: Iterable[str]) -> frozenset[str]:
    return frozenset(key for name in names for token in tokens(name) for key in cores(token.text))


def _sealed(checking: Checking) -> Iterator[str]:
    """Words of redactions that stand: they must stand nowhere, in no script and no form."""
    subjects = dict.fromkeys(one.subject for one in signed_of_kind(checking.db, "redaction"))
    for subject in subjects:
        for one in standing_about(checking.db, subject, ("redaction",)):
            yield from json.loads(one.body).get("words", ())
