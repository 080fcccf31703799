"""Quotations as W3C Web Annotations: a stretch of sound (Media Fragments) and the very words around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from earwitness.publish.bag.content.statements import goes_out
from earwitness.publish.bag.content.words import Words, language_tag
from earwitness.publish.bag.facts import RecordingFacts
from earwitness.publish.bag.veil import WITHHELD, Veiling
from earwitness.publish.exports.sheet import Sheet
from earwitness.records.claims import ClaimSpan
from earwitness.records.judgement import Heard

__all__ = ["CONTEXT", "QuotedPlace", "annotation", "claim_quotes", "heard_quote"]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_FRAGMENTS = "http://www.w3.org/TR/media-frags/"
_AROUND = 60  # characters of context on each side


@dataclass(frozen=True, slots=True)
class QuotedPlace:
    """Words and where they stand.

    Attributes:
        exact, prefix, suffix: the words, and what stands around them in their line.
        translation: the words in another language, as they were printed, or "".
    """

    id: str
    recording_id: str
    exact: str
    prefix: str
    suffix: str
    language: str
    start_ms: int | None
    end_ms: int | None
    translation: str = ""
    translation_language: str = ""


def claim_quotes(facts: RecordingFacts, words: Words, *, public: bool) -> Iterator[QuotedPlace]:
    """The very words of each claim that goes out, in the version that the bag has."""
    lines = _lines(words)
    for one in facts.claims:
        if not goes_out(one, public=public):
            continue
        claim = one.claim
        found = lines.get(claim.version_id)
        if found is None:
            continue
        language, texts = found
        for number, span in enumerate(claim.spans, start=1):
            place = _around(span, texts)
            if place is not None:
                name = claim.id if len(claim.spans) == 1 else f"{claim.id}-{number}"
                yield QuotedPlace(
                    name, facts.recording.id, *place, language, claim.start_ms, claim.end_ms
                )


def heard_quote(
    number: int, printed: str, heard: Heard, sheet: Sheet, veil: Veiling, language: str
) -> QuotedPlace | None:
    """A quotation of a draft at the place where it was heard; None where masked words are in it.

    Args:
        sheet: the words that the bag has, as they go out.
        language: of the printed words, "" where they are in the language spoken.
    """
    exact = " ".join(heard.original.split())
    lines = [one for one in sheet.lines if one.position is not None]
    text = " ".join(
        one.text for one in lines if heard.first <= (one.position or 0) <= heard.last and one.text
    )
    at = " ".join(text.split()).find(exact)
    shown = veil.text(printed) if language else ""
    if not exact or at < 0 or WITHHELD in shown:
        return None
    text = " ".join(text.split())
    interval = heard.interval
    return QuotedPlace(
        id=f"quotation-{number}",
        recording_id=heard.recording_id,
        exact=exact,
        prefix=text[max(at - _AROUND, 0) : at],
        suffix=text[at + len(exact) :][:_AROUND],
        language=sheet.language,
        start_ms=interval.start_ms if interval else None,
        end_ms=interval.end_ms if interval else None,
        translation=shown,
        translation_language=language,
    )


def annotation(
    one: QuotedPlace, bag_id: str, media: str, transcripts: Sequence[str]
) -> dict[str, Any]:
    """The annotation of a place.

    Args:
        media: name of the sound in the bag, "" where it has none of it.
        transcripts: names of the WebVTT files that the bag has.
    """
    targets: list[dict[str, Any]] = []
    if one.start_ms is not None and one.end_ms is not None:
        targets.append(
            {
                "source": media.removeprefix("data/") or f"urn:earwitness:{one.recording_id}",
                "selector": {
                    "type": "FragmentSelector",
                    "conformsTo": _FRAGMENTS,
                    "value": f"t={_seconds(one.start_ms)},{_seconds(one.end_ms)}",
                },
            }
        )
    words = f"data/transcripts/{one.recording_id}.{language_tag(one.language)}.vtt"
    if words not in transcripts:
        words = words.removesuffix("vtt") + "json"
    targets.append(
        {
            "source": words.removeprefix("data/"),
            "selector": {
                "type": "TextQuoteSelector",
                "exact": one.exact,
                "prefix": one.prefix,
                "suffix": one.suffix,
            },
        }
    )
    body = {"type": "TextualBody", "value": one.exact, "language": one.language}
    bodies = [body]
    if one.translation:
        bodies.append(
            {
                "type": "TextualBody",
                "value": one.translation,
                "language": one.translation_language,
                "purpose": "describing",
            }
        )
    return {
        "id": f"urn:earwitness:{bag_id}:{one.id}",
        "type": "Annotation",
        "motivation": "highlighting",
        "body": bodies,
        "target": targets,
    }


def _lines(words: Words) -> dict[str, tuple[str, dict[int, str]]]:
    return {
        one.versions[0].id: (
            one.language,
            {line.position: line.text for line in one.lines if line.position is not None},
        )
        for one in words.sheets
    }


def _around(span: ClaimSpan, texts: dict[int, str]) -> tuple[str, str, str] | None:
    """The words with what stands beside them; None where a mask moved or hid them."""
    text = texts.get(span.position, "")
    if text[span.start : span.end] != span.words:
        at = text.find(span.words)
        if at < 0 or not span.words:
            return None
        span = ClaimSpan(span.position, at, at + len(span.words), span.words)
    return (
        span.words,
        text[max(span.start - _AROUND, 0) : span.start],
        text[span.end : span.end + _AROUND],
    )


def _seconds(ms: int) -> str:
    """Seconds as Media Fragments write them.

    >>> _seconds(12_400), _seconds(15_000)
    ('12.4', '15')
    """
    whole, rest = divmod(ms, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")
