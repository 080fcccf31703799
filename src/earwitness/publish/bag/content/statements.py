"""What is claimed in the recordings, and how many independent sources stand behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from earwitness.publish.bag.content.words import voice_label
from earwitness.publish.bag.facts import ClaimFact, Counted, RecordingFacts
from earwitness.publish.bag.veil import Veiling
from earwitness.records.claims import PARTS, Claim, ClaimStatus

__all__ = ["claim_rows", "goes_out", "independence_rows"]

_UNREAD = (ClaimStatus.EXTRACTED, ClaimStatus.REJECTED)


def goes_out(one: ClaimFact, *, public: bool) -> bool:
    """Whether a claim is in the bag: the public reads only what a person has looked at and kept."""
    return not public or one.claim.status not in _UNREAD


def claim_rows(facts: RecordingFacts, veil: Veiling, *, public: bool) -> Iterator[dict[str, Any]]:
    """A row for each claim that goes out."""
    labels: dict[str, str] = {}
    for one in facts.claims:
        if not goes_out(one, public=public):
            continue
        row = _claim(one.claim, veil, labels, public=public)
        row |= {"by_rule": one.status.value, "because": one.because}
        if not public:
            row |= {"made_by": one.claim.made_by, "reason": one.claim.because}
        yield row


def independence_rows(
    facts: RecordingFacts, veil: Veiling, *, public: bool
) -> Iterator[dict[str, Any]]:
    """A row for the recording, and one for each claim that goes out and states something."""
    if facts.counted is not None:
        yield {"about": facts.recording.id, **_counted(facts.counted, veil)}
    for one in facts.claims:
        if one.counted is not None and goes_out(one, public=public):
            yield {
                "about": one.claim.id,
                "recording": facts.recording.id,
                **_counted(one.counted, veil),
            }


def _claim(claim: Claim, veil: Veiling, labels: dict[str, str], *, public: bool) -> dict[str, Any]:
    said_by = voice_label(claim.said_by, labels) if public else claim.said_by
    parts = {name: getattr(claim.said, name) for name in PARTS}
    return {
        "id": claim.id,
        "recording": claim.recording_id,
        "version": claim.version_id,
        "words": [veil.text(one.words) for one in claim.spans],
        "lines": [one.position for one in claim.spans],
        "sentence": veil.text(claim.sentence),
        "language": claim.language,
        "modality": claim.modality.value,
        "knowledge": claim.knowledge.value,
        "certainty": claim.certainty.value,
        "negated": claim.negated,
        "parts": {name: veil.text(one.words) for name, one in parts.items() if one is not None},
        "said_by": said_by,
        "themes": list(claim.themes),
        "status": claim.status.value,
        "decided_by": "a person" if claim.by_person else claim.suggested_by.value,
        "at": claim.at,
        "revision": claim.revision,
        "start_ms": claim.start_ms,
        "end_ms": claim.end_ms,
    }


def _counted(one: Counted, veil: Veiling) -> dict[str, Any]:
    vector = asdict(one.vector)
    vector["origin_groups"] = [veil.text(name) for name in one.vector.origin_groups]
    vector["unknown"] = [key.value for key in one.vector.unknown]
    return {
        "label": one.label.value,
        "because": one.because,
        "line": one.line,
        "cautions": [veil.text(said) for said in one.cautions],
        "vector": vector,
    }
