"""The check of a whole draft: every quotation found, compared, and its speaker held to the sound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from earwitness.publish.draft import Draft, DraftParagraph, read_draft
from earwitness.publish.quotecheck.findings import Frame, not_found
from earwitness.publish.quotecheck.locating import locate
from earwitness.publish.quotecheck.matching import LONGEST_UNITS
from earwitness.publish.quotecheck.narrated.rules import told_by_story
from earwitness.publish.quotecheck.narrated.story import QuotedPlace, Story
from earwitness.publish.quotecheck.parts import (
    attribute_block,
    block_quotation,
    block_source,
    headline_parts,
)
from earwitness.publish.quotecheck.places import Checking, Kept, Place, find_place, stands_there
from earwitness.publish.quotecheck.quoted.context import Quoted
from earwitness.publish.quotecheck.quoted.joined import joined
from earwitness.publish.quotecheck.quoted.relayed import (
    by_article,
    find_in_press,
    is_held_too,
    known_from_press,
)
from earwitness.publish.quotecheck.quoted.rules import RULES, words_changed
from earwitness.publish.quotecheck.quoted.standing import stale_words, unapproved
from earwitness.publish.quotecheck.speaker_findings import (
    reported,
    two_voices_quoted,
    unheard_speaker,
    wrong_speaker,
)
from earwitness.publish.quotecheck.units import units_of
from earwitness.publish.quotecheck.waivers import Waivers, standing_waivers, waiver_of
from earwitness.records.judgement import Finding, Heard, Severity
from earwitness.records.told import Told
from earwitness.records.words import TranscriptOrigin, VersionStatus
from earwitness.store.archive import Archive
from earwitness.text.attribution import Attribution, attribute_paragraph
from earwitness.text.quotations import Quotation, Role
from earwitness.text.words import tokens

__all__ = ["NOTHING_TOLD", "Caution", "CheckReport", "CheckedQuotation", "check_draft"]

NOTHING_TOLD = Told()
NO_WAIVERS = Waivers({})
NOT_CHECKED = (
    "Checked: all codes, Q01 to Q40, by words and by what the archive holds. A machine's guess is a warning."
    " Not checked: whether what is said is true; a translation that is not in the archive; the meaning of a"
    " paraphrase without words of the recording; files that the archive does not know; pages behind links."
)
NOT_ASKED = (
    " Not asked either, since no desk stood behind this check: names, units, places and numbers of persons"
    " (Q26, Q27, Q30 to Q33, Q37)."
)
_TERM_WORDS = 4  # a name or phrase in quotes shorter than this is not looked for
_NAME_WORDS = 2
_CONTEXT_CHARS = 3000
_SPOKEN_AFTER = re.compile(r"\s*,?\s*[—–-]\s")  # «Никогда», — говорит она


class Caution(StrEnum):
    """What must be said beside a quotation that is as it was heard, or looks so."""

    MACHINE_TRANSCRIPT = "machine_transcript"
    UNAPPROVED_TRANSLATION = "unapproved_translation"
    MACHINE_TRANSLATION = "machine_translation"
    WHOLE_LINE = "whole_line"
    NO_TIMES = "no_times"
    PRESS_ONLY = "press_only"


_SENTENCES = {
    Caution.MACHINE_TRANSCRIPT: "the transcript is a machine's: listen",
    Caution.UNAPPROVED_TRANSLATION: "the translation is not approved",
    Caution.MACHINE_TRANSLATION: "the translation is a machine's and not approved",
    Caution.WHOLE_LINE: "times are those of the whole line",
    Caution.NO_TIMES: "these words have no times yet",
    Caution.PRESS_ONLY: "known only as an article quotes it",
}


@dataclass(frozen=True, slots=True)
class CheckedQuotation:
    """A quotation of the draft, where it was heard, and what is wrong with it.

    Attributes:
        start, end: of the quotation with its marks, in characters of the draft.
        cover: share of its words that stand unchanged at that place, 0 to 1.
        cautions: what a reader has to know besides the findings.
        translated_into: language of the translation that was compared, "" for the original.
    """

    start: int
    end: int
    line: int
    text: str
    speaker: str
    heard: Heard | None
    cover: float
    findings: tuple[Finding, ...]
    cautions: tuple[Caution, ...] = ()
    translated_into: str = ""

    @property
    def as_heard(self) -> bool:
        """Whether nothing but remarks was found, in words that a recording holds."""
        remarks = all(one.severity is Severity.INFO for one in self.findings)
        return remarks and Caution.PRESS_ONLY not in self.cautions

    @property
    def note(self) -> str:
        """The cautions as one English sentence for the desk."""
        return "; ".join(_SENTENCES[one] for one in self.cautions)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All quotations in order, and findings outside quotations.

    ``not_checked`` says plainly what this check does not look at.
    """

    draft: Draft
    quotations: tuple[CheckedQuotation, ...]
    others: tuple[Finding, ...]
    not_checked: str = ""
    waivers: Waivers = NO_WAIVERS

    def waived_by(self, finding: Finding) -> tuple[str, ...]:
        """Who answers for a finding; () when nobody does, or one more person is needed."""
        return self.waivers.waived(self.draft, finding)

    def fingerprint(self, finding: Finding) -> str:
        """What names a finding by what it says, and to what a waiver of it is bound."""
        return waiver_of(self.draft, finding).fingerprint

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, in the order of the draft."""
        every = [one for quotation in self.quotations for one in quotation.findings]
        return tuple(sorted([*every, *self.others], key=lambda one: (one.start, one.code)))

    @property
    def clean(self) -> bool:
        """Whether no finding is an error that nobody waived."""
        return not self.errors

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The errors that nobody waived: they block a release."""
        return tuple(
            one
            for one in self.findings
            if one.severity is Severity.ERROR and not self.waived_by(one)
        )


