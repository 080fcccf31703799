"""The story's own words: paragraphs with every quotation blanked out, and the recordings that they tell of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from earwitness.publish.draft import Draft, DraftParagraph
from earwitness.publish.quotecheck.cues import cue, plain
from earwitness.publish.quotecheck.findings import finding_in
from earwitness.publish.quotecheck.named import Held, held_names
from earwitness.publish.quotecheck.parts import (
    blank_pictures,
    block_quotation,
    headline_parts,
)
from earwitness.publish.quotecheck.places import Checking
from earwitness.records.fuzzydate import DateBasis, narrowed
from earwitness.records.independence import Label
from earwitness.records.judgement import Finding, Heard, Severity
from earwitness.records.review import Verdict
from earwitness.records.told import PrivateWords, SpokenOf
from earwitness.store.catalog.claims import claims_of
from earwitness.store.catalog.sound import recorded_bounds
from earwitness.text.quotations import mask_quotations
from earwitness.text.speech_clauses import sentences

__all__ = ["Narrated", "QuotedPlace", "Story"]

_ONE_DAY_S = 86_400
_COUNTED = (Label.CORROBORATED.value, Label.ESTABLISHED.value)


@dataclass(frozen=True, slots=True)
class QuotedPlace:
    """A quotation of the draft (characters) and where it was heard."""

    start: int
    end: int
    heard: Heard


@dataclass(frozen=True, slots=True)
class Narrated:
    """A sentence of the story; ``text`` has spaces where quotations stand, names in marks stay."""

    paragraph: DraftParagraph
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, eq=False)
class Story:
    """A draft as the rules about its own words see it.

    Attributes:
        text: the whole draft, quotations blanked.
        recordings: those quoted, in the order of the draft.
        verdicts: of each, as it stands now: one that lapsed is none.
        parts: paragraphs, and what is shown like a headline: alt texts, captions, the deck, social cards.
    """

    checking: Checking
    draft: Draft
    text: str
    sentences: tuple[Narrated, ...]
    places: tuple[QuotedPlace, ...]
    recordings: tuple[str, ...]
    verdicts: dict[str, Verdict]
    parts: tuple[DraftParagraph, ...] = ()

    @classmethod
    def of(cls, checking: Checking, places: Sequence[QuotedPlace]) -> Story:
        """Blank the quotations out and look up what was signed about the recordings."""
        draft = checking.draft
        found: list[Narrated] = []
        masked = [" "] * len(draft.text)
        parts = (*draft.paragraphs, *headline_parts(draft))
        for at, paragraph in enumerate(parts):
            text = _own_words(paragraph)
            if at < len(draft.paragraphs):
                masked[paragraph.start : paragraph.start + len(text)] = text
            for start, end in sentences(text):
                if text[start:end].strip(" #>\n"):
                    found.append(Narrated(paragraph, paragraph.start + start, text[start:end]))
        met = tuple(dict.fromkeys(one.heard.recording_id for one in places))
        verdicts = {one: checking.standing(one).verdict for one in met}
        return cls(
            checking, draft, "".join(masked), tuple(found), tuple(places), met, verdicts, parts
        )

    @property
    def language(self) -> str:
        return self.draft.language

    @property
    def verified(self) -> bool:
        """Whether every recording quoted is."""
        return all(one is Verdict.VERIFIED for one in self.verdicts.values())

    @property
    def corroborated(self) -> bool:
        """Whether a person counted two independent sources or more for a claim in one of them."""
        return any(
            claim.status.value in _COUNTED and claim.by_person
            for one in self.recordings
            for claim in claims_of(self.checking.db, one)
        )

    @property
    def asked(self) -> bool:
        """Whether other stages can be asked who and what the story speaks of."""
        return self.checking.told.spoken_of is not None and self.checking.told.private is not None

    @cached_property
    def whole(self) -> tuple[Narrated, ...]:
        """The sentences of the story with their quotations."""
        return tuple(
            Narrated(one, one.start + start, one.text[start:end])
            for one in self.parts
            for start, end in sentences(one.text)
        )

    @cached_property
    def spoken_of(self) -> tuple[SpokenOf, ...]:
        """Whom and what the story speaks of, quotations included; places are those of the draft."""
        ask = self.checking.told.spoken_of
        found = ask([(one.text, self.language) for one in self.parts]) if ask else ()
        return tuple(_moved(one, self.parts[one.line].start) for one in found)

    @cached_property
    def private(self) -> tuple[PrivateWords, ...]:
        """What in the story could identify a private person; places are those of the draft."""
        ask = self.checking.told.private
        found = ask([one.text for one in self.parts]) if ask else ()
        return tuple(_moved(one, self.parts[one.line].start) for one in found)

    @cached_property
    def held(self) -> Held:
        """The names that the archive holds of people in the recordings quoted."""
        return held_names(self.checking, self.sounds)

    @cached_property
    def sounds(self) -> tuple[str, ...]:
        """The recordings quoted and all others that carry the same sound."""
        every = (copy for one in self.recordings for copy in self.checking.carrying(one))
        return tuple(dict.fromkeys(every))

    def day_known(self, recording_id: str) -> bool:
        """Whether something other than a publication says on which day it was recorded."""
        given = narrowed(recorded_bounds(self.checking.db, recording_id))
        date = given.date
        if given.contradictions or date.earliest is None or date.latest is None:
            return False
        by_publication = any(one.basis is DateBasis.PUBLICATION for one in given.by)
        within = (date.latest - date.earliest).total_seconds() <= _ONE_DAY_S
        return within and not by_publication

    def says(self, key: str, text: str | None = None) -> str:
        """Words of a list in the story (or a part of it), "" if there are none."""
        found = cue(self.language, key).search(plain(self.text if text is None else text))
        return found[0] if found else ""

    def segment(self, recording_id: str) -> str:
        """The part of the story that tells of a recording: from the last quotation of another one to the next."""
        parts = []
        for at, one in enumerate(self.places):
            if one.heard.recording_id != recording_id:
                continue
            start = self.places[at - 1].end if at else 0
            end = self.places[at + 1].start if at + 1 < len(self.places) else len(self.text)
            parts.append(self.text[start:end])
        return "\n".join(parts)

    def place_of(self, recording_id: str) -> QuotedPlace:
        """The first quotation from a recording.

        Raises:
            StopIteration: it is not quoted.
        """
        return next(one for one in self.places if one.heard.recording_id == recording_id)

    def first_body(self) -> Narrated | None:
        """The first sentence that is no heading: where what is missing from the story is told."""
        body = (one for one in self.sentences if not one.paragraph.heading)
        return next(body, next(iter(self.sentences), None))

    def finding(
        self,
        code: str,
        span: tuple[int, int],
        reason: str,
        *,
        rule: str,
        suggestion: str,
        severity: Severity = Severity.ERROR,
        heard: Heard | None = None,
    ) -> Finding:
        """A finding about a stretch of the draft."""
        start, end = span
        while end > start and self.draft.text[end - 1].isspace():
            end -= 1
        while start < end and (self.draft.text[start].isspace() or self.draft.text[start] == "#"):
            start += 1
        return finding_in(
            self.draft,
            code,
            (start, end),
            reason,
            rule=rule,
            suggestion=suggestion,
            heard=heard,
            severity=severity,
        )

    def matches(
        self, key: str, *, heading: bool | None = None
    ) -> Iterator[tuple[Narrated, int, int]]:
        """Words of a list in the sentences of the story, with their characters in the draft."""
        for one in self.sentences:
            if heading is not None and one.paragraph.heading is not heading:
                continue
            for found in cue(self.language, key).finditer(plain(one.text)):
                yield one, one.start + found.start(), one.start + found.end()

    def negated(self, one: Narrated, at: int) -> bool:
        """Whether a "not", "whether" or "if" stands before these words in their sentence."""
        return bool(self.says("negated", one.text[: at - one.start]))


def _own_words(paragraph: DraftParagraph) -> str:
    """A paragraph with its quotations and pictures blanked out."""
    if block_quotation(paragraph) is not None:
        return " " * len(paragraph.text)
    return blank_pictures(mask_quotations(paragraph.text, keep_terms=True))


_Placed = TypeVar("_Placed", PrivateWords, SpokenOf)


def _moved(one: _Placed, by: int) -> _Placed:
    return replace(one, start=one.start + by, end=one.end + by)
