"""Documents, organisations, weapons and vehicles: words of ``lexicon.csv`` in any form."""

from __future__ import annotations

from collections.abc import Iterator

from earwitness.records.statements import Certainty, MentionKind
from earwitness.understand.mentions.line import Found, Known, Line, listed, word_key
from earwitness.understand.mentions.tables import Thing, thing_stem, things_at

__all__ = ["THING_RULES"]

# Before an English word that is a verb too ("to report", "they list"): then it is no document.
_BEFORE_VERBS = listed("to i you we they who will would can could must not please let")
_VERBS_TOO = listed(
    "report letter list video photograph document contract protocol copies complaint order shell mine tank map film"
)
_WITHIN = frozenset({"«", '"', "“", "-", "'s", "’s"})  # may stand inside a name of several words
_NO_MINES = frozenset({"my", "of", "not"})


class ListedThing:
    """A word, or several, of the list of documents, organisations, weapons and vehicles."""

    name = "thing: of the list"

    def find(self, line: Line, known: Known) -> Iterator[Found]:
        for at, word in enumerate(line.words):
            listed = things_at(word.folded, line.language)
            if not listed:
                continue
            thing = next((one for tag, one in listed if self._stands(line, at, one, tag)), None)
            if thing is None or (len(thing.stems) == 1 and not self._fits(line, at, thing)):
                continue
            if (
                len(thing.stems) == 1
                and word_key(line.folded(at), line.language) in known.call_signs
            ):
                continue
            kind = MentionKind(thing.kind)
            yield Found(
                at, at + len(thing.stems), kind, thing.key, self.name,
                f"listed as {thing.key.replace('_', ' ')}",
                Certainty.CERTAIN if len(thing.stems) > 1 else Certainty.PROBABLE,
                (), 69 if len(thing.stems) > 1 else 63,
            )  # fmt: skip

    @staticmethod
    def _stands(line: Line, at: int, thing: Thing, tag: str) -> bool:
        if at + len(thing.stems) > len(line.words):
            return False
        return all(
            thing_stem(line.folded(at + i), tag) == stem
            and (i == 0 or line.joined(at + i) or line.gap(at + i).strip() in _WITHIN)
            for i, stem in enumerate(thing.stems)
        )

    @staticmethod
    def _fits(line: Line, at: int, thing: Thing) -> bool:
        word = line.words[at]
        if thing.needs_capital and not ((word.capital and not word.first) or at in line.quoted):
            return False
        if line.english:
            if word.folded in {"mine", "mines"} and line.folded(at - 1) in _NO_MINES:
                return False
            return not (line.folded(at - 1) in _BEFORE_VERBS and thing.stems[0] in _VERBS_TOO)
        facts = line.facts(at)
        if facts.known and not facts.noun and facts.adjective < 0.2:
            return False
        # "писать акт" is a document; "лист" a leaf, "пишет": the lemma decided. Verbs are none.
        return not (facts.verb > 0.6 or (facts.other > 0.6))


THING_RULES = (ListedThing(),)
