"""What is said about the recordings: state, verdict with its wording, date, checks, corrections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from earwitness.publish.bag.content.words import voice_label
from earwitness.publish.bag.facts import CheckFact, RecordingFacts
from earwitness.publish.bag.veil import Veiling
from earwitness.records.corrections import CorrectionState, Logged
from earwitness.records.fuzzydate import FuzzyDate
from earwitness.text.wording.allowed import LANGUAGES, say_date, say_person, say_recording

__all__ = ["check_row", "correction_rows", "date_fields", "verdict_fields"]


def check_row(
    facts: RecordingFacts, publishers: Sequence[str], veil: Veiling, *, public: bool
) -> dict[str, Any]:
    """The row of a recording in ``checks.json``."""
    return {
        "recording": facts.recording.id,
        "state": facts.state.value,
        "verdict": verdict_fields(facts, publishers, veil),
        "date": date_fields(facts, public=public),
        "voices": list(_voices(facts, publishers, veil, public=public)),
        "checks": [_check(one, public=public) for one in facts.checks],
    }


def verdict_fields(
    facts: RecordingFacts, publishers: Sequence[str], veil: Veiling
) -> dict[str, Any]:
    """The verdict that stands, in the strongest words that are allowed for it."""
    standing = facts.standing
    parts = veil.text(standing.parts)
    return {
        "value": standing.verdict.value,
        "routes": [one.value for one in standing.routes],
        "wording": {
            language: say_recording(
                language, standing.verdict, publishers, parts=parts, routes=standing.routes
            )
            for language in LANGUAGES
        },
    }


def date_fields(facts: RecordingFacts, *, public: bool) -> dict[str, Any]:
    """When it was recorded, as EDTF with its basis; what contradicts itself is said."""
    date = facts.date.date
    fields: dict[str, Any] = {
        "edtf": date.edtf,
        "basis": date.basis.value,
        "contradictory": bool(facts.date.contradictions),
        "wording": {language: say_date(language, facts.date) for language in LANGUAGES},
    }
    if not public:
        fields["rests_on"] = [_bound(one) for one in facts.date.by]
        fields["set_aside"] = [_bound(one) for one in facts.date.aside]
    return fields


def correction_rows(
    facts: RecordingFacts, veil: Veiling, *, public: bool
) -> Iterator[dict[str, Any]]:
    """What was corrected, as schema.org ``CorrectionComment``; the desk's whole log in a sealed edition."""
    for one in facts.corrections:
        if public and one.state is not CorrectionState.ACCEPTED:
            continue
        sealed = public and one.correction.kind.words_stay_sealed
        row: dict[str, Any] = {
            "@type": "CorrectionComment",
            "about": facts.recording.id,
            "kind": one.correction.kind.value,
            "datePublished": one.settled_at,
            "start_ms": one.correction.start_ms,
            "end_ms": one.correction.end_ms,
            "before": "" if sealed else veil.text(one.correction.before),
            "after": "" if sealed else veil.text(one.correction.after),
        }
        yield row if public else row | _log_fields(one)


def _log_fields(one: Logged) -> dict[str, Any]:
    return {
        "identifier": one.id,
        "state": one.state.value,
        "target": one.correction.target,
        "origin": one.correction.origin,
        "proposed_at": one.at,
        "proposed_by": one.by,
        "reason": one.why,
        "settled_by": one.settled_by,
        "settled_reason": one.settled_why,
        "version": one.version,
    }


def _check(one: CheckFact, *, public: bool) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "check": one.run.check,
        "result": one.run.result.value,
        "independent": one.run.independent,
        "answered_by": one.run.maker or "earwitness" if one.run.machine else "a person",
        "at": one.at,
    }
    if not public:
        fields |= {"by": one.by, "reason": one.reason, "evidence": list(one.run.evidence)}
    return fields


def _voices(
    facts: RecordingFacts, publishers: Sequence[str], veil: Veiling, *, public: bool
) -> Iterator[dict[str, Any]]:
    labels: dict[str, str] = {}
    publisher = publishers[0] if publishers else ""
    for one in facts.attributions:
        row: dict[str, Any] = {
            "voice": voice_label(one.voice, labels) if public else one.voice,
            "rung": one.rung.value,
            "wording": {
                language: veil.text(
                    say_person(language, one.rung, one, publisher, show_name=not public)
                )
                for language in LANGUAGES
            },
        }
        if not public:
            row |= {key: value for key, value in asdict(one).items() if key not in row}
            row["routes"] = [route.value for route in one.routes]
        yield row


def _bound(one: FuzzyDate) -> dict[str, str]:
    return {"edtf": one.edtf, "basis": one.basis.value, "note": one.note}
