"""The findings of a draft as its page has them: each with its words, what was heard, and who answers for it."""

from __future__ import annotations

from dataclasses import dataclass

from earwitness.desk import Desk
from earwitness.publish.check_wording import check_wording
from earwitness.publish.quotecheck.check import CheckedQuotation, CheckReport
from earwitness.publish.quotecheck.waivers import standing_waivers
from earwitness.records.judgement import Finding, Heard
from earwitness.records.signed import SignedRecord
from earwitness.records.sound import Basis
from earwitness.records.waivers import HARM_TO_PEOPLE, waived_by
from earwitness.web.wording import Say

__all__ = ["PageFinding", "PageFindings", "PageHeard", "PageQuotation", "findings_of"]

_SHOWN_CHARS = 300


@dataclass(frozen=True, slots=True)
class PageHeard:
    """What was heard at a place; ``playable`` where it has times and the archive holds the sound."""

    heard: Heard
    title: str
    playable: bool


@dataclass(frozen=True, slots=True)
class PageFinding:
    """A finding.

    Attributes:
        mark: its fingerprint, to which a waiver is bound.
        place: "line 5" as the page's language says it; in a DOCX or HTML file as the check names it.
        words: of the draft at that place, shortened; ``whole``: all of them, for the editor to find again.
        waivers: that stand; ``waived``: they are enough. ``people``: how many are needed.
    """

    finding: Finding
    name: str
    mark: str
    place: str
    words: str
    whole: str
    heard: PageHeard | None
    waivers: tuple[SignedRecord, ...]
    waived: bool
    people: int


@dataclass(frozen=True, slots=True)
class PageQuotation:
    """A quotation that was compared, and what was heard there."""

    quotation: CheckedQuotation
    place: str
    whole: str
    heard: PageHeard | None


@dataclass(frozen=True, slots=True)
class PageFindings:
    """All of them in the order of the draft, counted by weight; what was waived counts apart."""

    findings: tuple[PageFinding, ...]
    quotations: tuple[PageQuotation, ...]
    errors: int
    warnings: int
    remarks: int
    waived: int
    not_checked: str

    @property
    def clean(self) -> bool:
        return not self.errors


def findings_of(desk: Desk, report: CheckReport, say: Say) -> PageFindings:
    """What the page shows; waivers are read anew, since they may have been given after the check."""
    waivers, names = standing_waivers(desk.archive), check_wording(say.language)
    sounds: dict[str, tuple[str, bool]] = {}

    def heard(one: Heard | None) -> PageHeard | None:
        if one is None:
            return None
        if one.recording_id not in sounds:
            found = desk.recording(one.recording_id)
            sounds[one.recording_id] = found.title, found.basis is Basis.SOUND
        title, sound = sounds[one.recording_id]
        return PageHeard(one, title, sound and one.interval is not None)

    def shown(one: Finding) -> PageFinding:
        given = waivers.of(report.draft, one)
        return PageFinding(
            one,
            names.say(one.code),
            report.fingerprint(one),
            _place(report, one.start, say),
            _short(one.words),
            report.draft.text[one.start : one.end],
            heard(one.heard),
            given,
            bool(waived_by(one.code, list(given))),
            2 if one.code in HARM_TO_PEOPLE else 1,
        )

    findings = tuple(shown(one) for one in report.findings)
    open_ones = [one.finding.severity.value for one in findings if not one.waived]
    return PageFindings(
        findings,
        tuple(
            PageQuotation(
                one,
                _place(report, one.start, say),
                report.draft.text[one.start : one.end],
                heard(one.heard),
            )
            for one in report.quotations
        ),
        open_ones.count("error"),
        open_ones.count("warning"),
        open_ones.count("info"),
        len(findings) - len(open_ones),
        report.not_checked,
    )


def _place(report: CheckReport, offset: int, say: Say) -> str:
    if report.draft.places:
        return report.draft.place_of(offset)
    return say("draft.line", line=report.draft.line_of(offset))


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _SHOWN_CHARS else f"{plain[:_SHOWN_CHARS]}…"
