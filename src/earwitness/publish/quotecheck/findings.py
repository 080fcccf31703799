"""Findings about quoted words: not found, altered, a negation or number changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from earwitness.publish.draft import Draft
from earwitness.publish.quotecheck.differences import Difference
from earwitness.publish.quotecheck.heard_words import Comparable
from earwitness.publish.quotecheck.places import LEAST_COVER, Place
from earwitness.publish.quotecheck.units import Unit, UnitKind
from earwitness.records.judgement import Finding, Heard, Severity

__all__ = ["NAMES", "Frame", "altered", "finding_in", "not_found"]

NAMES = {
    "Q01": "not_found",
    "Q02": "altered",
    "Q03": "negation",
    "Q04": "number",
    "Q05": "hedge_dropped",
    "Q06": "elision",
    "Q07": "stitched",
    "Q08": "reordered",
    "Q09": "wrong_speaker",
    "Q10": "inaudible_speaker",
    "Q11": "from_unclear",
    "Q12": "translation_drift",
    "Q13": "unapproved_translation",
    "Q14": "relayed_translation",
    "Q15": "slang_literal",
    "Q16": "register",
    "Q17": "context_loss",
    "Q18": "hearsay_flattened",
    "Q19": "quote_as_fact",
    "Q20": "overclaim_verb",
    "Q21": "missing_unverified",
    "Q22": "missing_publisher",
    "Q23": "one_sided",
    "Q24": "excerpt",
    "Q25": "date_overclaim",
    "Q26": "place_or_unit_overclaim",
    "Q27": "attribution_overclaim",
    "Q28": "single_as_many",
    "Q29": "cross_call",
    "Q30": "private_person",
    "Q31": "prisoner_minor_or_victim",
    "Q32": "positions",
    "Q33": "unbalanced",
    "Q34": "headline_exceeds_body",
    "Q35": "media_mismatch",
    "Q36": "stale",
    "Q37": "hidden_data",
    "Q38": "no_anchor",
    "Q39": "count_without_alpha",
    "Q40": "silent_correction",
}
_NEAR_COVER = 0.3


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a quotation stands in the draft.

    Attributes:
        start, end: with its marks; ``inner`` is where its words begin.
        text: its words, those of the narrator in between blanked out.
        units: as they were compared.
    """

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
        """A finding about a stretch of the draft."""
        return finding_in(
            self.draft,
            code,
            span,
            reason,
            rule=rule,
            suggestion=suggestion,
            heard=heard,
            severity=severity,
        )


def finding_in(  # noqa: PLR0913 (the fields of a finding)
    draft: Draft,
    code: str,
    span: tuple[int, int],
    reason: str,
    *,
    rule: str,
    suggestion: str = "",
    heard: Heard | None = None,
    severity: Severity = Severity.ERROR,
) -> Finding:
    """A finding about a stretch of a draft, with its line and words."""
    start, end = span
    words = draft.text[start:end]
    name, line = NAMES[code], draft.line_of(start)
    return Finding(code, name, severity, start, end, line, words, reason, suggestion, rule, heard)


def not_found(frame: Frame, place: Place | None, *, speech: bool) -> Finding:
    """The words stand nowhere; the nearest ones are named if there are any."""
    cover = place.match.cover if place else 0.0
    reason = "No recording in the archive holds these words, in the original or in a translation."
    suggestion = ""
    if place is not None and cover >= _NEAR_COVER:
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


def altered(
    frame: Frame, place: Place, heard: Heard, found: Sequence[Difference], *, drift: str = ""
) -> Iterator[Finding]:
    """Each run of words that is not as it was heard.

    Args:
        found: the runs.
        drift: what of an approved translation they change, for Q12 instead of Q02.
    """
    for one in found:
        yield _difference_finding(frame, place, heard, one, drift)


def _difference_finding(
    frame: Frame, place: Place, heard: Heard, one: Difference, drift: str
) -> Finding:
    text_units = place.text.heard.units
    code = "Q12" if drift else one.code
    said = _draft_words(frame, one)
    meant = _heard_words(place.text, one)
    what = {
        "Q02": "Words were changed",
        "Q03": "A negation was gained or lost",
        "Q04": "A number was changed",
        "Q12": f"The approved translation was changed in {drift}",
    }[code]
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
        code,
        _draft_span(frame, one),
        f"{what}: {detail}.",
        rule=f"word by word against the {'translation' if heard.translation else 'original'}, "
        f"cover {place.match.cover:.0%}",
        suggestion=f"Heard there: “{whole}”.",
        heard=heard,
    )


def _draft_span(frame: Frame, one: Difference) -> tuple[int, int]:
    if one.quoted:
        first, last = frame.units[one.quoted[0]], frame.units[one.quoted[-1]]
        return frame.inner + first.start, frame.inner + last.end
    # Words are missing: point to the words on either side of the gap.
    before = frame.units[one.after].start if one.after >= 0 else 0
    following = min(one.after + 1, len(frame.units) - 1)
    return frame.inner + before, frame.inner + frame.units[following].end


def _draft_words(frame: Frame, one: Difference) -> str:
    if not one.quoted:
        return ""
    first, last = frame.units[one.quoted[0]], frame.units[one.quoted[-1]]
    return " ".join(frame.text[first.start : last.end].split())


def _heard_words(text: Comparable, one: Difference) -> str:
    plain = [at for at in one.heard if text.heard.units[at].kind is not UnitKind.ELISION]
    return text.text_of(plain[0], plain[-1]) if plain else ""