def check_draft(
    archive: Archive, path: Path, told: Told = NOTHING_TOLD, kept: Kept | None = None
) -> CheckReport:
    """Check a draft against every original and translation in the archive.

    Args:
        told: what other stages know; without it nobody has said anything.
        kept: what an earlier check of this archive read; it is read again where the archive has changed.

    Raises:
        UnreadableFile, UnsupportedInput, OverLimit, MalformedInput: the draft cannot be read.
    """
    draft = read_draft(path)
    checking = Checking.of(archive, draft, told, path.parent, kept)
    quotations: list[CheckedQuotation] = []
    previous: Attribution | None = None
    for paragraph in (*draft.paragraphs, *_fields_before(draft)):
        context = draft.text[max(0, paragraph.start - _CONTEXT_CHARS) : paragraph.start]
        for quotation, attribution in _attributed(draft, paragraph, previous, context):
            if quotation.depth == 0 and _is_checked(quotation, paragraph.text):
                quotations.append(_check_quotation(checking, paragraph, quotation, attribution))
            if quotation.role is Role.SPEECH and attribution.position != "none":
                previous = attribution
    others = [
        finding
        for paragraph in draft.paragraphs
        if block_quotation(paragraph) is None
        for finding in reported(checking, paragraph)
    ]
    places = [QuotedPlace(one.start, one.end, one.heard) for one in quotations if one.heard]
    others += told_by_story(Story.of(checking, places))
    checking.close()
    asked = told.spoken_of is not None and told.private is not None
    return CheckReport(
        draft,
        tuple(quotations),
        (*others, *checking.unapproved),
        NOT_CHECKED + ("" if asked else NOT_ASKED),
        standing_waivers(archive),
    )


def _fields_before(draft: Draft) -> tuple[DraftParagraph, ...]:
    """Fields of the front matter that are shown: they stand before the first paragraph, and may quote."""
    first = min((one.start for one in draft.paragraphs), default=0)
    return tuple(one for one in headline_parts(draft) if one.start < first)


def _attributed(
    draft: Draft, paragraph: DraftParagraph, previous: Attribution | None, context: str
) -> tuple[tuple[Quotation, Attribution], ...]:
    """The quotations of a paragraph with their speakers; a block quotation is one, without marks."""
    block = block_quotation(paragraph)
    if block is None:
        return attribute_paragraph(
            paragraph.text, previous=previous, language=draft.language, context=context
        )
    return ((block, attribute_block(context, block_source(paragraph), draft.language, previous)),)


def _is_checked(quotation: Quotation, paragraph: str) -> bool:
    """Whether these are words that somebody said, and not a name in quotation marks."""
    words = [token.text for token in tokens(quotation.text)]
    named = len(words) <= _NAME_WORDS and all(word[:1].isupper() for word in words)
    if named and not quotation.text.rstrip().endswith((".", "!", "?", ",", "…")):
        beside = _SPOKEN_AFTER.match(paragraph, quotation.end)
        if quotation.role is not Role.SPEECH or not (
            beside or paragraph[: quotation.start].rstrip().endswith(":")
        ):
            return False
    return bool(words) and (quotation.role is Role.SPEECH or len(words) >= _TERM_WORDS)


