"""The check of a whole draft: every quotation found, compared, and its speaker held to the sound."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from earwitness.publish.draft import Draft, DraftParagraph, read_draft
from earwitness.publish.quotecheck.differences import Difference, differences
from earwitness.publish.quotecheck.heard_words import Comparable, comparables
from earwitness.publish.quotecheck.locating import locate
from earwitness.publish.quotecheck.matching import Match, align
from earwitness.publish.quotecheck.parties import parties_of
from earwitness.publish.quotecheck.speakers import Party, name_keys, resolve
from earwitness.publish.quotecheck.units import Unit, UnitKind, units_of
from earwitness.records.judgement import Finding, Heard, Severity
from earwitness.store.archive import Archive
from earwitness.store.search import SearchIndex
from earwitness.text.attribution import Attribution, attribute_paragraph, reported_speech
from earwitness.text.quotations import Quotation, Role
from earwitness.text.roles import roles_in
from earwitness.text.words import fold, tokens

__all__ = ["CheckReport", "CheckedQuotation", "check_draft"]

LEAST_COVER = 0.6  # methods §7: below this the words are not found
_LEAST_SCORE = 0.3  # a few common words scattered over a page are no quotation of it
_TERM_WORDS = 4  # a name or phrase in quotes shorter than this is not looked for
_NAME_WORDS = 2
_FEW_RECORDINGS = 200
_CANDIDATES = 12

_NAMES = {
    "Q01": "not_found",
    "Q02": "altered",
    "Q03": "negation",
    "Q04": "number",
    "Q09": "wrong_speaker",
    "Q10": "inaudible_speaker",
}


@dataclass(frozen=True, slots=True)
class CheckedQuotation:
    """A quotation of the draft, where it was heard, and what is wrong with it.

    Attributes:
        start, end: of the quotation with its marks, in characters of the draft.
        cover: share of its words that stand unchanged at that place, 0 to 1.
        note: what a person should know besides the findings.
    """

    start: int
    end: int
    line: int
    text: str
    speaker: str
    heard: Heard | None
    cover: float
    findings: tuple[Finding, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All quotations in order, and findings outside quotations.

    ``not_checked`` says plainly what this check does not look at.
    """

    draft: Draft
    quotations: tuple[CheckedQuotation, ...]
    others: tuple[Finding, ...]
    not_checked: str = (
        "Checked: quoted words, negations, numbers, and speakers where voices are labelled. "
        "Not checked: hedges, elisions, dates, wording of the story, private data."
    )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, in the order of the draft."""
        every = [one for quotation in self.quotations for one in quotation.findings]
        return tuple(sorted([*every, *self.others], key=lambda one: (one.start, one.code)))

    @property
    def clean(self) -> bool:
        """Whether no finding is an error."""
        return all(one.severity is not Severity.ERROR for one in self.findings)


@dataclass(frozen=True, slots=True)
class _Place:
    text: Comparable
    match: Match


@dataclass(slots=True)
class _Checking:
    archive: Archive
    draft: Draft
    index: SearchIndex
    everything: list[str] | None
    cache: dict[str, list[Comparable]] = field(default_factory=dict)
    parties: dict[str, tuple[Party, ...]] = field(default_factory=dict)
    met: list[str] = field(default_factory=list)
    voices: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def db(self) -> sqlite3.Connection:
        return self.archive.db


def check_draft(archive: Archive, path: Path) -> CheckReport:
    """Check a draft against every original and translation in the archive.

    Raises:
        UnreadableFile, UnsupportedInput, OverLimit, MalformedInput: the draft cannot be read.
    """
    draft = read_draft(path)
    checking = _Checking(
        archive, draft, SearchIndex(archive.search_folder), _all_if_few(archive.db)
    )
    quotations: list[CheckedQuotation] = []
    previous: Attribution | None = None
    for paragraph in draft.paragraphs:
        context = draft.text[max(0, paragraph.start - 3000) : paragraph.start]
        attributed = attribute_paragraph(
            paragraph.text, previous=previous, language=draft.language, context=context
        )
        for quotation, attribution in attributed:
            if quotation.depth == 0 and _is_checked(quotation):
                quotations.append(_check_quotation(checking, paragraph, quotation, attribution))
            if quotation.role is Role.SPEECH and attribution.position != "none":
                previous = attribution
    others = tuple(
        finding for paragraph in draft.paragraphs for finding in _reported(checking, paragraph)
    )
    return CheckReport(draft, tuple(quotations), others)


def _all_if_few(db: sqlite3.Connection) -> list[str] | None:
    rows = db.execute(
        "select recording_id from transcript union select recording_id from translation limit ?",
        (_FEW_RECORDINGS + 1,),
    ).fetchall()
    return None if len(rows) > _FEW_RECORDINGS else [row["recording_id"] for row in rows]


def _is_checked(quotation: Quotation) -> bool:
    words = [token.text for token in tokens(quotation.text)]
    named = len(words) <= _NAME_WORDS and all(word[:1].isupper() for word in words)
    if named and not quotation.text.rstrip().endswith((".", "!", "?", ",", "…")):
        return False  # a name in quotation marks, such as that of a newspaper
    return bool(words) and (quotation.role is Role.SPEECH or len(words) >= _TERM_WORDS)


def _check_quotation(
    checking: _Checking,
    paragraph: DraftParagraph,
    quotation: Quotation,
    attribution: Attribution,
) -> CheckedQuotation:
    draft = checking.draft
    start, end = paragraph.start + quotation.start, paragraph.start + quotation.end
    inner = paragraph.start + quotation.inner_start
    units = units_of(quotation.text, draft.language)
    place = _find(checking, quotation.text, units)
    frame = _Frame(draft, start, end, inner, quotation.text, units)
    speaker = " ".join((attribution.speaker or "").split())
    if place is None or not _stands_there(place.match, units):
        findings = [_not_found(frame, place, speech=quotation.role is Role.SPEECH)]
        findings += _unheard_speaker(checking, frame, attribution)
        heard, cover, note = None, place.match.cover if place else 0.0, ""
    else:
        heard, cover = locate(checking.db, place.text, place.match), place.match.cover
        if place.text.recording_id not in checking.met:
            checking.met.append(place.text.recording_id)
        findings = list(_altered(frame, place, heard))
        findings += _speaker(checking, frame, attribution, heard)
        note = _note(place, heard)
    return CheckedQuotation(
        start,
        end,
        draft.line_of(start),
        quotation.text,
        speaker,
        heard,
        cover,
        tuple(findings),
        note,
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a quotation stands in the draft."""

    draft: Draft
    start: int
    end: int
    inner: int
    text: str
    units: tuple[Unit, ...]

    def finding(
        self,
        code: str,
        span: tuple[int, int],
        reason: str,
        *,
        rule: str,
        suggestion: str = "",
        heard: Heard | None = None,
        severity: Severity = Severity.ERROR,
    ) -> Finding:
        start, end = span
        return Finding(
            code,
            _NAMES[code],
            severity,
            start,
            end,
            self.draft.line_of(start),
            self.draft.text[start:end],
            reason,
            suggestion,
            rule,
            heard,
        )


