"""What a translator is told of the words in front of it: renderings of the desk, and what slang can mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from earwitness.text.glossary import Glossary, Term, terms_in
from earwitness.text.slang import Slang, slang_in
from earwitness.text.words import fold

__all__ = ["TranslatorTerms"]


@dataclass(frozen=True, slots=True)
class TranslatorTerms:
    """The desk's glossary, and slang with its senses."""

    glossary: Glossary = field(default=Glossary())
    slang: Slang = field(default=Slang())

    def of(self, lines: Iterable[str]) -> tuple[Term, ...]:
        """Terms that stand in these lines; a note of slang is one without a rendering.

        What the desk renders needs no note: it has said what the word means.
        """
        lines = tuple(lines)
        rendered = tuple(dict.fromkeys(t for one in lines for t in terms_in(one, self.glossary)))
        return (*rendered, *self.notes(lines))

    def notes(self, lines: Iterable[str]) -> tuple[Term, ...]:
        """Only the notes: a term of the slang, and all that it can mean.

        >>> from earwitness.text.slang import shipped_slang
        >>> TranslatorTerms(slang=shipped_slang()).notes(["Две птички висят"])[0].note
        'a drone; most often a quadcopter; or: a drone'
        """
        desk = {fold(one.source) for one in self.glossary.terms}
        found: dict[str, str] = {}
        for line in lines:
            for use in slang_in(line, self.slang):
                if not any(
                    fold(name) in desk for one in use.senses for name in (one.term, *one.also)
                ):
                    senses = dict.fromkeys(one.sense for one in use.senses)
                    found.setdefault(use.senses[0].term, "; or: ".join(senses))
        return tuple(Term(term, "", note) for term, note in found.items())