def _check_quotation(
    checking: Checking,
    paragraph: DraftParagraph,
    quotation: Quotation,
    attribution: Attribution,
) -> CheckedQuotation:
    draft = checking.draft
    text = _spoken(paragraph.text, quotation)
    units = units_of(text, draft.language)
    place = find_place(checking, text) if len(units) <= LONGEST_UNITS else None
    frame = Frame(
        draft,
        paragraph.start + quotation.start,
        paragraph.start + quotation.end,
        paragraph.start + quotation.inner_start,
        text,
        place.units if place else units,
    )
    heard, findings, cautions = _judge(checking, frame, place, (paragraph, quotation, attribution))
    return CheckedQuotation(
        frame.start,
        frame.end,
        draft.line_of(frame.start),
        quotation.text,
        " ".join((attribution.speaker or "").split()),
        heard,
        place.match.cover if place else 0.0,
        tuple(findings),
        cautions,
        place.text.translation.language if heard and place and place.text.translation else "",
    )


_Written = tuple[DraftParagraph, Quotation, Attribution]


def _judge(
    checking: Checking, frame: Frame, place: Place | None, written: _Written
) -> tuple[Heard | None, list[Finding], tuple[Caution, ...]]:
    paragraph, quotation, attribution = written
    speech = quotation.role is Role.SPEECH
    if place is None or not stands_there(place):
        whole = list(joined(checking, frame, None)) or list(
            stale_words(checking, frame, place, None)
        )
        press = None if whole else find_in_press(checking, frame.text)
        if press is not None:
            return _from_press(checking, frame, press, written)
        findings = whole or [not_found(frame, place, speech=speech)]
        return None, [*findings, *unheard_speaker(checking, frame, attribution)], ()
    heard = locate(checking.db, place.text, place.match)
    if place.text.recording_id not in checking.met:
        checking.met.append(place.text.recording_id)
    q = Quoted(checking, paragraph, quotation, attribution, frame, place, heard)
    findings = words_changed(q)
    if not any(one.code in ("Q07", "Q08") for one in findings):
        findings += [one for rule in RULES for one in rule(q)]
    findings += [
        *wrong_speaker(checking, frame, attribution, heard),
        *two_voices_quoted(frame, place, heard),
    ]
    checking.unapproved += [
        one
        for one in unapproved(q)
        if one.rule not in {other.rule for other in checking.unapproved}
    ]
    return heard, _without_doubles(findings), tuple(_cautions(place, heard))


def _from_press(
    checking: Checking, frame: Frame, place: Place, written: _Written
) -> tuple[Heard | None, list[Finding], tuple[Caution, ...]]:
    """Words that only an article quotes; where we hold the call itself, they are not in it."""
    paragraph, quotation, attribution = written
    heard, known = known_from_press(checking, frame, place)
    if is_held_too(checking, place):
        return None, [not_found(frame, None, speech=quotation.role is Role.SPEECH), known], ()
    first = place.text.recording_id not in checking.met
    if first:
        checking.met.append(place.text.recording_id)
    frame = replace(frame, units=place.units)
    q = Quoted(checking, paragraph, quotation, attribution, frame, place, heard)
    changed = [by_article(one) for one in words_changed(q) if one.code in ("Q02", "Q03", "Q04")]
    told = [known] if first else []  # said once for each call
    return (
        heard,
        [*changed, *wrong_speaker(checking, frame, attribution, heard), *told],
        (Caution.PRESS_ONLY,),
    )


def _without_doubles(findings: list[Finding]) -> list[Finding]:
    """A "not" under an elision is told once, as Q03; what Q03 and Q04 see, no translation has done (Q12)."""
    negated = {(one.start, one.end) for one in findings if one.code == "Q03"}
    changed = any(one.code in ("Q03", "Q04") for one in findings)
    return [
        one
        for one in findings
        if not (one.code == "Q06" and (one.start, one.end) in negated)
        and not (one.code == "Q12" and changed and "speech" in one.reason + one.rule)
    ]


def _spoken(paragraph: str, quotation: Quotation) -> str:
    """The quoted words at their places, with spaces for what the narrator puts in between."""
    text, cursor = "", quotation.inner_start
    for start, end in quotation.spoken:
        text += " " * (start - cursor) + paragraph[start:end]
        cursor = end
    return text


def _cautions(place: Place, heard: Heard) -> Iterator[Caution]:
    translation = place.text.translation
    if translation is not None and translation.status is not VersionStatus.APPROVED:
        machine = translation.origin == "machine"
        yield Caution.MACHINE_TRANSLATION if machine else Caution.UNAPPROVED_TRANSLATION
    spoken = place.text.spoken
    if spoken is not None and spoken.transcript.origin is TranscriptOrigin.MACHINE:
        yield Caution.MACHINE_TRANSCRIPT
    if heard.interval is None:
        yield Caution.NO_TIMES
    elif not heard.exact:
        yield Caution.WHOLE_LINE
