"""What machines can read of a page: W3C Web Annotation anchors, schema.org, digests. All from an allow-list.

Nothing is told here that the page does not tell. No ClaimReview is written: comparing quotations with a
recording says nothing of whether what was said is true.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from earwitness.errors import UsageError
from earwitness.publish.exports.media_review import Reviewed, media_review
from earwitness.publish.page.log import LoggedVersion
from earwitness.publish.page.shown import Shown
from earwitness.records.publication import Publication, PublishedQuotation
from earwitness.records.review import Standing

__all__ = ["Told", "in_page", "linked_data", "publication_json"]

FORMAT = "earwitness-publication/1"
_FRAGMENTS = "http://www.w3.org/TR/media-frags/"
_ANNOTATION = "http://www.w3.org/ns/anno.jsonld"


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a version besides its record.

    Attributes:
        first_at, at: when the first version and this one went out, ISO 8601.
        publisher: the organisation that publishes, "" where none is named.
        standing: verdicts by recording, for a MediaReview where schema.org has a word for one.
        corrections: what the change log says of this and earlier versions, as sentences.
    """

    story: str
    first_at: str
    at: str
    shown: Sequence[Shown] = ()
    log: Sequence[LoggedVersion] = ()
    publisher: str = ""
    standing: tuple[tuple[str, Standing], ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()


def publication_json(one: Publication, told: Told) -> str:
    """`publication.json`: the version, its quotations with anchors, its files, its log."""
    found: dict[str, Any] = {
        "format": FORMAT,
        "story": told.story,
        "version": one.version,
        "published": told.at,
        "first_published": told.first_at,
        "withdrawn": one.withdrawn,
        "quotations": [
            _annotation(quoted, shown, one)
            for quoted, shown in zip(one.quotations, told.shown, strict=True)
        ],
        "files": [
            {"path": file.path, "sha256": file.sha256, "bytes": file.size_bytes}
            for file in one.files
        ],
        "log": [_logged(each) for each in told.log],
    }
    if not one.withdrawn:
        found |= {"title": one.title, "language": one.language, "page": "index.html"}
        found["linked_data"] = linked_data(one, told)
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def linked_data(one: Publication, told: Told) -> dict[str, Any]:
    """The page for search engines and archives: NewsArticle, AudioObjects, corrections (schema.org)."""
    article: dict[str, Any] = {
        "@type": "NewsArticle",
        "identifier": told.story,
        "headline": one.title,
        "inLanguage": one.language,
        "datePublished": told.first_at,
        "dateModified": told.at,
        "version": one.version,
        "associatedMedia": [_audio(shown) for shown in told.shown if shown.clip],
    }
    if told.publisher:
        article["publisher"] = {"@type": "Organization", "name": told.publisher}
    if told.corrections:
        article["correction"] = [
            {"@type": "CorrectionComment", "datePublished": at, "text": text}
            for at, text in told.corrections
        ]
    return {"@context": "https://schema.org", "@graph": [article, *_reviews(told)]}


def in_page(found: dict[str, Any]) -> str:
    """JSON that can stand inside a script element of a page, whatever words it holds."""
    written = json.dumps(found, ensure_ascii=False, sort_keys=True)
    for sign in "<>&\u2028\u2029":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return written


def _annotation(quoted: PublishedQuotation, shown: Shown, one: Publication) -> dict[str, Any]:
    """A quotation as a Web Annotation: the words on the page lead to the stretch of sound."""
    found: dict[str, Any] = {
        "@context": _ANNOTATION,
        "type": "Annotation",
        "id": f"#{shown.name}",
        "motivation": "linking",
        "quotation": quoted.key,
        "target": {
            "source": "index.html",
            "selector": {
                "type": "TextQuoteSelector",
                "exact": quoted.text,
                "prefix": quoted.prefix,
                "suffix": quoted.suffix,
            },
        },
    }
    body: list[dict[str, Any]] = []
    place = quoted.interval
    if place is not None:
        body.append(_fragment(f"urn:earwitness:{quoted.recording}", place.start_ms, place.end_ms))
        if quoted.clip:
            body.append(_fragment(quoted.clip, 0, place.duration_ms))
    if quoted.original:
        body.append(
            {
                "type": "TextualBody",
                "value": quoted.original,
                "language": quoted.original_language,
                "purpose": "describing",
            }
        )
    found["body"] = body
    if one.language:
        found["language"] = quoted.language
    return found


def _fragment(source: str, start_ms: int, end_ms: int) -> dict[str, Any]:
    return {
        "source": source,
        "selector": {
            "type": "FragmentSelector",
            "conformsTo": _FRAGMENTS,
            "value": f"t={_seconds(start_ms)},{_seconds(end_ms)}",
        },
    }


def _audio(shown: Shown) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "AudioObject",
        "@id": f"#{shown.name}-sound",
        "contentUrl": shown.clip,
        "encodingFormat": "audio/flac",
        "sha256": shown.clip_sha256,
        "inLanguage": shown.original_language,
        "transcript": shown.original or shown.text,
        "isPartOf": {"@type": "AudioObject", "identifier": shown.recording},
    }
    place = shown.heard.interval
    if place is not None:
        found["duration"] = f"PT{_seconds(place.duration_ms)}S"
    found["caption"] = [
        {
            "@type": "MediaObject",
            "contentUrl": shown.vtt(track),
            "encodingFormat": "text/vtt",
            "inLanguage": track.language,
        }
        for track in shown.tracks
    ]
    return found


def _reviews(told: Told) -> Iterator[dict[str, Any]]:
    """A MediaReview for each recording whose verdict schema.org has a word for, if somebody signs it."""
    for recording_id, standing in told.standing if told.publisher else ():
        given = Reviewed(told.publisher, date.fromisoformat(told.at[:10]))
        try:
            review = media_review(recording_id, standing.verdict, given)
        except UsageError:
            continue  # the page says the verdict in words
        del review["@context"]
        yield review


def _logged(one: LoggedVersion) -> dict[str, Any]:
    found: dict[str, Any] = {"version": one.version, "published": one.at}
    if one.withdrawn:
        found["withdrawn"] = True
    changes = [
        {
            "what": each.what.value,
            "quotation": each.key,
            **({"before": each.before} if each.before else {}),
            **({"after": each.after} if each.after else {}),
            **({"correction": each.kind} if each.kind else {}),
        }
        for each in one.changes
    ]
    corrections = [
        {
            "correction": each.kind,
            **({"quotation": each.key} if each.key else {}),
            **({"before": each.before} if each.before else {}),
            **({"after": each.after} if each.after else {}),
        }
        for each in one.corrections
    ]
    if changes:
        found["changes"] = changes
    if corrections:
        found["corrections"] = corrections
    return found


def _seconds(ms: int) -> str:
    """Seconds as media fragments have them: no needless zeros.

    >>> _seconds(12400), _seconds(5000), _seconds(7)
    ('12.4', '5', '0.007')
    """
    whole, rest = divmod(ms, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".") if rest else str(whole)
