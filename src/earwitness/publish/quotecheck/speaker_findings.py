"""Findings about who is said to speak: another voice, two voices in one, a side nobody can hear."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from earwitness.publish.draft import DraftParagraph
from earwitness.publish.quotecheck.cues import found_cue
from earwitness.publish.quotecheck.findings import NAMES, Frame
from earwitness.publish.quotecheck.places import Checking, Place, parties_in
from earwitness.publish.quotecheck.speakers import Party, name_keys, resolve
from earwitness.records.judgement import Finding, Heard, Severity
from earwitness.text.attribution import Attribution, reported_speech
from earwitness.text.roles import roles_in

__all__ = ["reported", "two_voices_quoted", "unheard_speaker", "wrong_speaker"]

_DIALOGUE = re.compile(r"\s[-–—]\s|\n\s*[-–—]")
_NEAR = 150  # characters before the subject, in which another call is named
_MACHINE_LABEL = re.compile(r"(?:speaker|spk|s|v)[ _-]?\d+", re.IGNORECASE)


def wrong_speaker(
    checking: Checking, frame: Frame, attribution: Attribution, heard: Heard
) -> Iterator[Finding]:
    """Words given to a side that cannot be heard, or to another voice than that which says them."""
    parties = parties_in(checking, heard.recording_id)
    meant = resolve(attribution, parties, checking.draft.language)
    span = (frame.start, frame.end)
    if meant.party is None:
        yield from _two_voices_named(checking, frame, attribution, heard)
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


def two_voices_quoted(frame: Frame, place: Place, heard: Heard) -> Iterator[Finding]:
    """One quotation that runs from the words of one voice into those of another.

    Voices that a machine told apart weigh less; dialogue written with dashes is no quotation of one.
    """
    spoken = place.text.spoken
    first, last = (place.text.owners[at] for at in (place.match.first, place.match.last))
    if spoken is None or first == last or _DIALOGUE.search(frame.text):
        return
    voices: dict[str, None] = {}
    for span, _ in place.text.lines[first : last + 1]:
        own = (
            {one.voice for one in map(spoken.at, range(span[0], span[1] + 1)) if one}
            if span
            else set()
        )
        if len(own) == 1 and (voice := own.pop()):
            voices.setdefault(voice)
    if len(voices) > 1:
        machine = any(_MACHINE_LABEL.fullmatch(voice) for voice in voices)
        yield frame.finding(
            "Q09",
            (frame.start, frame.end),
            f"One quotation holds the words of several voices: {', '.join(voices)}.",
            rule="a quotation has one speaker",
            suggestion="Quote each of them apart.",
            heard=heard,
            severity=Severity.WARNING if machine else Severity.ERROR,
        )


def unheard_speaker(
    checking: Checking, frame: Frame, attribution: Attribution
) -> Iterator[Finding]:
    """Invented words for a side that was not heard, in the recordings the draft spoke of last."""
    for recording_id in reversed(checking.met):
        parties = parties_in(checking, recording_id)
        meant = resolve(attribution, parties, checking.draft.language)
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


def reported(checking: Checking, paragraph: DraftParagraph) -> Iterator[Finding]:
    """Indirect speech of a side that was not heard: "Roma replied that ..."."""
    draft = checking.draft
    for one in reported_speech(paragraph.text, language=draft.language):
        before = paragraph.text[max(0, one.subject_start - _NEAR) : one.subject_start]
        if one.negated or found_cue(before, draft.language, "other_call"):
            continue  # of another call nothing is known here
        said = Attribution(
            one.subject, one.subject_start, one.subject_end, one.verb, one.verb_lemma, "before"
        )
        for recording_id in checking.met:
            meant = resolve(said, parties_in(checking, recording_id), draft.language)
            if meant.party is None or meant.party.heard:
                continue
            start, end = paragraph.start + one.subject_start, paragraph.start + one.content_end
            yield Finding(
                "Q10",
                NAMES["Q10"],
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


def _called(parties: Sequence[Party], voice: str) -> str:
    """How the desk calls a voice: by the label that somebody gave it, else by the machine's."""
    return next((one.label for one in parties if one.voice == voice), voice)


def _two_voices_named(
    checking: Checking, frame: Frame, attribution: Attribution, heard: Heard
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