def _find(checking: _Checking, text: str, units: Sequence[Unit]) -> _Place | None:
    best: _Place | None = None
    for recording_id in _candidates(checking, text):
        if recording_id not in checking.cache:
            checking.cache[recording_id] = list(comparables(checking.db, recording_id))
        for one in checking.cache[recording_id]:
            match = align(units, one.heard)
            if match is not None and (best is None or _better(match, best.match)):
                best = _Place(one, match)
    return best


def _stands_there(match: Match, units: Sequence[Unit]) -> bool:
    return match.cover >= LEAST_COVER and match.score >= _LEAST_SCORE * len(units)


def _better(one: Match, other: Match) -> bool:
    return (round(one.score, 6), one.cover) > (round(other.score, 6), other.cover)


def _candidates(checking: _Checking, text: str) -> list[str]:
    if checking.everything is not None:
        return checking.everything
    words = [fold(token.text) for token in tokens(text)]
    return checking.index.candidates(words, _CANDIDATES)


def _not_found(frame: _Frame, place: _Place | None, *, speech: bool) -> Finding:
    cover = place.match.cover if place else 0.0
    reason = "No recording in the archive holds these words, in the original or in a translation."
    suggestion = ""
    if place is not None and cover >= 0.3:
        nearest = place.text.text_of(place.match.first, place.match.last)
        suggestion = f"The nearest words heard are: “{nearest}”."
    return frame.finding(
        "Q01",
        (frame.start, frame.end),
        reason,
        rule=f"best cover {cover:.0%}, at least {LEAST_COVER:.0%} of the words must stand in one place",
        suggestion=suggestion,
        severity=Severity.ERROR if speech else Severity.WARNING,
    )


