"""Which codes the words of a sentence suggest, and by which cue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from earwitness.text.stems import stem
from earwitness.understand.coding.codebook import Code, Codebook, Cue, CueWord

__all__ = ["SuggestedTheme", "ThemeFinder"]

_Tables = dict[str, dict[str, list[tuple[Code, Cue]]]]  # language, then how the first word is found
_APART = 2  # words that may stand between the words of one group


@dataclass(frozen=True, slots=True)
class SuggestedTheme:
    """A code that words suggest.

    Attributes:
        start, end: from the first to the last word of the cue, counted in words.
        reason: the cue as the codebook has it.
    """

    code: str
    start: int
    end: int
    reason: str

    def __str__(self) -> str:
        return f"theme {self.code}: {self.reason}"


class ThemeFinder:
    """A codebook made ready for looking words up."""

    def __init__(self, codebook: Codebook) -> None:
        self._stems: _Tables = {}
        self._beginnings: _Tables = {}
        for code in codebook.codes:
            for language, cues in code.cues.items():
                for cue in cues:
                    self._add(language, code, cue)

    def _add(self, language: str, code: Code, cue: Cue) -> None:
        first = cue[0][0]
        tables = self._beginnings if first.is_beginning else self._stems
        key = first.form[:3] if first.is_beginning else first.form
        tables.setdefault(language, {}).setdefault(key, []).append((code, cue))

    def suggest(
        self, folded: Sequence[str], stems: Sequence[str], language: str
    ) -> tuple[SuggestedTheme, ...]:
        """Codes for the words of one sentence, each once, in the order of the words.

        Args:
            folded: the words, folded; ``stems`` their dictionary forms.
            language: ``ru``, ``uk`` or ``en``; Russian and Ukrainian speakers use each other's words,
                so that both lists count for either.
        """
        found: dict[str, SuggestedTheme] = {}
        tongues = ("en",) if language == "en" else (language, "uk" if language == "ru" else "ru")
        for tongue in tongues:
            own = stems if tongue == language else None
            for one in self._in(tongue, folded, own):
                found.setdefault(one.code, one)
        return tuple(sorted(found.values(), key=lambda one: (one.start, one.code)))

    def _in(
        self, language: str, folded: Sequence[str], stems: Sequence[str] | None
    ) -> Iterator[SuggestedTheme]:
        by_stem, by_beginning = self._stems.get(language, {}), self._beginnings.get(language, {})
        forms = stems if stems is not None else [stem(word, language) for word in folded]
        for at, word in enumerate(folded):
            wanted = [*by_stem.get(forms[at], ()), *by_beginning.get(word[:3], ())]
            if forms[at] != word:
                wanted += by_stem.get(word, ())
            for code, cue in wanted:
                span = _stands(cue, folded, forms, at)
                if span is not None:
                    yield SuggestedTheme(code.code, *span, f"“{_written(cue)}” ({language})")


def _stands(
    cue: Cue, folded: Sequence[str], stems: Sequence[str], at: int
) -> tuple[int, int] | None:
    """Where a cue stands whose first word is looked for at a place."""
    end = _group(cue[0], folded, stems, at)
    if end is None:
        return None
    start = at
    for group in cue[1:]:
        for place in range(len(folded)):
            stop = _group(group, folded, stems, place)
            if stop is not None:
                start, end = min(start, place), max(end, stop)
                break
        else:
            return None
    return start, end


def _group(
    words: Sequence[CueWord], folded: Sequence[str], stems: Sequence[str], at: int
) -> int | None:
    """The end of a group that begins at a place, None if it does not stand there."""
    if not words[0].fits(folded[at], stems[at]):
        return None
    for word in words[1:]:
        for place in range(at + 1, min(at + 2 + _APART, len(folded))):
            if word.fits(folded[place], stems[place]):
                at = place
                break
        else:
            return None
    return at + 1


def _written(cue: Cue) -> str:
    return " + ".join(
        " ".join(word.form + "*" * word.is_beginning for word in group) for group in cue
    )