def _altered(frame: _Frame, place: _Place, heard: Heard) -> Iterator[Finding]:
    units = place.text.heard.units
    found = differences(place.match, frame.units, units, place.text.sentence_starts)
    for one in found:
        yield _difference_finding(frame, place, heard, one)


def _difference_finding(frame: _Frame, place: _Place, heard: Heard, one: Difference) -> Finding:
    text_units = place.text.heard.units
    said = _draft_words(frame, one)
    meant = _heard_words(place.text, one)
    what = {
        "Q02": "Words were changed",
        "Q03": "A negation was gained or lost",
        "Q04": "A number was changed",
    }[one.code]
    if said and meant:
        detail = f"the draft has “{said}”, the recording has “{meant}”"
    elif said:
        detail = f"the draft adds “{said}”"
    else:
        detail = f"the draft leaves out “{meant}”"
    stands = [at for at in one.heard if text_units[at].kind is not UnitKind.ELISION]
    first = min([place.match.first, *stands])
    last = max([place.match.last, *stands])
    whole = place.text.text_of(first, last)
    return frame.finding(
        one.code,
        _draft_span(frame, one),
        f"{what}: {detail}.",
        rule=f"word by word against the {'translation' if heard.translation else 'original'}, "
        f"cover {place.match.cover:.0%}",
        suggestion=f"Heard there: “{whole}”.",
        heard=heard,
    )


def _draft_span(frame: _Frame, one: Difference) -> tuple[int, int]:
    if one.quoted:
        first, last = frame.units[one.quoted[0]], frame.units[one.quoted[-1]]
        return frame.inner + first.start, frame.inner + last.end
    # Words are missing: point to the words on either side of the gap.
    before = frame.units[one.after].start if one.after >= 0 else 0
    following = min(one.after + 1, len(frame.units) - 1)
    return frame.inner + before, frame.inner + frame.units[following].end


def _draft_words(frame: _Frame, one: Difference) -> str:
    if not one.quoted:
        return ""
    first, last = frame.units[one.quoted[0]], frame.units[one.quoted[-1]]
    return frame.text[first.start : last.end]


def _heard_words(text: Comparable, one: Difference) -> str:
    plain = [at for at in one.heard if text.heard.units[at].kind is not UnitKind.ELISION]
    return text.text_of(plain[0], plain[-1]) if plain else ""


def _speaker(
    checking: _Checking, frame: _Frame, attribution: Attribution, heard: Heard
) -> Iterator[Finding]:
    parties = _parties(checking, heard.recording_id)
    meant = resolve(attribution, parties, checking.draft.language)
    span = (frame.start, frame.end)
    if meant.party is None:
        yield from _two_voices(checking, frame, attribution, heard)
        return
    if not meant.party.heard:
        yield frame.finding(
            "Q10",
            span,
            f"These words are given to “{meant.party.label}”, whose side cannot be heard"
            f"{f'; {_called(parties, heard.voice)} says them' if heard.voice else ''}.",
            rule=meant.rule,
            heard=heard,
        )
    elif heard.voice and meant.party.voice and meant.party.voice != heard.voice:
        yield frame.finding(
            "Q09",
            span,
            f"These words are given to “{meant.party.label}”; in the recording “{_called(parties, heard.voice)}”"
            " says them.",
            rule=meant.rule,
            suggestion=f"Attribute them to “{_called(parties, heard.voice)}”.",
            heard=heard,
        )


def _called(parties: Sequence[Party], voice: str) -> str:
    """How the desk calls a voice: by the label that somebody gave it, else by the machine's."""
    return next((one.label for one in parties if one.voice == voice), voice)


def _two_voices(
    checking: _Checking, frame: _Frame, attribution: Attribution, heard: Heard
) -> Iterator[Finding]:
    """The draft gives the words of two voices of one recording to the same person."""
    who = attribution.speaker or ""
    roles = {role.name for role in roles_in(who, checking.draft.language)}
    keys = roles | name_keys(who, checking.draft.language)
    if not keys or not heard.voice:
        return
    for key in sorted(keys):
        first = checking.voices.setdefault((heard.recording_id, key), heard.voice)
        if first != heard.voice:
            yield frame.finding(
                "Q09",
                (frame.start, frame.end),
                f"The draft gives words of two voices to “{who}”: of {first} before, and here of"
                f" {heard.voice}. One of the two is wrong.",
                rule="one person has one voice in a recording",
                heard=heard,
            )
            return


def _unheard_speaker(
    checking: _Checking, frame: _Frame, attribution: Attribution
) -> Iterator[Finding]:
    """Invented words for a side that was not heard, in the recordings the draft spoke of last."""
    for recording_id in reversed(checking.met):
        meant = resolve(attribution, _parties(checking, recording_id), checking.draft.language)
        if meant.party is not None:
            if not meant.party.heard:
                yield frame.finding(
                    "Q10",
                    (frame.start, frame.end),
                    f"These words are given to “{meant.party.label}”, whose side of"
                    f" {recording_id} cannot be heard.",
                    rule=meant.rule,
                )
            return


def _reported(checking: _Checking, paragraph: DraftParagraph) -> Iterator[Finding]:
    """Indirect speech of a side that was not heard: "Roma replied that ..."."""
    draft = checking.draft
    for one in reported_speech(paragraph.text, language=draft.language):
        if one.negated:
            continue
        said = Attribution(
            one.subject, one.subject_start, one.subject_end, one.verb, one.verb_lemma, "before"
        )
        for recording_id in checking.met:
            meant = resolve(said, _parties(checking, recording_id), draft.language)
            if meant.party is None or meant.party.heard:
                continue
            start, end = paragraph.start + one.subject_start, paragraph.start + one.content_end
            yield Finding(
                "Q10",
                _NAMES["Q10"],
                Severity.ERROR,
                start,
                end,
                draft.line_of(start),
                draft.text[start:end],
                f"The story lets “{one.subject}” speak; that side of {recording_id} cannot be heard.",
                "Say that the other side is not heard.",
                f"indirect speech, {meant.rule}",
            )
            break


def _parties(checking: _Checking, recording_id: str) -> tuple[Party, ...]:
    if recording_id not in checking.parties:
        checking.parties[recording_id] = parties_of(checking.db, recording_id)
    return checking.parties[recording_id]


def _note(place: _Place, heard: Heard) -> str:
    notes = []
    translation = place.text.translation
    if translation is not None and translation.status != "approved":
        notes.append(
            f"the {translation.language} translation is not approved ({translation.origin})"
        )
    spoken = place.text.spoken
    if spoken is not None and spoken.transcript.origin == "asr":
        notes.append("the transcript is a machine's: listen")
    if heard.interval is None:
        notes.append("these words have no times yet")
    elif not heard.exact:
        notes.append("times are those of the whole line")
    return "; ".join(notes)
